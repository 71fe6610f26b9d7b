"""A batch decided ahead of its commit: on a hall that is simply forgotten if the commit fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from server.domain.commands import CallNext, Command, Context, OpenDay, Refused
from server.domain.decide import decide
from server.domain.events import (
    DayOpened,
    Event,
    HallConfigured,
    TicketCalled,
    TicketFinished,
    TicketIssued,
    TicketLapsed,
)
from server.domain.evolve import evolve
from server.domain.hall import Hall
from server.domain.opening import business_date
from server.domain.tickets import Ticket, TicketState
from server.orders import Answer, AuthorRefusal, AuthorRefused, Outcome, Published
from server.storage.command_codec import command_hash, decode_answer, encode_answer
from server.storage.log import Entry, KeyEntry, Remembered

_KEY_REUSED = AuthorRefused(AuthorRefusal.KEY_REUSED, "this key came before with another command")
_EXPIRED = AuthorRefused(AuthorRefusal.EXPIRED, "its sender has stopped waiting")


class Draft:
    """What a batch will do to a hall. `hall` is the uncommitted one, `published` what to announce after the commit."""

    def __init__(self, hall: Hall, ctx: Context, remembered: Mapping[str, Remembered]) -> None:
        """`remembered` has an entry for each key of the batch that had an effect before."""
        self.hall = hall
        self.published: list[Published] = []
        self.entries: list[Entry] = []
        self.keys: list[KeyEntry] = []
        self._ctx = ctx
        self._remembered = dict(remembered)

    def roll_day(self) -> None:
        """Opens the business day that the clock says, if it is later than the hall's."""
        if self.hall.config is None:
            return
        date = business_date(self.hall.config, self._ctx.now)
        if date > self.hall.date:
            self.take(f"author:open-day:{date}", OpenDay(date))

    def take(self, key: str, command: Command, *, expired: bool = False) -> Outcome:
        """Decides one command. What its key did before wins over everything, then `expired`, then the hall's rules.

        An exception leaves the draft as it was.
        """
        body_hash = command_hash(command)
        before = self._remembered.get(key)
        if before is not None:
            return decode_answer(before.answer) if before.body_hash == body_hash else _KEY_REUSED
        if expired:
            return _EXPIRED
        decision = decide(self.hall, command, self._ctx)
        if isinstance(decision, Refused):
            return decision
        if not decision:
            return Answer(seq=0, ticket=None, people_ahead=None)
        published = _evolved(self.hall, decision)
        answer = _answer(command, published[-1])
        text = encode_answer(answer)
        self.entries += (Entry(happened.hall.day, happened.event) for happened in published)
        self.hall = published[-1].hall
        self.published += published
        self.keys.append(KeyEntry(key, body_hash, text, answer.seq, self._ctx.now))
        self._remembered[key] = Remembered(body_hash, text)
        return answer


def _evolved(hall: Hall, events: tuple[Event, ...]) -> list[Published]:
    published: list[Published] = []
    for event in events:
        after = evolve(hall, event)
        published.append(Published(after.seq, event, after, _ticket_after(hall, event, after)))
        hall = after
    return published


def _ticket_after(before: Hall, event: Event, after: Hall) -> Ticket | None:
    """A finished ticket has left the hall; its last state is told once more, here."""
    if isinstance(event, DayOpened | HallConfigured):
        return None
    if isinstance(event, TicketFinished | TicketLapsed):
        ticket = before.ticket(event.ticket_id)
        state = TicketState.SERVED if isinstance(event, TicketFinished) else TicketState.LAPSED
        return None if ticket is None else replace(ticket, state=state)
    return after.ticket(event.ticket_id)


def _answer(command: Command, last: Published) -> Answer:
    """Speaks of the last event's ticket; but a `CallNext` that called nobody has only made room at its counter."""
    called_nobody = isinstance(command, CallNext) and not isinstance(last.event, TicketCalled)
    return Answer(
        seq=last.seq,
        ticket=None if called_nobody else last.ticket,
        people_ahead=last.event.people_ahead if isinstance(last.event, TicketIssued) else None,
    )
