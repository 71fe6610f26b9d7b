"""What the visitor's way is made of: screens and events. Plain frozen data; what is to be done is `kiosk.flow_effects`.

Instants (`at`, `since`, …) are milliseconds of a monotonic clock, not of the wall.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.hall_facts import HallFacts
from kiosk.paging import pages
from kiosk.paper_news import NO_PROGRESS, Paper, PaperNews, Progress
from kiosk.readiness import Link, Obstacle, Printer, kiosk_obstacle, service_obstacle
from kiosk.timing import Timing
from wire.messages import Visit
from wire.messages.hall import ServiceView, VisitorClassView
from wire.messages.tickets import TicketView

ORDINARY = "ordinary"
"""Whoever belongs to no class."""


class Screen(StrEnum):
    HOME = "home"
    CONFIRM = "confirm"
    GUIDE = "guide"
    """All that is told of the chosen service, on the way to its number."""
    ASKING = "asking"
    PRINTING = "printing"
    DONE = "done"
    TROUBLE = "trouble"


class Trouble(StrEnum):
    """Why there is no number; each has its own words."""

    NO_ANSWER = "no_answer"
    """The server may or may not have made a ticket: its answer is still waited for."""
    BUSY = "busy"
    """The server did not look at it; there is no ticket."""
    CLOSED = "closed"
    EXHAUSTED = "exhausted"
    TOO_MANY = "too_many"
    """More numbers were taken here than anybody may in so short a while; there is no ticket."""
    REFUSED = "refused"


@dataclass(frozen=True)
class Intent:
    """One confirmed wish; its key makes it one ticket however often it is asked."""

    key: str
    visit: Visit


@dataclass(frozen=True)
class Issued:
    """What the answer to an intent says of its ticket. What the visit is stands in the intent."""

    number: str
    ticket_id: str
    people_ahead: int | None
    token: str
    ticket: TicketView | None = None
    """As it was when the answer came; None when it had left the hall by then."""


@dataclass(frozen=True)
class Unproved:
    """A number whose visitor has gone and whose paper may have come out, or may still."""

    key: str
    number: str
    ticket_id: str


@dataclass(frozen=True)
class Flow:
    """Where the visitor stands."""

    language: str
    home_language: str
    languages: tuple[str, ...]
    screen: Screen = Screen.HOME
    since: int = 0
    touched_at: int = 0
    facts: HallFacts | None = None
    link: Link = Link.STARTING
    printer: Printer = Printer.UNASKED
    further: tuple[str, ...] = ()
    """Languages beyond those in which guides can be read here."""
    guide_language: str = ""
    """One of `further` in which the visitor reads a guide; empty: the one of all screens."""
    page: int = 0
    """Of the services on the home screen."""
    service_id: str | None = None
    visitor_class: str = ORDINARY
    """Id of the one that the visitor said to belong to."""
    intent: Intent | None = None
    unresolved: tuple[Intent, ...] = ()
    """Given up on the screen, but the link still asks."""
    doubtful: tuple[Intent, ...] = ()
    """Their visitors have gone and their keys are being cancelled: the server will say what became of them."""
    issued: Issued | None = None
    paper: Paper = Paper.COMING
    progress: Progress = NO_PROGRESS
    """Of the paper of `issued`."""
    unproved: tuple[Unproved, ...] = ()
    trouble: Trouble | None = None
    late_number: str = ""
    late_ticket_id: str = ""
    late_since: int = 0

    def obstacle(self, service_id: str | None = None) -> Obstacle | None:
        """Why no ticket can be taken: at all, or for one service."""
        general = kiosk_obstacle(self.facts, self.link, self.printer)
        return general if general or service_id is None else service_obstacle(self.facts, service_id)

    @property
    def pages(self) -> tuple[tuple[ServiceView, ...], ...]:
        """Every service, as the home screen has them page by page; never without a page."""
        return pages(self.facts.offered if self.facts else ())

    def countdown(self, at: int, timing: Timing) -> int | None:
        """Seconds until an untouched confirm screen, or guide, closes itself, once it says so; else None."""
        spare = self.touched_at + self.left_after(timing) - at
        if self.screen not in {Screen.CONFIRM, Screen.GUIDE} or spare > timing.countdown:
            return None
        return max(0, -(-spare // 1000))

    def left_after(self, timing: Timing) -> int:
        """When nothing has been touched for so long, nobody stands here any more."""
        return (timing.reading if self.screen is Screen.GUIDE else timing.idle) + timing.countdown

    @property
    def guide_languages(self) -> tuple[str, ...]:
        """In which the guide of the chosen service can be read here."""
        service = self.facts.service(self.service_id) if self.facts else None
        told = service.guide.languages if service else ()
        return (*self.languages, *(tag for tag in told if tag in self.further))

    @property
    def visit(self) -> Visit | None:
        """What a confirming tap asks for; None before a service is chosen."""
        if self.service_id is None:
            return None
        service = self.facts.service(self.service_id) if self.facts else None
        # Who comes for what is done for some alone says so by coming.
        meant = service.only_for[0] if service and service.only_for and self.visitor_class == ORDINARY else ""
        return Visit(
            service_id=self.service_id,
            channel="kiosk",
            language=self.language,
            visitor_class=meant or self.visitor_class,
        )

    @property
    def classes(self) -> tuple[VisitorClassView, ...]:
        """Of visitors, that somebody may choose from for the chosen service."""
        service = self.facts.service(self.service_id) if self.facts else None
        known = self.facts.hall.visitor_classes if self.facts else ()
        return tuple(one for one in known if service is not None and one.class_id in service.classes)

    @property
    def can_confirm(self) -> bool:
        return self.screen is Screen.CONFIRM and self.obstacle(self.service_id or "") is None

    @property
    def can_retry(self) -> bool:
        return (
            self.screen is Screen.TROUBLE
            and self.trouble in {Trouble.NO_ANSWER, Trouble.BUSY, Trouble.TOO_MANY}
            and self.intent is not None
            and self.obstacle(self.intent.visit.service_id) is None
        )


# Touches ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ServiceChosen:
    service_id: str


@dataclass(frozen=True)
class LanguageChosen:
    language: str


@dataclass(frozen=True)
class PageTurned:
    """Of the home screen's services."""

    by: int
    """1: the next page; -1: the one before."""


