"""A snapshot and what moved after it equal a later snapshot, for everybody who watches: the wall's board, the kiosk's
facts and the console's state in the browser's own language. The hall, its rules and its translation are the real ones.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from display.board import Board, Moment, facts
from display.board_reducer import reduce
from kiosk.hall_facts import HallFacts, learn
from server.domain import commands
from server.domain.counter_states import PauseReason
from server.domain.tickets import CancelReason, Channel, HoldReason, PickReason, Visit, VoidReason
from server.domain.visitor_classes import ORDINARY, PRIORITY
from tests.contract.node_process import NodeProcess
from tests.real_hall import RealHall, sample_config
from wire.codec import decode_server, encode
from wire.messages import HallMoved, ServerMessage

HERE = Path(__file__).parent
HALL_STATE = HERE.parents[1] / "server" / "web" / "static" / "hall_state.mjs"
STORIES = 600 if os.environ.get("JIAOHAO_FULL") == "1" else 60
CONFIG = sample_config()
SMALLER = replace(CONFIG, services=CONFIG.services[:-1], counters=CONFIG.counters[:-2], recall_limit=0)


class Browser(NodeProcess):
    """The console's state, reduced by node."""

    def __init__(self, module: Path) -> None:
        super().__init__("hall_state_runner.mjs", module)

    def state(self, messages: list[ServerMessage]) -> dict[str, Any]:
        state = self.answer(f"[{','.join(encode(message).decode() for message in messages)}]")
        for stamp in ("seq", "at"):  # when the lines were made is not what they say
            (state["lines"] or {}).pop(stamp, None)
        return state


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    one = Browser(HALL_STATE)
    yield one
    one.close()


Act = tuple[str, int, int]
ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["issue"] * 6
            + ["next"] * 6
            + ["recall", "arrive", "arrive", "finish", "miss", "miss", "restore", "restore", "hold", "hold", "resume"]
            + ["later", "back"]
            + ["pick", "undo", "cancel", "give_up", "void"]
            + ["close", "configure", "day", "pause", "pause", "open", "shut", "auto", "numberless"]
            + ["transfer", "transfer"]
        ),
        st.integers(0, 7),
        st.integers(0, 5),
    ),
    max_size=40,
)


MOVES = {"recall", "arrive", "finish", "miss", "restore", "hold", "resume", "pick", "later", "back"}
MOVES |= {"transfer", "undo", "cancel", "give_up", "void"}


def play(hall: RealHall, act: Act) -> list[ServerMessage]:
    """One act in a hall; what a screen is sent of it. A refusal is nothing."""
    what, one, other = act
    before = len(hall.messages)
    hall.pass_ms(1_000 + 700 * other)
    counter = hall.config.counters[one % len(hall.config.counters)].counter_id
    if what == "issue":
        visit = Visit(CONFIG.services[one].service_id, Channel.KIOSK, "en", (ORDINARY, PRIORITY)[other % 2])
        hall.ask(commands.IssueTicket(visit))
    elif what == "next":
        leaving = (None, commands.Leaving.SERVED, commands.Leaving.MISSED)[other % 3]
        hall.ask(commands.CallNext(counter, hall.hall.counter(counter).calls, leaving))
    elif what == "close":
        hall.closed = {CONFIG.services[one].service_id: None} if other % 2 else {}
        return [hall.opening_changed()]
    elif what == "configure":
        hall.ask(commands.ConfigureHall(SMALLER if other % 2 else CONFIG))
    elif what in {"pause", "open", "shut", "auto", "numberless"}:
        _work(hall, what, counter, other)
    elif what == "day" and other == 0:
        hall.pass_ms(86_400_000)
        hall.ask(commands.OpenDay(f"2026-12-{1 + hall.hall.day:02}"))
    elif what in MOVES:
        _move(hall, what, one, other)
    told: list[ServerMessage] = list(hall.messages[before:])
    return [*told, hall.lines()]


def _work(hall: RealHall, what: str, counter: str, other: int) -> None:
    back_at = None if other % 2 else hall.at + 60_000 * (1 + other)
    asked: dict[str, commands.WorkCounter] = {
        "pause": commands.PauseCounter(counter, list(PauseReason)[other % 5], back_at),
        "open": commands.OpenCounter(counter),
        "numberless": commands.ServeWithoutNumber(counter, CONFIG.services[other].service_id),
        "shut": commands.CloseCounter(counter),
        "auto": commands.SetAutoCall(counter, on=bool(other % 3)),
    }
    hall.ask(asked[what])


