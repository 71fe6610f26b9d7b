"""A device's link over TLS: to its own server as itself, and not a word to anybody else."""

from __future__ import annotations

import asyncio
import datetime as dt
import http
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.http11 import Request, Response

from program.credentials import Credentials
from tests.wire.authorities import Authority
from tests.wire.conversation_halves import HALL_ID
from tests.wire.peers import Heard, Peer, until
from wire.approach import Approach
from wire.errors import Close
from wire.link import Link, LinkState, Reason

NOBODY = "wss://127.0.0.1:1/ws"
UNTRUSTED = (LinkState.REFUSED, Reason.UNTRUSTED)
CONNECTED = (LinkState.CONNECTED, Reason.NONE)
UNREACHABLE = (LinkState.LOST, Reason.UNREACHABLE)


async def stays(socket: ServerConnection) -> None:
    await socket.wait_closed()


class Hall:
    """A server of the hall: keeps what it was told before the first message."""

    def __init__(self, then: Callable[[ServerConnection], object] = stays) -> None:
        self.peer = Peer(then)  # type: ignore[arg-type]
        self.bearers: list[str | None] = []
        self.turned_away = 0

    def gate(self, connection: ServerConnection, request: Request) -> Response | None:
        self.bearers.append(request.headers.get("Authorization"))
        if self.turned_away:
            return connection.respond(http.HTTPStatus(self.turned_away), "")
        return None

    @asynccontextmanager
    async def served(self, tls: ssl.SSLContext | None, port: int = 0) -> AsyncIterator[str]:
        async with serve(self.peer, "127.0.0.1", port, ssl=tls, process_request=self.gate) as server:
            yield f"{'ws' if tls is None else 'wss'}://127.0.0.1:{port_of(server)}/ws"


def port_of(server: Server) -> int:
    port: int = server.sockets[0].getsockname()[1]
    return port


def device(authority: Authority, server: str, *addresses: str) -> Credentials:
    return Credentials(
        server=server,
        device_id="d1",
        kind="display",
        name="wall",
        hall_id=HALL_ID,
        token="t0ken",
        authority_pem=authority.pem,
        addresses=addresses,
    )


@asynccontextmanager
async def linked(credentials: Credentials, heard: Heard, kept: list[Credentials]) -> AsyncIterator[Link]:
    link = Link(
        "",
        "display",
        "d",
        heard.message,
        heard.state,
        hall_id=HALL_ID,
        credentials=credentials,
        keep=kept.append,
        random=lambda: 0.0,
    )
    task = asyncio.create_task(link.run())
    try:
        yield link
    finally:
        assert not task.done(), "a link ends by cancellation only"
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def test_it_speaks_as_its_device_to_the_server_of_its_authority(tmp_path: Path) -> None:
    async def main() -> None:
        authority, hall, heard = Authority(), Hall(), Heard()
        async with (
            hall.served(authority.server(tmp_path, "127.0.0.1")) as url,
            linked(device(authority, url), heard, []),
        ):
            await until(lambda: heard.states != [])
        assert heard.states == [CONNECTED]
        assert hall.bearers == ["Bearer t0ken"]
        assert hall.peer.hellos[0].version
        assert (hall.peer.hellos[0].at or 0) > 0

    asyncio.run(main())


@pytest.mark.parametrize(
    ("rogue", "hosts"), [(Authority("rogue"), ("127.0.0.1",)), (None, ("hall-pc", "192.0.2.1"))], ids=["other", "name"]
)
def test_another_certificate_gets_no_token(tmp_path: Path, rogue: Authority | None, hosts: tuple[str, ...]) -> None:
    """Of another authority, or of the right one for another name."""

    async def main() -> None:
        authority, hall, heard = Authority(), Hall(), Heard()
        async with (
            hall.served((rogue or authority).server(tmp_path, *hosts)) as url,
            linked(device(authority, url), heard, []),
        ):
            await until(lambda: heard.states != [])
        assert heard.states == [UNTRUSTED]
        assert hall.bearers == []

    asyncio.run(main())


@pytest.mark.parametrize("days", [-400, 400], ids=["past", "future"])
def test_a_device_whose_clock_is_wrong_knows_its_server(tmp_path: Path, days: int) -> None:
    """To its clock the certificate has ended long ago, or does not begin for long."""

    async def main() -> None:
        authority, hall, heard = Authority(), Hall(), Heard()
        tls = authority.server(tmp_path, "127.0.0.1", off=dt.timedelta(days=days))
        async with hall.served(tls) as url, linked(device(authority, url), heard, []):
            await until(lambda: hall.bearers != [] or heard.states != [])
        assert hall.bearers == ["Bearer t0ken"]
        assert UNTRUSTED not in heard.states

    asyncio.run(main())


def test_a_server_without_encryption_gets_no_token_unless_it_is_this_computer() -> None:
    async def main() -> None:
        hall, heard = Hall(), Heard()
        far = device(Authority(), "ws://192.0.2.1:8765/ws")
        async with linked(far, heard, []):
            await until(lambda: heard.states != [])
        assert heard.states == [UNTRUSTED]
        near, heard = Hall(), Heard()
        async with near.served(None) as url, linked(device(Authority(), url), heard, []):
            await until(lambda: heard.states != [])
        assert heard.states == [CONNECTED]
        assert (hall.bearers, near.bearers) == ([], ["Bearer t0ken"])

    asyncio.run(main())


