"""A scene that would have passed without anything happening is refused."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence

import pytest

from demo.changes import Claim, changes, whole
from demo.programs import DemoFault


class Board:
    """A surface that shows one text after another: the last one stays."""

    def __init__(self, *texts: str) -> None:
        self.texts = list(texts)

    async def look(self) -> str:
        return self.texts.pop(0) if len(self.texts) > 1 else self.texts[0]

    def claim(self, pattern: str, *, shown: bool = True) -> Claim:
        return Claim("the board", self.look, pattern, shown, within_s=0.3)


def play(claims: Sequence[Claim], board: Board, *then: str) -> None:
    async def scene() -> None:
        async with changes(*claims):
            board.texts = list(then)

    asyncio.run(scene())


def test_what_comes_is_waited_for() -> None:
    board = Board("")
    play([board.claim("B001")], board, "", "", "B001")


def test_what_goes_is_waited_for() -> None:
    board = Board("B001")
    play([board.claim("B001", shown=False)], board, "B001", "")


def test_what_was_there_before_shows_nothing() -> None:
    board = Board("B001")
    with pytest.raises(DemoFault, match="is so before anything was done"):
        play([board.claim("001")], board, "B001 C001")


def test_what_was_never_there_cannot_go() -> None:
    board = Board("")
    with pytest.raises(DemoFault, match="is so before anything was done"):
        play([board.claim("B001", shown=False)], board, "")


def test_what_does_not_come_is_told_with_what_is_there_instead() -> None:
    board = Board("A001")
    with pytest.raises(DemoFault, match="the board should show 'B001', shows: A002"):
        play([board.claim("B001")], board, "A002")


def test_what_does_not_go_is_told() -> None:
    board = Board("A001")
    with pytest.raises(DemoFault, match="the board should no longer show 'A001', shows: A001"):
        play([board.claim("A001", shown=False)], board, "A001")


@pytest.mark.parametrize("shown", ["B001", "B 001", "B | 001", "B\u2009001", "◆ | B 001 | 3"])
def test_a_number_is_found_however_it_is_spaced(shown: str) -> None:
    assert re.search(whole("B001"), shown)


@pytest.mark.parametrize("shown", ["B010", "B0012", "BB001", "B | 0010", "001", "A | 1 | B | 0011"])
def test_a_part_of_another_number_is_not_found(shown: str) -> None:
    assert not re.search(whole("B001"), shown)
