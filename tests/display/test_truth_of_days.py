"""Whatever staff and visitors do on a day: nobody is sent anywhere by any surface who is not called there at that
moment.

Two monitors, one for both parts, two zones and a phone are held to the hall after each verb and while time passes.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection
from dataclasses import replace

import pytest

from display.board import Board, LinkChanged, MonitorsChanged, Tick
from display.board_reducer import reduce
from display.content_layout import content_layout
from display.content_page import content_page
from display.counter_board import counter_rows
from display.legibility import Monitor
from display.order_layout import order_layout
from display.order_page import OrderPage, order_page
from display.sign_lines import sign_message
from display.words import BETWEEN, Words
from display.zones import of_zone
from hardware.led.message import Kind
from program.texts import read_catalog
from server.domain import commands as ask
from server.domain.closing import ClosingReason
from server.domain.config import Group
from server.domain.counter_states import PauseReason
from server.domain.emergency import EmergencyKind
from server.domain.tickets import CancelReason, Channel, HoldReason, PickReason, Ticket, Visit, VoidReason
from server.domain.visitor_classes import ORDINARY, PRIORITY
from server.translation.phone import phone_board
from tests.display.walls import Wall
from tests.real_hall import RealHall, sample_config
from wire.messages import HallMoved, Lines, OpeningChanged, Snapshot

CATALOG = read_catalog("display")
ORDER = {shared: order_layout(Monitor(1920, 1080, 55.0, 15.0), shared=shared) for shared in (False, True)}
CONTENT = content_layout(Monitor(1920, 1080, 55.0, 6.0))
TOGETHER = ("training", "youth", "employer")
SAMPLE = sample_config()
CONFIG = replace(
    SAMPLE,
    services=tuple(replace(one, group=Group(2, 1)) if one.service_id in TOGETHER else one for one in SAMPLE.services),
)
FEWER = replace(CONFIG, counters=(*CONFIG.counters[:3], *CONFIG.counters[5:]))
OTHERWISE = replace(CONFIG, counters=tuple(replace(one, label=f"A{one.label}") for one in CONFIG.counters))
SERVICES = [one.service_id for one in CONFIG.services]
COUNTERS = [one.counter_id for one in CONFIG.counters]
EVENING_MS = 8 * 3_600_000
Chance = random.Random


class Display:
    """One display of some of the hall's counters, or of all."""

    def __init__(self, hall: RealHall, zone: Collection[str] = (), *, shared: bool = False) -> None:
        self.hall, self.zone, self.shared = hall, frozenset(zone), shared
        self.wall = Wall(hall)
        self.wall.told(MonitorsChanged(shared))
        self.hear(hall.snapshot(), hall.lines())

    def hear(self, *messages: HallMoved | Snapshot | Lines | OpeningChanged) -> None:
        for message in messages:
            hall = self.wall.board.hall
            services = {one.service_id for one in hall.services} if hall is not None else set()
            self.wall.told(of_zone(message, self.zone, services))

    def look(self) -> None:
        """What is said now, and 300 ms later if nothing happens."""
        board, now = self.wall.board, self.wall.now
        called = self._called()
        order = order_page(board, now, ORDER[self.shared], CATALOG)
        shown = _shown(order, fading=False)
        assert set(shown.items()) <= set(called.items()), "a card sends to where nobody is called"
        bar = content_page(board, now, CONTENT, CATALOG).bar
        if bar.called:
            told = _numbers(bar.letter, bar.digits)
            assert {(one, bar.counter) for one in told} <= set(shown.items()), "both monitors show one call"
            assert self.shared or told == list(shown)[: len(told)], "and it is the newest"
        sign = sign_message(board, now, CATALOG)
        if sign.kind is Kind.CALL:
            assert set(sign.text.split(" →")[0].split()) <= called.keys()
        assert board.hall is not None
        rows = [row for row in counter_rows(board, Words(CATALOG, board.hall, 0), now) if row.says == "called"]
        assert {(row.letter + row.digits, row.label) for row in rows} <= set(called.items())
        assert sum(1 + row.more for row in rows) == len(called), "each who is called stands in a row"
        soon = now._replace(wall=now.wall + 300, steady=now.steady + 300)
        later = order_page(reduce(board, Tick(), soon), soon, ORDER[self.shared], CATALOG)
        assert _shown(later, fading=True).keys() <= called.keys(), "what is over is gone 300 ms later"

    def _called(self) -> dict[str, str]:
        """Who is called, by number, and to which counter."""
        label = {one.counter_id: one.label for one in self.hall.config.counters}
        tickets = [self.hall.ticket(one) for one in self.hall.of_state("called")]
        return {
            one.number: label[one.counter_id or ""] for one in tickets if not self.zone or one.counter_id in self.zone
        }


def _numbers(*lines: str) -> list[str]:
    pairs = zip(lines[::2], lines[1::2], strict=True)
    return [one for letter, digits in pairs for one in (letter + digits).replace("\u2009", "").split(BETWEEN) if one]


def _shown(page: OrderPage, *, fading: bool) -> dict[str, str]:
    cards = [one for one in page.cards if fading or not one.fading]
    shown = [
        (number, card.counter)
        for card in cards
        for number in _numbers(card.letter, card.digits, card.letterBelow, card.digitsBelow)
    ]
    assert len(dict(shown)) == len(shown), "nobody stands there twice"
    return dict(shown)


