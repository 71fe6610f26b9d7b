from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QThread
from pytestqt.qtbot import QtBot
from websockets.asyncio.server import ServerConnection, serve

from screen.qtlink import QtLink
from tests.contract.wire_samples import ACCEPTED, KEY
from tests.wire.conversation_halves import HALL_ID, sample
from tests.wire.peers import Peer
from wire.codec import decode_client, encode
from wire.messages import CancelKey, DeviceReport, Fate, IssueTicket, Snapshot


@pytest.fixture
def server_url() -> Iterator[str]:
    """A peer on a thread of its own that accepts every ticket."""
    started = threading.Event()
    address: list[str] = []
    stop: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def then(socket: ServerConnection) -> None:
        async for raw in socket:
            message = decode_client(raw)
            if isinstance(message, IssueTicket):
                await socket.send(encode(ACCEPTED).decode())
            elif isinstance(message, CancelKey):
                await socket.send(encode(Fate(key=message.key, fate="cancelled")).decode())

    async def main() -> None:
        async with serve(Peer(then), "127.0.0.1", 0) as server:
            address.append(f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/ws")
            ended = asyncio.Event()
            stop.append((asyncio.get_running_loop(), ended))
            started.set()
            await ended.wait()

    thread = threading.Thread(target=lambda: asyncio.run(main()))
    thread.start()
    assert started.wait(10)
    yield address[0]
    loop, ended = stop[0]
    loop.call_soon_threadsafe(ended.set)
    thread.join(10)
    assert not thread.is_alive()


def test_signals_arrive_on_the_qt_thread(qtbot: QtBot, server_url: str) -> None:
    link = QtLink(server_url, "kiosk", "k", hall_id=HALL_ID)
    threads: list[bool] = []
    heard: list[object] = []
    link.received.connect(lambda _: threads.append(QThread.currentThread() is main_thread()))
    link.received.connect(heard.append)
    with qtbot.waitSignal(link.stateChanged, timeout=10_000) as state:
        link.start()
    assert state.args == ["connected", "", "connected"]
    with qtbot.waitSignal(link.answered, timeout=10_000) as answered:
        link.ask(sample(IssueTicket), give_up_ms=9_000)
    assert answered.args == [KEY, ACCEPTED]
    assert isinstance(heard[-1], Snapshot)
    with qtbot.waitSignal(link.fateTold, timeout=10_000) as told:
        link.cancel(KEY)
    assert told.args == [KEY, Fate(key=KEY, fate="cancelled")]
    link.tell(DeviceReport(device_id="p", kind="ticket_printer", state="ok"))
    link.retry_now()
    link.stop()
    link.stop()
    assert threads == [True, True]


def test_another_halls_server_is_a_state_with_a_reason(qtbot: QtBot, server_url: str) -> None:
    link = QtLink(server_url, "kiosk", "k", hall_id="hsinying")
    with qtbot.waitSignal(link.stateChanged, timeout=10_000) as state:
        link.start()
    link.stop()
    assert state.args is not None
    assert state.args[:2] == ["refused", "wrong_hall"]


def test_an_address_that_is_none_leaves_the_thread_alive(qtbot: QtBot) -> None:
    link = QtLink("ws://[nowhere", "kiosk", "k")
    with qtbot.waitSignal(link.stateChanged, timeout=10_000) as state:
        link.start()
    assert state.args is not None
    assert state.args[:2] == ["lost", "unreachable"]
    with qtbot.waitSignal(link.answered, timeout=10_000):
        link.ask(sample(IssueTicket), give_up_ms=1)
    link.stop()


def test_asking_before_the_start_is_a_mistake_of_ours(qtbot: QtBot) -> None:
    link = QtLink("ws://127.0.0.1:1/ws", "kiosk", "k")
    with pytest.raises(RuntimeError):
        link.tell(DeviceReport(device_id="p", kind="ticket_printer", state="ok"))
    link.stop()


def main_thread() -> QThread:
    app = QCoreApplication.instance()
    assert app is not None
    return app.thread()
