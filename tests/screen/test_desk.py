from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screen.desk import TITLE_BAR, Desk, Place, desk

ROOMS = st.builds(Place, st.integers(0, 4000), st.integers(0, 2000), st.integers(800, 5200), st.integers(600, 2900))


def places(desk: Desk) -> list[Place]:
    return [desk.order, desk.content, desk.console, desk.paper, desk.kiosk]


@given(ROOMS)
def test_no_window_covers_another_and_all_are_on_the_desk(room: Place) -> None:
    for one in places(desk(room)):
        assert one.width > 100
        assert one.height > 100
        assert one.x >= room.x
        assert one.x + one.width <= room.x + room.width
        assert one.y - TITLE_BAR >= room.y
        assert one.y + one.height <= room.y + room.height
    for one, other in combinations(places(desk(room)), 2):
        beside = one.x + one.width <= other.x or other.x + other.width <= one.x
        below = one.y + one.height <= other.y - TITLE_BAR or other.y + other.height <= one.y - TITLE_BAR
        assert beside or below


@given(ROOMS)
def test_windows_have_the_shape_of_what_they_stand_for(room: Place) -> None:
    stands = desk(room)
    assert stands.order.width / stands.order.height == pytest.approx(16 / 9, rel=0.01)
    assert (stands.content.width, stands.content.height) == (stands.order.width, stands.order.height)
    assert stands.kiosk.height / stands.kiosk.width == pytest.approx(16 / 9, rel=0.01)


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080), (2560, 1440)])
def test_on_a_usual_screen_texts_have_room(width: int, height: int) -> None:
    stands = desk(Place(0, 0, width, height))
    assert stands.kiosk.width >= width // 4
    assert stands.console.width >= width // 3
    assert stands.console.height >= height // 3


@given(ROOMS, st.integers(60, 110))
def test_a_caption_stands_below_and_moves_neither_wall_nor_kiosk(room: Place, high: int) -> None:
    with_it, without = desk(room, high), desk(room)
    caption = with_it.caption
    assert (with_it.order, with_it.content, with_it.kiosk) == (without.order, without.content, without.kiosk)
    assert caption.height == high
    assert caption.y + caption.height <= room.y + room.height
    assert caption.y >= max(one.y + one.height for one in (with_it.console, with_it.paper))
    assert caption.x + caption.width <= with_it.kiosk.x
    assert without.caption.height == 0
