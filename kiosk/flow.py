"""The visitor's way through the kiosk: a pure state machine.

                     guide
                       ▲ │ more, back
    home ─service─► confirm ─take a number─► asking ─ticket─► printing ◄─paper─► done ─► home
      ▲                │                       │ no answer, refused (`kiosk.flow_paper`)
      └──back, idle────┘                       └──────► trouble ─retry─► asking

One confirmed intent is one ticket:

* The key is made at the confirming tap, and that tap leaves `confirm` before anything is sent.
* Whatever happens to the link, the same key is asked; only one question is on the screen at a time.
* After `Timing.ask` the visitor is told what to do, not that there is no number: the answer may be on its way. The key
  is asked on for as long as the trouble screen can stand. If the ticket comes while it stands, its number is shown and
  printed after all; "try again" is the same intent with the same key.
* If the visitor has gone, the next one who confirms the very same visit takes that intent over, so no second ticket is
  made. Otherwise a late ticket is named on the home screen for a minute and to staff; it is
  not printed, since nobody would stand there to take the paper.
* An answer that leaves open whether there is a ticket ends no intent (`kiosk.open_intents`): its key is asked again
  while its visitor stands here, and cancelled when nobody does. Staff know of it until its fate is known.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk import flow_paper
from kiosk.flow_effects import AskTicket, Step
from kiosk.flow_types import (
    ORDINARY,
    AskingExpired,
    ClassToggled,
    Confirmed,
    Event,
    Finished,
    Flow,
    GuideOpened,
    HallLearnt,
    Intent,
    LanguageChosen,
    LinkChanged,
    News,
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
    Trouble,
    VisitorsMet,
    WentBack,
)
from kiosk.guide_rows import tells_more
from kiosk.open_intents import AGAIN_MS, answered, came_late, certain, certainly_none, unanswered, without
from kiosk.paging import turned
from kiosk.paper_news import NO_PROGRESS, Paper, PaperEnded, PaperHeld, PaperMoved
from kiosk.timing import Timing
from wire.errors import Code

_TROUBLES = {
    Code.SERVICE_CLOSED: Trouble.CLOSED,
    Code.NUMBERS_EXHAUSTED: Trouble.EXHAUSTED,
    Code.OVERLOADED: Trouble.BUSY,
    Code.TOO_MANY_NUMBERS: Trouble.TOO_MANY,
}


def begin(languages: tuple[str, ...], at: int) -> Flow:
    """The flow of a program that has just started, before it has met its server."""
    return Flow(language=languages[0], home_language=languages[0], languages=languages, since=at, touched_at=at)


def step(flow: Flow, event: Event, at: int, timing: Timing) -> Step:
    """The flow after an event, and what must now be done. An event that does not fit changes nothing."""
    if isinstance(event, Tick):
        return _tick(flow, at, timing)
    if isinstance(event, Touch):
        return _touch(replace(flow, touched_at=at), event, at, timing)
    return _news(flow, event, at, timing)


# Touches ------------------------------------------------------------------------------------------------------


def _touch(flow: Flow, touch: Touch, at: int, timing: Timing) -> Step:  # noqa: C901, PLR0911 - one for each kind of touch
    match touch:
        case ServiceChosen():
            return _choose(flow, touch, at)
        case LanguageChosen():
            return _language(flow, touch, at)
        case PageTurned():
            return _turn(flow, touch)
        case ClassToggled():
            return _class(flow, touch)
        case GuideOpened():
            return _guide(flow, at)
        case Confirmed():
            return _confirm(flow, touch, at, timing)
        case WentBack():
            return _back(flow, at)
        case Retried():
            return _retry(flow, at, timing)
        case Finished():
            return _finish(flow, at)
        case Touched():
            return flow, ()


def _choose(flow: Flow, event: ServiceChosen, at: int) -> Step:
    if flow.screen is not Screen.HOME or flow.obstacle(event.service_id) is not None:
        return flow, ()
    return replace(flow, screen=Screen.CONFIRM, since=at, service_id=event.service_id, visitor_class=ORDINARY), ()


def _language(flow: Flow, event: LanguageChosen, at: int) -> Step:
    if flow.screen is Screen.GUIDE and event.language in flow.guide_languages and event.language in flow.further:
        return replace(flow, guide_language=event.language), ()
    if event.language not in flow.languages or flow.screen in {Screen.ASKING, Screen.PRINTING}:
        return flow, ()
    # Whoever changes the language of a screen that closes by itself has only begun to read it.
    since = at if flow.screen in {Screen.DONE, Screen.TROUBLE} else flow.since
    return replace(flow, language=event.language, guide_language="", since=since), ()


def _turn(flow: Flow, event: PageTurned) -> Step:
    page = turned(flow.page, event.by, len(flow.pages))
    return (replace(flow, page=page) if flow.screen is Screen.HOME else flow), ()


def _class(flow: Flow, event: ClassToggled) -> Step:
    if flow.screen is not Screen.CONFIRM or event.class_id not in {one.class_id for one in flow.classes}:
        return flow, ()
    chosen = ORDINARY if flow.visitor_class == event.class_id else event.class_id
    return replace(flow, visitor_class=chosen), ()


def _guide(flow: Flow, at: int) -> Step:
    service = flow.facts.service(flow.service_id) if flow.facts else None
    told = flow.screen is Screen.CONFIRM and service is not None and tells_more(service.guide)
    return (replace(flow, screen=Screen.GUIDE, since=at) if told else flow), ()


def _confirm(flow: Flow, event: Confirmed, at: int, timing: Timing) -> Step:
    visit = flow.visit
    if not flow.can_confirm or visit is None:
        return flow, ()
    same = next((one for one in flow.unresolved if one.visit == visit), None)
    if same is not None:
        return _ask(flow, same, at), ()  # the link is still asking for it
    wish = Intent(event.key, visit)
    return _ask(flow, wish, at), (AskTicket(wish, timing.give_up),)


def _back(flow: Flow, at: int) -> Step:
    if flow.screen is Screen.GUIDE:
        return replace(flow, screen=Screen.CONFIRM, since=at), ()
    return (_home(flow, at, visitor_stays=True) if flow.screen is Screen.CONFIRM else flow), ()


def _retry(flow: Flow, at: int, timing: Timing) -> Step:
    if not flow.can_retry or flow.intent is None:
        return flow, ()
    asked = flow.intent in flow.unresolved
    return _ask(flow, flow.intent, at), () if asked else (AskTicket(flow.intent, timing.give_up),)


def _finish(flow: Flow, at: int) -> Step:
    return _leave(flow, at) if flow.screen in {Screen.DONE, Screen.TROUBLE} else (flow, ())


def _ask(flow: Flow, intent: Intent, at: int) -> Flow:
    rest = without(flow.unresolved, intent.key)
    return replace(flow, screen=Screen.ASKING, since=at, intent=intent, unresolved=rest, trouble=None, issued=None)


def _home(flow: Flow, at: int, *, visitor_stays: bool = False) -> Flow:
    """The home screen: for the next visitor in the hall's language and from the first page."""
    return replace(
        flow,
        screen=Screen.HOME,
        since=at,
        language=flow.language if visitor_stays else flow.home_language,
        guide_language=flow.guide_language if visitor_stays else "",
        page=flow.page if visitor_stays else 0,
        service_id=None,
        visitor_class=ORDINARY,
        intent=None,
        issued=None,
        paper=Paper.COMING,
        progress=NO_PROGRESS,
        trouble=None,
    )


