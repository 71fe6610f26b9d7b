"""A connection: greeting, snapshot, replies, the fate of a key, device reports.

client: hello → server: welcome, snapshot, lines, then what moves. A client whose protocol the server no longer takes
gets `refused` with `protocol_too_old` (or `protocol_too_new`) and the socket closes with 4002; one of another hall gets
`wrong_hall` and 4004.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from wire.messages.commands import Key
from wire.messages.hall import HallView, TodayView
from wire.messages.tickets import CallView, CounterState, ServiceState, TicketView, Word

Role = Literal["kiosk", "display", "console", "devices"]
"""What a program is: it must be what it was enrolled as. A page of staff is a console."""
ShortText = Annotated[str, msgspec.Meta(max_length=200)]


class Hello(msgspec.Struct, frozen=True, kw_only=True, tag="hello"):
    """First message of a client. `last_seq` is the last log position it has applied, if any."""

    protocol: int
    role: Role
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    """What this program calls itself: "kiosk-1". For its own logs; who it is, the server knows from its enrolment."""
    hall_id: Annotated[str, msgspec.Meta(max_length=40)] = ""
    """The hall this program belongs to; empty: whichever the server has."""
    last_seq: Annotated[int, msgspec.Meta(ge=0, le=2**53)] | None = None
    version: Annotated[str, msgspec.Meta(max_length=40)] = ""
    """Of this program, for the list of devices; "": it does not say."""
    guides: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    """Name of the guides that this program keeps (`HallView.guides`), "" for none yet: snapshots leave them out while
    they are the hall's, and it takes `hall_edited`. None: it keeps nothing, and is told everything each time."""
    at: Annotated[int, msgspec.Meta(ge=0, le=2**53)] | None = None
    """What the clock of this program's computer says now, ms since the epoch: staff shall see one that is wrong."""


class Welcome(msgspec.Struct, frozen=True, kw_only=True, tag="welcome"):
    protocol: int
    oldest: int
    """The oldest protocol this server still accepts."""
    server: str
    """Version of the program."""
    hall_id: str
    at: int
    rights: tuple[str, ...] = ()
    """Types of the messages that this connection may send beside those of the conversation itself."""
    steady: int | None = None
    """The server's steady clock, ms from anywhere: what a command names as `heard`, so that its age is known."""
    addresses: tuple[str, ...] = ()
    """Where devices can find this server, `wss://HOST:PORT/ws`, the likeliest first: to be kept for the day on which
    the address of this line leads nowhere. Empty: it did not say."""
    device_name: str = ""
    """What the administrator called this device; "" for a page of staff."""


class DeviceView(msgspec.Struct, frozen=True, kw_only=True):
    """Health of a device as its program last reported it."""

    device_id: str
    kind: Word
    """Open: ticket_printer, led_sign, screen; server: a part of the server itself, while it is in trouble."""
    state: Word
    """Open: ok, warning, trouble, unknown."""
    code: str = ""
    """What is wrong, as a code that has a text in every language: "paper_out"."""
    detail: ShortText = ""
    since: int = 0
    reported_by: str = ""


class Snapshot(msgspec.Struct, frozen=True, kw_only=True, tag="snapshot"):
    """Everything a screen needs to draw, as of `seq`. Replaces whatever the receiver knew."""

    seq: int
    at: int
    hall: HallView
    business_day: int
    """Number of the business day, counted from the hall's first."""
    date: str
    """Calendar date of the business day, ISO 8601, in the hall's zone."""
    services: tuple[ServiceState, ...]
    counters: tuple[CounterState, ...]
    tickets: tuple[TicketView, ...]
    """Every ticket still in the hall, in line order."""
    calls: tuple[CallView, ...]
    """The last public calls of the day, and of those before whatever is on, newest first; one entry for each
    ticket."""
    devices: tuple[DeviceView, ...] = ()
    today: TodayView = TodayView()
    guides_kept: bool = False
    """The receiver keeps the guides that `hall.guides` names; they are left out."""


class AskSnapshot(msgspec.Struct, frozen=True, kw_only=True, tag="ask_snapshot"):
    """The client found a gap."""


class Probe(msgspec.Struct, frozen=True, kw_only=True, tag="probe"):
    """Is anybody there? Answered with a pulse."""


class Pulse(msgspec.Struct, frozen=True, kw_only=True, tag="pulse"):
    at: int
    steady: int | None = None
    """As in `Welcome`; phones, which ask for nothing, do not need it."""


class Accepted(msgspec.Struct, frozen=True, kw_only=True, tag="accepted"):
    """The command with this key took effect, now or when it first came. What its event says is the same each time;
    `ticket` is as it is now."""

    key: str
    what: Word
    """What it did, in the words of `hall_moved`; "nothing" when there was nothing to do (nobody was waiting)."""
    seq: int
    """Log position of its last event; 0 for "nothing"."""
    ticket_id: str | None = None
    """The ticket that its last event speaks of."""
    number: str | None = None
    people_ahead: int | None = None
    """For `ticket_issued`: waiting for the same service, before this ticket, at issue."""
    token: str = ""
    """For `ticket_issued`: the phone page's capability, 128 bits in base64url. Never logged."""
    code: str = ""
    """For what became of an appointment: its code."""
    ticket: TicketView | None = None
    """None when it has left the hall."""


class Refused(msgspec.Struct, frozen=True, kw_only=True, tag="refused"):
    """Refusal with a textual code (`wire.errors`); `detail` is for logs and tests, screens have their own words."""

    code: str
    key: str | None = None
    detail: ShortText = ""
    ticket: TicketView | None = None
    """The present ticket, for `already_called`, `still_called` and `still_serving`."""
    retry_after_s: int | None = None
    """For `too_many_numbers`: from then on its sender may take the next one."""


class AskFate(msgspec.Struct, frozen=True, kw_only=True, tag="ask_fate"):
    """What became of the command with this key? Answered with `fate`, after all that was asked before."""

    key: Key


class CancelKey(msgspec.Struct, frozen=True, kw_only=True, tag="cancel_key"):
    """Nobody waits for this key any more: as long as it had no effect it shall have none. Answered with `fate`."""

    key: Key


class Fate(msgspec.Struct, frozen=True, kw_only=True, tag="fate"):
    """What a key did: `done` with what it did, `none` as yet, or `cancelled`: it will never do anything."""

    key: str
    fate: Word
    done: Accepted | None = None


class DeviceReport(msgspec.Struct, frozen=True, kw_only=True, tag="device_report"):
    """A kiosk or display tells how its printer, sign or screens are; on change and every 30 s."""

    device_id: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    kind: Word
    state: Word
    code: Annotated[str, msgspec.Meta(max_length=40)] = ""
    detail: ShortText = ""


class DeviceChanged(msgspec.Struct, frozen=True, kw_only=True, tag="device_changed"):
    device: DeviceView
