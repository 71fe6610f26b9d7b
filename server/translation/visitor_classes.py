"""The classes of visitors that a hall offers, in its own words; a hall that has none offers to be served sooner, in
ours. Kiosk, desk and all others have their words from here.
"""

from __future__ import annotations

from program.texts import in_language, read_catalog
from server.domain.config import HallConfig, Service
from server.domain.visitor_classes import PRIORITY
from wire.messages.hall import Texts, VisitorClassView


def visitor_classes(config: HallConfig) -> tuple[VisitorClassView, ...]:
    """In the order in which they are offered; never empty."""
    own = tuple(
        VisitorClassView(class_id=one.class_id, name=dict(one.name), who=dict(one.who), priority=one.priority)
        for one in config.visitor_classes
    )
    return own or (_priority(config),)


def classes_of(service: Service, config: HallConfig) -> tuple[str, ...]:
    """Ids of those for which it makes a difference at this service: they are served sooner, or have a counter."""
    kept = {one for counter in config.counters if counter.does(service.service_id) for one in counter.classes}
    alone = config.kept_for_class(service.service_id)
    return tuple(
        one.class_id
        for one in visitor_classes(config)
        if one.priority or (one.class_id in kept and one.class_id not in alone)
    )


def announced(service: Service, config: HallConfig) -> Texts:
    """What is said of where the service is done, wherever it is offered or explained."""
    catalog = read_catalog("hall")
    alone = config.kept_for_class(service.service_id)
    who = [one for one in visitor_classes(config) if one.class_id in alone]
    express = any(one.express and service.service_id in one.primary for one in config.counters)
    first, *others = config.visit_languages
    said: Texts = {}
    for language in [first, *(one for one in others if one in catalog.languages)]:
        style = catalog.style(language)
        groups = [in_language(one.who, language) for one in who]
        words = [catalog.text(language, "express")] if express else []
        words += [catalog.text(language, "only_for", who=style.fact_separator.join(groups))] if groups else []
        if words:
            said[language] = style.fact_separator.join(words)
    return said


def _priority(config: HallConfig) -> VisitorClassView:
    catalog = read_catalog("hall")
    first, *others = config.visit_languages
    spoken = [first, *(language for language in others if language in catalog.languages)]
    name, who = ({one: catalog.text(one, key) for one in spoken} for key in ("priority_name", "priority_who"))
    return VisitorClassView(class_id=PRIORITY, name=name, who=who, priority=True)
