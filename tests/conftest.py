"""Settings for every test: no screen is needed, and hypothesis is quick unless told otherwise."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

settings.register_profile("quick", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("full", deadline=None, max_examples=5_000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("full" if os.environ.get("JIAOHAO_FULL") == "1" else "quick")

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
