"""The chime is a sound one can hear and play anywhere."""

from __future__ import annotations

import io
import os
import wave
from array import array
from itertools import pairwise
from pathlib import Path

import pytest

from display.chime_sound import RATE, cache_folder, chime_file, chime_wav


def test_it_is_nine_tenths_of_a_second_and_never_clips() -> None:
    with wave.open(io.BytesIO(chime_wav())) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        assert file.getnframes() / RATE == pytest.approx(0.9)
        samples = array("h", file.readframes(file.getnframes()))
    assert 20_000 < max(abs(sample) for sample in samples) < 32_000
    assert abs(samples[0]) < 100
    assert abs(samples[-1]) < 100


def test_two_tones_follow_each_other() -> None:
    with wave.open(io.BytesIO(chime_wav())) as file:
        samples = array("h", file.readframes(file.getnframes()))
    first, second = samples[int(0.1 * RATE) : int(0.25 * RATE)], samples[int(0.6 * RATE) : int(0.75 * RATE)]
    assert _crossings(first) / 0.15 / 2 == pytest.approx(659, abs=15)
    assert _crossings(second) / 0.15 / 2 == pytest.approx(523, abs=15)


def test_the_file_is_made_once_and_again_when_it_is_broken(tmp_path: Path) -> None:
    path = chime_file(tmp_path / "new")
    assert path.read_bytes() == chime_wav()
    os.utime(path, (1, 1))
    assert chime_file(tmp_path / "new").stat().st_mtime == 1
    path.write_bytes(b"half")
    assert chime_file(tmp_path / "new").read_bytes() == chime_wav()
    assert [one.name for one in (tmp_path / "new").iterdir()] == [path.name]


def test_the_cache_is_where_the_desktop_keeps_caches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "jiaohao"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_folder() == Path.home() / ".cache" / "jiaohao"


def test_a_home_that_cannot_be_written_still_has_a_chime(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/proc")
    folder = cache_folder()
    assert folder == cache_folder()
    assert chime_file(folder).read_bytes() == chime_wav()


def _crossings(samples: array[int]) -> int:
    return sum((a < 0) != (b < 0) for a, b in pairwise(samples))
