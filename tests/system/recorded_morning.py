"""A morning at a real server as a display hears it, frame by frame: `python -m tests.system.recorded_morning FILE`.

Written once by the server that first held tickets, and kept: displays of every later day, and those of the day before,
must get through it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.system.hall_server import HallServer, issue, write_config
from wire.codec import encode
from wire.messages import PROTOCOL, AskSnapshot, Hello

NOW = "2026-11-23T09:00:00+08:00"
SERVICES = ("benefit-first", "benefit-again", "reply-card", "job-seeking", "training")


class Morning:
    """Commands by POST, and what a display heard of each."""

    def __init__(self, server: HallServer, display: ClientConnection) -> None:
        self.frames: list[str] = []
        self._server = server
        self._display = display
        self._keys = 0
        self._calls: dict[str, int] = {}

    def hear(self, until: str) -> None:
        """Frames up to the first that has these words."""
        while True:
            self.frames.append(str(self._display.recv(timeout=20, decode=True)))
            if until in self.frames[-1]:
                return

    def ask(self, kind: str, **fields: object) -> dict[str, Any]:
        self._keys += 1
        command = {"type": kind, "key": f"morning-{self._keys:04}", **fields}
        if kind == "issue_ticket":
            command = issue(str(command["key"]), str(fields["service_id"]))
        status, answer = self._server.ask(command)
        assert status == 200, answer
        if answer["seq"]:
            self.hear(f'"seq":{answer["seq"]},')
        return answer

    def next(self, counter_id: str, present: str | None = None) -> str:
        calls = self._calls.get(counter_id, 0)
        answer = self.ask("call_next", counter_id=counter_id, after=calls, present=present)
        assert answer["what"] == "ticket_called", answer
        self._calls[counter_id] = calls + 1
        return str(answer["ticket_id"])

    def at(self, verb: str, counter_id: str, ticket_id: str, **fields: object) -> None:
        self.ask(f"{verb}_ticket", counter_id=counter_id, ticket_id=ticket_id, **fields)

    def play(self) -> None:
        for _ in range(3):
            for service_id in SERVICES:
                self.ask("issue_ticket", service_id=service_id)
        first = self.next("3")
        self.at("arrive", "3", first)
        self.at("hold", "3", first, reason="papers")
        second = self.next("3")
        other = self.next("4")
        self.at("recall", "4", other)
        self.at("arrive", "3", second)
        self.at("arrive", "4", other)
        self.at("hold", "4", other, reason="form")
        self.at("finish", "3", second)
        self.at("resume", "3", first)
        third = self.next("4")
        self.at("miss", "4", third)
        self.at("resume", "4", other)
        self.ask("restore_ticket", ticket_id=third)
        self.at("hold", "3", first, reason="inquiry")
        fourth = self.next("3")
        self.at("finish", "3", fourth)
        self.at("resume", "3", first)
        self.at("finish", "3", first)
        self.next("3")
        self._display.send(encode(AskSnapshot()), text=True)
        self.hear('"type":"snapshot"')


def record(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder, HallServer(write_config(Path(folder)), now=NOW) as server:
        url, headers = f"ws://127.0.0.1:{server.port}/ws", server.entry.device(server.door, "display")
        with connect(url, additional_headers=headers, compression=None, proxy=None, max_size=None) as display:
            display.send(encode(Hello(protocol=PROTOCOL, role="display", name="display-1")), text=True)
            morning = Morning(server, display)
            morning.hear('"type":"lines"')
            morning.play()
    path.write_text("\n".join(morning.frames) + "\n", encoding="utf-8")


if __name__ == "__main__":
    record(Path(sys.argv[1]))
