"""How much of a head there may be, counted as it comes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.edge.head_meter import MAX_HEAD_BYTES, MAX_HEADERS, MAX_PATH_BYTES, MAX_PIECES, MAX_REQUEST_BYTES, HeadMeter
from server.edge.whole_request import MAX_BODY_BYTES


def status(denied: object) -> int:
    return getattr(denied, "status", 0)


@given(st.lists(st.integers(1, 5_000), min_size=1))
def test_a_path_ends_at_its_limit_in_whatever_pieces(pieces: list[int]) -> None:
    meter = HeadMeter()
    meter.begin()
    said = [status(meter.path(size)) for size in pieces]
    total = 0
    for size, one in zip(pieces, said, strict=True):
        total += size
        assert one == (414 if total > MAX_PATH_BYTES else 0)


def test_headers_end_by_number_and_by_size() -> None:
    meter = HeadMeter()
    meter.begin()
    assert [status(meter.header(10)) for _ in range(MAX_HEADERS + 1)] == [0] * MAX_HEADERS + [431]
    meter.begin()
    assert status(meter.header(MAX_HEAD_BYTES)) == 0
    assert status(meter.header(1)) == 431


def test_what_is_between_requests_counts_as_a_head() -> None:
    meter = HeadMeter()
    assert meter.fed(MAX_HEAD_BYTES) is None
    assert meter.begun
    assert status(meter.fed(1)) == 431


def test_a_request_that_ended_owes_nothing() -> None:
    meter = HeadMeter()
    for _ in range(100):
        meter.begin()
        meter.whole = True
        meter.end()
        assert meter.fed(2_000) is None
    assert not meter.begun


def test_a_request_that_began_owes_its_end() -> None:
    meter = HeadMeter()
    meter.begin()
    assert meter.fed(2_000) is None
    assert meter.begun


def test_a_body_is_kept_to_its_limit_and_read_past_for_a_while() -> None:
    meter = HeadMeter()
    meter.begin()
    meter.whole = True
    assert meter.body(MAX_BODY_BYTES)
    assert meter.body(1)
    assert not meter.body(1)
    assert meter.fed(MAX_REQUEST_BYTES) is None
    assert status(meter.fed(1)) == 413


def test_a_body_in_too_many_pieces_is_too_large() -> None:
    meter = HeadMeter()
    meter.begin()
    meter.whole = True
    for _ in range(MAX_PIECES):
        meter.body(1)
    assert meter.fed(1) is None
    meter.body(1)
    assert status(meter.fed(1)) == 413
