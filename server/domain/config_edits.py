"""What is different between two configurations, as long as it is single values: a number, a word, a text. Pure.

An edit says where a value stands by the names and places that lead there: "services.0.guide.minutes". One behind
another may begin with how many steps of the other's it shares: "3.fee" is "services.0.guide.fee" then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import Any

from server.domain.config import HallConfig

Value = str | int | bool | None
MOST_EDITS = 100
"""More than that is another configuration, and is told whole."""


WORTH_KEEPING = 8
"""Characters of a text; fewer are said again."""


@dataclass(frozen=True, slots=True)
class Edit:
    path: str
    value: Value
    start: int = 0
    """Of a text, so many of its first characters stay; the value stands behind them."""
    end: int = 0
    """So many of its last characters stay."""


class _Otherwise(Exception):
    """Something has come or gone: no matter of single values."""


def edits_between(before: HallConfig, after: HallConfig) -> tuple[Edit, ...] | None:
    """What makes `after` of `before`; None where that is more than single values."""
    try:
        edits = tuple(_between("", before, after))
    except _Otherwise:
        return None
    short = in_short([one.path for one in edits])
    edits = tuple(replace(one, path=path) for one, path in zip(edits, short, strict=True))
    return edits if len(edits) <= MOST_EDITS and edited(before, edits) == after else None


def edited(config: HallConfig, edits: Sequence[Edit]) -> HallConfig:
    """Raises ValueError for an edit that does not fit this configuration."""
    steps: list[str] = []
    for edit in edits:
        steps = _whole(edit.path.split("."), steps)
        config = _put(config, steps, edit)
    return config


def in_short(paths: Sequence[str]) -> list[str]:
    """Whole paths, each going on from the one before it where they share steps."""
    before: list[str] = []
    short = []
    for path in paths:
        steps = path.split(".")
        shared = _alike(before, steps)
        short.append(".".join([str(shared), *steps[shared:]]) if shared else path)
        before = steps
    return short


def _whole(steps: list[str], before: list[str]) -> list[str]:
    if not steps[0].isdecimal():
        return steps
    shared = int(steps[0])
    if not 0 < shared <= len(before):
        raise ValueError(f"no path of {shared} steps stands before `{'.'.join(steps)}`")
    return [*before[:shared], *steps[1:]]


def _between(path: str, before: Any, after: Any) -> Iterator[Edit]:
    if before == after and type(before) is type(after):
        return
    if is_dataclass(before) and type(before) is type(after):
        for one in fields(before):
            if one.init:
                yield from _between(_under(path, one.name), getattr(before, one.name), getattr(after, one.name))
    elif isinstance(before, tuple) and isinstance(after, tuple) and len(before) == len(after):
        for place, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from _between(_under(path, str(place)), old, new)
    elif isinstance(before, str) and isinstance(after, str) and not isinstance(after, Enum):
        yield _of_text(path, before, after)
    elif isinstance(before, Value) and isinstance(after, Value):
        yield Edit(path, after.value if isinstance(after, Enum) else after)
    else:
        raise _Otherwise


def _of_text(path: str, before: str, after: str) -> Edit:
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    if start + end < WORTH_KEEPING:
        return Edit(path, after)
    return Edit(path, after[start : len(after) - end], start, end)


def _alike(one: Sequence[object], other: Sequence[object]) -> int:
    """With so many characters, or steps, do both begin."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _under(path: str, step: str) -> str:
    return f"{path}.{step}" if path else step


def _put(value: Any, path: Sequence[str], new: Edit) -> Any:
    if not path:
        return _changed(value, new)
    step, *rest = path
    if is_dataclass(value) and not isinstance(value, type) and step in {one.name for one in fields(value) if one.init}:
        return replace(value, **{step: _put(getattr(value, step), rest, new)})
    if isinstance(value, tuple) and step.isdecimal() and int(step) < len(value):
        place = int(step)
        return (*value[:place], _put(value[place], rest, new), *value[place + 1 :])
    raise ValueError(f"nothing stands at `{step}`")


def _changed(value: Any, edit: Edit) -> Any:
    if not edit.start and not edit.end:
        return type(value)(edit.value) if isinstance(value, Enum) else edit.value
    if not isinstance(value, str) or len(value) < edit.start + edit.end:
        raise ValueError(f"`{edit.path}` is no text of that length")
    return f"{value[: edit.start]}{edit.value}{value[len(value) - edit.end :]}"
