"""A server that runs for days holds at the end of each what it held at the end of the one before."""

from __future__ import annotations

import gc
import time
from collections import Counter, deque
from pathlib import Path
from typing import Any

from tests.server.edge.running import WAIT_S, visit
from tests.server.edge.signed_in import StaffedHall, staffed_hall
from tests.server.living_objects import living
from wire.codec import encode
from wire.messages import PROTOCOL, Command, IssueTicket
from wire.messages.commands import ArriveTicket, CallNext, FinishTicket, MissTicket, RestoreTicket
from wire.messages.phone import FollowTicket, PhoneBoard

DAY_MS = 86_400_000
A_DAY = 4
ROOMS = ("server.", "wire.", "program.")
UP_TO_A_NUMBER = {"Paces._paces", "Endings._by_token"}
"""As docs/kept.md has them: with each session that there was."""


def lengths() -> Counter[str]:
    """Of everything that an object of ours holds, by class and attribute."""
    gc.collect()
    found: Counter[str] = Counter()
    for one in living(lambda kind: str(kind.__module__).startswith(ROOMS)):
        kind = type(one)
        slots = (name for base in kind.__mro__ for name in getattr(base, "__slots__", ()))
        held: dict[str, Any] = getattr(one, "__dict__", {}) or {name: getattr(one, name, None) for name in slots}
        for name, what in held.items():
            if isinstance(what, dict | list | set | deque):
                found[f"{kind.__name__}.{name}"] += len(what)
    return found


def a_day(staffed: StaffedHall, number: int, kiosk: str) -> None:
    clerk = staffed.browser()
    clerk.sign_in("ann")
    assert staffed.browser().post("/api/sign-in", login="ann", password="a wrong guess of somebody").status != 200
    for turn in range(A_DAY):
        key = f"{number}-{turn}-".ljust(21, "x")
        sent = {"content-type": "application/json", "authorization": f"Bearer {kiosk}"}
        raw = encode(IssueTicket(key=f"{key}i", visit=visit()))
        issued = staffed.hall.request("POST", "/api/commands", raw, sent).json()
        here: dict[str, Any] = {"counter_id": "1", "ticket_id": issued["ticket_id"]}
        with staffed.hall.socket("/ws/phone") as phone, clerk.console():
            phone.send(FollowTicket(protocol=PROTOCOL, token=issued["token"]))
            phone.until(PhoneBoard)
            acts: list[Command] = [
                CallNext(key=f"{key}c", counter_id="1", after=2 * turn),
                MissTicket(key=f"{key}m", **here),
                RestoreTicket(key=f"{key}r", ticket_id=issued["ticket_id"]),
                CallNext(key=f"{key}d", counter_id="1", after=2 * turn + 1),
                ArriveTicket(key=f"{key}a", **here),
                FinishTicket(key=f"{key}f", **here),
            ]
            for act in acts:
                assert clerk.ask(act).status == 200, act


def test_a_day_leaves_nothing_behind(tmp_path: Path) -> None:
    with staffed_hall(tmp_path) as staffed:
        gc.unfreeze()  # what was there when the server began is looked at too
        staffed.hire("ann")
        kiosk = staffed.enrol("kiosk", "kiosk")["token"]
        ends: list[Counter[str]] = []
        for number in range(3):
            a_day(staffed, number, kiosk)
            ends.append(_at_rest(ends))
            staffed.hall.clock.advance(DAY_MS)
        assert "Phones._tickets" in ends[0]
        assert ends[-1]["Phones._tickets"] == A_DAY
        assert {name for name in _grown(ends) if name not in UP_TO_A_NUMBER} == set()


def _at_rest(ends: list[Counter[str]]) -> Counter[str]:
    """What is held once everything that was begun has ended."""
    deadline = time.monotonic() + WAIT_S
    while True:
        now = lengths()
        if not _grown([*ends, now]) - UP_TO_A_NUMBER or time.monotonic() > deadline:
            return now
        time.sleep(0.02)


def _grown(ends: list[Counter[str]]) -> set[str]:
    """From the second day on: the first is one in which all is new."""
    return set(ends[-1] - ends[-2]) if len(ends) > 2 else set()
