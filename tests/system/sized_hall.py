"""Config files of halls of any size, with numbers, labels and names as long as halls have them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal

import tomli_w

from tests.long_language import TAG, lengthened
from tests.sample_tables import sample_tables

LANGUAGES = ("zh-TW", "en", TAG)
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without I and O."""

Numbers = Literal["letter", "two", "none"]
Labels = Literal["digits", "four", "names"]
Names = Literal["usual", "longest"]

_HAN = "辦理中高齡者及高齡者就業促進計畫與身心障礙者職務再設計補助以及新住民獨力負擔家計者諮詢服務"
_LATIN = (
    "Counseling on employment promotion for middle-aged and elderly persons, persons with disabilities, "
    "indigenous peoples and sole breadwinners"
)


@dataclass(frozen=True, slots=True)
class SizedHall:
    services: int
    counters: int
    numbers: Numbers
    """A001 (beyond the letters AB001), AB1001 to AB1799, or 1000 and up without a prefix."""
    labels: Labels
    """1 to 45, A101 and on, or names: 服務台."""
    names: Names

    def config(self) -> str:
        """TOML. Every counter does every eighth service as primary, with all others of up to twenty as backup."""
        tables = sample_tables()
        tables["hall"]["languages"] = list(LANGUAGES)
        tables["hall"]["recall_pause_seconds"] = 0
        tables["server"].update(port=0, public_port=0, encryption=False)
        tables["sign_in"]["totp_for_administrators"] = False
        tables["limits"].update(numbers_a_minute=1_000_000, numbers_at_once=1_000_000)
        samples = tables["service"]
        tables["service"] = [self._service(index, samples[index % len(samples)]) for index in range(self.services)]
        tables["counter"] = [self._counter(index) for index in range(self.counters)]
        if self.names == "longest":
            tables["hall"]["name"] = longest(0)
        return tomli_w.dumps({key: _spoken(value) for key, value in tables.items()})

    def _service(self, index: int, sample: dict[str, Any]) -> dict[str, Any]:
        named = {"name": longest(index), "short_name": longest(index)} if self.names == "longest" else {}
        if index >= 8 and not named:
            named = {
                key: {tag: f"{text} {index + 1}" for tag, text in sample[key].items()} for key in ("name", "short_name")
            }
        return {**sample, **named, "id": f"service-{index + 1}", **self._range(index)}

    def _range(self, index: int) -> dict[str, Any]:
        if self.numbers == "two":
            first, last, offline = 1001, 1799, 1801
            prefix = [a + b for a, b in product(LETTERS[:4], LETTERS)][index]
        elif self.numbers == "none":
            first = 1000 + 190 * index
            last, offline, prefix = first + 89, first + 95, ""
        else:
            first, last, offline = 1, 799, 801
            prefix = [*LETTERS, *(f"X{letter}" for letter in LETTERS)][index]
        numbers = {"first_number": first, "last_number": last}
        return {"prefix": prefix, **numbers, "offline_first_number": offline, "offline_last_number": offline + 90}

    def _counter(self, index: int) -> dict[str, Any]:
        ids = [f"service-{number + 1}" for number in range(self.services)]
        primary = [one for number, one in enumerate(ids) if number % 8 == index % min(8, self.services)]
        backup = [one for one in ids if one not in primary][:20]
        return {"id": str(index + 1), "label": self._label(index), "primary": primary, "backup": backup}

    def _label(self, index: int) -> str:
        if self.labels == "digits":
            return str(index + 1)
        if self.labels == "four":
            return f"{LETTERS[index // 20]}{index % 20 + 101}"
        return ["服務台", "外勞專區", "一樓甲室"][index] if index < 3 else f"{'東西南北'[index % 4]}區{index + 1}"


def longest(index: int) -> dict[str, str]:
    """A name as long as they come: 45 Han characters, 140 letters."""
    return {"zh-TW": f"{index + 1}{_HAN}"[:45], "en": f"{_LATIN} ({index + 1})".ljust(140, "s")[:140]}


def _spoken(value: object) -> object:
    """The same in the third language too, wherever it stands in English."""
    if isinstance(value, list):
        return [_spoken(one) for one in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("en"), str):
        english = value["en"]
        # Not cut inside braces, where no number is named any more.
        return {**value, TAG: re.sub(r"\{[^}]*\Z", "", lengthened(english)[: max(140, len(english))])}
    return {key: _spoken(one) for key, one in value.items()}
