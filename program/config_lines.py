"""In which line of a config file its faults are: TOML's readers tell that of broken TOML alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from program.config_file import ConfigError, file_text, loads

MOST_FAULTS = 60
"""Named at once; a language that a hall has newly would be one in each of its texts."""
FURTHEST = 40
"""Lines that a value goes on at most, for its beginning to be found."""


@contextmanager
def with_lines() -> Iterator[None]:
    """A ConfigError from within says behind each fault in which line it is, where that can be told, of a great many
    only how many more there are."""
    try:
        yield
    except ConfigError as fault:
        all_of_them = fault.alone()
        found = all_of_them[:MOST_FAULTS]
        files = {one.path: _Lines(one.path) for one in found}
        first, *others = (_with_line(one, files[one.path].of(one.place)) for one in found)
        if more := len(all_of_them) - len(found):
            others.append(ConfigError(first.path, "", f"and {more} more faults, here or in files beside it"))
        raise ConfigError(first.path, first.place, first.fault, others) from fault


def _with_line(fault: ConfigError, line: int) -> ConfigError:
    return ConfigError(fault.path, fault.place, f"{fault.fault} (line {line})") if line else fault


class _Lines:
    """Of one file, by the keys of its values: a value is in the line with which the file, read up to there, has it."""

    def __init__(self, path: Path) -> None:
        try:
            self._text = file_text(path).split("\n")
        except ConfigError:
            self._text = []
        self._read: dict[int, Any] = {}

    def of(self, key: str) -> int:
        """Counted from 1; 0 when it cannot be told."""
        steps = [int(one) if one.isdecimal() else one for one in re.findall(r"[^.\[\]]+", key)]
        depth = _depth(self._up_to(len(self._text)), steps)
        if not depth:
            return 0
        before, within = 0, len(self._text)
        while within - before > 1:
            middle = (before + within) // 2
            tried = (*range(middle, before, -1)[:FURTHEST], *range(middle + 1, within)[:FURTHEST])
            at = next((one for one in tried if self._up_to(one) is not None), None)
            if at is None:
                break
            if _depth(self._up_to(at), steps) < depth:
                before = at
            else:
                within = at
        return before + 1

    def _up_to(self, count: int) -> Any:
        """What the first lines are; None when a value goes on behind them."""
        if count not in self._read:
            try:
                self._read[count] = loads("\n".join(self._text[:count]))
            except (ValueError, RecursionError):
                self._read[count] = None
        return self._read[count]


def _depth(found: Any, steps: Sequence[int | str]) -> int:
    """How many of the steps lead to something."""
    for depth, step in enumerate(steps):
        if isinstance(found, list) and isinstance(step, int) and step < len(found):
            found = found[step]
        elif isinstance(found, dict) and str(step) in found:
            found = found[str(step)]
        else:
            return depth
    return len(steps)
