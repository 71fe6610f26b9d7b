"""A display of some counters: it tells of their calls alone, and of what is done there."""

from __future__ import annotations

from pathlib import Path

import pytest

from display.board_reducer import reduce
from display.counter_board import counter_rows
from display.legibility import Monitor
from display.needs import needs
from display.order_layout import order_layout
from display.settings import check
from display.sign_lines import sign_message
from display.words import Words
from display.zones import hall_of_zone, of_zone
from program.config_file import ConfigError
from program.texts import read_catalog
from tests.display.walls import Wall
from tests.real_hall import RealHall, sample_view
from wire.messages import HallMoved, Snapshot

CATALOG = read_catalog("display")
ZONE = frozenset({"2", "3"})
"""Benefits."""


class ZoneWall(Wall):
    """Hears what the hall says as a display of `ZONE` does."""

    def told(self, *messages: object) -> ZoneWall:
        for message in messages:
            if isinstance(message, Snapshot | HallMoved):
                hall = self.board.hall
                services = {one.service_id for one in hall.services} if hall is not None else set()
                self.board = reduce(self.board, of_zone(message, ZONE, services), self.now)
        return self


def labels(wall: Wall) -> list[tuple[str, str]]:
    assert wall.board.hall is not None
    rows = counter_rows(wall.board, Words(CATALOG, wall.board.hall, 0), wall.now)
    return [(row.label, row.letter + row.digits) for row in rows]


def test_the_hall_of_a_zone_has_its_counters_and_what_is_done_there() -> None:
    hall = hall_of_zone(sample_view(), ZONE)
    assert [one.counter_id for one in hall.counters] == ["2", "3"]
    assert [one.service_id for one in hall.services] == ["benefit-first", "benefit-again"]
    whole = RealHall().snapshot()
    assert of_zone(whole, frozenset(), frozenset()) is whole


def test_calls_of_other_counters_are_neither_shown_nor_heard() -> None:
    wall = ZoneWall()
    wall.start()
    wall.called("youth", "6")
    assert (wall.cards(), wall.board.chimes, wall.listed()) == ([], 0, [])
    ticket = wall.called("benefit-again", "3")
    assert (wall.cards(), wall.board.chimes) == (["B001"], 1)
    assert labels(wall) == [("2", ""), ("3", "B001")]
    assert sign_message(wall.board, wall.now, CATALOG).text == "B001 → 3 號櫃檯"
    wall.hear(wall.hall.recall(ticket))
    assert wall.board.chimes == 2
    elsewhere = ZoneWall(wall.hall)
    elsewhere.start()
    assert (elsewhere.listed(), elsewhere.board.seq) == (["B001"], wall.board.seq)


def test_who_waits_for_a_service_of_the_zone_and_is_called_elsewhere_waits_no_longer() -> None:
    wall = ZoneWall()
    ticket = wall.hall.issue("benefit-again").tickets[0].ticket_id
    wall.start()
    assert list(wall.board.in_line) == [ticket]
    wall.hear(wall.hall.call(ticket, "5"))
    assert (list(wall.board.in_line), list(wall.board.present), wall.board.chimes) == ([], [], 0)


def test_only_those_are_missed_here_whose_service_is_done_here() -> None:
    wall = ZoneWall()
    wall.start()
    for service_id, counter_id in (("youth", "6"), ("benefit-first", "3")):
        wall.hear(wall.hall.miss(wall.called(service_id, counter_id)))
    assert [one.number for one in wall.board.missed] == ["A001"]
    assert [one.number for one in ZoneWall(wall.hall).start().board.missed] == ["A001"]


def test_a_counter_that_the_hall_does_not_have_is_named(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(
        '[display]\nid = "d"\nserver = "ws://127.0.0.1:1/ws"\ncounters = ["1", "9"]\n[[counter]]\nid = "1"\n'
    )
    with pytest.raises(ConfigError, match=r'display\.counters.*no counter "9"'):
        check(file)


def test_a_display_that_starts_anew_shows_a_call_that_is_on_however_many_were_made_elsewhere_since() -> None:
    wall = ZoneWall()
    wall.start()
    wall.called("benefit-first", "2")
    for _ in range(30):
        for counter_id in ("1", "4", "5", "6", "7", "8"):
            wall.called("training", counter_id)
    wall.wait(60_000)
    assert (wall.cards(), wall.listed()) == (["A001"], ["A001"])
    anew = ZoneWall(wall.hall)
    anew.start()
    assert (anew.cards(), anew.listed(), anew.board.chimes) == (["A001"], ["A001"], 0)


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920)])
@pytest.mark.parametrize("shared", [False, True])
def test_a_hall_that_has_none_of_the_counters_any_more_has_a_layout(size: tuple[int, int], shared: bool) -> None:
    """As after a reload that takes the last of them away."""
    none = hall_of_zone(sample_view(), frozenset({"99"}))
    assert (none.services, none.counters) == ((), ())
    layout = order_layout(Monitor(*size, 55.0, 15.0), needs(none, CATALOG), shared=shared)
    assert (layout.services.pages, layout.counters.pages) == (1, 1)
