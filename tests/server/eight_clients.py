"""Several clients of one hall at once: each asks what its own, old picture of the hall suggests. Afterwards the naive
model is led through the same orders one after the other, as the log has them: what each client was told must be what
the model says at one instant between its question and its answer.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from random import Random

from server.domain.by_hand import HandValue, HandWhat
from server.domain.closing import ClosingReason
from server.domain.commands import (
    ArriveTicket,
    CallNext,
    CancelTicket,
    CloseCounter,
    CloseToday,
    EndEmergency,
    FinishTicket,
    HoldTicket,
    IssueTicket,
    Leaving,
    MissTicket,
    OpenCounter,
    PauseCounter,
    PickTicket,
    RaiseEmergency,
    RecallTicket,
    ReopenToday,
    RestoreTicket,
    ResumeTicket,
    ServeWithoutNumber,
    SetAutoCall,
    SetByHand,
    TransferAgain,
    TransferTicket,
    UndoCall,
    VoidTicket,
    WorkCounter,
)
from server.domain.config import HallConfig
from server.domain.counter_states import PauseReason
from server.domain.emergency import EmergencyKind
from server.domain.events import DayOpened, Fact, HallConfigured, HallEdited
from server.domain.hall_changes import written_after
from server.domain.tickets import CancelReason, Channel, HoldReason, Outcome, PickReason, VoidReason
from server.domain.tickets import Visit as Meant
from tests.server.driven_halls import ALWAYS
from tests.server.hall_driver import Answer, Order
from tests.server.hall_model import NaiveHall
from tests.server.model_state import DAY_MS, Told, business_day_number
from tests.server.sample_halls import NOON, as_a_file_says, sample_hall

CLIENTS = 8
HALL = as_a_file_says(sample_hall(undo_seconds=ALWAYS))
OFTEN = {"ticket_called", "already_called", "call_undone", "counter_paused", "auto_call_set", "hall_closed_today"}
"""Of what is told, by its word: a run without one of them was hollow."""
MOST_SPELLS = 12
"""Until all of it was told: which client is first is chance, and so is whether a seldom thing happens in one spell."""
NEVER_PAST = NOON + 30 * DAY_MS
"""Later than every clock of theirs."""
FACTS_OF_ONE = 3
"""At most as many facts does one order make."""


def hollow(heard: Sequence[Heard], *more: str) -> set[str]:
    """Of what is told often, and `more`, all that was not."""
    return {*OFTEN, *more} - {one.answer.code or one.answer.what for one in heard}


@dataclass(frozen=True)
class Picture:
    """What a client sees of the hall when it makes up its mind; by then it may be old."""

    tickets: Sequence[tuple[str, str, str | None]]
    """Id, state and counter."""
    calls: dict[str, int]
    services: Sequence[str]


@dataclass(frozen=True)
class Heard:
    key: str
    order: Order
    answer: Answer
    low: int
    """The newest log position that any client had been told when this one asked."""
    high: int
    """No order that came before this one stands behind here in the log."""


class Newest:
    """The newest log position that any client has been told."""

    def __init__(self) -> None:
        self.seq = 0

    def told(self, answer: Answer) -> int:
        """The highest at which what was decided before this answer may stand."""
        self.seq = max(self.seq, answer.seq)
        return self.seq + FACTS_OF_ONE * CLIENTS


def acts(counter_id: str) -> list[Order]:
    """What is asked of the hall or a counter, one by each client at its time, so that no run is without them."""
    return [
        CloseToday(ClosingReason.TYPHOON),
        ReopenToday(),
        RaiseEmergency(EmergencyKind.FIRE),
        EndEmergency(),
        PauseCounter(counter_id, PauseReason.LUNCH, NEVER_PAST),
        OpenCounter(counter_id),
        SetAutoCall(counter_id, True),
        ServeWithoutNumber(counter_id, "apples", Outcome.SERVED),
        SetByHand(HandWhat.SERVICE_CLOSED, "books", HandValue()),
        SetByHand(HandWhat.SERVICE_CLOSED, "books", None),
    ]


def turn(random: Random, seen: Picture, who: int, number: int) -> Order:
    """Their own act of the hall is each client's `who`-th order."""
    if number == who:
        return acts(random.choice(list(seen.calls)))[who]
    return chosen(random, seen)


