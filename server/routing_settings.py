"""Who is called before whom, as the config file tells it: table `[routing]` in, a `Policy` out."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import msgspec

from server.domain.fairness.policy import MINUTE_MS, Policy, Preset, preset

_Minutes = Annotated[int, msgspec.Meta(ge=0, le=480)]


class RoutingTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A preset, and values that stand instead of its own."""

    preset: Preset = Preset.PROMISE_FIRST
    priority_minutes: _Minutes | None = None
    appointment_minutes: _Minutes | None = None
    officer_minutes: _Minutes | None = None
    backup_minutes: _Minutes | None = None
    early_minutes: _Minutes | None = None
    grace_minutes: _Minutes | None = None
    most_passed: Annotated[int, msgspec.Meta(ge=0, le=100)] | None = None


USUAL_ROUTING = RoutingTable()


def routing(table: RoutingTable) -> Policy:
    minutes = {
        "priority_ms": table.priority_minutes,
        "appointment_ms": table.appointment_minutes,
        "officer_ms": table.officer_minutes,
        "backup_ms": table.backup_minutes,
        "early_ms": table.early_minutes,
        "grace_ms": table.grace_minutes,
    }
    said = {name: value * MINUTE_MS for name, value in minutes.items() if value is not None}
    if table.most_passed is not None:
        said["most_passed"] = table.most_passed
    return replace(preset(table.preset), **said)
