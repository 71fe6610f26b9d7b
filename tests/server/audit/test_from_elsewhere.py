"""`./jiaohao audit` from another folder: anchors are named from where the caller stands, and texts stay texts."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TEXT = "JIAOHAO1:SAMPLE:x"


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """The program's folder, whose Python only says how it was asked."""
    home = tmp_path / "home"
    python = home / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    shutil.copy(ROOT / "jiaohao", home)
    (home / "requirements.lock").write_text("", "ascii")
    python.write_text("#!/bin/sh\nprintf '%s\\n' \"$@\"\n", "ascii")
    python.chmod(0o755)
    stamp = f"{hashlib.sha256(b'').hexdigest()} {python.resolve()}"
    (home / ".venv/.lock-requirements.lock").write_text(stamp, "ascii")
    return home / "jiaohao"


def test_anchors_of_the_callers_folder(script: Path, tmp_path: Path) -> None:
    here = tmp_path / "here"
    (here / "stick").mkdir(parents=True)
    (here / "a.anchor").write_text("", "ascii")
    words = ["--against", "a.anchor", TEXT, "missing", "--all", "--against=stick", "--against=" + TEXT]
    words += ["--against", f"{here}/stick", "stick", "--config", "stick", "--day", "stick"]
    asked = ["--against", f"{here}/a.anchor", TEXT, "missing", "--all", f"--against={here}/stick", "--against=" + TEXT]
    asked += ["--against", f"{here}/stick", f"{here}/stick", "--config", f"{here}/stick", "--day", "stick"]
    done = subprocess.run(
        [str(script), "audit", "verify", *words],
        cwd=here,
        env={**os.environ, "JIAOHAO_PYTHON": str(script.parent / ".venv/bin/python")},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.stdout.splitlines() == ["-m", "server.audit", "verify", *asked]