def _issue(chance: Chance) -> ask.Command:
    visitor = chance.choice((ORDINARY, ORDINARY, PRIORITY))
    return ask.IssueTicket(Visit(chance.choice(SERVICES), Channel.KIOSK, "zh-TW", visitor))


def _of_counter(hall: RealHall, chance: Chance) -> ask.Command:
    counter_id = chance.choice(COUNTERS)
    after = hall.hall.counter(counter_id).calls
    leaving = chance.choice((None, *ask.Leaving))
    calls = [ask.CallNext(counter_id, after, leaving)] * 6
    kinds: list[ask.Command] = [
        *calls,
        *[ask.CallGroup(counter_id, chance.choice(TOGETHER), after, leaving)] * 3,
        ask.PauseCounter(counter_id, chance.choice(list(PauseReason)), hall.at + 60_000),
        ask.CloseCounter(counter_id),
        ask.OpenCounter(counter_id),
        ask.SetAutoCall(counter_id, chance.random() < 0.5),
    ]
    return chance.choice(kinds)


def _of_ticket(ticket: Ticket, chance: Chance) -> ask.Command:
    one, at = ticket.ticket_id, ticket.counter_id or chance.choice(COUNTERS)
    to = chance.choice(SERVICES)
    by_counter = (ask.UndoCall, ask.RecallTicket, ask.RecallTicket, ask.ArriveTicket, ask.FinishTicket, ask.MissTicket)
    kinds: list[ask.Command] = [
        *(verb(at, one) for verb in by_counter),
        ask.RestoreTicket(one),
        ask.HoldTicket(at, one, chance.choice(list(HoldReason))),
        ask.ResumeTicket(at, one),
        ask.LaterTicket(one, 10),
        ask.BackTicket(one),
        ask.PickTicket(at, one, chance.choice(list(PickReason))),
        ask.TransferTicket(one, to, ticket.counter_id or ""),
        ask.TransferAgain(one, to, ticket.counter_id or "", to_counter=chance.choice(("", at))),
        ask.CancelTicket(one, CancelReason.LEFT),
        ask.GiveUpTicket(one),
        ask.VoidTicket(one, VoidReason.DUPLICATE),
    ]
    return chance.choice(kinds)


def _of_hall(chance: Chance) -> ask.Command:
    kinds: list[ask.Command] = [
        ask.ConfigureHall(chance.choice((CONFIG, FEWER, OTHERWISE))),
        ask.RaiseEmergency(EmergencyKind.EARTHQUAKE),
        ask.EndEmergency(),
        ask.CloseToday(ClosingReason.TYPHOON),
        ask.ReopenToday(),
        ask.KeepWatch(),
    ]
    return chance.choice(kinds)


def _asked(hall: RealHall, chance: Chance) -> ask.Command:
    tickets = list(hall.hall.live.values())
    kinds: list[Callable[[], ask.Command]] = [
        *[lambda: _issue(chance)] * 3,
        *[lambda: _of_counter(hall, chance)] * 4,
        lambda: _of_hall(chance),
    ]
    if tickets:
        kinds += [lambda: _of_ticket(chance.choice(tickets), chance)] * 8
    return chance.choice(kinds)()


@pytest.mark.parametrize("seed", range(3))
def test_nobody_is_sent_anywhere_who_is_not_called_there(seed: int) -> None:
    chance = Chance(seed)
    hall = RealHall(CONFIG)
    shows = [
        Display(hall),
        Display(hall, shared=True),
        Display(hall, COUNTERS[:4]),
        Display(hall, COUNTERS[4:]),
    ]
    cut = Display(hall)
    away, heard = False, len(hall.messages)
    for turn in range(160):
        if turn == 110:
            hall.pass_ms(EVENING_MS)
        hall.ask(_asked(hall, chance))
        said = [*hall.messages[heard:], hall.lines(), hall.opening_changed()]
        heard = len(hall.messages)
        if away and chance.random() < 0.2:
            away = False
            cut.hear(hall.snapshot(), hall.lines())
        elif not away and chance.random() < 0.05:
            away = True
            cut.wall.told(LinkChanged(up=False))
        elif not away:
            cut.hear(*said)
        for one in shows:
            one.hear(*said)
        if chance.random() < 0.02:
            shows[0].wall.board = Board()
            shows[0].hear(hall.snapshot(), hall.lines())
        on = [*shows, *(() if away else (cut,))]
        phones = phone_board(hall.hall, hall.at)
        assert {one.number for one in phones.calls if one.stage == "called"} == _numbers_called(hall)
        _pass(hall, on, cut, chance.choice((0, 0, 100, 200, 1_000, 5_000, 9_000, 14_000)))


def _numbers_called(hall: RealHall) -> set[str]:
    return {hall.ticket(one).number for one in hall.of_state("called")}


def _pass(hall: RealHall, on: list[Display], cut: Display, ms: int) -> None:
    step = 100 if ms <= 1_000 else 1_000
    for one in on:
        one.look()
    for _ in range(ms // step):
        hall.pass_ms(step)
        for one in dict.fromkeys((*on, cut)):
            one.wall.steady += step
            one.wall.told(Tick())
        for one in on:
            one.look()
