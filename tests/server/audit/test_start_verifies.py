"""A start verifies the day that it reads: whatever was changed in it, the server does not go on."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from program.clock import ManualClock
from server.storage.faults import LogCorrupt, LogLost
from tests.server.audit.rig import DAY_MS, DAYS, Rig, built, sql
from tests.server.sample_halls import NOON

pytestmark = pytest.mark.anyio

# The last day has three events: opened, issued, called.
FIRST = "(SELECT max(seq) - 2 FROM event)"
SECOND = "(SELECT max(seq) - 1 FROM event)"
LAST = "(SELECT max(seq) FROM event)"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Rig:
    return built(tmp_path_factory.mktemp("start") / "hall")[0]


async def begins(rig: Rig) -> None:
    author = rig.author(ManualClock(NOON + (DAYS - 1) * DAY_MS + 1_000))
    try:
        await author.start()
    finally:
        await author.stop()


COPIED = "day, type, version, at, 'x', cause, body, prev_hash FROM event"
BY = "UPDATE event SET \"by\" = 'person:friend' WHERE seq ="
CHANGES = {
    "edit first": (f"{BY} {FIRST}",),
    "edit": (f"{BY} {SECOND}",),
    "edit last": (f"{BY} {LAST}",),
    "delete first": (f"DELETE FROM event WHERE seq = {FIRST}",),
    "delete": (f"DELETE FROM event WHERE seq = {SECOND}",),
    "delete last": (f"DELETE FROM event WHERE seq = {LAST}",),
    "swap": (
        f"UPDATE event SET seq = -seq WHERE seq IN ({SECOND}, {LAST})",
        "UPDATE event SET seq = SWAP + seq WHERE seq < 0",
    ),
    "insert": (
        f"UPDATE event SET seq = seq + 1 WHERE seq = {LAST}",
        f"INSERT INTO event SELECT hall_id, seq - 1, {COPIED} WHERE seq = {LAST}",
    ),
    "insert last": (f"INSERT INTO event SELECT hall_id, seq + 1, {COPIED} WHERE seq = {LAST}",),
}


@pytest.mark.parametrize("statements", CHANGES.values(), ids=CHANGES)
async def test_a_changed_day_does_not_start(whole: Rig, tmp_path: Path, statements: tuple[str, ...]) -> None:
    rig = whole.copy(tmp_path / "hall")
    with rig.log() as connection:
        last = connection.execute(text("SELECT max(seq) FROM event")).scalar_one()
    sql(*(one.replace("SWAP", str(2 * last - 1)) for one in statements))(rig)
    with pytest.raises((LogCorrupt, LogLost), match="seq"):
        await begins(rig)


async def test_the_day_as_it_was_starts(whole: Rig, tmp_path: Path) -> None:
    await begins(whole.copy(tmp_path / "hall"))
