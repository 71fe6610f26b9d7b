"""Random visitors, a random server, a random printer: the laws of the flow hold whatever comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.flow import begin, step
from kiosk.flow_effects import (
    AskTicket,
    PrintTicket,
    ReportLoose,
    ReportSettled,
    ReportUnprinted,
    SettleKey,
    WithdrawPaper,
)
from kiosk.flow_types import (
    AskingExpired,
    ClassToggled,
    Confirmed,
    Event,
    Finished,
    Flow,
    GuideOpened,
    HallLearnt,
    LanguageChosen,
    LinkChanged,
    PageTurned,
    PrinterChanged,
    Retried,
    Screen,
    ServiceChosen,
    Tick,
    TicketGiven,
    TicketRefused,
    Touch,
    Touched,
    WentBack,
)
from kiosk.paper_news import Paper, PaperEnded, PaperHeld, PaperMoved
from kiosk.readiness import Link, Printer
from kiosk.timing import Timing
from tests.kiosk.sample_hall import issued, sample_facts

TIMING = Timing()
LANGUAGES = ("zh-TW", "en")
SERVICES = ("benefit-again", "benefit-first")
FACTS = sample_facts()

touches = st.one_of(
    st.sampled_from(SERVICES).map(ServiceChosen),
    st.sampled_from(LANGUAGES).map(LanguageChosen),
    st.sampled_from(
        (
            ClassToggled("priority"),
            GuideOpened(),
            PageTurned(1),
            PageTurned(-1),
            WentBack(),
            Retried(),
            Finished(),
            Touched(),
        )
    ),
    st.just("confirm"),
)
server = st.sampled_from(("issue", "answer", "refuse", "unsure", "expire", "settle"))
printer = st.sampled_from(("printed", "sent", "unsure_paper", "blocked", "moved", "held"))
world = st.one_of(server, server, printer, st.sampled_from(("link", "paper")))
moves = st.lists(
    st.one_of(touches, touches, world, world, st.integers(1, 45_000).filter(lambda ms: ms > 0)), max_size=60
)


ENDS: dict[str, Callable[[str], PaperEnded]] = {
    "printed": lambda key: PaperEnded(key, Paper.OUT),
    "sent": lambda key: PaperEnded(key, Paper.SENT),
    "unsure_paper": lambda key: PaperEnded(key, Paper.UNSURE),
    "blocked": lambda key: PaperEnded(key, Paper.MISSING),
}


@dataclass
class World:
    """A server that knows keys, a link that asks them, a printer; the flow between them."""

    flow: Flow = field(default_factory=lambda: begin(LANGUAGES, 0))
    at: int = 0
    taps: int = 0
    asked: dict[str, int] = field(default_factory=dict)
    """Keys the link is asking for."""
    tickets: dict[str, str] = field(default_factory=dict)
    """What the server has issued: number by key."""
    printed: list[str] = field(default_factory=list)
    said: set[str] = field(default_factory=set)
    """Numbers the visitor or staff have been shown."""
    settling: list[str] = field(default_factory=list)
    """Keys that the link is cancelling."""
    cancelled: set[str] = field(default_factory=set)
    begun: set[str] = field(default_factory=set)
    """Jobs of which bytes went out."""
    jobs: dict[str, str] = field(default_factory=dict)
    """Numbers that the printer has not told the end of, by key."""
    lacking: dict[str, bool] = field(default_factory=dict)
    """Numbers that staff believe without paper, or perhaps without (False), by key."""
    reports: int = 0
    confirms: int = 0

    def feed(self, event: Event) -> None:  # noqa: C901 - one for each effect
        before = self.flow
        self.flow, effects = step(before, event, self.at, TIMING)
        if isinstance(event, Confirmed) and self.flow.screen is Screen.ASKING and before.screen is Screen.CONFIRM:
            self.confirms += 1
        for effect in effects:
            match effect:
                case AskTicket(intent, _, again):
                    assert again or self.flow.screen is Screen.ASKING, "asked while buttons could be pressed"
                    assert intent.key not in self.settling, "what is cancelled is asked for"
                    self.asked[intent.key] = self.asked.get(intent.key, 0) + 1
                case SettleKey(key):
                    assert self.flow.intent is None or self.flow.intent.key != key, "its visitor stands here"
                    self.asked.pop(key, None)
                    self.settling = [*(one for one in self.settling if one != key), key]
                case PrintTicket(intent, given_ticket):
                    assert self.flow.screen is Screen.PRINTING
                    self.printed.append(given_ticket.number)
                    self.jobs[intent.key] = given_ticket.number
                case WithdrawPaper(key):
                    assert self.flow.intent is None, "its visitor stands here"
                case ReportLoose(_, _, number, _):
                    self.reports += 1
                    self.said.add(number)
                case ReportUnprinted(key, number, _, sure, _):
                    self.said.add(number)
                    self.lacking[key] = sure
                case ReportSettled(key):
                    self.lacking.pop(key, None)
        if self.flow.issued is not None:
            self.said.add(self.flow.issued.number)

    def move(self, what: object) -> None:
        if isinstance(what, int):
            self.at += what
            self.feed(Tick())
        elif isinstance(what, Touch):
            self.feed(what)
        elif what == "confirm":
            self.taps += 1
            self.feed(Confirmed(f"key-{self.taps:04d}"))
        else:
            self.happen(str(what))

    def happen(self, what: str) -> None:
        key = next(iter(self.asked), None)
        if what in {"settle", "unsure"}:
            self.doubt(what, key)
        match what:
            case "issue" if key is not None:
                self.issue(key)
            case "answer" if key is not None:
                self.issue(key)
                self.asked.pop(key)
                ticket = issued(self.tickets[key])
                self.feed(TicketGiven(key, ticket))
                self.feed(TicketGiven(key, ticket))
            case "refuse" if key is not None and key not in self.tickets:
                self.asked.pop(key)
                self.feed(TicketRefused(key, "overloaded"))
            case "expire" if key is not None:
                self.asked.pop(key)
                reports = self.reports
                self.feed(AskingExpired(key))
                assert key in self.asked or self.reports > reports, "the link gave up and nobody was told"
            case "printed" | "sent" | "unsure_paper" | "blocked" | "moved" | "held" if self.jobs:
                self.print(what)
            case "link":
                up = self.flow.link is not Link.UP
                self.feed(LinkChanged(Link.UP if up else Link.DOWN))
            case "paper":
                ready = self.flow.printer is not Printer.READY
                self.feed(PrinterChanged(Printer.READY if ready else Printer.PAPER_OUT))

    def print(self, what: str) -> None:
        """What the printer tells of its oldest job, whoever stands before the kiosk by now."""
        key = next(iter(self.jobs))
        begun = key in self.begun
        if what in {"moved", "held"}:
            self.begun |= {key} if what == "moved" else set()
            self.feed(PaperMoved(key, 1, 9) if what == "moved" else PaperHeld(key, "cover", begun=begun))
            return
        if begun and what == "blocked":
            return
        del self.jobs[key]
        self.feed(ENDS[what](key))
        if what in {"printed", "sent"}:
            assert key not in self.lacking, "staff are left with an alarm that is over"
        elif what == "unsure_paper":
            assert not self.lacking.get(key, False), "called unprinted, and nobody knows"

    def doubt(self, what: str, key: str | None) -> None:
        if what == "settle" and self.settling:
            self.settle(self.settling.pop(0))
        elif what == "unsure" and key is not None:
            self.asked.pop(key)
            self.feed(TicketRefused(key, "unavailable"))
            assert key in {*self.asked, *self.settling}, "nobody asks what became of it"
        elif what == "unsure" and self.settling:
            key = self.settling.pop(0)
            self.feed(TicketRefused(key, "unavailable"))
            assert key in self.settling

    def settle(self, key: str) -> None:
        """What the server says when a key is cancelled."""
        if key in self.tickets:
            self.feed(TicketGiven(key, issued(self.tickets[key])))
        else:
            self.cancelled.add(key)
            self.feed(TicketRefused(key, "cancelled"))

    def issue(self, key: str) -> None:
        assert key not in self.cancelled
        self.tickets.setdefault(key, f"B{len(self.tickets) + 1:03d}")


def started() -> World:
    one = World()
    for event in (HallLearnt(FACTS, LANGUAGES), LinkChanged(Link.UP), PrinterChanged(Printer.READY)):
        one.feed(event)
    return one


@settings(max_examples=300, deadline=None)
@given(moves)
def test_one_intent_one_ticket_and_none_unsaid(played: list[object]) -> None:
    one = started()
    for what in played:
        one.move(what)
        assert len(one.tickets) <= one.confirms, "more tickets than confirmed intents"
        assert len(one.printed) == len(set(one.printed)), "a number was printed twice"
    # Every open question is answered in the end; then each ticket is known to its visitor or to staff.
    for key in list(one.asked):
        one.feed(TicketGiven(key, issued(one.tickets.setdefault(key, f"B{len(one.tickets) + 1:03d}"))))
    for key in list(one.settling):
        one.settle(key)
    assert set(one.tickets.values()) <= one.said
    assert not one.flow.doubtful


@settings(max_examples=300, deadline=None)
@given(moves)
def test_no_dead_end(played: list[object]) -> None:
    """From anywhere, time alone leads home in the hall's language, and a visit can begin there."""
    one = started()
    for what in played:
        one.move(what)
    for _ in range(6):
        one.at += 100_000
        one.feed(Tick())
    assert (one.flow.screen, one.flow.language) == (Screen.HOME, "zh-TW")
    one.flow = replace(one.flow, link=Link.UP, printer=Printer.READY)
    one.feed(ServiceChosen(SERVICES[0]))
    assert one.flow.can_confirm
