"""Whether a file can be shown, asked before its turn comes: a broken one is skipped and never a black screen."""

from __future__ import annotations

import csv
import shutil
import subprocess
from enum import StrEnum
from pathlib import Path

from PIL import Image, ImageSequence
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
_CUT = ("partial file", "File ended prematurely")
"""What ffprobe says of an MP4 and of a Matroska film whose end is not there."""
_LENIENT = ("JPEG", "GIF", "BMP")
"""Of which Qt shows half a picture, the other half grey or black, and calls it no fault. It finds half of any other."""


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
    """Reads it whole: by Pillow where Qt would show half of one, and as Qt will show it. Raises MediaError."""
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    size, most = reader.size(), QImageReader.allocationLimit()
    fits = size.width() * size.height() * 4 <= most << 20
    if fits:
        _read_by_pillow(path)
    if reader.read().isNull():
        large = f"its {size.width()} × {size.height()} points take more than {most} MB"
        raise MediaError(MediaFault.BROKEN, reader.errorString() if fits else large)


def _read_by_pillow(path: Path) -> None:
    try:
        picture = Image.open(path, formats=_LENIENT)
    except Exception:  # noqa: BLE001 - of no such format, or of a kind that Pillow does not know and Qt may
        return
    with picture:
        try:
            for _ in ImageSequence.Iterator(picture) if picture.format == "GIF" else (picture,):
                picture.load()
        except Exception as fault:  # what a decoder raises has no kind of its own
            raise MediaError(MediaFault.BROKEN, str(fault) or type(fault).__name__) from fault


def video_seconds(path: Path) -> float:
    """How long it is shown once, after a first picture of it was made and all of it was found. Raises MediaError.

    Half of a film that says nowhere how long it is, as of TS and MPEG, is a shorter film.
    """
    for program in (FFMPEG, FFPROBE):
        if shutil.which(program) is None:
            raise MediaError(MediaFault.NO_FFMPEG, f"{program} is not installed")
    source = f"file:{path}"
    first = ["-nostdin", "-v", "error", "-i", source, "-map", MOVING, "-frames:v", "1", "-f", "null", "-"]
    _run([FFMPEG, *first], LONGEST_CHECK_S)
    asked = "packet=pts_time,duration_time:stream=codec_type,avg_frame_rate,nb_frames:format=format_name,duration"
    said = _run([FFPROBE, "-v", "error", "-show_entries", asked, "-of", "csv", source], LONGEST_READ_S)
    rows = [row for row in csv.reader(said.stdout.splitlines()) if row]
    kind, seconds = next(((row[1], _seconds(row[2])) for row in rows if row[0] == "format" and len(row) > 2), ("", 0.0))
    if not seconds > 0.0:
        raise MediaError(MediaFault.BROKEN, "no pictures in it")
    if cut := next((line for line in said.stderr.splitlines() if line.endswith(_CUT)), ""):
        raise MediaError(MediaFault.BROKEN, cut.rpartition("] ")[2])
    if kind == "avi":  # of half an AVI ffprobe says half of its length
        seconds = max([seconds, *(_frames_last(row) for row in rows if row[:2] == ["stream", "video"])])
    there = [(_seconds(row[1]), _seconds(row[2])) for row in rows if row[0] == "packet" and len(row) > 2]
    length = max((at + lasts for at, lasts in there), default=0.0) - min((at for at, _ in there), default=0.0)
    if length < seconds * 0.98 - 0.5:
        raise MediaError(MediaFault.BROKEN, f"ends after {length:.1f} of {seconds:.1f} seconds")
    return min(max(seconds, SHORTEST_VIDEO_S), LONGEST_VIDEO_S)


def _frames_last(stream: list[str]) -> float:
    """Seconds of all the frames that a stream says it has, by its rate, `25/1`, and their number."""
    _, _, rate, frames, *_ = [*stream, "", ""]
    over, _, under = rate.partition("/")
    return _seconds(frames) * _seconds(under) / (_seconds(over) or 1.0)


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


def _run(words: list[str], longest_s: float) -> subprocess.CompletedProcess[str]:
    try:
        done = subprocess.run(  # noqa: S603 - a program of the system, words of ours
            words,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=longest_s,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired as late:
        raise MediaError(MediaFault.BROKEN, f"{words[0]} does not come to an end with it", late=True) from late
    except OSError as fault:
        raise MediaError(MediaFault.NO_FFMPEG, f"{words[0]}: {fault.strerror}") from fault
    if done.returncode:
        lines = [one for one in done.stderr.strip().splitlines() if not one.startswith("To ignore this")]
        raise MediaError(MediaFault.BROKEN, lines[-1] if lines else f"{words[0]} ended with {done.returncode}")
    return done
