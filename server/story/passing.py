"""Who was called before a number that had been in line earlier, and by which rule: two tables, the first that fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from server.domain.actors import Actor
from server.domain.config import HallConfig
from server.domain.events import Event, TicketCalled, TicketPicked
from server.domain.fairness import choices
from server.domain.tickets import Ticket
from server.story.tongue import Tongue

NUMBERS_NAMED = 5
"""So many of those who went before by one rule are named; the rest is counted."""


@dataclass(frozen=True, slots=True)
class OtherCall:
    """A call of another number, of the same service or past this one."""

    index: int
    """Position among the day's facts."""
    at: int
    by: str
    event: Event
    ticket: Ticket
    """As it was in line."""
    entered: int
    """Index of the fact by which it came into that line."""
    came_over: bool
    """From another service's line, or its counter."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A number in a line: as it stands there, and since which fact."""

    ticket: Ticket
    entered: int


@dataclass(frozen=True, slots=True)
class Rule:
    text: str
    """Its text in the language files."""
    fits: Callable[[Standing, OtherCall], bool]


def _picked(mine: Standing, other: OtherCall) -> bool:
    """Out of turn, from behind this number."""
    return isinstance(other.event, TicketPicked) and _place(other.ticket) > _place(mine.ticket)


def _came_over(mine: Standing, other: OtherCall) -> bool:
    return other.came_over and _came_in_before(mine, other)


def _came_in_before(mine: Standing, other: OtherCall) -> bool:
    """Into the line when this one stood there, at a place before it."""
    return other.entered > mine.entered


def _waits_for_another(mine: Standing, other: OtherCall) -> bool:
    """This number was sent to one counter, and another called."""
    kept = mine.ticket.for_counter
    return kept != "" and kept != getattr(other.event, "counter_id", kept)


def _waits_for_somebody_else(mine: Standing, other: OtherCall) -> bool:
    """This number was sent to one officer, and another called."""
    kept = mine.ticket.for_officer
    return kept != "" and kept != Actor.read(other.by).account_id


def _stands_behind(mine: Standing, other: OtherCall) -> bool:
    """This number came back into line, at a place behind the other's."""
    return mine.ticket.place > other.ticket.place


def _by(*rules: choices.Rule) -> Callable[[Standing, OtherCall], bool]:
    """The other was next by one of these, and passed this number."""

    def fits(mine: Standing, other: OtherCall) -> bool:
        event = other.event
        return isinstance(event, TicketCalled) and event.rule in rules and mine.ticket.ticket_id in event.passed

    return fits


def _any(mine: Standing, other: OtherCall) -> bool:  # noqa: ARG001 - as every rule
    return True


def _place(ticket: Ticket) -> tuple[int, int]:
    return ticket.place, ticket.issue_order


_PICKED = Rule("passed_picked", _picked)
FOR_EARLIER: Sequence[Rule] = (
    _PICKED,
    Rule("passed_by_transferred", _came_over),
    Rule("passed_by_restored", _came_in_before),
)
"""Of numbers that were taken earlier. Whoever none of them fits was simply before this number."""
FOR_LATER: Sequence[Rule] = (
    _PICKED,
    Rule("passed_while_kept", _waits_for_another),
    Rule("passed_while_kept_officer", _waits_for_somebody_else),
    Rule("passed_by_priority", _by(choices.Rule.PRIORITY)),
    Rule("passed_by_appointment", _by(choices.Rule.APPOINTMENT, choices.Rule.APPOINTMENT_EARLY)),
    Rule("passed_by_officer", _by(choices.Rule.OFFICER)),
    Rule("passed_by_passed", _by(choices.Rule.PASSED)),
    Rule("passed_while_behind", _stands_behind),
    Rule("passed", _any),
)
"""Of numbers that were taken later."""


@dataclass(frozen=True, slots=True)
class Passing:
    """Numbers that went before by one rule, one after the other."""

    rule: Rule
    calls: Sequence[OtherCall]
    mine: Standing
    config: HallConfig

    def text(self, tongue: Tongue) -> str:
        named = tongue.list([call.ticket.number for call in self.calls[:NUMBERS_NAMED]])
        if len(self.calls) > NUMBERS_NAMED:
            named = tongue.say("passed_many", numbers=named, n=len(self.calls))
        return tongue.say(
            self.rule.text,
            numbers=named,
            by=tongue.who(self.calls[-1].by),
            place=tongue.clock(self.config, self.mine.ticket.place),
            counter=tongue.counter(self.config, self.mine.ticket.for_counter),
            officer=tongue.who(str(Actor(self.mine.ticket.for_officer))),
        )


def passings(mine: Standing, calls: Sequence[OtherCall], config: HallConfig) -> tuple[tuple[Passing, ...], int]:
    """Who went before while it stood so, among `calls` of its service in that time; and how many more were called that
    had been before it anyway."""
    found: list[tuple[Rule, list[OtherCall]]] = []
    earlier = 0
    for call in calls:
        rule = _rule(mine, call)
        if rule is None:
            earlier += 1
        elif found and found[-1][0] is rule:
            found[-1][1].append(call)
        else:
            found.append((rule, [call]))
    return tuple(Passing(rule, group, mine, config) for rule, group in found), earlier


def _rule(mine: Standing, call: OtherCall) -> Rule | None:
    for rule in FOR_LATER if call.ticket.issue_order > mine.ticket.issue_order else FOR_EARLIER:
        if rule.fits(mine, call):
            return rule
    return None
