"""A reload that a display hears as edits is on both monitors, and touches no call."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from display.board import Board, Moment, facts
from display.board_reducer import reduce
from server.domain.commands import ConfigureHall
from tests.real_hall import MORNING, RealHall, sample_config
from wire.hall_edits import edits_between
from wire.kept_hall import KeptHall
from wire.messages import HallEdited, Snapshot

NOW = Moment(MORNING, 1)


def test_a_board_that_hears_edits_is_the_board_of_a_snapshot() -> None:
    hall = RealHall()
    hall.call(hall.issue("training").tickets[0].ticket_id, "5")
    before = hall.snapshot()
    kept = KeptHall(None)
    assert kept.filled(before) == before
    board = reduce(Board(), before, NOW)
    first, *others = sample_config().services
    minutes = replace(first, guide=replace(first.guide, minutes=40))
    hall.ask(ConfigureHall(replace(sample_config(), services=(minutes, *others))))
    edits = edits_between(before.hall, hall.view)
    assert edits is not None
    message = kept.filled(HallEdited(seq=hall.seq, prev_seq=before.seq, edits=edits))
    assert isinstance(message, HallEdited)
    after = reduce(board, message, NOW)
    assert facts(after) == facts(reduce(board, hall.snapshot(), NOW))
    assert after.service(first.service_id) is not None
    assert (after.deck, after.content) == (board.deck, board.content)
    assert reduce(after, message, NOW) is after, "once"


def test_edits_before_a_snapshot_or_that_nobody_made_whole_are_passed_over() -> None:
    bare = HallEdited(seq=2, prev_seq=1, edits=())
    assert reduce(Board(), bare, NOW) == Board()
    snapshot: Snapshot = RealHall().snapshot()
    board = reduce(Board(), snapshot, NOW)
    assert reduce(board, msgspec.structs.replace(bare, seq=99), NOW) is board
