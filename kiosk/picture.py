"""What one screen says, in words: all that QML ever sees. Made by `kiosk.painter`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LanguageRow:
    object_name: str
    language: str
    label: str
    selected: bool

    @property
    def key(self) -> str:
        return self.language


@dataclass(frozen=True)
class ServiceRow:
    object_name: str
    service_id: str
    prefix: str
    name: str
    second: str
    count: str
    """How many wait, as digits; empty when nobody does or nobody knows."""
    note: str
    """What the count means, or why the service cannot be chosen."""
    wait: str
    """How long who takes a number now waits; empty where that is not known."""
    sooner: str
    """The same for who is let before others, where that is another wait."""
    available: bool

    @property
    def key(self) -> str:
        return self.service_id


@dataclass(frozen=True)
class FactRow:
    label: str
    value: str

    @property
    def key(self) -> str:
        return self.label


@dataclass(frozen=True)
class PaperRow:
    key: str
    """Its place: papers may share a name."""
    name: str
    note: str
    icon: str
    """What it looks like, as `screen.paper_icons` names it."""


@dataclass(frozen=True)
class GuideRow:
    """One thing that a guide says."""

    key: str
    object_name: str
    """By its part of the guide."""
    heading: str
    """Of its part, where it is the first of it."""
    text: str
    note: str = ""
    mark: str = ""
    """Before it: the number of a step."""


@dataclass(frozen=True)
class ClassRow:
    """A class of visitors that somebody may belong to."""

    object_name: str
    class_id: str
    name: str
    who: str
    wait: str
    """How long they wait, where that is said otherwise than of ordinary visitors."""
    priority: bool
    chosen: bool

    @property
    def key(self) -> str:
        return self.class_id


@dataclass(frozen=True)
class Picture:
    """One screen in words. Fields of other screens are empty."""

    screen: str
    language: str
    languages: tuple[LanguageRow, ...]
    texts: dict[str, str]
    hall: str = ""
    date: str = ""
    time: str = ""
    services: tuple[ServiceRow, ...] = ()
    """Those of the present page."""
    places: int = 0
    """How many services the fullest page has: every page is laid out for as many."""
    page: str = ""
    """Which page of how many; empty where there is one."""
    title: str = ""
    body: str = ""
    blocked: bool = False
    """Title and body say why no number can be taken here."""
    alarm: bool = False
    """Blocked by a fault, not by the clock."""
    late: str = ""
    prefix: str = ""
    service: str = ""
    second: str = ""
    facts: tuple[FactRow, ...] = ()
    papers: tuple[PaperRow, ...] = ()
    nothing_to_bring: bool = False
    """The hall says that no papers are needed."""
    guide: tuple[GuideRow, ...] = ()
    """All of it, on the screen that tells it."""
    more: bool = False
    """There is a guide to be read before a number is taken."""
    announced: str = ""
    notice: str = ""
    classes: tuple[ClassRow, ...] = ()
    priority: bool = False
    """The number, or the one to be taken, has the mark."""
    can_confirm: bool = False
    idle: str = ""
    emergency: tuple[str, ...] = ()
    """What stands over everything else, line by line."""
    number: str = ""
    ahead: str = ""
    percent: int = -1
    """How much of the ticket is printed, where that takes its time; else -1."""
    paper_missing: bool = False
    """Or may be: the number stands large instead."""
    qr: str = ""
    can_retry: bool = False
