"""What staff are told."""

from __future__ import annotations

import pytest

from hardware.printer.status import BlockReason, PrinterStatus
from kiosk.reports import MENTION_MS, Health, Mention, reports


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
    health = Health(PrinterStatus(None)).with_unprinted(Mention("uncertain", "A001", 0))
    health = health.with_unprinted(Mention("paper_out", "B002", 10))
    assert printer(health) == ("warning", "uncertain", "B002 A001")
    assert printer(health.at(MENTION_MS)) == ("warning", "uncertain", "B002")
    assert printer(health.at(MENTION_MS + 10)) == ("ok", "", "")


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