def _leave(flow: Flow, at: int) -> Step:
    """Home, for the visitor's number or trouble has been seen enough of."""
    flow, effects = flow_paper.left(flow)
    return _home(flow, at), effects


# News ---------------------------------------------------------------------------------------------------------


def _news(flow: Flow, news: News, at: int, timing: Timing) -> Step:  # noqa: PLR0911 - one for each kind of news
    match news:
        case HallLearnt():
            return _hall(flow, news, at)
        case LinkChanged():
            return replace(flow, link=news.link), ()
        case PrinterChanged():
            return replace(flow, printer=news.printer), ()
        case TicketGiven():
            return _given(flow, news, at)
        case TicketRefused():
            return _refused(flow, news, at, timing)
        case AskingExpired():
            return _expired(flow, news, timing)
        case VisitorsMet():
            met = flow.late_ticket_id in news.ticket_ids
            return replace(flow, late_number="", late_ticket_id="") if met else flow, ()
        case PaperMoved() | PaperHeld() | PaperEnded():
            return flow_paper.told(flow, news, at)


def _hall(flow: Flow, event: HallLearnt, at: int) -> Step:
    language = flow.language if flow.language in event.languages else event.languages[0]
    if flow.language == flow.home_language and flow.screen is Screen.HOME:
        language = event.languages[0]
    flow = replace(
        flow,
        facts=event.facts,
        languages=event.languages,
        home_language=event.languages[0],
        language=language,
        further=event.further,
        guide_language=flow.guide_language if flow.guide_language in event.further else "",
    )
    flow = replace(flow, page=min(flow.page, len(flow.pages) - 1))
    service = event.facts.service(flow.service_id)
    if flow.screen in {Screen.CONFIRM, Screen.GUIDE} and service is None:
        return _home(flow, at, visitor_stays=True), ()
    if flow.screen is Screen.GUIDE and service is not None and not tells_more(service.guide):
        flow = replace(flow, screen=Screen.CONFIRM, since=at)
    known = any(one.class_id == flow.visitor_class for one in flow.classes)
    return (flow if known else replace(flow, visitor_class=ORDINARY)), ()


