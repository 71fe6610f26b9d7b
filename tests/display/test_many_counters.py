"""Twenty counters: whoever looks for one finds it within two pages, large enough to be read from a third of the way.

Below twenty services it is one page more, and where they have names on a standing monitor.
"""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from display.legibility import CAP_EM, Monitor, glance_px
from display.needs import needs
from display.order_layout import order_layout
from server.translation.hall import hall_view
from tests.display.complaints import complaints
from tests.display.full_swing import in_full_swing
from tests.display.large_halls import Kind, large_hall
from tests.display.matrix import INCHES, SIZES
from tests.display.scene import wrong
from tests.display.screens import CATALOG, Screens, items

FROM = 1 / 3
"""The part of the way from which a number on the board is read at a glance."""


@pytest.mark.parametrize("labels", ["plain", "named"])
@pytest.mark.parametrize("numbers", ["letters", "none"])
@pytest.mark.parametrize("services", [1, 8, 20])
def test_twenty_counters_make_few_pages(services: int, numbers: str, labels: str) -> None:
    wanted = needs(hall_view(large_hall(Kind(services, 20, numbers, labels))), CATALOG)
    for size in SIZES:
        for inch in INCHES:
            monitor = Monitor(*size, inch, 15.0 * inch / 55.0)
            board = order_layout(monitor, wanted).counters
            crowded = (services == 20) + (labels == "named" and size[1] > size[0])
            assert board.pages <= 2 + crowded, (size, inch)
            assert board.number >= glance_px(monitor, FROM) * 0.98, (size, inch)


def test_ten_of_them_are_seen_at_once_on_a_small_monitor(qapp: QGuiApplication) -> None:
    with Screens(qapp, 1366, 768, calm=True) as screens:
        wall = in_full_swing(Kind(1, 20, "none", "named"), 1)
        screens.draw(wall.board, wall.now)
        rows = list(items(screens.order.contentItem(), "counterRow"))
        assert len(rows) == 10
        sizes = [one.property("font").pixelSize() for row in rows for one in items(row, "digits")]
        assert min(sizes) >= glance_px(Monitor(1366, 768, 55.0, 15.0), FROM) * 0.97
        assert wrong(screens.order, screens.layout.least) == []


@pytest.mark.parametrize(
    ("counters", "labels", "at_once"), [(12, "named", 6), (20, "named", 10), (20, "plain", 10), (45, "four", 15)]
)
def test_one_lying_monitor_for_calls_and_guide_shows_many_at_once(
    qapp: QGuiApplication, counters: int, labels: str, at_once: int
) -> None:
    """As large as a normal eye resolves from where readers stand, with a guide that is whole."""
    wall = in_full_swing(Kind(8, counters, "letters", labels), 4)
    with Screens(qapp, 1366, 768, calm=True) as screens:
        for size in ((1366, 768), (1920, 1080), (3840, 2160)):
            for inch in INCHES:
                away = round(15.0 * inch / 55.0, 1)
                screens.hang(*size, inch, away, 6.0, shared=True)
                screens.draw(wall.board, wall.now)
                assert len(list(items(screens.order.contentItem(), "counterRow"))) >= at_once
                height = screens.layout.counters.number * CAP_EM / Monitor(*size, inch, away).px_per_mm
                assert height >= away * 1000 / 700 * 0.98
                assert complaints(screens, wall.hall.view) == [], (size, inch)


def test_a_few_keep_the_guide_as_wide_as_it_was() -> None:
    wanted = needs(hall_view(large_hall(Kind(8, 8))), CATALOG)
    layout = order_layout(Monitor(1920, 1080, 55.0, 15.0), wanted, shared=True)
    assert layout.counters.pages == 1
    assert layout.content.width == pytest.approx(1920 * 0.31)
