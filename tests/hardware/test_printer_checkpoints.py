"""A ticket with questions in it is the same ticket, dot for dot."""

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hardware.printer.checkpoints import with_checkpoints
from hardware.printer.escpos import ASK_PAPER_WHEN_DONE, encode_ticket
from hardware.printer.profile import profile_named

PROFILE = profile_named("generic-80")


def dots(ticket: bytes) -> bytes:
    """The rows of all its bands, without heads and questions."""
    rows, at = b"", ticket.index(b"\x1dv0\x00")
    while ticket[at : at + 1] == b"\x1d" and ticket[at : at + 2] != b"\x1dV":
        if ticket.startswith(ASK_PAPER_WHEN_DONE, at):
            at += 3
            continue
        size = int.from_bytes(ticket[at + 4 : at + 6], "little") * int.from_bytes(ticket[at + 6 : at + 8], "little")
        rows += ticket[at + 8 : at + 8 + size]
        at += 8 + size
    return rows


@given(st.integers(1, 700), st.integers(1, 5000))
def test_the_dots_stay_and_a_question_stands_behind_so_many_bytes(height: int, most: int) -> None:
    ticket = encode_ticket(Image.new("1", (576, height), 0), PROFILE)
    checked, count = with_checkpoints(ticket, most)
    assert dots(checked) == dots(ticket)
    assert checked.count(ASK_PAPER_WHEN_DONE) == count
    assert max(map(len, checked.split(ASK_PAPER_WHEN_DONE))) < 2 * max(most, 80) + 100


def test_what_is_no_band_of_rows_is_left_alone() -> None:
    assert with_checkpoints(b"\x1b@text\x1dV\x01", 10) == (b"\x1b@text\x1dV\x01", 0)
