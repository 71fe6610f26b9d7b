"""The hall as configured, and its services' openings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from program.language import spoken_in
from server.domain.calendar import SOON_FROM_MONTH, unlisted
from server.domain.config import Counter, Guide, HallConfig, Paper, Service
from server.domain.config import Texts as Pairs
from server.domain.emergency import Emergency
from server.domain.fairness.policy import UNCOUNTED
from server.domain.hall import Hall
from server.domain.numbering import longest_number
from server.domain.opening import Opening, Shut, business_date, opening
from server.translation.missed import missed_rule
from server.translation.visitor_classes import announced, classes_of, visitor_classes
from wire.guide_bundle import guides_hash
from wire.messages.hall import (
    BreakView,
    CounterView,
    EmergencyView,
    FormSampleView,
    GuideView,
    HallView,
    MessageView,
    NoteView,
    PaperView,
    QuestionView,
    ServiceView,
    Texts,
    TodayView,
)
from wire.messages.tickets import ServiceState
from wire.numbers import wants_noun


def texts(pairs: Pairs) -> Texts:
    return dict(pairs)


def hall_view(config: HallConfig, withdrawn: Collection[str] = ()) -> HallView:
    """`withdrawn`: ids of services that are there for who has their tickets, and for nobody else."""
    services = tuple(_service_view(one, config, withdrawn=one.service_id in withdrawn) for one in config.services)
    return HallView(
        hall_id=config.hall_id,
        name=texts(config.name),
        office=texts(config.office),
        time_zone=config.time_zone,
        languages=config.languages,
        kiosk_languages=config.kiosk_languages,
        counter_noun=texts(config.counter_noun),
        services=services,
        guides=guides_hash(services),
        counters=tuple(_counter_view(counter) for counter in config.counters),
        notices=tuple(MessageView(text=texts(notice)) for notice in config.notices),
        missed_rule=missed_rule(config),
        recall_limit=config.recall_limit,
        phone_url=config.phone_url,
        visitor_classes=visitor_classes(config),
        most_passed=0 if config.routing.most_passed >= UNCOUNTED else config.routing.most_passed,
        notes=tuple(NoteView(code=note.code, text=texts(note.text)) for note in config.notes),
    )


def _service_view(service: Service, config: HallConfig, *, withdrawn: bool) -> ServiceView:
    return ServiceView(
        service_id=service.service_id,
        prefix=service.prefix,
        name=texts(service.name),
        short_name=texts(service.short_name),
        guide=guide_view(service.guide),
        last_number=longest_number(service),
        group=0 if service.group is None else service.group.size,
        slot_minutes=0 if service.appointments is None else service.appointments.slot_minutes,
        announced=announced(service, config),
        classes=classes_of(service, config),
        only_for=config.kept_for_class(service.service_id),
        withdrawn=withdrawn,
    )


def guide_view(guide: Guide) -> GuideView:
    return GuideView(
        title=texts(guide.title),
        steps=tuple(texts(step) for step in guide.steps),
        papers=paper_views(guide.papers),
        notice=texts(guide.notice),
        legal_basis=texts(guide.legal_basis),
        fee=texts(guide.fee),
        minutes=guide.minutes,
        deadline=texts(guide.deadline),
        contact=texts(guide.contact),
        progress=texts(guide.progress),
        interpreter=texts(guide.interpreter),
        form_samples=tuple(FormSampleView(name=texts(one.name), where=texts(one.where)) for one in guide.form_samples),
        faq=tuple(QuestionView(question=texts(one.question), answer=texts(one.answer)) for one in guide.faq),
        checked_on=guide.checked_on,
        certainty=dict(guide.certainty),
        sample=guide.sample,
        languages=guide.languages,
        no_papers=guide.no_papers,
    )


def paper_views(papers: Sequence[Paper]) -> tuple[PaperView, ...]:
    return tuple(PaperView(name=texts(paper.name), note=texts(paper.note)) for paper in papers)


def _counter_view(counter: Counter) -> CounterView:
    return CounterView(
        counter_id=counter.counter_id,
        label=counter.label,
        primary=counter.primary,
        backup=counter.backup,
        with_noun=wants_noun(counter.label),
        classes=counter.classes,
        express=counter.express,
        breaks=tuple(BreakView(start=one.start, end=one.end) for one in counter.breaks),
    )


def openings(config: HallConfig, now: int) -> dict[str, Opening]:
    """For each service id whether it gives numbers at `now`, and when that changes."""
    return {service.service_id: opening(service, config, now) for service in config.services}


def today_view(hall: Hall, now: int) -> TodayView:
    """What is special about the business day at `now`. Raises ValueError for a hall that has not been configured."""
    config = hall.config
    if config is None:
        raise ValueError("the hall has no configuration yet")
    day = date.fromisoformat(business_date(config, now))
    special = config.special_day(day.isoformat())
    return TodayView(
        name=texts(special.name) if special else {},
        unlisted=unlisted(config, day, SOON_FROM_MONTH),
        closed=hall.closed_today and hall.closed_today.value,
        emergency=emergency_view(hall.emergency, config),
    )


def emergency_view(emergency: Emergency | None, config: HallConfig) -> EmergencyView | None:
    if emergency is None:
        return None
    kind = emergency.kind.value
    said = {tag: one.texts["emergency"] for tag, one in spoken_in("emergency").items()}
    text = {tag: texts[kind] for tag, texts in said.items() if kind in texts}
    own = {config.languages[0]: emergency.words} if emergency.words else {}
    return EmergencyView(
        kind=kind, text=text, words=emergency.words, words_in=own | dict(emergency.words_in), since=emergency.since
    )


def service_states(hall: Hall, now_open: dict[str, Opening]) -> tuple[ServiceState, ...]:
    if hall.config is None:
        return ()
    return tuple(
        ServiceState(
            service_id=service.service_id,
            waiting=hall.waiting(service.service_id),
            open=now_open[service.service_id].open,
            opens_at=now_open[service.service_id].opens_at,
            closes_at=now_open[service.service_id].closes_at,
            numbers_left=hall.numbers_left(service.service_id),
            why=_word(now_open[service.service_id].why),
        )
        for service in hall.config.services
    )


def _word(why: Shut | None) -> str | None:
    return None if why is None else why.value
