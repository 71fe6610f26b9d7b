"""Guesses by the thousand at the token of a ticket."""

from __future__ import annotations

import os
import random
from itertools import islice

from tests.near_misses import TOKEN_LETTERS, near_misses
from tests.server.edge.running import RunningServer, visit
from wire.messages.commands import IssueTicket

GUESSES = 200_000 if os.environ.get("JIAOHAO_FULL") == "1" else 2_000


def test_no_ticket_is_found_by_guessing(hall: RunningServer) -> None:
    tokens = [hall.post(IssueTicket(key=f"issue-{number:05}", visit=visit())).json()["token"] for number in range(3)]
    guesses = islice(near_misses(tokens[1], TOKEN_LETTERS, random.Random(13)), GUESSES)

    async def tickets_found() -> tuple[int, int]:
        return (
            sum([await hall.hub.phones.find(guess) is not None for guess in guesses]),
            sum([await hall.hub.phones.find(token) is not None for token in tokens]),
        )

    assert hall.run(tickets_found) == (0, 3)
