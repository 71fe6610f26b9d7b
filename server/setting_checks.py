"""Checks of single settings, each with the key it speaks of and the values that would have been right."""

from __future__ import annotations

import re
import unicodedata
import zoneinfo
from collections.abc import Mapping, Sequence
from copy import copy
from pathlib import Path
from typing import NoReturn

from program.addresses import AddressFault, reachable, spelled
from program.config_file import ConfigError
from program.language import available, spoken_in, tag_of
from program.one_line import fault_in_line, shows_nothing
from server.domain.config import Interval, Texts

LONGEST_LABEL = 4
LONGEST_NAME = 20
_EMPTY = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and symbols that are drawn as nothing."""


class Checks:
    """For one file, whose hall speaks `languages`. Every method raises ConfigError, or returns what is right."""

    def __init__(self, path: Path, languages: Sequence[str]) -> None:
        self.path = path
        self.languages = self._tags(languages)
        self.own = self.languages
        """The hall's, whatever else a text must be in."""
        self.numbers: Mapping[str, int] = {}
        """That every guide may name."""

    def speaking(self, key: str, languages: Sequence[str]) -> Checks:
        """The same for texts that must be in these languages, those of the hall among them, first."""
        tags = self._spelled(key, languages)
        missing = [one for one in self.languages if one not in tags]
        if missing:
            self.refuse(key, f"must have each language of the hall; missing are {', '.join(missing)}")
        said = copy(self)
        said.languages = (*self.languages, *(one for one in tags if one not in self.languages))
        return said

    def at_kiosk(self, key: str, languages: Sequence[str]) -> Checks:
        """The same for texts that a kiosk says, which must be in these languages too."""
        tags = self._spelled(key, languages)
        for index, tag in enumerate(tags):
            place = f"{key}[{index}]"
            if tag in self.languages:
                self.refuse(place, f"`{tag}` is a language of the hall, which its kiosk speaks anyhow")
            if tag not in spoken_in("kiosk"):
                known = [one for one in spoken_in("kiosk") if one not in self.languages]
                self.refuse(place, f"kiosks have no texts in `{languages[index]}`; there are {', '.join(known)}")
        said = copy(self)
        said.languages = (*self.languages, *tags)
        return said

    @property
    def on_wall(self) -> Checks:
        """For texts that are in the hall's own languages alone."""
        said = copy(self)
        said.languages = self.own
        return said

    def in_file(self, path: Path) -> Checks:
        """The same for another file of the hall."""
        said = copy(self)
        said.path = path
        return said

    def refuse(self, key: str, fault: str) -> NoReturn:
        raise ConfigError(self.path, key, fault)

    def id(self, key: str, text: str) -> str:
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", text):
            self.refuse(key, f"`{text}` must be 1 to 40 small letters a-z, plain digits and hyphens")
        return text

    def distinct(self, table: str, field: str, values: Sequence[str], *, as_seen: bool = False) -> None:
        """`as_seen`: capitals and small letters, full-width and plain ones are the same to whoever looks for them."""
        seen = [_seen(value) if as_seen else value for value in values]
        for index, value in enumerate(values):
            first = seen.index(seen[index])
            if first < index:
                self.refuse(f"{table}[{index}].{field}", f"`{value}` is taken already, by {table}[{first}]")

    def label(self, key: str, text: str) -> str:
        """What stands above a counter, as it is written there."""
        self._readable(key, text, also=("Cf",))
        if not any(unicodedata.category(one)[0] in "LNPS" and one not in _EMPTY for one in text):
            self.refuse(key, f"`{text}` shows nothing")
        if text != text.strip() or len(unicodedata.normalize("NFC", text)) > LONGEST_LABEL:
            self.refuse(key, f"`{text}` must be 1 to {LONGEST_LABEL} characters, without spaces around them")
        return text

    def person(self, key: str, text: str) -> str:
        """What the hall calls one of its people."""
        self._readable(key, text)
        if text != text.strip() or len(text) > LONGEST_NAME:
            self.refuse(key, f"`{text}` must be a name of 1 to {LONGEST_NAME} characters")
        return text

    def texts(self, key: str, texts: Mapping[str, str], *, optional: bool = False) -> Texts:
        """Each language of the hall and no other, in the hall's order; () for an optional one left out."""
        if optional and not texts:
            return ()
        wanted = ", ".join(self.languages)
        said: dict[str, str] = {}
        for tag, text in texts.items():
            language = self._language(tag)
            if language is None:
                self.refuse(key, f"`{tag}` is no language of this hall; allowed are {wanted}")
            if language in said:
                self.refuse(key, f"`{tag}` is named twice")
            self._readable(f"{key}.{tag}", text)
            said[language] = text
        missing = [language for language in self.languages if language not in said]
        if missing:
            self.refuse(key, f"has no text in {', '.join(missing)}; needed are {wanted}")
        return tuple((language, said[language]) for language in self.languages)

    def _language(self, tag: str) -> str | None:
        """The hall's language that the tag means, in capitals or not."""
        return next((language for language in self.languages if language.lower() == tag.lower()), None)

    def _readable(self, key: str, text: str, also: Sequence[str] = ()) -> None:
        """One line with something to see, and none of the Unicode categories `also`."""
        fault = fault_in_line(text, also)
        if fault:
            self.refuse(key, fault)
        if shows_nothing(text):
            self.refuse(key, "is empty: it must be one line of text")

    def intervals(self, key: str, spans: Sequence[str], *, touching: bool = False) -> tuple[Interval, ...]:
        """Opening on one weekday: "HH:MM-HH:MM", in order, none touching the one before unless
        that may be."""
        found: list[Interval] = []
        for index, span in enumerate(spans):
            place = f"{key}[{index}]"
            start, dash, end = span.partition("-")
            if not dash:
                self.refuse(place, f'`{span}` must look like "08:00-17:00", in plain digits')
            interval = Interval(self.time_of_day(place, start, last="23:59"), self.time_of_day(place, end))
            if interval.end <= interval.start:
                self.refuse(place, f"`{span}` ends before it begins")
            if found and interval.start < found[-1].end + (not touching):
                self.refuse(place, f"`{span}` overlaps or precedes the one before, `{spans[index - 1]}`")
            found.append(interval)
        return tuple(found)

    def time_of_day(self, key: str, text: str, *, last: str = "24:00") -> int:
        """Minutes after midnight."""
        found = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00", text)
        if found is None or text > last:
            self.refuse(key, f"`{text}` must be a time from 00:00 to {last}, in plain digits")
        hour, minute = text.split(":")
        return int(hour) * 60 + int(minute)

    def time_zone(self, key: str, name: str) -> str:
        try:
            zoneinfo.ZoneInfo(name)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            self.refuse(key, f"`{name}` is no time zone of the IANA list, like Asia/Taipei")
        return name

    def web_address(self, key: str, text: str) -> str:
        """Where the phone page is reached: its path is always /t, since its files and its socket stand beside it, and
        the ticket's secret follows behind a #. Empty: no QR code.
        """
        if text and not _leads_to_the_phone_page(text):
            self.refuse(
                key,
                f"`{text[:200]}` must be https://NAME/t or http://NAME/t, with :PORT behind the name if it needs one; "
                "no other path, and nothing behind /t",
            )
        return text

    def _tags(self, languages: Sequence[str]) -> tuple[str, ...]:
        """As the programs write them, whatever capitals the file has."""
        if not languages:
            self.refuse("hall.languages", 'needs at least one language, like "zh-TW"')
        tags = self._spelled("hall.languages", languages)
        for index, tag in enumerate(tags):
            if tag_of(tag) is None and (index == 0 or tag not in spoken_in("display")):
                further = [one for one in spoken_in("display") if one not in available()]
                self.refuse(
                    f"hall.languages[{index}]",
                    f"the programs have no texts in `{languages[index]}`; there are {', '.join(available())}, and "
                    f"behind the first {', '.join(further)}. Guides may speak any: `languages` of a guide's file",
                )
        return tags

    def _spelled(self, where: str, languages: Sequence[str]) -> tuple[str, ...]:
        """Language tags, each once, those of the programs as they write them."""
        tags: list[str] = []
        for index, language in enumerate(languages):
            key = f"{where}[{index}]"
            if len(language) > 16 or not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", language):
                self.refuse(key, f'`{language}` must be a language tag like "zh-TW" or "en"')
            tag = next((one for one in spoken_in("kiosk") if one.lower() == language.lower()), language)
            if tag in tags:
                self.refuse(key, f"`{language}` is named twice")
            tags.append(tag)
        return tuple(tags)


def _seen(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _leads_to_the_phone_page(text: str) -> bool:
    """Only as browsers write it in their Host header, but for capitals and a final dot."""
    try:
        found = spelled(text)
        host = reachable(found.host)
    except AddressFault:
        return False
    name = f"[{host}]" if ":" in host else host
    port = "" if found.port is None else f":{found.port}"
    forms = {f"{found.scheme}://{name}{dot}{port}/t" for dot in ("", ".")}
    known = found.scheme in {"http", "https"} and host and "%" not in host
    return bool(known) and text.removesuffix("/t").lower() + "/t" in forms and text.endswith("/t") and len(text) <= 200
