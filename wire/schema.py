"""JSON Schema of messages, the same text on every Python."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import Any

import msgspec


def schema_components(types: Iterable[Any], ref_template: str) -> tuple[tuple[dict[str, Any], ...], dict[str, Any]]:
    """As `msgspec.json.schema_components`; descriptions come without the indentation of the code.

    They are docstrings: Python 3.13 strips them, older ones do not.
    """
    schemas, components = msgspec.json.schema_components(types, ref_template=ref_template)
    return tuple(_undented(one) for one in schemas), _undented(components)


def _undented(part: Any) -> Any:
    if isinstance(part, dict):
        return {
            name: inspect.cleandoc(value) if name == "description" and isinstance(value, str) else _undented(value)
            for name, value in part.items()
        }
    return [_undented(one) for one in part] if isinstance(part, list) else part
