"""One reading per kind of value: any value at any key of any program's table is read, or refused by file and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
import tomli_w

import display.settings
import kiosk.settings
import server.settings
from program.config_file import LONGEST_FAULT, ConfigError, decode_table
from server.class_settings import VisitorClassTable
from server.counter_settings import CounterTable
from server.hall_settings import HallTable, NoteTable, NoticeTable
from server.routing_settings import RoutingTable
from server.server_table import EstimateTable, ServerTable
from server.service_settings import ServiceTable

MARK = "the value that is tried"
LEAST = """
[hall]
id = "h"
name = { en = "Hall" }
office = { en = "Office" }
time_zone = "Asia/Taipei"
languages = ["en"]
counter_noun = { en = "Counter" }
hours = { mon = ["08:00-17:00"] }
[[service]]
id = "s"
prefix = "A"
name = { en = "Service" }
short_name = { en = "Service" }
[[counter]]
id = "1"
label = "1"
primary = ["s"]
[[notice]]
text = { en = "Notice" }
[[note]]
code = "1"
text = { en = "Note" }
[[visitor_class]]
id = "c"
name = { en = "Class" }
who = { en = "Who" }
[routing]
[estimate]
[server]
[kiosk]
id = "kiosk-1"
server = "ws://127.0.0.1:8765/ws"
printer = "tcp://127.0.0.1:9100"
[display]
id = "display-1"
server = "ws://127.0.0.1:8765/ws"
[display.led]
url = "bx+tcp://127.0.0.1:5005"
"""
READERS: Mapping[str, Callable[[Path], object]] = {
    "kiosk": kiosk.settings.check,
    "display": display.settings.check,
    **dict.fromkeys(
        ("hall", "service", "counter", "visitor_class", "notice", "note", "routing", "estimate", "server"),
        server.settings.check,
    ),
}
KINDS: Mapping[str, type] = {
    "hall": HallTable,
    "service": ServiceTable,
    "counter": CounterTable,
    "visitor_class": VisitorClassTable,
    "notice": NoticeTable,
    "note": NoteTable,
    "routing": RoutingTable,
    "estimate": EstimateTable,
    "server": ServerTable,
    "kiosk": kiosk.settings.Settings,
    "display": display.settings.DisplaySettings,
}
WRONG = (
    *("1" * 5000, str(2**63), str(-(2**63) - 1), "0x" + "f" * 5000, "-" + "9" * 4400),
    *("nan", "inf", "-inf"),
    *("2026-11-23", "07:00:00", "2026-11-23T01:02:03Z"),
    *('"\\u0000"', '"a\\nb"', '"x\\n"', '"""\nx"\\u2028"""', "[nan]", "[[]]", "{ a = nan }"),
)
"""Right at no key."""
ODD = (
    *("1.0", "1.5", "1e999", "-1", "0", "65535", "65536", "true", "[]", "{}", '""', '" "', '"\\u3000"', '"x"'),
    *('"' + "x" * 5000 + '"', '"../../x"', '"[::1"', '"a..b"', '"\\U0001F642"', '"\\u00AD"', '"%s{}"'),
    *('"tcp://[::1"', '"tcp://h:0"', '"ws://127.0.0.1:99999/ws"', '"serial:///dev/x?baud=９"', '"bx+tcp://a..b"'),
    *('"postgresql+psycopg://u@h:99999/d"', '"postgresql+psycopg://u@a..b/d"', '"postgresql+psycopg://h/d?x=y"'),
)
"""Right at some."""


