"""Whether a table of a ticket's life is the one that halls live by: short stories with every order and every event,
told by the naive model and lived by the pure functions under that table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from functools import cache, partial
from typing import get_args

from server.domain.commands import (
    CallNext,
    FinishTicket,
    IssueTicket,
    Leaving,
    MoveTicket,
    TransferAgain,
    TransferTicket,
)
from server.domain.events import (
    CallUndone,
    Fact,
    TicketArrived,
    TicketBack,
    TicketCalled,
    TicketCancelled,
    TicketContinued,
    TicketFinished,
    TicketGivenUp,
    TicketHeld,
    TicketLapsed,
    TicketLater,
    TicketMissed,
    TicketMoved,
    TicketPicked,
    TicketRecalled,
    TicketRestored,
    TicketResumed,
    TicketTransferred,
    TicketVoided,
)
from server.domain.evolve import evolve
from server.domain.hall import CounterNow, Hall
from server.domain.life import LIFE, Life
from server.domain.ticket_after import ticket_after
from server.domain.tickets import CancelReason, Channel, HoldReason, Outcome, PickReason, TicketState, Visit, VoidReason
from tests.server.asking import LATER_MINUTES, move
from tests.server.domain.in_process import InProcess
from tests.server.hall_driver import Order
from tests.server.hall_model import NaiveHall
from tests.server.hall_rules import as_visit
from tests.server.model_state import DAY_MS, Told, business_day_number
from tests.server.sample_halls import NOON, sample_hall

AT_NO_COUNTER = {"restore", "later", "back", "cancel", "give_up", "void"}
FIRST, SECOND = "1-A001", "1-A002"
ROADS = {
    "waiting": "",
    "called": "next",
    "serving": "next arrive",
    "missed": "next miss",
    "held": "next arrive hold",
    "later": "later",
    "sent on": "transfer transfer",
    "served": "next finish",
}
"""How the first ticket comes into each state, at counter 1."""
MAY_HAPPEN: dict[type[TicketMoved], tuple[str, str]] = {
    TicketCalled: ("waiting", "called"),
    CallUndone: ("called", "waiting"),
    TicketRecalled: ("called", "called"),
    TicketArrived: ("called", "serving"),
    TicketFinished: ("called serving", "served"),
    TicketContinued: ("called serving", "waiting"),
    TicketMissed: ("called", "missed"),
    TicketRestored: ("missed", "waiting"),
    TicketHeld: ("serving", "held"),
    TicketResumed: ("held", "serving"),
    TicketLater: ("waiting", "later"),
    TicketBack: ("later", "waiting"),
    TicketPicked: ("waiting", "called"),
    TicketTransferred: ("waiting called serving missed held later", "waiting"),
    TicketCancelled: ("waiting called missed held later", "cancelled"),
    TicketGivenUp: ("waiting called missed held later", "cancelled"),
    TicketVoided: ("waiting called missed held later", "void"),
    TicketLapsed: ("waiting called missed held later", "lapsed"),
}
"""What a log may tell, said a second time: the states an event finds its ticket in, and the one it leaves it in."""


class Disagreement(Exception):
    """The hall under this table is not the one that the model tells."""


def noticed(life: Life) -> str:
    """The first thing that is not as it should be under this table, "" when everything is. Quick laws come first."""
    try:
        rows_are_asked_for_once_and_answer_as_they_can(life)
        for kind in MAY_HAPPEN:
            log_takes_only_what_may_happen(life, kind)
        nobody_goes_on_from_where_they_are_not(life)
        for road in ROADS.values():
            for order in (*orders(), None):
                Story(life).told(road, order)
            Story(life).waited(road)
    except Disagreement as found:
        return str(found)
    except (KeyError, ValueError, AssertionError) as fault:
        return f"{type(fault).__name__}: {fault}"
    return ""


def orders() -> Iterator[tuple[str, str, str | None]]:
    """Every verb at both counters, and the next one with every word on who is there: (verb, counter, word)."""
    for counter_id in ("1", "3"):
        for kind in get_args(MoveTicket):
            yield verb_of(kind), counter_id, None
        for present in (None, *Leaving):
            yield "next", counter_id, present


def verb_of(kind: type[MoveTicket]) -> str:
    """ "hold" for `HoldTicket`, "undo" for `UndoCall`, "give_up" for `GiveUpTicket`."""
    if kind is TransferAgain:
        return "transfer_again"
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__.removesuffix("Ticket").removesuffix("Call")).lower()


KIND_OF = {verb_of(kind): kind for kind in get_args(MoveTicket)}
LONG = sample_hall(undo_seconds=3_600)
"""Where a call may be undone whatever the time between two orders."""


class Story:
    """A hall with two who wait, lived and told at once."""

    def __init__(self, life: Life) -> None:
        self.hall = InProcess(LONG, NOON, life)
        self.model = NaiveHall(LONG, business_day_number(NOON))
        for _ in range(2):
            told = self.model.issue("apples", "en")
            self.hall.ask(IssueTicket(Visit("apples", Channel.DESK, "en")))
            self.model.placed(str(told.ticket_id), self.hall.now)

    def told(self, road: str, last: tuple[str, str, str | None] | None) -> None:
        """The road, then the order; without one the day ends."""
        for verb in road.split():
            self.ask(verb, "1", None)
        if last is not None:
            self.ask(*last)
            return
        self.hall.set_clock(NOON + DAY_MS)
        self.model.roll(business_day_number(NOON + DAY_MS))
        self.compare(f"{road}, the day's end")
        fates = {line.ticket_id: line.what for line in self.hall.log() if line.what != "issued"}
        agree(f"fates after {road}", fates, self.model.fates)

    def waited(self, road: str) -> None:
        """The road, and then two hours in which nobody asks anything."""
        for verb in road.split():
            self.ask(verb, "1", None)
        self.hall.set_clock(self.hall.now + 2 * 60 * 60_000)
        self.model.come_back(self.hall.now)
        self.compare(f"{road}, two hours")

    def ask(self, verb: str, counter_id: str, present: str | None) -> None:
        order, told = self.meant(verb, counter_id, present)
        before = self.hall.hall
        answer = self.hall.ask(order)
        after = self.hall.hall
        if told.what == "ticket_later":
            self.model.away_until(FIRST, self.hall.now + LATER_MINUTES * 60_000)
        here = f"{verb} at {counter_id}"
        agree(here, (answer.code, answer.ticket_id, answer.what), (told.code, told.ticket_id, told.what))
        agree(f"facts of {here}", after.seq - before.seq, told.facts)
        rung = [(call.seq, call.at, call.ticket.ticket_id) for call in after.calls if call.seq > before.seq]
        rings = told.what in {"ticket_called", "ticket_recalled", "ticket_picked"}
        agree(f"rings at {here}", rung, [(after.seq, self.hall.now, told.ticket_id)] if rings else [])
        self.compare(here)

    def meant(self, verb: str, counter_id: str, present: str | None) -> tuple[Order, Told]:
        if verb == "next":
            after = self.model.calls.get(counter_id, 0)
            leaving = None if present is None else Leaving(present)
            return CallNext(counter_id, after, leaving), self.model.next(counter_id, after, present)
        at: tuple[str, ...] = (FIRST,) if verb in AT_NO_COUNTER else (counter_id, FIRST)
        more = {"hold": (HoldReason.PAPERS.value,), "transfer": ("books", "")}.get(verb, ())
        ask: Callable[..., Told] = getattr(self.model, verb.removesuffix("_again"))
        if verb == "transfer_again":
            ask, more = partial(ask, again=True), ("books", "")
        order = move(KIND_OF[verb], counter_id, FIRST)
        if isinstance(order, TransferTicket):
            order = replace(order, to_service="books")
        return order, ask(*at, *more)

    def compare(self, here: str) -> None:
        """What is seen of every ticket, line and counter."""
        view, model, hall = self.hall.view(), self.model, self.hall.hall
        agree(f"tickets after {here}", {one.ticket_id for one in view.tickets}, set(model.visits))
        for seen in view.tickets:
            visit = model.visits[seen.ticket_id]
            agree(f"ticket after {here}", as_visit(seen, visit), visit)
            agree(f"allowed after {here}", set(seen.allows), model.allows(visit))
        for line in ("apples", "books"):
            agree(f"line after {here}", hall.line(line), tuple(one.ticket_id for one in model.line(line)))
        there = {key: (now.calls, now.ticket_id) for key, now in hall.counters.items() if now != CounterNow()}
        keys = {*model.calls, *(str(one.counter_id) for one in model.at_counters())}
        told = {key: (model.calls.get(key, 0), one.ticket_id if (one := model.at(key)) else None) for key in keys}
        agree(f"counters after {here}", there, told)
        agree(f"replayed after {here}", self.hall.replayed(), hall)


def log_takes_only_what_may_happen(life: Life, kind: type[TicketMoved]) -> None:
    """For a ticket in every state, also those that no hall of today brings it into, and whether or not the counter
    has it."""
    came_from, leads_to = MAY_HAPPEN[kind]
    for state in TicketState:
        event, may = event_of(kind, state), state in came_from.split()
        for hall in planted(state)[: 1 if may else None]:
            try:
                after = ticket_after(hall, event, NOON, life)
                moved = evolve(hall, Fact(NOON, "somebody", "key-0001", event), life)
            except ValueError:
                agree(f"{kind.__name__} of one who is {state}: refused", may, False)
                continue
            agree(f"{kind.__name__} of one who is {state}: taken", may, True)
            agree(f"state after {kind.__name__}", after.state.value, leads_to)
            there = FIRST if leads_to in {"called", "serving"} else None
            agree(f"counter after {kind.__name__} of one who is {state}", moved.counter("1").ticket_id, there)
            rings = kind in {TicketCalled, TicketRecalled, TicketPicked}
            agree(
                f"{kind.__name__} rings",
                [call.seq for call in moved.calls[:1] if call.seq > hall.seq],
                [moved.seq] * rings,
            )


def nobody_goes_on_from_where_they_are_not(life: Life) -> None:
    """To a next service: no command names that verb, so only a log could say it of another counter's visitor."""
    for state in (TicketState.CALLED, TicketState.SERVING):
        *_, elsewhere = planted(state)
        try:
            evolve(elsewhere, Fact(NOON, "somebody", "key-0001", event_of(TicketContinued, state)), life)
        except ValueError:
            continue
        raise Disagreement(f"one who is {state} goes on from a counter that has nobody")


