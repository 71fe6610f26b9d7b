"""A module of the browser's, run by node for as long as a test wants: a line of JSON in, a line of JSON out."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


class NodeProcess:
    """`runner` is a script beside this file; it gets the path of the module that it is to run."""

    def __init__(self, runner: str, module: Path) -> None:
        node = shutil.which("node")
        assert node is not None, "no node on the PATH; nothing of the browser's was compared (apt-get install nodejs)"
        self._process = subprocess.Popen(
            [node, str(HERE / runner), str(module)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def answer(self, line: str) -> dict[str, Any]:
        """What it makes of one line of JSON."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()
