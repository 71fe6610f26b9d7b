"""The pages' modules, tested where they run: by node's own test runner over the files beside this one.

They meet real messages: `real_morning` writes down what the hall said, one step after the other.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from tests.real_hall import RealHall

HERE = Path(__file__).parent
STATIC = HERE.parents[2] / "server" / "web" / "static"


@pytest.fixture(scope="module")
def node() -> str:
    found = shutil.which("node")
    if found is None:
        reason = "node is not on the PATH; the pages' modules were not tested (apt-get install nodejs)"
        if os.environ.get("CI") == "true" or os.environ.get("JIAOHAO_REQUIRE_TOOLS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="module")
def real_morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A JSON file: a snapshot, then for each step what was done, what was said and what a snapshot says after it."""
    hall = RealHall()
    begin = hall.snapshot()
    steps: list[dict[str, object]] = []

    def step(did: str, act: Callable[[], object]) -> None:
        told = len(hall.messages)
        hall.pass_ms(7_000)
        act()
        said = [*hall.messages[told:], hall.lines()]
        steps.append({"did": did, "said": said, "snapshot": hall.snapshot()})

    for number in range(12):
        for service_id in ("benefit-again", "benefit-first"):
            step(f"issue {service_id}", lambda to=service_id, n=number: hall.issue(to, priority=n % 5 == 4))  # type: ignore[misc]
    step("call", lambda: hall.next("3"))
    first = hall.of_state("called")[0]
    step("recall", lambda: hall.recall(first))
    step("miss", lambda: hall.miss(first))
    step("next", lambda: hall.next("3"))
    step("next, missed", lambda: hall.next("3", "missed"))
    step("arrive", lambda: hall.arrive(hall.of_state("called")[0]))
    step("restore", lambda: hall.restore(first))
    step("next, served", lambda: hall.next("3", "served"))
    step("another counter", lambda: hall.next("2"))
    step("finish", lambda: hall.finish(hall.of_state("called")[0]))
    present = hall.of_state("called")[0]
    step("arrive, to be held", lambda: hall.arrive(present))
    step("hold", lambda: hall.hold(present))
    step("next, while one is held", lambda: hall.next("3"))
    step("resume at another counter", lambda: hall.resume(present, "2"))
    step("on to another line", lambda: hall.transfer(present, "training"))
    step("on once more", lambda: hall.transfer(present, "benefit-again"))
    away = hall.of_state("waiting")[0]
    step("later", lambda: hall.later(away))
    step("back", lambda: hall.back(away))
    path = tmp_path_factory.mktemp("hall") / "real_morning.json"
    path.write_bytes(msgspec.json.encode({"snapshot": begin, "steps": steps}))
    return path


@pytest.mark.parametrize("test", sorted(path.name for path in HERE.glob("*.test.mjs")))
def test_module(node: str, real_morning: Path, test: str) -> None:
    ran = subprocess.run(
        [node, "--test", str(HERE / test)],
        env=os.environ | {"REAL_MORNING": str(real_morning)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "# pass 0" not in ran.stdout, "no test ran"


@pytest.mark.parametrize("module", sorted(path.name for path in STATIC.glob("*.mjs")))
def test_every_module_parses(node: str, module: str) -> None:
    ran = subprocess.run(
        [node, "--check", str(STATIC / module)], capture_output=True, text=True, timeout=30, check=False
    )
    assert ran.returncode == 0, ran.stderr
