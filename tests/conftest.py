"""Settings for every test: no screen is needed, and hypothesis is quick unless told otherwise."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")
if "XDG_STATE_HOME" not in os.environ:
    # What a kiosk under test learns of an emulated printer is not this user's.
    _state = tempfile.TemporaryDirectory(prefix="jiaohao-state-")
    os.environ["XDG_STATE_HOME"] = _state.name

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell that was told to go on in the background ignores it, and so would every program that a test interrupts.
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("quick", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("full", deadline=None, max_examples=5_000, suppress_health_check=[HealthCheck.too_slow])
# Of a mutant nobody wants the smallest case that kills it.
settings.register_profile("mutants", settings.get_profile("quick"), phases=(Phase.explicit, Phase.generate))
settings.load_profile("full" if os.environ.get("JIAOHAO_FULL") == "1" else "quick")
if "MUTANT_UNDER_TEST" in os.environ:
    settings.load_profile("mutants")

NOT_FOR_LACK_OF_A_TOOL = ("immortal from Python 3.12", "no route for multicast")
"""Reasons to leave a test out that no installed package would cure."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where every tool is required (`.ci/run`), a test that is left out for lack of one has failed."""
    report = yield
    if report.skipped and os.environ.get("JIAOHAO_REQUIRE_TOOLS") == "1" and not hasattr(report, "wasxfail"):
        reason = str(report.longrepr)
        if not any(known in reason for known in NOT_FOR_LACK_OF_A_TOOL):
            report.outcome = "failed"
            report.longrepr = f"left out although every tool is required: {reason}"
    return report


PURE = ("contract", "wire", "server/domain", "hardware", "kiosk", "display")
"""Folders of the tests marked `pure`, which `.ci/python313` runs: without a screen, a browser, a store."""
NOT_PURE = {"qapp", "qtbot", "page"}
"""Fixtures whose tests are not."""
TOO_LONG = {"test_printer_driver.py", "test_printer_emulator_program.py", "test_window.py"}
"""Files that are not for the time they take; they run the same on every Python."""


AGAIN_AND_AGAIN = {
    "test_fair_halls.py",
    "test_life_rows.py",
    "test_model.py",
    "test_model_catches.py",
    "test_programme.py",
    "test_scenes.py",
    "test_storms.py",
}
"""Files that go the same ways thousands of times: neither pure nor counted, for the time they take."""

COUNTED = (
    *PURE,
    "server/forecast",
    "server/identity",
    "server/story",
    "server/translation",
    "server/what_if",
)
"""Folders of the tests whose ways through the pure rooms (`[tool.coverage.run]`) are counted, which takes Python two to
four times as long: what starts a server or a browser goes through them too, and has something else to show."""
COUNTED_TOO = {
    "test_acquainted.py",
    "test_arrivals.py",
    "test_crowd.py",
    "test_evenings.py",
    "test_number_bursts.py",
    "test_number_pace.py",
    "test_pace.py",
    "test_repeats.py",
    "test_stranger_pace.py",
    "test_surfaces.py",
    "test_throng.py",
}
"""Files beside these folders."""


ALONE = "tests/alone/"
"""The tests that want the whole machine: they measure time, or aim at a moment."""
BY_FILE = "tests/system/"
"""Where the tests of a file share what is slow to start: a browser, a wheel, halls in the middle of their day."""

NEVER_THE_SAME = ("frozenset({", "{<", " at 0x")
"""What the name of a test may not have in it: another process orders a set in another way and calls the test otherwise,
so that nothing can run side by side."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where the pure ones alone are asked for, nothing outside their folders is read."""
    if config.option.markexpr != "pure":
        return None
    folders = [Path(__file__).parent / folder for folder in PURE]
    asked = any(collection_path.is_relative_to(one) or one.is_relative_to(collection_path) for one in folders)
    return None if asked else True


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks the pure ones; those that want the machine for themselves come last. Side by side real programs come first,
    so that no process is left alone with a long one at the end."""
    here = Path(__file__).parent
    folders = tuple(here / folder for folder in PURE)
    for item in items:
        if any(sign in item.nodeid for sign in NEVER_THE_SAME):
            raise pytest.UsageError(f"give the cases names, this one has another in every process: {item.nodeid}")
        needs = {*getattr(item, "fixturenames", ()), *(mark.name for mark in item.iter_markers())}
        if (
            item.path.name not in TOO_LONG | AGAIN_AND_AGAIN
            and any(item.path.is_relative_to(folder) for folder in folders)
            and not needs & {*NOT_PURE, "system", "browser", "postgres"}
        ):
            item.add_marker("pure")
    beside = hasattr(config, "workerinput")
    items.sort(key=lambda item: (item.nodeid.startswith(ALONE), beside and not item.nodeid.startswith(BY_FILE)))


def counted(path: Path) -> bool:
    here = Path(__file__).parent
    among = path.name in COUNTED_TOO or any(path.is_relative_to(here / folder) for folder in COUNTED)
    return among and path.name not in AGAIN_AND_AGAIN


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Counts from before the fixtures of a counted test on, and stops before those of another: a server that a fixture
    starts on a thread is counted for as long as it lives."""
    counting = getattr(item.config.pluginmanager.getplugin("_cov"), "cov_controller", None)
    if counting is not None and counting.started is not counted(item.path):
        (counting.pause if counting.started else counting.resume)()
    return (yield)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Where tests run side by side (`-n 2`), each goes to whoever is free, those of real programs by file; but those
    that want the machine for themselves to one process, one at a time. (xdist's own groups are lost with pytest 9.2:
    its issue 1386.)"""
    from xdist.scheduler import LoadScopeScheduling

    class SideBySide(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            if nodeid.startswith(ALONE):
                return ALONE
            return nodeid.partition("::")[0] if nodeid.startswith(BY_FILE) else nodeid

    config.option.loadscopereorder = False
    return SideBySide(config, log)
