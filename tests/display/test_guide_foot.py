"""The foot of a guide: what is least needed leaves first, nothing is cut, and nothing is too small for its readers."""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtGui import QGuiApplication

from display.content_layout import content_layout
from display.content_page import content_page
from display.legibility import Monitor
from display.words import TURN_MS
from tests.display.further_states import between_calls
from tests.display.large_halls import Kind
from tests.display.screens import CATALOG, Screens, items

LANGUAGES = ("zh-TW", "en", "vi", "id", "th")


@pytest.mark.parametrize("inch", [55.0, 43.0])
@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1366, 768), (3840, 2160)], ids=str)
@pytest.mark.parametrize("shared", [False, True], ids=["two", "shared"])
def test_nothing_at_the_foot_is_cut_or_too_small(
    qapp: QGuiApplication, size: tuple[int, int], inch: float, shared: bool
) -> None:
    said: dict[str, set[str]] = {"guideFacts": set(), "guideLaw": set()}
    with Screens(qapp, *size, inch=inch, shared=shared, calm=True) as screens:
        wall = between_calls(Kind(3, 8, languages=LANGUAGES))
        for _ in range(12 * len(LANGUAGES)):
            screens.draw(wall.board, wall.now)
            for window, name in product(screens.windows, said):
                for text in items(window.contentItem(), name):
                    words, drawn = str(text.property("words")), str(text.property("text"))
                    if not words or not text.isVisible():
                        continue
                    least = screens.guide.least if shared and name == "guideLaw" else screens.guide.least_second
                    assert "…" not in drawn, (name, words, text.width(), text.height(), screens.content_view.legal)
                    assert text.property("font").pixelSize() >= int(least), (name, words)
                    said[name].add(words)
            wall.wait(TURN_MS // 2)
        fees = {
            service.guide.fee[tag] for service in wall.hall.view.services[:3] for tag in LANGUAGES if service.guide.fee
        }
        heard = " ".join(said["guideFacts"])
        assert [fee for fee in fees if fee not in heard] == []
        assert shared or said["guideLaw"]


def test_one_guide_alone_is_no_round() -> None:
    layout = content_layout(Monitor(1920, 1080, 55.0, 6.0))
    for services in (1, 2):
        wall = between_calls(Kind(services, 8))
        page = content_page(wall.board, wall.now, layout, CATALOG)
        assert len(page.bar.dots) == (services if services > 1 else 0)
        assert page.bar.round == ""
