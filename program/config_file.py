"""`config.toml`: one commented file; each room reads its own table, strictly, into msgspec structs.

A fault names the file, the key (the line too where TOML itself is broken) and what is allowed.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn, ParamSpec, TypeVar

import msgspec

from program.addresses import LONGEST, SERVER_FORM, AddressFault, keeps_a_secret, server_address
from program.one_line import fault_in_line
from program.table_faults import table_faults

TABLES = (
    "hall",
    "service",
    "counter",
    "visitor_class",
    "notice",
    "note",
    "day",
    "routing",
    "server",
    "sign_in",
    "limits",
    "estimate",
    "kiosk",
    "display",
)
"""Every top-level table of the file, and nothing else may stand there."""
MAX_BYTES = 1_000_000
LONGEST_FAULT = 600
"""Characters of a sentence; a longer one loses its middle, where the value stands."""
LARGEST = 2**63 - 1
"""TOML's whole numbers have 64 bits."""
_TOO_MANY_DIGITS = re.compile(r"[0-9](?:_?[0-9]){1000,}")
"""More than Python turns into a number; less than that it does."""
T = TypeVar("T")
P = ParamSpec("P")


class ConfigError(Exception):
    """The file cannot be used. `str()` is for the person who edits it: of each fault a line with file, place, fault."""

    def __init__(self, path: Path, place: str, fault: str, others: Sequence[ConfigError] = ()) -> None:
        """`others` were found beside it."""
        if len(fault) > LONGEST_FAULT:
            fault = f"{fault[: LONGEST_FAULT // 2]}…{fault[-LONGEST_FAULT // 2 :]}"
        line = f"{path}: {place}: {fault}" if place else f"{path}: {fault}"
        self.lines: tuple[str, ...] = (line, *(one for other in others for one in other.lines))
        super().__init__("\n".join(self.lines))
        self.path = path
        self.place = place
        self.fault = fault
        self.others = tuple(others)

    def alone(self) -> tuple[ConfigError, ...]:
        """It and the others, each by itself."""
        own = ConfigError(self.path, self.place, self.fault)
        return (own, *(one for other in self.others for one in other.alone()))


