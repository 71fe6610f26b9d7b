"""A day read from its facts: what came of every visitor, and when each counter could have called somebody.

What the log does not say is read off what happened. A counter begins its day open whether or not anybody is there: one
at which nothing was ever done was not attended, and `server.what_if.attendance` says when the others were not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from server.domain.actors import Actor
from server.domain.by_hand import Standing, after_setting, meant
from server.domain.config import Counter
from server.domain.day_end import of_day_end
from server.domain.events import (
    AUTHOR,
    ByHandSet,
    CallUndone,
    CounterClosed,
    CounterOpened,
    CounterPaused,
    DayOpened,
    Event,
    Fact,
    GroupCalled,
    HallConfigured,
    HallEdited,
    TicketCalled,
    TicketCancelled,
    TicketContinued,
    TicketFinished,
    TicketGivenUp,
    TicketHeld,
    TicketIssued,
    TicketMissed,
    TicketPicked,
    TicketRestored,
    TicketResumed,
    TicketTransferred,
    TicketVoided,
    TimeCorrected,
    WatchChanged,
)
from server.domain.hall_changes import written_after
from server.domain.keeping import in_force
from server.domain.life import LIFE
from server.domain.practice import of_practice
from server.domain.routing import UNKEPT, chosen_by, classes_of, kept_slot
from server.domain.tickets import STAGES, Stage, Visit
from server.domain.watch import Watch, with_reserves
from server.domain.watching import watches_after
from server.what_if.attendance import attended
from server.what_if.day import Arrival, Day, Leg, Presence


def day_of_log(facts: Sequence[Fact], until: int | None = None) -> Day:
    """The day of these facts, its `DayOpened` first: nothing is known of it after `until`, or after the last thing that
    anybody did; who was at a counter then is there still. Raises ValueError for facts that are no day's."""
    if not facts or not isinstance(facts[0].event, DayOpened):
        raise ValueError("a day begins with its DayOpened")
    reading = _Reading(facts[0].event)
    right = [one for one in _right_times(facts) if not of_day_end(one)]
    for fact in right:
        if not of_practice(fact.event):
            reading.take(fact)
    done = next((one.at for one in reversed(right) if one.by != AUTHOR), right[0].at)
    return reading.day(done if until is None else until)


def _right_times(facts: Sequence[Fact]) -> Iterator[Fact]:
    """The facts with every instant put right that was found to be wrong later in the day, and with it the place in line
    of whoever came at one."""
    corrections = [(index, one.event) for index, one in enumerate(facts) if isinstance(one.event, TimeCorrected)]
    came: dict[str, int] = {}
    """When each took his number whose place is no appointed time, as it is known so far."""
    for index, fact in enumerate(facts):
        event, later = fact.event, [one for found, one in corrections if found > index]
        if isinstance(event, TimeCorrected):
            came = {ticket_id: _right(at, [event]) for ticket_id, at in came.items()}
        if isinstance(event, TicketIssued) and event.place != event.visit.slot:
            came[event.ticket_id] = fact.at
        if isinstance(event, _GIVE_A_PLACE) and event.ticket_id in came:
            known = came[event.ticket_id]
            event = replace(event, place=event.place + _right(known, later) - known)
        yield replace(fact, at=_right(fact.at, later), event=event) if later else fact


def _right(at: int, corrections: Sequence[TimeCorrected]) -> int:
    for one in corrections:
        at += one.by_ms if at >= one.since else 0
    return at


_GIVE_A_PLACE = (TicketIssued, TicketRestored, TicketTransferred, TicketContinued)


@dataclass(slots=True)
class _Visitor:
    ticket_id: str
    at: int
    order: int
    visit: Visit
    legs: list[Leg] = field(default_factory=list)
    uncalled: Leg | None = None
    """Its leg as it was before its newest call."""
    promised_ms: int | None = None
    in_line: bool = True
    at_counter: bool = False
    busy_since: int = 0
    live: bool = True
    """Has a number that may still be called, or is at a counter."""

    @property
    def leg(self) -> Leg:
        return self.legs[-1]

    def now(self, **changes: object) -> None:
        self.legs[-1] = replace(self.legs[-1], **changes)  # type: ignore[arg-type]

    def enters(self, service_id: str, at: int, place: int, counter: str = "", officer: str = "") -> None:
        """A line. One that it was taken out of uncalled was not what it had come for."""
        if self.in_line:
            self.legs.pop()
        self.legs.append(Leg(service_id, at, place, counter, officer))
        self.in_line = True

    def called(self, counter_id: str, at: int, *, together: bool = False, picked: bool = False) -> None:
        self.uncalled, sent = self.leg, self.leg.only_at
        if not picked and sent != counter_id:  # where it was sent nobody was, or another stood in
            sent = ""
        self.now(called_at=at, counter_id=counter_id, together=together, only_at=sent)
        self.in_line, self.at_counter, self.busy_since = False, True, at

    def resumed(self, counter_id: str, at: int) -> None:
        """Its time at the counter goes on."""
        self.now(counter_id=counter_id)
        self.at_counter, self.busy_since = True, at

    def leaves(self, at: int) -> None:
        """The counter, if it is at one."""
        if self.at_counter:
            self.now(took_ms=(self.leg.took_ms or 0) + max(0, at - self.busy_since))  # a clock was put right meanwhile
        self.at_counter = False


