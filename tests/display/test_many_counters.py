"""Twenty counters: whoever looks for one finds it within two pages, large enough to be read from a third of the way.

Below twenty services it is one page more, and where they have names on a standing monitor.
"""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from display.legibility import Monitor, glance_px
from display.needs import needs
from display.order_layout import order_layout
from server.translation.hall import hall_view
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
