"""What a kiosk gave in a burst is made void together, by a supervisor, over HTTP."""

from __future__ import annotations

from tests.server.edge.running import RunningServer, visit
from wire.messages.commands import IssueTicket, VoidBurst


def test_a_supervisor_makes_a_kiosks_numbers_void_and_the_desks_stay(hall: RunningServer) -> None:
    for key in ("issue-001", "issue-002", "issue-003"):
        assert hall.post(IssueTicket(key=key, visit=visit())).status == 200
    assert hall.post(IssueTicket(key="issue-004", visit=visit(channel="desk"))).status == 200
    first, *_, desk = hall.snapshot()["tickets"]
    kiosk = first["device_id"]
    assert kiosk
    assert desk["device_id"] == "", "who of the staff took it is not told"
    burst = VoidBurst(key="burst-001", device_id=kiosk, since=first["issued_at"], until=desk["issued_at"])
    answer = hall.post(burst, who="clerk")
    assert (answer.status, answer.json()["code"]) == (403, "not_allowed")
    answer = hall.post(burst, who="supervisor")
    assert (answer.status, answer.json()["what"], answer.json()["ticket_id"]) == (200, "ticket_voided", "1-A003")
    assert [one["number"] for one in hall.snapshot()["tickets"]] == ["A004"]
    assert hall.post(burst, who="supervisor").json()["seq"] == answer.json()["seq"], "the same key does it once"
