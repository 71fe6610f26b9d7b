"""kill -9 of the server under load, again and again, and what must hold after each restart.

This tests the process, not the power: what the kernel holds survives a kill.
"""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select, text

from server.domain.events import TicketCalled, TicketIssued
from server.settings import read_settings
from server.storage.engine import open_engine
from server.storage.event_codec import StoredEvent, decode_event
from server.storage.log import HallLog
from server.storage.schema import event
from tests.system.hall_server import PROGRAM, HallServer, issue
from tests.system.lying_disk import LyingDisk

CLIENTS = 4
SERVICES = ("benefit-first", "benefit-again", "reply-card", "job-seeking", "training", "employer", "youth")
NOW = "2026-11-23T09:00:00+08:00"
"""A rehearsal clock that starts here each time, so that no run meets the roll of a business day."""
RECHECKED = 40
"""Keys of a round that are asked again after the restart."""

Command = dict[str, object]
Answer = dict[str, Any]


class Violation(AssertionError):
    """An invariant does not hold."""


class KillRig:
    """Clients hand in commands until the server dies; every answer they got is a promise."""

    def __init__(
        self, config: Path, seed: int, program: Sequence[str] = PROGRAM, disk: LyingDisk | None = None
    ) -> None:
        """With a `disk` flushes fail at some moments of each round, and its kill is a power cut."""
        self._config = config
        self._program = program
        self._disk = disk
        self._environment = disk.environment if disk else {}
        self.refusals = 0
        """Commands that a failing disk refused."""
        self._random = random.Random(seed)
        self._engine = open_engine(read_settings(config).server.database)
        self.promised: dict[str, tuple[Command, Answer]] = {}
        """Key → what was asked and accepted, over all rounds."""
        self.kills = 0
        self._surprises: list[str] = []

    def rounds(self, count: int) -> None:
        """So many kills, and one more start that keeps what was promised. Raises Violation."""
        for _ in range(count):
            self.round()
        with self._server() as server:
            self._ask_again(server, self.promised)

    def round(self) -> None:
        """Start, keep last round's promises, load, kill, look into the log. Raises Violation."""
        before = dict(self.promised)
        if self._disk is not None:
            self._disk.power_on()
        with self._server() as server:
            server.entry.let_in(server.door)
            self._ask_again(server, before)
            ready = threading.Barrier(CLIENTS + 1)
            clients = [
                threading.Thread(target=self._load, args=(server, self._random.randrange(2**32), number, ready))
                for number in range(CLIENTS)
            ]
            for client in clients:
                client.start()
            ready.wait(30)
            self._until_the_end()
            server.kill()
            if self._disk is not None:
                self._disk.cut_power()
            self.kills += 1
            for client in clients:
                client.join(30)
                if client.is_alive():
                    raise Violation("a client still waits for a dead server")
            if self._surprises:
                raise Violation(self._surprises[0])
        self._look_into_the_log()

    def _server(self) -> HallServer:
        """Its start is nobody's matter here, but for a disk that is preloaded."""
        return HallServer(self._config, self._program, NOW, self._environment, forked=self._disk is None)

    def _until_the_end(self) -> None:
        """The load runs; a disk that lies fails once or twice for a moment, perhaps to the end."""
        if self._disk is None:
            time.sleep(self._random.uniform(0.05, 0.35))
            return
        for _ in range(self._random.choice([1, 2])):
            time.sleep(self._random.uniform(0.05, 0.3))
            self._disk.fail()
            time.sleep(self._random.uniform(0.0, 0.3))
            if self._random.random() < 0.3:
                return
            self._disk.heal()
        time.sleep(self._random.uniform(0.0, 0.3))

    def _ask_again(self, server: HallServer, promised: dict[str, tuple[Command, Answer]]) -> None:
        keys = list(promised)[-RECHECKED // 2 :]
        keys += self._random.sample(list(promised), min(len(promised), RECHECKED // 2))
        for key in keys:
            command, answer = promised[key]
            status, again = server.ask(command)
            if (status, lasting(again)) != (200, lasting(answer)):
                raise Violation(f"{key} was answered {answer}, and after the restart {again}")

    def _load(self, server: HallServer, seed: int, number: int, ready: threading.Barrier) -> None:
        """One client: tickets mostly, and calls at a counter of its own."""
        chance = random.Random(seed)
        counter, calls = str(number + 3), self._calls_of(server, str(number + 3))
        line = server.line()
        ready.wait(30)
        try:
            while True:
                key = f"{seed:08x}-{chance.getrandbits(64):016x}"
                command = issue(key, chance.choice(SERVICES))
                if chance.random() < 0.3:
                    command = {
                        "type": "call_next",
                        "key": key,
                        "counter_id": counter,
                        "after": calls,
                        "present": "served",
                        "patience_ms": 20_000,
                    }
                status, answer = line.ask(command)
                if status == 200 and answer["seq"]:
                    self.promised[key] = (command, answer)
                    calls += answer["what"] == "ticket_called"
                elif self._disk is not None and answer.get("code") in {"unavailable", "already_called"}:
                    self.refusals += 1  # the second: what the first left in doubt has landed after all
                    calls = self._calls_of(server, counter)
                elif status != 200:
                    self._surprises.append(f"{command} was refused: {answer}")
                    return
        except (OSError, http.client.HTTPException):
            pass  # killed
        finally:
            line.close()

    def _calls_of(self, server: HallServer, counter: str) -> int:
        counters = server.get("/api/snapshot")["counters"]
        return next((int(state["calls"]) for state in counters if state["counter_id"] == counter), 0)

    def _look_into_the_log(self) -> None:
        hall_id = read_settings(self._config).hall.hall_id
        log = HallLog(self._engine, hall_id)
        length = log.verify_chain()
        log.close()
        with self._engine.connect() as connection:
            rows = connection.execute(select(event.c.seq, event.c.type, event.c.version, event.c.body)).all()
            keys = connection.execute(text("SELECT count(*), count(DISTINCT key) FROM command_key")).one()
        if sorted(row.seq for row in rows) != list(range(1, length + 1)):
            raise Violation("the log has gaps")
        if keys[0] != keys[1]:
            raise Violation("a command key is remembered twice")
        happened = [decode_event(StoredEvent(row.type, row.version, row.body)) for row in rows]
        tickets = Counter(one.ticket_id for one in happened if isinstance(one, TicketIssued))
        numbers = Counter(one.number for one in happened if isinstance(one, TicketIssued))
        called = Counter(one.ticket_id for one in happened if isinstance(one, TicketCalled))
        for name, counted in (("ticket", tickets), ("number", numbers), ("call of a ticket", called)):
            doubled = [one for one, count in counted.items() if count > 1]
            if doubled:
                raise Violation(f"{name} twice in the log: {doubled[:5]}")
        issued = Counter(answer["ticket_id"] for command, answer in self._promised("issue_ticket"))
        for ticket_id, count in issued.items():
            if count > 1 or ticket_id not in tickets:
                raise Violation(f"{ticket_id} was promised {count} times and is {tickets[ticket_id]} times in the log")
        for command, answer in self._promised("call_next"):
            if answer["what"] == "ticket_called" and not called[answer["ticket_id"]]:
                raise Violation(f"the call {command['key']} was answered and is not in the log")

    def _promised(self, kind: str) -> list[tuple[Command, Answer]]:
        return [promise for promise in self.promised.values() if promise[0]["type"] == kind]


def lasting(answer: Answer) -> Answer:
    """What is said again word for word; the ticket is told as it is at the time."""
    return {field: value for field, value in answer.items() if field != "ticket"}
