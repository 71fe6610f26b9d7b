"""What the kiosk learns from the wire."""

from __future__ import annotations

from kiosk.hall_facts import learn
from tests.kiosk.sample_hall import NOW, issued, sample_hall, sample_snapshot, state
from wire.messages import OpeningChanged, TicketIssued

EVENT = TicketIssued(seq=2, prev_seq=1, at=NOW, ticket=issued().ticket, waiting=10)


def test_nothing_is_known_before_the_first_snapshot() -> None:
    assert learn(None, EVENT) is None


def test_events_bring_the_count() -> None:
    facts = learn(learn(None, sample_snapshot()), EVENT)
    assert facts is not None
    assert facts.state("benefit-again").waiting == 10
    assert facts.state("benefit-again").open
    assert facts.state("benefit-first").waiting == 4


def test_opening_changes_what_it_names() -> None:
    service = sample_hall().services[1]
    closed = OpeningChanged(services=(state(service, open=False),))
    facts = learn(learn(None, sample_snapshot()), closed)
    assert facts is not None
    assert not facts.state("benefit-again").open
    assert facts.state("benefit-first").open


def test_a_service_nobody_mentioned_is_closed() -> None:
    facts = learn(None, sample_snapshot())
    assert facts is not None
    assert not facts.state("no-such-service").open
    assert facts.service("no-such-service") is None
