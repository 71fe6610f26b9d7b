"""JSON Schema of messages, the same text on every Python."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import Any

import msgspec

_NO_NEWLINE = r"(?!\n)"
"""To Python `$` is the end, and also before a newline at the end. JSON Schema's `$` is the end."""


def schema_components(types: Iterable[Any], ref_template: str) -> tuple[tuple[dict[str, Any], ...], dict[str, Any]]:
    """As `msgspec.json.schema_components`; descriptions come without the indentation of the code, since they are
    docstrings, which Python 3.13 strips and older ones do not. Patterns come as JSON Schema reads them.
    """
    schemas, components = msgspec.json.schema_components(types, ref_template=ref_template)
    return tuple(_undented(one) for one in schemas), _undented(components)


def _undented(part: Any) -> Any:
    if isinstance(part, dict):
        return {name: _said(name, value) for name, value in part.items()}
    return [_undented(one) for one in part] if isinstance(part, list) else part


def _said(name: str, value: Any) -> Any:
    if name == "description" and isinstance(value, str):
        return inspect.cleandoc(value)
    if name == "pattern" and isinstance(value, str):
        return value.removesuffix(_NO_NEWLINE)
    return _undented(value)
