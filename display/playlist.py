"""What the content monitor shows: the guide of the newest call, between calls every guide in turn. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from wire.messages.hall import HallView, ServiceView
from wire.messages.tickets import CallView

SHOW_MS = 12_000
"""Each guide's turn, and the least a called service's guide stays."""


@dataclass(frozen=True, slots=True)
class Content:
    """`service_id` is empty while the hall has no guide to show; `call` is None between calls. A call's service may be
    one that this hall does not know: it keeps its turn, without a guide.

    `since` and `until` are steady milliseconds.
    """

    service_id: str = ""
    call: CallView | None = None
    others: tuple[CallView, ...] = ()
    """Called together with it."""
    since: int = 0
    until: int = 0
    turn: str = ""
    """Service whose guide had the last turn between calls: the next call does not start the round anew."""


def has_guide(service: ServiceView) -> bool:
    return bool(service.guide.title or service.guide.steps or service.guide.papers)


def guided(hall: HallView) -> list[ServiceView]:
    """The services whose guides are shown in turn: not those that nobody can come for any more."""
    return [service for service in hall.services if has_guide(service) and not service.withdrawn]


def follow(content: Content, together: Sequence[CallView], now: int, dwell: int) -> Content:
    """The newest call, of one or of several together, takes the content monitor at once."""
    call, *others = together
    until = now + max(SHOW_MS, dwell)
    return Content(call.ticket.visit.service_id, call, tuple(others), now, until, content.turn)


def take_back(content: Content, tickets: Collection[str], now: int) -> Content:
    """Without the guide of a ticket, by id, that is not called any more: the round goes on."""
    if content.call is None:
        return content
    left = [one for one in (content.call, *content.others) if one.ticket.ticket_id not in tickets]
    if not left:
        return replace(content, call=None, others=(), until=now)
    return replace(content, call=left[0], others=tuple(left[1:]))


def advance(content: Content, hall: HallView, now: int) -> Content:
    """The next guide, when the present one has had its time or is no longer the hall's."""
    guides = [service.service_id for service in guided(hall)]
    known = {service.service_id for service in hall.services}
    if now < content.until and (content.call is not None or content.service_id in known or not guides):
        return content
    if not guides:
        return Content(since=now, until=now + SHOW_MS)
    position = guides.index(content.turn) + 1 if content.turn in guides else 0
    turn = guides[position % len(guides)]
    return Content(turn, since=now, until=now + SHOW_MS, turn=turn)
