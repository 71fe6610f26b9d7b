"""Who may ask what, as a table; and who is said to have acted."""

from __future__ import annotations

from typing import get_args

import pytest

from server.edge.roles import CHANNELS, RIGHTS, Asker, actor, may, words
from tests.server.edge.running import visit
from wire.messages import AskFate, CancelKey, ClientMessage, Command, KeyQuestion, StaffCommand
from wire.messages.commands import CallNext, HoldTicket, IssueTicket, RestoreTicket, ResumeTicket

KEY = "k" * 8


def issue(channel: str) -> IssueTicket:
    return IssueTicket(key=KEY, visit=visit(channel=channel))


STAFF = (
    CallNext(key=KEY, counter_id="1", after=0),
    RestoreTicket(key=KEY, ticket_id="1-A001"),
    HoldTicket(key=KEY, counter_id="1", ticket_id="1-A001", reason="papers"),
    ResumeTicket(key=KEY, counter_id="1", ticket_id="1-A001"),
)
QUESTIONS = (AskFate(key=KEY), CancelKey(key=KEY))


@pytest.mark.parametrize(
    ("asker", "kiosk", "desk", "staff", "keys"),
    [
        ("kiosk", True, False, False, True),
        ("display", False, False, False, False),
        ("console", False, True, True, True),
        ("script", True, True, True, True),
    ],
)
def test_who_may_ask_what(asker: Asker, kiosk: bool, desk: bool, staff: bool, keys: bool) -> None:
    assert may(asker, issue("kiosk")) is kiosk
    assert may(asker, issue("desk")) is desk
    assert not may(asker, issue("carrier-pigeon"))
    assert {may(asker, command) for command in STAFF} == {staff}
    assert {kind in RIGHTS[asker] for kind in get_args(Command) if issubclass(kind, StaffCommand)} == {staff}
    assert [may(asker, question) for question in QUESTIONS] == [keys, keys]


def test_the_table_names_every_asker_and_only_what_can_be_asked() -> None:
    assert set(RIGHTS) == set(CHANNELS) == set(get_args(Asker))
    asked = {*get_args(Command), *get_args(KeyQuestion)}
    assert set().union(*RIGHTS.values()) == asked
    assert asked <= set(get_args(ClientMessage))


@pytest.mark.parametrize("asker", get_args(Asker))
def test_the_words_of_a_welcome_are_the_rights(asker: Asker) -> None:
    assert sorted(words(asker)) == list(words(asker))
    assert set(words(asker)) == {kind.__struct_config__.tag for kind in RIGHTS[asker]}  # type: ignore[attr-defined]


def test_who_acts_is_a_role_and_the_counter_that_the_command_names() -> None:
    assert actor("kiosk", issue("kiosk")) == "kiosk"
    assert actor("console", STAFF[0]) == "console:1"
    assert actor("script", STAFF[0]) == "script:1"
    assert actor("console", STAFF[1]) == "console"
