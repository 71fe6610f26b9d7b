"""A service's name is said whole, or else it is the short one: names of a hall differ at their end."""

from __future__ import annotations

from display.legibility import Monitor
from display.names import whole_or_short
from display.needs import needs
from display.order_layout import order_layout
from display.order_page import order_page
from display.words import Line
from program.texts import read_catalog
from tests.display.large_halls import Kind, large_hall
from tests.display.walls import Wall
from tests.real_hall import RealHall

CATALOG = read_catalog("display")
WHOLE, SHORT = Line("求職登記、就業諮詢", "Job seeking and counseling"), Line("求職登記", "Job seeking")


def said(width: float, short: Line = SHORT) -> Line:
    return whole_or_short(WHOLE, short, width, 90.0, 40.0, 28.0, 28.0)


def test_what_has_room_is_whole_and_what_has_none_is_short_each_for_itself() -> None:
    assert said(1_000) == WHOLE
    assert said(300) == Line(WHOLE.own, SHORT.second)
    assert said(200) == SHORT
    assert said(200, Line("", "")) == WHOLE, "there is no other one"


def test_a_card_says_a_short_name_rather_than_the_beginning_of_a_long_one() -> None:
    wall = Wall(RealHall(large_hall(Kind(counters=45, names="long")))).start()
    wall.called("s03", "c3")
    layout = order_layout(Monitor(1366, 768, 32.0, 8.7), needs(wall.hall.view, CATALOG), shared=True)
    (card,) = order_page(wall.board, wall.now, layout, CATALOG).cards
    assert card.name == "求職登記"
    wall = Wall().start()
    wall.called("job-seeking", "4")
    layout = order_layout(Monitor(1920, 1080, 55.0, 15.0), needs(wall.hall.view, CATALOG))
    (card,) = order_page(wall.board, wall.now, layout, CATALOG).cards
    assert card.name == "求職登記、就業諮詢"
