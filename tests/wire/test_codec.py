from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wire.codec import MAX_CLIENT_BYTES, MAX_DEPTH, decode_client, decode_server, depth, encode
from wire.errors import Code, MalformedMessage
from wire.messages import CallNext, HallMoved, Hello, IssueTicket, Visit


@pytest.mark.parametrize(
    ("raw", "code", "says"),
    [
        (b"", Code.MALFORMED, "truncated"),
        (b"\xff\xfe", Code.MALFORMED, "malformed"),
        (b'{"type":"hello"', Code.MALFORMED, "truncated"),
        (b'{"type":"dance"}', Code.UNKNOWN_TYPE, "dance"),
        (b'{"kind":"hello"}', Code.MALFORMED, "type"),
        (b'{"type":"hello","protocol":"1","role":"kiosk","name":"k"}', Code.MALFORMED, "$.protocol"),
        (b'{"type":"hello","protocol":1,"role":"boss","name":"k"}', Code.MALFORMED, "$.role"),
        (b'{"type":"hello","protocol":1e999,"role":"kiosk","name":"k"}', Code.MALFORMED, "$.protocol"),
        (b'{"type":"issue_ticket","key":"a b","visit":{}}', Code.MALFORMED, "$.key"),
        (b"[" * 10_000, Code.TOO_DEEP, "8"),
        (b'{"type":"hello","name":"' + b"x" * MAX_CLIENT_BYTES + b'"}', Code.TOO_LARGE, "16384"),
    ],
)
def test_bad_message_is_refused_with_a_code_and_a_place(raw: bytes, code: Code, says: str) -> None:
    with pytest.raises(MalformedMessage) as caught:
        decode_client(raw)
    assert caught.value.code == code
    assert says in caught.value.detail


def test_unknown_fields_of_a_newer_client_are_ignored() -> None:
    raw = b'{"type":"hello","protocol":1,"role":"kiosk","name":"k","colour":"red"}'
    assert decode_client(raw) == Hello(protocol=1, role="kiosk", name="k")


def test_a_message_type_only_a_newer_server_knows_is_no_fault() -> None:
    assert decode_server(b'{"type":"fireworks","at":1}') is None


def test_a_known_message_of_the_wrong_shape_is_a_fault() -> None:
    with pytest.raises(MalformedMessage):
        decode_server(b'{"type":"hall_moved","seq":1}')
    with pytest.raises(MalformedMessage):
        decode_server(b"nonsense")
    with pytest.raises(MalformedMessage):
        decode_server(b'{"type":"fireworks","at":1')


@given(st.binary(max_size=400))
def test_no_bytes_crash_the_decoders(raw: bytes) -> None:
    for decode in (decode_client, decode_server):
        try:
            decode(raw)
        except MalformedMessage as refusal:
            assert refusal.code in {Code.MALFORMED, Code.UNKNOWN_TYPE, Code.TOO_DEEP}


@given(
    key=st.from_regex(r"[A-Za-z0-9_-]{8,64}", fullmatch=True),
    service=st.text(min_size=1, max_size=40),
    after=st.integers(0, 2**53),
)
def test_what_is_encoded_is_decoded(key: str, service: str, after: int) -> None:
    issue = IssueTicket(key=key, visit=Visit(service_id=service, channel="kiosk", language="zh-TW"))
    call = CallNext(key=key, counter_id="1", after=after)
    assert decode_client(encode(issue)) == issue
    assert decode_client(encode(call).decode()) == call


def test_lone_surrogates_are_refused_not_raised() -> None:
    with pytest.raises(MalformedMessage):
        decode_client('{"type":"\ud800"}')


def test_only_events_of_the_log_have_a_seq() -> None:
    assert "prev_seq" in HallMoved.__struct_fields__


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        (b'{"type":"dance","key":"c-000001"}', "c-000001"),
        (b'{"type":"call_next","key":"c-000001","counter_id":7}', "c-000001"),
        (b'{"type":"dance","key":"no key"}', None),
        (b'{"type":"dance"}', None),
        (b'{"type":"dance","key":"c-000001"', None),
    ],
)
def test_what_cannot_be_read_is_refused_under_its_key_so_that_its_sender_hears_at_once(
    raw: bytes, key: str | None
) -> None:
    with pytest.raises(MalformedMessage) as caught:
        decode_client(raw)
    assert caught.value.key == key


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"[" * 16_000, MAX_DEPTH + 1),
        (b"[{}]" * 4_000, 2),
        (b'{"type":[]}', 2),
        (b"[" * MAX_DEPTH + b"]" * 9, MAX_DEPTH),
    ],
)
def test_depth_is_told_no_further_than_it_may_be(raw: bytes, told: int) -> None:
    assert depth(raw) == told