def test_a_plain_server_at_an_encrypted_address_gets_no_token() -> None:
    async def main() -> None:
        hall, heard = Hall(), Heard()
        async with hall.served(None) as url, linked(device(Authority(), url.replace("ws:", "wss:")), heard, []):
            await until(lambda: heard.states != [])
        assert heard.states == [UNREACHABLE]
        assert hall.bearers == []

    asyncio.run(main())


def test_it_finds_its_server_at_another_address_and_keeps_what_it_hears(tmp_path: Path) -> None:
    async def main() -> None:
        authority, hall, heard = Authority(), Hall(), Heard()
        kept: list[Credentials] = []
        async with hall.served(authority.server(tmp_path, "127.0.0.1")) as url:
            elsewhere = ("wss://hall-pc:8765/ws", "ws://192.0.2.9:1/ws", "nonsense", url)
            hall.peer.welcome = msgspec.structs.replace(hall.peer.welcome, addresses=elsewhere, device_name="big wall")
            before = device(authority, NOBODY, url)
            async with linked(before, heard, kept):
                await until(lambda: CONNECTED in heard.states)
        assert heard.states == [UNREACHABLE, CONNECTED]
        assert kept == [
            msgspec.structs.replace(before, server=url, addresses=("wss://hall-pc:8765/ws",), name="big wall")
        ]

    asyncio.run(main())


def test_an_address_in_the_config_is_the_only_one() -> None:
    """What the server tells is kept all the same, for the day on which the config says none."""
    first, second, said = (f"wss://192.0.2.{n}:8765/ws" for n in (1, 2, 3))
    kept: list[Credentials] = []
    approach = Approach(said, before := device(Authority(), first), kept.append)
    for _ in range(3):
        assert approach.address == said
        approach.failed(ConnectionRefusedError())
    approach.found(msgspec.structs.replace(Peer(stays).welcome, addresses=(said, second)))
    assert approach.address == said
    assert kept == [msgspec.structs.replace(before, addresses=(said, second))]


def test_a_stranger_is_spoken_of_until_the_server_is_found() -> None:
    """It stands at one of the addresses; nobody is at the other."""
    first, second = "wss://192.0.2.1:8765/ws", "wss://192.0.2.2:8765/ws"
    approach = Approach("", device(Authority(), first, second))
    stranger, nobody = ssl.SSLCertVerificationError(), ConnectionRefusedError()
    meets = (nobody, stranger, nobody, asyncio.CancelledError(), nobody, nobody)
    went = [(approach.address, approach.failed(fault)) for fault in meets]
    assert went == [
        (first, None),
        (second, Close.UNTRUSTED),
        (first, Close.UNTRUSTED),
        (second, Close.UNTRUSTED),
        (first, Close.UNTRUSTED),
        (second, None),
    ]


@pytest.mark.parametrize("code", [0, Close.REVOKED, Close.IDENTITY_TAKEN])
def test_a_device_that_is_not_wanted_hears_why(tmp_path: Path, code: int) -> None:
    """At the handshake, or later."""

    async def main() -> None:
        async def closes(socket: ServerConnection) -> None:
            await socket.close(code)

        authority, heard = Authority(), Heard()
        hall = Hall(closes)
        hall.turned_away = 0 if code else 401
        async with (
            hall.served(authority.server(tmp_path, "127.0.0.1")) as url,
            linked(device(authority, url), heard, []),
        ):
            await until(lambda: any(state is LinkState.REFUSED for state, _ in heard.states))
        reason = Reason.IDENTITY_TAKEN if code == Close.IDENTITY_TAKEN else Reason.REVOKED
        told = [why for state, why in heard.states if state is LinkState.REFUSED]
        assert told == [reason] * len(told), "it may have tried again by now, and been connected before it was refused"

    asyncio.run(main())


def test_a_program_that_is_no_device_hears_it() -> None:
    async def main() -> None:
        hall, heard = Hall(), Heard()
        hall.turned_away = 401
        async with hall.served(None) as url:
            link = Link(url, "display", "d", heard.message, heard.state)
            task = asyncio.create_task(link.run())
            await until(lambda: heard.states != [])
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        assert heard.states == [(LinkState.REFUSED, Reason.NOT_ENROLLED)]
        assert hall.bearers == [None]

    asyncio.run(main())


def test_as_another_device_it_comes_at_once(tmp_path: Path) -> None:
    """Refused as who it was, which is asked again every half minute only; then enrolled anew, elsewhere."""

    async def main() -> None:
        authority, old, new, heard, kept = Authority(), Hall(), Hall(), Heard(), list[Credentials]()
        old.turned_away = 401
        tls = authority.server(tmp_path, "127.0.0.1")
        async with (
            old.served(tls) as left,
            new.served(tls) as url,
            linked(device(authority, left), heard, kept) as link,
        ):
            await until(lambda: heard.states == [(LinkState.REFUSED, Reason.REVOKED)])
            link.use(msgspec.structs.replace(device(authority, url), token="new"))
            await until(lambda: len(heard.states) == 2)
            assert heard.states[1] == CONNECTED
            link.use(msgspec.structs.replace(device(authority, url), token="newer"))
            await until(lambda: len(new.bearers) == 2)
        assert new.bearers == ["Bearer new", "Bearer newer"]
        assert old.bearers == ["Bearer t0ken"]

    asyncio.run(main())
