"""The story of a number over HTTP: who may ask, what is told, also of what was before a restart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.server.edge.running import RunningServer, running_server, visit
from tests.server.edge.signed_in import staffed_hall
from wire.messages import CallNext, IssueTicket, MissTicket, RecallTicket


def take_a_number(hall: RunningServer, key: str = "key-0001") -> str:
    ticket_id: str = hall.post(IssueTicket(key=key, visit=visit())).json()["ticket_id"]
    return ticket_id


def story(hall: RunningServer, number: str) -> Any:
    answer = hall.request("GET", f"/api/story/{number}", who="volunteer")
    assert answer.status == 200, answer
    return answer.json()


def words(found: Any) -> list[str]:
    return [line["what"] for line in found["lines"]]


def test_a_number_is_told_in_the_halls_languages(tmp_path: Path) -> None:
    with running_server(tmp_path) as hall:
        ticket_id = take_a_number(hall)
        hall.clock.advance(5 * 60_000)
        hall.post(CallNext(key="key-0002", counter_id="1", after=0))
        hall.post(RecallTicket(key="key-0003", counter_id="1", ticket_id=ticket_id))
        found = story(hall, "a001")
    assert (found["ticket_id"], found["number"], found["service_id"], found["state"]) == (
        ticket_id,
        "A001",
        "apples",
        "called",
    )
    assert words(found) == ["ticket_issued", "ticket_called", "ticket_recalled"]
    assert [line["at"] for line in found["lines"]] == [hall.clock.now() - 300_000, *[hall.clock.now()] * 2]
    assert found["lines"][1]["text"] == {
        "zh-TW": "clerk叫號，請到 1 號counter；等了 5 分鐘，其間同業務沒有叫別的號碼",
        "en": "Called to counter 1 by clerk after waiting 5 min; no other number of the service was called meanwhile",
    }
    assert [(call["counter_id"], call["again"]) for call in found["calls"]] == [("1", False), ("1", True)]
    assert found["answer"]["en"] == "It was called: 12:05 to counter 1, 12:05 again to counter 1"


def test_a_restart_forgets_no_part_of_it(tmp_path: Path) -> None:
    with running_server(tmp_path) as hall:
        ticket_id = take_a_number(hall)
        hall.post(CallNext(key="key-0002", counter_id="1", after=0))
    with running_server(tmp_path) as hall:
        hall.post(MissTicket(key="key-0003", counter_id="1", ticket_id=ticket_id))
        assert words(story(hall, ticket_id)) == ["ticket_issued", "ticket_called", "ticket_missed"]


def test_a_number_that_was_not_given_is_unknown(tmp_path: Path) -> None:
    with running_server(tmp_path) as hall:
        take_a_number(hall)
        for number in ("A002", "1-B001", "%E7%B7%B4", "a" * 40):
            refused = hall.request("GET", f"/api/story/{number}", who="clerk")
            assert (refused.status, refused.json()["code"]) == (404, "unknown"), number
        assert hall.request("GET", f"/api/story/{'a' * 41}", who="clerk").status == 400


@pytest.mark.parametrize("who", ["anonymous", "kiosk", "display", "counter"])
def test_it_is_told_to_staff_alone(tmp_path: Path, who: Any) -> None:
    with running_server(tmp_path) as hall:
        take_a_number(hall)
        assert hall.request("GET", "/api/story/A001", who=who).status in {401, 403}


def test_a_past_days_numbers_are_told_when_its_date_is_named(tmp_path: Path) -> None:
    with running_server(tmp_path) as hall:
        before = take_a_number(hall)
        hall.clock.advance(86_400_000)
        later = take_a_number(hall, "key-0002")
        assert (before, later) == ("1-A001", "2-A001")
        assert story(hall, "A001")["ticket_id"] == later
        assert story(hall, "A001?day=2026-11-25")["ticket_id"] == later
        found = story(hall, "A001?day=2026-11-24")
        assert (found["ticket_id"], words(found), found["state"]) == (
            before,
            ["ticket_issued", "ticket_lapsed"],
            "lapsed",
        )
        assert found["answer"]["en"] == "It was never called"
        assert found["lines"][-1]["text"]["en"].startswith("The business day ended")
        for query in ("A001?day=2026-11-23", "A002?day=2026-11-24", f"{before}?day=2026-11-25"):
            assert hall.request("GET", f"/api/story/{query}", who="clerk").status == 404, query
        assert hall.request("GET", "/api/story/A001?day=yesterday", who="clerk").status == 400


def test_people_are_named_as_staff_know_them(tmp_path: Path) -> None:
    with staffed_hall(tmp_path) as staffed:
        staffed.hire("wang")
        wang = staffed.browser()
        wang.sign_in("wang")
        assert wang.ask(IssueTicket(key="key-0001", visit=visit(channel="desk"))).status == 200
        (line,) = wang.get("/api/story/A001").json()["lines"]
        assert line["text"]["en"] == "Taken at the desk by Wang for apples, with nobody ahead in line"
        (account,) = [one for one in staffed.administrator.get("/api/accounts").json() if one["login"] == "wang"]
        staffed.administrator.post("/api/accounts/erase", account_id=account["account_id"])
        (line,) = staffed.administrator.get("/api/story/A001").json()["lines"]
        assert line["text"]["en"].startswith("Taken at the desk by a clerk"), "who is erased has no name any more"
