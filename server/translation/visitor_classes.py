"""The classes of visitors that a hall offers, in its own words; a hall that has none offers to be served sooner, in
ours. Kiosk, desk and all others have their words from here.
"""

from __future__ import annotations

from program.texts import read_catalog
from server.domain.config import HallConfig
from server.domain.visitor_classes import PRIORITY
from wire.messages.hall import VisitorClassView


def visitor_classes(config: HallConfig) -> tuple[VisitorClassView, ...]:
    """In the order in which they are offered; never empty."""
    own = tuple(
        VisitorClassView(class_id=one.class_id, name=dict(one.name), who=dict(one.who), priority=one.priority)
        for one in config.visitor_classes
    )
    return own or (_priority(config),)


def _priority(config: HallConfig) -> VisitorClassView:
    catalog = read_catalog("hall")
    first, *others = config.languages
    spoken = [first, *(language for language in others if language in catalog.languages)]
    name, who = ({one: catalog.text(one, key) for one in spoken} for key in ("priority_name", "priority_who"))
    return VisitorClassView(class_id=PRIORITY, name=name, who=who, priority=True)
