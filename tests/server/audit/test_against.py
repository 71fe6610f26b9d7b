"""What anchors that were kept elsewhere find in logs whose chains hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.audit.against import Finding, LogThere, hold_against
from server.audit.anchor import Anchor, NoAnchor, grouped, key_name
from server.audit.given_anchors import anchors_in
from server.storage.chain import GENESIS
from tests.server.audit.anchors import OTHERS, OURS, anchor, head


def log(name: str, end: int, *, letter: str = "a", changed_from: int = 10**9) -> LogThere:
    """A log of that length; from `changed_from` on its chain was computed anew."""

    def hash_at(seq: int) -> str:
        if seq == 0:
            return GENESIS.hash
        if seq > end:
            return ""
        return head(seq, letter if seq < changed_from else "c").hash

    return LogThere(name, end, hash_at)


def logs(
    end: int = 100, staff: int = 50, *, changed_from: int = 10**9, staff_from: int = 10**9
) -> tuple[LogThere, LogThere]:
    return (
        log("the log", end, changed_from=changed_from),
        log("the staff log", staff, letter="b", changed_from=staff_from),
    )


def held(
    *anchors: Anchor, there: tuple[LogThere, LogThere] | None = None, key: bytes | None = OURS.public
) -> list[Finding]:
    return hold_against(anchors, "sample", key, there or logs())


def bad(found: list[Finding]) -> str:
    (one,) = [each.line for each in found if each.bad]
    return one


def test_logs_that_went_on_fit_all_their_anchors() -> None:
    found = held(anchor(60, 30, days=2), anchor(20, 10), anchor(100, 50, days=3), anchor(0))
    assert [one.bad for one in found] == [False] * 4
    assert found[-1].line == (
        "the anchor of 2026-11-27 04:00:00 UTC holds: the log to seq 100, the staff log to 50; "
        f"signed by {key_name(OURS.public)}, compare with the paper"
    )


def test_a_chain_that_was_computed_anew_and_between_which_anchors() -> None:
    found = held(anchor(20, 10), anchor(60, 30, days=1), there=logs(changed_from=41))
    assert bad(found) == (
        "the anchor of 2026-11-25 04:00:00 UTC: the log is another up to seq 60: a row between seq 21 and 60 was "
        "changed, and the chain computed anew"
    )
    assert "staff log is another up to seq 30" in bad(held(anchor(60, 30), there=logs(staff_from=1)))


def test_an_end_that_was_cut_off() -> None:
    assert bad(held(anchor(60, 30), there=logs(end=59))) == (
        "the anchor of 2026-11-24 04:00:00 UTC: the log ends at seq 59, and went to 60 then: its end was cut off, or "
        "an older file was put back"
    )
    assert "the staff log ends at seq 29, and went to 30 then" in bad(held(anchor(60, 30), there=logs(staff=29)))


def test_yesterdays_files() -> None:
    found = [one.line for one in held(anchor(60, 30), there=logs(59, 29)) if one.bad]
    assert found[-1].endswith("both logs are older than it: whole files were put back")


def test_an_anchor_that_is_not_ours_or_was_altered() -> None:
    assert "is of hall other, not of sample" in bad(held(anchor(60, 30, hall_id="other")))
    assert "is badly signed" in bad(held(anchor(60, 30)._replace(events=head(61))))
    assert "is badly signed" in bad(held(anchor(60, 30)._replace(key=OTHERS.public)))


def test_a_key_that_was_lost_or_is_anothers_is_unlike_unless_it_is_said() -> None:
    theirs, ours = anchor(60, 30, key=OTHERS), anchor(20, 10)
    assert f"signed by the key {key_name(OTHERS.public)}" in bad(held(theirs))
    said = frozenset({key_name(OTHERS.public)})
    assert [one.bad for one in hold_against([theirs, ours], "sample", OURS.public, logs(), said)] == [False] * 2
    assert [one.bad for one in held(theirs, key=None)] == [False]
    assert any(one.bad for one in held(theirs, ours, key=None))
    assert any(one.bad for one in hold_against([ours], "sample", None, logs(), said))


def test_they_come_as_text_as_files_and_as_a_folder(tmp_path: Path) -> None:
    first, second = anchor(20, 10), anchor(60, 30)
    (tmp_path / "sample-2026-11-24.anchor").write_text(first.text + "\n", "ascii")
    (tmp_path / "notes.txt").write_text("no anchor", "ascii")
    both = tmp_path / "both.txt"
    both.write_text(f"{first.text}\n\n{second.text}\n", "ascii")
    assert anchors_in([second.text, str(tmp_path), str(both)]) == [second, first, first, second]
    assert anchors_in([f" {second.text[:50].lower()} {second.text[50:]}"]) == [second]
    assert anchors_in([]) == []


def test_one_typed_from_paper_goes_over_many_lines(tmp_path: Path) -> None:
    first, second = anchor(20, 10), anchor(60, 30)
    typed = tmp_path / "typed.txt"
    slips = ["\n".join(grouped(one.text)).lower() for one in (first, second)]
    typed.write_text("\n\n".join(slips) + "\n", "ascii")
    assert anchors_in([str(typed)]) == [first, second]
    typed.write_text("\n".join(slips)[:-1], "ascii")
    second_begins = len(slips[0].splitlines()) + 1
    with pytest.raises(NoAnchor, match=rf"typed.txt:{second_begins}: is no anchor: a part of it is missing"):
        anchors_in([str(typed)])


def test_a_file_is_a_file_whatever_it_is_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = anchor(1)
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "jiaohao1-anchors"
    folder.mkdir()
    (folder / "anchor.txt").write_text(first.text, "ascii")
    with pytest.raises(NoAnchor, match="jiaohao1-anchors: has no file named"):
        anchors_in(["jiaohao1-anchors"])
    (folder / "a.anchor").write_text(first.text, "ascii")
    assert anchors_in(["jiaohao1-anchors", "jiaohao1-anchors/anchor.txt", first.text]) == [first] * 3


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("one.txt", "hello", r"one.txt:1: is no anchor: it does not begin"),
        ("one.txt", f"{anchor(1).text}\n{anchor(1).text[:-2]}", "one.txt:2: is no anchor: a part of it is missing"),
        ("one.txt", "", "one.txt: has no anchor"),
        ("one.txt", "\xff", "one.txt:1: is no anchor"),
        ("other.txt", "", "one.txt: is no anchor, and cannot be read as a file: No such file"),
    ],
)
def test_what_is_no_anchor_is_named(tmp_path: Path, name: str, text: str, why: str) -> None:
    (tmp_path / name).write_text(text, "latin-1")
    with pytest.raises(NoAnchor, match=why):
        anchors_in([str(tmp_path / "one.txt")])


def test_a_text_that_is_mistyped_is_no_file() -> None:
    with pytest.raises(NoAnchor, match="the text: is no anchor: a part of it"):
        anchors_in([anchor(1).text[:-1]])