@dataclass(frozen=True)
class ClassToggled:
    """A class of visitors: chosen, or given up again where it was."""

    class_id: str


@dataclass(frozen=True)
class GuideOpened:
    """The visitor wants to know more of the chosen service."""


@dataclass(frozen=True)
class Confirmed:
    key: str
    """Fresh for every tap; used only when the tap counts."""


@dataclass(frozen=True)
class WentBack:
    pass


@dataclass(frozen=True)
class Retried:
    pass


@dataclass(frozen=True)
class Finished:
    """The visitor has seen enough of the number or the trouble."""


@dataclass(frozen=True)
class Touched:
    """Any touch at all, and "more time"."""


Touch = (
    ServiceChosen
    | LanguageChosen
    | PageTurned
    | ClassToggled
    | GuideOpened
    | Confirmed
    | WentBack
    | Retried
    | Finished
    | Touched
)

# News ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class HallLearnt:
    facts: HallFacts
    languages: tuple[str, ...]
    """Languages of the hall that the kiosk has texts in, the hall's own first; never empty."""
    further: tuple[str, ...] = ()
    """Languages beyond those in which guides can be read here."""


@dataclass(frozen=True)
class LinkChanged:
    link: Link


@dataclass(frozen=True)
class PrinterChanged:
    printer: Printer


@dataclass(frozen=True)
class TicketGiven:
    key: str
    issued: Issued


@dataclass(frozen=True)
class TicketRefused:
    """No ticket is told. Whether there is none, `kiosk.open_intents.certain` reads from the code."""

    key: str
    code: str


@dataclass(frozen=True)
class AskingExpired:
    """The link no longer asks for this key; whether a ticket was made is not known."""

    key: str


@dataclass(frozen=True)
class VisitorsMet:
    """These tickets have reached a counter, or their end: their visitors lack nothing any more."""

    ticket_ids: frozenset[str]


News = HallLearnt | LinkChanged | PrinterChanged | TicketGiven | TicketRefused | AskingExpired | VisitorsMet | PaperNews


@dataclass(frozen=True)
class Tick:
    """Time has passed."""


Event = Touch | News | Tick
