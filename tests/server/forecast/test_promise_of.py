"""What of a forecast may be told to who takes a number."""

from __future__ import annotations

from dataclasses import replace

from server.domain.promise import Promise
from server.domain.tickets import Channel, Visit
from server.forecast.forecast import Forecast, Unknown, Wait, promise_of

VISIT = Visit("apples", Channel.KIOSK, "en")
AT = 1_795_395_300_000
KNOWN = Forecast(
    AT, 42, {("apples", "ordinary"): Wait(600_000, 300_000, 900_000), ("books", "ordinary"): Unknown.NO_COUNTER}
)


def test_the_wait_of_its_service_and_class_is_told() -> None:
    assert promise_of(KNOWN, VISIT) == Promise(600_000, 300_000, 900_000, made_at=AT)


def test_nothing_is_told_of_what_nobody_knows() -> None:
    assert promise_of(None, VISIT) is None
    assert promise_of(KNOWN, replace(VISIT, service_id="books")) is None
    assert promise_of(KNOWN, replace(VISIT, service_id="pears")) is None


def test_a_clerk_who_practises_is_told_nothing() -> None:
    assert promise_of(KNOWN, replace(VISIT, practice=True)) is None


def test_who_has_an_appointment_is_told_its_time() -> None:
    assert promise_of(KNOWN, replace(VISIT, slot=AT + 600_000)) is None
