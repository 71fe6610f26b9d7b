"""The day as supervisors see it: what the file says of counters and services, beside what was set by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from litestar import get
from litestar.handlers import HTTPRouteHandler

from server.domain.by_hand import ByHand, HandWhat, standing
from server.domain.config import Counter, HallConfig
from server.domain.hall import Hall
from server.domain.opening import opening
from server.edge.door import needs
from server.edge.hub import Hub
from server.edge.ports import Accounts
from server.edge.today_words import CounterToday, DoesTold, HandTold, PlanTold, ServiceToday, ShiftTold, TodayTold
from wire.numbers import wants_noun


def today_routes(hub: Hub, accounts: Accounts) -> Sequence[HTTPRouteHandler]:
    """What is set goes to `/api/commands`, as every command does."""

    @get("/api/today", guards=[needs("today")], summary="What the file says, and what was set by hand")
    async def today() -> TodayTold:
        names = {one.account_id: one.name for one in await accounts.accounts()}
        return _told(hub.hall, hub.now(), names)

    return (today,)


def _told(hall: Hall, now: int, names: Mapping[str, str]) -> TodayTold:
    """Raises ValueError for a hall that has not been configured."""
    config, file = hall.config, hall.configured
    if config is None or file is None:
        raise ValueError("the hall has no configuration yet")
    extra = {one.subject for one in hall.by_hand if one.what is HandWhat.EXTRA_COUNTER}
    done = {service_id for one in config.counters for service_id in (*one.primary, *one.backup)}
    return TodayTold(
        date=hall.date,
        counter_noun=dict(config.counter_noun),
        counters=tuple(_counter(one, file, leaving=one.counter_id not in extra) for one in config.counters),
        services=tuple(
            ServiceToday(
                service_id=one.service_id,
                prefix=one.prefix,
                name=dict(one.name),
                open=(opens := opening(one, config, now)).open,
                opens_at=opens.opens_at,
                waiting=hall.waiting(one.service_id),
                given=hall.given.get(one.service_id) or 0,
                file_quota=None if (own := file.service(one.service_id)) is None else own.quota,
                quota=one.quota,
                done_by_nobody=one.service_id not in done,
            )
            for one in config.services
        ),
        by_hand=tuple(_hand(one, hall, file, names) for one in hall.by_hand),
    )


def _counter(counter: Counter, file: HallConfig, *, leaving: bool) -> CounterToday:
    """`leaving`: of one that the file does not have."""
    own = file.counter(counter.counter_id)
    return CounterToday(
        counter_id=counter.counter_id,
        label=counter.label,
        with_noun=wants_noun(counter.label),
        file=None if own is None else DoesTold(own.primary, own.backup),
        now=DoesTold(counter.primary, counter.backup),
        file_plan=_plan(own),
        plan=_plan(counter),
        leaving=own is None and leaving,
    )


def _plan(counter: Counter | None) -> PlanTold:
    if counter is None:
        return PlanTold((), ())
    return PlanTold(
        tuple(ShiftTold(one.start, one.end, one.who) for one in counter.roster),
        tuple(ShiftTold(one.start, one.end) for one in counter.breaks),
    )


def _hand(entry: ByHand, hall: Hall, file: HallConfig, names: Mapping[str, str]) -> HandTold:
    person = entry.by.removeprefix("person:").partition("@")[0]
    return HandTold(
        what=entry.what,
        subject=entry.subject,
        reason=entry.reason,
        lasting=entry.lasting,
        at=entry.at,
        by=names.get(person, ""),
        no_effect=not _has_effect(entry, hall, file),
    )


def _has_effect(entry: ByHand, hall: Hall, file: HallConfig) -> bool:
    counter_id = entry.subject
    match entry.what:
        case HandWhat.EXTRA_COUNTER:
            return file.counter(counter_id) is None
        case HandWhat.SERVICE_CLOSED | HandWhat.SERVICE_QUOTA:
            return file.service(entry.subject) is not None
        case HandWhat.COUNTER_SERVICES:
            return file.counter(counter_id) is not None
        case HandWhat.COUNTER_ROSTER | HandWhat.COUNTER_BREAKS:
            is_extra = standing(hall.by_hand, HandWhat.EXTRA_COUNTER, counter_id) is not None
            return is_extra or file.counter(counter_id) is not None
