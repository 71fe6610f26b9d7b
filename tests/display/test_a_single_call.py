"""One call on the wall: its number is gigantic whatever its counter is called, and that counter has its own place."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication

from display.legibility import CAP_EM
from tests.display.large_halls import Kind, large_hall
from tests.display.matrix import SIZES
from tests.display.scene import seen, wrong
from tests.display.screens import Screens, items
from tests.display.walls import Wall
from tests.real_hall import RealHall

CARD_SHARE, ABOVE_SHARE, BESIDE_SHARE = 0.55, 0.5, 0.4
"""The card's part of its column's height; the number's of the column's width, above its counter or beside it."""
EMPTY = 0.2
"""No band of the card without any ink is higher than so much of it."""
LABELS = ("plain", "four", "named")


@pytest.fixture(scope="module")
def screens(qapp: QGuiApplication) -> Iterator[Screens]:
    with Screens(qapp, 1920, 1080, calm=True) as made:
        yield made


def drawn(screens: Screens, size: tuple[int, int], kind: Kind, *, shared: bool) -> tuple[QRectF, QRectF, QRectF]:
    """The ink of the only call's number and of where it sends, and its card."""
    screens.hang(*size, 55.0, 15.0, 6.0, shared=shared)
    wall = Wall(RealHall(large_hall(kind))).start()
    hall = wall.hall.config
    wall.called(hall.services[0].service_id, hall.counters[2 % kind.counters].counter_id)
    screens.draw(wall.board, wall.now)
    card = next(items(screens.order.contentItem(), "callCard"))
    inks = []
    for name in ("cardNumber", "cardWhere"):
        part = next(items(card, name))
        inks.append(part.mapRectToScene(part.boundingRect()))
    high = float(screens.order_view.property("cardNumber")) * CAP_EM
    middle = inks[0].center()
    inks[0] = QRectF(inks[0].x(), middle.y() - high / 2, inks[0].width(), high)
    return inks[0], inks[1], card.mapRectToScene(card.boundingRect())


def empty_band(screens: Screens, card: QRectF) -> float:
    """Height of the highest one between the texts of the card, and above and below them."""
    inks = sorted((one.ink for one in seen(screens.order) if card.contains(one.ink)), key=QRectF.top)
    end, widest = card.top(), 0.0
    for ink in inks:
        widest, end = max(widest, ink.top() - end), max(end, ink.bottom())
    return max(widest, card.bottom() - end)


@pytest.mark.parametrize("shared", [False, True], ids=["two monitors", "one monitor"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_number_is_gigantic_whatever_the_counter_is_called(
    screens: Screens, size: tuple[int, int], shared: bool
) -> None:
    numbers = "none" if shared else "letters"
    found = {}
    for labels in LABELS:
        kind = Kind(8, 8, numbers, labels)
        number, where, card = drawn(screens, size, kind, shared=shared)
        assert wrong(screens.order, 1) == []
        assert card.contains(number), kind
        assert card.contains(where), kind
        column = screens.layout.cards
        assert card.height() >= CARD_SHARE * column.height
        share = ABOVE_SHARE if screens.order_view.property("cardShape") == "tall" else BESIDE_SHARE
        assert number.width() >= share * column.width, (kind, round(number.width() / column.width, 2))
        assert empty_band(screens, card) <= EMPTY * card.height(), kind
        found[labels] = number.height()
    assert min(found["named"], found["four"]) >= 0.9 * found["plain"], found
