"""What is different between two halls as screens see them, told as single values. Pure.

A number of the law stands in a sentence of each language of several guides. So a path may go on from the one before it:
it begins with how many steps of that it shares, where a whole one begins with the name of a field.

The log has edits of its own (`server.domain.config_edits`), of the configuration; these are of what screens are told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from wire.messages.hall import HallView, ValueEdit

MOST_EDITS = 100
WORTH_KEEPING = 8
"""Characters of a text; fewer are said again."""
SINGLE = str | int | bool | None

Path = tuple[str | int, ...]


class _Otherwise(Exception):
    """Something has come or gone."""


def edits_between(before: HallView, after: HallView) -> tuple[ValueEdit, ...] | None:
    """What makes `after` of `before`; None where that is more than single values, or is about counters: what screens
    know of those hangs on it."""
    if before.counters != after.counters or before.languages != after.languages:
        return None
    try:
        found = tuple(_between((), msgspec.to_builtins(before), msgspec.to_builtins(after)))
    except _Otherwise:
        return None
    return tuple(_in_short(found)) if len(found) <= MOST_EDITS else None


def edited(hall: HallView, edits: Sequence[ValueEdit]) -> HallView:
    """Raises ValueError for edits of another hall."""
    plain = msgspec.to_builtins(hall)
    path: Path = ()
    for edit in edits:
        path = _whole(edit.path, path)
        plain = _put(plain, path, edit)
    try:
        return msgspec.convert(plain, HallView)
    except msgspec.ValidationError as fault:
        raise ValueError(str(fault)) from fault


def _in_short(edits: Sequence[ValueEdit]) -> Iterator[ValueEdit]:
    before: Path = ()
    for edit in edits:
        shared = _alike(before, edit.path)
        yield msgspec.structs.replace(edit, path=(shared, *edit.path[shared:])) if shared else edit
        before = edit.path


def _whole(path: Path, before: Path) -> Path:
    if not path or not isinstance(path[0], int):
        return path
    if not 0 < path[0] <= len(before):
        raise ValueError(f"no path of {path[0]} steps stands before {path}")
    return (*before[: path[0]], *path[1:])


def _between(path: Path, before: Any, after: Any) -> Iterator[ValueEdit]:
    if before == after and type(before) is type(after):
        return
    if isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys():
        for key in before:
            yield from _between((*path, key), before[key], after[key])
    elif isinstance(before, tuple | list) and isinstance(after, tuple | list) and len(before) == len(after):
        for place, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from _between((*path, place), old, new)
    elif isinstance(before, SINGLE) and isinstance(after, SINGLE):
        yield _of_single(path, before, after)
    else:
        raise _Otherwise


def _of_single(path: Path, before: SINGLE, after: SINGLE) -> ValueEdit:
    if isinstance(before, str) and isinstance(after, str):
        start = _alike(before, after)
        end = _alike(before[start:][::-1], after[start:][::-1])
        if start + end >= WORTH_KEEPING:
            return ValueEdit(path=path, value=after[start : len(after) - end], start=start, end=end)
    return ValueEdit(path=path, value=after)


def _alike(one: Sequence[object], other: Sequence[object]) -> int:
    """With so many characters, or steps, do both begin."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _put(value: Any, path: Path, edit: ValueEdit) -> Any:
    if not path:
        return _changed(value, edit)
    step, rest = path[0], path[1:]
    if isinstance(value, dict) and isinstance(step, str) and step in value:
        return {**value, step: _put(value[step], rest, edit)}
    if isinstance(value, tuple | list) and isinstance(step, int) and 0 <= step < len(value):
        return (*value[:step], _put(value[step], rest, edit), *value[step + 1 :])
    raise ValueError(f"nothing stands at {step!r}")


def _changed(value: Any, edit: ValueEdit) -> SINGLE:
    if not edit.start and not edit.end:
        return edit.value
    if not isinstance(value, str) or len(value) < edit.start + edit.end:
        raise ValueError(f"no text of that length stands at {edit.path}")
    return f"{value[: edit.start]}{edit.value}{value[len(value) - edit.end :]}"
