"""The one file that knows both the hall's own words (`server.domain`) and the wire's (`wire.messages`).

A rename on either side stops here, so the protocol never changes by accident.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from server.domain import commands as orders
from server.domain import events as facts
from server.domain.config import Counter, Guide, HallConfig, Paper, Service
from server.domain.config import Texts as Pairs
from server.domain.hall import Call, Hall
from server.domain.opening import Opening, opening
from server.domain.tickets import Channel, Ticket, TicketState, VisitorClass
from server.orders import Answer, AuthorRefused, Order, Published
from wire.messages import commands as asked
from wire.messages import events as told
from wire.messages.hall import CounterView, GuideView, HallView, MessageView, PaperView, ServiceView, Texts
from wire.messages.phone import PhoneBoard, PhoneCall, PhoneTicket
from wire.messages.session import Accepted, DeviceView, Refused, Snapshot
from wire.messages.tickets import CallView, CounterState, ServiceState, TicketView


def texts(pairs: Pairs) -> Texts:
    return dict(pairs)


def hall_view(config: HallConfig) -> HallView:
    return HallView(
        hall_id=config.hall_id,
        name=texts(config.name),
        office=texts(config.office),
        time_zone=config.time_zone,
        languages=config.languages,
        counter_noun=texts(config.counter_noun),
        services=tuple(_service_view(service) for service in config.services),
        counters=tuple(_counter_view(counter) for counter in config.counters),
        notices=tuple(MessageView(text=texts(notice)) for notice in config.notices),
        missed_rule=texts(config.missed_rule),
        recall_limit=config.recall_limit,
        phone_url=config.phone_url,
    )


def _service_view(service: Service) -> ServiceView:
    return ServiceView(
        service_id=service.service_id,
        prefix=service.prefix,
        name=texts(service.name),
        short_name=texts(service.short_name),
        guide=_guide_view(service.guide),
    )


def _guide_view(guide: Guide) -> GuideView:
    return GuideView(
        title=texts(guide.title),
        steps=tuple(texts(step) for step in guide.steps),
        papers=_paper_views(guide.papers),
        notice=texts(guide.notice),
        legal_basis=texts(guide.legal_basis),
        fee=texts(guide.fee),
        minutes=guide.minutes,
    )


def _paper_views(papers: Sequence[Paper]) -> tuple[PaperView, ...]:
    return tuple(PaperView(name=texts(paper.name), note=texts(paper.note)) for paper in papers)


def _counter_view(counter: Counter) -> CounterView:
    return CounterView(
        counter_id=counter.counter_id, label=counter.label, primary=counter.primary, backup=counter.backup
    )


def ticket_view(ticket: Ticket) -> TicketView:
    return TicketView(
        ticket_id=ticket.ticket_id,
        number=ticket.number,
        service_id=ticket.service_id,
        state=ticket.state.value,
        visitor_class=ticket.visitor_class.value,
        channel=ticket.channel.value,
        language=ticket.language,
        issued_at=ticket.issued_at,
        place=ticket.place,
        counter_id=ticket.counter_id,
        called_at=ticket.called_at,
        recalls=ticket.recalls,
    )


def _call_view(call: Call) -> CallView:
    return CallView(
        seq=call.seq,
        number=call.number,
        ticket_id=call.ticket_id,
        service_id=call.service_id,
        counter_id=call.counter_id,
        visitor_class=call.visitor_class.value,
        language=call.language,
        at=call.at,
    )


def openings(config: HallConfig, now: int) -> dict[str, Opening]:
    """For each service id whether it gives numbers at `now`, and when that changes."""
    return {service.service_id: opening(service, config, now) for service in config.services}


def service_states(hall: Hall, now_open: dict[str, Opening]) -> tuple[ServiceState, ...]:
    if hall.config is None:
        return ()
    return tuple(
        ServiceState(
            service_id=service.service_id,
            waiting=hall.waiting(service.service_id),
            open=now_open[service.service_id].open,
            opens_at=now_open[service.service_id].opens_at,
            closes_at=now_open[service.service_id].closes_at,
            numbers_left=hall.numbers_left(service.service_id),
        )
        for service in hall.config.services
    )


def snapshot(
    hall: Hall, view: HallView, now: int, now_open: dict[str, Opening], devices: Sequence[DeviceView]
) -> Snapshot:
    """Everything a screen draws. `view` is `hall_view(hall.config)`, made once for each configuration.

    Raises ValueError for a hall that has not been configured: the author configures it before anything is served.
    """
    if hall.config is None:
        raise ValueError("the hall has no configuration yet")
    return Snapshot(
        seq=hall.seq,
        at=now,
        hall=view,
        business_day=hall.day,
        date=hall.date,
        services=service_states(hall, now_open),
        counters=tuple(_counter_state(hall, counter.counter_id) for counter in hall.config.counters),
        tickets=tuple(ticket_view(ticket) for ticket in hall.tickets()),
        calls=tuple(_call_view(call) for call in hall.calls),
        devices=tuple(devices),
    )


def _counter_state(hall: Hall, counter_id: str) -> CounterState:
    now = hall.counter(counter_id)
    return CounterState(counter_id=counter_id, calls=now.calls, ticket_id=now.ticket_id)


def happened(published: Published, prev_seq: int) -> told.HallEvent | None:
    """An event for screens and consoles, or None for one that they learn by a whole new snapshot.

    `prev_seq` is what the stream sent before.
    """
    event, ticket = published.event, published.ticket
    if isinstance(event, facts.DayOpened | facts.HallConfigured | facts.TicketLapsed):
        return None
    if ticket is None:
        raise ValueError(f"event {published.seq} speaks of ticket {event.ticket_id}, which the hall never had")
    seq, at, view = published.seq, event.at, ticket_view(ticket)
    waiting = published.hall.waiting(ticket.service_id)
    if isinstance(event, facts.TicketIssued):
        return told.TicketIssued(seq=seq, prev_seq=prev_seq, at=at, ticket=view, waiting=waiting)
    if isinstance(event, facts.TicketRestored):
        return told.TicketRestored(seq=seq, prev_seq=prev_seq, at=at, ticket=view, waiting=waiting)
    if isinstance(event, facts.TicketCalled):
        calls = published.hall.counter(event.counter_id).calls
        return told.TicketCalled(
            seq=seq, prev_seq=prev_seq, at=at, ticket=view, waiting=waiting, counter_id=event.counter_id, calls=calls
        )
    kind = _AT_COUNTER[type(event)]
    return kind(seq=seq, prev_seq=prev_seq, at=at, ticket=view, waiting=waiting, counter_id=event.counter_id)


_AT_COUNTER: dict[type, type[told.TicketRecalled | told.TicketArrived | told.TicketFinished | told.TicketMissed]] = {
    facts.TicketRecalled: told.TicketRecalled,
    facts.TicketArrived: told.TicketArrived,
    facts.TicketFinished: told.TicketFinished,
    facts.TicketMissed: told.TicketMissed,
}


def order(command: asked.Command, issued_by: str) -> Order:
    """What the author is asked. `issued_by` is the name the connection gave itself: which kiosk, which counter."""
    return Order(command.key, _domain_command(command, issued_by), getattr(command, "patience_ms", None))


def _domain_command(command: asked.Command, issued_by: str) -> orders.Command:
    if isinstance(command, asked.IssueTicket):
        return orders.IssueTicket(
            service_id=command.service_id,
            channel=Channel(command.channel),
            visitor_class=VisitorClass(command.visitor_class),
            language=command.language,
            issued_by=issued_by,
        )
    if isinstance(command, asked.CallNext):
        present = None if command.present is None else orders.Outcome(command.present)
        return orders.CallNext(counter_id=command.counter_id, after=command.after, present=present)
    if isinstance(command, asked.RestoreTicket):
        return orders.RestoreTicket(ticket_id=command.ticket_id)
    kind = _COUNTER_ORDERS[type(command)]
    return kind(counter_id=command.counter_id, ticket_id=command.ticket_id)


_COUNTER_ORDERS: dict[
    type, type[orders.RecallTicket | orders.ArriveTicket | orders.FinishTicket | orders.MissTicket]
] = {
    asked.RecallTicket: orders.RecallTicket,
    asked.ArriveTicket: orders.ArriveTicket,
    asked.FinishTicket: orders.FinishTicket,
    asked.MissTicket: orders.MissTicket,
}


def reply(
    key: str, answer: Answer | orders.Refused | AuthorRefused, hall: Hall, token: Callable[[str], str] | None
) -> Accepted | Refused:
    """What the asker hears. `token` makes the phone page's capability of an issued ticket; None when none is due."""
    if isinstance(answer, Answer):
        ticket = answer.ticket
        return Accepted(
            key=key,
            seq=answer.seq,
            ticket=None if ticket is None else ticket_view(ticket),
            people_ahead=answer.people_ahead,
            token="" if token is None or ticket is None else token(ticket.ticket_id),
        )
    present = None
    if isinstance(answer, orders.Refused) and answer.ticket_id is not None:
        present = hall.ticket(answer.ticket_id)
    return Refused(
        code=answer.code.value,
        key=key,
        detail=answer.detail[:200],
        ticket=None if present is None else ticket_view(present),
    )


