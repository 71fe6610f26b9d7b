"""How each kind of event is told in the story of a number. A new kind of event is a row here, with its texts in the
table [story] of the language files; a test finds the kind that has none.

A row names a text; or chooses one by what happened; or is None, for what is no part of any number's story. The texts
may use the fields below.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import get_args

from program.language import fields_of
from program.texts import in_language, read_catalog
from server.domain.actors import Actor
from server.domain.events import (
    AUTHOR,
    AppointmentChanged,
    ByHandSet,
    CallUndone,
    CounterChanged,
    DayOpened,
    EmergencyEnded,
    EmergencyRaised,
    Event,
    GroupCalled,
    HallClosedToday,
    HallConfigured,
    HallEdited,
    HallReopened,
    TicketArrived,
    TicketBack,
    TicketCalled,
    TicketCancelled,
    TicketContinued,
    TicketFinished,
    TicketGivenUp,
    TicketHeld,
    TicketIssued,
    TicketLapsed,
    TicketLater,
    TicketMissed,
    TicketPicked,
    TicketRecalled,
    TicketRestored,
    TicketResumed,
    TicketTransferred,
    TicketVoided,
    TimeCorrected,
    WatchChanged,
)
from server.domain.fairness.choices import Rule
from server.domain.numbering import number_of
from server.story.moment import Moment
from server.story.tongue import Tongue

Tell = str | Callable[[Moment], str] | None


def _issued(moment: Moment) -> str:
    return f"issued_{moment.after.visit.channel}"


def _finished(moment: Moment) -> str:
    if moment.fact.by == AUTHOR:
        return "finished_by_day"
    return "finished_unannounced" if _said(moment, "arrival_implied") else "finished"


def _lapsed(moment: Moment) -> str:
    return f"lapsed_{moment.ticket.state}"


def _transferred(moment: Moment) -> str:
    same = moment.ticket.visit.service_id == moment.after.visit.service_id
    return "transferred_back" if same else "transferred"


SENTENCES: Mapping[type[Event], Tell] = {
    DayOpened: None,  # before every number of its day
    HallConfigured: None,
    HallEdited: None,
    ByHandSet: None,
    WatchChanged: None,
    **dict.fromkeys(get_args(CounterChanged)),
    **dict.fromkeys(get_args(AppointmentChanged)),  # there is no number yet
    HallClosedToday: lambda moment: f"hall_closed_{_said(moment, 'reason')}",
    HallReopened: "hall_reopened",
    EmergencyRaised: "emergency_raised",
    EmergencyEnded: "emergency_ended",
    TimeCorrected: "time_corrected",
    TicketIssued: _issued,
    TicketCalled: "called",
    CallUndone: "undone",
    GroupCalled: "called_together",
    TicketRecalled: "recalled",
    TicketArrived: "arrived",
    TicketFinished: _finished,
    TicketContinued: "continued",
    TicketMissed: "missed",
    TicketRestored: "restored",
    TicketHeld: "held",
    TicketResumed: "resumed",
    TicketLater: "later",
    TicketBack: lambda moment: "back_by_itself" if moment.fact.by == AUTHOR else "back",
    TicketPicked: "picked",
    TicketCancelled: "cancelled",
    TicketGivenUp: "given_up",
    TicketVoided: "voided",
    TicketTransferred: _transferred,
    TicketLapsed: _lapsed,
}


def _why(moment: Moment, tongue: Tongue) -> str:
    """By which rule it was called; "" where that was its turn."""
    rule, slot = _said(moment, "rule"), moment.after.visit.slot
    if not isinstance(rule, Rule) or rule is Rule.IN_TURN:
        return ""
    time = "" if slot is None else tongue.clock(moment.config, slot)
    return tongue.say(f"why_{rule}", time=time, n=moment.after.passes)


def _counter(moment: Moment, tongue: Tongue) -> str:
    """The counter that the event names, else the one where the number was."""
    counter_id = _said(moment, "counter_id") or moment.ticket.counter_id or ""
    return tongue.counter(moment.config, str(counter_id))


def _ahead(moment: Moment, tongue: Tongue) -> str:
    n = _said(moment, "people_ahead")
    return tongue.say("ahead", n=n) if n else tongue.say("ahead_none")


def _marks(moment: Moment, tongue: Tongue) -> str:
    visit = moment.after.visit
    priority = tongue.say("priority") if moment.config.has_priority(visit.visitor_class) else ""
    slot = "" if visit.slot is None else tongue.say("appointed", time=tongue.clock(moment.config, visit.slot))
    return priority + slot


def _others(moment: Moment, tongue: Tongue) -> str:
    """Numbers that the same event called."""
    called = moment.fact.event.ticket_ids if isinstance(moment.fact.event, GroupCalled) else ()
    return tongue.list([number_of(one) for one in called if one != moment.after.ticket_id])


def _reason(moment: Moment, tongue: Tongue) -> str:
    """A word of the hall's, as the pages say it; else as somebody wrote it."""
    said = (_said(moment, name) for name in ("reason", "picked", "cancelled", "voided"))
    reason = str(next((one for one in said if one), ""))
    return tongue.word(f"reason_{reason}") or reason


