"""What the tour says at this moment, in a file: the tour writes it, the window with the caption shows it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Caption:
    title: str = ""
    tells: str = ""
    part: float = 0.0
    """How much of the tour is over, 0 to 1."""
    yours: bool = False
    """The tour is over: whoever looks on goes on."""
    sign_in: bool = False
    """Nobody sits at the console: whoever looks on may sign in there."""


def tell(file: Path, caption: Caption) -> None:
    """Never half of it: who reads finds the caption before or this one."""
    beside = file.with_suffix(".new")
    beside.write_text(json.dumps(asdict(caption), ensure_ascii=False), "utf-8")
    beside.replace(file)


def told(file: Path) -> Caption:
    """An empty one before anything was told."""
    try:
        return Caption(**json.loads(file.read_text("utf-8")))
    except FileNotFoundError:
        return Caption()