def _given(flow: Flow, event: TicketGiven, at: int) -> Step:
    intent = _waited_for(flow, event.key)
    if intent is None:
        return came_late(flow, event, at)
    return flow_paper.handed_to_printer(answered(flow, intent.key), intent, event.issued, at)


def _waited_for(flow: Flow, key: str) -> Intent | None:
    """The intent of this key, if its visitor stands here."""
    waits = flow.screen is Screen.ASKING or flow.screen is Screen.TROUBLE
    return flow.intent if waits and flow.intent is not None and flow.intent.key == key else None


def _refused(flow: Flow, event: TicketRefused, at: int, timing: Timing) -> Step:
    if not certain(event.code):
        return _expired(flow, AskingExpired(event.key), timing)
    waited_for = _waited_for(flow, event.key) is not None
    flow, effects = certainly_none(flow, event.key)
    if not waited_for:
        return flow, effects
    trouble = next((trouble for code, trouble in _TROUBLES.items() if code == event.code), Trouble.REFUSED)
    return replace(flow, screen=Screen.TROUBLE, since=at, trouble=trouble), effects


def _expired(flow: Flow, event: AskingExpired, timing: Timing) -> Step:
    intent = _waited_for(flow, event.key)
    if intent is None:
        return unanswered(flow, event.key)
    # A visitor is waiting for it: on with the same key, until the screen's own patience ends.
    open_yet = flow.screen is Screen.ASKING or intent in flow.unresolved
    return flow, (AskTicket(intent, timing.give_up, AGAIN_MS),) if open_yet else ()


# Time ---------------------------------------------------------------------------------------------------------


def _tick(flow: Flow, at: int, timing: Timing) -> Step:
    if flow.late_number and at - flow.late_since >= timing.late:
        flow = replace(flow, late_number="", late_ticket_id="")
    spent, idle = at - flow.since, at - flow.touched_at
    if flow.screen is Screen.HOME and idle >= timing.idle:
        return replace(flow, language=flow.home_language, page=0), ()
    if flow.screen in {Screen.CONFIRM, Screen.GUIDE} and idle >= flow.left_after(timing):
        return _home(flow, at), ()
    if flow.screen is Screen.ASKING and spent >= timing.ask and flow.intent is not None:
        unresolved = (*flow.unresolved, flow.intent)
        return replace(flow, screen=Screen.TROUBLE, since=at, trouble=Trouble.NO_ANSWER, unresolved=unresolved), ()
    if flow.screen is Screen.PRINTING:
        return flow_paper.patience_over(flow, at, timing)
    stays = {Paper.OUT: timing.done, Paper.SENT: max(timing.done, timing.sent)}.get(flow.paper, timing.shown)
    if flow.screen in {Screen.DONE, Screen.TROUBLE} and spent >= stays:
        return _leave(flow, at)
    return flow, ()