def chosen(random: Random, seen: Picture) -> Order:
    """Mostly what a clerk, a desk or a kiosk would do who sees this."""
    counter_id = random.choice(list(seen.calls))
    if not seen.tickets or random.random() < 0.2:
        return IssueTicket(Meant(random.choice(seen.services), Channel.DESK, "en"))
    if random.random() < 0.3:
        present = random.choice([None, Leaving.SERVED, Leaving.MISSED])
        return CallNext(counter_id, seen.calls[counter_id], present)
    if random.random() < 0.08:
        return _of_the_hall(random, counter_id, random.choice(seen.services))
    busy = [one for one in seen.tickets if one[1] in {"called", "serving", "held"}]
    ticket_id, state, at = random.choice(busy if busy and random.random() < 0.7 else seen.tickets)
    return _of_a_ticket(random, ticket_id, state, at or counter_id, counter_id)


def _of_a_ticket(random: Random, ticket_id: str, state: str, at: str, elsewhere: str) -> Order:
    free: list[Order] = [
        random.choice([TransferTicket, TransferTicket, TransferAgain])(
            ticket_id, random.choice(["apples", "books"]), at if state in {"called", "serving"} else ""
        ),
        CancelTicket(ticket_id, random.choice(list(CancelReason))),
        VoidTicket(ticket_id, random.choice(list(VoidReason))),
    ]
    at_counter: list[Order] = [RecallTicket(at, ticket_id), MissTicket(at, ticket_id), FinishTicket(at, ticket_id)]
    by_state: dict[str, list[Order]] = {
        "waiting": [PickTicket(elsewhere, ticket_id, random.choice(list(PickReason)))],
        "called": [*at_counter, UndoCall(at, ticket_id), *[ArriveTicket(at, ticket_id)] * 3],
        "serving": [FinishTicket(at, ticket_id), HoldTicket(at, ticket_id, random.choice(list(HoldReason)))],
        "missed": [RestoreTicket(ticket_id)],
        "held": [ResumeTicket(elsewhere, ticket_id)],
    }
    likely: list[Order] = free if random.random() < 0.1 else by_state.get(state, free)
    return random.choice(likely)


def _of_the_hall(random: Random, counter_id: str, service_id: str) -> Order:
    """A closed hall or a paused counter is soon open again, or the rest would be refusals."""
    closed = SetByHand(HandWhat.SERVICE_CLOSED, "books", random.choice([HandValue(), None]))
    services = SetByHand(HandWhat.COUNTER_SERVICES, "1", random.choice([HandValue(primary=("books",)), None]))
    work: list[Order] = [
        *[OpenCounter(counter_id)] * 3,
        CloseCounter(counter_id),
        PauseCounter(counter_id, random.choice(list(PauseReason)), random.choice([None, NEVER_PAST])),
        SetAutoCall(counter_id, random.random() < 0.5),
        ServeWithoutNumber(counter_id, service_id, random.choice(list(Outcome))),
    ]
    whole: list[Order] = [
        CloseToday(random.choice(list(ClosingReason))),
        *[ReopenToday()] * 3,
        RaiseEmergency(random.choice(list(EmergencyKind)), random.choice(["outside", "upstairs"])),
        EndEmergency(),
    ]
    return random.choice([*work, closed, services, random.choice(whole)])


def applied(model: NaiveHall, order: Order) -> Told:
    """What the model says to an order."""
    match order:
        case IssueTicket():
            return model.issue(order.visit.service_id, order.visit.language)
        case CallNext():
            return model.next(order.counter_id, order.after, order.present)
        case SetByHand():
            return model.set_by_hand(order)
        case CloseToday() | ReopenToday():
            return model.close_today(order.reason.value if isinstance(order, CloseToday) else "")
        case RaiseEmergency() | EndEmergency():
            return model.emergency_is((order.kind, order.words) if isinstance(order, RaiseEmergency) else None)
        case _:
            return _worked(model, order) if isinstance(order, WorkCounter) else _moved(model, order)


def _worked(model: NaiveHall, order: WorkCounter) -> Told:
    match order:
        case OpenCounter():
            return model.work(order.counter_id, "open", None, None, past=False)
        case CloseCounter():
            return model.work(order.counter_id, "closed", None, None, past=False)
        case PauseCounter():
            return model.work(order.counter_id, "paused", order.reason.value, order.back_at, past=False)
        case SetAutoCall():
            return model.auto_call(order.counter_id, on=order.on)
        case ServeWithoutNumber():
            return model.serve_without_number(order.counter_id, order.service_id)


