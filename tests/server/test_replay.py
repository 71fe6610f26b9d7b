"""Whatever a hall goes through, its log alone gives the same hall again, byte for byte (invariants I5 and I7)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from server.domain.commands import (
    CallNext,
    Command,
    ConfigureHall,
    Context,
    IssueTicket,
    Leaving,
    MoveTicket,
    TransferTicket,
)
from server.domain.config import HallConfig
from server.domain.evolve import replay
from server.domain.hall import Hall
from server.domain.life import LIFE
from server.domain.tickets import Channel, HoldReason, Visit
from server.draft import Draft
from server.storage.engine import open_engine
from server.storage.log import HallLog
from server.storage.migrate import migrate
from server.submissions import Answer, KeyFate
from tests.server.asking import move
from tests.server.sample_halls import NOON, sample_counter, sample_hall, sample_service

COUNTERS = ("1", "2", "3")
SERVICES = ("apples", "books", "pears")
CONFIGS = (
    sample_hall(),
    sample_hall(recall_limit=0, restore_delay_minutes=0),
    sample_hall(
        (sample_service("books", "B", last=3), sample_service("pears", "C")), (sample_counter("3", ("pears",)),)
    ),
)

REASONS = tuple(HoldReason)

halls = itertools.count()
counter = st.sampled_from(COUNTERS)
steps = st.one_of(
    st.tuples(st.just("issue"), st.sampled_from(SERVICES)),
    st.tuples(st.just("next"), counter, st.sampled_from([None, *Leaving])),
    st.tuples(st.just("move"), counter, st.sampled_from(get_args(MoveTicket)), st.integers(0, 20)),
    st.tuples(st.just("configure"), st.sampled_from(CONFIGS)),
    st.tuples(st.just("time"), st.integers(-3_600_000, 90_000_000)),
    st.tuples(st.just("again"), st.integers(0, 20)),
    st.tuples(st.just("restart")),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('replay')}/hall.db")
    migrate(engine)
    yield engine
    engine.dispose()


class Story:
    """A hall of its own, its log, and what its keys were answered."""

    def __init__(self, engine: Engine) -> None:
        self.hall_id = f"hall-{next(halls)}"
        self.log = HallLog(engine, self.hall_id)
        self.hall = Hall.empty(0)
        self.now = NOON
        self.answers: list[tuple[str, Command, Answer]] = []
        self._engine = engine
        self.give(self.configure(CONFIGS[0]))

    def give(self, command: Command, key: str | None = None) -> object:
        key = key or f"key-{len(self.answers)}-{self.hall.seq}-{self.now}"
        draft = self._draft(key)
        draft.roll_day()
        outcome = draft.take(key, command, f"console:{self.hall.seq % 3}")
        self._commit(draft)
        if isinstance(outcome, Answer):
            self.answers.append((key, command, outcome))
        return outcome

    def roll(self) -> None:
        draft = self._draft("")
        draft.roll_day()
        self._commit(draft)

    def fate(self, key: str, *, cancel: bool) -> KeyFate:
        draft = self._draft(key)
        found = draft.fate(key, cancel=cancel)
        self._commit(draft)
        return found

    def _draft(self, key: str) -> Draft:
        return Draft(self.hall, Context(self.now, lambda ticket_id: ticket_id), self.log.remembered([key]))

    def _commit(self, draft: Draft) -> None:
        if draft.keys:
            self.log.append(draft.entries, draft.keys)
        self.hall = draft.hall

    def configure(self, config: HallConfig) -> Command:
        return ConfigureHall(replace(config, hall_id=self.hall_id))

    def issue(self, service_id: str) -> Command:
        return IssueTicket(Visit(service_id, Channel.KIOSK, "en"))

    def next(self, counter_id: str, present: Leaving | None) -> Command:
        return CallNext(counter_id, self.hall.counter(counter_id).calls, present)

    def move(self, counter_id: str, kind: type[MoveTicket], place: int) -> Command:
        """For a ticket that may be asked it, at whatever counter, if there is one: that at the counter first."""
        verb = LIFE.of_command[kind]
        here = self.hall.counter(counter_id).ticket_id
        able = [ticket.ticket_id for ticket in self.hall.tickets() if ticket.state in verb.states] or ["1-A001"]
        ticket_id = here if here in able else able[place % len(able)]
        order = move(kind, counter_id, ticket_id, REASONS[place % len(REASONS)])
        return replace(order, to_service=("apples", "books")[place % 2]) if isinstance(order, TransferTicket) else order

    def replayed(self) -> Hall:
        log = HallLog(self._engine, self.hall_id)
        day = log.load_day()
        log.close()
        return replay(day.facts, Hall.empty(day.first_seq - 1))


def as_now(answer: Answer, hall: Hall) -> Answer:
    """What the same key is answered today: the same, but for the ticket, which is as it is now."""
    return replace(answer, ticket=None if answer.ticket_id is None else hall.ticket(answer.ticket_id))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(st.lists(steps, max_size=60))
def test_the_log_alone_gives_the_same_hall_again(engine: Engine, story: list[tuple[Any, ...]]) -> None:
    hall = Story(engine)
    for kind, *more in story:
        if kind == "time":
            hall.now += more[0]
        elif kind == "restart":
            live, hall.hall = hall.hall, hall.replayed()
            assert hall.hall.canonical() == live.canonical()
        elif kind == "again":
            key, command, answer = hall.answers[more[0] % len(hall.answers)]
            hall.roll()
            before, now = hall.hall, as_now(answer, hall.hall)
            assert hall.give(command, key) == now
            assert hall.fate(key, cancel=bool(more[0] % 2)) == KeyFate(done=now)
            assert hall.hall is before
        else:
            hall.give(getattr(hall, kind)(*more))
    assert hall.replayed().canonical() == hall.hall.canonical()
    assert hall.log.verify_chain() == hall.hall.seq
    hall.log.close()
