"""That a service needs no papers, on the console: said where the hall's guide says so, not where it is silent."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.system.console_page import at_counter, present
from tests.system.hall_in_browser import ROOT, Hall, served, violations

pytestmark = [pytest.mark.system, pytest.mark.browser]


@pytest.fixture(params=[True, False], ids=["said", "silent"])
def known(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def hall(tmp_path: Path, known: bool) -> Iterator[Hall]:
    shutil.copytree(ROOT / "guides", tmp_path / "own")
    guide = tmp_path / "own" / "reply-card.toml"
    text = guide.read_text("utf-8")
    bare = re.sub(r"(?m)^\[\[papers\]\]\n(?:.+\n)+", "", text)
    assert bare != text
    guide.write_text("papers = []\n" * known + bare, "utf-8")
    config = (ROOT / "config.toml").read_text("utf-8")
    with served(tmp_path, config.replace('# guides = "guides"', 'guides = "own"')) as hall:
        yield hall


def test_the_console_says_it_where_the_guide_does(context: BrowserContext, hall: Hall, known: bool) -> None:
    hall.issue("reply-card")
    page = at_counter(context, hall, "1")
    hall.ask("call_next", counter_id="1", after=0)
    present(page, "C001", "called")
    expect(page.locator('[data-part="papers"] li')).to_have_count(0)
    expect(page.get_by_text("這項業務不需另備文件")).to_be_visible(visible=known)
    assert violations(page) == []
