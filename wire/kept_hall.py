"""What a screen's program keeps of its hall: the guides, also on its disk, so that they are told once and not at each
greeting, and in which languages it speaks; and the hall as it was told last, so that edits have something to stand on.
"""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

import msgspec

from program.version import program_version
from wire.guide_bundle import with_guides
from wire.hall_edits import edited
from wire.messages import HallEdited, ServerMessage, Snapshot
from wire.messages.hall import GuideView, HallView

log = logging.getLogger(__name__)


class _Bundle(msgspec.Struct, frozen=True, kw_only=True):
    version: str
    """Of the program that wrote it: another may know more of a guide than was kept."""
    name: str
    guides: dict[str, GuideView]
    languages: tuple[str, ...] = ()
    kiosk_languages: tuple[str, ...] = ()


def _proof(said: bytes) -> bytes:
    """Stands before a bundle in its file: what a disk made of a text is shown to nobody."""
    return hashlib.sha256(said).hexdigest().encode()


class KeptHall:
    """For one link, on its thread."""

    def __init__(self, file: Path | None) -> None:
        """`file` keeps the guides over a restart; None: nothing does."""
        self._file = file
        self._hall: HallView | None = None
        self._bundle = self._read()

    @property
    def guides(self) -> str:
        """By which name the guides are known here; "": there are none."""
        return self._bundle.name if self._bundle is not None else ""

    @property
    def languages(self) -> tuple[str, ...]:
        """The hall's, its own first, as it was told last, also before a restart; empty: it never was."""
        return self._bundle.languages if self._bundle is not None else ()

    @property
    def kiosk_languages(self) -> tuple[str, ...]:
        """The same of those that its kiosks alone speak."""
        return self._bundle.kiosk_languages if self._bundle is not None else ()

    def filled(self, message: ServerMessage) -> ServerMessage | None:
        """The message as its receivers read it, with everything that is kept. None for one that does not fit what is
        kept: a whole snapshot has to be asked for."""
        if isinstance(message, Snapshot):
            return self._snapshot(message)
        if isinstance(message, HallEdited):
            return self._edited(message)
        return message

    def _snapshot(self, message: Snapshot) -> Snapshot | None:
        if message.guides_kept:
            if self._bundle is None or self._bundle.name != message.hall.guides:
                return None
            message = msgspec.structs.replace(
                message, hall=with_guides(message.hall, self._bundle.guides), guides_kept=False
            )
        self._learn(message.hall)
        return message

    def _edited(self, message: HallEdited) -> HallEdited | None:
        if self._hall is None:
            return None
        try:
            hall = edited(self._hall, message.edits)
        except ValueError as fault:
            log.warning("hall_edits_do_not_fit: %s", fault)
            return None
        self._learn(hall)
        return msgspec.structs.replace(message, hall=hall)

    def _learn(self, hall: HallView) -> None:
        self._hall = hall
        spoken = hall.languages, hall.kiosk_languages
        if (hall.guides or self.guides, *spoken) == (self.guides, self.languages, self.kiosk_languages):
            return
        guides = {one.service_id: one.guide for one in hall.services}
        self._bundle = _Bundle(
            version=program_version(),
            name=hall.guides,
            guides=guides,
            languages=hall.languages,
            kiosk_languages=hall.kiosk_languages,
        )
        self._write(self._bundle)

    def _read(self) -> _Bundle | None:
        if self._file is None:
            return None
        try:
            proof, _, said = self._file.read_bytes().partition(b"\n")
            if proof != _proof(said):
                return None
            found = msgspec.json.decode(said, type=_Bundle)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None
        return found if found.version == program_version() else None

    def _write(self, bundle: _Bundle) -> None:
        """A disk that is full or gone costs a longer greeting, and nothing else."""
        if self._file is None:
            return
        fresh = self._file.with_suffix(".new")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            said = msgspec.json.encode(bundle)
            fresh.write_bytes(_proof(said) + b"\n" + said)
            fresh.replace(self._file)
        except OSError as fault:
            log.warning("guides_not_kept: %s", fault)