@cache
def planted(state: TicketState) -> tuple[Hall, ...]:
    """Halls whose first ticket is in that state, put there by the hall's own rules where they lead there; then the
    same with and without it at counter 1, by force."""
    story = Story(LIFE)
    for verb in ROADS.get(state, "").split():
        story.ask(verb, "1", None)
    hall = story.hall.hall
    like = hall.ticket(FIRST) or hall.ticket(SECOND)
    assert like is not None
    hall = replace(hall, live=hall.live.put(FIRST, replace(like, ticket_id=FIRST, state=state)))
    forced = (replace(hall, counters=hall.counters.put("1", CounterNow(1, there))) for there in ((FIRST,), ()))
    return hall, *forced


def event_of(kind: type[TicketMoved], state: TicketState) -> TicketMoved:
    said: Mapping[str, object] = {
        "ticket_id": FIRST,
        "counter_id": "1",
        "place": 1,
        "reason": HoldReason.PAPERS,
        "picked": PickReason.OTHER,
        "service_id": "apples",
        "note_code": "",
        "for_counter": "",
        "for_officer": "",
        "then": (),
        "outcome": Outcome.SERVED,
        "cancelled": CancelReason.LEFT,
        "voided": VoidReason.BURST,
        "returns_at": 1,
        "arrival_implied": state is TicketState.CALLED,
    }
    return kind(**{field.name: said[field.name] for field in fields(kind) if field.name in said})  # type: ignore[arg-type]


def rows_are_asked_for_once_and_answer_as_they_can(life: Life) -> None:
    """Nobody names a ticket to be called or to lapse, whoever is at a counter may be finished there, and whoever lives
    may be transferred: so nobody hears what these four would answer to a ticket in another state."""
    asked = sorted(kind.__name__ for verb in life.verbs for kind in (verb.command, verb.beyond) if kind is not None)
    agree("what is asked for", asked, sorted(kind.__name__ for kind in (CallNext, *get_args(MoveTicket))))
    unasked = [verb.name for verb in life.verbs if verb.command in {None, CallNext}]
    agree("what nobody asks for by its name", unasked, ["call", "continue", "lapse"])
    agree("what happens by itself", [verb.name for verb in life.verbs if verb.by_itself], ["back"])
    for verb in life.verbs:
        if verb.command in {None, CallNext, FinishTicket, TransferTicket}:
            agree(f"answer of {verb.name}", verb.otherwise.value, "not_now")


def agree(what: str, found: object, meant: object) -> None:
    if found != meant:
        raise Disagreement(f"{what}: {found}, not {meant}")
