"""The guides of a hall, named by their content: who keeps them need not be told them again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import msgspec

from wire.messages.hall import GuideView, HallView, ServiceView

NO_GUIDE = GuideView()


def guides_hash(services: Iterable[ServiceView]) -> str:
    """The same for the same guides of the same services, in the same order."""
    said = msgspec.json.encode([(one.service_id, one.guide) for one in services])
    return hashlib.sha256(said).hexdigest()[:32]


def has_guide(service: ServiceView) -> bool:
    """Whether its guide says what to do, or to bring."""
    guide = service.guide
    return bool(guide.title or guide.steps or guide.papers or guide.no_papers)


def without_guides(hall: HallView) -> HallView:
    services = tuple(msgspec.structs.replace(one, guide=NO_GUIDE) for one in hall.services)
    return msgspec.structs.replace(hall, services=services)


def with_guides(hall: HallView, kept: dict[str, GuideView]) -> HallView:
    services = tuple(msgspec.structs.replace(one, guide=kept.get(one.service_id, one.guide)) for one in hall.services)
    return msgspec.structs.replace(hall, services=services)
