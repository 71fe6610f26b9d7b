"""The sample hall with texts that are found nowhere else: to see which of them a surface shows."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from itertools import count
from typing import Any

from server.domain.config import HallConfig
from tests.real_hall import sample_config


def marked_config() -> HallConfig:
    """Every text that is said in languages is a number in angle quotes."""
    numbers = count(1000)

    def marked(thing: Any) -> Any:
        if isinstance(thing, tuple):
            if thing and isinstance(thing[0], tuple) and thing[0][:1] == ("zh-TW",):
                return tuple((language, f"‹{next(numbers)}›") for language, _ in thing)
            return tuple(marked(one) for one in thing)
        if is_dataclass(thing) and not isinstance(thing, type):
            return replace(thing, **{one.name: marked(getattr(thing, one.name)) for one in fields(thing) if one.init})
        return thing

    config: HallConfig = marked(sample_config())
    return config


def words_in(page: object) -> list[str]:
    """Every text of a page, its rows and lines included."""
    if isinstance(page, str):
        return [page]
    if isinstance(page, (tuple, list)):
        return [word for one in page for word in words_in(one)]
    if is_dataclass(page):
        return [word for field in fields(page) for word in words_in(getattr(page, field.name))]
    return []
