"""Numbers that a guide says in several sentences and languages: named once in its `[numbers]`, or in those of the hall,
and compared where they are written out. Pure.

    [numbers]
    days = 14                       # "{days}" in any text of the guide says 14, "{days+1}" 15
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

import msgspec

from program.config_file import Faults
from server.setting_checks import Checks

Name = Annotated[str, msgspec.Meta(pattern=r"\A[a-z][a-z0-9_]{0,39}\Z")]
NumbersTable = dict[Name, Annotated[int, msgspec.Meta(ge=0, le=9_999_999)]]

_NAMED = re.compile(r"\{([a-z][a-z0-9_]*)(?:([+-])([0-9]{1,4}))?\}")
_BRACE = re.compile(r"[{｛][^{}｛｝]*[}｝]?|[}｝]")
_SAID = re.compile(r"\{[^{}]*\}|[0-9]+(?:[.:][0-9]+)?")
_ROC_YEAR = re.compile(r"(?<![0-9])(1[0-9]{2})(?= ?年)")
_USUAL_IN_WORDS = 3
"""Once, twice: numbers up to here one language writes in words and another in digits."""
_RULES = ("steps", "papers", "notice", "deadline", "fee", "faq")
"""Parts in which a number is a rule; elsewhere it is that of a paragraph, a telephone, an hour."""


def filled(checks: Checks, at: str, table: Mapping[str, Any], numbers: Mapping[str, int]) -> dict[str, Any]:
    """The guide's table with the named numbers in its texts. Raises ConfigError for a name that there is not, for
    braces written in another way, and for a name of the guide's own that no text has: most likely a slip."""
    used: set[str] = set()
    faults = Faults()

    def said(key: str, text: str) -> str:
        if odd := _BRACE.search(_NAMED.sub("", text)):
            checks.refuse(
                key, f"{odd[0]}: braces name a number, as in {{days}} or {{days+1}}, and stand for nothing else"
            )
        return _NAMED.sub(lambda found: _number(checks, key, found, numbers, used), text)

    def within(key: str, value: Any) -> Any:
        if isinstance(value, str):
            return faults.of(value, said, key, value)
        if isinstance(value, Mapping):
            return {name: within(f"{key}.{name}" if key else name, one) for name, one in value.items()}
        if isinstance(value, Sequence):
            return [within(f"{key}[{place}]", one) for place, one in enumerate(value)]
        return value

    own = table.get("numbers", {})
    whole: dict[str, Any] = within(at, {name: one for name, one in table.items() if name != "numbers"})
    places = f"{at}.numbers" if at else "numbers"
    faults.add(checks.path, ((f"{places}.{name}", f"no text says {{{name}}}") for name in own if name not in used))
    faults.settle()
    return whole


def _number(checks: Checks, key: str, found: re.Match[str], numbers: Mapping[str, int], used: set[str]) -> str:
    name, sign, more = found.groups()
    if name not in numbers:
        known = ", ".join(f"{{{one}}}" for one in numbers) or "none"
        checks.refuse(key, f"{found[0]} names no number; there are {known}")
    used.add(name)
    said = numbers[name] + int(f"{sign or '+'}{more or 0}")
    if said < 0:
        checks.refuse(key, f"{found[0]} is {said}, and no number that a visitor could read")
    return str(said)


def hints(table: Mapping[str, Any]) -> Iterator[str]:
    """What of a guide's numbers, as its file writes them, may be wrong now or after the next change: a line each,
    beginning with the key."""
    for key, texts in _texts("", table):
        if key != "title":
            yield from _apart(key, texts)
    written: dict[str, list[str]] = {}
    for part in _RULES:
        for key, texts in _texts(part, table.get(part, ())):
            own = next(iter(texts.values()))
            for one in dict.fromkeys(_numbers(own)):
                if one.isdecimal() and int(one) > _USUAL_IN_WORDS:
                    written.setdefault(one, []).append(key)
    for one, keys in written.items():
        if len(keys) > 1:
            *before, last = keys
            yield (
                f"{', '.join(before)} and {last}: {one} stands in each; named once under [numbers], like days = {one}, "
                "and written {days}, it is one edit when the law changes"
            )


def _apart(key: str, texts: Mapping[str, str]) -> Iterator[str]:
    first, *others = texts
    own = Counter(_numbers(texts[first]))
    for tag in others:
        said = Counter(_numbers(texts[tag]))
        lacks, has = sorted((own - said).elements()), sorted((said - own).elements())
        if (lacks and has) or any(_tells(one) for one in (*lacks, *has)):
            words = [f"{', '.join(one)} in {where}" for one, where in ((lacks, first), (has, tag)) if one]
            yield f'{key}: the numbers differ: {"; ".join(words)}: "{texts[tag]}"'


def _tells(number: str) -> bool:
    return not number.isdecimal() or int(number) > _USUAL_IN_WORDS


def _numbers(text: str) -> list[str]:
    plain = re.sub(r"(?<=[0-9]),(?=[0-9]{3})", "", unicodedata.normalize("NFKC", text))
    return _SAID.findall(_ROC_YEAR.sub(lambda found: str(int(found[1]) + 1911), plain))


def _texts(key: str, value: Any) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Each text of a table with its key; a text is a table of languages, a language's tag never a part's name."""
    if isinstance(value, Mapping):
        if value and all(isinstance(one, str) for one in value.values()) and key not in {"", "certainty"}:
            yield key, value
            return
        for name, one in value.items():
            if name not in {"certainty", "numbers"}:
                yield from _texts(f"{key}.{name}" if key else name, one)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for place, one in enumerate(value):
            yield from _texts(f"{key}[{place}]", one)
