"""Our tickets as a reader of print jobs that we did not write sees them: no unknown command, every dot in place."""

import subprocess

import pytest
from PIL import ImageChops

from hardware.printer.escpos import encode_ticket, without_chance_commands
from hardware.printer.profile import CutAtBlade, profile_named
from hardware.printer.ruler import ruler
from hardware.printer.ticket_content import TicketContent
from hardware.printer.ticket_layout import render_ticket
from hardware.printer.ticket_slip import Slip
from tests.hardware.tickets import CHINESE, ENGLISH, LONG_ENGLISH, WITH_PAPERS
from tests.system.npos_reader import read_job

pytestmark = [pytest.mark.system, pytest.mark.timeout(300)]
HEADS = [("generic-58", 384), ("epson-tm-t88", 512), ("epson-80", 576)]


@pytest.mark.parametrize("content", [CHINESE, ENGLISH, WITH_PAPERS, LONG_ENGLISH], ids=lambda one: one.number)
@pytest.mark.parametrize(("profile", "width"), HEADS)
def test_a_ticket_is_read_dot_for_dot(profile: str, width: int, content: TicketContent) -> None:
    head = profile_named(profile)
    picture = render_ticket(content, Slip(width=width, dpi=head.dpi))
    job = read_job(encode_ticket(picture, head))
    wanted = without_chance_commands(picture, head).convert("L")
    assert job.on_paper(width).size == wanted.size
    assert ImageChops.difference(job.on_paper(width), wanted).getbbox() is None
    end = ["GS V"] if isinstance(head.cut, CutAtBlade) else ["ESC d", "GS V"]
    assert list(job.commands) == ["ESC @", *["GS v0"] * len(job.rasters), *end]


@pytest.mark.parametrize(("profile", "width"), HEADS)
def test_the_ruler_is_read_dot_for_dot(profile: str, width: int) -> None:
    head = profile_named(profile)
    wanted = without_chance_commands(ruler(head), head).convert("L")
    assert ImageChops.difference(read_job(encode_ticket(ruler(head), head)).on_paper(width), wanted).getbbox() is None


def test_a_row_too_few_is_seen() -> None:
    """The reader would notice: a job whose first picture claims a row more than it has is read as another one."""
    head = profile_named("epson-80")
    picture = render_ticket(CHINESE)
    job = bytearray(encode_ticket(picture, head))
    at = job.index(b"\x1dv0\x00") + 6
    job[at] += 1
    try:
        read = read_job(bytes(job)).on_paper(576)
    except subprocess.CalledProcessError:
        return
    assert read.tobytes() != without_chance_commands(picture, head).convert("L").tobytes()
