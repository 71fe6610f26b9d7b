"""What the route of a number's story tells. Instants are milliseconds since the epoch."""

from __future__ import annotations

import msgspec

from server.story.story import Story


class StoryLine(msgspec.Struct, frozen=True):
    at: int
    what: str
    """Type of the event, as on the wire (`ticket_called`); `passed` tells who was called before this number although it
    had been in line earlier. There may be more."""
    text: dict[str, str]
    """The sentence by language, without its time."""


class CallTold(msgspec.Struct, frozen=True):
    at: int
    counter_id: str
    again: bool
    """A repeated call."""
    undone: bool
    """It was taken back at once."""


class StoryTold(msgspec.Struct, frozen=True):
    ticket_id: str
    number: str
    service_id: str
    state: str
    """As it is now, or was when it left the hall."""
    answer: dict[str, str]
    """Whether it was called, and when, by language."""
    calls: tuple[CallTold, ...]
    lines: tuple[StoryLine, ...]
    """In order."""


def told(story: Story) -> StoryTold:
    ticket = story.ticket
    return StoryTold(
        ticket_id=ticket.ticket_id,
        number=ticket.number,
        service_id=ticket.visit.service_id,
        state=ticket.state,
        answer=dict(story.answer),
        calls=tuple(CallTold(call.at, call.counter_id, call.again, call.undone) for call in story.calls),
        lines=tuple(StoryLine(line.at, line.what, dict(line.text)) for line in story.lines),
    )
