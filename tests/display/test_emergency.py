"""An emergency stands over everything on the wall and is all that the sign says; the calls meanwhile are kept."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QGuiApplication

from display.board import Board, Moment
from display.content_layout import content_layout
from display.content_page import content_page
from display.legibility import Monitor
from display.needs import needs
from display.order_layout import order_layout
from display.order_page import order_page
from display.sign_lines import sign_message
from hardware.led.message import Colour, Kind
from screen.whole_words import plain
from server.domain.emergency import EmergencyKind
from tests.display.scene import wrong
from tests.display.screens import CATALOG, Screens, items
from tests.display.walls import Wall
from tests.real_hall import RealHall

PICTURES = os.environ.get("JIAOHAO_PICTURES", "")
"""A folder that the pictures of the screens are written to, to be looked at."""
OUTSIDE = "集合地點：對面停車場"
ADDED = {
    EmergencyKind.FIRE: (OUTSIDE, "Meet in the car park opposite"),
    EmergencyKind.EARTHQUAKE: ("搖晃停止後，請走東側樓梯離開", "Then leave by the east stairs"),
    EmergencyKind.AIR_RAID: ("避難處：地下一樓", "Shelter: first basement"),
    EmergencyKind.EVACUATE: (OUTSIDE, ""),
    EmergencyKind.OTHER: ("瓦斯外洩，請從東側出口離開", "Gas leak. Leave by the east exit"),
}
"""What a supervisor may add to each kind, in both languages of the hall."""


def pages(board: Board, now: Moment) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What both monitors say over everything else."""
    assert board.hall is not None
    layout = order_layout(Monitor(1920, 1080, 55.0, 15.0), needs(board.hall, CATALOG), shared=False)
    guide = content_layout(Monitor(1920, 1080, 55.0, 6.0))
    return (
        order_page(board, now, layout, CATALOG).emergency,
        content_page(board, now, guide, CATALOG).emergency,
    )


def test_both_monitors_say_it_in_every_language_until_it_is_over() -> None:
    hall = RealHall()
    wall = Wall(hall).start()
    assert pages(wall.board, wall.now) == ((), ())
    wall.hear(hall.raise_emergency(EmergencyKind.FIRE, OUTSIDE))
    order, content = pages(wall.board, wall.now)
    assert order == content
    assert order[0].startswith("火災！")
    assert order[1] == OUTSIDE
    assert [one.split("!")[0] for one in order[2:]] == ["Fire", "Kebakaran", "ไฟไหม้", "Cháy"]
    wall.link(up=False).wait(60_000)
    assert pages(wall.board, wall.now)[0] == order, "a line that is cut ends none"
    wall.link(up=True).hear(hall.end_emergency())
    assert pages(wall.board, wall.now) == ((), ())


def test_what_is_called_meanwhile_rings_not_and_is_there_afterwards() -> None:
    hall = RealHall()
    hall.issue("benefit-again")
    second = hall.issue("youth").tickets[0].ticket_id
    wall = Wall(hall).start()
    wall.hear(hall.raise_emergency(EmergencyKind.EVACUATE))
    wall.hear(hall.next("3"))
    assert wall.board.chimes == 0
    wall.hear(hall.end_emergency())
    assert [card.call.ticket.number for card in wall.board.deck.cards] == ["B001"]
    wall.hear(hall.call(second, "5"))
    assert wall.board.chimes == 1


def test_the_sign_says_nothing_else_and_says_it_in_red() -> None:
    hall = RealHall()
    hall.issue("benefit-again")
    wall = Wall(hall).start()
    wall.hear(hall.raise_emergency(EmergencyKind.FIRE, OUTSIDE))
    wall.hear(hall.next("3"))
    said = []
    for _ in range(600):
        message = sign_message(wall.board, wall.now, CATALOG)
        assert (message.kind, message.colour) == (Kind.EMERGENCY, Colour.RED)
        said.append(message.text)
        wall.wait(100)
    whole = "".join(dict.fromkeys(said))
    assert "火災！" in whole
    assert OUTSIDE in whole
    assert "Leave now." in whole
    assert "Cháy" not in whole, "this hall's sign has the letters of its own languages"
    wall.link(up=False).wait(10_000)
    assert sign_message(wall.board, wall.now, CATALOG).kind is Kind.EMERGENCY
    wall.link(up=True).hear(hall.end_emergency())
    assert sign_message(wall.board, wall.now, CATALOG).kind is not Kind.EMERGENCY


def test_a_sign_is_not_dark_where_the_hall_speaks_none_of_its_languages() -> None:
    hall = RealHall()
    wall = Wall(hall).start()
    told = hall.raise_emergency(EmergencyKind.FIRE)
    stranger = msgspec.structs.replace(told, hall=msgspec.structs.replace(told.hall, languages=("ja",)))
    wall.told(stranger)
    message = sign_message(wall.board, wall.now, CATALOG)
    assert message.kind is Kind.EMERGENCY
    assert message.text


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1080, 1920), (1366, 768)])
def test_it_covers_both_monitors_and_every_word_is_whole(qapp: QGuiApplication, width: int, height: int) -> None:
    hall = RealHall()
    hall.issue("benefit-again")
    wall = Wall(hall).start()
    wall.hear(hall.next("3"))
    with Screens(qapp, width, height) as screens:
        screens.draw(wall.board, wall.now)
        for window in screens.windows:
            assert not list(items(window.contentItem(), "emergency"))
        for kind in EmergencyKind:
            own, english = ADDED[kind]
            wall.hear(hall.raise_emergency(kind, own, {"en": english} if english else {}))
            screens.draw(wall.board, wall.now)
            said = pages(wall.board, wall.now)[0]
            assert said[1] == own
            assert english in said[2]
            for name, window in zip(("order", "content"), screens.windows, strict=True):
                (over,) = items(window.contentItem(), "emergency")
                assert (over.width(), over.height()) == (width, height)
                if PICTURES:
                    assert window.grabWindow().save(
                        str(Path(PICTURES) / f"emergency-{kind}-{name}-{width}x{height}.png")
                    )
                shown = [next(items(over, f"emergency_{place}")) for place in range(len(said))]
                assert [plain(one.property("text")) for one in shown] == list(said), "nothing is shortened"
                sizes = {one.property("font").pixelSize() for one in shown[2:]}
                assert len(sizes) == 1, "nobody's language is smaller"
                assert min(sizes) >= 0.55 * shown[0].property("font").pixelSize(), "nor much smaller than the first"
                assert wrong(window, min(width, height) * 0.026) == []
                assert shown[0].property("font").pixelSize() >= min(width, height) * 0.08
                assert not list(items(window.contentItem(), "callCard")), "nothing is drawn below"
