"""Our tickets on a printer that we did not write: no unknown command, every dot in place, printed once."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image, ImageChops

from hardware.printer.driver import open_printer
from hardware.printer.escpos import encode_ticket, without_chance_commands
from hardware.printer.job import JobStage, JobState
from hardware.printer.profile import ImageCommand, profile_named
from hardware.printer.ruler import ruler
from hardware.printer.settings import PrinterSettings
from hardware.printer.status import BlockReason, PrinterStatus
from hardware.printer.ticket_content import TicketContent
from hardware.printer.ticket_layout import render_ticket
from hardware.printer.ticket_slip import Slip, slip_for
from hardware.transport import open_transport, parse_address
from tests.hardware.tickets import CHINESE, ENGLISH, LONG_ENGLISH, QR, WITH_PAPERS
from tests.system.emupos import Emupos, running_emupos

pytestmark = [pytest.mark.system, pytest.mark.timeout(300)]

TICKET = render_ticket(CHINESE)
SLOW = Slip(compact=True)


@pytest.fixture(name="emupos", scope="module")
def emupos_fixture(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emupos]:
    with running_emupos(tmp_path_factory.mktemp("emupos")) as emupos:
        yield emupos


def ticket_area(receipt: Image.Image, ticket: Image.Image) -> Image.Image:
    """The part of the receipt where the ticket lies: as high as the ticket, from the first inked row."""
    ink = ImageChops.invert(receipt.convert("L")).getbbox()
    own = ImageChops.invert(ticket.convert("L")).getbbox()
    assert ink is not None
    assert own is not None
    top = ink[1] - own[1]
    return receipt.crop((0, top, ticket.width, top + ticket.height))


def next_receipts(emupos: Emupos, before: int, count: int, width: int = 576) -> list[Image.Image]:
    """The receipts after the first ``before``, once there are ``count`` of them."""
    deadline = time.monotonic() + 60
    while len(emupos.receipts(width)) < before + count:
        assert time.monotonic() < deadline, "the receipt did not come out"
        time.sleep(0.05)
    return emupos.receipts(width)[before:]


@pytest.mark.parametrize("line", ["tcp", "serial"])
@pytest.mark.parametrize("content", [CHINESE, ENGLISH, WITH_PAPERS, LONG_ENGLISH], ids=lambda one: one.number)
def test_ticket_equals_our_picture_dot_for_dot(emupos: Emupos, line: str, content: TicketContent) -> None:
    ticket = render_ticket(content)
    before, unknown = len(emupos.receipts()), emupos.unknown_commands()
    printer = open_printer(PrinterSettings(emupos.urls[line]))
    assert printer.print_ticket(ticket, "job", lambda _state: None) == JobState(JobStage.PRINTED)
    (receipt,) = next_receipts(emupos, before, 1)
    assert receipt.width == 576
    area = ticket_area(receipt, ticket)
    assert ImageChops.difference(area.convert("L"), without_chance_commands(ticket).convert("L")).getbbox() is None
    assert [code.text for code in zxingcpp.read_barcodes(receipt.convert("L"))] == [QR]
    assert emupos.unknown_commands() == unknown


@pytest.mark.parametrize("command", ["bitImageRaster", "graphics", "bitImageColumn"])
@pytest.mark.parametrize(("profile", "width"), [("generic-58", 384), ("epson-tm-t88", 512), ("epson-80", 576)])
def test_every_head_prints_our_picture_dot_for_dot(
    emupos: Emupos, profile: str, width: int, command: ImageCommand
) -> None:
    of_this_head = replace(profile_named(profile), image_command=command)
    before, unknown = len(emupos.receipts(width)), emupos.unknown_commands()
    pictures = [
        render_ticket(CHINESE, slip_for(of_this_head, parse_address(emupos.urls[str(width)]))),
        render_ticket(WITH_PAPERS, replace(SLOW, width=width, dpi=of_this_head.dpi)),
        ruler(of_this_head),
    ]
    link = open_transport(emupos.urls[str(width)])
    for picture in pictures:
        link.write(encode_ticket(picture, of_this_head), time.monotonic() + 5)
    printed = next_receipts(emupos, before, len(pictures), width)
    link.close()
    for receipt, picture in zip(printed, pictures, strict=True):
        assert receipt.width == width
        wanted = without_chance_commands(picture, of_this_head)
        assert ImageChops.difference(ticket_area(receipt, wanted).convert("L"), wanted.convert("L")).getbbox() is None
    assert emupos.unknown_commands() == unknown


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("paper-near-end", PrinterStatus(None, paper_near_end=True)),
        ("paper-out", PrinterStatus(BlockReason.PAPER_OUT, paper_near_end=True)),
        ("cover-open", PrinterStatus(BlockReason.COVER)),
        ("offline", PrinterStatus(BlockReason.OFFLINE)),
    ],
)
def test_status_is_read_right(emupos: Emupos, fault: str, expected: PrinterStatus) -> None:
    printer = open_printer(PrinterSettings(emupos.urls["tcp"]))
    assert printer.status() == PrinterStatus(None)
    emupos.fault("set", fault)
    try:
        assert printer.status() == expected
    finally:
        emupos.fault("clear", fault)
    assert printer.status() == PrinterStatus(None)


@pytest.mark.parametrize("line", ["tcp", "serial"])
def test_ticket_sent_during_paper_out_comes_out_once_and_ends_printed(emupos: Emupos, line: str) -> None:
    before, unknown = len(emupos.receipts()), emupos.unknown_commands()
    printer = open_printer(PrinterSettings(emupos.urls[line]))
    states: list[JobState] = []
    ends: list[JobState] = []

    def watch(state: JobState) -> None:
        states.append(state)
        if state.stage is JobStage.SENDING:
            emupos.fault("set", "paper-out")

    work = threading.Thread(target=lambda: ends.append(printer.print_ticket(TICKET, "job", watch)))
    work.start()
    deadline = time.monotonic() + 60
    while JobState(JobStage.AWAITING_CONFIRMATION, BlockReason.PAPER_OUT) not in states:
        assert time.monotonic() < deadline, states
        time.sleep(0.05)
    assert len(emupos.receipts()) == before
    emupos.fault("clear", "paper-out")
    work.join(60)
    assert ends == [JobState(JobStage.PRINTED)]
    assert printer.print_ticket(render_ticket(ENGLISH), "next", lambda _state: None).stage is JobStage.PRINTED
    first, _second = next_receipts(emupos, before, 2)
    area = ticket_area(first, TICKET)
    assert ImageChops.difference(area.convert("L"), without_chance_commands(TICKET).convert("L")).getbbox() is None
    assert emupos.unknown_commands() == unknown


def test_nothing_is_sent_while_the_paper_is_out(emupos: Emupos) -> None:
    before = len(emupos.receipts())
    printer = open_printer(PrinterSettings(emupos.urls["tcp"]))
    emupos.fault("set", "paper-out")
    try:
        blocked = printer.print_ticket(TICKET, "job", lambda _state: None)
    finally:
        emupos.fault("clear", "paper-out")
    assert blocked == JobState(JobStage.BLOCKED, BlockReason.PAPER_OUT)
    assert printer.print_ticket(TICKET, "job", lambda _state: None).stage is JobStage.PRINTED
    assert len(next_receipts(emupos, before, 1)) == 1


def test_unknown_commands_would_be_noticed(emupos: Emupos) -> None:
    before = len(emupos.unknown_commands())
    link = open_transport(emupos.urls["tcp"])
    link.write(b"\x1b\x7f", time.monotonic() + 5)
    deadline = time.monotonic() + 60
    while len(emupos.unknown_commands()) == before:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    link.close()
