"""A text of the hall that a surface cannot show as it is written: what `--check` of a screen's program finds.

Each program that draws finds its own and writes them as lines of JSON; `program.misfit_lines` says them in words, one
line for each text. Nothing here knows how a surface draws.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Surface = Literal["kiosk", "ticket", "order monitor", "one shared monitor", "content monitor", "LED sign"]
"""Where the text would have stood."""
Why = Literal["shortened", "left out", "no glyph"]
"""`shortened`: ends in "…" though it stands at its smallest legible size. `left out`: the surface has no place for it
at any size. `no glyph`: its fonts lack the characters of `characters`."""


class Misfit(msgspec.Struct, frozen=True, kw_only=True):
    """One text, in one language, on one surface."""

    surface: Surface
    key: str
    """The text's key in the config file, without its language: "hall.name", "service[3].guide.steps[0]"; places count
    from 0, as in every fault of the file (`wire/hall_texts.py` derives it)."""
    language: str
    """Tag of the language; "" for what is the same in each, like a counter's label."""
    text: str
    """Whole, as the file has it."""
    why: Why = "shortened"
    characters: str = ""
    """With `no glyph`: each of them once, in the text's order."""
