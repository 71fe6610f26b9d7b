"""`config.toml`: one commented file; each room reads its own table, strictly, into msgspec structs.

A fault names the file, the key (the line too where TOML itself is broken) and what is allowed.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

TABLES = ("hall", "service", "counter", "notice", "server", "kiosk", "display")
"""Every top-level table of the file, and nothing else may stand there."""
MAX_BYTES = 1_000_000
T = TypeVar("T")


class ConfigError(Exception):
    """The file cannot be used. `str()` is one line for the person who edits it: file, place, fault."""

    def __init__(self, path: Path, place: str, fault: str) -> None:
        super().__init__(f"{path}: {place}: {fault}" if place else f"{path}: {fault}")
        self.path = path
        self.place = place
        self.fault = fault


def read_tables(path: Path) -> dict[str, Any]:
    """The file as plain data, its top-level tables checked. Raises ConfigError."""
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
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        found = re.search(r"\(at line (\d+), column (\d+)\)|\(at end of document\)", str(fault))
        line_text = found.group(1) if found and found.group(1) else str(text.count("\n") + 1)
        reason = re.sub(r" \(at .*\)$", "", str(fault))
        raise ConfigError(path, f"line {line_text}", reason) from fault
    except RecursionError as fault:
        raise ConfigError(path, "", "is nested too deeply") from fault
    for name in tables:
        if name not in TABLES:
            raise ConfigError(path, name, f"unknown table; allowed are {', '.join(TABLES)}")
    return tables


def expected_hall(tables: dict[str, Any], own: str) -> str:
    """The hall that a screen belongs to: `own`, its table's `hall`; else the hall that the same file describes; else
    empty, which is whichever hall the server has."""
    hall = tables.get("hall")
    said = hall.get("id", "") if isinstance(hall, dict) else ""
    return own or (said if isinstance(said, str) else "")


def decode_table(path: Path, name: str, table: object, kind: type[T]) -> T:
    """One table as `kind`. Raises ConfigError with the dotted key and, where msgspec knows them, the allowed values."""
    try:
        return msgspec.convert(table, kind, strict=True)
    except msgspec.ValidationError as fault:
        text, _, where = str(fault).partition(" - at `$")
        key = name + where.rstrip("`")
        raise ConfigError(path, key, _with_allowed(text, key, kind)) from fault


def _with_allowed(text: str, key: str, kind: type) -> str:
    """Adds the fields or values that would have been right to msgspec's sentence."""
    found = re.search(r"unknown field `([^`]+)`", text)
    if found:
        allowed = _fields_at(kind, key)
        return f"unknown key `{found.group(1)}`; allowed are {', '.join(allowed)}" if allowed else text
    return text


def _fields_at(kind: type, key: str) -> list[str]:
    """Field names of the struct that `key` ("service[2].guide") points into; empty when it cannot be told."""
    info: Any = msgspec.inspect.type_info(kind)
    for step in re.findall(r"\.([A-Za-z0-9_-]+)|(\[[^\]]*\])", key):
        name, index = step
        info = _unwrap(info)
        if index:
            info = getattr(info, "item_type", getattr(info, "value_type", None))
        else:
            fields = {field.encode_name: field.type for field in getattr(info, "fields", ())}
            info = fields.get(name, getattr(info, "value_type", None))
        if info is None:
            return []
    return [field.encode_name for field in getattr(_unwrap(info), "fields", ())]


def _unwrap(info: Any) -> Any:
    if isinstance(info, msgspec.inspect.UnionType):
        for one in info.types:
            if not isinstance(one, msgspec.inspect.NoneType):
                return one
    return info