class Faults:
    """Gathers what several checks refuse, so that all of it is named at once."""

    def __init__(self) -> None:
        self._found: list[ConfigError] = []

    def of(self, usual: T, check: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the check gives; `usual` when it refuses, for what is checked meanwhile."""
        try:
            return check(*args, **kwargs)
        except ConfigError as fault:
            self._found += fault.alone()
            return usual

    def add(self, path: Path, found: Iterable[tuple[str, str]]) -> None:
        """Places of a file, each with its fault."""
        self._found += (ConfigError(path, place, fault) for place, fault in found)

    def settle(self) -> None:
        """Raises ConfigError when there was any."""
        if self._found:
            self.refuse()

    def refuse(self) -> NoReturn:
        """Raises ConfigError: there was one."""
        first, *others = self._found
        raise ConfigError(first.path, first.place, first.fault, others)


def read_tables(path: Path) -> dict[str, Any]:
    """The file as plain data: its top-level tables are known ones, its texts are of one line, its numbers are numbers.
    Raises ConfigError."""
    return read_file(path, TABLES)


def read_file(path: Path, known: Collection[str] | None = None) -> dict[str, Any]:
    """The same of a file beside it; `known` are the tables that it may have, None: whatever it has. Raises
    ConfigError."""
    faults = Faults()
    text = file_text(path)
    try:
        tables = loads(text)
        faults.add(
            path,
            ((name, f"unknown table; allowed are {', '.join(known)}") for name in tables if name not in known)
            if known is not None
            else (),
        )
        faults.add(path, _value_faults("", tables))
    except tomllib.TOMLDecodeError as fault:
        found = re.search(r"\(at line (\d+), column (\d+)\)|\(at end of document\)", str(fault))
        line_text = found.group(1) if found and found.group(1) else str(text.count("\n") + 1)
        reason = re.sub(r" \(at .*\)$", "", str(fault))
        if reason == r"Illegal character '\n'":
            reason = "a text begins with a quote in this line and does not end in it: its closing quote is missing"
        raise ConfigError(path, f"line {line_text}", reason) from fault
    except RecursionError as fault:
        raise ConfigError(path, "", "is nested too deeply") from fault
    faults.settle()
    return tables


def file_text(path: Path) -> str:
    """The file as it is written, its lines ending alike. Raises ConfigError."""
    try:
        raw = path.read_bytes()
    except OSError as fault:
        raise ConfigError(path, "", f"cannot be read: {fault.strerror}") from fault
    if len(raw) > MAX_BYTES:
        raise ConfigError(path, "", f"is {len(raw)} bytes, at most {MAX_BYTES} are read")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        raise ConfigError(path, f"line {line}", "is not UTF-8; save the file as UTF-8") from fault


def loads(text: str) -> dict[str, Any]:
    """Raises TOMLDecodeError. A number with more digits than Python reads becomes one that is merely too large, so that
    it is named like any other."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except ValueError:
        return tomllib.loads(_TOO_MANY_DIGITS.sub(str(LARGEST + 1), text))


def _value_faults(key: str, value: object) -> Iterator[tuple[str, str]]:
    """Place and fault of each value that no key of any table could have."""
    if isinstance(value, dict):
        for name, one in value.items():
            fault = fault_in_line(name)
            if fault:
                yield key, f"a key in it {fault}"
            else:
                yield from _value_faults(f"{key}.{name}" if key else name, one)
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _value_faults(f"{key}[{index}]", one)
    elif isinstance(value, str):
        fault = fault_in_line(value)
        if fault:
            yield key, fault
    elif isinstance(value, float) and not math.isfinite(value):
        yield key, "is no number that can be counted with; write digits"
    elif isinstance(value, int) and not -LARGEST - 1 <= value <= LARGEST:
        yield key, f"is beyond what a file can hold: whole numbers reach from {-LARGEST - 1} to {LARGEST}"


def expected_hall(tables: dict[str, Any], own: str) -> str:
    """The hall that a screen belongs to: `own`, its table's `hall`; else the hall that the same file describes; else
    empty, which is whichever hall the server has."""
    hall = tables.get("hall")
    said = hall.get("id", "") if isinstance(hall, dict) else ""
    return own or (said if isinstance(said, str) else "")


def hall_languages(tables: dict[str, Any], hall: str, *, kiosk: bool = False) -> tuple[str, ...]:
    """What the file says of the languages of `hall`, its own first; `kiosk`: and of those that its kiosks alone speak.
    Empty where the file describes another hall or none; whether they are languages is for the hall's own check."""
    told = tables.get("hall")
    if not isinstance(told, dict) or (hall and told.get("id") != hall):
        return ()
    keys = ("languages", "kiosk_languages") if kiosk else ("languages",)
    lists = [one for one in map(told.get, keys) if isinstance(one, list)]
    return tuple(tag for one in lists for tag in one if isinstance(tag, str))


def server_setting(path: Path, key: str, text: str) -> str:
    """A screen's address of its server, as a link takes it, where its token may go. Raises ConfigError."""
    try:
        address = server_address(text)
    except AddressFault as fault:
        raise ConfigError(path, key, f"`{text[:LONGEST]}` {fault}; allowed is {SERVER_FORM}") from fault
    if not keeps_a_secret(address):
        encrypted = f"wss{address.removeprefix('ws')}"
        raise ConfigError(
            path,
            key,
            f"`{text[:LONGEST]}` is not encrypted and leads to another computer, to which this device tells "
            f"nothing: write {encrypted}",
        )
    return address


def decode_table(path: Path, name: str, table: object, kind: type[T]) -> T:
    """One table as `kind`; `name` is "" for a whole file. Raises ConfigError with the dotted key of each fault and what
    is allowed there."""
    faults = Faults()
    faults.add(path, table_faults(table, kind, name))
    faults.settle()
    return msgspec.convert(table, kind, strict=True)
