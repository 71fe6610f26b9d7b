"""An anchor is one line that can be kept on paper, and that nobody can change."""

from __future__ import annotations

import pytest
import segno

from server.audit.anchor import LONGEST, NoAnchor, key_name, make_anchor, read_anchor
from server.storage.chain import GENESIS, Head
from tests.server.audit.anchors import OTHERS, OURS, anchor, head
from tests.server.sample_halls import NOON

ONE = anchor(1_234, 56)


def test_what_is_read_is_what_was_made() -> None:
    assert ONE.text.startswith("JIAOHAO1:SAMPLE:20261124T040000Z:1234.")
    assert read_anchor(ONE.text) == ONE
    assert ONE.signed_well
    empty = make_anchor(OURS, "sample", NOON + 999, GENESIS, GENESIS)
    assert read_anchor(empty.text) == empty
    assert empty.at == NOON


def test_it_may_come_in_groups_in_small_letters_and_over_several_lines() -> None:
    groups = " ".join(ONE.text[at : at + 4] for at in range(0, len(ONE.text), 4))
    assert read_anchor(f"\n{groups[:100].lower()}\r\n\t{groups[100:]}\n") == ONE


def test_a_code_holds_the_longest_in_its_letters_and_digits() -> None:
    longest = make_anchor(OURS, "z" * 40, NOON, Head(10**18, "f" * 64), Head(10**18, "f" * 64))
    assert read_anchor(longest.text) == longest
    assert len(longest.text) < LONGEST
    code = segno.make_qr(longest.text, error="m")
    assert code.mode == "alphanumeric"
    assert code.symbol_size(border=4)[0] * 4 <= 384


@pytest.mark.parametrize("at", range(len("JIAOHAO1:"), len(ONE.text), 7))
def test_no_letter_of_it_can_be_changed(at: int) -> None:
    other = {"A": "B", "2": "3"}.get(ONE.text[at], "A" if ONE.text[at].isalpha() else "2")
    text = ONE.text[:at] + other + ONE.text[at + 1 :]
    try:
        found = read_anchor(text)
    except NoAnchor:
        return
    assert not found.signed_well


def test_another_servers_signature_is_not_taken_for_ours() -> None:
    theirs = anchor(1_234, 56, key=OTHERS)
    assert theirs.signed_well
    assert not ONE._replace(signature=theirs.signature).signed_well
    assert not ONE._replace(key=theirs.key).signed_well
    assert key_name(OURS.public) != key_name(OTHERS.public)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "does not begin with JIAOHAO1"),
        ("https://example.tw", "does not begin"),
        ("JIAOHAO2" + ONE.text[8:], "of another version, JIAOHAO2"),
        (ONE.text[:-1], "missing, or mistyped"),
        (ONE.text + "A", "missing, or mistyped"),
        (ONE.text.replace(":1234.", ":01234."), "missing, or mistyped"),
        (ONE.text.replace("20261124T", "20261324T"), "20261324T040000Z is no instant"),
        (ONE.text[:-1] + "B", "a part of it is mistyped"),
        ("JIAOHAO1:" + "A" * 700, "more than 600 characters"),
        (ONE.text + "\0", "missing, or mistyped"),
        (ONE.text.replace("1234", "１２３４"), "missing, or mistyped"),
    ],
)
def test_what_is_no_anchor_is_named(text: str, why: str) -> None:
    with pytest.raises(NoAnchor, match=why):
        read_anchor(text)


def test_an_impossible_key_is_badly_signed() -> None:
    assert not ONE._replace(key=b"\xff" * 32).signed_well
    assert not ONE._replace(events=head(1_235)).signed_well
