"""What the content monitor shows: the guide of the newest call, between calls a round of guides and of what else there
is. Pure.

One monitor for both has the guides of those whose calls stand beside it, in turn, and the round when none does.

Of several calls soon after each other each has the screen as long as its show lasts. A guide that had to go before
its time gets the rest of the turn that it is owed when no call is on, before the round goes on.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from display.programme import SHOW_MS, Items, current, entry_of, guided, round_of
from program.dates import local
from wire.messages.hall import HallView
from wire.messages.tickets import CallView

OWED_MS = 90_000
"""Who was called longer ago has found the counter."""


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
    """Entry, by key, that had the last turn between calls: the next call does not start the round anew."""
    place: int = 0
    """And its place in the round."""
    entry: str = ""
    """Entry, by key, that is on and is no guide."""
    owed: tuple[tuple[str, int], ...] = ()
    """Services whose guides were on for less than their time, and until when that is owed to them."""
    due: int = 0
    """Until when the turn that is on is owed to its service; 0: it is no such turn."""


def follow(content: Content, together: Sequence[CallView], now: int, dwell: int) -> Content:
    """The newest call, of one or of several together, takes the content monitor at once."""
    call, *others = together
    until = now + max(SHOW_MS, dwell)
    service_id = call.ticket.visit.service_id
    return Content(
        service_id, call, tuple(others), now, until, content.turn, content.place, owed=_owed(content, service_id, now)
    )


def let_go(content: Content, now: int) -> Content:
    """Without the guide of a call that is not on any more: the round goes on."""
    return replace(content, call=None, others=(), until=now)


def keep(content: Content, standing: Sequence[Sequence[CallView]], now: int) -> Content:
    """What is on where it belongs to one of the calls that stand beside it, if any do; else the guide of one of
    them."""
    if not standing or _place_of(content, standing) is not None:
        return content
    return _of_standing(content, standing, now)


def advance(  # noqa: PLR0917  # of what there is, all of which time moves
    content: Content,
    hall: HallView,
    now: int,
    wall: int,
    items: Items = (),
    standing: Sequence[Sequence[CallView]] = (),
) -> Content:
    """What has its turn next, when what is on has had its time, is no longer there or is not for now any more: of the
    calls that stand beside it, as long as any do. `wall` is the server's clock."""
    known = {service.service_id for service in hall.services}
    if now < content.until and (content.call is not None or _stands(content, hall, known, items, wall)):
        return content
    if standing:
        return _of_standing(content, standing, now)
    guides = {service.service_id for service in guided(hall)}
    owed = [one for one in content.owed if one[1] > now and one[0] in guides]
    if owed:
        (service_id, due), *others = owed
        return replace(
            content,
            service_id=service_id,
            call=None,
            others=(),
            since=now,
            until=now + SHOW_MS,
            entry="",
            owed=tuple(others),
            due=due,
        )
    entries = round_of(hall, items, wall)
    if not entries:
        return Content(since=now, until=now + SHOW_MS)
    keys = [one.key for one in entries]
    place = _after(content, keys)
    entry = entries[place]
    service_id, key = (entry.key, "") if entry.key in known else ("", entry.key)
    return Content(service_id, since=now, until=now + entry.ms, turn=entry.key, place=place, entry=key)


def _of_standing(content: Content, standing: Sequence[Sequence[CallView]], now: int) -> Content:
    """The next of the calls that stand: first one whose guide had to go before its time, then one after the other."""
    place = _place_of(content, standing)
    following = [
        standing[((-1 if place is None else place) + step) % len(standing)] for step in range(1, len(standing) + 1)
    ]
    owed = [service_id for service_id, until in content.owed if until > now]
    call, *others = min(following, key=lambda calls: _turn_owed(calls[0], owed))
    service_id = call.ticket.visit.service_id
    left = tuple(one for one in content.owed if one[0] != service_id)
    return Content(service_id, call, tuple(others), now, now + SHOW_MS, content.turn, content.place, owed=left)


def _turn_owed(call: CallView, owed: Sequence[str]) -> int:
    service_id = call.ticket.visit.service_id
    return owed.index(service_id) if service_id in owed else len(owed)


def _place_of(content: Content, standing: Sequence[Sequence[CallView]]) -> int | None:
    """The call that is on among those that stand."""
    if content.call is None:
        return None
    on = _named((content.call, *content.others))
    return next((place for place, calls in enumerate(standing) if _named(calls) == on), None)


def _named(calls: Sequence[CallView]) -> set[tuple[str, int]]:
    return {(call.ticket.ticket_id, call.seq) for call in calls}


def _stands(content: Content, hall: HallView, known: Collection[str], items: Items, wall: int) -> bool:
    if content.entry:
        entry = entry_of(hall, items, content.entry, wall)
        return entry is not None and current(entry, local(wall, hall.time_zone))
    return content.service_id in known or (not guided(hall) and not content.service_id)


def _after(content: Content, keys: Sequence[str]) -> int:
    """The place after the last turn's, also where the round has become another."""
    if content.place < len(keys) and keys[content.place] == content.turn:
        return (content.place + 1) % len(keys)
    return (keys.index(content.turn) + 1) % len(keys) if content.turn in keys else 0


def _owed(content: Content, service_id: str, now: int) -> tuple[tuple[str, int], ...]:
    """What is owed when this service is called now."""
    cut = now - content.since < SHOW_MS
    owed = {content.service_id: content.due, **dict(content.owed)} if cut and content.due else dict(content.owed)
    if cut and content.call is not None:
        owed[content.service_id] = now + OWED_MS
    owed.pop(service_id, None)
    return tuple(owed.items())
