"""Events survive the log unchanged; text that no version of ours writes is refused."""

from __future__ import annotations

import dataclasses
import json
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain import events
from server.domain.appointments import Appointment, AppointmentEnd, AppointmentState
from server.domain.by_hand import ByHand, HandValue, HandWhat
from server.domain.closing import ClosingReason
from server.domain.config import Counter, Guide, HallConfig, Interval, NumberRange, Paper, Service, WeeklyHours
from server.domain.config_edits import Edit
from server.domain.counter_states import PauseReason
from server.domain.emergency import EmergencyKind
from server.domain.fairness.choices import Rule
from server.domain.promise import Promise
from server.domain.tickets import (
    CancelReason,
    Channel,
    HoldReason,
    Outcome,
    PickReason,
    Visit,
    VoidReason,
)
from server.domain.visitor_classes import ORDINARY, PRIORITY
from server.domain.watch import Watch, WatchWhat
from server.storage import event_codec
from server.storage.event_codec import KINDS, StoredEvent, decode_event, encode_event
from server.storage.faults import LogCorrupt
from tests.contract.event_samples import SAMPLES

words = st.text(st.characters(codec="utf-8"), max_size=12)
instants = st.integers(-(2**53), 2**53)
texts = st.lists(st.tuples(words, words), max_size=2).map(tuple)
intervals = st.builds(Interval, st.integers(0, 1440), st.integers(0, 1440))
guides = st.builds(
    Guide,
    title=texts,
    steps=st.lists(texts, max_size=2).map(tuple),
    papers=st.lists(st.builds(Paper, name=texts, note=texts), max_size=2).map(tuple),
    minutes=st.none() | st.integers(1, 480),
)
services = st.builds(
    Service,
    service_id=words,
    prefix=words,
    name=texts,
    short_name=texts,
    guide=guides,
    hours=st.lists(st.lists(intervals, max_size=2).map(tuple), max_size=7).map(tuple).map(WeeklyHours),
)
counters = st.builds(Counter, words, words, st.lists(words).map(tuple), st.lists(words).map(tuple))
configs = st.builds(
    HallConfig,
    hall_id=words,
    name=texts,
    office=texts,
    time_zone=words,
    languages=st.lists(words, max_size=2).map(tuple),
    counter_noun=texts,
    services=st.lists(services, max_size=2).map(tuple),
    counters=st.lists(counters, max_size=2).map(tuple),
)
hand_values = st.builds(HandValue, label=words, primary=st.lists(words, max_size=2).map(tuple))
visits = st.builds(
    Visit,
    service_id=words,
    channel=st.sampled_from(Channel),
    language=words,
    visitor_class=st.sampled_from((ORDINARY, PRIORITY, "youth")),
    slot=st.none() | instants,
    officer=words,
)
appointments = st.builds(
    Appointment, code=words, visit=visits, state=st.sampled_from(AppointmentState), ticket_id=words
)


def field_values(field: dataclasses.Field[Any]) -> st.SearchStrategy[Any]:
    by_name: dict[str, st.SearchStrategy[Any]] = {
        "int": instants,
        "str": words,
        "Watch": st.builds(Watch, st.sampled_from(WatchWhat), words, words),
        "Promise | None": st.none() | st.builds(Promise, instants, instants, instants, instants),
        "tuple[str, ...]": st.lists(words, max_size=3).map(tuple),
        "bool": st.booleans(),
        "HallConfig": configs,
        "tuple[Edit, ...]": st.lists(
            st.builds(Edit, words, words | instants | st.booleans() | st.none(), instants, instants), max_size=2
        ).map(tuple),
        "Visit": visits,
        "PauseReason": st.sampled_from(PauseReason),
        "int | None": st.none() | instants,
        "Outcome": st.sampled_from(Outcome),
        "ClosingReason": st.sampled_from(ClosingReason),
        "Texts": texts,
        "EmergencyKind": st.sampled_from(EmergencyKind),
        "HandWhat": st.sampled_from(HandWhat),
        "HandValue | None": st.none() | hand_values,
        "Standing": st.lists(
            st.builds(ByHand, st.sampled_from(HandWhat), words, hand_values, words, st.booleans(), instants, words),
            max_size=2,
        ).map(tuple),
        "tuple[Appointment, ...]": st.lists(appointments, max_size=2).map(tuple),
        "AppointmentEnd": st.sampled_from(AppointmentEnd),
        "CancelReason": st.sampled_from(CancelReason),
        "VoidReason": st.sampled_from(VoidReason),
        "Rule": st.sampled_from(Rule),
        "PickReason": st.sampled_from(PickReason),
        "HoldReason": st.sampled_from(HoldReason),
        "tuple[GivenNumber, ...]": st.lists(st.tuples(words, instants, words), max_size=2).map(tuple),
    }
    return by_name[str(field.type)]


