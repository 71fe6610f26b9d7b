"""What stands on one ticket, in words already chosen for its language."""

from dataclasses import dataclass

from hardware.printer.text_wrap import NO_MARKS, Marks


@dataclass(frozen=True)
class TicketLabels:
    """The fixed words of a ticket, translated by the caller."""

    people_ahead: str
    """Before the count: 等候人數."""
    estimate: str
    """Before the range of minutes: 預估等候."""
    issued_at: str
    """Before the time of issue: 取號時間."""
    papers: str
    """Above the papers to bring: 請準備."""


@dataclass(frozen=True)
class TicketContent:
    """One ticket. Every text is ready to be set; an empty one takes no room on the paper."""

    hall: str
    """Name of the hall: 永康就業中心."""
    number: str
    """The ticket's number as printed: A012."""
    service: str
    """Name of the service in the ticket's language."""
    labels: TicketLabels
    people_ahead: str
    """Count with its unit: 4 人."""
    issued_at: str
    """Time of issue in the hall's own style: 115/11/23（一）09:14."""
    qr: str
    """What the QR code says, an address as a rule. Empty: no code."""
    office: str = ""
    """The authority the hall belongs to, above the hall's name."""
    service_second: str = ""
    """Name of the service in the hall's second language."""
    priority: bool = False
    """Sets a filled diamond before the number."""
    visitor_class: str = ""
    """Word for the visitor class under the service, when it is not ordinary: 優先."""
    estimate: str | None = None
    """Range of minutes with its unit: 約 15–25 分鐘. None: no estimate is promised."""
    papers: tuple[str, ...] = ()
    """Papers to bring, one entry each."""
    papers_more: str = ""
    """Where the rest is read, below as many as there is room for: 其他文件請掃描查看. Empty: all are printed."""
    missed_rule: str = ""
    """What to do when the number was missed."""
    qr_caption: str = ""
    """Line under the QR code: 掃描看進度."""
    footer: str = ""
    """Last line: 服務免費."""
    marks: Marks = NO_MARKS
    """How its lines may end and begin."""
    square_letters: bool = True
    """Whether the language's letters fill their square; others are lower than Han characters and set larger."""
    reprint_mark: str = ""
    """補印 on a ticket that is printed once more; empty on a first print."""
