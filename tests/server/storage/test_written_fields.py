"""What a later program adds to a configuration or a visit: rows of before are read, and written as they were."""

from __future__ import annotations

import dataclasses
import json

import pytest

from server.domain import by_hand, config, events, tickets
from server.storage.written_fields import ALWAYS, as_written
from tests.contract.event_samples import SAMPLES

ROOMS = (config, tickets, by_hand, events)
KINDS = {name: next(getattr(one, name) for one in ROOMS if hasattr(one, name)) for name in ALWAYS}


@dataclasses.dataclass(frozen=True)
class Visit:
    """As `server.domain.tickets` will have it one day."""

    service_id: str
    tomorrow: str = ""
    looked_up: dict[str, str] = dataclasses.field(init=False, default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Unheard:
    said: int = 1


def test_a_field_of_tomorrow_is_written_where_it_says_something() -> None:
    assert as_written(Visit("apples")) == {"service_id": "apples"}
    assert as_written((Visit("apples", "x"), Unheard())) == [{"service_id": "apples", "tomorrow": "x"}, {"said": 1}]


@pytest.mark.parametrize("name", KINDS)
def test_what_was_added_has_a_default(name: str) -> None:
    """Else no row of before could be read; and one that is made anew each time could not be told from what was said."""
    for field in dataclasses.fields(KINDS[name]):
        if field.init and field.name not in ALWAYS[name]:
            assert field.default is not dataclasses.MISSING, field.name
    assert ALWAYS[name] <= {field.name for field in dataclasses.fields(KINDS[name]) if field.init}


def test_the_first_fields_are_always_written() -> None:
    written = json.loads(json.dumps(as_written(SAMPLES["hall_configured"])))["config"]
    assert written.keys() >= ALWAYS["HallConfig"]
    assert all(service.keys() >= ALWAYS["Service"] for service in written["services"])


def test_an_issue_without_a_promise_is_written_as_before_there_were_promises() -> None:
    issued = SAMPLES["ticket_issued"]
    assert "promise" not in json.loads(json.dumps(as_written(issued)))
