"""What a program keeps of its hall: whole again from what it has, or it asks."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
import pytest

from tests.real_hall import RealHall
from wire.guide_bundle import without_guides
from wire.hall_edits import edited, edits_between
from wire.kept_hall import KeptHall
from wire.messages import HallEdited, Pulse, Snapshot
from wire.messages.hall import HallView, ValueEdit

HALL = RealHall()


def lean(snapshot: Snapshot) -> Snapshot:
    return msgspec.structs.replace(snapshot, hall=without_guides(snapshot.hall), guides_kept=True)


@pytest.fixture
def snapshot() -> Snapshot:
    return HALL.snapshot()


def test_guides_outlive_the_program(tmp_path: Path, snapshot: Snapshot) -> None:
    file = tmp_path / "of a display" / "guides.json"
    assert KeptHall(file).guides == ""
    KeptHall(file).filled(snapshot)
    again = KeptHall(file)
    assert again.guides == snapshot.hall.guides
    assert again.filled(lean(snapshot)) == snapshot


def test_the_languages_of_the_hall_outlive_the_program_too(tmp_path: Path, snapshot: Snapshot) -> None:
    file = tmp_path / "guides.json"
    assert (KeptHall(file).languages, KeptHall(file).kiosk_languages) == ((), ())
    KeptHall(file).filled(snapshot)
    again = KeptHall(file)
    assert (again.languages, again.kiosk_languages) == (("zh-TW", "en"), ("vi", "id", "th"))
    again.filled(told_in(snapshot, "en", "th"))
    assert KeptHall(file).languages == ("en", "th"), "though the guides are the same"
    bare = msgspec.structs.replace(snapshot.hall, guides="", services=())
    (tmp_path / "other").mkdir()
    other = tmp_path / "other" / "guides.json"
    KeptHall(other).filled(msgspec.structs.replace(snapshot, hall=bare))
    assert (KeptHall(other).languages, KeptHall(other).guides) == (("zh-TW", "en"), ""), "also of a hall without guides"


def told_in(snapshot: Snapshot, *languages: str) -> Snapshot:
    return msgspec.structs.replace(snapshot, hall=msgspec.structs.replace(snapshot.hall, languages=languages))


@pytest.mark.parametrize("body", [b"", b"{", b'{"version":"0","name":"x","guides":{}}', b"\xff"])
def test_a_spoilt_file_or_another_programs_is_none(tmp_path: Path, body: bytes) -> None:
    file = tmp_path / "guides.json"
    for proof in (b"", hashlib.sha256(body).hexdigest().encode() + b"\n"):
        file.write_bytes(proof + body)
        assert KeptHall(file).guides == ""


def test_a_text_that_its_disk_altered_is_told_anew(tmp_path: Path, snapshot: Snapshot) -> None:
    file = tmp_path / "guides.json"
    KeptHall(file).filled(snapshot)
    said = snapshot.hall.services[0].guide.title["en"]
    whole = file.read_bytes()
    for altered in (whole.replace(said.encode(), said[::-1].encode(), 1), whole.replace(b"zh-TW", b"en"), whole[:-1]):
        assert altered != whole
        file.write_bytes(altered)
        kept = KeptHall(file)
        assert (kept.guides, kept.languages) == ("", ())
        assert kept.filled(lean(snapshot)) is None
    kept.filled(snapshot)
    assert file.read_bytes() == whole, "mended by the next greeting"


def test_a_disk_that_takes_nothing_costs_nothing_else(tmp_path: Path, snapshot: Snapshot) -> None:
    (tmp_path / "file").write_text("")
    kept = KeptHall(tmp_path / "file" / "guides.json")
    assert kept.filled(snapshot) == snapshot
    assert kept.filled(lean(snapshot)) == snapshot, "as long as it runs"


def test_what_does_not_fit_is_asked_for_again(snapshot: Snapshot) -> None:
    edit = HallEdited(seq=2, prev_seq=1, edits=(ValueEdit(path=("nothing",), value=1),))
    kept = KeptHall(None)
    assert kept.filled(lean(snapshot)) is None
    assert kept.filled(edit) is None
    kept.filled(snapshot)
    assert kept.filled(edit) is None
    assert kept.filled(Pulse(at=1)) == Pulse(at=1)


@pytest.mark.parametrize(
    "edit",
    [
        ValueEdit(path=("services", 99, "prefix"), value="A"),
        ValueEdit(path=("services", -1, "prefix"), value="A"),
        ValueEdit(path=("recall_limit",), value="many"),
        ValueEdit(path=("hall_id",), value="x", start=99),
        ValueEdit(path=(1, "prefix"), value="A"),
    ],
)
def test_edits_of_another_hall_are_refused(edit: ValueEdit, snapshot: Snapshot) -> None:
    with pytest.raises(ValueError, match=r"stands at|stands before|Expected"):
        edited(snapshot.hall, [edit])


def test_counters_are_no_matter_of_edits(snapshot: Snapshot) -> None:
    first, *others = snapshot.hall.counters
    moved = msgspec.structs.replace(snapshot.hall, counters=(msgspec.structs.replace(first, label="9"), *others))
    assert edits_between(snapshot.hall, moved) is None


def test_a_text_is_told_as_far_as_it_is_another(snapshot: Snapshot) -> None:
    hall: HallView = snapshot.hall
    after = msgspec.structs.replace(hall, name={**hall.name, "en": hall.name["en"].replace("Yongkang", "Yongkhang")})
    found = edits_between(hall, after)
    assert found == (ValueEdit(path=("name", "en"), value="h", start=5, end=21),)
    assert edited(hall, found) == after
