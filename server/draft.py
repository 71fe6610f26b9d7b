"""A batch decided ahead of its commit: on a hall that is simply forgotten if the commit fails."""

from __future__ import annotations

from collections.abc import Mapping

import structlog

from program.clock import Correction
from server.domain.commands import Command, ConfigureHall, Context, CorrectTime, Declined, KeepWatch, OpenDay
from server.domain.config import HallConfig
from server.domain.day_end import date_due
from server.domain.decide import decide
from server.domain.due import due
from server.domain.events import (
    AUTHOR,
    AppointmentChanged,
    CounterChanged,
    Fact,
    GroupCalled,
    HallChanged,
    OfNoTicket,
    TicketIssued,
)
from server.domain.evolve import evolve
from server.domain.hall import Hall
from server.domain.life import LIFE
from server.domain.numbering import number_of
from server.domain.practice import any_ticket, of_practice
from server.domain.ticket_after import tickets_after
from server.domain.watching import changes
from server.number_pace import NumberPace, taker
from server.storage.event_codec import event_word
from server.storage.intents import intent_of, means
from server.storage.keys import CANCELLED, NOTHING, KeyEntry, Remembered
from server.storage.log import Entry
from server.submissions import (
    Answer,
    AuthorAnswer,
    AuthorRefusal,
    AuthorRefused,
    KeyEnquiry,
    KeyFate,
    Published,
    Waiting,
)

_log = structlog.get_logger()

_KEY_REUSED = AuthorRefused(AuthorRefusal.KEY_REUSED, "this key came before with another intent")
_CANCELLED = AuthorRefused(AuthorRefusal.CANCELLED, "this key was cancelled before its command came")
_EXPIRED = AuthorRefused(AuthorRefusal.EXPIRED, "its sender has stopped waiting")


class Draft:
    """What a batch will do to a hall. `hall` is the uncommitted one, `published` what to announce after the commit."""

    def __init__(
        self,
        hall: Hall,
        ctx: Context,
        remembered: Mapping[str, Remembered],
        pace: NumberPace | None = None,
        steady: int = 0,
    ) -> None:
        """`remembered` has an entry for each key of the batch that came before. `pace` is how many numbers each may
        still take at `steady`, ms; without one nobody counts them."""
        self.hall = hall
        self.pace = pace
        """With the numbers of this batch."""
        self.published: list[Published] = []
        self.entries: list[Entry] = []
        self.keys: list[KeyEntry] = []
        self.correction: Correction | None = None
        """What the clock is to take over when this is in the log."""
        self._ctx = ctx
        self._remembered = dict(remembered)
        self._steady = steady

    def roll_day(self) -> None:
        """Opens the business day that is due."""
        config = self.hall.configured
        date = None if config is None else date_due(self.hall, config, self._ctx.now)
        if date is not None:
            self.take(f"author:open-day:{self.hall.day + 1}", OpenDay(date), AUTHOR)  # a date may come again

    def keep_watch(self) -> None:
        """Says what the hall sees by itself by now, and what happens to its tickets by itself."""
        if changes(self.hall, self._ctx.now) or due(self.hall, self._ctx.now):
            self.take(f"author:watch:{self.hall.day}:{self.hall.seq}", KeepWatch(), AUTHOR)

    def correct(self, correction: Correction) -> None:
        """Puts right what happened since the clock told the wrong time."""
        self.correction = correction
        command = CorrectTime(correction.since, correction.by_ms, "the network vouches for the time")
        self.take(f"author:correct-time:{correction.since}", command, AUTHOR)

    def take(self, key: str, command: Command, by: str, *, expired: bool = False) -> AuthorAnswer:
        """Decides one command. What its key did before wins over everything, then `expired`, then the hall's rules,
        then how many numbers `by` has taken.

        A refusal is not remembered. An exception leaves the draft as it was.
        """
        before = self._remembered.get(key)
        if before is not None:
            return self._again(before, command)
        if expired:
            return _EXPIRED
        decision = decide(self.hall, command, self._ctx)
        if isinstance(decision, Declined):
            return decision
        if not decision:
            return self._nothing(key, command, by)
        takes = any(isinstance(event, TicketIssued) and not of_practice(event) for event in decision)
        if self.pace is not None and takes:
            if wait_ms := self.pace.wait_ms(taker(by), self._steady):
                return AuthorRefused(AuthorRefusal.TOO_MANY_NUMBERS, f"{by} has taken too many numbers", wait_ms)
            self.pace = self.pace.after(taker(by), self._steady)
        facts = [Fact(self._ctx.now, by, key, event) for event in decision]
        published = evolved(self.hall, facts)
        last = published[-1]
        did = Remembered(intent_of(command), event_word(last.fact.event), last.seq, last.fact)
        self.entries += (Entry(one.hall.day, one.fact) for one in published)
        self.hall = last.hall
        self.published += published
        self._remember(key, did)
        return self._answer(did)

    def fate(self, key: str, *, cancel: bool) -> KeyFate:
        """What a key did so far; one that did nothing and is cancelled shall never do anything."""
        before = self._remembered.get(key)
        if before is not None:
            cancelled = before.what == CANCELLED
            return KeyFate(done=None if cancelled else self._answer(before), cancelled=cancelled)
        if cancel:
            self._remember(key, Remembered("", CANCELLED, 0, None))
        return KeyFate(cancelled=cancel)

    def _again(self, before: Remembered, command: Command) -> AuthorAnswer:
        """What a key is answered that came before."""
        if before.what == CANCELLED:
            return _CANCELLED
        return self._answer(before) if means(command, before.intent) else _KEY_REUSED

    def _nothing(self, key: str, command: Command, by: str) -> Answer:
        """The same key shall go on doing nothing, whoever comes meanwhile; but the author's own need no memory."""
        if by != AUTHOR:
            self._remember(key, Remembered(intent_of(command), NOTHING, 0, None))
        return Answer(NOTHING)

    def _remember(self, key: str, did: Remembered) -> None:
        self.keys.append(KeyEntry(key, did.intent, did.what, did.seq, self.hall.day, self._ctx.now))
        self._remembered[key] = did

    def _answer(self, did: Remembered) -> Answer:
        """What a key is answered, the first time and every other: what its event says, and the ticket as it is now."""
        event = None if did.fact is None else did.fact.event
        if event is None or isinstance(event, OfNoTicket):
            return Answer(did.what, did.seq, code=event.code if isinstance(event, AppointmentChanged) else "")
        ticket_id = event.ticket_ids[0] if isinstance(event, GroupCalled) else event.ticket_id
        return Answer(
            what=did.what,
            seq=did.seq,
            ticket_id=ticket_id,
            number=number_of(ticket_id),
            people_ahead=event.people_ahead if isinstance(event, TicketIssued) else None,
            ticket=any_ticket(self.hall, ticket_id),
        )


