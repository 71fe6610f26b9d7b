"""What QML sees: typed properties, lists that change row by row, touches that go out."""

from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from kiosk.flow_types import (
    ClassToggled,
    Confirmed,
    Finished,
    LanguageChosen,
    Retried,
    ServiceChosen,
    Touched,
    WentBack,
)
from kiosk.painter import Painter
from kiosk.picture import Picture
from kiosk.view_model import KioskView
from screen.rows import RowModel
from tests.kiosk.sample_hall import NOW
from tests.kiosk.screens import screens


def values(rows: RowModel) -> list[tuple[object, ...]]:
    return [
        tuple(rows.data(rows.index(place, 0), role) for role in rows.roleNames()) for place in range(rows.rowCount())
    ]


def rows_of(view: KioskView, name: str) -> RowModel:
    rows: object = getattr(view, name)
    assert isinstance(rows, RowModel)
    return rows


def test_every_screen_fills_the_properties(painter: Painter, qtbot: QtBot) -> None:
    flow, at = screens("zh-TW")["starting"]
    view = KioskView(painter.picture(flow, at, NOW), lambda: "key-0001")
    scalar = [name for name, kind in Picture.__annotations__.items() if kind in {"str", "bool"} and name != "texts"]
    for flow, at in screens("en").values():
        picture = painter.picture(flow, at, NOW)
        view.show(picture)
        for name in scalar:
            assert view.property(name) == getattr(picture, name), name
        assert view.property("texts") == picture.texts
        assert len(values(rows_of(view, "services"))) == len(picture.services)
        assert len(values(rows_of(view, "papers"))) == len(picture.papers)
        assert len(values(rows_of(view, "facts"))) == len(picture.facts)
        assert len(values(rows_of(view, "languages"))) == (5 if picture.screen == "guide" else 2)
        assert len(values(rows_of(view, "guide"))) == len(picture.guide)


def test_the_same_picture_is_not_told_twice(painter: Painter, qtbot: QtBot) -> None:
    flow, at = screens("zh-TW")["home"]
    picture = painter.picture(flow, at, NOW)
    view = KioskView(picture, lambda: "key-0001")
    with qtbot.assertNotEmitted(view.changed):
        view.show(painter.picture(flow, at, NOW))
    with qtbot.waitSignal(view.changed):
        view.show(replace(picture, time="09:15"))


def test_labels_are_read_anew_only_in_another_language(painter: Painter, qtbot: QtBot) -> None:
    drawn = {
        (tag, name): painter.picture(*screens(tag)[name], NOW) for tag in ("zh-TW", "en") for name in ("home", "asking")
    }
    view = KioskView(drawn["zh-TW", "home"], lambda: "key-0001")
    with qtbot.assertNotEmitted(view.texts_changed), qtbot.waitSignal(view.changed):
        view.show(drawn["zh-TW", "asking"])
    with qtbot.waitSignal(view.texts_changed):
        view.show(drawn["en", "asking"])
    assert view.property("texts") == drawn["en", "asking"].texts


def test_touches_go_out_as_events(painter: Painter, qtbot: QtBot) -> None:
    flow, at = screens("zh-TW")["home"]
    keys = iter(["key-0001", "key-0002"])
    view = KioskView(painter.picture(flow, at, NOW), lambda: next(keys))
    heard: list[object] = []
    view.touched.connect(heard.append)
    view.choose_service("benefit-again")
    view.choose_language("en")
    view.toggle_class("priority")
    view.confirm()
    view.confirm()
    view.go_back()
    view.retry()
    view.finish()
    view.touch()
    assert heard == [
        ServiceChosen("benefit-again"),
        LanguageChosen("en"),
        ClassToggled("priority"),
        Confirmed("key-0001"),
        Confirmed("key-0002"),
        WentBack(),
        Retried(),
        Finished(),
        Touched(),
    ]
