"""A phone that does not read is dropped and harms nobody; and nothing is made for nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.edge.phones import Phones
from tests.server.edge.deadlines import until
from tests.server.edge.deaf import deaf_peer
from tests.server.edge.running import RunningServer, running_server
from tests.server.edge.test_phones import board_at, follow, issue
from wire.errors import Close
from wire.messages import PROTOCOL
from wire.messages.phone import FollowTicket

LONG_LINE = 300
"""Waiting tickets that make a board some kilobytes long."""


@pytest.fixture
def small(tmp_path: Path) -> Iterator[RunningServer]:
    with running_server(tmp_path, send_buffer=4096) as server:
        yield server


def test_a_deaf_phone_is_dropped_and_the_others_hear_on(small: RunningServer) -> None:
    token = issue(small, 0)
    for number in range(1, LONG_LINE):
        issue(small, number)
    greeting = FollowTicket(protocol=PROTOCOL, token=token)
    with small.socket("/ws/phone") as phone, deaf_peer(small.port, "/ws/phone", greeting) as deaf:
        follow(phone, token)
        until(lambda: len(small.hub.phones) == 2)
        number = LONG_LINE
        while len(small.hub.phones) == 2:
            assert number < LONG_LINE + 100
            issue(small, number)
            number += 1
            assert len(board_at(phone, small.seq()).lines["apples"]) == number
        assert deaf.hear(10)[1] == Close.SLOW


def test_nothing_is_made_for_nobody(hall: RunningServer) -> None:
    def board() -> tuple[int, bytes]:
        return newest_board(hall.hub.phones)

    before = hall.on_loop(board)
    issue(hall, 1)
    until(lambda: hall.on_loop(lambda: hall.hub.hall.seq) == hall.seq())
    assert hall.on_loop(board) == before


def newest_board(phones: Phones) -> tuple[int, bytes]:
    return phones._board
