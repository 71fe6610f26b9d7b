"""What a story is told in: a language, its texts, and what people and devices are called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from program.dates import clock, local
from program.texts import in_language, read_catalog
from server.domain.config import HallConfig
from server.domain.events import AUTHOR
from wire.numbers import wants_noun

Named = Callable[[str], str]
"""What staff call who acted, given as every fact has it; "" when nobody knows."""


def nobody_known(_: str) -> str:
    """A `Named` that knows nobody: somebody did it."""
    return ""


@dataclass(frozen=True, slots=True)
class Tongue:
    language: str
    named: Named = nobody_known

    def say(self, key: str, **fields: object) -> str:
        return read_catalog("story").text(self.language, key, **fields)

    def word(self, key: str) -> str | None:
        """A word that the staff's pages have for something as well; None when they have none."""
        shared = read_catalog("phone").all(self.language).get(key)
        return shared or read_catalog("web").all(self.language).get(key)

    def who(self, by: str) -> str:
        return self.say("itself") if by == AUTHOR else self.named(by) or self.say("somebody")

    def counter(self, config: HallConfig, counter_id: str) -> str:
        counter = config.counter(counter_id)
        label = counter.label if counter else counter_id
        if not wants_noun(label):
            return label
        noun = in_language(dict(config.counter_noun), self.language)
        return read_catalog("story").style(self.language).counter_called(label, noun)

    def service(self, config: HallConfig, service_id: str) -> str:
        service = config.service(service_id)
        return in_language(dict(service.short_name or service.name), self.language) if service else service_id

    def clock(self, config: HallConfig, at: int) -> str:
        return clock(local(at, config.time_zone))

    def minutes(self, ms: int) -> str:
        return self.say("minutes", n=ms // 60_000) if ms >= 60_000 else self.say("minutes_none")

    def list(self, words: list[str]) -> str:
        return read_catalog("story").style(self.language).list_separator.join(words)
