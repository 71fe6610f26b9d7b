"""Classes of visitors as the config file tells them: tables in, `VisitorClass` out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import msgspec

from server.domain.visitor_classes import ORDINARY, PRIORITY, VisitorClass
from server.setting_checks import Checks

MOST = 6
"""More than a visitor reads before he takes a number, and than a kiosk has large buttons for."""

_Name = dict[str, Annotated[str, msgspec.Meta(min_length=1, max_length=60)]]
_Who = dict[str, Annotated[str, msgspec.Meta(min_length=1, max_length=200)]]


class VisitorClassTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    id: str
    name: _Name
    who: _Who
    """Who qualifies."""
    priority: bool = False
    """Served sooner."""


def visitor_classes(checks: Checks, tables: Sequence[VisitorClassTable]) -> tuple[VisitorClass, ...]:
    """Raises ConfigError naming the first fault's key."""
    if len(tables) > MOST:
        checks.refuse(f"visitor_class[{MOST}]", f"is one too many: {MOST} classes are the most")
    checks.distinct("visitor_class", "id", [table.id for table in tables])
    return tuple(_one(checks, f"visitor_class[{index}]", table) for index, table in enumerate(tables))


def _one(checks: Checks, key: str, table: VisitorClassTable) -> VisitorClass:
    checks.id(f"{key}.id", table.id)
    if table.id == ORDINARY:
        checks.refuse(f"{key}.id", f"`{ORDINARY}` is whoever belongs to no class, and needs no words")
    if table.id == PRIORITY and not table.priority:
        checks.refuse(f"{key}.priority", f"must be true: `{PRIORITY}` means in every hall to be served sooner")
    return VisitorClass(
        class_id=table.id,
        name=checks.texts(f"{key}.name", table.name),
        who=checks.texts(f"{key}.who", table.who),
        priority=table.priority,
    )
