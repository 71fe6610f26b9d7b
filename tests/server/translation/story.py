"""A hall and what was published of it, for what is said of it on the wire."""

from __future__ import annotations

from server.domain import commands
from server.domain.commands import Context
from server.domain.config import HallConfig
from server.domain.events import Event, Fact
from server.domain.hall import Hall
from server.domain.tickets import Channel, Ticket, Visit
from server.domain.visitor_classes import PRIORITY
from server.draft import Draft, evolved
from server.submissions import Answer, Published
from server.translation.events import moved
from tests.server.sample_halls import NOON, sample_hall
from wire.messages.events import HallMoved

BEFORE = 41
"""What the stream sent before."""


class Story:
    """Starts configured, at noon; `now` moves only when a test moves it."""

    def __init__(self, config: HallConfig | None = None) -> None:
        self.hall = Hall.empty()
        self.now = NOON
        self.published: list[Published] = []
        self._keys = 0
        self.do(commands.ConfigureHall(config or sample_hall()))

    @property
    def config(self) -> HallConfig:
        assert self.hall.config is not None
        return self.hall.config

    def do(self, command: commands.Command) -> Answer:
        self._keys += 1
        draft = Draft(self.hall, Context(self.now, lambda ticket_id: f"hash of {ticket_id}"), {})
        outcome = draft.take(f"key-{self._keys:06}", command, "console:1")
        assert isinstance(outcome, Answer), outcome
        self._publish(draft.published)
        return outcome

    def happen(self, event: Event) -> None:
        """An event, whether or not a command of today leads to it."""
        self._publish(evolved(self.hall, [Fact(self.now, "somebody", "key", event)]))

    def _publish(self, published: list[Published]) -> None:
        self.published += published
        self.hall = self.published[-1].hall

    def issue(self, service_id: str = "apples", channel: Channel = Channel.KIOSK, then: tuple[str, ...] = ()) -> str:
        answer = self.do(commands.IssueTicket(Visit(service_id, channel, "en", PRIORITY, then)))
        assert answer.ticket_id is not None
        return answer.ticket_id

    def next(self, counter_id: str, present: commands.Leaving | None = None) -> str | None:
        """Who is at the counter then."""
        self.do(commands.CallNext(counter_id, self.hall.counter(counter_id).calls, present))
        return self.hall.counter(counter_id).ticket_id

    def ticket(self, ticket_id: str) -> Ticket:
        ticket = self.hall.ticket(ticket_id)
        assert ticket is not None
        return ticket

    def last(self) -> HallMoved:
        message = moved(self.published[-1], BEFORE)
        assert message is not None
        return message