def _kept(moment: Moment, tongue: Tongue) -> str:
    """For the counter or the officer that alone is to call it."""
    counter_id, officer = moment.after.for_counter, moment.after.for_officer
    if officer:
        return tongue.say("kept_officer", officer=tongue.who(str(Actor(officer))))
    return tongue.say("kept", counter=tongue.counter(moment.config, counter_id)) if counter_id else ""


def _noted(moment: Moment, tongue: Tongue) -> str:
    """The note for the next officer, as the hall's list has it now, else its code."""
    code = str(_said(moment, "note_code") or "")
    note = moment.config.note(code)
    text = in_language(dict(note.text), tongue.language) if note else code
    return tongue.say("noted", note=text) if text else ""


def _since_call(moment: Moment, tongue: Tongue) -> str:
    """How long after the first of the calls that it did not answer."""
    first = next((call.at for call in reversed(moment.calls) if not call.again), moment.fact.at)
    return tongue.minutes(moment.fact.at - first)


def _earlier(moment: Moment, tongue: Tongue) -> str:
    return tongue.say("earlier", n=moment.earlier) if moment.earlier else tongue.say("earlier_none")


def _times(moment: Moment, _: Tongue) -> str:
    """How often it was called again since it was called."""
    return str(moment.after.recalls)


FIELDS: Mapping[str, Callable[[Moment, Tongue], str]] = {
    "by": lambda moment, tongue: tongue.who(moment.fact.by),
    "number": lambda moment, _: moment.after.number,
    "others": _others,
    "service": lambda moment, tongue: tongue.service(moment.config, moment.after.visit.service_id),
    "from": lambda moment, tongue: tongue.service(moment.config, moment.ticket.visit.service_id),
    "counter": _counter,
    "ahead": _ahead,
    "marks": _marks,
    "reason": _reason,
    "waited": lambda moment, tongue: tongue.minutes(moment.waited_ms),
    "earlier": _earlier,
    "why": _why,
    "since_call": _since_call,
    "outcome": lambda moment, tongue: tongue.say(f"outcome_{_said(moment, 'outcome')}"),
    "kept": _kept,
    "noted": _noted,
    "times": _times,
    "place": lambda moment, tongue: tongue.clock(moment.config, moment.after.place),
    "returns": lambda moment, tongue: tongue.clock(moment.config, moment.after.returns_at or 0),
    "corrected": lambda moment, tongue: tongue.minutes(abs(int(str(_said(moment, "by_ms") or 0)))),
}
"""What a text may hold, and how it is said. An event's own field is in here under whatever name reads best."""


def text_key(moment: Moment) -> str:
    """Which text tells it; "" for what no story tells."""
    tell = SENTENCES[type(moment.fact.event)]
    if tell is None:
        return ""
    return tell if isinstance(tell, str) else tell(moment)


def sentence(moment: Moment, tongue: Tongue) -> str:
    """In words; "" for what no story tells."""
    key = text_key(moment)
    if not key:
        return ""
    wanted = fields_of(read_catalog("story").text(tongue.language, key))
    return tongue.say(key, **{name: FIELDS[name](moment, tongue) for name in wanted})


def _said(moment: Moment, name: str) -> object:
    return getattr(moment.fact.event, name, None)
