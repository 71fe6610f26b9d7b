"""The naive hall's by hand: what was set is a dict, and what is in force is worked out anew each time."""

from __future__ import annotations

from dataclasses import replace

from server.domain.commands import SetByHand
from server.domain.config import Counter, HallConfig

SetByHandNow = dict[tuple[str, str], SetByHand]


def meant_by_hand(written: HallConfig, by_hand: SetByHandNow) -> HallConfig:
    """Which services are closed is `closed_today`'s."""
    offered = [one.service_id for one in written.services]
    counters = []
    for counter in written.counters:
        order = by_hand.get(("counter_services", counter.counter_id))
        counters.append(_doing(counter, order, offered) if order else counter)
    in_file = [counter.counter_id for counter in written.counters]
    for (what, subject), order in sorted(by_hand.items()):
        if what == "extra_counter" and subject not in in_file and order.value is not None:
            counters.append(_doing(Counter(subject, order.value.label, ()), order, offered))
    services = []
    for service in written.services:
        quota = by_hand.get(("service_quota", service.service_id))
        services.append(replace(service, quota=quota.value.quota) if quota and quota.value else service)
    return replace(written, services=tuple(services), counters=tuple(counters))


def _doing(counter: Counter, order: SetByHand, offered: list[str]) -> Counter:
    assert order.value is not None
    primary = tuple(one for one in order.value.primary if one in offered)
    return replace(counter, primary=primary, backup=tuple(one for one in order.value.backup if one in offered))


def closed_today(by_hand: SetByHandNow, service_id: str) -> bool:
    return ("service_closed", service_id) in by_hand


def refusal_by_hand(written: HallConfig, by_hand: SetByHandNow, order: SetByHand) -> str:
    """The refusal's code, "" for none; of the halls and labels that the rules choose."""
    offered = [one.service_id for one in written.services]
    if order.value is None:
        return ""
    if order.what in {"service_closed", "service_quota"}:
        tomorrow_too = order.what == "service_closed" and order.lasting
        return "unknown_service" if order.subject not in offered else "not_possible" if tomorrow_too else ""
    in_file = {one.counter_id: one.label for one in written.counters}
    if order.what in {"counter_roster", "counter_breaks"}:
        there = order.subject in in_file or ("extra_counter", order.subject) in by_hand
        return "" if there else "unknown_counter"
    named = [*order.value.primary, *order.value.backup]
    if order.what == "counter_services" and order.subject not in in_file:
        return "unknown_counter"
    if any(one not in offered for one in named):
        return "unknown_service"
    taken = list(in_file.values())
    for (what, subject), one in by_hand.items():
        if what == "extra_counter" and subject != order.subject and one.value is not None:
            taken.append(one.value.label)
    spoilt = order.what == "extra_counter" and (order.subject in in_file or order.value.label in taken)
    return "not_possible" if spoilt or not named or len(set(named)) < len(named) else ""
