"""What keeps plain data from being a table of its kind, every fault of it: where, and what would be right. Pure."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec

from program.setting_kinds import allowed_words, plain_words


def table_faults(value: object, kind: Any, key: str) -> Iterator[tuple[str, str]]:
    """Key and fault of each, those of a table's parts in the order of the file, then what the table lacks; nothing when
    it is right. `key` is where the value stands; "" for a whole file."""
    try:
        msgspec.convert(value, kind, strict=True)
    except msgspec.ValidationError as fault:
        found = [
            *(found for at, part, its in _parts(value, kind, key) for found in table_faults(part, its, at)),
            *_of_its_own(value, kind, key),
        ]
        if not found:
            said, _, where = str(fault).partition(" - at `$")
            found = [((key + where.rstrip("`")).removeprefix("."), _with_allowed(said, kind))]
        yield from found


def _parts(value: object, kind: Any, key: str) -> Iterator[tuple[str, object, Any]]:
    """Each part of a value, and each name in it that may be wrong, with its key and the kind that it should be."""
    kind = _plain(kind)
    if isinstance(value, dict) and _is_table(kind):
        hints = get_type_hints(kind, include_extras=True)
        yield from ((_below(key, name), part, hints[name]) for name, part in value.items() if name in hints)
    elif isinstance(value, dict) and get_origin(kind) is dict:
        name_kind, its = get_args(kind)
        for name, part in value.items():
            yield _below(key, name), name, name_kind
            yield _below(key, name), part, its
    elif isinstance(value, list) and get_origin(kind) in {list, tuple}:
        yield from ((f"{key}[{place}]", part, get_args(kind)[0]) for place, part in enumerate(value))


def _of_its_own(value: object, kind: Any, key: str) -> Iterator[tuple[str, str]]:
    """Names that a table does not know, and those that it lacks."""
    kind = _plain(kind)
    if not (isinstance(value, dict) and _is_table(kind)):
        return
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    for name in value:
        if name not in fields:
            yield key, f"unknown key `{name}`; allowed are {', '.join(fields)}"
    for name, field in fields.items():
        if field.required and name not in value:
            yield key, f"Object missing required field `{name}`"


def _is_table(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _below(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def _plain(kind: Any) -> Any:
    """Without what a value of it must keep to, and without None."""
    while True:
        if get_origin(kind) is Annotated:
            kind = get_args(kind)[0]
        elif get_origin(kind) in {Union, types.UnionType}:
            kind = next(one for one in get_args(kind) if one is not type(None))
        else:
            return kind


def _with_allowed(text: str, kind: Any) -> str:
    """Adds the values that would have been right to msgspec's sentence."""
    words = allowed_words(_unwrap(msgspec.inspect.type_info(kind)))
    return f"{plain_words(text)}; allowed {words}" if words else text


def _unwrap(info: Any) -> Any:
    if isinstance(info, msgspec.inspect.UnionType):
        for one in info.types:
            if not isinstance(one, msgspec.inspect.NoneType):
                return _unwrap(one)
    if isinstance(info, msgspec.inspect.Metadata):
        return _unwrap(info.type)
    return info
