"""What the hall sees by itself, on the consoles: a reserve counter helps out, a deputy stands in, somebody waits too
long."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.system.console_page import at_counter, command, present
from tests.system.hall_in_browser import ROOT, Hall, Message, altered, overflow, served, violations

pytestmark = [pytest.mark.system, pytest.mark.browser]
OWN = 'reserve = { service = "benefit-again", when_waiting = 2 }\ndeputy_for = ["3"]\nclasses = ["youth"]'


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    config = (ROOT / "config.toml").read_text("utf-8").replace('\nclasses = ["youth"]', f"\n{OWN}")
    with served(tmp_path, config.replace('\nclasses = ["youth"]', "")) as hall:
        yield hall


def test_a_counter_says_what_it_does_for_others_and_everybody_who_waits_too_long(
    context: BrowserContext, hall: Hall
) -> None:
    long: list[str] = []

    def alter(message: Message) -> Message:
        if message["type"] == "lines" and long:
            for line in message["services"]:
                line["too_long"] = long[0] if line["service_id"] == "benefit-again" else ""
        return message

    altered(context, alter)
    page = at_counter(context, hall, "6")
    others = page.locator('[data-part="for-others"]')
    expect(others).to_be_hidden()
    first = hall.issue("benefit-again")
    for _ in range(2):
        hall.issue("benefit-again")
    expect(others).to_have_text("等候的人多，這個櫃檯現在也叫給付再認定。")
    hall.ask("close_counter", counter_id="3")
    expect(others).to_have_text("等候的人多，這個櫃檯現在也叫給付再認定。 3 號櫃檯離開較久，由這個櫃檯代理。")
    long.append(str(first["ticket_id"]))
    hall.issue("benefit-again")
    expect(page.locator("#long-waits")).to_contain_text("等候過久：B001（給付再認定）已等 0 分鐘")
    assert violations(page) == []
    assert overflow(page) == 0

    command(page, "next")
    present(page, "B001", "called")
    for counter_id in ("2", "5"):
        hall.ask("call_next", counter_id=counter_id, after=0)
    expect(others).to_have_text("3 號櫃檯離開較久，由這個櫃檯代理。")
    english = at_counter(context, hall, "6", "en")
    expect(english.locator('[data-part="for-others"]')).to_have_text(
        "Counter 3 is away for long: this counter stands in."
    )
