"""What staff are told: the printer's health, and tickets whose visitor may not hold them. Pure.

Codes are those of the printer (`paper_out`, `cover`, `cutter`, `offline`, `unknown`), and `paper_near_end`, `uncertain`
(a number without its paper), `late_ticket`, `ticket_unknown`. `detail` holds numbers, or the service of a number
that is not known, never a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from hardware.printer.status import PrinterStatus
from wire.messages.session import DeviceReport

MENTION_MS = 300_000
"""A ticket without paper, or without a visitor, is mentioned so long."""
DETAIL_MAX = 200


@dataclass(frozen=True)
class Mention:
    code: str
    detail: str
    since: int
    """Monotonic, ms."""
    key: str = ""
    """Of the intent that it is about, where its fate may still be learnt."""


@dataclass(frozen=True)
class Health:
    """What there is to report."""

    printer: PrinterStatus | None = None
    """None until it was asked for the first time."""
    unprinted: tuple[Mention, ...] = ()
    loose: tuple[Mention, ...] = ()

    def at(self, at: int) -> Health:
        """Without what has been mentioned long enough."""
        return replace(self, unprinted=_recent(self.unprinted, at), loose=_recent(self.loose, at))

    def with_unprinted(self, mention: Mention) -> Health:
        return replace(self, unprinted=(*self.unprinted, mention))

    def with_loose(self, mention: Mention) -> Health:
        """In place of what was said of its intent before."""
        return replace(self.settled(mention.key), loose=(*self.settled(mention.key).loose, mention))

    def settled(self, key: str) -> Health:
        """Without what was said of an intent."""
        return replace(self, loose=tuple(one for one in self.loose if not key or one.key != key))


def reports(kiosk_id: str, health: Health) -> tuple[DeviceReport, ...]:
    """The present reports: of the printer once it was asked, and of the kiosk itself."""
    kiosk = DeviceReport(device_id=kiosk_id, kind="screen", state="ok")
    if health.loose:
        code, detail = health.loose[-1].code, _details(health.loose)
        kiosk = DeviceReport(device_id=kiosk_id, kind="screen", state="warning", code=code, detail=detail)
    if health.printer is None:
        return (kiosk,)
    return (kiosk, _printer(f"{kiosk_id}-printer", health.printer, health.unprinted))


def _printer(device_id: str, status: PrinterStatus, unprinted: tuple[Mention, ...]) -> DeviceReport:
    detail = _details(unprinted)
    if status.blocked is not None:
        return DeviceReport(
            device_id=device_id, kind="ticket_printer", state="trouble", code=status.blocked.value, detail=detail
        )
    if unprinted:
        return DeviceReport(
            device_id=device_id, kind="ticket_printer", state="warning", code="uncertain", detail=detail
        )
    if status.paper_near_end:
        return DeviceReport(device_id=device_id, kind="ticket_printer", state="warning", code="paper_near_end")
    return DeviceReport(device_id=device_id, kind="ticket_printer", state="ok")


def _recent(mentions: Iterable[Mention], at: int) -> tuple[Mention, ...]:
    return tuple(one for one in mentions if at - one.since < MENTION_MS)


def _details(mentions: tuple[Mention, ...]) -> str:
    """Newest first, as many as fit, each of them whole."""
    said = ""
    for detail in dict.fromkeys(one.detail for one in reversed(mentions)):
        longer = f"{said} {detail}".lstrip()
        if len(longer) > DETAIL_MAX:
            break
        said = longer
    return said
