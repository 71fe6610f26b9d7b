"""A real server process for the browser tests, and what they look at."""

from __future__ import annotations

import itertools
import json
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, WebSocketRoute, expect
from websockets.sync.client import ClientConnection, connect

from tests.system.entry import Door, Line, entry_of
from tests.system.forker import Forked
from tests.system.hall_server import unpaced, without_second_factor
from wire.codec import encode
from wire.messages import PROTOCOL, Hello

ROOT = Path(__file__).resolve().parents[2]
MONDAY_MORNING = "2026-11-23T08:55:00+08:00"
"""All services of the sample hall are open."""
WAIT_S = 60.0
expect.set_options(timeout=WAIT_S * 1000)
_keys = itertools.count(1)


class Hall:
    """The sample hall or one of another `config`, served by `python -m server` on a port of its own; `environment` is
    added to the process's.
    """

    def __init__(self, folder: Path, config: str | None = None, environment: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        text = (ROOT / "config.toml").read_text("utf-8") if config is None else config
        self.config = text.replace('# guides = "guides"', f'guides = "{ROOT / "guides"}"')
        self.environment = environment
        self.port = 0
        self.entry = entry_of(folder)
        self.process: Forked | None = None
        self.lines: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Returns when the server listens; a second start takes the same port and the same log."""
        path = self.folder / "config.toml"
        ports = f"port = {self.port}\nencryption = false"
        text = re.sub(r"(?m)^(public_port|encryption) = .*\n", "", self.config)
        path.write_text(re.sub(r"(?m)^port = \d+$", ports, unpaced(without_second_factor(text))), "utf-8")
        arguments = ["--config", str(path), "--now", MONDAY_MORNING]
        self.process = Forked("server", *arguments, environment=self.environment)
        listening = threading.Event()
        threading.Thread(target=self._read, args=(self.process, listening), daemon=True).start()
        assert listening.wait(WAIT_S), "".join(self.lines)

    def _read(self, process: Forked, listening: threading.Event) -> None:
        assert process.stderr is not None
        for line in process.stderr:
            self.lines.append(line)
            found = re.search(r"listening http://[^:]+:(\d+)", line)
            if found:
                self.port = int(found[1])
                listening.set()

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        status = self.process.wait(WAIT_S)
        if self.process.stderr is not None:
            self.process.stderr.close()
        self.process = None
        return status

    @property
    def door(self) -> Door:
        return Door(self.port, self.folder / "config.toml")

    def ask(self, kind: str, **fields: object) -> dict[str, Any]:
        """One command over HTTP, as somebody gives it who may, and who waits for a machine that is busy."""
        body = {"type": kind, "key": f"test-key-{next(_keys):06d}", "patience_ms": 60_000, **fields}
        with closing(Line(self.door, self.entry)) as line:
            status, answer = line.ask(body)
        assert status == 200, answer
        return answer

    def issue(self, service_id: str, *, language: str = "zh-TW", visitor_class: str = "ordinary") -> dict[str, Any]:
        visit = {"service_id": service_id, "channel": "kiosk", "language": language, "visitor_class": visitor_class}
        answer = self.ask("issue_ticket", visit=visit)
        assert answer["type"] == "accepted", answer
        return answer

    def snapshot(self) -> dict[str, Any]:
        with closing(Line(self.door, self.entry)) as line:
            return line.get("/api/snapshot")

    @contextmanager
    def device(self, kind: Literal["kiosk", "display"]) -> Iterator[ClientConnection]:
        """The line of an enrolled device, greeted."""
        url, headers = f"ws://127.0.0.1:{self.port}/ws", self.entry.device(self.door, kind)
        with connect(url, additional_headers=headers, compression=None, proxy=None, max_size=None) as connection:
            connection.send(encode(Hello(protocol=PROTOCOL, role=kind, name=kind)), text=True)
            yield connection

    def enter(self, context: BrowserContext) -> None:
        """The pages of a context are those of a person who is signed in."""
        name, _, value = self.entry.cookie(self.door).partition("=")
        context.add_cookies([{"name": name, "value": value, "url": self.url, "httpOnly": True, "sameSite": "Strict"}])

    def calls(self, counter_id: str) -> int:
        counters = self.snapshot()["counters"]
        return int(next(one["calls"] for one in counters if one["counter_id"] == counter_id))

    def ticket(self, number: str) -> dict[str, Any] | None:
        return next((one for one in self.snapshot()["tickets"] if one["number"] == number), None)


@contextmanager
def served(folder: Path, config: str | None = None, environment: Mapping[str, str] | None = None) -> Iterator[Hall]:
    hall = Hall(folder, config, environment)
    try:
        hall.start()
        yield hall
    finally:
        if hall.process is not None:
            assert hall.end() == 0, "".join(hall.lines)


def eventually(truth: Callable[[], bool], what: str) -> None:
    """Polls until something outside the browser holds. AssertionError names it when it never does."""
    deadline = time.monotonic() + WAIT_S
    while not truth():
        assert time.monotonic() < deadline, f"never: {what}"
        time.sleep(0.02)


@contextmanager
def watched(context: BrowserContext) -> Iterator[list[str]]:
    """Collects what the pages of a context complain about; at the end there must be nothing.

    Sockets and requests that break because a test stopped the server are no complaint.
    """
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(message.text)

    def listen(page: Page) -> None:
        page.on("pageerror", lambda fault: complaints.append(f"pageerror: {fault}"))
        page.on("console", hear)

    context.on("page", listen)
    yield complaints
    broken = ("ERR_CONNECTION", "WebSocket connection to", "net::ERR")
    left = [text for text in complaints if not any(part in text for part in broken)]
    assert not left, left


Message = dict[str, Any]


@dataclass
class Overheard:
    """What passed between the pages of a context and the server."""

    lines: int = 0
    """Sockets that were opened."""
    said: list[Message] = field(default_factory=list)
    """What the pages said."""
    held: list[tuple[WebSocketRoute, Message]] = field(default_factory=list)

    def release(self) -> None:
        """Lets the pages hear what was held back."""
        for page, message in self.held:
            page.send(json.dumps(message))
        self.held.clear()


def altered(context: BrowserContext, alter: Callable[[Message], Message | None]) -> Overheard:
    """Lets the pages that are opened from now on hear another hall: each message as `alter` makes it; None holds it
    back.
    """
    overheard = Overheard()

    def between(page: WebSocketRoute) -> None:
        overheard.lines += 1
        server = page.connect_to_server()

        def ask(text: str | bytes) -> None:
            overheard.said.append(json.loads(text))
            server.send(text)

        def tell(text: str | bytes) -> None:
            message = json.loads(text)
            heard = alter(message)
            if heard is None:
                overheard.held.append((page, message))
            else:
                page.send(json.dumps(heard))

        page.on_message(ask)
        server.on_message(tell)

    context.route_web_socket(re.compile(r"/ws"), between)
    return overheard


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA and its best practices."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['target']} {node.get('failureSummary', '')}" for one in found for node in one["nodes"]]


def overflow(page: Page) -> int:
    """CSS pixels that the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
