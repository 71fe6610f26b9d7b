"""How the public's process brings what a visitor asks before the hall's author: it opens the phone's socket of the
server and shows the visitor's own token there, as the phone itself could.

So this process has no right of its own. Were it taken over, it could give up the numbers whose tokens were shown to it,
and nothing else: neither call, nor take a number, nor write a line of the log that the author has not decided.
"""

from __future__ import annotations

import asyncio
import ssl

import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from program.clock import SystemClock
from server.certificates.encrypted_ports import own_authority
from server.certificates.files import CertificateRefused, certificate_in, certificate_pem
from server.certificates.found_at import bracketed
from server.edge.giving_up import HandIn, Visitor
from server.port_settings import PortSettings
from wire.codec import decode_server, encode
from wire.errors import Code, MalformedMessage
from wire.messages import PROTOCOL, Accepted, FollowTicket, GiveUpTicket, PhoneTicket, Refused
from wire.trust import trusting

PATIENCE_S = 6.0
"""For all of it: the author's own patience, and the way there."""
AT_ONCE = 4
"""Lines to the server; whoever comes beside them waits, out of the same patience."""
_EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - to know them

_log = structlog.get_logger()


class NobodyThere(Exception):
    """The server cannot be asked, or says nothing that answers."""


def passed_on(ports: PortSettings, hall_id: str) -> HandIn | None:
    """To the server that listens as `ports` say, on this computer. None where that is on whatever port is free: nobody
    else knows which."""
    if not ports.port:
        return None
    places = asyncio.Semaphore(AT_ONCE)

    async def hand_in(visitor: Visitor, asked: GiveUpTicket) -> Accepted | Refused:
        try:
            async with asyncio.timeout(PATIENCE_S), places:
                return await _asked(ports, hall_id, visitor, asked)
        except (OSError, TimeoutError, WebSocketException, MalformedMessage, CertificateRefused, NobodyThere) as fault:
            _log.warning("server_not_asked", reason=" ".join(f"{type(fault).__name__}: {fault}".split()))
            return Refused(code=Code.UNAVAILABLE, key=asked.key)

    return hand_in


async def _asked(ports: PortSettings, hall_id: str, visitor: Visitor, asked: GiveUpTicket) -> Accepted | Refused:
    scheme = "wss" if ports.encryption else "ws"
    host = "127.0.0.1" if ports.host in _EVERYWHERE else ports.host
    trust = await asyncio.to_thread(_trust, ports, hall_id)
    async with connect(
        f"{scheme}://{bracketed(host)}:{ports.port}/ws/phone",
        additional_headers=who_asks(visitor.source),
        ssl=trust,
        compression=None,
        proxy=None,
        max_size=None,
        close_timeout=1,
    ) as line:
        await line.send(encode(FollowTicket(protocol=PROTOCOL, token=visitor.token)), text=True)
        while not isinstance(told := await _next(line), PhoneTicket):
            if isinstance(told, Refused):
                return Refused(code=Code.UNKNOWN_TICKET, key=asked.key)
        await line.send(encode(asked), text=True)
        while True:
            answer = await _next(line)
            if isinstance(answer, Accepted | Refused) and answer.key == asked.key:
                return answer


def who_asks(source: str) -> dict[str, str]:
    """The headers of a proxy: what comes with them meets the public surface; and where the server believes a proxy on
    this computer, which must say who asks, this does. `source` is the address that a visitor comes from, or ""."""
    return {"X-Forwarded-For": source or "127.0.0.1", "X-Forwarded-Proto": "https"}


async def _next(line: ClientConnection) -> object:
    return decode_server(await line.recv())


def _trust(ports: PortSettings, hall_id: str) -> ssl.SSLContext | None:
    """The server's own certificate and no other: a stranger who has its port while it is away is shown no token."""
    if not ports.encryption:
        return None
    own = own_authority(ports, hall_id)
    if own is not None:
        pem = own.kept(SystemClock().now())
        if not pem:
            raise NobodyThere("the server has made no certificate yet")
        return trusting(pem)
    if ports.certificate is None:
        raise NobodyThere("the server has no certificate")
    context = trusting(certificate_pem(certificate_in(ports.certificate.certificate)).decode("ascii"))
    context.check_hostname = False  # it is for the name that people type; here it is known itself
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    return context
