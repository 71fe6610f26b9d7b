"""What everybody is told in an emergency of a kind, in every language; `emergency_texts.toml` beside this."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("emergency_texts.toml")


@cache
def emergency_texts() -> Mapping[str, Mapping[str, str]]:
    """By kind, then by language tag. A kind that is not here has no words of its own."""
    with FILE.open("rb") as file:
        return tomllib.load(file)
