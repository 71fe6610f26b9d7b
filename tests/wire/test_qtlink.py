from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QThread
from pytestqt.qtbot import QtBot
from websockets.asyncio.server import ServerConnection, serve

from tests.contract.wire_samples import KEY, TICKET
from tests.wire.test_link import Peer
from wire.codec import decode_client, encode
from wire.messages import Accepted, DeviceReport, IssueTicket, Snapshot
from wire.qtlink import QtLink


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
                await socket.send(encode(Accepted(key=message.key, seq=6, ticket=TICKET)).decode())

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
    link = QtLink(server_url, "kiosk", "k")
    threads: list[bool] = []
    link.received.connect(lambda _: threads.append(QThread.currentThread() is main_thread()))
    with qtbot.waitSignal(link.received, timeout=10_000) as first:
        link.start()
    assert isinstance(first.args[0], Snapshot)
    with qtbot.waitSignal(link.answered, timeout=10_000) as answered:
        link.ask(IssueTicket(key=KEY, service_id="a", channel="kiosk", language="en"), give_up_ms=9_000)
    assert answered.args == [KEY, Accepted(key=KEY, seq=6, ticket=TICKET)]
    link.tell(DeviceReport(device_id="p", kind="ticket_printer", state="ok"))
    link.stop()
    link.stop()
    assert threads == [True]


def test_asking_before_the_start_is_a_mistake_of_ours(qtbot: QtBot) -> None:
    link = QtLink("ws://127.0.0.1:1/ws", "kiosk", "k")
    with pytest.raises(RuntimeError):
        link.tell(DeviceReport(device_id="p", kind="ticket_printer", state="ok"))
    link.stop()


def main_thread() -> QThread:
    app = QCoreApplication.instance()
    assert app is not None
    return app.thread()