any_event: st.SearchStrategy[events.Event] = st.one_of(
    *(
        st.builds(kind, **{field.name: field_values(field) for field in dataclasses.fields(kind)})
        for kind in get_args(events.Event)
    )
)


@given(any_event)
def test_what_is_written_is_what_is_read(event: events.Event) -> None:
    stored = encode_event(event)
    assert decode_event(stored) == event
    assert encode_event(decode_event(stored)) == stored


def test_every_event_of_the_domain_has_a_type() -> None:
    assert {kind for kind, _ in KINDS.values()} == set(get_args(events.Event))


def test_a_configuration_is_written_once_without_its_look_up_tables() -> None:
    body = encode_event(SAMPLES["day_opened"]).body
    assert "_services" not in body
    decoded = decode_event(encode_event(SAMPLES["day_opened"]))
    assert isinstance(decoded, events.DayOpened)
    assert decoded.config.service("benefit-first") is not None


CALLED = {"ticket_id": "17-A012", "counter_id": "1"}


@pytest.mark.parametrize(
    "stored",
    [
        StoredEvent("ticket_sold", 1, json.dumps(CALLED)),
        StoredEvent("ticket_called", 0, json.dumps(CALLED)),
        StoredEvent("ticket_called", 99, json.dumps(CALLED)),
        StoredEvent("ticket_called", 1, json.dumps({**CALLED, "note": "x"})),
        StoredEvent("ticket_called", 1, json.dumps({**CALLED, "counter_id": 1})),
        StoredEvent("ticket_called", 1, json.dumps({"ticket_id": "17-A012"})),
        StoredEvent("ticket_called", 1, "{"),
        StoredEvent("ticket_called", 1, "[]"),
        StoredEvent("ticket_called", 1, "null"),
        StoredEvent("ticket_finished", 2, json.dumps({**CALLED, "arrival_implied": True, "outcome": "gone"})),
        StoredEvent("ticket_held", 1, json.dumps(CALLED)),
        StoredEvent("ticket_held", 1, json.dumps({**CALLED, "reason": "lunch"})),
    ],
)
def test_a_text_that_no_version_writes_is_refused(stored: StoredEvent) -> None:
    with pytest.raises(LogCorrupt):
        decode_event(stored)


def test_an_unknown_field_deep_in_a_configuration_is_refused() -> None:
    body = json.loads(encode_event(SAMPLES["hall_configured"]).body)
    body["config"]["services"][0]["guide"]["minutse"] = 5
    with pytest.raises(LogCorrupt, match="fields"):
        decode_event(StoredEvent("hall_configured", 1, json.dumps(body)))


def test_what_has_grown_by_a_field_with_a_default_reads_what_was_written_before() -> None:
    """As if `recall_limit`, and a service's range for kiosks, had come later."""
    body = json.loads(encode_event(SAMPLES["hall_configured"]).body)
    del body["config"]["recall_limit"], body["config"]["services"][0]["offline"]
    decoded = decode_event(StoredEvent("hall_configured", 1, json.dumps(body)))
    assert isinstance(decoded, events.HallConfigured)
    assert (decoded.config.recall_limit, decoded.config.services[0].offline) == (2, NumberRange(801, 899))


def test_a_field_without_a_default_may_not_be_missing() -> None:
    body = json.loads(encode_event(SAMPLES["hall_configured"]).body)
    del body["config"]["services"][0]["prefix"]
    with pytest.raises(LogCorrupt, match="prefix"):
        decode_event(StoredEvent("hall_configured", 1, json.dumps(body)))


def test_an_older_version_is_upgraded_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if `ticket_called` had said `counter` in version 1, `desk` in version 2, and `counter_id` since."""
    monkeypatch.setattr(event_codec, "KINDS", {"ticket_called": (events.TicketCalled, 3)})
    monkeypatch.setattr(
        event_codec,
        "UPGRADES",
        {
            ("ticket_called", 1): lambda body: {
                "desk" if key == "counter" else key: value for key, value in body.items()
            },
            ("ticket_called", 2): lambda body: {"counter_id" if key == "desk" else key: body[key] for key in body},
        },
    )
    first = StoredEvent("ticket_called", 1, json.dumps({"ticket_id": "17-A012", "counter": "1"}))
    second = StoredEvent("ticket_called", 2, json.dumps({"ticket_id": "17-A012", "desk": "1"}))
    assert decode_event(first) == decode_event(second) == events.TicketCalled("17-A012", "1")
