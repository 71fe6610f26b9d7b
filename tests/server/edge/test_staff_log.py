"""Administrators read the staff log over HTTP; who acted at a counter is named with it, in the hall's log too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.edge.running import visit
from tests.server.edge.signed_in import StaffedHall, staffed_hall
from wire.messages.commands import IssueTicket


@pytest.fixture
def staffed(tmp_path: Path) -> Iterator[StaffedHall]:
    with staffed_hall(tmp_path) as hall:
        yield hall


def test_an_administrator_reads_who_did_what_and_reading_is_no_entry(staffed: StaffedHall) -> None:
    wang = staffed.hire("wang")
    found = staffed.administrator.get("/api/staff-log").json()
    whats = [line["what"] for line in found["lines"]]
    assert whats == ["password_chosen", "account_added", "first_administrator", "first_code_made"]
    assert found["lines"][1]["subject_id"] == wang
    assert {"account_id": wang, "name": "Wang"} in found["people"]
    assert staffed.administrator.get("/api/staff-log").json() == found
    assert [one["seq"] for one in staffed.administrator.get("/api/staff-log?before=3").json()["lines"]] == [2, 1]
    of_wang = staffed.administrator.get(f"/api/staff-log?person={wang}").json()["lines"]
    assert [line["what"] for line in of_wang] == whats[:2]
    assert staffed.administrator.get("/api/staff-log?day=2001-01-01").json()["lines"] == []
    for edge in ("before=1", f"before={2**63 - 1}", "day=0001-01-01", "day=9999-12-31"):
        assert staffed.administrator.get(f"/api/staff-log?{edge}").status == 200
    befores = [f"before={seq}" for seq in (2**63, 99999999999999999999, -1, 0)]
    people = [f"person={one}" for one in ("%00", "%0A", "x" * 65)]
    for odd in ("day=tomorrow", "before=first", "day=2001-01-01%00", *befores, *people):
        refused = staffed.administrator.get(f"/api/staff-log?{odd}")
        assert (refused.status, refused.json()["code"]) == (400, "malformed")


def test_who_acts_at_an_enrolled_counter_is_named_with_it_in_both_logs(staffed: StaffedHall) -> None:
    wang = staffed.hire("wang")
    at_counter, away = staffed.counter("三號櫃檯"), staffed.browser()
    at_counter.sign_in("wang")
    here = at_counter.get("/api/me").json()["device"]["device_id"]
    away.sign_in("wang")
    for number, browser in enumerate((at_counter, away)):
        assert browser.ask(IssueTicket(key=f"key-000{number}", visit=visit(channel="desk"))).status == 200
    assert staffed.acted() == [
        ("ticket_issued", f"person:{wang}@device:{here}"),
        ("ticket_issued", f"person:{wang}"),
    ]
    lines = staffed.administrator.get("/api/staff-log").json()["lines"]
    assert [(line["what"], line["by"], line["counter"]) for line in lines[:2]] == [
        ("signed_in", f"person:{wang}", ""),
        ("signed_in", f"person:{wang}@device:{here}", "三號櫃檯"),
    ]


def test_who_asks_for_what_they_may_not_stands_in_the_staff_log(staffed: StaffedHall) -> None:
    wang, session = staffed.hire("wang"), staffed.browser()
    session.sign_in("wang")
    assert session.get("/api/me").status == 200
    assert staffed.browser().get("/api/staff-log").status == 401, "a stranger has no right to refuse"
    assert session.get("/api/staff-log").status == 403
    asked = {"account_id": wang, "role": "administrator"}
    assert [session.post("/api/accounts/role", **asked).status for _ in range(10)] == [403] * 10
    lines = staffed.administrator.get("/api/staff-log").json()["lines"]
    refused = [line for line in lines if line["what"] == "right_refused"]
    assert [(line["by"], line["detail"]["why"]) for line in reversed(refused)] == [
        (f"person:{wang}", "GET /api/staff-log"),
        *[(f"person:{wang}", "POST /api/accounts/role")] * 2,
    ], "a few, and the rest is counted"


def test_an_erased_person_is_gone_from_the_list_and_stands_in_the_log(staffed: StaffedHall) -> None:
    wang = staffed.hire("wang")
    session = staffed.browser()
    session.sign_in("wang")
    assert staffed.administrator.post("/api/accounts/erase", account_id=wang).status == 200
    assert staffed.administrator.post("/api/accounts/erase", account_id=wang).status == 404
    assert wang not in str(staffed.administrator.get("/api/accounts").json())
    assert not session.me()["signed_in"]
    found = staffed.administrator.get("/api/staff-log").json()
    assert (found["lines"][0]["what"], found["lines"][0]["subject_id"]) == ("account_erased", wang)
    assert {"account_id": wang, "name": ""} in found["people"]
    assert "Wang" not in str(found)
    own = staffed.administrator.me()["account_id"]
    refused = staffed.administrator.post("/api/accounts/erase", account_id=own)
    assert (refused.status, refused.json()["code"]) == (409, "last_administrator")
