"""What the kiosk learns from the wire."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from kiosk.hall_facts import HallFacts, learn
from server.domain.commands import ConfigureHall
from server.domain.config import NumberRange
from tests.kiosk.sample_hall import NOW, hall_at_work, sample_facts
from tests.real_hall import RealHall, sample_config
from wire.messages import DeviceChanged, Fate, HallEdited, HallMoved, OpeningChanged, Pulse, ServerMessage
from wire.messages.session import DeviceView


def learnt(facts: HallFacts | None, message: ServerMessage) -> HallFacts:
    after = learn(facts, message)
    assert after is not None
    return after


def test_nothing_is_known_before_the_first_snapshot() -> None:
    hall = hall_at_work()
    assert learn(None, hall.issue("benefit-again")) is None
    assert learn(None, hall.opening_changed()) is None


def test_what_moves_brings_the_counts() -> None:
    hall = hall_at_work()
    before = learnt(None, hall.snapshot())
    assert (before.state("benefit-again").waiting, before.state("benefit-first").waiting) == (9, 4)
    after = learnt(before, hall.issue("benefit-again"))
    assert after.state("benefit-again").waiting == 10
    assert after.state("benefit-again").open
    assert after.state("benefit-first").waiting == 4
    called = learnt(after, hall.call(hall.of_state("waiting")[0], "1"))
    assert called.state("benefit-first").waiting == 3


def test_one_message_may_move_several_lines_by_a_verb_nobody_knows() -> None:
    moved = HallMoved(seq=9, prev_seq=8, at=NOW, what="lines_merged", waiting={"benefit-first": 13, "benefit-again": 0})
    facts = learnt(sample_facts(closed={"B": None}), moved)
    assert (facts.state("benefit-first").waiting, facts.state("benefit-first").open) == (13, True)
    assert (facts.state("benefit-again").waiting, facts.state("benefit-again").open) == (0, False)


def test_the_counts_after_a_day_are_those_of_a_fresh_snapshot() -> None:
    hall = hall_at_work()
    facts = learnt(None, hall.snapshot())
    start = len(hall.messages)
    hall.busy()
    for message in hall.messages[start:]:
        facts = learnt(facts, message)
    assert facts == learnt(None, hall.snapshot())


def test_opening_changes_what_it_names() -> None:
    hall = hall_at_work()
    before = learnt(None, hall.snapshot())
    hall.closed["benefit-again"] = NOW + 60_000
    whole = hall.opening_changed()
    named = OpeningChanged(services=tuple(one for one in whole.services if one.service_id == "benefit-again"))
    after = learnt(before, named)
    assert before.state("benefit-again").open
    assert not after.state("benefit-again").open
    assert after.state("benefit-again").opens_at == NOW + 60_000
    assert after.state("benefit-first") == before.state("benefit-first")


def test_the_last_number_is_told_by_an_opening() -> None:
    config = sample_config()
    services = tuple(replace(one, numbers=NumberRange(1, 1)) for one in config.services)
    hall = RealHall(replace(config, services=services))
    facts = learnt(None, hall.snapshot())
    facts = learnt(facts, hall.issue("training"))
    assert facts.state("training").numbers_left
    assert not learnt(facts, hall.opening_changed()).state("training").numbers_left


@pytest.mark.parametrize(
    "message",
    [
        HallMoved(seq=9, prev_seq=8, at=NOW, what="ticket_recalled", rings=True),
        hall_at_work().lines(),
        Pulse(at=NOW),
        Fate(key="key-0001", fate="a word of tomorrow"),
        DeviceChanged(device=DeviceView(device_id="x", kind="door", state="ajar")),
    ],
    ids=lambda message: type(message).__name__,
)
def test_what_says_nothing_of_services_changes_nothing(message: ServerMessage) -> None:
    facts = sample_facts()
    assert learn(facts, message) is facts


def test_a_service_nobody_configured_harms_nobody() -> None:
    moved = HallMoved(seq=9, prev_seq=8, at=NOW, what="ticket_issued", waiting={"no-such-service": 3})
    facts = learnt(sample_facts(), moved)
    assert not facts.state("no-such-service").open
    assert facts.service("no-such-service") is None
    assert facts.state("benefit-again") == sample_facts().state("benefit-again")


def test_a_service_nobody_mentioned_is_closed() -> None:
    facts = sample_facts()
    assert not facts.state("no-such-service").open
    assert facts.service("no-such-service") is None


def test_a_withdrawn_service_is_known_and_not_offered() -> None:
    config = sample_config()
    hall = RealHall(config)
    hall.issue("youth")
    hall.ask(
        ConfigureHall(replace(config, services=tuple(one for one in config.services if one.service_id != "youth")))
    )
    facts = learnt(None, hall.snapshot())
    assert facts.service("youth") is not None
    assert [one.service_id for one in facts.offered] == [
        one.service_id for one in config.services if one.service_id != "youth"
    ]
    assert not facts.state("youth").open


def test_edits_are_the_hall_that_whoever_keeps_it_made_whole() -> None:
    hall = RealHall()
    before = learnt(None, hall.snapshot())
    bare = HallEdited(seq=2, prev_seq=1, edits=())
    assert learn(None, bare) is None
    assert learn(before, bare) is before
    hall.ask(ConfigureHall(replace(sample_config(), recall_limit=9)))
    after = learnt(before, msgspec.structs.replace(bare, hall=hall.view))
    assert after == learnt(before, hall.snapshot())
    assert after.hall.recall_limit == 9
