"""`config.toml`: one commented file; each room reads its own table, strictly, into msgspec structs.

A fault names the file, the key (the line too where TOML itself is broken) and what is allowed.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from program.addresses import LONGEST, SERVER_FORM, AddressFault, server_address
from program.one_line import fault_in_line
from program.setting_kinds import allowed_words, plain_words

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


class ConfigError(Exception):
    """The file cannot be used. `str()` is one line for the person who edits it: file, place, fault."""

    def __init__(self, path: Path, place: str, fault: str) -> None:
        if len(fault) > LONGEST_FAULT:
            fault = f"{fault[: LONGEST_FAULT // 2]}…{fault[-LONGEST_FAULT // 2 :]}"
        super().__init__(f"{path}: {place}: {fault}" if place else f"{path}: {fault}")
        self.path = path
        self.place = place
        self.fault = fault


def read_tables(path: Path) -> dict[str, Any]:
    """The file as plain data: its top-level tables are known ones, its texts are of one line, its numbers are numbers.
    Raises ConfigError."""
    return read_file(path, TABLES)


def read_file(path: Path, known: Collection[str] | None = None) -> dict[str, Any]:
    """The same of a file beside it; `known` are the tables that it may have, None: whatever it has. Raises
    ConfigError."""
    try:
        raw = path.read_bytes()
    except OSError as fault:
        raise ConfigError(path, "", f"cannot be read: {fault.strerror}") from fault
    if len(raw) > MAX_BYTES:
        raise ConfigError(path, "", f"is {len(raw)} bytes, at most {MAX_BYTES} are read")
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        raise ConfigError(path, f"line {line}", "is not UTF-8; save the file as UTF-8") from fault
    try:
        tables = _loads(text)
        for name in tables:
            if known is not None and name not in known:
                raise ConfigError(path, name, f"unknown table; allowed are {', '.join(known)}")
        _check_values(path, "", tables)
    except tomllib.TOMLDecodeError as fault:
        found = re.search(r"\(at line (\d+), column (\d+)\)|\(at end of document\)", str(fault))
        line_text = found.group(1) if found and found.group(1) else str(text.count("\n") + 1)
        reason = re.sub(r" \(at .*\)$", "", str(fault))
        raise ConfigError(path, f"line {line_text}", reason) from fault
    except RecursionError as fault:
        raise ConfigError(path, "", "is nested too deeply") from fault
    return tables


def _loads(text: str) -> dict[str, Any]:
    """Raises TOMLDecodeError. A number with more digits than Python reads becomes one that is merely too large, so that
    it is named like any other."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except ValueError:
        return tomllib.loads(_TOO_MANY_DIGITS.sub(str(LARGEST + 1), text))


def _check_values(path: Path, key: str, value: object) -> None:
    """Raises ConfigError for a value that no key of any table could have."""
    if isinstance(value, dict):
        for name, one in value.items():
            fault = fault_in_line(name)
            if fault:
                raise ConfigError(path, key, f"a key in it {fault}")
            _check_values(path, f"{key}.{name}" if key else name, one)
    elif isinstance(value, list):
        for index, one in enumerate(value):
            _check_values(path, f"{key}[{index}]", one)
    elif isinstance(value, str):
        fault = fault_in_line(value)
        if fault:
            raise ConfigError(path, key, fault)
    elif isinstance(value, float) and not math.isfinite(value):
        raise ConfigError(path, key, "is no number that can be counted with; write digits")
    elif isinstance(value, int) and not -LARGEST - 1 <= value <= LARGEST:
        raise ConfigError(
            path, key, f"is beyond what a file can hold: whole numbers reach from {-LARGEST - 1} to {LARGEST}"
        )


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
    """A screen's address of its server, as a link takes it. Raises ConfigError."""
    try:
        return server_address(text)
    except AddressFault as fault:
        raise ConfigError(path, key, f"`{text[:LONGEST]}` {fault}; allowed is {SERVER_FORM}") from fault


def decode_table(path: Path, name: str, table: object, kind: type[T]) -> T:
    """One table as `kind`; `name` is "" for a whole file. Raises ConfigError with the dotted key and, where msgspec
    knows them, the allowed values."""
    try:
        return msgspec.convert(table, kind, strict=True)
    except msgspec.ValidationError as fault:
        text, _, where = str(fault).partition(" - at `$")
        key = name + where.rstrip("`")
        raise ConfigError(path, key.removeprefix("."), _with_allowed(text, key, kind)) from fault


def _with_allowed(text: str, key: str, kind: type) -> str:
    """Adds the fields or values that would have been right to msgspec's sentence."""
    info = _type_at(kind, key)
    found = re.search(r"unknown field `([^`]+)`", text)
    if found:
        allowed = ", ".join(field.encode_name for field in getattr(info, "fields", ()))
        return f"unknown key `{found.group(1)}`; allowed are {allowed}" if allowed else text
    words = "" if "missing required" in text else allowed_words(info)
    return f"{plain_words(text)}; allowed {words}" if words else text


def _type_at(kind: type, key: str) -> Any:
    """What `key` ("service[2].guide") points into, as msgspec.inspect tells it; None when that cannot be told."""
    info: Any = _unwrap(msgspec.inspect.type_info(kind))
    for name, index in re.findall(r"\.([A-Za-z0-9_-]+)|(\[[^\]]*\])", key):
        if index:
            info = getattr(info, "item_type", getattr(info, "value_type", None))
        else:
            fields = {field.encode_name: field.type for field in getattr(info, "fields", ())}
            info = fields.get(name, getattr(info, "value_type", None))
        if info is None:
            return None
        info = _unwrap(info)
    return info


def _unwrap(info: Any) -> Any:
    if isinstance(info, msgspec.inspect.UnionType):
        for one in info.types:
            if not isinstance(one, msgspec.inspect.NoneType):
                return _unwrap(one)
    if isinstance(info, msgspec.inspect.Metadata):
        return _unwrap(info.type)
    return info
