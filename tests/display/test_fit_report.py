"""Texts that a display's monitors and sign lack glyphs for; and that the check knows of every text they show."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from PySide6.QtGui import QGuiApplication

from display.content_layout import content_layout
from display.content_page import content_page
from display.fit_report import SHOWN, SHOWN_IN_FIRST, fit_report
from display.legibility import Monitor
from display.order_layout import order_layout
from display.order_page import order_page
from display.settings import TYPICAL, SignSettings
from display.sign_lines import sign_message
from program.misfit import Misfit, Surface
from program.texts import read_catalog
from screen.typeface import use_typeface
from server.domain.config import Guide, HallConfig, Question
from server.translation.hall import hall_view
from tests.display.walls import Wall
from tests.marked_hall import marked_config, words_in
from tests.real_hall import RealHall, sample_view
from wire.hall_texts import hall_texts
from wire.messages.hall import HallView

CATALOG = read_catalog("display")
LAYOUT = order_layout(Monitor(1920, 1080, 55.0, 15.0))
GUIDE = content_layout(Monitor(1920, 1080, 55.0, 6.0))


def said(config: HallConfig) -> dict[Surface, str]:
    """What each surface says in the course of a morning, with calls and without, while services are open and when they
    are not, with guides and without."""
    found: dict[Surface, set[str]] = {"order monitor": set(), "content monitor": set(), "LED sign": set()}
    calm, calling, closed = Wall(RealHall(config)).start(), Wall(RealHall(config)).start(), RealHall(config)
    closed.closed = {one.service_id: closed.at + 3_600_000 for one in config.services[1:]}
    shut = Wall(closed).start()
    bare = replace(config, services=tuple(replace(one, guide=Guide()) for one in config.services), notices=())
    guideless = Wall(RealHall(bare)).start()
    for service in config.services:
        for wall in (calm, calling, shut, guideless):
            if wall is calling:
                wall.called(service.service_id, "3")
            for _ in range(24):
                found["order monitor"].update(words_in(order_page(wall.board, wall.now, LAYOUT, CATALOG)))
                found["content monitor"].update(words_in(content_page(wall.board, wall.now, GUIDE, CATALOG)))
                found["LED sign"].update(words_in(sign_message(wall.board, wall.now, CATALOG)))
                wall.wait(2_500)
    return {surface: "\n".join(words) for surface, words in found.items()}


def told_more(config: HallConfig) -> HallConfig:
    """With a deadline and a question, each marked, in every guide."""

    def more(place: int, guide: Guide) -> Guide:
        texts = [tuple((tag, f"‹{place}{name}{tag}›") for tag in ("zh-TW", "en")) for name in "dqa"]
        return replace(guide, deadline=texts[0], faq=(Question(texts[1], texts[2]),))

    services = (replace(one, guide=more(place, one.guide)) for place, one in enumerate(config.services))
    return replace(config, services=tuple(services))


def test_the_check_knows_what_each_surface_shows() -> None:
    config = told_more(marked_config())
    hall = hall_view(config)
    for surface, words in said(config).items():
        shown = {
            (text.kind, language == hall.languages[0])
            for text in hall_texts(hall)
            for language, one in text.texts.items()
            if language and one in words
        }
        known = {(kind, first) for kind in SHOWN[surface] for first in (True, False)}
        known |= {(kind, True) for kind in SHOWN_IN_FIRST.get(surface, ())}
        labels = {("counter.label", True), ("counter.label", False)}  # too short to be told apart
        assert shown == known - labels, surface


@pytest.fixture
def typeface(qapp: QGuiApplication) -> None:
    use_typeface(qapp)


def lacking(hall: HallView, sign: str = "") -> list[Misfit]:
    """With fonts on the monitors that have no 甲."""
    settings = msgspec.structs.replace(TYPICAL, led=SignSettings(url=sign) if sign else None)
    found = fit_report(hall, settings, lambda text: "甲" if "甲" in text else "")
    return [one for one in found if one.why == "no glyph"]


@pytest.mark.usefixtures("typeface")
def test_a_clean_hall_lacks_nothing() -> None:
    settings = msgspec.structs.replace(TYPICAL, led=SignSettings(url="bx+tcp://127.0.0.1"))
    assert list(fit_report(sample_view(), settings)) == []


@pytest.mark.usefixtures("typeface")
def test_a_character_without_glyph_is_named_where_its_text_is_shown() -> None:
    name = {"zh-TW": "甲乙", "en": "A"}
    found = lacking(msgspec.structs.replace(sample_view(), name=name, missed_rule=name, office=name))
    assert [(one.surface, one.key, one.language, one.characters) for one in found] == [
        ("order monitor", "hall.name", "zh-TW", "甲"),
        ("order monitor", "hall.missed_rule", "zh-TW", "甲"),
        ("content monitor", "hall.name", "zh-TW", "甲"),
    ]


@pytest.mark.usefixtures("typeface")
def test_a_sign_has_fonts_of_its_own() -> None:
    hall = sample_view()
    services = (msgspec.structs.replace(hall.services[0], short_name={"zh-TW": "ễ", "en": "ễ"}), *hall.services[1:])
    hall = msgspec.structs.replace(hall, services=services)
    assert lacking(hall) == []
    (one,) = lacking(hall, "bx+tcp://127.0.0.1")
    assert (one.surface, one.key, one.language, one.characters) == ("LED sign", "service[0].short_name", "zh-TW", "ễ")


@pytest.mark.usefixtures("typeface")
def test_a_text_that_is_shortened_is_among_them() -> None:
    name = {"zh-TW": "辦理中高齡者及高齡者就業促進計畫" * 6, "en": "Center"}
    found = fit_report(msgspec.structs.replace(sample_view(), name=name), TYPICAL)
    assert [(one.surface, one.key, one.language, one.why) for one in found] == [
        ("order monitor", "hall.name", "zh-TW", "shortened")
    ]


def test_a_display_of_a_zone_is_asked_for_what_it_shows(qapp: QGuiApplication) -> None:
    """Of two counters, the second with a service whose name is too long: a display of the first one has nothing to
    say, that of the second has, with the key of the hall's file."""
    use_typeface(qapp)
    hall = sample_view()
    long = {"zh-TW": "訓練" * 40, "en": "Training " * 30}
    services = (*hall.services[:-1], msgspec.structs.replace(hall.services[-1], name=long))
    ids = [one.service_id for one in services]
    counters = (
        msgspec.structs.replace(hall.counters[0], primary=tuple(ids[:2]), backup=()),
        msgspec.structs.replace(hall.counters[1], primary=(ids[-1],), backup=()),
    )
    hall = msgspec.structs.replace(hall, services=services, counters=counters)

    def found(*zone: str) -> set[str]:
        return {one.key for one in fit_report(hall, msgspec.structs.replace(TYPICAL, counters=zone))}

    assert found(counters[0].counter_id) == set()
    assert found(counters[1].counter_id) == found() == {f"service[{len(ids) - 1}].name"}
    assert found("upstairs") == found(), "a hall that has none of its counters is asked whole"
