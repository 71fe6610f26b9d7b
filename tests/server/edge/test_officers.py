"""Who is at work where, by name for the staff, by ids in log and stream; and a number sent to one of them."""

from __future__ import annotations

from pathlib import Path

from tests.server.edge.running import visit
from tests.server.edge.signed_in import staffed_hall
from wire.messages.commands import CallNext, CloseCounter, IssueTicket, TransferTicket


def test_a_number_is_sent_to_an_officer_by_name_and_called_where_that_officer_is(tmp_path: Path) -> None:
    with staffed_hall(tmp_path) as staffed:
        chen_id = staffed.hire("chen")
        staffed.hire("wang")
        chen, wang = staffed.browser(), staffed.browser()
        chen.sign_in("chen")
        wang.sign_in("wang")
        for n in (1, 2, 3):
            assert wang.ask(IssueTicket(key=f"issue-00{n}", visit=visit(channel="desk"))).status == 200
        assert wang.get("/api/officers").json() == []
        assert chen.ask(CallNext(key="call-0001", counter_id="2", after=0)).json()["number"] == "A001"
        there = [{"officer": chen_id, "name": "Chen", "counter_id": "2"}]
        assert wang.get("/api/officers").json() == there
        send = TransferTicket(key="send-0001", ticket_id="1-A002", to_service="apples", to_officer=chen_id)
        sent = wang.ask(send).json()["ticket"]
        assert (sent["for_officer"], "Chen" in str(sent)) == (chen_id, False)
        nobody = TransferTicket(key="send-0002", ticket_id="1-A003", to_service="apples", to_officer="nobody")
        assert (refused := wang.ask(nobody)).status == 409
        assert refused.json()["code"] == "unknown_officer"
        assert wang.ask(CallNext(key="call-0002", counter_id="1", after=0)).json()["number"] == "A003"
        story = wang.get("/api/story/A002").json()["lines"]
        assert "to be called by Chen" in story[-2]["text"]["en"]
        assert story[-1]["text"]["en"].endswith("this number waits for Chen")
        rows = staffed.hall.rows("SELECT * FROM event")
        assert not any("Chen" in str(row) for row in rows), "ids only"
        assert wang.ask(CallNext(key="call-0003", counter_id="1", after=1, present="served")).status == 200
        assert chen.ask(CallNext(key="call-0004", counter_id="2", after=1, present="served")).json()["number"] == "A002"


def test_an_officer_who_has_gone_is_still_named_while_a_number_waits_for_them(tmp_path: Path) -> None:
    with staffed_hall(tmp_path) as staffed:
        chen_id = staffed.hire("chen")
        chen = staffed.browser()
        chen.sign_in("chen")
        assert chen.ask(IssueTicket(key="issue-001", visit=visit(channel="desk"))).status == 200
        assert chen.ask(CallNext(key="call-0001", counter_id="1", after=0)).status == 200
        back = TransferTicket(
            key="send-0001", counter_id="1", ticket_id="1-A001", to_service="apples", to_officer=chen_id
        )
        assert chen.ask(back).status == 200
        assert chen.ask(CloseCounter(key="close-001", counter_id="1")).status == 200
        assert chen.get("/api/officers").json() == [{"officer": chen_id, "name": "Chen", "counter_id": ""}]
        assert chen.ask(TransferTicket(key="send-0002", ticket_id="1-A001", to_service="apples")).status == 200
        assert chen.get("/api/officers").json() == []
