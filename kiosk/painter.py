"""Puts the flow into words of the visitor's language, screen by screen. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial

from kiosk.flow_types import Flow, Issued, Screen, Trouble
from kiosk.guide_rows import guide_rows, tells_more
from kiosk.hall_facts import HallFacts
from kiosk.number_words import number_words, percent_printed
from kiosk.paper_news import HAD
from kiosk.picture import ClassRow, FactRow, LanguageRow, PaperRow, Picture, ServiceRow
from kiosk.readiness import NO_LINK, Obstacle
from kiosk.ticket_filling import phone_address, second_name
from kiosk.timing import Timing
from kiosk.wait_words import wait_words
from program.dates import clock, local, written
from program.texts import Catalog, in_language, read_catalog
from screen.closed_hall import NoNumbers, no_numbers
from screen.emergency_lines import emergency_lines
from screen.paper_icons import paper_icon
from screen.qr_picture import qr_data_url
from wire.messages.hall import HallView, ServiceView

QR_SIDE = 450
CALM = frozenset({None, Obstacle.STARTING, Obstacle.HALL_CLOSED, Obstacle.SERVICE_CLOSED})
"""What is nobody's fault."""
SLOW_MS = 3_000
"""Asking for longer than this is said."""


@dataclass(frozen=True)
class Painter:
    """Puts flows into words; holds what does not change while the program runs."""

    catalog: Catalog
    timing: Timing
    second_language: str = ""
    hall_id: str = ""
    """The hall that this kiosk belongs to; empty: any."""
    around_guides: Catalog = field(default_factory=partial(read_catalog, "guide"))
    """The words around a guide."""

    def picture(self, flow: Flow, at: int, now: int) -> Picture:
        """The screen of a flow at the monotonic instant `at`, when the wall clock says `now` (ms since the epoch)."""
        base = Picture(
            screen=flow.screen.value,
            language=flow.language,
            languages=self._languages(flow),
            texts=self.catalog.all(flow.language),
        )
        if flow.facts is not None:
            hall, moment = flow.facts.hall, local(now, flow.facts.hall.time_zone)
            style = self.catalog.style(flow.language)
            base = replace(
                base,
                hall=in_language(hall.name, flow.language),
                date=written(style, style.date, moment),
                time=clock(moment),
                emergency=emergency_lines(flow.facts.today.emergency, (flow.language, *flow.facts.hall.languages)),
            )
        match flow.screen:
            case Screen.HOME:
                return self._home(base, flow, at, now)
            case Screen.CONFIRM:
                return self._confirm(base, flow, at)
            case Screen.GUIDE:
                return self._guide(base, flow, at)
            case Screen.TROUBLE:
                return self._trouble(base, flow)
            case Screen.ASKING:
                hint = "asking_slow" if at - flow.since >= SLOW_MS else "asking_hint"
                return replace(base, title=self._say(flow, "asking"), body=self._say(flow, hint))
            case Screen.PRINTING | Screen.DONE:
                return self._number(base, flow, at)

    def _say(self, flow: Flow, key: str, **fields: object) -> str:
        return self.catalog.text(flow.language, key, **fields)

    def _languages(self, flow: Flow) -> tuple[LanguageRow, ...]:
        """Before a guide those too in which it alone can be read."""
        guide = flow.screen is Screen.GUIDE
        shown = (flow.guide_language or flow.language) if guide else flow.language
        return tuple(
            LanguageRow(
                f"language_{language}",
                language,
                (self.catalog if language in flow.languages else self.around_guides).style(language).name,
                language == shown,
            )
            for language in (flow.guide_languages if guide else flow.languages)
        )

    def _home(self, base: Picture, flow: Flow, at: int, now: int) -> Picture:
        obstacle = flow.obstacle()
        pages = flow.pages
        services = tuple(self._service(flow, service, at, now, obstacle) for service in pages[flow.page])
        hint = "choose_hint_marked" if any(one.sooner for one in services) else "choose_hint"
        title, body = self._say(flow, "choose"), self._say(flow, hint)
        if obstacle is not None:
            title, body = self._obstacle(flow, obstacle)
        return replace(
            base,
            title=title,
            body=body,
            blocked=obstacle is not None,
            alarm=obstacle not in CALM,
            services=services,
            places=len(pages[0]),
            page=self._say(flow, "page_of", page=flow.page + 1, pages=len(pages)) if len(pages) > 1 else "",
            late=self._say(flow, "late_number", number=flow.late_number) if flow.late_number else "",
        )

    def _obstacle(self, flow: Flow, obstacle: Obstacle) -> tuple[str, str]:
        # Without a link the visitor reads one headline, whatever has to be mended.
        title = f"{Obstacle.NO_SERVER if obstacle in NO_LINK else obstacle}_title"
        body = f"{obstacle}_body"
        if obstacle is Obstacle.WRONG_HALL and self.hall_id:
            return self._say(flow, title), self._say(flow, "wrong_hall_body_named", hall=self._own_hall(flow))
        if obstacle in {Obstacle.HALL_CLOSED, Obstacle.ALL_EXHAUSTED} and flow.facts is not None:
            return self._closed(flow, flow.facts)
        return self._say(flow, title), self._say(flow, body)

    def _closed(self, flow: Flow, facts: HallFacts) -> tuple[str, str]:
        """Nobody can take a number: why, and what those do who have one."""
        states = [facts.state(service.service_id) for service in facts.offered]
        waiting = any(state.waiting for state in facts.states.values())
        unknown = all(state.opens_at is None for state in states)
        hours = "hall_closed_body_unknown" if unknown else "hall_closed_body"
        body = self._say(flow, "hall_closed_body_waiting" if waiting else hours)
        match no_numbers(states, facts.today, waiting=waiting):
            case NoNumbers.SHUT:
                key = f"hall_shut_title_{facts.today.closed}"
                known = key in self.catalog.all(flow.language)
                return self._say(flow, key if known else "hall_shut_title_other"), self._say(flow, "hall_shut_body")
            case NoNumbers.EXHAUSTED:
                return self._say(flow, "all_exhausted_title"), self._say(flow, "all_exhausted_body")
            case NoNumbers.RESTING:
                return self._say(flow, "hall_resting_title"), body
            case NoNumbers.OVER:
                return self._say(flow, "hall_over_title"), body
            case NoNumbers.HOLIDAY:
                return self._say(flow, "hall_holiday_title", name=in_language(facts.today.name, flow.language)), body
            case _:
                return self._say(flow, "hall_closed_title"), body

    def _own_hall(self, flow: Flow) -> str:
        """By its name where that has been heard, else by its id."""
        hall = flow.facts.hall if flow.facts else None
        return in_language(hall.name, flow.language) if hall and hall.hall_id == self.hall_id else self.hall_id

    def _service(self, flow: Flow, service: ServiceView, at: int, now: int, general: Obstacle | None) -> ServiceRow:
        count, note = self._service_note(flow, service.service_id, now, general)
        available = flow.obstacle(service.service_id) is None
        wait, sooner = self._waits(flow, service.service_id, at) if available else ("", "")
        if not count and wait:
            # Nobody is in line, and the counters are busy all the same.
            soon = self._say(flow, "wait_short_next")
            count, note, wait = ("", note, "") if wait == soon else ("0", self._say(flow, "waiting"), wait)
        return ServiceRow(
            object_name=f"service_{service.service_id}",
            service_id=service.service_id,
            prefix=service.prefix,
            name=in_language(service.name, flow.language),
            second=second_name(service.name, flow.language, self.second_language),
            count=count,
            note=note,
            wait=wait,
            sooner=sooner,
            available=available,
        )

    def _waits(self, flow: Flow, service_id: str, at: int) -> tuple[str, str]:
        """How long an ordinary visitor waits, and one who is let before others, where that is said otherwise."""
        ordinary = self._wait(flow, service_id, "ordinary", at)
        classes = flow.facts.hall.visitor_classes if flow.facts else ()
        first = next((one.class_id for one in classes if one.priority), "priority")
        sooner = self._wait(flow, service_id, first, at)
        return ordinary, "" if sooner == ordinary else sooner

    def _wait(self, flow: Flow, service_id: str, visitor_class: str, at: int) -> str:
        wait = flow.facts.wait(service_id, visitor_class, at) if flow.facts else None
        return wait_words(wait, flow.language, self.catalog, short=True)

    def _service_note(self, flow: Flow, service_id: str, now: int, general: Obstacle | None) -> tuple[str, str]:
        if flow.facts is None or general is Obstacle.STARTING or general in NO_LINK:
            return "", ""  # counts and hours may be old
        state = flow.facts.state(service_id)
        if not state.open:
            if flow.facts.today.closed:
                return "", self._say(flow, "shut")
            return "", self._opens(flow, state.opens_at, now, flow.facts.hall)
        if not state.numbers_left:
            return "", self._say(flow, "exhausted")
        return (str(state.waiting), self._say(flow, "waiting")) if state.waiting else ("", self._say(flow, "no_wait"))

    def _opens(self, flow: Flow, opens_at: int | None, now: int, hall: HallView) -> str:
        if opens_at is None:
            return self._say(flow, "closed")
        opens, today = local(opens_at, hall.time_zone), local(now, hall.time_zone)
        if opens.date() == today.date():
            return self._say(flow, "opens_today", time=clock(opens))
        style = self.catalog.style(flow.language)
        day = written(style, style.day, opens)
        return self._say(flow, "opens_later", day=day, time=clock(opens))

    def _confirm(self, base: Picture, flow: Flow, at: int) -> Picture:
        service = flow.facts.service(flow.service_id) if flow.facts else None
        if flow.facts is None or service is None:
            return base
        guide, language = service.guide, flow.language
        obstacle = flow.obstacle(service.service_id)
        facts = [] if obstacle is not None else self._line(flow, service.service_id, at)
        if guide.minutes is not None:
            facts.append(FactRow(self._say(flow, "usual_time"), self._say(flow, "minutes", minutes=guide.minutes)))
        if service.group:
            facts.append(FactRow(self._say(flow, "together"), self._say(flow, "together_count", count=service.group)))
        if guide.fee:
            facts.append(FactRow(self._say(flow, "fee"), in_language(guide.fee, language)))
        title, body = ("", "") if obstacle is None else self._obstacle(flow, obstacle)
        seconds = flow.countdown(at, self.timing)
        return replace(
            base,
            prefix=service.prefix,
            service=in_language(service.name, language),
            second=second_name(service.name, language, self.second_language),
            announced=in_language(service.announced, language),
            facts=tuple(facts),
            papers=tuple(
                PaperRow(
                    str(place),
                    in_language(paper.name, language),
                    in_language(paper.note, language),
                    paper_icon(paper.name),
                )
                for place, paper in enumerate(guide.papers)
            ),
            nothing_to_bring=guide.no_papers,
            notice=in_language(guide.notice, language),
            more=tells_more(guide),
            classes=self._classes(flow, at),
            priority=self._marked(flow, flow.visitor_class),
            can_confirm=flow.can_confirm,
            blocked=obstacle is not None,
            alarm=obstacle not in CALM,
            title=title,
            body=body,
            idle="" if seconds is None else self._say(flow, "idle_body", seconds=seconds),
        )

    def _guide(self, base: Picture, flow: Flow, at: int) -> Picture:
        service = flow.facts.service(flow.service_id) if flow.facts else None
        if service is None:
            return base
        language = flow.guide_language or flow.language
        name, seconds = in_language(service.name, language), flow.countdown(at, self.timing)
        title = in_language(service.guide.title, language) or name
        around = self.catalog.all(language if language in self.catalog.languages else flow.language)
        return replace(
            base,
            texts=around,
            prefix=service.prefix,
            service=title,
            second="" if name == title else name,
            guide=guide_rows(service.guide, language, self.around_guides),
            idle="" if seconds is None else around["idle_body"].format(seconds=seconds),
        )

    def _line(self, flow: Flow, service_id: str, at: int) -> list[FactRow]:
        """How many wait, and how long who takes a number now."""
        waiting = flow.facts.state(service_id).waiting if flow.facts else 0
        wait = self._wait(flow, service_id, flow.visitor_class, at)
        rows = [FactRow(self._say(flow, "waiting_now"), self._say(flow, "people", count=waiting))]
        return [*rows, FactRow(self._say(flow, "estimate"), wait)] if wait else rows

    def _classes(self, flow: Flow, at: int) -> tuple[ClassRow, ...]:
        service_id = flow.service_id or ""
        ordinary = self._wait(flow, service_id, "ordinary", at)
        waits = {one.class_id: self._wait(flow, service_id, one.class_id, at) for one in flow.classes}
        return tuple(
            ClassRow(
                object_name=f"class_{one.class_id}",
                class_id=one.class_id,
                name=in_language(one.name, flow.language),
                who=in_language(one.who, flow.language),
                wait="" if waits[one.class_id] == ordinary else waits[one.class_id],
                priority=one.priority,
                chosen=one.class_id == flow.visitor_class,
            )
            for one in flow.classes
        )

    def _marked(self, flow: Flow, class_id: str) -> bool:
        """Whether a number of this class has the mark of priority."""
        one = flow.facts.visitor_class(class_id) if flow.facts else None
        return one.priority if one else class_id == "priority"

    def _trouble(self, base: Picture, flow: Flow) -> Picture:
        prefix = "exhausted" if flow.trouble is Trouble.EXHAUSTED else str(flow.trouble)
        return replace(
            base,
            title=self._say(flow, f"{prefix}_title"),
            body=self._say(flow, f"{prefix}_body"),
            can_retry=flow.can_retry,
        )

    def _number(self, base: Picture, flow: Flow, at: int) -> Picture:
        issued, intent = flow.issued, flow.intent
        if issued is None or intent is None or flow.facts is None:
            return base
        large = flow.screen is Screen.DONE and flow.paper not in HAD
        address = phone_address(flow.facts.hall, issued) if large else ""
        title, body = number_words(flow, at, self.timing, scans=bool(address))
        service = flow.facts.service(intent.visit.service_id)
        return replace(
            base,
            number=issued.number,
            priority=self._marked(flow, intent.visit.visitor_class),
            service=in_language(service.name, flow.language) if service else "",
            title=self._say(flow, title),
            body=self._say(flow, body),
            ahead=self._ahead(flow, issued),
            percent=percent_printed(flow, at, self.timing),
            paper_missing=large,
            qr=qr_data_url(address, QR_SIDE),
        )

    def _ahead(self, flow: Flow, issued: Issued) -> str:
        """How many were before the number when it was taken, and the wait that its visitor was told."""
        count, promise = issued.people_ahead, issued.ticket.promise if issued.ticket else None
        said = (
            "" if count is None else self._say(flow, "ahead", count=count) if count else self._say(flow, "ahead_none")
        )
        wait = wait_words(promise, flow.language, self.catalog)
        return self.catalog.style(flow.language).fact_separator.join(one for one in (said, wait) if one)
