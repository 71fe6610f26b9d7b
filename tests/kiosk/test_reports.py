"""What staff are told."""

from __future__ import annotations

import pytest

from hardware.printer.status import BlockReason, PrinterStatus
from kiosk.reports import MENTION_MS, Health, Mention, reports
from program.language import languages


def printer(health: Health) -> tuple[str, str, str]:
    report = reports("kiosk-1", health)[1]
    assert (report.device_id, report.kind) == ("kiosk-1-printer", "ticket_printer")
    return report.state, report.code, report.detail


def test_nothing_is_claimed_of_a_printer_that_was_not_asked() -> None:
    assert [report.device_id for report in reports("kiosk-1", Health())] == ["kiosk-1"]


@pytest.mark.parametrize("reason", BlockReason)
def test_what_blocks_the_printer_is_trouble(reason: BlockReason) -> None:
    assert printer(Health(PrinterStatus(reason))) == ("trouble", reason.value, "")


def test_near_end_is_a_warning() -> None:
    assert printer(Health(PrinterStatus(None, paper_near_end=True))) == ("warning", "paper_near_end", "")
    assert printer(Health(PrinterStatus(None))) == ("ok", "", "")


def test_numbers_without_paper_are_named_for_a_while() -> None:
    health = Health(PrinterStatus(None)).with_unprinted(Mention("unprinted", "A001", 0, "key-a"))
    assert printer(health) == ("warning", "unprinted", "A001")
    health = health.with_unprinted(Mention("uncertain", "B002", 10, "key-b"))
    assert printer(health) == ("warning", "uncertain", "B002 A001"), "what is said is true of each of them"
    assert printer(health.at(MENTION_MS)) == ("warning", "uncertain", "B002")
    assert printer(health.at(MENTION_MS + 10)) == ("ok", "", "")


def test_what_is_said_again_is_one_mention_and_no_younger() -> None:
    health = Health(PrinterStatus(None)).with_unprinted(Mention("unprinted", "A001", 0, "key-a"))
    health = health.with_unprinted(Mention("uncertain", "A001", 60_000, "key-a"))
    assert printer(health) == ("warning", "uncertain", "A001")
    assert printer(health.at(MENTION_MS)) == ("ok", "", "")


def alarmed() -> Health:
    """A number of each kind that may lack its paper or its visitor, another beside it, and the printer out of paper."""
    health = Health(PrinterStatus(BlockReason.PAPER_OUT))
    for key, number in (("key-a", "A001"), ("key-b", "B002")):
        health = health.with_unprinted(Mention("uncertain", number, 0, key, f"1-{number}"))
        health = health.with_loose(Mention("late_ticket", number, 0, f"late-{key}", f"2-{number}"))
    return health


def details(health: Health) -> list[str]:
    return [report.detail for report in reports("kiosk-1", health)]


def test_every_mention_is_taken_back_by_the_fate_of_its_key() -> None:
    assert details(alarmed()) == ["B002 A001", "B002 A001"]
    assert details(alarmed().settled("key-a")) == ["B002 A001", "B002"]
    assert details(alarmed().settled("late-key-a")) == ["B002", "B002 A001"]


def test_every_mention_is_taken_back_when_its_visitor_stands_at_a_counter() -> None:
    assert details(alarmed().met(frozenset({"1-A001", "2-B002"}))) == ["A001", "B002"]
    assert details(alarmed().met(frozenset({"another"}))) == details(alarmed())


def test_that_a_printer_confirms_nothing_is_told_once() -> None:
    health = Health(PrinterStatus(None)).with_confirms(None, 0)
    assert printer(health) == ("ok", "", "")
    health = health.with_confirms(False, 1_000)
    assert printer(health) == ("warning", "prints_unconfirmed", "")
    told = health.with_confirms(False, 2_000).at(MENTION_MS + 1_000)
    assert printer(told) == ("ok", "prints_unconfirmed", "")
    again = told.with_confirms(None, MENTION_MS + 2_000).with_confirms(False, MENTION_MS + 3_000)
    assert printer(again) == ("ok", "prints_unconfirmed", "")


def test_that_it_confirms_after_all_takes_that_back() -> None:
    health = Health(PrinterStatus(None)).with_confirms(False, 0).with_confirms(True, 1_000)
    assert printer(health) == ("ok", "", "")
    assert printer(health.with_confirms(False, 2_000)) == ("warning", "prints_unconfirmed", ""), "it is another printer"


def test_what_was_told_before_a_restart_is_not_told_again() -> None:
    health = Health(PrinterStatus(None), confirms_told=True).with_confirms(False, 0)
    assert printer(health) == ("ok", "prints_unconfirmed", "")


def test_every_code_has_words_for_staff() -> None:
    ours = ("paper_near_end", "unprinted", "uncertain", "prints_unconfirmed", "late_ticket", "ticket_unknown")
    codes = {*BlockReason, *ours}
    for language, one in languages().items():
        assert {f"code_{code}" for code in codes} <= one.texts["web"].keys(), language


def test_loose_tickets_are_the_kiosks_own_warning() -> None:
    report = reports("kiosk-1", Health().with_loose(Mention("late_ticket", "A001", 0)))[0]
    assert (report.state, report.code, report.detail) == ("warning", "late_ticket", "A001")


def test_numbers_beyond_the_room_for_them_are_left_out_whole() -> None:
    health = Health(PrinterStatus(None))
    for ordinal in range(60):
        health = health.with_unprinted(Mention("uncertain", f"AB{ordinal:04}", 0))
    detail = reports("k", health)[1].detail
    assert detail.startswith("AB0059 AB0058 ")
    assert len(detail) <= 200
    assert {len(number) for number in detail.split()} == {6}
