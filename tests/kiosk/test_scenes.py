"""Halls of every size on the real window, measured: nothing is drawn over, cut, outside its button or too small."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtQuick import QQuickItem, QQuickWindow
from pytestqt.qtbot import QtBot

from kiosk.flow import begin, step
from kiosk.flow_types import (
    ClassToggled,
    Confirmed,
    Event,
    Flow,
    HallLearnt,
    Issued,
    LanguageChosen,
    LinkChanged,
    PageTurned,
    PrinterChanged,
    ServiceChosen,
    Tick,
    TicketGiven,
)
from kiosk.painter import Painter
from kiosk.paper_news import Paper, PaperEnded, PaperHeld, PaperMoved
from kiosk.picture import Picture
from kiosk.readiness import Link, Printer
from kiosk.timing import Timing
from tests.kiosk.conftest import Shown
from tests.kiosk.sample_hall import NOW, TOKEN
from tests.kiosk.scene import faults, seen, shortened, texts, whole
from tests.kiosk.sized_hall import LANGUAGES, LONGEST, SizedHall
from tests.long_language import TAG, catalog_with_it

Show = Callable[[Picture, int, int], Shown]
TIMING = Timing()
KEY = "key-0001"
SIZES = {False: (1080, 1920), True: (1920, 1080)}


@dataclass(frozen=True)
class Scene:
    hall: SizedHall
    screen: str
    language: str
    wide: bool = False

    def __str__(self) -> str:
        hall = self.hall
        return "-".join(
            (self.screen, str(hall.services), hall.numbers, hall.names, self.language, "wide" if self.wide else "tall")
        )


def _scenes() -> tuple[Scene, ...]:
    """Sizes, kinds of numbers, lengths of names, languages, screens and monitors: every two of them meet."""
    one, two, four, eight, twenty, many = (1, 2, 4, 8, 20, 45)
    return (
        Scene(SizedHall(one, "letter", "usual"), "home", "zh-TW"),
        Scene(SizedHall(one, "two", "longest"), "home", "en", wide=True),
        Scene(SizedHall(two, "none", "longest"), "home", TAG),
        Scene(SizedHall(two, "letter", "longest"), "home", "zh-TW", wide=True),
        Scene(SizedHall(four, "letter", "usual"), "home", "zh-TW"),
        Scene(SizedHall(four, "two", "longest"), "home", "zh-TW"),
        Scene(SizedHall(four, "none", "longest"), "home", TAG),
        Scene(SizedHall(four, "letter", "usual"), "home", "zh-TW", wide=True),
        Scene(SizedHall(four, "none", "usual"), "home", TAG, wide=True),
        Scene(SizedHall(four, "two", "longest"), "home", "zh-TW", wide=True),
        Scene(SizedHall(four, "letter", "longest"), "home", TAG, wide=True),
        Scene(SizedHall(one, "none", "longest"), "number", TAG),
        Scene(SizedHall(one, "none", "usual"), "confirm", "en", wide=True),
        Scene(SizedHall(one, "two", "usual"), "trouble", TAG, wide=True),
        Scene(SizedHall(eight, "letter", "longest"), "home", "zh-TW", wide=True),
        Scene(SizedHall(eight, "two", "usual"), "home", TAG),
        Scene(SizedHall(eight, "none", "longest"), "blocked", "en"),
        Scene(SizedHall(eight, "letter", "usual"), "blocked", TAG, wide=True),
        Scene(SizedHall(eight, "two", "longest", papers=8), "confirm", "zh-TW"),
        Scene(SizedHall(eight, "letter", "longest", papers=8), "confirm", TAG, wide=True),
        Scene(SizedHall(eight, "none", "usual"), "number", "en", wide=True),
        Scene(SizedHall(twenty, "two", "longest"), "home", "en"),
        Scene(SizedHall(twenty, "letter", "usual"), "home", "zh-TW"),
        Scene(SizedHall(twenty, "none", "usual", papers=12), "confirm", TAG),
        Scene(SizedHall(twenty, "letter", "longest"), "blocked", "zh-TW", wide=True),
        Scene(SizedHall(twenty, "two", "longest"), "number", "zh-TW"),
        Scene(SizedHall(twenty, "none", "longest"), "trouble", "en"),
        Scene(SizedHall(many, "none", "usual"), "home", TAG, wide=True),
        Scene(SizedHall(many, "letter", "longest"), "home", TAG),
        Scene(SizedHall(many, "two", "usual"), "blocked", "en"),
        Scene(SizedHall(many, "letter", "usual", papers=0), "confirm", "en"),
        Scene(SizedHall(eight, "letter", "usual", classes=2), "confirm", "zh-TW"),
        Scene(SizedHall(eight, "two", "usual", classes=2), "confirm", TAG),
        Scene(SizedHall(eight, "letter", "usual", classes=2), "confirm", TAG, wide=True),
        Scene(SizedHall(eight, "letter", "usual", classes=3), "confirm", TAG),
        Scene(SizedHall(eight, "letter", "usual", classes=6), "confirm", TAG),
        Scene(SizedHall(eight, "letter", "longest", papers=8, classes=6), "confirm", TAG, wide=True),
        Scene(SizedHall(many, "two", "longest"), "number", TAG, wide=True),
        Scene(SizedHall(many, "none", "usual"), "trouble", "zh-TW", wide=True),
        Scene(SizedHall(eight, "two", "longest"), "slow", TAG),
        Scene(SizedHall(eight, "none", "longest"), "slow", "zh-TW", wide=True),
        Scene(SizedHall(one, "two", "longest"), "waits", "zh-TW"),
        Scene(SizedHall(one, "letter", "longest"), "waits", TAG, wide=True),
        Scene(SizedHall(many, "two", "longest"), "awaited", TAG),
        Scene(SizedHall(many, "none", "longest"), "awaited", "en", wide=True),
        Scene(SizedHall(twenty, "none", "longest"), "sent", TAG, wide=True),
        Scene(SizedHall(twenty, "two", "usual"), "sent", "en"),
    )


SCENES = _scenes()


def scene_flow(scene: Scene) -> tuple[Flow, int]:
    """The flow that stands there, and its instant."""
    chosen: tuple[Event, ...] = (ServiceChosen("s1"), ClassToggled("priority"))
    given = (*chosen, Confirmed(KEY), TicketGiven(KEY, Issued(scene.hall.number, "1-1", 128, TOKEN)))
    busy = PaperHeld(KEY, "busy", begun=False)
    late = (*chosen, Confirmed(KEY))
    events: dict[str, tuple[Event, ...]] = {
        "home": (PageTurned(1),),
        "blocked": (LinkChanged(Link.PROTOCOL_TOO_OLD), PageTurned(-1)),
        "confirm": chosen,
        "number": (*given, PaperEnded(KEY, Paper.UNSURE, "paper_out")),
        "slow": (*given, PaperMoved(KEY, 6_000, 18_000)),
        "waits": (*given, busy),
        "awaited": (*given, busy),
        "sent": (*given, PaperEnded(KEY, Paper.SENT)),
        "trouble": late,
    }
    flow, at = begin(LANGUAGES, 0), 0
    ready = (HallLearnt(scene.hall.facts, LANGUAGES), LinkChanged(Link.UP), PrinterChanged(Printer.READY))
    for event in (*ready, LanguageChosen(scene.language), *events[scene.screen]):
        flow, _ = step(flow, event, at, TIMING)
    later = {"trouble": TIMING.ask, "slow": 5_000, "waits": 1_000, "awaited": TIMING.printing}
    if scene.screen in later:
        at = later[scene.screen]
        flow, _ = step(flow, Tick(), at, TIMING)
    if scene.screen == "blocked":
        flow = replace(flow, late_number=scene.hall.number)
    return flow, at


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Painter:
    folder: Path = tmp_path_factory.mktemp("languages")
    return Painter(catalog_with_it("kiosk", folder), TIMING, "en", "yongkang")


@pytest.mark.parametrize("wide", [False, True], ids=["portrait", "landscape"])
def test_halls_of_any_size_fit(show: Show, spoken: Painter, qtbot: QtBot, wide: bool) -> None:
    scenes = [scene for scene in SCENES if scene.wide is wide]
    view, window = show(spoken.picture(begin(LANGUAGES, 0), 0, NOW), *SIZES[wide])
    for scene in scenes:
        flow, at = scene_flow(scene)
        view.show(spoken.picture(flow, at, NOW))
        qtbot.wait(30)
        assert faults(window) == [], scene
        names = set(LONGEST.values()) if scene.hall.names == "longest" else set()
        assert {whole(item) for item in shortened(window)} <= names, scene


def test_the_measure_sees_what_is_planted(show: Show, spoken: Painter, qtbot: QtBot) -> None:
    """A scene without fault, spoilt in one way at a time."""
    flow, at = scene_flow(Scene(SizedHall(8), "home", "en"))
    _, window = show(spoken.picture(flow, at, NOW), *SIZES[False])
    qtbot.wait(30)
    assert faults(window) == []
    button, title = found(window, "service_s1"), found(window, "title")
    name = next(item for item in texts(window) if item.objectName() == "name")

    def spoilt(item: QQuickItem, key: str, value: object) -> str:
        before = item.property(key)
        item.setProperty(key, value)
        qtbot.wait(30)
        said = "; ".join(faults(window))
        item.setProperty(key, before)
        qtbot.wait(30)
        return said

    assert "drawn over each other" in spoilt(title, "y", title.y() + 80)
    assert "lies on the button" in spoilt(title, "y", title.y() + 140)
    assert "leaves its button" in spoilt(name, "y", 100)
    assert "cut at the edge" in spoilt(title, "x", -60)
    assert "wider than its place" in spoilt(found(window, "date"), "width", 40)
    name.setProperty("maximumLineCount", 1)
    assert "cut without a sign" in spoilt(name, "width", 300)
    name.setProperty("maximumLineCount", 99)
    assert "too small to touch" in spoilt(button, "height", 100)
    assert "closer than" in spoilt(button, "height", button.height() + 8)
    assert "smaller than is legible" in spoilt(found(window, "time"), "size", 20)
    assert faults(window) == []


def found(window: QQuickWindow, name: str) -> QQuickItem:
    return next(item for item in seen(window.contentItem()) if item.objectName() == name)
