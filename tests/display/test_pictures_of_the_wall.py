"""The pictures of the wall, every two of whose measures and states meet, are as they shall be and were."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtQuick import QQuickItem

from tests.display.matrix import STATES, Scene, scenes
from tests.display.pairs import pairwise
from tests.display.pictures import REFERENCES, Drawn, Painter, pixels, reference, unlike
from tests.display.screens import items

SCENES = scenes()


@pytest.fixture(scope="module")
def painter(qapp: QGuiApplication) -> Iterator[Painter]:
    with Painter(qapp) as made:
        yield made


@pytest.mark.parametrize("state", STATES)
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
    assert 55 <= len(SCENES) <= 70
    assert len({(one.state, one.languages) for one in SCENES}) == 5 * len(STATES)


def test_the_references_are_those_of_the_scenes_and_small() -> None:
    kept = set(REFERENCES.glob("*"))
    assert kept == {reference(scene) for scene in SCENES}
    assert max(path.stat().st_size for path in kept) < 2 * 13_000, "of two monitors"
    assert sum(path.stat().st_size for path in kept) < 1_000_000


def busy() -> Scene:
    return next(one for one in SCENES if one.state == "busy" and one.counters == 8)


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
    """Without hinting, as another rasteriser or another version of one may draw."""
    chosen = [one for one in SCENES if one.state in {"busy", "nobody"} and one.size[0] < 3_000]
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
