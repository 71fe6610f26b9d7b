"""The hall of the sample config as a server would send it, at 09:14 on Monday 23 November 2026."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from kiosk.flow_types import Issued
from kiosk.hall_facts import HallFacts
from wire.messages import Snapshot
from wire.messages.hall import GuideView, HallView, ServiceView
from wire.messages.tickets import ServiceState, TicketView, VisitorClass

ROOT = Path(__file__).parents[2]
NOW = int(datetime.fromisoformat("2026-11-23T09:14:00+08:00").timestamp() * 1000)
WAITING = {"A": 4, "B": 9, "C": 0, "D": 2, "E": 1, "F": 0, "G": 12, "H": 0}


def sample_hall(**changes: object) -> HallView:
    tables = tomllib.loads((ROOT / "config.toml").read_text(encoding="utf-8"))
    hall = tables["hall"]
    services = tuple(
        ServiceView(
            service_id=service["id"],
            prefix=service["prefix"],
            name=service["name"],
            short_name=service["short_name"],
            guide=msgspec.convert(service["guide"], GuideView),
        )
        for service in tables["service"]
    )
    view = HallView(
        hall_id=hall["id"],
        name=hall["name"],
        office=hall["office"],
        time_zone=hall["time_zone"],
        languages=tuple(hall["languages"]),
        counter_noun=hall["counter_noun"],
        services=services,
        counters=(),
        missed_rule=hall["missed_rule"],
        phone_url="http://127.0.0.1:8765/t",
    )
    return msgspec.structs.replace(view, **changes)


def state(service: ServiceView, **changes: object) -> ServiceState:
    plain = ServiceState(service_id=service.service_id, waiting=WAITING[service.prefix], open=True)
    return msgspec.structs.replace(plain, **changes)


def sample_states(changes: Mapping[str, Mapping[str, object]] = {}) -> tuple[ServiceState, ...]:
    """Every service open; `changes` by prefix."""
    return tuple(state(service, **changes.get(service.prefix, {})) for service in sample_hall().services)


def sample_facts(changes: Mapping[str, Mapping[str, object]] = {}) -> HallFacts:
    return HallFacts(hall=sample_hall(), states={one.service_id: one for one in sample_states(changes)})


def sample_snapshot(changes: Mapping[str, Mapping[str, object]] = {}, seq: int = 1) -> Snapshot:
    return Snapshot(
        seq=seq,
        at=NOW,
        hall=sample_hall(),
        business_day=17,
        date="2026-11-23",
        services=sample_states(changes),
        counters=(),
        tickets=(),
        calls=(),
    )


def issued(
    number: str = "B031",
    service_id: str = "benefit-again",
    *,
    language: str = "zh-TW",
    visitor_class: VisitorClass = "ordinary",
    ahead: int | None = 4,
) -> Issued:
    ticket = TicketView(
        ticket_id=f"17-{number}",
        number=number,
        service_id=service_id,
        state="waiting",
        visitor_class=visitor_class,
        channel="kiosk",
        language=language,
        issued_at=NOW,
        place=NOW,
    )
    return Issued(ticket, ahead, "c2VjcmV0LXRva2VuLTEyOA")
