"""What is said twice on the wall: large in the hall's own language, small in the second one. Pure.

With more than two languages the second line takes turns; what a language does not say, it leaves empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from program.texts import Catalog, in_language
from wire.messages.hall import HallView, ServiceView
from wire.messages.tickets import CallView, TicketView
from wire.numbers import parted

TURN_MS = 6_000
"""How long each further language keeps the second line."""


Said = tuple[str, str]
"""A language, by its tag, and a text in it."""


class Line(NamedTuple):
    own: str
    second: str = ""


NOTHING = Line("")


class CounterWords(NamedTuple):
    """A counter as it is told: `label` large with `word` beside it, or `whole` in one piece, in the hall's language."""

    label: str
    word: Line = NOTHING
    """號櫃檯, Counter; nothing beside a label that is a name itself."""
    whole: str = ""
    """3 號櫃檯, Counter 3, 服務台."""


NO_COUNTER = CounterWords("")


class Words:
    """The texts of one moment: the hall's first language and the one whose turn it is."""

    def __init__(self, catalog: Catalog, hall: HallView, steady: int) -> None:
        """`steady` is monotonic ms."""
        self._catalog = catalog
        self._hall = hall
        self.own = hall.languages[0]
        others = hall.languages[1:]
        self.second = others[steady // TURN_MS % len(others)] if others else ""
        self.own_style = catalog.style(self.own)
        self.second_style = catalog.style(self.second)

    def alone(self, language: str) -> Words:
        """The same in one language, that of its own line, for what has room for one line."""
        return Words(self._catalog, msgspec.structs.replace(self._hall, languages=(language,)), 0)

    @property
    def spoken(self) -> tuple[str, ...]:
        """The hall's languages, as far as this room has texts in them; its own first."""
        return tuple(one for one in self._hall.languages if one == self.own or one in self._catalog.languages)

    def say(self, key: str, **fields: object) -> Line:
        """A text of this room."""
        own = self._catalog.text(self.own, key, **fields)
        if self.second not in self._catalog.languages:
            return Line(own)
        return Line(own, self._catalog.text(self.second, key, **fields))

    def of_hall(self, texts: Mapping[str, str]) -> Line:
        """A text of the hall's own."""
        own = in_language(texts, self.own)
        second = texts.get(self.second, "")
        return Line(own, second if second != own else "")

    def each(self, make: Mapping[str, str]) -> list[str]:
        """A text of the hall in every language that says it, the hall's own first."""
        return [said for _, said in self.tagged(make)]

    def tagged(self, make: Mapping[str, str]) -> list[Said]:
        """The same, each with its language."""
        said = [(language, make[language]) for language in self._hall.languages if make.get(language)]
        return said or [(self.own, text) for text in [in_language(make, self.own)] if text]

    @property
    def word_first(self) -> bool:
        """Whether the hall's language says the word before the label: Counter 3, but 3 號櫃檯."""
        return self.own_style.noun_first

    def counter(self, counter_id: str) -> CounterWords:
        """The words for a counter; one that left the configuration is told by its id."""
        known = next((one for one in self._hall.counters if one.counter_id == counter_id), None)
        label = known.label if known else counter_id
        if not label:
            return NO_COUNTER
        if known and not known.with_noun:
            return CounterWords(label, whole=label)
        noun = in_language(self._hall.counter_noun, self.own)
        return CounterWords(label, self._counter_word(), self.own_style.counter_called(label, noun))

    def _counter_word(self) -> Line:
        """What stands beside a counter's label: 號櫃檯, Counter; the bare noun where it comes first."""
        nouns = self.of_hall(self._hall.counter_noun)
        if self.word_first:
            return nouns
        own = self.own_style.beside_label(nouns.own)
        if not nouns.second or self.second not in self._catalog.languages:
            return Line(own)
        return Line(own, self.second_style.beside_label(nouns.second))


def spaced(ticket: TicketView, service: ServiceView | None) -> tuple[str, str]:
    """Prefix and digits of a ticket's number, which the wall sets apart: ("B", "027"). `service` is the ticket's
    now; None of one that left the configuration."""
    return parted(ticket.number, service.prefix if service else "")


BETWEEN = "\u2002"
"""Between numbers that are called together."""


def spaced_together(calls: Sequence[CallView], service: ServiceView | None) -> tuple[str, str]:
    """The same of several in one line: ("E", "001 E 002"), with a thin gap behind each prefix; nothing of none."""
    if not calls:
        return "", ""
    (letter, digits), *others = [spaced(call.ticket, service) for call in calls]
    return letter, BETWEEN.join([digits, *(apart(*one) for one in others)])


def apart(letter: str, digits: str) -> str:
    """A number in one piece, with a thin gap behind its prefix."""
    return f"{letter}\u2009{digits}" if letter else digits


def width_em(text: str) -> float:
    """About how wide a bold text is, in em: a Han character 1, anything else 0.62."""
    return sum(1.0 if ord(character) >= 0x2E80 else 0.62 for character in text)
