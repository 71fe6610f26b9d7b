"""A hall's anchors are kept in the evening, once a date, and whatever is wrong with that stops nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import anyio
import pytest
from structlog.testing import capture_logs

from program.clock import ManualClock
from server.audit.anchor import key_name, read_anchor
from server.audit.anchor_folder import AnchorFolder
from server.audit.anchor_keeper import AnchorKeeper
from server.audit.anchor_key import KeyRefused, read_key, read_or_make_key
from server.audit.set_heads import SetHeads
from server.domain.config import Interval, WeeklyHours
from server.domain.hall import Hall
from server.storage.faults import StorageFault
from tests.server.audit.anchors import OTHERS, anchor, head
from tests.server.sample_halls import NOON, sample_hall, sample_service

HOUR = 3_600_000
DAY = 24 * HOUR
OFFICE = WeeklyHours(((Interval(480, 1_020),),) * 7)
CONFIG = sample_hall((sample_service("apples", "A", hours=OFFICE),), ())
TODAY = "2026-11-24"
EVENING_MS = 5 * HOUR + 15 * 60_000
"""After NOON."""

pytestmark = pytest.mark.anyio


class Scene:
    def __init__(self, folder: Path) -> None:
        self.hall = Hall(seq=9, day=5, date=TODAY, config=CONFIG)
        self.clock = ManualClock(NOON)
        self.heads = SetHeads(head(9), head(4, "b"))
        self.folder = AnchorFolder(folder / "anchors", "sample")
        self.key_file = folder / "anchor.key"
        self.keeper = self.new_keeper()

    def new_keeper(self, look_every_s: float = 60.0) -> AnchorKeeper:
        return AnchorKeeper(
            self.folder, self.key_file, lambda: self.hall, self.heads, self.clock, look_every_s=look_every_s
        )

    def dates(self) -> list[str]:
        return [one.date for one in self.folder.newest(100)]


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


async def test_in_the_evening_once_a_date(scene: Scene) -> None:
    scene.folder.keep("2026-11-23", anchor(5))
    assert await scene.keeper.look() == 60
    assert scene.dates() == ["2026-11-23"]
    scene.clock.advance(EVENING_MS - 2_000)
    assert await scene.keeper.look() == 2
    assert scene.dates() == ["2026-11-23"]
    scene.clock.advance(2_000)
    await scene.keeper.look()
    assert scene.dates() == [TODAY, "2026-11-23"]
    kept = scene.folder.newest(1)[0].anchor
    assert (kept.events, kept.staff, kept.at, kept.signed_well) == (head(9), head(4, "b"), NOON + EVENING_MS, True)
    scene.heads.both = (head(12), head(6, "b"))
    scene.clock.advance(HOUR)
    await scene.keeper.look()
    assert scene.folder.newest(1)[0].anchor == kept


async def test_a_server_that_was_off_in_the_evening_catches_up_with_one(scene: Scene) -> None:
    scene.folder.keep("2026-11-20", anchor(5))
    await scene.keeper.look()
    assert scene.dates() == ["2026-11-23", "2026-11-20"]


async def test_a_hall_that_began_today_had_no_yesterday(scene: Scene) -> None:
    scene.hall = Hall(seq=9, day=1, date=TODAY, config=CONFIG)
    await scene.keeper.look()
    assert scene.dates() == []
    assert scene.key_file.exists()
    scene.clock.advance(EVENING_MS)
    await scene.keeper.look()
    assert scene.dates() == [TODAY]


async def test_its_work_looks_again(scene: Scene) -> None:
    scene.folder.keep("2026-11-23", anchor(5))
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(scene.new_keeper(look_every_s=0.01).work)
        scene.clock.advance(EVENING_MS)
        with anyio.fail_after(10):
            while TODAY not in scene.dates():
                await anyio.sleep(0.01)
        tasks.cancel_scope.cancel()


async def test_the_file_is_the_line_and_everybody_may_copy_it(scene: Scene) -> None:
    scene.clock.advance(EVENING_MS)
    await scene.keeper.look()
    (file,) = scene.folder.path.iterdir()
    assert file.name == "sample-2026-11-24.anchor"
    assert read_anchor(file.read_text("ascii")) == scene.folder.newest(1)[0].anchor
    assert file.stat().st_mode & 0o777 == 0o644
    assert scene.key_file.stat().st_mode & 0o777 == 0o600


def no_folder(scene: Scene) -> None:
    scene.folder.path.write_text("a file stands where the folder should be")


def no_store(scene: Scene) -> None:
    scene.heads.fault = StorageFault("connection refused")


def no_key(scene: Scene) -> None:
    scene.key_file.write_text("only a part of a key")
    scene.key_file.chmod(0o600)


def folder_again(scene: Scene) -> None:
    scene.folder.path.unlink()


def store_again(scene: Scene) -> None:
    scene.heads.fault = None


def key_again(scene: Scene) -> None:
    scene.key_file.unlink()


@pytest.mark.parametrize(
    ("harm", "mend", "words"),
    [
        (no_folder, folder_again, "Not a directory"),
        (no_store, store_again, "connection refused"),
        (no_key, key_again, "is no private key in PEM"),
    ],
)
async def test_what_cannot_be_kept_is_one_line_and_a_trouble_until_it_can(
    scene: Scene, harm: Callable[[Scene], None], mend: Callable[[Scene], None], words: str
) -> None:
    harm(scene)
    scene.clock.advance(EVENING_MS)
    with capture_logs() as lines:
        await scene.keeper.look()
        await scene.keeper.look()
    assert [line["event"] for line in lines] == ["anchor_not_kept"]
    (trouble,) = scene.keeper.troubles()
    assert (trouble.part, trouble.code, trouble.blocks) == ("log", "anchor_not_kept", False)
    assert words in trouble.detail
    mend(scene)
    await scene.keeper.look()
    assert scene.keeper.troubles() == ()
    assert scene.dates() == [TODAY]


async def test_a_key_that_was_lost_or_changed_is_said_once(scene: Scene) -> None:
    scene.folder.keep("2026-11-20", anchor(5, key=OTHERS))
    with capture_logs() as lines:
        await scene.keeper.look()
        scene.keeper.present()
    (line,) = [one for one in lines if one["event"] == "anchor_key_changed"]
    assert line["before"] == key_name(OTHERS.public)
    assert "the key was lost, a new one has begun" in line["reason"]
    with capture_logs() as lines:
        await scene.new_keeper().look()
    assert [one["event"] for one in lines] == []


async def test_files_that_are_no_anchors_are_passed_over(scene: Scene) -> None:
    scene.folder.keep("2026-11-20", anchor(5))
    scene.folder.file("2026-11-22").write_bytes(b"\xff")
    scene.folder.file("2026-11-21").write_text("JIAOHAO1:", "ascii")
    (scene.folder.path / "other-2026-11-23.anchor").write_text(anchor(5, hall_id="other").text)
    assert scene.dates() == ["2026-11-20"]


def test_the_key_is_made_once_and_only_its_owner_may_use_it(tmp_path: Path) -> None:
    path = tmp_path / "data" / "anchor.key"
    with pytest.raises(FileNotFoundError):
        read_key(path)
    first, made = read_or_make_key(path)
    again, made_again = read_or_make_key(path)
    assert (made, made_again, again.public) == (True, False, first.public)
    assert [one.name for one in path.parent.iterdir()] == ["anchor.key"]
    path.chmod(0o640)
    with pytest.raises(KeyRefused, match=r"mode 0640\); run: chmod 600"):
        read_key(path)


def test_a_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

    from server.certificates.files import key_pem

    path = tmp_path / "anchor.key"
    path.write_bytes(key_pem(generate_private_key(SECP256R1())))
    path.chmod(0o600)
    with pytest.raises(KeyRefused, match="no key of the kind"):
        read_or_make_key(path)
