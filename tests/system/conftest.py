"""A real Chromium for the tests that need one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.system.hall_in_browser import Hall, served, watched

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
"""A browser that keeps to itself; without the sandbox it also runs as root in a container."""


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How Chromium is started. Skips when there is none, fails where every tool must be there."""
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    if found is None:
        reason = "no chromium on the PATH; the pages were not tried in a browser (apt-get install chromium)"
        if os.environ.get("CI") == "true" or os.environ.get("JIAOHAO_REQUIRE_TOOLS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return {"executable_path": found, "args": list(QUIET)}


@pytest.fixture(scope="module")
def browser(browser_type_launch_args: dict[str, Any]) -> Iterator[Browser]:
    """One browser for a module. Not for the whole session: its event loop would stand in the way of other tests'."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**browser_type_launch_args)
        yield browser
        browser.close()


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """A real server with a hall that is open."""
    with served(tmp_path) as hall:
        yield hall


@pytest.fixture
def context(browser: Browser, hall: Hall) -> Iterator[BrowserContext]:
    """A clerk's screen, signed in; the test fails for whatever its pages complain about."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-TW")
    hall.enter(context)
    with watched(context):
        yield context
    context.close()
