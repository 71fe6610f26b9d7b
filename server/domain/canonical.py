"""One byte string for one state: what two halls are compared by, whatever edits led to them."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass

from server.domain.persistent import SortedMap

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]


def canonical(value: object) -> bytes:
    """UTF-8 JSON without spaces, object keys sorted; a sorted map becomes a list of pairs in its order.

    Takes dataclasses, tuples, sorted maps, texts, integers, booleans and None. Raises TypeError for anything else.
    """
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _plain(value: object) -> Plain:
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, SortedMap):
        return [[_plain(key), _plain(item)] for key, item in value.items()]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value) if field.compare}
    raise TypeError(f"no canonical form for {type(value).__name__}")
