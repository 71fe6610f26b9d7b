"""Texts that a kiosk's fonts lack characters of; and that the check knows of every text that screen and ticket show."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuickControls2 import QQuickStyle

from kiosk.fit_report import ON_SCREEN, ON_TICKET, fit_report
from kiosk.flow_types import GuideOpened, PrinterChanged, ServiceChosen
from kiosk.painter import Painter
from kiosk.readiness import Printer
from kiosk.settings import TYPICAL
from kiosk.ticket_filling import worded_ticket
from program.misfit import Misfit
from program.texts import read_catalog
from screen.typeface import use_typeface
from server.translation.hall import hall_view
from tests.kiosk.sample_hall import NOW, issued, sample_facts, sample_hall, visit
from tests.kiosk.screens import LANGUAGES, walked
from tests.marked_hall import marked_config, words_in
from wire.hall_texts import hall_texts
from wire.messages.hall import HallView


def kinds_in(words: list[str], hall: HallView) -> set[tuple[str, str]]:
    """Kinds of the hall's texts among these words, and in which languages."""
    everything = "\n".join(words)
    return {
        (text.kind, language)
        for text in hall_texts(hall)
        for language, one in text.texts.items()
        if language and one in everything
    }


def test_the_check_knows_what_the_screen_shows(painter: Painter) -> None:
    facts = replace(sample_facts(), hall=hall_view(marked_config()))
    words: list[str] = []
    for language in LANGUAGES:
        for service in facts.hall.services:
            chosen = ServiceChosen(service.service_id)
            for events in ([], [chosen], [chosen, GuideOpened()], [PrinterChanged(Printer.PAPER_OUT)]):
                flow, at = walked(*events, language=language, facts=facts)
                words += words_in(painter.picture(flow, at, NOW))
    assert kinds_in(words, facts.hall) == {(kind, language) for kind in ON_SCREEN for language in LANGUAGES}


def test_the_check_knows_what_the_ticket_shows() -> None:
    told = hall_view(marked_config())
    plain = tuple(msgspec.structs.replace(one, priority=False) for one in told.visitor_classes)
    hall = msgspec.structs.replace(told, visitor_classes=plain)
    words = [
        word
        for language in LANGUAGES
        for service in hall.services
        for one in ("ordinary", *(known.class_id for known in plain))
        for word in words_in(
            worded_ticket(
                hall,
                visit(service.service_id, language, visitor_class=one),
                issued(),
                read_catalog("kiosk"),
                "en",
            )
        )
    ]
    assert kinds_in(words, hall) == {(kind, language) for kind in ON_TICKET for language in LANGUAGES}


@pytest.fixture
def typeface(qapp: QGuiApplication) -> None:
    use_typeface(qapp)


@pytest.mark.usefixtures("typeface")
def test_a_clean_hall_lacks_nothing() -> None:
    assert list(fit_report(sample_hall(), TYPICAL)) == []


def lacking(hall: HallView, second_language: str = "") -> list[Misfit]:
    """With fonts that have no 甲."""
    settings = msgspec.structs.replace(TYPICAL, second_language=second_language)
    found = fit_report(hall, settings, lambda text: "甲" if "甲" in text else "")
    return [one for one in found if one.why == "no glyph"]


@pytest.mark.usefixtures("typeface")
def test_a_character_without_glyph_is_named_with_its_text() -> None:
    name = {"zh-TW": "甲乙丙", "en": "A"}
    assert lacking(sample_hall(name=name)) == [
        Misfit(surface="kiosk", key="hall.name", language="zh-TW", text="甲乙丙", why="no glyph", characters="甲"),
    ]
    assert lacking(sample_hall(counter_noun=name)) == [], "said on other surfaces alone"


@pytest.mark.usefixtures("typeface")
def test_a_language_that_the_kiosk_does_not_offer_is_read_in_second_names_alone() -> None:
    name = {"zh-TW": "乙", "en": "A", "xx": "甲"}
    hall = sample_hall(languages=("zh-TW", "en", "xx"), name=name)
    services = tuple(msgspec.structs.replace(one, name=name) for one in hall.services[:1])
    hall = msgspec.structs.replace(hall, services=services)
    assert lacking(hall) == []
    assert [one.key for one in lacking(hall, "xx")] == ["service[0].name"]


@pytest.mark.usefixtures("typeface")
def test_a_text_that_is_shortened_is_among_them() -> None:
    QQuickStyle.setStyle("Basic")
    hall = sample_hall()
    name = {**hall.services[0].name, "en": "Counseling on employment promotion " * 5}
    services = (msgspec.structs.replace(hall.services[0], name=name), *hall.services[1:])
    found = fit_report(msgspec.structs.replace(hall, services=services), TYPICAL)
    assert [(one.surface, one.key, one.language, one.why) for one in found] == [
        ("kiosk", "service[0].name", "en", "shortened")
    ]