def _move(hall: RealHall, what: str, one: int, other: int) -> None:
    if what in {"later", "back"}:
        there = hall.of_state("waiting" if what == "later" else "later")
        if there:
            ticket_id = there[one % len(there)]
            hall.ask(commands.LaterTicket(ticket_id, 20) if what == "later" else commands.BackTicket(ticket_id))
        return
    if what == "pick":
        waiting = hall.of_state("waiting")
        if waiting:
            hall.ask(commands.PickTicket(str(1 + one), waiting[one % len(waiting)], PickReason.OTHER))
        return
    live = hall.of_state("called", "serving", "missed", "held", *(["waiting"] if what == "transfer" else []))
    if not live:
        return
    ticket = hall.ticket(live[one % len(live)])
    alone: dict[str, commands.MoveTicket] = {
        "restore": commands.RestoreTicket(ticket.ticket_id),
        "cancel": commands.CancelTicket(ticket.ticket_id, CancelReason.LEFT),
        "give_up": commands.GiveUpTicket(ticket.ticket_id),
        "void": commands.VoidTicket(ticket.ticket_id, VoidReason.OTHER),
    }
    if what in alone:
        hall.ask(alone[what])
        return
    at = ticket.counter_id or "1"
    if what == "transfer":
        kind = commands.TransferTicket if ticket.hops < 2 else commands.TransferAgain
        hall.ask(kind(ticket.ticket_id, CONFIG.services[other].service_id, at))
        return
    if what == "hold":
        hall.ask(commands.HoldTicket(at, ticket.ticket_id, HoldReason.FORM))
        return
    kinds: dict[str, Callable[[str, str], commands.MoveTicket]] = {
        "resume": commands.ResumeTicket,
        "recall": commands.RecallTicket,
        "undo": commands.UndoCall,
        "arrive": commands.ArriveTicket,
        "finish": commands.FinishTicket,
        "miss": commands.MissTicket,
    }
    hall.ask(kinds[what](at, ticket.ticket_id))


def over_the_wire(messages: list[ServerMessage]) -> list[ServerMessage]:
    decoded = [decode_server(encode(message)) for message in messages]
    return [message for message in decoded if message is not None]


def board_of(messages: list[ServerMessage]) -> Board:
    board = Board()
    for place, message in enumerate(messages):
        board = reduce(board, message, Moment(wall=place, steady=place))  # type: ignore[arg-type]
    return board


def facts_of(messages: list[ServerMessage]) -> HallFacts | None:
    known: HallFacts | None = None
    for message in messages:
        known = learn(known, message)
    return known


@given(before=ACTS, after=ACTS)
@example(before=[], after=[("issue", 7, 0), ("configure", 0, 1), ("next", 5, 0)])
@example(before=[], after=[("issue", 7, 0), ("next", 7, 0), ("configure", 0, 1), ("finish", 0, 0)])
@settings(max_examples=STORIES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_moved_after_a_snapshot_equals_a_later_snapshot(
    browser: Browser, before: list[Act], after: list[Act]
) -> None:
    hall = RealHall(CONFIG)
    for act in before:
        play(hall, act)
    heard: list[ServerMessage] = [hall.snapshot(), hall.lines()]
    for act in after:
        heard += play(hall, act)
    heard = over_the_wire(heard)
    later = over_the_wire([hall.snapshot(), hall.lines()])
    assert facts(board_of(heard)) == facts(board_of(later))
    assert facts_of(heard) == facts_of(later)
    assert browser.state(heard) == browser.state(later)


def test_one_event_that_is_not_heard_is_noticed_at_each(browser: Browser) -> None:
    hall = RealHall(CONFIG)
    first = hall.snapshot()
    acts: list[Act] = [("issue", 0, 0), ("issue", 0, 0), ("next", 1, 0), ("miss", 0, 0)]
    heard = over_the_wire([first, *(message for act in acts for message in play(hall, act))])
    later = over_the_wire([hall.snapshot(), hall.lines()])
    moves = [place for place, message in enumerate(heard) if isinstance(message, HallMoved)]
    for missing in moves:
        deaf = [message for place, message in enumerate(heard) if place != missing]
        assert facts(board_of(deaf)) != facts(board_of(later)) or missing != moves[-1]
    assert facts_of([one for place, one in enumerate(heard) if place != moves[2]]) != facts_of(later)
    assert browser.state(heard[:-2]) != browser.state(later)
    assert browser.state(heard)["lines"] == browser.state(later)["lines"]
    assert browser.state(heard)["lines"]["counters"][1]["aside"], "the missed one is in the hall's list"


def test_the_comparison_notices_a_receiver_that_forgets_waiting_counts(tmp_path: Path) -> None:
    source = HALL_STATE.read_text(encoding="utf-8")
    forgets = source.replace("event.waiting ?? {}", "{}")
    assert forgets != source
    for name in HALL_STATE.parent.glob("*.mjs"):
        shutil.copy(name, tmp_path / name.name)
    (tmp_path / HALL_STATE.name).write_text(forgets, encoding="utf-8")
    hall = RealHall(CONFIG)
    heard: list[ServerMessage] = [hall.snapshot(), *play(hall, ("issue", 0, 0))]
    forgetful = Browser(tmp_path / HALL_STATE.name)
    try:
        assert forgetful.state(heard) != forgetful.state([hall.snapshot(), hall.lines()])
    finally:
        forgetful.close()
