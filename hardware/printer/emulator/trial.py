"""One driver with one emulated printer through one trouble, in simulated time, as a kiosk lives it.

The kiosk asks how the printer is; a visitor touches; the trouble comes at the worst moment; it goes; the kiosk goes on
asking; the next visitor touches. What is told and what comes out is written down, with instants in seconds.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from PIL import Image, ImageChops

from hardware.printer.driver import TicketPrinter
from hardware.printer.emulator.personality import Personality
from hardware.printer.emulator.sensors import Fault
from hardware.printer.emulator.simulated import Receipt, SimulatedBench, StuckError
from hardware.printer.job import JobStage, JobState
from hardware.printer.status import BlockReason
from hardware.printer.ticket_content import TicketContent, TicketLabels
from hardware.printer.ticket_layout import render_ticket

POLL_S = 3.0
VISITOR_S = 30.0
"""How long a visitor's screen stays."""
ROLL_CHANGED_S = 20.0
OFF_S = 6.0
UNPLUGGED_S = 2.0
GUEST_S = 4.0
GUEST = b"\x1b\x40ANOTHER HOST\n\n\n\x1d\x56\x00"
_UNDER_WAY_ROWS = 250
_UNDER_WAY_BYTES = 6_000
_LONGEST_S = 1_800.0


class Trouble(StrEnum):
    """What happens to the printer around the first ticket."""

    NORMAL = "normal"
    PAPER_OUT = "paper out in mid-ticket"
    COVER = "cover half a second"
    POWER = "power cycle"
    LINK = "link cut"
    SECOND_HOST = "second host"


@dataclass(frozen=True)
class Told:
    """A state that the driver told, of the job or of the printer."""

    instant: float
    reason: BlockReason | None
    job: JobState | None = None


@dataclass
class Ticket:
    """A ticket, what was told of it, and how it ended; None: it never did."""

    number: str
    picture: Image.Image
    touched: float
    told: list[Told] = field(default_factory=list)
    end: JobState | None = None
    ended: float = 0.0


@dataclass
class Record:
    """What happened in one trial."""

    personality: Personality
    trouble: Trouble
    tickets: list[Ticket] = field(default_factory=list)
    statuses: list[Told] = field(default_factory=list)
    """The answers to the kiosk's own questions."""
    longest_status_s: float = 0.0
    receipts: list[Receipt] = field(default_factory=list)
    stuck: str = ""

    def copies(self, ticket: Ticket) -> list[Receipt]:
        """The pieces of paper that are this ticket, dot for dot, or end with it."""
        return [one for one in self.receipts if ink_below(one.picture, ticket.picture) is not None]

    def spoilt(self, ticket: Ticket) -> int:
        """How many of them have something else hanging on their upper end."""
        return sum(bool(ink_below(one.picture, ticket.picture)) for one in self.receipts)

    def other_papers(self) -> int:
        """The pieces of paper that are neither a whole ticket nor the other host's."""
        ours = sum(len(self.copies(ticket)) for ticket in self.tickets)
        return len(self.receipts) - ours - (self.trouble is Trouble.SECOND_HOST)


def ink_below(paper: Image.Image, ticket: Image.Image) -> int | None:
    """Rows of other ink above the ticket's, when the paper ends with the ticket dot for dot, wherever it lies across;
    None when it does not."""
    wanted, found = _ink(ticket), _ink(paper)
    above = found.height - wanted.height
    if above < 0:
        return None
    last = _ink(found.crop((0, above, found.width, found.height)))
    same = last.size == wanted.size and ImageChops.difference(last, wanted).getbbox() is None
    return above if same else None


def _ink(picture: Image.Image) -> Image.Image:
    grey = picture.convert("L")
    box = ImageChops.invert(grey).getbbox()
    return grey.crop(box) if box else grey.crop((0, 0, 0, 0))


@lru_cache(maxsize=16)
def ticket_picture(number: str, width: int) -> Image.Image:
    """A ticket as a kiosk prints it."""
    return render_ticket(
        TicketContent(
            hall="永康就業中心",
            number=number,
            service="給付認定服務",
            service_second="Benefit certification",
            labels=TicketLabels("等候人數", "預估等候", "取號時間", "請準備"),
            people_ahead="4 人",
            estimate="約 15–25 分鐘",
            issued_at="115/11/23（一）09:14",
            qr="https://hall.example.tw/t#mZ3kq0T1v9c8bX2yNw5LsA",
            missed_rule="過號請洽服務台，免重新取號。",
        ),
        width,
    )


