"""What every screen knows of a hall: its services, counters, guides and texts.

These structs travel inside a snapshot. Texts a visitor reads are `Texts`: a mapping from a
BCP 47 language tag of the hall ("zh-TW", "en", …) to the text; the hall's first language is always there.
"""

from __future__ import annotations

import msgspec

from wire.messages.tickets import Word

Texts = dict[str, str]


class PaperView(msgspec.Struct, frozen=True, kw_only=True):
    """One paper a visitor should bring; `note` says what replaces it or when it is needed."""

    name: Texts
    note: Texts = {}


class FormSampleView(msgspec.Struct, frozen=True, kw_only=True):
    """A form as somebody filled it in (填寫說明)."""

    name: Texts
    where: Texts = {}
    """Where a visitor finds it: at which desk, on which page."""


class QuestionView(msgspec.Struct, frozen=True, kw_only=True):
    """A question that visitors often ask, answered."""

    question: Texts
    answer: Texts


class GuideView(msgspec.Struct, frozen=True, kw_only=True):
    """Service guide (服務說明): written once in the config, shown on kiosk, content monitor, ticket and phone."""

    title: Texts = {}
    steps: tuple[Texts, ...] = ()
    papers: tuple[PaperView, ...] = ()
    notice: Texts = {}
    legal_basis: Texts = {}
    fee: Texts = {}
    minutes: int | None = None
    """Usual length of a visit, in minutes; None where the hall claims nothing."""
    deadline: Texts = {}
    """Until when what must be done, as the law has it; a sentence, never a reckoned date."""
    contact: Texts = {}
    """Whom to ask, and how."""
    progress: Texts = {}
    """How to ask what became of an application (追蹤查詢)."""
    interpreter: Texts = {}
    """When somebody is there who speaks which language."""
    form_samples: tuple[FormSampleView, ...] = ()
    faq: tuple[QuestionView, ...] = ()
    checked_on: str = ""
    """ISO date on which its rules were compared with the published law; empty: nobody says."""
    certainty: dict[str, Word] = {}
    """How sure its parts are, by their names here ("papers", "minutes"): law, published, plan, memory, assumed. A
    part that is not named is what the hall says."""
    sample: bool = False
    """It shipped with the programs, and nobody of the hall has confirmed it."""
    languages: tuple[str, ...] = ()
    """In which every text of it is there, the hall's first; it may have more than the hall. Empty: the hall's."""
    no_papers: bool = False
    """Nothing is to be brought, and the hall says so. Without papers and without this nobody knows."""


class VisitorClassView(msgspec.Struct, frozen=True, kw_only=True):
    """Visitors whom the hall tells apart from all others."""

    class_id: Word
    """As a visit names it."""
    name: Texts
    who: Texts
    """Who qualifies."""
    priority: bool = False
    """Served sooner."""


class ServiceView(msgspec.Struct, frozen=True, kw_only=True):
    service_id: str
    prefix: str
    """Printed before the digits of its numbers: "", or one or two of A to H, J to N, P to Z, 0 to 9. Services may share
    one, with ranges of their own."""
    name: Texts
    short_name: Texts
    """At most about six Han characters, for the wall's rows."""
    guide: GuideView
    last_number: str = ""
    """The longest of its numbers as printed, "A899" or "1999": what a layout must have room for. Empty: not told."""
    group: int = 0
    """So many of its visitors are called together at most; 0: one by one."""
    slot_minutes: int = 0
    """Its visitors may be told a time, for so many minutes; 0: nobody is."""
    announced: Texts = {}
    """What a visitor should know of where it is done: an express counter, or for whom alone; empty: nothing."""
    classes: tuple[Word, ...] = ()
    """Of the hall's `visitor_classes` those for which it makes a difference here."""
    only_for: tuple[Word, ...] = ()
    """The classes for which every counter of it is kept; empty: it is done for everybody."""
    withdrawn: bool = False
    """No longer offered to anybody: there until its last ticket has gone."""


class BreakView(msgspec.Struct, frozen=True, kw_only=True):
    """When nobody is meant to be at a counter: minutes after local midnight."""

    start: int
    end: int


