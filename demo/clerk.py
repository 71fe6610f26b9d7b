"""A clerk at a counter, speaking the console's own messages over the wire."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Callable, Sequence
from typing import Any, Literal

from demo.person import Person
from demo.programs import DemoFault
from wire.approach import Approach
from wire.link import Link, LinkState
from wire.messages import (
    Accepted,
    ArriveTicket,
    CallNext,
    FinishTicket,
    IssueTicket,
    MissTicket,
    RecallTicket,
    Refused,
    RestoreTicket,
    ServerMessage,
    Snapshot,
    Visit,
)
from wire.messages.commands import BookAppointment, CallGroup, CheckIn, Command
from wire.messages.events import HallMoved, Lines
from wire.messages.tickets import TicketView


class StaffEntry(Approach):
    """Comes to the server as the page of somebody who is signed in does: with the cookies of their PC, and with a
    ticket for each socket."""

    def __init__(self, url: str, person: Person) -> None:
        super().__init__(url, None)
        self._person = person

    async def manners(self) -> dict[str, Any]:
        """See Approach."""
        given = await self._person.post("/api/socket-ticket")
        return {
            "additional_headers": self._person.headers(),
            "ssl": self._person.tls,
            "subprotocols": subprotocols(given["ticket"]),
        }


class Clerk:
    """One counter's console without the page. Every method raises DemoFault when the hall refuses."""

    def __init__(
        self, url: str, counter_id: str, person: Person, heard: Callable[[ServerMessage], None] = lambda _: None
    ) -> None:
        """`person` is signed in; `heard` gets every message of the hall too."""
        self._heard = heard
        self.person = person
        self.counter_id = counter_id
        self.present: TicketView | None = None
        self._calls = 0
        self._next: tuple[str, ...] = ()
        self._connected = asyncio.Event()
        entry = StaffEntry(url, person)
        self._link = Link(url, "console", f"counter-{counter_id}", self._hear, self._state, approach=entry)
        self._task = asyncio.create_task(self._link.run())

    async def ready(self) -> None:
        async with asyncio.timeout(30):
            await self._connected.wait()

    async def leave(self) -> None:
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    def next_in_line(self) -> str | None:
        """The id of the ticket that this counter calls next, as the hall last said; None: nobody waits."""
        return self._next[0] if self._next else None

    def take_present(self, ticket: TicketView) -> None:
        """The ticket was called from this counter's page, not by this object."""
        self.present = ticket

    async def next(self, present: Literal["served", "missed"] | None = None) -> TicketView | None:
        """Calls who is next; None when nobody waits."""
        accepted = await self._ask(
            CallNext(key=new_key(), counter_id=self.counter_id, after=self._calls, present=present)
        )
        self.present = one_ticket(accepted) if accepted.what == "ticket_called" else None
        return self.present

    async def call_group(self, service_id: str) -> None:
        """Calls the next group of the service; whoever was here is served."""
        present: Literal["served"] | None = None if self.present is None else "served"
        command = CallGroup(
            key=new_key(), counter_id=self.counter_id, service_id=service_id, after=self._calls, present=present
        )
        self.present = one_ticket(await self._ask(command))

    async def recall(self) -> None:
        await self._ask(RecallTicket(key=new_key(), counter_id=self.counter_id, ticket_id=self._ticket_id()))

    async def arrived(self) -> None:
        await self._ask(ArriveTicket(key=new_key(), counter_id=self.counter_id, ticket_id=self._ticket_id()))

    async def finish(self) -> None:
        await self._ask(FinishTicket(key=new_key(), counter_id=self.counter_id, ticket_id=self._ticket_id()))
        self.present = None

    async def missed(self) -> TicketView:
        accepted = await self._ask(MissTicket(key=new_key(), counter_id=self.counter_id, ticket_id=self._ticket_id()))
        self.present = None
        return one_ticket(accepted)

    async def restore(self, ticket_id: str) -> TicketView:
        return one_ticket(await self._ask(RestoreTicket(key=new_key(), ticket_id=ticket_id)))

    async def issue(self, service_id: str, language: str = "zh-TW", visitor_class: str = "ordinary") -> TicketView:
        """A number from the reception desk."""
        visit = Visit(service_id=service_id, channel="desk", language=language, visitor_class=visitor_class)
        return one_ticket(await self._ask(IssueTicket(key=new_key(), visit=visit)))

    async def book(self, service_id: str, slot: int) -> str:
        """An appointment; its code."""
        visit = Visit(service_id=service_id, channel="desk", language="zh-TW", slot=slot)
        return (await self._ask(BookAppointment(key=new_key(), visit=visit))).code

    async def check_in(self, code: str) -> TicketView:
        """Whoever has this code is here."""
        return one_ticket(await self._ask(CheckIn(key=new_key(), code=code, channel="desk")))

    async def issue_for(self, services: Sequence[str]) -> Accepted:
        """One number for several services, from the reception desk."""
        first, *then = services
        visit = Visit(service_id=first, channel="desk", language="zh-TW", visitor_class="ordinary", then=tuple(then))
        return await self._ask(IssueTicket(key=new_key(), visit=visit))

    def _ticket_id(self) -> str:
        if self.present is None:
            raise DemoFault(f"nobody is at counter {self.counter_id}")
        return self.present.ticket_id

    async def _ask(self, command: Command) -> Accepted:
        answer = await self._link.ask(command, give_up_ms=20_000)
        if isinstance(answer, Refused):
            raise DemoFault(f"counter {self.counter_id}: {command} was refused: {answer.code} {answer.detail}")
        return answer

    def _hear(self, message: ServerMessage) -> None:
        self._heard(message)
        if isinstance(message, Snapshot | HallMoved):
            for counter in message.counters:
                if counter.counter_id == self.counter_id:
                    self._calls = counter.calls
        elif isinstance(message, Lines):
            for line in message.counters:
                if line.counter_id == self.counter_id:
                    self._next = line.next

    def _state(self, state: LinkState, *_: str) -> None:
        if state is LinkState.CONNECTED:
            self._connected.set()
        else:
            self._connected.clear()


def subprotocols(socket_ticket: str) -> list[str]:
    """With which a page of staff opens its socket."""
    return ["jiaohao", f"ticket.{socket_ticket}"]


def one_ticket(accepted: Accepted) -> TicketView:
    if accepted.ticket is None:
        raise DemoFault("the answer names no ticket")
    return accepted.ticket


def new_key() -> str:
    return secrets.token_urlsafe(16)
