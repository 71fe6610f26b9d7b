"""A connection: greeting, snapshot, replies, device reports.

client: hello → server: welcome, snapshot, then events. A client whose protocol the server no longer takes gets
`refused` with `protocol_too_old` (or `protocol_too_new`) and the socket closes with 4002.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from wire.messages.hall import HallView
from wire.messages.tickets import CallView, CounterState, ServiceState, TicketView

Role = Literal["kiosk", "display", "console"]
DeviceKind = Literal["ticket_printer", "led_sign", "screen"]
DeviceState = Literal["ok", "warning", "trouble", "unknown"]
ShortText = Annotated[str, msgspec.Meta(max_length=200)]


class Hello(msgspec.Struct, frozen=True, kw_only=True, tag="hello"):
    """First message of a client. `last_seq` is the last log position it has applied, if any."""

    protocol: int
    role: Role
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    """Which kiosk, display or counter: "kiosk-1"."""
    last_seq: int | None = None


class Welcome(msgspec.Struct, frozen=True, kw_only=True, tag="welcome"):
    protocol: int
    oldest: int
    """The oldest protocol this server still accepts."""
    server: str
    """Version of the program."""
    hall_id: str
    at: int


class DeviceView(msgspec.Struct, frozen=True, kw_only=True):
    """Health of a device as its program last reported it."""

    device_id: str
    kind: DeviceKind
    state: DeviceState
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
    """Every ticket not in a final state, in line order."""
    calls: tuple[CallView, ...]
    """The last public calls of the day, newest first; one entry for each ticket."""
    devices: tuple[DeviceView, ...] = ()


class AskSnapshot(msgspec.Struct, frozen=True, kw_only=True, tag="ask_snapshot"):
    """The client found a gap."""


class Accepted(msgspec.Struct, frozen=True, kw_only=True, tag="accepted"):
    """The command with this key took effect, now or when it first came."""

    key: str
    seq: int
    """Log position of its last event; 0 when it had nothing to change (nobody was waiting)."""
    ticket: TicketView | None = None
    """The ticket issued, called or changed; None when nobody is waiting."""
    people_ahead: int | None = None
    """For `issue_ticket`: waiting for the same service, before this ticket, at issue."""
    token: str = ""
    """For `issue_ticket`: the phone page's capability, 128 bits in base64url. Never logged."""


class Refused(msgspec.Struct, frozen=True, kw_only=True, tag="refused"):
    """Refusal with a textual code (`wire.errors`); `detail` is for logs and tests, screens have their own words."""

    code: str
    key: str | None = None
    detail: ShortText = ""
    ticket: TicketView | None = None
    """The present ticket, for `already_called`, `still_called` and `still_serving`."""


class DeviceReport(msgspec.Struct, frozen=True, kw_only=True, tag="device_report"):
    """A kiosk or display tells how its printer, sign or screens are; on change and every 30 s."""

    device_id: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    kind: DeviceKind
    state: DeviceState
    code: Annotated[str, msgspec.Meta(max_length=40)] = ""
    detail: ShortText = ""


class DeviceChanged(msgspec.Struct, frozen=True, kw_only=True, tag="device_changed"):
    device: DeviceView
