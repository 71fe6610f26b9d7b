"""Languages that this machine has no letters for: a wall of boxes tells nobody anything.

A further language of the hall, or of an emergency, of whose letters the fonts lack many is left out on this display, as
if it were not spoken; the hall's own stays. Single characters that are lacking are drawn as boxes. Either is told.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable

import msgspec

from display.zones import Heard
from wire.hall_texts import hall_texts
from wire.messages import HallEdited, OpeningChanged, Snapshot
from wire.messages.hall import EmergencyView, HallView, TodayView

MANY = 4
"""A language goes when the fonts lack one of so many of its letters."""
LETTERS = ("L", "M")
TOLD = 12


class Letters:
    """What a display hears, in the languages that it can write. Asks `lacked` which characters of a text would be drawn
    as a box (`screen.glyphs`)."""

    def __init__(self, lacked: Callable[[str], str]) -> None:
        self._lacked = lacked
        self._of_hall: dict[str, str] = {}
        self._of_emergency: dict[str, str] = {}

    @property
    def lacking(self) -> str:
        """Language by language what is lacking, or its beginning; empty: nothing is."""
        found = {**self._of_emergency, **self._of_hall}
        return "; ".join(f"{tag}: {' '.join(characters[:TOLD])}" for tag, characters in sorted(found.items()))

    def writes(self, words: Iterable[str]) -> bool:
        """Whether a language that is written so can be read here."""
        return not self._unreadable(words)

    def heard(self, message: Heard) -> Heard:
        """The message without the languages that cannot be written."""
        match message:
            case Snapshot():
                return msgspec.structs.replace(message, hall=self._hall(message.hall), today=self._today(message.today))
            case HallEdited() if message.hall is not None:
                return msgspec.structs.replace(message, hall=self._hall(message.hall))
            case OpeningChanged() if message.today is not None:
                return msgspec.structs.replace(message, today=self._today(message.today))
            case _:
                return message

    def _hall(self, hall: HallView) -> HallView:
        said: dict[str, list[str]] = {tag: [] for tag in hall.languages}
        for one in hall_texts(hall):
            for tag, words in one.texts.items():
                if tag in said:
                    said[tag].append(words)
        self._of_hall = {tag: lacked for tag, words in said.items() if (lacked := self._lacks(words))}
        own, *others = hall.languages
        spoken = (own, *(tag for tag in others if not self._unreadable(said[tag])))
        return hall if spoken == hall.languages else msgspec.structs.replace(hall, languages=spoken)

    def _today(self, today: TodayView) -> TodayView:
        emergency = today.emergency
        if emergency is None:
            self._of_emergency = {}
            return today
        return msgspec.structs.replace(today, emergency=self._emergency(emergency))

    def _emergency(self, emergency: EmergencyView) -> EmergencyView:
        self._of_emergency = {tag: lacked for tag, words in emergency.text.items() if (lacked := self._lacks([words]))}
        text = {tag: words for tag, words in emergency.text.items() if not self._unreadable([words])}
        # Boxes on red are better than nothing at all.
        if not text:
            return emergency
        gone = emergency.text.keys() - text.keys()
        words_in = {tag: words for tag, words in emergency.words_in.items() if tag not in gone}
        return msgspec.structs.replace(emergency, text=text, words_in=words_in)

    def _lacks(self, texts: Iterable[str]) -> str:
        return self._lacked(_characters(texts))

    def _unreadable(self, texts: Iterable[str]) -> bool:
        letters = [one for one in _characters(texts) if unicodedata.category(one).startswith(LETTERS)]
        return len(self._lacked("".join(letters))) * MANY > len(letters)


def _characters(texts: Iterable[str]) -> str:
    """Each once; a letter and its mark are one wherever they can be."""
    return "".join(dict.fromkeys(unicodedata.normalize("NFC", "".join(texts))))
