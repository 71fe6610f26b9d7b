"""Two virtual monitors of 1080p on an X server, drawn by software, and a benchmark's inner half on them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[1]
WIDTH, HEIGHT = 1920, 1080
NAMES = ("HALL-1", "HALL-2")
"""As config.toml has them: order and content."""
TOOLS = ("Xvfb", "xrandr")
EX_UNAVAILABLE = 69


class NoMonitors(RuntimeError):
    """A tool is missing here."""


@contextmanager
def two_monitors() -> Iterator[dict[str, str]]:
    """The environment in which Qt finds both. Raises NoMonitors."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        raise NoMonitors(f"not measured: {' and '.join(missing)} not installed")
    reader, writer = os.pipe()
    # Without -noreset the server forgets its monitors when xrandr leaves.
    words = ["Xvfb", "-displayfd", str(writer), "-noreset", "-nolisten", "tcp"]
    with subprocess.Popen(
        [*words, "-screen", "0", f"{2 * WIDTH}x{HEIGHT}x24"], pass_fds=[writer], stderr=subprocess.DEVNULL
    ) as server:
        os.close(writer)
        try:
            with os.fdopen(reader) as told:
                name = f":{told.readline().strip()}"
            for place, (monitor, output) in enumerate(zip(NAMES, ("screen", "none"), strict=True)):
                where = f"{WIDTH}/1218x{HEIGHT}/685+{WIDTH * place}+0"
                words = ["xrandr", "--display", name, "--setmonitor", monitor, where, output]
                subprocess.run(words, check=True, capture_output=True, timeout=20)
            yield os.environ | {"DISPLAY": name, "QT_QPA_PLATFORM": "xcb", "QT_QUICK_BACKEND": "software"}
        finally:
            server.terminate()


@contextmanager
def inner(module: str, *words: str, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """`python -m MODULE --inside WORDS`, which is spoken to by lines; ended with the block."""
    with subprocess.Popen(
        [sys.executable, "-m", module, "--inside", *words],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def told(process: subprocess.Popen[str]) -> Any:
    """Its next line of JSON; the display's own log is passed over. Raises RuntimeError when it ended before."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("{"):
            return json.loads(line)
    raise RuntimeError(f"the display ended with {process.wait(10)}")


def ask(process: subprocess.Popen[str], word: str) -> None:
    pipe: IO[str] | None = process.stdin
    assert pipe is not None
    pipe.write(word + "\n")
    pipe.flush()


def measured_on_two_monitors(module: str, *words: str) -> dict[str, float]:
    """The one line that it tells. Raises NoMonitors."""
    with two_monitors() as environment, inner(module, *words, environment=environment) as process:
        found: dict[str, float] = told(process)
        return found


def verdict(what: str, found: float, goal: float, unit: str = "", *, least: bool = False) -> bool:
    """Prints a goal and whether it is met."""
    met = found >= goal if least else found <= goal
    bound = "at least" if least else "at most"
    print(f"goal     {what} {bound} {goal:g}{unit}: {found:.2f}{unit}, {'met' if met else 'MISSED'}")
    return met
