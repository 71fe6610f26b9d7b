"""The staff's surface over HTTP, beside the public's pages. What is GET changes nothing; commands are POSTed."""

from __future__ import annotations

from collections.abc import Sequence

from litestar import Response, get, post
from litestar.enums import MediaType
from litestar.exceptions import ClientException
from litestar.handlers import HTTPRouteHandler

from server.edge.api_words import SocketTicketMade
from server.edge.door import Ask, caller, needs, needs_topic, turn_away
from server.edge.hub import Hub
from server.edge.intake import Intake
from server.edge.public_routes import status_word
from server.edge.socket_tickets import SocketTickets
from server.identity.rights import TOPICS
from server.troubles import Trouble, TroubleSource
from wire.codec import MAX_CLIENT_BYTES, decode_client, encode
from wire.errors import Code, MalformedMessage
from wire.messages import Accepted, AskFate, CancelKey, Fate, IssueTicket, Refused, StaffCommand

_STATUS = {
    Code.TOO_LARGE: 413,
    Code.NOT_ALLOWED: 403,
    Code.UNKNOWN_SERVICE: 422,
    Code.UNKNOWN_LANGUAGE: 422,
    Code.UNKNOWN_CLASS: 422,
    Code.UNKNOWN_COUNTER: 422,
    Code.UNKNOWN_TICKET: 422,
    Code.TOO_MANY_NUMBERS: 429,
    Code.TOO_MANY_CODES: 429,
    Code.OVERLOADED: 503,
    Code.UNAVAILABLE: 503,
}
_FAULTS = {Code.MALFORMED, Code.TOO_DEEP, Code.UNKNOWN_TYPE}
RETRY_AFTER_S = 1


def status_of(code: str) -> int:
    """HTTP status of a refusal: 4xx when the asker or the hall says no, 503 when the server cannot now."""
    return 400 if code in _FAULTS else _STATUS.get(Code(code), 409)


def staff_routes(
    hub: Hub, intake: Intake, troubles: TroubleSource, tickets: SocketTickets
) -> Sequence[HTTPRouteHandler]:
    @post("/api/commands", status_code=200, summary="One command to the hall")
    async def commands(request: Ask) -> Response[bytes]:
        """Answers `accepted`, or `refused` with a code. The same key again gives the same answer and no second effect.
        A question about a key answers `fate`."""
        try:
            message = decode_client(await _body(request))
        except MalformedMessage as fault:
            return _json(Refused(code=fault.code, key=fault.key, detail=fault.detail))
        if not isinstance(message, IssueTicket | StaffCommand | AskFate | CancelKey):
            return _json(Refused(code=Code.UNKNOWN_TYPE, detail="not a command"))
        principal = caller(request).principal
        if principal.role == "anonymous":
            turn_away(principal)
        return _json(await intake.ask(message, principal))

    @get("/api/snapshot", guards=[needs_topic("hall")], summary="The hall as every screen knows it")
    async def snapshot(request: Ask) -> Response[bytes]:
        return Response(hub.snapshot(TOPICS[caller(request).principal.role]), media_type=MediaType.JSON)

    @post("/api/socket-ticket", status_code=200, guards=[needs("console")], summary="A ticket for one socket")
    async def socket_ticket(request: Ask) -> SocketTicketMade:
        """Good once and for 30 s, for a socket of the session that asks:
        `new WebSocket(url, ["jiaohao", "ticket." + ticket])`."""
        return SocketTicketMade(tickets.make(caller(request).principal.session_id))

    @get("/health", summary="Whether commands can be served")
    async def health(request: Ask) -> Response[dict[str, object]]:
        """`troubles` is everything that is wrong in the server; 503 when one of them blocks commands. Their details are
        for those who are told of devices."""
        found = troubles()
        whole = "devices" in TOPICS[caller(request).principal.role]
        status = status_word(found)
        return Response(
            {
                "status": status,
                "troubles": [_told(one, whole=whole) for one in found],
                "seq": hub.hall.seq,
                "heartbeat_age_ms": intake.heartbeat_age_ms(),
                "screens": hub.screens,
                "phones": len(hub.phones),
                "uptime_s": hub.uptime_s(),
            },
            status_code=503 if status == "trouble" else 200,
        )

    return commands, snapshot, socket_ticket, health


async def _body(request: Ask) -> bytes:
    """The body, or as much of it as shows that it is too large. Litestar's own way costs more than all else here."""
    body = b""
    while True:
        part = await request.receive()
        if part["type"] != "http.request":
            raise ClientException("the asker went away")
        body += part["body"]
        if not part["more_body"] or len(body) > MAX_CLIENT_BYTES:
            return body


def _json(answer: Accepted | Refused | Fate) -> Response[bytes]:
    if not isinstance(answer, Refused):
        return Response(encode(answer), media_type=MediaType.JSON)
    status = status_of(answer.code)
    after_s = RETRY_AFTER_S if status == 503 else answer.retry_after_s
    headers = None if after_s is None else {"retry-after": str(after_s)}
    return Response(encode(answer), media_type=MediaType.JSON, status_code=status, headers=headers)


def _told(trouble: Trouble, *, whole: bool) -> dict[str, str | bool]:
    detail = trouble.detail if whole else ""
    return {"part": trouble.part, "code": trouble.code, "detail": detail, "blocks": trouble.blocks}
