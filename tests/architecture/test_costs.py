"""What a change costs is counted on today's files: the patch that shows it still applies."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATCH = ROOT / "docs" / "costs" / "interpreter.patch"


def test_a_new_field_of_a_visit_touches_as_many_files_as_we_say() -> None:
    counted = subprocess.run(
        ["git", "apply", "--check", "--numstat", str(PATCH)],
        cwd=ROOT,
        env={
            **os.environ,
            "GIT_CEILING_DIRECTORIES": str(ROOT.parent),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert counted.returncode == 0, counted.stderr
    assert len(counted.stdout.splitlines()) == 6