def decided(draft: Draft, one: Waiting) -> AuthorAnswer:
    """One submission's bug is its own: the rest of the batch goes on."""
    try:
        if isinstance(one.submission, KeyEnquiry):
            return draft.fate(one.submission.key, cancel=one.submission.cancel)
        return draft.take(one.submission.key, one.submission.command, one.submission.by, expired=one.expired())
    except Exception:  # noqa: BLE001 - a submission's border
        _log.exception("submission_failed", key=one.submission.key)
        return AuthorRefused(AuthorRefusal.UNAVAILABLE, "a fault in the server; it is logged")


def configure_key(config: HallConfig, seq: int) -> str:
    """Key of the author's own submission to take over a configuration, given at log position `seq`. Its colons keep it,
    like every key of the author, apart from all that a client may choose.
    """
    return f"author:configure:{seq}:{intent_of(ConfigureHall(config))[:18]}"


def evolved(hall: Hall, facts: list[Fact]) -> list[Published]:
    """Each fact with the hall after it and what it changed there. Raises ValueError for one that cannot happen."""
    published: list[Published] = []
    for fact in facts:
        after = evolve(hall, fact)
        published.append(_published(hall, fact, after))
        hall = after
    return published


def _published(before: Hall, fact: Fact, after: Hall) -> Published:
    """What a fact changed, read off the halls before and after it."""
    event = fact.event
    if isinstance(event, HallChanged | AppointmentChanged) or of_practice(event):
        return Published(after.seq, fact, after, rings=False)
    if isinstance(event, CounterChanged):
        return Published(after.seq, fact, after, rings=False, counters=(event.counter_id,))
    if isinstance(event, TicketIssued):
        new = after.ticket(event.ticket_id)
        service_id = event.visit.service_id
        return Published(after.seq, fact, after, rings=False, tickets=(new,) if new else (), services=(service_id,))
    now = tickets_after(before, event, fact.at)
    was = (before.ticket(one.ticket_id) for one in now)
    tickets = (*now, *(one for one in was if one is not None))
    counters = {one.counter_id for one in tickets if one.counter_id is not None}
    services = {one.visit.service_id for one in tickets}
    verb = LIFE.of_event.get(type(event))
    return Published(
        seq=after.seq,
        fact=fact,
        hall=after,
        rings=verb is not None and verb.rings,
        tickets=now,
        counters=tuple(sorted(one for one in counters if before.counter(one) != after.counter(one))),
        services=tuple(sorted(one for one in services if before.waiting(one) != after.waiting(one))),
    )