@dataclass(slots=True)
class _Place:
    """A counter through the day."""

    states: list[tuple[int, Counter | None]] = field(default_factory=list)
    """From when on it was open, doing what; None: it was not."""
    away: bool = False
    busy: list[tuple[int, int]] = field(default_factory=list)


class _Reading:
    """Takes a day's facts in order."""

    def __init__(self, opened: DayOpened) -> None:
        self._date = opened.date
        self._file = opened.config
        self._by_hand: Standing = opened.by_hand
        self._watches: tuple[Watch, ...] = ()
        self._config = opened.config
        self._visitors: dict[str, _Visitor] = {}
        self._places: dict[str, _Place] = {}
        self._issues = 0
        self._officers: list[tuple[int, str, str]] = []
        self._at_work: dict[str, str] = {}
        self._acted: set[str] = set()

    def take(self, fact: Fact) -> None:
        event, at = fact.event, fact.at
        self._works(fact)
        match event:
            case DayOpened() | HallConfigured() | HallEdited():
                self._file = written_after(self._file, event)
                self._configured(at)
            case ByHandSet():
                self._by_hand = after_setting(self._by_hand, event, fact)
                self._configured(at)
            case WatchChanged():
                self._watches = watches_after(self._watches, event)
                self._configured(at)
            case TimeCorrected():
                self._date = event.date
            case CounterOpened() | CounterClosed() | CounterPaused():
                place = self._places.setdefault(event.counter_id, _Place())
                place.away = not isinstance(event, CounterOpened)
                self._is_now(event.counter_id, at)
            case TicketIssued():
                self._issues += 1
                promised_ms = None if event.promise is None else event.promise.high_ms
                visitor = _Visitor(event.ticket_id, at, self._issues, event.visit, promised_ms=promised_ms)
                visitor.legs.append(Leg(event.visit.service_id, at, event.place))
                self._visitors[event.ticket_id] = visitor
            case GroupCalled():
                for ticket_id in event.ticket_ids:
                    self._visitors[ticket_id].called(event.counter_id, at, together=True)
            case _:
                visitor_of = self._visitors.get(getattr(event, "ticket_id", ""))
                if visitor_of is not None:
                    self._moved(visitor_of, event, at)

    def _moved(self, visitor: _Visitor, event: Event, at: int) -> None:
        match event:
            case TicketCalled() | TicketPicked():
                visitor.called(event.counter_id, at, picked=isinstance(event, TicketPicked))
            case TicketResumed():
                visitor.resumed(event.counter_id, at)
            case TicketRestored():
                leg = visitor.leg
                visitor.enters(leg.service_id, at, event.place, leg.only_at, leg.officer)
            case TicketCancelled() | TicketGivenUp():
                self._ended(visitor, at)
            case TicketVoided():
                self._ended(visitor, at)
                if all(leg.called_at is None for leg in visitor.legs):
                    del self._visitors[visitor.ticket_id]
            case _:
                self._left(visitor, event, at)

    def _left(self, visitor: _Visitor, event: Event, at: int) -> None:
        """A counter, where it was at one."""
        match event:
            case TicketFinished() | TicketHeld():
                self._freed(visitor, at)
                visitor.live = isinstance(event, TicketHeld)
            case TicketMissed():
                self._freed(visitor, at)
                visitor.now(came=False)
            case TicketContinued():
                self._freed(visitor, at)
                visitor.enters(event.service_id, at, event.place)
            case TicketTransferred():
                self._freed(visitor, at)
                visitor.enters(event.service_id, at, event.place, event.for_counter, event.for_officer)
            case CallUndone():
                self._freed(visitor, at)
                visitor.legs[-1] = visitor.uncalled or visitor.leg
                visitor.in_line = True
            case _:
                self._stepped(visitor, event, at)

    def _stepped(self, visitor: _Visitor, event: Event, at: int) -> None:
        """Out of the line for a while, or back into it: who could be called from then on alone waits again."""
        verb, leg = LIFE.of_event.get(type(event)), visitor.leg
        if verb is not None and verb.by_itself:
            visitor.enters(leg.service_id, at, leg.place, leg.only_at, leg.officer)
        elif verb is not None and visitor.in_line and STAGES[verb.leads_to] is Stage.ASIDE:
            visitor.now(gone_at=at)

    def _ended(self, visitor: _Visitor, at: int) -> None:
        """Before it was served: it is no visit any more."""
        visitor.live = False
        if visitor.in_line:
            visitor.now(gone_at=visitor.leg.gone_at or at)
            visitor.in_line = False
        elif visitor.at_counter:
            self._freed(visitor, at)
            visitor.now(came=False)

    def _freed(self, visitor: _Visitor, at: int) -> None:
        if visitor.at_counter:
            self._places.setdefault(visitor.leg.counter_id, _Place()).busy.append((visitor.busy_since, at))
        visitor.leaves(at)

    def _works(self, fact: Fact) -> None:
        """Whoever acts at a counter is at work there."""
        counter_id, officer = getattr(fact.event, "counter_id", ""), Actor.read(fact.by).account_id
        self._acted.add(counter_id)
        if counter_id and officer and self._at_work.get(officer) != counter_id:
            self._at_work[officer] = counter_id
            self._officers.append((fact.at, officer, counter_id))

    def _configured(self, at: int) -> None:
        """What the file has no more and somebody still needs goes on."""
        wanted = with_reserves(meant(self._file, self._by_hand, self._date), self._watches)
        needed = (one.leg.service_id for one in self._visitors.values() if one.live)
        self._config = in_force(wanted, self._config, needed, ())
        for counter_id in {*self._places, *(one.counter_id for one in self._config.counters)}:
            self._is_now(counter_id, at)

    def _is_now(self, counter_id: str, at: int) -> None:
        place = self._places.setdefault(counter_id, _Place())
        now = None if place.away else self._config.counter(counter_id)
        if not place.states or place.states[-1][1] != now:
            place.states.append((at, now))

    def day(self, until: int) -> Day:
        for visitor in self._visitors.values():
            if visitor.at_counter:
                self._places.setdefault(visitor.leg.counter_id, _Place()).busy.append((visitor.busy_since, until))
        bare = Day(
            date=self._date,
            config=self._config,
            policy=self._config.routing,
            arrivals=tuple(self._arrival(one) for one in self._visitors.values()),
            presences=(),
            officers=tuple(self._officers),
            until=until,
        )
        return attended(bare, self._presences(until), {key: place.busy for key, place in self._places.items()})

    def _arrival(self, visitor: _Visitor) -> Arrival:
        visit = visitor.visit
        return Arrival(
            ticket_id=visitor.ticket_id,
            at=visitor.at,
            order=visitor.order,
            legs=tuple(self._known(leg, visit.visitor_class) for leg in visitor.legs),
            visitor_class=visit.visitor_class,
            priority=self._config.has_priority(visit.visitor_class),
            slot=kept_slot(visit, visitor.at, self._config.routing),
            officer=visit.officer,
            promised_ms=visitor.promised_ms,
        )

    def _known(self, leg: Leg, visitor_class: str) -> Leg:
        """With what the configuration says of its line."""
        service = self._config.service(leg.service_id)
        together = leg.together or (service is not None and service.group is not None)
        sent = leg.only_at or leg.officer
        chosen = UNKEPT if sent else chosen_by(self._config, leg.service_id, visitor_class)
        return replace(leg, together=together, visitor_class=chosen)

    def _presences(self, until: int) -> list[Presence]:
        found = []
        for counter_id, place in self._places.items():
            if counter_id not in self._acted:
                continue
            ends = [at for at, _ in place.states[1:]] + [until]
            found += [
                Presence(
                    counter_id,
                    start,
                    end,
                    frozenset(counter.primary),
                    frozenset(counter.backup),
                    classes_of(counter),
                )
                for (start, counter), end in zip(place.states, ends, strict=True)
                if counter is not None and start < end and (counter.primary or counter.backup)
            ]
        return sorted(found, key=lambda one: (one.start, one.counter_id))
