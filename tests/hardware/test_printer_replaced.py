"""Another printer in the place of the old one, at the same address. The clock is simulated."""

import pytest

from hardware.printer.answer_store import MemoryAnswerStore, place
from hardware.printer.answers import MUTE_S, Answers, Question
from hardware.printer.status import BlockReason
from tests.hardware.scripted_printer import WELL, ScriptedPrinter
from tests.hardware.simulated_conversation import (
    KNOWN_WELL,
    LAN,
    POLL_S,
    PRINTED,
    SENT,
    SILENT,
    driver,
    rest,
    ticket,
)

POLLS = int(MUTE_S / POLL_S)


@pytest.mark.parametrize("restarted", [False, True])
def test_a_silent_printer_in_the_place_of_one_that_answered_prints_after_ten_minutes(*, restarted: bool) -> None:
    printer, store = ScriptedPrinter(), MemoryAnswerStore()
    one = driver(printer, store=store)
    rest(one, printer, 2)
    printer.change(0, **SILENT)
    if restarted:
        one = driver(printer, store=store)
    said = rest(one, printer, POLLS + 20)
    assert said[POLLS // 2].blocked is BlockReason.UNKNOWN
    assert said[-1].ready
    assert one.health.confirms is False
    assert ticket(one, printer).states[-1] == SENT
    again = driver(printer, store=store)
    assert rest(again, printer, 1)[-1].ready
    assert again.health.confirms is False


def test_what_answers_again_is_learnt_back() -> None:
    printer = ScriptedPrinter()
    one = driver(printer, knows=KNOWN_WELL)
    printer.change(0, **SILENT)
    assert rest(one, printer, POLLS + 20)[-1].ready
    printer.change(0, kinds=frozenset(WELL), in_turn_s=0.01)
    rest(one, printer, POLLS)
    assert ticket(one, printer).states[-1] == PRINTED


@pytest.mark.parametrize("trouble", ["one byte", "no room", "link", "polls stand still"])
def test_only_silence_all_along_on_a_link_that_takes_bytes_counts(trouble: str) -> None:
    printer = ScriptedPrinter()
    one = driver(printer, knows=KNOWN_WELL)
    rest(one, printer, 2)
    printer.change(0, **SILENT)
    rest(one, printer, POLLS // 2)
    match trouble:
        case "one byte":
            printer.unasked = (b"\xf5", 30.0)
        case "no room":
            printer.room = 0
        case "link":
            printer.missing = True
            rest(one, printer, 1)
            printer.missing = False
        case _:
            printer.pause(MUTE_S)
    assert not rest(one, printer, POLLS // 2)[-1].ready
    assert one.health.confirms


def test_silence_is_how_one_says_that_it_is_halted_which_answers_in_its_turn_only() -> None:
    printer = ScriptedPrinter(**SILENT)  # type: ignore[arg-type]
    one = driver(printer, knows=Answers(frozenset({Question.DONE}), KNOWN_WELL.no | KNOWN_WELL.yes - {Question.DONE}))
    assert rest(one, printer, 2 * POLLS)[-1].blocked is BlockReason.UNKNOWN


def test_another_profile_begins_anew() -> None:
    store = MemoryAnswerStore()
    store.save(place(LAN, "generic-80"), KNOWN_WELL)
    printer = ScriptedPrinter(**SILENT)  # type: ignore[arg-type]
    assert not rest(driver(printer, store=store), printer, 4)[-1].ready
    assert rest(driver(printer, store=store, profile="generic-80-blade"), printer, 4)[-1].ready
