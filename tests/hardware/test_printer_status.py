"""Reply bytes mean what the observed printers meant by them, and noise means nothing."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.printer.status import (
    AutomaticReply,
    BlockReason,
    BlockReply,
    PrinterStatus,
    QueuedReply,
    RealTimeReply,
    Reply,
    ReplyParser,
    status_from_replies,
)


def parse(data: bytes) -> list[Reply]:
    return ReplyParser().feed(data)


# Rows observed on an independent emulator: DLE EOT 1 to 4, GS r 1, automatic status.
OBSERVED = [
    ("12 12 12 12", "00", "10 00 00 00", PrinterStatus(None)),
    ("12 12 12 1E", "03", "10 00 03 00", PrinterStatus(None, paper_near_end=True)),
    ("1A 32 12 7E", "", "", PrinterStatus(BlockReason.PAPER_OUT, paper_near_end=True)),
    ("1A 16 12 12", "", "", PrinterStatus(BlockReason.COVER)),
    ("1A 12 12 12", "", "", PrinterStatus(BlockReason.OFFLINE)),
]


@pytest.mark.parametrize(("real_time", "queued", "automatic", "expected"), OBSERVED)
def test_observed_rows(real_time: str, queued: str, automatic: str, expected: PrinterStatus) -> None:
    replies = parse(bytes.fromhex(real_time))
    values = [reply.byte for reply in replies if isinstance(reply, RealTimeReply)]
    assert status_from_replies(*values) == expected
    for reply in parse(bytes.fromhex(queued)):
        assert isinstance(reply, QueuedReply)
        assert reply.is_paper_report
        assert reply.paper_near_end == expected.paper_near_end
        assert not reply.paper_out
    if automatic:
        assert parse(bytes.fromhex(automatic)) == [AutomaticReply(bytes.fromhex(automatic))]


@pytest.mark.parametrize(
    ("replies", "reason"),
    [
        ((0x1A, 0x16, 0x12, 0x7E), BlockReason.COVER),
        ((0x1A, 0x52, 0x1A, 0x12), BlockReason.CUTTER),
        ((0x1A, 0x52, 0x52, 0x12), BlockReason.OFFLINE),
        ((0x12, 0x12, 0x12, 0x72), BlockReason.PAPER_OUT),
        ((0x12, 0x12, 0x12, 0x1E), None),
    ],
)
def test_cause_that_staff_can_mend_comes_first(replies: tuple[int, int, int, int], reason: BlockReason | None) -> None:
    assert status_from_replies(*replies).blocked is reason


def test_printed_job_is_told_by_its_id() -> None:
    (reply,) = parse(bytes.fromhex("37 22 30 30 30 31 00"))
    assert isinstance(reply, BlockReply)
    assert reply.printed_id == b"0001"


def test_flow_control_bytes_are_passed_over_anywhere() -> None:
    assert parse(bytes.fromhex("11 37 22 30 13 30 30 11 31 00 13 12")) == [
        BlockReply(b"\x37\x220001"),
        RealTimeReply(0x12),
    ]


def test_garbage_before_a_reply_is_dropped() -> None:
    parser = ReplyParser()
    assert parser.feed(b"\xff\x9a\xf0\x12") == [RealTimeReply(0x12)]


def test_broken_automatic_status_gives_way_to_what_follows() -> None:
    parser = ReplyParser()
    assert parser.feed(b"\x10\x00\x12\x00") == [RealTimeReply(0x12), QueuedReply(0)]


def test_endless_block_is_dropped() -> None:
    parser = ReplyParser()
    replies = parser.feed(b"\x5f" + b"A" * 500)
    assert replies
    assert all(isinstance(reply, QueuedReply | BlockReply) for reply in replies)


@pytest.mark.parametrize("byte", [0x01, 0x0B, 0x20, 0x41, 0x6F])
def test_unlikely_queued_bytes_are_no_paper_report(byte: int) -> None:
    assert not QueuedReply(byte).is_paper_report


@given(st.binary(max_size=300), st.lists(st.integers(0, 300), max_size=8))
def test_pieces_do_not_matter(data: bytes, cuts: list[int]) -> None:
    parser, replies = ReplyParser(), list[Reply]()
    edges = [0, *sorted(cuts), len(data)]
    for start, end in pairwise(edges):
        replies += parser.feed(data[start:end])
    assert replies == parse(data)


@given(st.binary(max_size=500))
def test_any_bytes_are_survived(data: bytes) -> None:
    parser = ReplyParser()
    for reply in parser.feed(data):
        if isinstance(reply, AutomaticReply):
            assert len(reply.data) == 4
    # However it was left, a clear pause and a valid reply after a few bytes bring it back into step.
    parser.feed(b"\xff")
    assert parser.feed(b"\x12") == [RealTimeReply(0x12)]