class Visit:
    """A kiosk's day on a bench: two visitors, and questions in between."""

    def __init__(self, bench: SimulatedBench, printer: TicketPrinter, width: int, trouble: Trouble) -> None:
        self._bench = bench
        self._printer = printer
        self._width = width
        self._trouble = trouble
        self.record = Record(bench.personality, trouble, receipts=bench.receipts)

    def run(self) -> Record:
        """Live through it."""
        try:
            self._ask_for(9.0)
            self._touch("B031", self._trouble)
            self._ask_for(45.0)
            self._touch("B032", Trouble.NORMAL)
            self._ask_for(9.0)
            self._bench.pause(120.0)
        except StuckError as error:
            self.record.stuck = str(error)
        return self.record

    def _ask_for(self, seconds: float) -> None:
        end = self._bench.now() + seconds
        while self._bench.now() < end:
            begun = self._bench.now()
            reason = self._printer.status().blocked
            took = self._bench.now() - begun
            self.record.longest_status_s = max(self.record.longest_status_s, took)
            self.record.statuses.append(Told(self._bench.now(), reason))
            self._bench.pause(POLL_S)

    def _touch(self, number: str, trouble: Trouble) -> None:
        begun = self._bench.now()
        ticket = Ticket(number, ticket_picture(number, self._width), begun)
        self.record.tickets.append(ticket)
        self._begin(trouble)

        def told(state: JobState) -> None:
            ticket.told.append(Told(self._bench.now(), state.reason, state))
            if state.stage is JobStage.SENDING and not state.total:
                self._strike(trouble)

        self._bench.at(begun + POLL_S, lambda: self._look(ticket))
        ticket.end = self._printer.print_ticket(ticket.picture, number, told, until=begun + VISITOR_S)
        ticket.ended = self._bench.now()

    def _look(self, ticket: Ticket) -> None:
        """The kiosk's other thread asks while the job goes on, and is told what is known."""
        if ticket.end is None:
            self.record.statuses.append(Told(self._bench.now(), self._printer.status().blocked))
            self._bench.at(self._bench.now() + POLL_S, lambda: self._look(ticket))

    def _begin(self, trouble: Trouble) -> None:
        """What is so when the visitor touches."""
        bench = self._bench
        if trouble is Trouble.COVER:
            bench.set_fault(Fault.COVER_OPEN)
            bench.at(bench.now() + 0.5, lambda: bench.clear(Fault.COVER_OPEN))
        elif trouble is Trouble.SECOND_HOST:
            bench.second_host(bench.now(), GUEST, GUEST_S)
            bench.pause(0.1)

    def _strike(self, trouble: Trouble) -> None:
        """What happens while the ticket is being printed; called when its first byte goes out."""
        bench = self._bench
        rows, received = bench.printer.burnt + _UNDER_WAY_ROWS, bench.printer.received + _UNDER_WAY_BYTES
        if trouble is Trouble.PAPER_OUT:
            bench.printer.rows_left = _UNDER_WAY_ROWS
            bench.when(
                lambda: Fault.PAPER_OUT in bench.printer.faults,
                lambda: bench.at(bench.now() + ROLL_CHANGED_S, lambda: bench.clear(Fault.PAPER_OUT)),
            )
        elif trouble is Trouble.POWER:
            bench.when(lambda: bench.printer.burnt >= rows, self._switch_off)
        elif trouble is Trouble.LINK:
            bench.when(lambda: bench.printer.received >= received, lambda: bench.cut_link(UNPLUGGED_S))

    def _switch_off(self) -> None:
        self._bench.power_off()
        self._bench.at(self._bench.now() + OFF_S, self._bench.power_on)


def run_trial(
    personality: Personality, trouble: Trouble, plug_in: Callable[[SimulatedBench], tuple[TicketPrinter, int]]
) -> Record:
    """Run one trial. ``plug_in`` makes the driver for a bench, and says how many dots wide it prints."""
    bench = SimulatedBench(personality, ends_at=_LONGEST_S)
    printer, width = plug_in(bench)
    return Visit(bench, printer, width, trouble).run()