class CounterView(msgspec.Struct, frozen=True, kw_only=True):
    counter_id: str
    label: str
    """What stands above the counter, one to four characters, shown and spoken as it is: "3", "服務台"."""
    primary: tuple[str, ...]
    backup: tuple[str, ...] = ()
    with_noun: bool = True
    """The hall's noun goes with the label: 3 號櫃檯, Counter 3. Else the label is a name and stands alone: 服務台."""
    classes: tuple[Word, ...] = ()
    """The classes of visitors for whom it is kept; empty: for everybody."""
    express: bool = False
    """What it does as primary is done quickly here."""
    breaks: tuple[BreakView, ...] = ()
    """Planned, as its clerk is told; a call goes on all the same."""


class MessageView(msgspec.Struct, frozen=True, kw_only=True):
    """A notice for the ticker and, between calls, the marquee."""

    text: Texts


class NoteView(msgspec.Struct, frozen=True, kw_only=True):
    """What the next officer should know of a visit, as the hall's list has it."""

    code: str
    text: Texts


class EmergencyView(msgspec.Struct, frozen=True, kw_only=True):
    """What everybody in the hall is told before anything else."""

    kind: Word
    """Open: fire, earthquake, air_raid, evacuate, other."""
    text: Texts = {}
    """In every language in which it is said, not only the hall's: whoever is there has to understand it."""
    words: str = ""
    """The supervisor's own, in whatever language they wrote; as a rule the hall's first."""
    words_in: Texts = {}
    """The same by language, as far as they were written in it; those of the hall's first among them."""
    since: int
    """ms since the epoch."""


class TodayView(msgspec.Struct, frozen=True, kw_only=True):
    """What is special about this date."""

    name: Texts = {}
    """Of a holiday, or of another date on which the week does not hold; empty: it has none."""
    unlisted: tuple[int, ...] = ()
    """Years, of this one and the next, whose announced holidays the hall has no list of: staff should see to it."""
    closed: Word | None = None
    """Why the hall is closed for the rest of the day, whatever its hours say. Open: typhoon, outage, other."""
    emergency: EmergencyView | None = None
    """What stands over everything else; None: nothing."""


class HallView(msgspec.Struct, frozen=True, kw_only=True):
    """A hall as configured; changes only when a new configuration is committed to the log."""

    hall_id: str
    name: Texts
    office: Texts
    time_zone: str
    """IANA name; every clock a visitor sees is in this zone."""
    languages: tuple[str, ...]
    """In the order of display; the first is the hall's own."""
    counter_noun: Texts
    """櫃檯, or 窗口 where a hall says so."""
    services: tuple[ServiceView, ...]
    counters: tuple[CounterView, ...]
    notices: tuple[MessageView, ...] = ()
    missed_rule: Texts = {}
    """What a visitor does who missed the call; printed on the ticket, shown on the wall."""
    recall_limit: int = 2
    phone_url: str = ""
    """Address the ticket's QR leads to, without the fragment: "http://host:port/t"."""
    notes: tuple[NoteView, ...] = ()
    """For whoever transfers a number."""
    visitor_classes: tuple[VisitorClassView, ...] = ()
    """Whom a visitor may say to be, in this order; who says nothing is ordinary. Of priority they all have the same
    mark on screens and paper: why is nobody's business."""
    guides: str = ""
    """Name of all its guides, made of their content: the same name, the same guides. Empty: they have none."""
    most_passed: int = 0
    """So often is nobody passed by who came later but that it is his turn then; 0: that is not counted."""
    kiosk_languages: tuple[str, ...] = ()
    """Beyond `languages`: those that a visitor may choose too for a number. Names of services and what stands on a
    ticket are there in them, what the wall alone says is not."""


class ValueEdit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One value of a hall is another now."""

    path: tuple[str | int, ...]
    """Where it stands in `HallView`: names of fields, languages, and places in lists from 0. With a number first, it
    goes on from the path before it, of which so many steps are its own too."""
    value: str | int | bool | None
    start: int = 0
    """Of a text, so many of its first characters stay; the value stands behind them."""
    end: int = 0
    """So many of its last characters stay."""
