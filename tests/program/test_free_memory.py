from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILMS = """
import sys
from pathlib import Path
from threading import Barrier, Thread

from program.free_memory import bound_free_memory, give_back

FILMS, FRAMES, FRAME = 4, 3, b"frame..." * 460_000


def resident_mb():
    rows = Path("/proc/self/status").read_text("utf-8").splitlines()
    return int(next(row for row in rows if row.startswith("VmRSS:")).split()[1]) / 1000


def film():
    together.wait()
    frames = [FRAME + b"." for _ in range(FRAMES)]
    together.wait()


if sys.argv[1] == "bound":
    bound_free_memory()
picture = b"picture." * 1_000_000
del picture
before, together = resident_mb(), Barrier(FILMS)
films = [Thread(target=film) for _ in range(FILMS)]
for one in films:
    one.start()
for one in films:
    one.join()
give_back()
print(resident_mb() - before)
"""
"""Films that play at the same time, after a picture was shown; how much more is resident when they are over."""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries have heaps of other kinds")
def test_films_that_are_over_leave_nothing_resident_in_the_heaps_of_their_threads() -> None:
    assert left_mb("bound") < 5
    assert left_mb("as it is") > 15


def left_mb(how: str) -> float:
    words = [sys.executable, "-c", FILMS, how]
    return float(subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60).stdout)
