"""What staff are told: the printer's health, and tickets whose visitor may not hold them. Pure.

Codes are those of the printer (`paper_out`, `cover`, `cutter`, `offline`, `busy`, `unknown`), and `paper_near_end`,
`unprinted` (numbers without paper), `uncertain` (numbers that may be without), `prints_unconfirmed` (this printer
cannot say whether a ticket came out), `late_ticket`, `ticket_unknown`. `detail` holds numbers, or the service of a
number that is not known, never a person. A mention ends when it is taken back, or has stood long enough.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from hardware.printer.status import PrinterStatus
from wire.messages.session import DeviceReport

MENTION_MS = 300_000
"""What no news takes back is mentioned so long: a ticket without paper, or without a visitor."""
DETAIL_MAX = 200


@dataclass(frozen=True)
class Mention:
    code: str
    detail: str
    since: int
    """Monotonic, ms."""
    key: str = ""
    """Of the intent that it is about, where its fate may still be learnt."""
    ticket_id: str = ""
    """Of the ticket that it is about, where there is one."""


@dataclass(frozen=True)
class Health:
    """What there is to report."""

    printer: PrinterStatus | None = None
    """None as long as it is not known."""
    confirms: bool | None = None
    """Whether the printer can say that a ticket came out; None: not yet known."""
    confirms_told: bool = False
    """Staff have been told that it cannot."""
    unconfirmed: tuple[Mention, ...] = ()
    unprinted: tuple[Mention, ...] = ()
    loose: tuple[Mention, ...] = ()

    def at(self, at: int) -> Health:
        """Without what has been mentioned long enough."""
        unconfirmed, unprinted, loose = (_recent(one, at) for one in (self.unconfirmed, self.unprinted, self.loose))
        return replace(self, unconfirmed=unconfirmed, unprinted=unprinted, loose=loose)

    def with_confirms(self, confirms: bool | None, at: int) -> Health:
        """With what is known of the printer's proofs. That it has none is mentioned once; again only if it had some."""
        if confirms is not False:
            return replace(self, confirms=confirms, confirms_told=self.confirms_told and not confirms, unconfirmed=())
        news = () if self.confirms_told else (Mention("prints_unconfirmed", "", at),)
        return replace(self, confirms=False, confirms_told=True, unconfirmed=self.unconfirmed or news)

    def with_unprinted(self, mention: Mention) -> Health:
        """In place of what was said of its intent before, and as old as that."""
        before = next((one.since for one in self.unprinted if mention.key and one.key == mention.key), mention.since)
        rest = _without(self.unprinted, mention.key)
        return replace(self, unprinted=(*rest, replace(mention, since=before)))

    def with_loose(self, mention: Mention) -> Health:
        """In place of what was said of its intent before."""
        return replace(self.settled(mention.key), loose=(*self.settled(mention.key).loose, mention))

    def settled(self, key: str) -> Health:
        """Without what was said of an intent."""
        return replace(self, unprinted=_without(self.unprinted, key), loose=_without(self.loose, key))

    def met(self, ticket_ids: frozenset[str]) -> Health:
        """Without what was said of tickets that have reached a counter, or their end: their visitors lack nothing."""
        unprinted = tuple(one for one in self.unprinted if one.ticket_id not in ticket_ids)
        return replace(
            self, unprinted=unprinted, loose=tuple(one for one in self.loose if one.ticket_id not in ticket_ids)
        )


def reports(kiosk_id: str, health: Health) -> tuple[DeviceReport, ...]:
    """The present reports: of the printer once it was asked, and of the kiosk itself."""
    kiosk = DeviceReport(device_id=kiosk_id, kind="screen", state="ok")
    if health.loose:
        code, detail = health.loose[-1].code, _details(health.loose)
        kiosk = DeviceReport(device_id=kiosk_id, kind="screen", state="warning", code=code, detail=detail)
    if health.printer is None:
        return (kiosk,)
    return (kiosk, _printer(f"{kiosk_id}-printer", health.printer, health))


def _printer(device_id: str, status: PrinterStatus, health: Health) -> DeviceReport:
    state, code, detail = "ok", "", _details(health.unprinted)
    if status.blocked is not None:
        state, code = "trouble", status.blocked.value
    elif health.unprinted:
        # What is said of all of them must be true of each.
        sure = all(one.code == "unprinted" for one in health.unprinted)
        state, code = "warning", "unprinted" if sure else "uncertain"
    elif status.paper_near_end:
        state, code = "warning", "paper_near_end"
    elif health.confirms is False:
        state, code = "warning" if health.unconfirmed else "ok", "prints_unconfirmed"
    return DeviceReport(device_id=device_id, kind="ticket_printer", state=state, code=code, detail=detail)


def _without(mentions: tuple[Mention, ...], key: str) -> tuple[Mention, ...]:
    return tuple(one for one in mentions if not key or one.key != key)


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
