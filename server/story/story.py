"""The whole story of a number of the day, in words, from the log: for the visitor who says "I was never called"."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from server.domain.config import HallConfig
from server.domain.events import CallUndone, Event, TimeCorrected
from server.domain.life import LIFE
from server.domain.tickets import Stage, Ticket
from server.storage.event_codec import event_word
from server.story.day_log import DayLog
from server.story.moment import Call, Moment
from server.story.passing import Standing, passings
from server.story.sentences import sentence
from server.story.tongue import Named, Tongue, nobody_known

PASSED = "passed"
"""`what` of a line that tells who was called before it although this number had been in line earlier."""


@dataclass(frozen=True, slots=True)
class Line:
    at: int
    what: str
    """Type of the event, as the log and the wire call it; or `PASSED`."""
    text: Mapping[str, str]
    """By language."""


@dataclass(frozen=True, slots=True)
class Story:
    ticket: Ticket
    """As it is now, or was when it left the hall."""
    calls: tuple[Call, ...]
    lines: tuple[Line, ...]
    answer: Mapping[str, str]
    """Was it called, and when? By language."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A line before it is put into words."""

    index: int
    at: int
    what: str
    text: Callable[[Tongue], str]


def story_of(day: DayLog, number: str, languages: Sequence[str], now: int, named: Named = nobody_known) -> Story | None:
    """None for a number that was not given on this day. `now` is the hall's time."""
    ticket_id = day.ticket_id(number)
    if ticket_id is None:
        return None
    told: list[_Told] = []
    calls: tuple[Call, ...] = ()
    entered, since = 0, 0
    for index, fact, before, after in day.lived_through(ticket_id):
        moment = Moment(fact, day.config_at(index), before, after, calls=calls)
        if before is not None and _left_line(before, after):
            went_before, earlier = _went_before(day, Standing(before, entered), index)
            told += went_before
            moment = replace(moment, waited_ms=fact.at - since, earlier=earlier)
        if isinstance(fact.event, CallUndone):
            calls = (*calls[:-1], replace(calls[-1], undone=True))
        elif _came_into_line(before, after):
            entered = index
            since = since if before is not None and before.stage is Stage.IN_LINE else fact.at
        elif isinstance(fact.event, TimeCorrected):
            since += fact.event.by_ms if since >= fact.event.since else 0
        told.append(_Told(index, fact.at, event_word(fact.event), partial(sentence, moment)))
        if before is not None and _rings(fact.event):
            calls = (*calls, Call(fact.at, after.counter_id or "", again=before.stage is Stage.CALLED))
    ticket = day.now(ticket_id)
    if ticket.stage is Stage.IN_LINE:
        told += _went_before(day, Standing(ticket, entered), len(day))[0]
    told.sort(key=lambda one: one.index)
    tongues = [Tongue(language, named) for language in languages]
    config = day.config_at(len(day) - 1)
    lines = (Line(one.at, one.what, {tongue.language: one.text(tongue) for tongue in tongues}) for one in told)
    return Story(
        ticket,
        calls,
        tuple(line for line in lines if any(line.text.values())),
        {tongue.language: _answer(ticket, calls, now, tongue, config) for tongue in tongues},
    )


def _left_line(before: Ticket, after: Ticket) -> bool:
    return before.stage is Stage.IN_LINE and not _in_same_line(before, after)


def _came_into_line(before: Ticket | None, after: Ticket) -> bool:
    return after.stage is Stage.IN_LINE and (before is None or not _in_same_line(before, after))


def _in_same_line(before: Ticket, after: Ticket) -> bool:
    return before.stage is after.stage is Stage.IN_LINE and before.visit.service_id == after.visit.service_id


def _rings(event: Event) -> bool:
    verb = LIFE.of_event.get(type(event))
    return verb is not None and verb.rings


def _went_before(day: DayLog, mine: Standing, until: int) -> tuple[list[_Told], int]:
    """Lines on those who were called before a number that stood in line up to that fact; and how many had been before
    it anyway."""
    calls = day.calls_between(mine.ticket, mine.entered, until)
    found, earlier = passings(mine, calls, day.config_at(until - 1))
    return [_Told(one.calls[-1].index, one.calls[-1].at, PASSED, one.text) for one in found], earlier


def _answer(ticket: Ticket, calls: Sequence[Call], now: int, tongue: Tongue, config: HallConfig) -> str:
    """Was it called, how often, when and where to?"""
    if calls:
        places = [
            tongue.say(
                "answer_undone" if call.undone else "answer_again" if call.again else "answer_call",
                time=tongue.clock(config, call.at),
                counter=tongue.counter(config, call.counter_id),
            )
            for call in calls
        ]
        return tongue.say("answer_called", calls=tongue.list(places))
    if ticket.stage is Stage.IN_LINE:
        return tongue.say("answer_waiting", waited=tongue.minutes(now - ticket.issued_at))
    return tongue.say("answer_never")
