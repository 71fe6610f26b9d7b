"""The emergency that a display was told of last, on its own disk. A display that begins again while the server is away
shows it from its first frame: nobody said that it is over."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import msgspec
import structlog

from program.dates import local
from wire.messages.hall import EmergencyView, HallView

NONE: tuple[None, tuple[str, ...]] = (None, ())
log = structlog.get_logger(__name__)


class _Kept(msgspec.Struct, frozen=True, kw_only=True):
    hall_id: str
    time_zone: str
    date: str
    """Business day on which it was raised, after which it is over."""
    languages: tuple[str, ...]
    """The hall's own first."""
    emergency: EmergencyView


class KeptEmergency:
    """For one display, on its Qt thread."""

    def __init__(self, file: Path | None) -> None:
        """`file` None: nothing is kept."""
        self._file = file
        self._known: EmergencyView | None = None

    def read(self, now: int, hall_id: str) -> tuple[EmergencyView | None, tuple[str, ...]]:
        """The one that was not over when this display last heard of its hall, unless its day has ended by `now`, ms
        since the epoch; and that hall's languages. `hall_id`: empty for any hall."""
        try:
            kept = None if self._file is None else msgspec.json.decode(self._file.read_bytes(), type=_Kept)
            if kept is None or hall_id not in {"", kept.hall_id}:
                return NONE
            over = local(now, kept.time_zone).date().isoformat() > kept.date
        except (OSError, ValueError):  # none, or damaged: what the server says counts, as ever
            return NONE
        self._known = kept.emergency
        return NONE if over else (kept.emergency, kept.languages)

    def keep(self, emergency: EmergencyView | None, hall: HallView, date: str) -> None:
        """What the hall says now, on its business day `date`; None: there is none, or it is over."""
        if emergency == self._known or self._file is None:
            return
        self._known = emergency
        try:
            if emergency is None:
                self._file.unlink(missing_ok=True)
            else:
                self._write(self._file, emergency, hall, date)
        except OSError as fault:
            log.warning("emergency_not_kept", reason=str(fault))

    def _write(self, file: Path, emergency: EmergencyView, hall: HallView, date: str) -> None:
        """It outlives a power cut, which comes with a fire."""
        kept = _Kept(
            hall_id=hall.hall_id, time_zone=hall.time_zone, date=date, languages=hall.languages, emergency=emergency
        )
        fresh = file.with_suffix(".new")
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            with fresh.open("wb") as opened:
                opened.write(msgspec.json.encode(kept))
                opened.flush()
                os.fsync(opened.fileno())
            fresh.replace(file)
        except OSError:
            with suppress(OSError):
                fresh.unlink()
            raise
