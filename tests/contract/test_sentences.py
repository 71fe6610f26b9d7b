"""Every kind of event has its sentence, in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

import pytest

from program.language import fields_of
from program.texts import read_catalog
from server.domain.events import AUTHOR, Event, Fact, TicketIssued
from server.domain.life import LIFE
from server.domain.tickets import Ticket, TicketState
from server.story.moment import Call, Moment
from server.story.sentences import FIELDS, SENTENCES, sentence, text_key
from server.story.tongue import Tongue
from tests.contract.event_samples import AT, CONFIG, SAMPLES

KINDS = get_args(Event)


def test_every_kind_of_event_has_its_sentence() -> None:
    """Give the kind a row in `SENTENCES` and its texts in [story] of the language files."""
    assert {kind.__name__ for kind in KINDS} == {kind.__name__ for kind in SENTENCES}


def moments(event: Event) -> Iterator[Moment]:
    """It happens to a number in every state in which it may, by a person and by time."""
    issued = SAMPLES["ticket_issued"]
    assert isinstance(issued, TicketIssued)
    ticket = Ticket("17-A012", "A012", issued.visit, TicketState.WAITING, AT, AT, AT, 1, "", counter_id="1")
    verb = LIFE.of_event.get(type(event))
    calls = (Call(AT, "1", again=False),)
    for by in ("person:1", AUTHOR):
        fact = Fact(AT + 420_000, by, "key", event)
        if isinstance(event, TicketIssued):
            yield Moment(fact, CONFIG, None, replace(ticket, visit=event.visit))
        for state in verb.states if verb else {TicketState.WAITING}:
            before = replace(ticket, state=state)
            after = replace(before, state=verb.leads_to) if verb else before
            yield Moment(fact, CONFIG, before, after, waited_ms=420_000, earlier=3, calls=calls)


@pytest.mark.parametrize("event", [*SAMPLES.values()], ids=[*SAMPLES])
@pytest.mark.parametrize("language", read_catalog("story").languages)
def test_it_is_told_whole(event: Event, language: str) -> None:
    for moment in moments(event):
        said = sentence(moment, Tongue(language))
        assert bool(said) is (SENTENCES[type(event)] is not None)
        assert "{" not in said
        if language == "zh-TW":
            assert not re.search(r"[\u4e00-\u9fff] [\u4e00-\u9fff]|[,;?!]|:(?!\d)", said), said


def test_texts_ask_for_fields_that_there_are() -> None:
    keys = {text_key(moment) for event in SAMPLES.values() for moment in moments(event)} - {""}
    for key in keys:
        assert fields_of(read_catalog("story").text("en", key)) <= FIELDS.keys(), key
