"""The chime before a call: two struck tones, made by arithmetic; and a silence to try the sound out with. Pure but for
the files."""

from __future__ import annotations

import atexit
import functools
import hashlib
import io
import math
import os
import shutil
import sys
import tempfile
import wave
from array import array
from collections.abc import Callable
from pathlib import Path

RATE = 44_100
SECONDS = 0.9
SILENCE_SECONDS = 0.1
TONES = ((0.0, 659.26), (0.28, 523.25))
"""Start in seconds and pitch in Hz: E5, then C5, a falling third."""
PARTIALS = ((1.0, 1.0), (2.0, 0.35), (3.0, 0.12))
"""Multiple of the pitch and its share."""
ATTACK_S = 0.008
DECAY_PER_S = 5.5
LOUDEST = 0.7
HEADER_BYTES = 44
"""Of a WAV file with nothing but its samples."""


def chime_wav() -> bytes:
    """A WAV file, 16 bit, mono, 0.9 s, that begins and ends in silence and never clips."""
    count = int(RATE * SECONDS)
    wanted = [_value(place / RATE) for place in range(count)]
    scale = LOUDEST * 32_767 / max(abs(value) for value in wanted)
    return _wav(array("h", (round(value * scale) for value in wanted)))


def silence_wav() -> bytes:
    """A WAV file like the chime's, 0.1 s, that nobody hears."""
    return _wav(array("h", [0] * int(RATE * SILENCE_SECONDS)))


def chime_file(folder: Path) -> Path:
    """The chime as a file in `folder`, made when it is not there. Raises OSError when it cannot be written."""
    recipe = repr((RATE, SECONDS, TONES, PARTIALS, ATTACK_S, DECAY_PER_S, LOUDEST))
    return _made(folder, "chime", recipe, SECONDS, chime_wav)


def silence_file(folder: Path) -> Path:
    """The silence as a file, in the same way."""
    return _made(folder, "silence", repr((RATE, SILENCE_SECONDS)), SILENCE_SECONDS, silence_wav)


def _made(folder: Path, name: str, recipe: str, seconds: float, make: Callable[[], bytes]) -> Path:
    path = folder / f"{name}-{hashlib.sha256(recipe.encode()).hexdigest()[:12]}.wav"
    if not path.exists() or path.stat().st_size != HEADER_BYTES + 2 * int(RATE * seconds):
        folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(make())
        part.replace(path)
    return path


def _wav(samples: array[int]) -> bytes:
    if sys.byteorder == "big":
        samples.byteswap()
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return out.getvalue()


def cache_folder() -> Path:
    """A folder to write to: this user's cache (XDG Base Directory Specification), or one that ends with this run."""
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        folder = (Path(base) if base else Path.home() / ".cache") / "jiaohao"
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):  # a home that cannot be written, or none: RuntimeError
        return _folder_of_this_run()
    return folder if os.access(folder, os.W_OK) else _folder_of_this_run()


@functools.cache
def _folder_of_this_run() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="jiaohao-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _value(at: float) -> float:
    fade = min(1.0, (SECONDS - at) / 0.06)
    return fade * sum(_struck(at - start, pitch) for start, pitch in TONES if at >= start)


def _struck(age: float, pitch: float) -> float:
    loud = min(1.0, age / ATTACK_S) * math.exp(-DECAY_PER_S * age)
    return loud * sum(share * math.sin(2 * math.pi * pitch * multiple * age) for multiple, share in PARTIALS)
