from __future__ import annotations

import pytest

from server.edge.roles import Asker, may
from wire.messages.commands import CallNext, IssueTicket, RestoreTicket
from wire.messages.tickets import Channel


def issue(channel: Channel) -> IssueTicket:
    return IssueTicket(key="k" * 8, service_id="apples", channel=channel, language="en")


STAFF = (CallNext(key="k" * 8, counter_id="1", after=0), RestoreTicket(key="k" * 8, ticket_id="1-A001"))


@pytest.mark.parametrize(
    ("asker", "kiosk", "desk", "staff"),
    [
        ("kiosk", True, False, False),
        ("display", False, False, False),
        ("console", False, True, True),
        ("program", True, True, True),
    ],
)
def test_who_may_ask_what(asker: Asker, kiosk: bool, desk: bool, staff: bool) -> None:
    assert may(asker, issue("kiosk")) is kiosk
    assert may(asker, issue("desk")) is desk
    assert [may(asker, command) for command in STAFF] == [staff, staff]
