from __future__ import annotations

import shutil
import subprocess
import threading
from pathlib import Path
from queue import Queue

import pytest

from display.frames import PLACES, Frames

pytestmark = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")
WAIT_S = 20.0


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("frames") / "film.mp4"
    source = ["-f", "lavfi", "-i", "testsrc=s=64x36:r=25:d=2", "-pix_fmt", "yuv420p"]
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", *source, str(path)], check=True)
    return path


def test_a_frame_stays_as_it_is_until_the_next_is_asked_for_and_no_frame_takes_new_memory(film: Path) -> None:
    came: Queue[None] = Queue()
    frames = Frames(str(film), 64, 36, lambda: came.put(None))
    frames.start()
    places, pictures = set(), set()
    for _ in range(20):
        came.get(timeout=WAIT_S)
        frame = frames.newest()
        assert frame is not None
        asked = bytes(frame)
        came.get(timeout=WAIT_S)
        assert frame == asked
        places.add(id(frame))
        pictures.add(asked)
        came.put(None)
    frames.stop()
    assert len(places) <= PLACES
    assert len(pictures) > 10


def test_a_film_goes_on_where_ffmpeg_falls_and_ends_when_it_is_stopped(film: Path) -> None:
    came: Queue[None] = Queue()
    frames = Frames(str(film), 64, 36, lambda: came.put(None))
    frames.start()
    for _ in range(2 * (PLACES + 1)):
        came.get(timeout=WAIT_S)
        frames.newest()
        playing = frames._process
        assert playing is not None
        playing.kill()
    frames.stop()
    assert [one.name for one in threading.enumerate()].count("film") == 0
