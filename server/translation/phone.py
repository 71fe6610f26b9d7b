"""What phones hear: their own ticket, and the one board."""

from __future__ import annotations

from dataclasses import replace

from server.domain.commands import Declined, GiveUpTicket
from server.domain.config import Counter, HallConfig, Service
from server.domain.counter_states import CounterStatus
from server.domain.hall import Hall
from server.domain.life import LIFE
from server.domain.numbering import number_of
from server.domain.opening import Shut, opening
from server.domain.routing import of_services, waiting
from server.domain.tickets import STAGES, Stage, Ticket
from server.submissions import Answer, AuthorAnswer, AuthorRefused
from server.translation.hall import emergency_view, paper_views, texts
from server.translation.missed import missed_rule
from server.translation.tickets import visit_view
from server.translation.waits import wait_view
from wire.errors import Code
from wire.messages.phone import PhoneAside, PhoneBoard, PhoneCall, PhonePause, PhoneTicket
from wire.messages.session import Accepted, Refused
from wire.messages.tickets import Stage as StageWord
from wire.messages.tickets import WaitView
from wire.messages.waits import Waits
from wire.numbers import wants_noun

_GIVES_UP: tuple[StageWord, ...] = tuple(
    dict.fromkeys(STAGES[state].value for state in STAGES if state in LIFE.of_command[GiveUpTicket].states)
)


def phone_ticket(ticket: Ticket, config: HallConfig, seq: int, *, asks: bool = False) -> PhoneTicket:
    """What a phone learns of its own ticket. A service that left the configuration keeps its id as its name. `asks`:
    what its visitor asks can be brought before the hall."""
    service = config.service(ticket.visit.service_id)
    name = texts(service.name) if service else {config.languages[0]: ticket.visit.service_id}
    counter = config.counter(ticket.for_counter)
    sent_to = counter.label if counter else ticket.for_counter
    return PhoneTicket(
        seq=seq,
        number=ticket.number,
        visit=visit_view(replace(ticket.visit, officer="")),
        state=ticket.state.value,
        stage=ticket.stage.value,
        issued_at=ticket.issued_at,
        service_name=name,
        hall_name=texts(config.name),
        papers=paper_views(service.guide.papers) if service else (),
        guide=_guide_languages(service, config),
        missed_rule=missed_rule(config),
        counter_noun=texts(config.counter_noun),
        time_zone=config.time_zone,
        prefix=service.prefix if service else "",
        group=service.group.size if service and service.group else 0,
        promise=wait_view(ticket.promise) if _waits_as_told(ticket) else None,
        priority=config.has_priority(ticket.visit.visitor_class),
        kept=service is not None and not _of_service(ticket.number, service.prefix),
        for_counter=sent_to,
        for_counter_noun=wants_noun(sent_to),
        for_officer=bool(ticket.for_officer),
        gives_up=_GIVES_UP if asks else (),
    )


def phone_reply(key: str, outcome: AuthorAnswer) -> Accepted | Refused:
    """What a phone hears of what it asked: nothing of a ticket, which has words for staff."""
    if isinstance(outcome, Answer):
        return Accepted(key=key, what=outcome.what, seq=outcome.seq, number=outcome.number)
    code = outcome.code.value if isinstance(outcome, Declined | AuthorRefused) else Code.UNAVAILABLE
    return Refused(code=code, key=key)


def _waits_as_told(ticket: Ticket) -> bool:
    """Whether what was told at issue is of the wait it is in: it has not been called or sent on since."""
    return ticket.call_seq == 0 and ticket.hops == 0


def _guide_languages(service: Service | None, config: HallConfig) -> tuple[str, ...]:
    if service is None or not (service.guide.steps or service.guide.papers or service.guide.faq):
        return ()
    return service.guide.languages or config.languages


def _of_service(number: str, prefix: str) -> bool:
    """Whether numbers of a service with this prefix are written so."""
    return number.startswith(prefix) and number.removeprefix(prefix).isdigit()


def phone_board(hall: Hall, now: int, waits: Waits | None = None) -> PhoneBoard:
    """Lines and calls for all phones alike, and how long those in line still wait. Raises ValueError for a hall that
    has not been configured."""
    config = hall.config
    if config is None:
        raise ValueError("the hall has no configuration yet")
    lines = {
        service_id: tuple(map(number_of, line)) for service_id, line in of_services(hall, waiting(hall), now).items()
    }
    present: list[Ticket] = []
    aside: list[PhoneAside] = []
    said = waits.tickets if waits else {}
    still: dict[str, WaitView] = {}
    for ticket in hall.tickets():
        if ticket.stage is Stage.IN_LINE:
            if ticket.ticket_id in said:
                still[ticket.number] = said[ticket.ticket_id]
        elif ticket.stage is Stage.ASIDE:
            aside.append(PhoneAside(number=ticket.number, state=ticket.state.value, returns_at=ticket.returns_at))
        else:
            present.append(ticket)
    present.sort(key=lambda ticket: -ticket.call_seq)
    return PhoneBoard(
        seq=hall.seq,
        at=now,
        lines=lines,
        calls=tuple(_phone_call(ticket, config) for ticket in present),
        aside=tuple(aside),
        closed=hall.closed_today and hall.closed_today.value,
        emergency=emergency_view(hall.emergency, config),
        over=over_today(hall, now),
        paused=tuple(_phone_pause(hall, one) for one in config.counters if _paused(hall, one)),
        waits=still,
        waits_good_ms=waits.good_ms if waits else 0,
    )


def _paused(hall: Hall, counter: Counter) -> bool:
    return hall.counter(counter.counter_id).status is CounterStatus.PAUSED


def _phone_pause(hall: Hall, counter: Counter) -> PhonePause:
    return PhonePause(
        counter=counter.label,
        services=(*counter.primary, *counter.backup),
        back_at=hall.counter(counter.counter_id).back_at,
        with_noun=wants_noun(counter.label),
    )


def over_today(hall: Hall, now: int) -> tuple[str, ...]:
    """Services that somebody waits for and that give no more numbers today."""
    config = hall.config
    services = config.services if config else ()
    return tuple(
        one.service_id
        for one in services
        if config and hall.waiting(one.service_id) and opening(one, config, now).why is Shut.OVER
    )


def _phone_call(ticket: Ticket, config: HallConfig) -> PhoneCall:
    counter = config.counter(ticket.counter_id or "")
    label = counter.label if counter else ticket.counter_id or ""
    service = config.service(ticket.visit.service_id)
    return PhoneCall(
        number=ticket.number,
        counter=label,
        state=ticket.state.value,
        stage=ticket.stage.value,
        seq=ticket.call_seq,
        with_noun=wants_noun(label),
        prefix=service.prefix if service else "",
    )