def _moved(model: NaiveHall, order: Order) -> Told:
    of_ticket: dict[type, Callable[[], Told]] = {
        RestoreTicket: lambda: model.restore(order.ticket_id),  # type: ignore[union-attr]
        CancelTicket: lambda: model.cancel(order.ticket_id),  # type: ignore[union-attr]
        VoidTicket: lambda: model.void(order.ticket_id),  # type: ignore[union-attr]
        RecallTicket: lambda: model.recall(order.counter_id, order.ticket_id),  # type: ignore[union-attr]
        ArriveTicket: lambda: model.arrive(order.counter_id, order.ticket_id),  # type: ignore[union-attr]
        FinishTicket: lambda: model.finish(order.counter_id, order.ticket_id),  # type: ignore[union-attr]
        MissTicket: lambda: model.miss(order.counter_id, order.ticket_id),  # type: ignore[union-attr]
        UndoCall: lambda: model.undo(order.counter_id, order.ticket_id),  # type: ignore[union-attr]
        ResumeTicket: lambda: model.resume(order.counter_id, order.ticket_id),  # type: ignore[union-attr]
        PickTicket: lambda: model.pick(order.counter_id, order.ticket_id),  # type: ignore[union-attr]
        HoldTicket: lambda: model.hold(order.counter_id, order.ticket_id, order.reason),  # type: ignore[union-attr]
        **dict.fromkeys(
            (TransferTicket, TransferAgain),
            lambda: model.transfer(
                order.counter_id,  # type: ignore[union-attr]
                order.ticket_id,  # type: ignore[union-attr]
                order.to_service,  # type: ignore[union-attr]
                order.note_code,  # type: ignore[union-attr]
                again=isinstance(order, TransferAgain),
            ),
        ),
    }
    return of_ticket[type(order)]()


def agree(config: HallConfig, facts: Sequence[Fact], heard: Sequence[Heard]) -> NaiveHall:
    """The model at the log's end. Raises AssertionError where the log, or what a client was told, is not what the model
    says."""
    orders = {one.key: one for one in heard}
    assert len(orders) == len(heard), "keys are each used once"
    model = NaiveHall(config, business_day_number(facts[0].at))
    without_effect = _TrueOnce([one for one in heard if not one.answer.seq])
    done: set[str] = set()
    for key, group in groupby(facts[1:], key=lambda fact: fact.cause):
        made = list(group)
        without_effect.look(model, until=model.seq + len(made))
        if key.startswith("author:"):
            _by_the_author(model, made)
        else:
            one = orders[key]
            told = applied(model, one.order)
            if isinstance(one.order, IssueTicket) and told.code == "":
                model.placed(str(told.ticket_id), made[-1].at)
            assert told.facts == len(made), (one, told)
            said = (one.answer.code, one.answer.ticket_id, one.answer.what, one.answer.seq)
            assert said == (told.code, told.ticket_id, told.what, model.seq), (one, told)
            done.add(key)
    without_effect.look(model, until=len(facts) + FACTS_OF_ONE * CLIENTS)
    assert model.seq == len(facts)
    assert {one.key for one in heard if one.answer.seq} == done, "whoever was told of an effect finds it in the log"
    assert not without_effect.left, without_effect.left[0]
    return model


class _TrueOnce:
    """Refusals, and that there was nothing to do: each is what the model says at one instant while it was asked. The
    ticket in the way is told as it is when the answer leaves: it may be gone by then."""

    def __init__(self, heard: Sequence[Heard]) -> None:
        self._to_come = sorted(heard, key=lambda one: one.low, reverse=True)
        self._asked: list[Heard] = []

    @property
    def left(self) -> list[Heard]:
        return self._asked + self._to_come

    def look(self, model: NaiveHall, *, until: int) -> None:
        """At the model as it is up to this log position. Raises AssertionError when one was true at no instant."""
        while self._to_come and self._to_come[-1].low < until:
            self._asked.append(self._to_come.pop())
        late = [one for one in self._asked if one.high < model.seq]
        assert not late, late[0]
        if self._asked:
            now = pickle.dumps(model)  # a copy for each, which it may change
            self._asked = [one for one in self._asked if not _says(pickle.loads(now), one)]


def _says(model: NaiveHall, one: Heard) -> bool:
    told = applied(model, one.order)
    fits = (told.code, told.what, told.facts) == (one.answer.code, one.answer.what, 0)
    return fits and one.answer.ticket_id in {None, told.ticket_id}


def _by_the_author(model: NaiveHall, made: Sequence[Fact]) -> None:
    last = made[-1]
    if isinstance(last.event, DayOpened):
        model.roll(business_day_number(last.at))
    elif isinstance(last.event, HallConfigured | HallEdited):
        model.configure(written_after(model.written, last.event))
