"""Between the press and the server lies a cable that may hold what is sent: what nobody waits for has no effect.

The sender's clock and the server's are not equal; both are moved by the test.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import pytest

from server.author import Author
from server.edge.intake import Intake
from server.edge.number_bursts import NumberBursts
from server.identity.principal import Principal
from server.tokens import TokenMint
from tests.server.conftest import Authors
from tests.server.edge.running import RunningServer, visit
from tests.wire.talks import WELCOME, Talk, snapshot
from wire.codec import decode_client, encode
from wire.messages import Accepted, Command, KeyQuestion, Pulse, Refused
from wire.messages.commands import CallNext, IssueTicket, StaffCommand
from wire.outputs import Send
from wire.questions import Answered

pytestmark = pytest.mark.anyio
CALL = CallNext(key="call-0001", counter_id="1", after=0, patience_ms=5_000)
ISSUE = IssueTicket(key="issue-0001", visit=visit())

CLERK = Principal("clerk", "hall", "person:1")
KIOSK = Principal("kiosk", "hall", "device:1")


@dataclass
class Server:
    """An author behind its intake, at a steady clock that the test moves."""

    author: Author
    steady: int = 7_200_000

    def __post_init__(self) -> None:
        self.intake = Intake(
            self.author,
            TokenMint(b"s" * 32, "hall"),
            NumberBursts(lambda _: "", lambda _: None),
            steady=lambda: self.steady,
        )

    async def hear(self, raw: bytes) -> Accepted | Refused:
        message = decode_client(raw)
        assert isinstance(message, Command | KeyQuestion)
        answer = await self.intake.ask(message, CLERK if isinstance(message, StaffCommand) else KIOSK)
        assert isinstance(answer, Accepted | Refused)
        return answer


class Page(Talk):
    """A sender with a line to the server."""

    def __init__(self, server: Server, *, welcome_late_ms: int = 0) -> None:
        super().__init__()
        self.now = 333.5
        self.opened()
        self.hear(msgspec.structs.replace(WELCOME, steady=server.steady - welcome_late_ms), snapshot(5))

    def press(self, command: Command, give_up_ms: int | None = None) -> bytes:
        """The bytes that went onto the cable."""
        (sent,) = self.half.ask(self.now, command, give_up_ms)
        assert isinstance(sent, Send)
        return encode(sent.message)

    def wait(self, ms: int) -> list[Answered]:
        self.now += ms
        return [out for out in self.half.tick(self.now) if isinstance(out, Answered)]


@pytest.mark.parametrize(("held_ms", "takes_effect"), [(0, True), (4_900, True), (5_100, False), (9_000, False)])
async def test_what_arrives_when_its_clerk_has_been_told_that_no_answer_came_rings_nobody(
    authors: Authors, held_ms: int, takes_effect: bool
) -> None:
    async with authors() as author:
        server = Server(author)
        await server.hear(encode(ISSUE))
        page = Page(server)
        page.wait(600_000)
        server.steady += 600_000
        before = author.hall.seq
        raw = page.press(CALL)
        told = page.wait(held_ms)
        server.steady += held_ms
        answer = await server.hear(raw)
        assert (author.hall.seq > before) == takes_effect
        no_answer = [one.answer.code for one in told if isinstance(one.answer, Refused)]
        assert no_answer == ([] if takes_effect else ["expired"])
        assert (answer.code if isinstance(answer, Refused) else "") == ("" if takes_effect else "expired")


async def test_a_ticket_that_its_kiosk_has_given_up_is_not_made(authors: Authors) -> None:
    async with authors() as author:
        server = Server(author)
        kiosk = Page(server)
        raw = kiosk.press(msgspec.structs.replace(ISSUE, patience_ms=40_000), 40_000)
        before = author.hall.seq
        server.steady += 41_000
        assert isinstance(await server.hear(raw), Refused)
        assert author.hall.seq == before


async def test_sent_again_over_a_new_line_it_has_the_patience_that_is_left(authors: Authors) -> None:
    """And the new line may lead to a server whose clock begins elsewhere."""
    async with authors() as author:
        old, new = Server(author), Server(author, steady=12)
        await old.hear(encode(ISSUE))
        page = Page(old)
        page.press(CALL)
        page.now += 3_000
        page.cut()
        page.wake()
        page.opened()
        out = page.hear(msgspec.structs.replace(WELCOME, steady=new.steady), snapshot(5))
        (again,) = [one.message for one in out if isinstance(one, Send)]
        assert isinstance(again, CallNext)
        assert (again.heard, again.since_ms) == (12, 0)
        assert 1_000 < again.patience_ms <= 2_000
        new.steady += 1_000
        assert isinstance(await new.hear(encode(again)), Accepted)


async def test_a_welcome_that_was_long_on_its_way_ages_no_press_once_a_pulse_was_quick(authors: Authors) -> None:
    async with authors() as author:
        server = Server(author)
        await server.hear(encode(ISSUE))
        page = Page(server, welcome_late_ms=4_000)
        page.wait(1_000)
        server.steady += 1_000
        page.hear(Pulse(at=0, steady=server.steady))
        page.hear(Pulse(at=0, steady=server.steady - 3_000))
        raw = page.press(CALL)
        server.steady += 2_000
        assert isinstance(await server.hear(raw), Accepted)


async def test_who_names_no_instant_waits_from_its_arrival(authors: Authors) -> None:
    async with authors() as author:
        server = Server(author)
        await server.hear(encode(ISSUE))
        assert isinstance(await server.hear(encode(CALL)), Accepted)


def test_over_a_real_line_the_clocks_are_told(hall: RunningServer) -> None:
    """And who was too late hears the time anew: its own clock may have slept."""
    hall.post(ISSUE)
    with hall.screen("console", "counter-1") as console:
        console.send(b'{"type":"probe"}')
        heard = console.next()
        assert isinstance(heard, Pulse)
        assert heard.steady is not None
        late = msgspec.structs.replace(CALL, heard=heard.steady - 6_000)
        seq = hall.seq()
        console.send(late)
        before, refused = console.until(Refused)
        assert (before, refused.code) == ([], "expired")
        assert hall.seq() == seq
        fresh = console.next()
        assert isinstance(fresh, Pulse)
        console.send(msgspec.structs.replace(CALL, heard=fresh.steady))
        _, done = console.until(Accepted)
        assert done.what == "ticket_called"