def phone_ticket(ticket: Ticket, config: HallConfig) -> PhoneTicket:
    """What a phone learns of its own ticket. A service that left the configuration keeps its id as its name."""
    service = config.service(ticket.service_id)
    name = texts(service.name) if service else {config.languages[0]: ticket.service_id}
    return PhoneTicket(
        number=ticket.number,
        service_id=ticket.service_id,
        service_name=name,
        hall_name=texts(config.name),
        state=ticket.state.value,
        language=ticket.language,
        issued_at=ticket.issued_at,
        papers=_paper_views(service.guide.papers) if service else (),
        missed_rule=texts(config.missed_rule),
        counter_noun=texts(config.counter_noun),
        time_zone=config.time_zone,
    )


def phone_board(hall: Hall, now: int) -> PhoneBoard:
    """Lines and calls for all phones alike. Raises ValueError for a hall that has not been configured."""
    config = hall.config
    if config is None:
        raise ValueError("the hall has no configuration yet")
    lines: dict[str, list[str]] = {service.service_id: [] for service in config.services}
    present: list[Ticket] = []
    missed: list[str] = []
    for ticket in hall.tickets():
        if ticket.state is TicketState.WAITING:
            lines.setdefault(ticket.service_id, []).append(ticket.number)
        elif ticket.state is TicketState.MISSED:
            missed.append(ticket.number)
        else:
            present.append(ticket)
    present.sort(key=lambda ticket: -(ticket.called_at or 0))
    return PhoneBoard(
        seq=hall.seq,
        at=now,
        lines={service_id: tuple(numbers) for service_id, numbers in lines.items()},
        calls=tuple(_phone_call(ticket, config) for ticket in present),
        missed=tuple(missed),
    )


def _phone_call(ticket: Ticket, config: HallConfig) -> PhoneCall:
    counter = config.counter(ticket.counter_id or "")
    label = counter.label if counter else ticket.counter_id or ""
    return PhoneCall(number=ticket.number, counter=label, serving=ticket.state is TicketState.SERVING)
