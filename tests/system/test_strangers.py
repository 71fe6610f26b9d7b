"""Whatever strangers do at the hall's port: kiosk and clerk go on, memory stays, descriptors come back, and the log has
neither a traceback nor a line for each of them.

How long a clerk waits meanwhile is measured in `benchmarks.strangers`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.system.strangers.attacks import ATTACKS, PHASES, sizes
from tests.system.strangers.rig import Rig, Toll, under_attack

pytestmark = pytest.mark.system

PRESSES = 5
SECONDS = 0.6
MOST_GROWN_KB = 100 * 1024
MOST_LINES = 40
"""Of one phase, whose strangers come back hundreds of times."""
BREAK_A_RULE = {
    *("early fragments", "late fragments", "unread pings", "deep messages", "deflated frames"),
    *("endless header", "endless headers", "endless path", "endless records"),
}
MOST_COMINGS = 3
"""Of one of these, in a phase: whoever is cut comes back every few milliseconds."""


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """One hall for all phases, one after the other."""
    with under_attack(tmp_path_factory.mktemp("attacked")) as rig:
        yield rig


def faults_in(toll: Toll) -> list[str]:
    """What it cost beyond what it may, in words."""
    found = [f"{name} was no attack: {tally}" for name, tally in toll.attacks.items() if not tally["opened"]]
    if toll.grown_kb > MOST_GROWN_KB:
        found.append(f"memory grew by {toll.grown_kb // 1024} MB")
    before, left = toll.descriptors
    if left > before:
        found.append(f"{left - before} descriptors did not come back")
    found += [f"the log has {record}"[:2_000] for record in toll.records if is_fault(record)][:3]
    if len(toll.records) > MOST_LINES:
        found.append(f"the log has {len(toll.records)} lines, the last {toll.records[-1]}")
    return found


def is_fault(record: dict[str, Any]) -> bool:
    return record.get("level") in {"error", "critical"} or "Traceback" in str(record)


@pytest.mark.parametrize("phase", PHASES)
def test_the_hall_goes_on(rig: Rig, phase: str) -> None:
    toll = rig.attacked(sizes(phase, quick=True), PRESSES, at_least_s=SECONDS)
    assert len(toll.next_s) >= PRESSES
    assert not faults_in(toll)
    came = {name: tally["opened"] / ATTACKS[name].quick for name, tally in toll.attacks.items() if name in BREAK_A_RULE}
    assert all(times <= MOST_COMINGS for times in came.values()), came


def test_the_rig_sees_what_it_looks_for() -> None:
    tally = {"opened": 0, "refused": 3, "ended": 0, "bytes": 0}
    records = [
        {"event": "x", "level": "error"},
        {"line": "Traceback (most recent call last):"},
        *[{"event": "y"}] * MOST_LINES,
    ]
    toll = Toll([], [], MOST_GROWN_KB + 1, (9, 12), records, {"half heads": tally}, 0.5)
    assert [one.split()[0:2] for one in faults_in(toll)] == [
        ["half", "heads"],
        ["memory", "grew"],
        ["3", "descriptors"],
        ["the", "log"],
        ["the", "log"],
        ["the", "log"],
    ]
    fine = Toll([], [], MOST_GROWN_KB, (9, 9), [{"event": "y", "level": "info"}], {}, 0.5)
    assert not faults_in(fine)
