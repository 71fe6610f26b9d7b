"""Whoever shows a schema of the messages shows the same text on every Python."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from server.edge.description import describe
from server.edge.staff_routes import staff_routes
from wire.export import schema
from wire.schema import schema_components


class Told(msgspec.Struct):
    """One line.

    And two more,
        one of them further in.
    """


def openapi() -> bytes:
    """Of the staff's routes; nobody asks them anything, so what stands behind them need not be there."""
    nothing: Any = None
    return describe(staff_routes(nothing, nothing, nothing, nothing))


def test_a_description_is_without_the_indentation_of_the_code() -> None:
    _, components = schema_components([list[Told]], "{name}")
    assert components["Told"]["description"] == "One line.\n\nAnd two more,\n    one of them further in."


@pytest.mark.parametrize("text", [schema, openapi], ids=["schema.json", "openapi.json"])
def test_no_schema_goes_out_with_it(text: Callable[[], str | bytes]) -> None:
    told = list(descriptions(json.loads(text())))
    assert len(told) > 10
    assert [one for one in told if one != inspect.cleandoc(one)] == []


def descriptions(part: Any) -> Iterator[str]:
    below = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for name, value in below:
        if name == "description" and isinstance(value, str):
            yield value
        else:
            yield from descriptions(value)
