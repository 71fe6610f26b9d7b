"""Whether a ticket can be taken now and, when not, the one reason a visitor is told. Pure.

The order is that of use to the visitor: a closed hall is closed whatever its printer does; a printer that has no
paper matters only when there is a server to give the number.
"""

from __future__ import annotations

from enum import StrEnum

from kiosk.hall_facts import HallFacts


class Link(StrEnum):
    """The link to the server, as far as visitors are concerned."""

    STARTING = "starting"
    """Never connected since the program began."""
    UP = "up"
    DOWN = "down"
    # Refused: until somebody changes something it stays so.
    WRONG_HALL = "wrong_hall"
    PROTOCOL_TOO_OLD = "protocol_too_old"
    """The kiosk is older than its server."""
    PROTOCOL_TOO_NEW = "protocol_too_new"
    UNTRUSTED = "untrusted"
    """Whoever answers is not this kiosk's server."""
    NOT_ENROLLED = "not_enrolled"
    REVOKED = "revoked"
    IDENTITY_TAKEN = "identity_taken"
    """Another program with this kiosk's credentials is connected."""


class Printer(StrEnum):
    """The ticket printer, as far as visitors are concerned. Paper that is only near its end is `READY`."""

    UNASKED = "unasked"
    READY = "ready"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    OUT_OF_SERVICE = "out_of_service"
    """Offline, cutter jam, no answer: staff must look."""


class Obstacle(StrEnum):
    """Why no ticket can be taken; each has its own words in every language."""

    STARTING = "starting"
    NO_SERVER = "no_server"
    WRONG_HALL = "wrong_hall"
    PROTOCOL_TOO_OLD = "protocol_too_old"
    PROTOCOL_TOO_NEW = "protocol_too_new"
    UNTRUSTED = "untrusted"
    NOT_ENROLLED = "not_enrolled"
    REVOKED = "revoked"
    IDENTITY_TAKEN = "identity_taken"
    EMERGENCY = "emergency"
    """Everybody is told something else now."""
    HALL_CLOSED = "hall_closed"
    ALL_EXHAUSTED = "all_exhausted"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    NO_PRINTER = "no_printer"
    SERVICE_CLOSED = "service_closed"
    EXHAUSTED = "exhausted"


_LINK = {
    Link.DOWN: Obstacle.NO_SERVER,
    Link.WRONG_HALL: Obstacle.WRONG_HALL,
    Link.PROTOCOL_TOO_OLD: Obstacle.PROTOCOL_TOO_OLD,
    Link.PROTOCOL_TOO_NEW: Obstacle.PROTOCOL_TOO_NEW,
    Link.UNTRUSTED: Obstacle.UNTRUSTED,
    Link.NOT_ENROLLED: Obstacle.NOT_ENROLLED,
    Link.REVOKED: Obstacle.REVOKED,
    Link.IDENTITY_TAKEN: Obstacle.IDENTITY_TAKEN,
}
NO_LINK = frozenset(_LINK.values())
"""The server is not heard: what is known of the hall may be old."""
_REFUSALS = {str(one): one for one in _LINK if one is not Link.DOWN}
_PRINTER = {
    Printer.UNASKED: Obstacle.STARTING,
    Printer.PAPER_OUT: Obstacle.PAPER_OUT,
    Printer.COVER_OPEN: Obstacle.COVER_OPEN,
    Printer.OUT_OF_SERVICE: Obstacle.NO_PRINTER,
}


def link_after(link: Link, state: str, reason: str) -> Link:
    """The link once it told `state` and `reason` (words of `wire.link`); a word nobody knows is a line that is down."""
    if state == "connecting":
        return link
    if state == "connected":
        return Link.UP
    return _REFUSALS.get(reason, Link.DOWN) if state == "refused" else Link.DOWN


def kiosk_obstacle(facts: HallFacts | None, link: Link, printer: Printer) -> Obstacle | None:
    """What stands in the way of every service at once; None when at least one can be chosen."""
    if link in _LINK:
        return _LINK[link]
    if facts is None or link is Link.STARTING:
        return Obstacle.STARTING
    if facts.today.emergency is not None:
        return Obstacle.EMERGENCY
    states = [facts.state(service.service_id) for service in facts.offered]
    if not any(state.open for state in states):
        return Obstacle.HALL_CLOSED
    if not any(state.open and state.numbers_left for state in states):
        return Obstacle.ALL_EXHAUSTED
    return _PRINTER.get(printer)


def service_obstacle(facts: HallFacts | None, service_id: str) -> Obstacle | None:
    """What stands in the way of one service on its own."""
    if facts is None or facts.service(service_id) is None:
        return Obstacle.SERVICE_CLOSED
    state = facts.state(service_id)
    if not state.open:
        return Obstacle.SERVICE_CLOSED
    return None if state.numbers_left else Obstacle.EXHAUSTED