def keys(kind: object, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every key of a table, also of the tables in it; of a list of tables those of its first."""
    info: Any = msgspec.inspect.type_info(kind)
    for field in info.fields:
        place = (*before, field.encode_name)
        yield place
        inner = field.type
        if isinstance(inner, msgspec.inspect.UnionType):
            inner = next(one for one in inner.types if not isinstance(one, msgspec.inspect.NoneType))
        if isinstance(inner, msgspec.inspect.StructType):
            yield from keys(inner.cls, place)


KEYS = [(table, *place) for table, kind in KINDS.items() for place in keys(kind)]


@cache
def with_mark(place: tuple[str, ...]) -> str:
    """The least file with a mark at one key."""
    tables: dict[str, Any] = tomllib.loads(LEAST)
    node = tables[place[0]]
    node = node[0] if isinstance(node, list) else node
    for name in place[1:-1]:
        node = node.setdefault(name, {})
    node[place[-1]] = MARK
    return tomli_w.dumps(tables)


def with_value(place: tuple[str, ...], value: str) -> str:
    """The least file with one value put in, as it is written there."""
    return with_mark(place).replace(f'"{MARK}"', value)


@pytest.mark.parametrize("place", KEYS, ids=[".".join(place) for place in KEYS])
def test_every_value_is_read_or_refused_by_file_and_key(place: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    for value in (*WRONG, *ODD):
        file.write_text(with_value(place, value), "utf-8")
        try:
            READERS[place[0]](file)
        except ConfigError as refused:
            line, *more = str(refused).split("\n")
            named = ("service", "counter") if place == ("service", "id") else place[0]  # who names it may be at fault
            assert line.removeprefix(f"{file}: ").startswith(named), (value, line)
            assert all(one.startswith(f"{file}: ") for one in more), value
            assert all(len(one) < LONGEST_FAULT + 200 for one in (line, *more)), value
        else:
            assert value not in WRONG, f"{value} was taken"


@pytest.mark.parametrize("place", KEYS, ids=[".".join(place) for place in KEYS])
def test_a_value_of_another_kind_is_refused_with_what_is_allowed(place: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    taken = 0
    for value, kind in (("true", bool), ('"text"', str), ("[1]", list), ("1.5", float), ("{ x = 1 }", dict)):
        file.write_text(with_value(place, value), "utf-8")
        try:
            READERS[place[0]](file)
        except ConfigError as refused:
            index = "[0]" if place[0] in {"service", "counter", "visitor_class", "notice", "note"} else ""
            assert place == ("service", "id") or f"{place[0]}{index}.{'.'.join(place[1:])}" in str(refused), kind
        else:
            taken += 1
    assert taken <= 1, "no key takes two kinds of values"


@pytest.mark.parametrize(
    ("place", "value", "says"),
    [
        (("kiosk", "printer_profile"), '"star"', "allowed are generic-80, generic-58"),
        (("kiosk", "idle_seconds"), "5", "allowed are whole numbers from 10 to 600"),
        (("kiosk", "printer"), '"tcp://[::1"', "allowed are tcp://HOST:PORT, tcp://HOST:PORT?baud=19200"),
        (("kiosk", "server"), '"ws://127.0.0.1:99999/ws"', "port is 1 to 65535, not `99999`; allowed is wss://HOST:PORT/ws"),
        (("kiosk", "id"), '"a b"', "plain letters, digits and the marks . _ -, 1 to 32 characters"),
        (("display", "renderer"), '"metal"', "allowed are gpu, software"),
        (("display", "calls", "calm"), "1", "allowed are true and false"),
        (("display", "order", "read_from_m"), '"15"', "allowed are numbers from 0.3 to 60"),
        (("display", "hall"), '"A hall"', "small letters a-z, plain digits and hyphens"),
        (("display", "led", "url"), '"bx+tcp://[::1"', "allowed are bx+tcp://HOST:5005"),
        (("display", "led", "width_dots"), "8", "is 16 to 1024, not 8"),
        (("display", "chime", "player"), "\"aplay '\"", 'allowed is one like "aplay -q"'),
        (("server", "port"), "65536", "allowed are whole numbers from 0 to 65535"),
        (("server", "database"), '"sqlite:///."', "is a folder; the path of a file is needed"),
        (("server", "database"), '"postgresql+psycopg://u@h:99999/d"', "port is 1 to 65535"),
        (("server", "database"), '"postgresql+psycopg://u@h/d?x=y"', "unknown option `x`"),
        (("server", "host"), '"[::1"', "allowed are an IP address of this computer"),
        (("hall", "missed_return"), '"back"', "allowed are own_reference_plus, after_callers, ask_desk, new_number"),
        (("routing", "preset"), '"fair"', "allowed are promise_first, balanced, first_come"),
        (("hall", "name"), '"Hall"', "is a table like { zh-TW"),
        (("hall", "languages"), '"en"', "allowed is a list in square brackets"),
        (("hall", "languages"), '["vi"]', "no texts in `vi`; there are"),
        (("hall", "phone_url"), '"https://[::1/t"', "must be https://NAME/t"),
    ],
)  # fmt: skip
def test_what_is_allowed_is_said(place: tuple[str, ...], value: str, says: str, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(with_value(place, value), "utf-8")
    with pytest.raises(ConfigError, match=re.escape(says)) as refused:
        READERS[place[0]](file)
    assert str(refused.value).startswith(f"{file}: {'.'.join(place)}")


def test_a_list_of_tables_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"config\.toml: kiosk: "):
        decode_table(tmp_path / "config.toml", "kiosk", [], kiosk.settings.Settings)
