"""What may be said of a wait."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.domain.promise import Promise
from server.forecast.forecast import Forecast, Unknown, Wait
from server.translation.waits import no_waits, same_words, wait_view, waits
from wire.messages.tickets import WaitView
from wire.messages.waits import NewWait

MINUTE = 60_000


def minutes(low: float, point: float, high: float) -> Wait:
    return Wait(point_ms=int(point * MINUTE), low_ms=int(low * MINUTE), high_ms=int(high * MINUTE))


def said(low: int, high: int) -> WaitView:
    return WaitView(says="range", low=low, high=high)


def test_a_range_is_rounded_outwards_to_five_minutes() -> None:
    assert wait_view(minutes(26, 31, 38)) == said(25, 40)
    assert wait_view(minutes(25, 31, 40)) == said(25, 40)
    assert wait_view(minutes(0, 4, 11)) == said(0, 15)


def test_never_a_bare_number() -> None:
    assert wait_view(minutes(25, 25, 25)) == said(25, 30)
    assert wait_view(minutes(0, 3, 3)) == said(0, 5)


def test_below_three_minutes_it_is_nearly_ones_turn() -> None:
    assert wait_view(minutes(0, 2.9, 6)) == WaitView(says="next")
    assert wait_view(minutes(0, 0, 0)) == WaitView(says="next")
    assert wait_view(minutes(0, 3, 6)) == said(0, 10)


def test_nearly_is_not_said_where_one_in_ten_waits_much_longer() -> None:
    assert wait_view(minutes(0, 2, 10)) == WaitView(says="next")
    assert wait_view(minutes(0, 2, 10.1)) == said(0, 15)


def test_where_no_time_is_known_it_is_said_why_or_nothing() -> None:
    assert wait_view(Unknown.NO_COUNTER) == WaitView(says="no_counter")
    assert wait_view(Unknown.AFTER_CLOSING) == WaitView(says="after_closing")
    assert wait_view(Unknown.NOT_LEARNT) is None
    assert wait_view(None) is None


def test_more_than_a_day_is_not_said() -> None:
    assert wait_view(minutes(60, 600, 1_440)) == said(60, 1_440)
    assert wait_view(minutes(60, 600, 1_441)) is None


def test_a_promise_is_said_as_its_wait_was() -> None:
    assert wait_view(Promise(31 * MINUTE, 26 * MINUTE, 38 * MINUTE, made_at=5)) == said(25, 40)


@st.composite
def bands(draw: st.DrawFn) -> Wait:
    low, point, high = sorted(draw(st.lists(st.integers(0, 1_400 * MINUTE), min_size=3, max_size=3)))
    return Wait(point_ms=point, low_ms=low, high_ms=high)


@given(bands())
def test_a_range_holds_its_band_and_is_no_wider_than_rounding_makes_it(band: Wait) -> None:
    view = wait_view(band)
    assert view is not None
    if view.says == "next":
        assert band.point_ms < 3 * MINUTE
        assert band.high_ms <= 10 * MINUTE
        return
    assert view.says == "range"
    assert view.low < view.high
    assert view.low % 5 == view.high % 5 == 0
    assert view.low * MINUTE <= band.low_ms <= band.high_ms <= view.high * MINUTE
    assert band.low_ms - view.low * MINUTE < 5 * MINUTE
    assert view.high * MINUTE - band.high_ms <= 5 * MINUTE


@given(bands(), st.integers(0, 30 * MINUTE))
def test_who_waits_longer_is_not_told_less(band: Wait, more: int) -> None:
    later = Wait(band.point_ms + more, band.low_ms + more, band.high_ms + more)
    first, second = wait_view(band), wait_view(later)
    if first is not None and second is not None:
        assert (first.low, first.high) <= (second.low, second.high)


def test_all_that_may_be_said_of_a_forecast() -> None:
    forecast = Forecast(
        at=9_000,
        seq=42,
        issued_now={
            ("apples", "ordinary"): minutes(26, 31, 38),
            ("apples", "priority"): minutes(0, 1, 4),
            ("pears", "ordinary"): Unknown.NO_COUNTER,
            ("plums", "ordinary"): Unknown.NOT_LEARNT,
        },
        tickets={"1-A001": minutes(6, 8, 12), "1-C001": Unknown.NOT_LEARNT},
    )
    told = waits(forecast, 60_000)
    assert (told.seq, told.at, told.good_ms) == (42, 9_000, 60_000)
    assert told.issued_now == (
        NewWait(service_id="apples", visitor_class="ordinary", wait=said(25, 40)),
        NewWait(service_id="apples", visitor_class="priority", wait=WaitView(says="next")),
        NewWait(service_id="pears", visitor_class="ordinary", wait=WaitView(says="no_counter")),
    )
    assert told.tickets == {"1-A001": said(5, 15)}


def test_another_instant_alone_is_the_same_on_every_screen() -> None:
    forecast = Forecast(at=1, seq=1, tickets={"1-A001": minutes(6, 8, 12)})
    later = Forecast(at=2, seq=2, tickets={"1-A001": minutes(7, 9, 13)})
    assert same_words(waits(forecast, 1), waits(later, 1))
    assert not same_words(waits(forecast, 1), no_waits(1, 1, 1))
    assert not same_words(waits(forecast, 1), None)
