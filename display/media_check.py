"""Whether a file can be shown, asked before its turn comes: a broken one is skipped and never a black screen."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from PySide6.QtGui import QImageReader

from display.frames import FFMPEG, MOVING
from display.programme import Kind, Vacancy
from display.vacancy_feed import FeedError, read_vacancies

FFPROBE = "ffprobe"
LONGEST_CHECK_S = 20.0
LONGEST_READ_S = 120.0
"""A file of a gigabyte on a slow disk."""
SHORTEST_VIDEO_S, LONGEST_VIDEO_S = 3.0, 600.0
"""A shorter one is on again and again for so long."""
_SEGMENT = re.compile(rb"\xff([^\x00\x01\xd0-\xd8\xff])", re.DOTALL)
"""What begins a part of a JPEG, or ends it; none of its picture's own bytes does."""

_GIF_HEAD = 13
_GIF_PICTURE, _GIF_MORE, _GIF_END = b",", b"!", b";"
"""What begins a GIF's parts behind its head."""


class MediaFault(StrEnum):
    """Why something is not shown, or not as it is now: codes that have a text in every language."""

    MISSING = "media_missing"
    """The source cannot be read, and there is no copy."""
    UNREACHED = "media_unreached"
    """The source cannot be read; the copy is shown."""
    BROKEN = "media_broken"
    NO_FFMPEG = "media_no_ffmpeg"
    NOT_KEPT = "media_not_kept"
    """The copy cannot be written."""


class MediaError(Exception):
    def __init__(self, fault: MediaFault, detail: str, *, late: bool = False) -> None:
        """`late`: it took too long; the same file may do at another time."""
        super().__init__(detail)
        self.fault = fault
        self.late = late


def check_picture(path: Path) -> None:
    """Reads it whole. Raises MediaError."""
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    ends = _ENDS.get(bytes(reader.format().data()))
    if ends is not None and not ends(path.read_bytes()):
        raise MediaError(MediaFault.BROKEN, "ends before its picture does")
    if reader.read().isNull():
        raise MediaError(MediaFault.BROKEN, reader.errorString())


def _jpeg_ends(jpeg: bytes) -> bool:
    at = 2
    while (found := _SEGMENT.search(jpeg, at)) is not None:
        if found[1] == b"\xd9":
            return True
        # Behind it, what it says of its own length; a preview in there has an end that is not the picture's.
        at = found.end() + int.from_bytes(jpeg[found.end() : found.end() + 2])
    return False


def _gif_ends(gif: bytes) -> bool:
    at = _GIF_HEAD + _colours(gif[10:11])
    while (kind := gif[at : at + 1]) in {_GIF_PICTURE, _GIF_MORE}:
        # A picture has its place, its colours and the size of its codes before its blocks, anything else its own kind.
        at += 2 if kind == _GIF_MORE else 11 + _colours(gif[at + 9 : at + 10])
        while length := int.from_bytes(gif[at : at + 1]):
            at += 1 + length
        at += 1
    return kind == _GIF_END or at == len(gif)  # some programs leave the end out


def _colours(flags: bytes) -> int:
    """Bytes of a GIF's table of colours."""
    said = int.from_bytes(flags)
    return 3 << (said % 8 + 1) if said & 0x80 else 0


def _bmp_ends(bmp: bytes) -> bool:
    return len(bmp) >= int.from_bytes(bmp[2:6], "little")


_ENDS: dict[bytes, Callable[[bytes], bool]] = {b"jpeg": _jpeg_ends, b"gif": _gif_ends, b"bmp": _bmp_ends}
"""Whether a picture of this format has its end: half of one is a picture whose other half is grey or black, and no
fault to Qt, which reads it. It finds half of any other."""


def video_seconds(path: Path) -> float:
    """How long it is shown once, after a first picture of it was made and all of it was found. Raises MediaError."""
    for program in (FFMPEG, FFPROBE):
        if shutil.which(program) is None:
            raise MediaError(MediaFault.NO_FFMPEG, f"{program} is not installed")
    source = f"file:{path}"
    first = ["-nostdin", "-v", "error", "-i", source, "-map", MOVING, "-frames:v", "1", "-f", "null", "-"]
    _run([FFMPEG, *first], LONGEST_CHECK_S)
    asked = ["-show_entries", "packet=pts_time,duration_time:format=duration", "-of", "csv"]
    rows = [row.split(",") for row in _run([FFPROBE, "-v", "error", *asked, source], LONGEST_READ_S).splitlines()]
    seconds = next((_seconds(row[1]) for row in rows if row[0] == "format" and len(row) > 1), 0.0)
    if not seconds > 0.0:
        raise MediaError(MediaFault.BROKEN, "no pictures in it")
    there = [(_seconds(row[1]), _seconds(row[2])) for row in rows if row[0] == "packet" and len(row) > 2]
    length = max((at + lasts for at, lasts in there), default=0.0) - min((at for at, _ in there), default=0.0)
    if length < seconds * 0.98 - 0.5:
        raise MediaError(MediaFault.BROKEN, f"ends after {length:.1f} of {seconds:.1f} seconds")
    return min(max(seconds, SHORTEST_VIDEO_S), LONGEST_VIDEO_S)


def _seconds(said: str) -> float:
    try:
        return float(said)
    except ValueError:
        return 0.0


def vacancies_in(path: Path) -> tuple[Vacancy, ...]:
    """Raises MediaError."""
    try:
        return read_vacancies(path.read_bytes())
    except FeedError as fault:
        raise MediaError(MediaFault.BROKEN, str(fault)) from fault


def check_media(kind: Kind, path: Path) -> tuple[float, tuple[Vacancy, ...]]:
    """Seconds of a video, and vacancies, of a file of this kind. Raises MediaError."""
    if kind is Kind.PICTURE:
        check_picture(path)
        return 0.0, ()
    if kind is Kind.VIDEO:
        return video_seconds(path), ()
    return 0.0, vacancies_in(path)


def _run(words: list[str], longest_s: float) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - a program of the system, words of ours
            words, capture_output=True, timeout=longest_s, check=False, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired as late:
        raise MediaError(MediaFault.BROKEN, f"{words[0]} does not come to an end with it", late=True) from late
    except OSError as fault:
        raise MediaError(MediaFault.NO_FFMPEG, f"{words[0]}: {fault.strerror}") from fault
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        lines = [one for one in said if not one.startswith("To ignore this")]
        raise MediaError(MediaFault.BROKEN, lines[-1] if lines else f"{words[0]} ended with {done.returncode}")
    return done.stdout.decode(errors="replace")
