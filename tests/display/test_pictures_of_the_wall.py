"""The pictures of the wall, every two of whose measures and states meet, are as they shall be and were."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtQuick import QQuickItem, QQuickWindow

from tests.display.ink import faults_of_ink
from tests.display.matrix import RARE, STATES, Scene, pairs, scenes
from tests.display.pairs import pairwise
from tests.display.pictures import REFERENCES, Drawn, Painter, pixels, reference, unlike
from tests.display.scene import told, wrong
from tests.display.screens import items

SCENES = scenes()


@pytest.fixture(scope="module")
def painter(qapp: QGuiApplication) -> Iterator[Painter]:
    with Painter(qapp) as made:
        yield made


@pytest.mark.parametrize("state", STATES | RARE)
def test_every_picture_is_right_and_as_its_reference(painter: Painter, state: str) -> None:
    found: list[str] = []
    for scene in (one for one in SCENES if one.state == state):
        drawn = painter.draw(scene)
        found += [f"{scene.name}: {fault}" for fault in drawn.faults]
        found += filter(None, [unlike(scene, drawn)])
    assert not found, "\n".join(found)


def test_every_two_values_meet_in_one_of_about_sixty() -> None:
    axes = {"one": "abc", "other": (1, 2), "third": (True, False)}
    cases = pairwise(axes)
    for one, other in combinations(axes, 2):
        assert {(case[one], case[other]) for case in cases} == {(a, b) for a in axes[one] for b in axes[other]}
    assert len(cases) == 6
    assert 55 <= len(pairs()) <= 70
    assert len({(one.state, one.languages) for one in pairs()}) == 5 * len(STATES)
    assert {one.state for one in SCENES} == {*STATES, *RARE}


def test_the_references_are_those_of_the_scenes_and_small() -> None:
    kept = set(REFERENCES.glob("*"))
    assert kept == {reference(scene) for scene in SCENES}
    assert max(path.stat().st_size for path in kept) < 2 * 14_000, "of two monitors"
    assert sum(path.stat().st_size for path in kept) < 1_400_000


def busy() -> Scene:
    return min((one for one in SCENES if one.state == "busy" and one.counters == 8), key=lambda one: one.size)


def test_a_label_that_moved_a_card_that_is_gone_and_another_colour_are_seen(
    painter: Painter, qapp: QGuiApplication, tmp_path: Path
) -> None:
    scene = busy()
    screens = painter.of(scene)

    def now() -> str:
        qapp.processEvents()
        return unlike(scene, Drawn([pixels(window) for window in screens.windows], []), tmp_path)

    painter.draw(scene)
    assert now() == ""
    row = next(items(screens.order.contentItem(), "serviceCell"))
    label = min((one for one in items(row) if len(str(one.property("text") or "")) > 2), key=QQuickItem.height)
    y = label.y()
    label.setY(y + 0.5 * float(label.property("font").pixelSize()))
    assert "is not as its reference" in now()
    assert {path.name for path in tmp_path.iterdir()} == {
        f"{scene.name}.{name}.png" for name in ("got", "want", "difference")
    }
    label.setY(y)
    assert now() == ""
    card = next(items(screens.order.contentItem(), "callBefore"))
    card.setVisible(False)
    assert "is not as its reference" in now()
    card.setVisible(True)
    assert now() == ""
    digits = next(items(screens.order.contentItem(), "rowNumber"))
    colour = digits.property("color")
    digits.setProperty("color", "#FF8A5B")
    assert "is not as its reference" in now()
    digits.setProperty("color", colour)
    assert now() == ""


def test_the_same_fonts_drawn_otherwise_are_the_same_picture(qapp: QGuiApplication) -> None:
    """Without hinting, as another rasteriser or another version of one may draw. In each of the smaller sizes."""
    chosen = {one.size: one for one in SCENES if one.state in {"busy", "two"} and one.size[0] < 3_000}.values()
    with Painter(qapp) as painter:
        usual = qapp.font()
        other = QFont(usual)
        other.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        qapp.setFont(other)
        try:
            drawn = {scene.name: painter.draw(scene) for scene in chosen}
        finally:
            qapp.setFont(usual)
    assert [told for scene in chosen if (told := unlike(scene, drawn[scene.name]))] == []


def inks(painter: Painter, scene: Scene) -> list[str]:
    window = painter.of(scene).order
    return faults_of_ink(window, pixels(window))


def test_a_faint_number_a_missing_glyph_and_a_wrong_weight_are_seen(painter: Painter, qapp: QGuiApplication) -> None:
    scene = busy()
    screens = painter.of(scene)
    painter.draw(scene)
    assert inks(painter, scene) == []
    digits = next(items(next(items(screens.order.contentItem(), "cardNumber")), "digits"))
    number, colour = digits.property("text"), digits.property("color")
    for name, value, fault in (
        ("color", "#7A8698", "has a contrast of"),
        ("text", "00\U0003fff0", "no glyph for \U0003fff0"),
    ):
        digits.setProperty(name, value)
        qapp.processEvents()
        assert any(fault in one for one in inks(painter, scene)), name
        digits.setProperty("color", colour)
        digits.setProperty("text", number)
    clock = next(items(screens.order.contentItem(), "clock"))
    for item, weight, meant in ((digits, 400, "bold"), (clock, 400, "bold"), (date(screens.order), 700, "regular")):
        axes = told(item, "JSON.stringify(font.variableAxes)")
        told(item, f'font.variableAxes = ({{ "wght": {weight} }})')
        qapp.processEvents()
        words = str(item.property("text"))
        assert any(words in one and f"is {meant}" in one for one in inks(painter, scene)), (words, meant)
        told(item, f"font.variableAxes = ({axes})")
    qapp.processEvents()
    assert inks(painter, scene) == []


def date(window: QQuickWindow) -> QQuickItem:
    """Is not bold."""
    found = (one for one in items(window.contentItem()) if one.property("truncated") is not None)
    return next(one for one in found if "年" in one.property("text") and not one.property("bold"))


def test_a_number_that_fades_into_its_card_in_the_pulse_is_seen(painter: Painter, qapp: QGuiApplication) -> None:
    scene = next(one for one in SCENES if one.state == "burst-lively")
    screens = painter.of(scene)
    painter.draw(scene)
    assert inks(painter, scene) == []
    digits = next(items(next(items(screens.order.contentItem(), "cardNumber")), "digits"))
    colour = digits.property("color")
    digits.setProperty("color", "#FFE9A8")
    qapp.processEvents()
    assert any("has a contrast of 1." in one for one in inks(painter, scene))
    digits.setProperty("color", colour)


@pytest.mark.parametrize("state", ["burst", "burst-lively"])
def test_at_every_instant_of_a_burst_all_is_whole_and_legible(
    painter: Painter, qapp: QGuiApplication, state: str
) -> None:
    """Not only at rest: eight calls in a second, one of them missed, one taken back, one repeated."""
    scene = next(one for one in SCENES if one.state == state)
    screens = painter.of(scene)
    wall = painter.show(scene)
    services, counters = wall.hall.config.services, wall.hall.config.counters
    calls: list[str] = []
    for place in range(8):
        calls.append(wall.called(services[place % len(services)].service_id, counters[place].counter_id))
        if place == 3:
            wall.hear(wall.hall.recall(calls[1]))
        if place == 5:
            wall.hear(wall.hall.miss(calls[2]))
        if place == 6:
            wall.hear(wall.hall.undo(calls[6]))
        screens.show(wall.board, wall.now)
        for _ in range(2):  # as it enters, and a moment later
            qapp.processEvents()
            for window in screens.windows:
                assert wrong(window, screens.layout.least if window is screens.order else 1) == [], place
                assert faults_of_ink(window, pixels(window)) == [], place
        wall.wait(100)
