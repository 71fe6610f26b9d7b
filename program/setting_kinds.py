"""Kinds of values that several tables of a config file have, each written once; and what a kind allows, in words."""

from __future__ import annotations

import re
from typing import Annotated, Any

import msgspec

DeviceName = Annotated[str, msgspec.Meta(min_length=1, max_length=32, pattern=r"\A[A-Za-z0-9_.-]+\Z")]
"""Name of a kiosk or display on the wire; its devices are `<name>-printer`, `<name>-content`."""
HallId = Annotated[str, msgspec.Meta(pattern=r"\A([a-z0-9][a-z0-9-]{0,39})?\Z")]
"""Id of a hall; empty: whichever there is."""
_WORDS = {
    r"\A[A-Za-z0-9_.-]+\Z": "plain letters, digits and the marks . _ -",
    r"\A([a-z0-9][a-z0-9-]{0,39})?\Z": "1 to 40 small letters a-z, plain digits and hyphens, or nothing",
}
"""What a pattern means, for who edits the file."""


def allowed_words(info: Any) -> str:
    """What a value of this type (of `msgspec.inspect`) may be, behind "allowed"; "" where that would say nothing."""
    match info:
        case msgspec.inspect.LiteralType(values=values):
            words = "are " + ", ".join(str(value) for value in values)
        case msgspec.inspect.EnumType(cls=cls):
            words = "are " + ", ".join(str(one.value) for one in cls)
        case msgspec.inspect.BoolType():
            words = "are true and false, without quotes"
        case msgspec.inspect.IntType():
            words = f"are whole numbers{_span(info)}, without quotes"
        case msgspec.inspect.FloatType():
            words = f"are numbers{_span(info)}, without quotes"
        case msgspec.inspect.StrType():
            kind = _WORDS.get(info.pattern or "", "")
            words = "is a text in quotes" + (f": {kind}" if kind else "") + _length(info)
        case msgspec.inspect.ListType() | msgspec.inspect.VarTupleType():
            words = "is a list in square brackets"
        case msgspec.inspect.DictType():
            words = 'is a table like { zh-TW = "…", en = "…" }'
        case _:
            words = ""
    return words


def plain_words(text: str) -> str:
    """msgspec's sentence without a pattern, which says little to who edits the file."""
    return re.sub(
        r"Expected `str` matching regex '.*'", "has characters that do not belong there", text, flags=re.DOTALL
    )


def _span(info: Any) -> str:
    return "" if info.ge is None or info.le is None else f" from {info.ge:g} to {info.le:g}"


def _length(info: Any) -> str:
    return "" if info.max_length is None else f", {info.min_length or 0} to {info.max_length} characters"
