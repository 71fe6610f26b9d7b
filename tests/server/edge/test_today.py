"""A supervisor's page of the day: what the file says beside what was set by hand, and the way back; over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.server.edge.running import visit
from tests.server.edge.signed_in import Browser, StaffedHall, staffed_hall
from wire.messages.commands import CallNext, HandShift, HandSpan, HandValue, IssueTicket, SetByHand


@pytest.fixture
def staffed(tmp_path: Path) -> Iterator[StaffedHall]:
    with staffed_hall(tmp_path) as hall:
        hall.hire("chen", "supervisor")
        yield hall


@pytest.fixture
def chen(staffed: StaffedHall) -> Browser:
    browser = staffed.browser()
    browser.sign_in("chen")
    return browser


def counter(browser: Browser, counter_id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in today(browser)["counters"] if one["counter_id"] == counter_id)
    return found


def today(browser: Browser) -> dict[str, Any]:
    told: dict[str, Any] = browser.get("/api/today").json()
    return told


def put(browser: Browser, key: str, what: str, subject: str, value: HandValue | None, **more: Any) -> Any:
    return browser.ask(SetByHand(key=f"key-{key:>04}", what=what, subject=subject, value=value, **more))


BOOKS = HandValue(primary=("books",))


def test_what_was_set_stands_beside_the_file_with_who_and_why_until_it_is_taken_back(chen: Browser) -> None:
    file = {"primary": ["apples"], "backup": []}
    assert (counter(chen, "1")["file"], counter(chen, "1")["now"]) == (file, file)
    assert put(chen, "1", "counter_services", "1", BOOKS, reason="one is ill", lasting=True).status == 200
    found = counter(chen, "1")
    assert (found["file"], found["now"]) == (file, {"primary": ["books"], "backup": []})
    (hand,) = today(chen)["by_hand"]
    assert (hand["what"], hand["subject"], hand["reason"]) == ("counter_services", "1", "one is ill")
    assert (hand["lasting"], hand["by"], hand["no_effect"]) == (True, "Chen", False)
    assert put(chen, "2", "counter_services", "1", None).status == 200
    assert counter(chen, "1")["now"] == file
    assert today(chen)["by_hand"] == []


def test_every_screen_hears_of_it_at_once(staffed: StaffedHall, chen: Browser) -> None:
    put(chen, "1", "extra_counter", "extra-1", HandValue(label="臨", primary=("apples",)))
    put(chen, "2", "service_closed", "books", HandValue())
    snapshot = staffed.administrator.get("/api/snapshot").json()
    assert [one["label"] for one in snapshot["hall"]["counters"]] == ["1", "2", "3", "臨"]
    assert {one["service_id"]: one["open"] for one in snapshot["services"]} == {"apples": True, "books": False}
    desk = staffed.administrator
    shut = desk.ask(IssueTicket(key="issue-01", visit=visit("books", channel="desk")))
    assert shut.json()["code"] == "service_closed"
    assert desk.ask(IssueTicket(key="issue-02", visit=visit("apples", channel="desk"))).status == 200
    assert desk.ask(CallNext(key="call-0001", counter_id="extra-1", after=0)).json()["number"] == "A001"


def test_an_extra_counter_is_shown_until_its_visitor_has_gone(staffed: StaffedHall, chen: Browser) -> None:
    put(chen, "1", "extra_counter", "extra-1", HandValue(label="臨", primary=("apples",)))
    assert counter(chen, "extra-1")["file"] is None
    staffed.administrator.ask(IssueTicket(key="issue-02", visit=visit("apples", channel="desk")))
    staffed.administrator.ask(CallNext(key="call-0001", counter_id="extra-1", after=0))
    put(chen, "2", "extra_counter", "extra-1", None)
    assert counter(chen, "extra-1")["leaving"] is True


def test_roster_and_breaks_are_told_beside_the_file_and_names_stay_on_this_page(
    staffed: StaffedHall, chen: Browser
) -> None:
    noon = HandSpan(start=720, end=750)
    put(chen, "1", "counter_breaks", "1", HandValue(breaks=(noon,)))
    put(
        chen, "2", "counter_roster", "1", HandValue(roster=(HandShift(start=480, end=720, who="王小明"),)), lasting=True
    )
    found = counter(chen, "1")
    assert found["file_plan"] == {"roster": [], "breaks": []}
    assert found["plan"]["roster"] == [{"start": 480, "end": 720, "who": "王小明"}]
    assert found["plan"]["breaks"] == [{"start": 720, "end": 750, "who": ""}]
    snapshot = staffed.administrator.get("/api/snapshot").body.decode()
    assert '"breaks":[{"start":720,"end":750}]' in snapshot
    assert "王小明" not in snapshot


def test_a_quota_is_told_beside_the_file_with_what_was_given(staffed: StaffedHall, chen: Browser) -> None:
    put(chen, "1", "service_quota", "apples", HandValue(quota=1))
    desk = staffed.administrator
    assert desk.ask(IssueTicket(key="issue-01", visit=visit("apples", channel="desk"))).status == 200
    full = desk.ask(IssueTicket(key="issue-02", visit=visit("apples", channel="desk")))
    assert full.json()["code"] == "numbers_exhausted"
    apples = next(one for one in today(chen)["services"] if one["service_id"] == "apples")
    assert (apples["file_quota"], apples["quota"], apples["given"]) == (None, 1, 1)
    snapshot = desk.get("/api/snapshot").json()
    assert {one["service_id"]: one["numbers_left"] for one in snapshot["services"]}["apples"] is False


def test_a_service_that_nobody_does_is_named(chen: Browser) -> None:
    for number, one in enumerate(("2", "3")):
        put(chen, f"{number}", "counter_services", one, HandValue(primary=("apples",)))
    assert [one["service_id"] for one in today(chen)["services"] if one["done_by_nobody"]] == ["books"]


def test_a_refusal_says_why_in_a_word(chen: Browser) -> None:
    answer = put(chen, "1", "extra_counter", "extra-1", HandValue(label="1", primary=("apples",)))
    assert (answer.status, answer.json()["code"], answer.json()["detail"]) == (409, "not_possible", "label_taken")


def test_a_clerk_sets_nothing_and_sees_no_page_of_it(staffed: StaffedHall) -> None:
    staffed.hire("wang")
    clerk = staffed.browser()
    clerk.sign_in("wang")
    assert put(clerk, "1", "counter_services", "1", BOOKS).json()["code"] == "not_allowed"
    assert clerk.get("/api/today").status == 403
    assert staffed.acted() == []
