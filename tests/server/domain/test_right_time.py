"""A hall whose time was wrong: who waits keeps the place that the right time would have given, and nobody lapses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.commands import (
    CallNext,
    CheckIn,
    CorrectTime,
    LaterTicket,
    MissTicket,
    OpenDay,
    PauseCounter,
    RestoreTicket,
)
from server.domain.config import SlotRule
from server.domain.counter_states import PauseReason
from server.domain.events import Fact, TicketIssued, TimeCorrected
from server.domain.evolve import evolve
from server.domain.persistent import SortedMap
from server.domain.promise import Promise
from server.domain.right_time import believable, from_here, newest_instant
from server.domain.tickets import Channel, TicketState
from tests.server.asking import issue
from tests.server.domain.scene import Scene
from tests.server.domain.test_appointments import book
from tests.server.sample_halls import NOON, sample_hall, sample_service

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def take(scene: Scene) -> str:
    (issued,) = scene.do(issue())
    assert isinstance(issued, TicketIssued)
    return issued.ticket_id


def miss(scene: Scene, counter_id: str = "1") -> str:
    """Calls the next one, who does not come."""
    scene.do(CallNext(counter_id, scene.hall.counter(counter_id).calls))
    ticket_id = scene.hall.counter(counter_id).ticket_id
    assert ticket_id is not None
    scene.do(MissTicket(counter_id, ticket_id))
    return ticket_id


def fast_by_two_hours() -> Scene:
    """One ticket at noon; then the clock is set two hours ahead, and another is taken a minute later."""
    scene = Scene()
    scene.now = NOON
    take(scene)
    scene.now = NOON + 2 * HOUR + MINUTE
    take(scene)
    return scene


def test_a_ticket_of_a_fast_clock_comes_back_after_its_own_reference_and_ten_minutes_on_the_right_one() -> None:
    scene = fast_by_two_hours()
    scene.now = NOON + 2 * MINUTE
    scene.do(CorrectTime(since=NOON + 2 * HOUR, by_ms=-2 * HOUR, reason="set right"))
    assert [one.issued_at for one in scene.hall.tickets()] == [NOON, NOON + MINUTE]
    scene.do(CallNext("2", 0))
    fast = miss(scene)
    before = take(scene)
    scene.now = NOON + 12 * MINUTE
    after = take(scene)
    scene.do(RestoreTicket(fast))
    assert scene.hall.ticket(fast).place == NOON + 11 * MINUTE  # type: ignore[union-attr]
    assert scene.hall.line("apples") == (before, fast, after)


def test_of_a_log_that_is_ahead_the_newest_instant_becomes_the_present_and_distances_stay() -> None:
    scene = fast_by_two_hours()
    scene.now += 5 * MINUTE
    take(scene)
    newest = newest_instant(scene.hall)
    scene.now = NOON + 30 * MINUTE
    scene.do(from_here(scene.hall, scene.now, "the battery was flat", ()))
    waiting = [scene.hall.ticket(one) for one in scene.hall.line("apples")]
    told = [(one.issued_at, one.place) for one in waiting if one is not None]
    distance = newest - (NOON + 2 * HOUR + MINUTE)
    assert told == [(NOON, NOON), *[(NOON + 30 * MINUTE - ago,) * 2 for ago in (distance, 0)]]
    assert scene.hall.newest_place == NOON + 30 * MINUTE


def test_places_behind_a_poisoned_one_come_back_with_it() -> None:
    """As programs once did it: after the clock was right again, everybody was lined up behind the wrong place."""
    scene = fast_by_two_hours()
    scene.now = NOON + 3 * MINUTE
    late = take(scene)
    assert scene.hall.ticket(late).place > NOON + 2 * HOUR  # type: ignore[union-attr]
    scene.do(from_here(scene.hall, scene.now, "the battery was flat", ()))
    line = scene.hall.line("apples")
    places = [one.place for key in line if (one := scene.hall.ticket(key)) is not None]
    assert line[-1] == late
    assert places == sorted(places)
    assert places[-1] < scene.now


def test_the_day_goes_back_to_its_date_with_everybody_in_it_and_no_number_comes_twice() -> None:
    scene = Scene()
    for _ in range(3):
        take(scene)
    first_day = scene.hall.used
    scene.now += 3_652 * DAY
    scene.do(OpenDay("2036-11-23"))
    waiting = take(scene)
    scene.do(CallNext("1", 0))
    missed = take(scene)
    scene.now = NOON + HOUR
    given = tuple((prefix, ordinal, ticket) for (prefix, ordinal), ticket in first_day.items())
    (corrected,) = scene.do(from_here(scene.hall, scene.now, "the battery was flat", given))
    assert isinstance(corrected, TimeCorrected)
    assert (scene.hall.date, scene.hall.day) == ("2026-11-24", 2)
    assert [(one.ticket_id, one.state) for one in scene.hall.tickets()] == [
        (missed, TicketState.WAITING),
        (waiting, TicketState.CALLED),
    ]
    assert max(call.at for call in scene.hall.calls) <= scene.now
    assert take(scene) == "2-A004", "A001 to A003 are on paper since the morning"
    assert [type(event).__name__ for event in scene.do(OpenDay("2026-11-25"))][-1] == "DayOpened"


def full_of_everything() -> Scene:
    """Somebody in every state of a ticket, who was told a wait or comes back by himself; an appointment that is here;
    a pause that is to end."""
    apples = replace(sample_service("apples", "A"), appointments=SlotRule(30))
    scene = Scene(sample_hall((apples, sample_service("books", "B"))))
    code = book(scene, NOON + 2 * HOUR)
    held, missed, called, later, _ = (take(scene) for _ in range(5))
    scene.now += 5 * MINUTE
    scene.do(PauseCounter("2", PauseReason.LUNCH, scene.now + 30 * MINUTE))
    assert scene.next("1") == held
    scene.arrive("1", held)
    scene.hold("1", held)
    assert miss(scene) == missed
    scene.now += 5 * MINUTE
    assert scene.next("3") == called
    scene.do(LaterTicket(later, 20))
    (told,) = scene.do(issue("books"))
    assert isinstance(told, TicketIssued)
    number = replace(told, ticket_id="1-B002", number="B002", ordinal=2, promise=Promise(1, 2, 3, scene.now))
    scene.happen(replace(number, place=scene.now))
    scene.do(CheckIn(code, Channel.DESK))
    scene.do(PauseCounter("1", PauseReason.LUNCH, scene.now + 10 * MINUTE))
    return scene


@pytest.mark.parametrize("by_ms", [-HOUR, 7 * MINUTE])
@pytest.mark.parametrize("minutes", [-1, 0, 4, 8, 14])
def test_every_instant_of_the_wrong_time_is_put_right_and_no_other(minutes: int, by_ms: int) -> None:
    """What is said of each from its own instants: an appointed time is nobody's clock, and what was counted from a
    wrong instant comes so much later."""
    scene = full_of_everything()
    before, since = scene.hall, NOON + minutes * MINUTE

    def right(instant: int) -> int:
        return instant + by_ms * (instant >= since)

    scene.do(CorrectTime(since, by_ms, "set right"))
    after = scene.hall
    for old in before.tickets():
        new = after.ticket(old.ticket_id)
        assert new is not None
        behind = old.issued_at >= since or old.place >= before.newest_place >= since
        appointed = old.place == old.visit.slot
        assert new == replace(
            old,
            issued_at=right(old.issued_at),
            came=right(old.came),
            since=right(old.since),
            called_at=old.called_at and right(old.called_at),
            returns_at=old.returns_at and old.returns_at + by_ms * (old.since >= since),
            place=old.place + by_ms * (behind and not appointed),
            promise=old.promise and replace(old.promise, made_at=right(old.promise.made_at)),
        )
    tickets = sorted(after.live.values(), key=lambda one: (one.place, one.issue_order))
    for service_id in ("apples", "books"):
        line = [one for one in tickets if one.state is TicketState.WAITING and one.visit.service_id == service_id]
        assert after.line(service_id) == tuple(one.ticket_id for one in line)
        assert after.queue(service_id) == SortedMap(((one.place, one.issue_order), one.ticket_id) for one in line)
    backs = [one for one in tickets if one.returns_at is not None]
    assert after.due == SortedMap(((one.returns_at or 0, one.issue_order), one.ticket_id) for one in backs)
    assert len(backs) == 1
    for counter_id, was in before.counters.items():
        back_at = was.back_at and was.back_at + by_ms * (was.since >= since)
        assert after.counter(counter_id) == replace(was, since=right(was.since), back_at=back_at)
    assert [(one.seq, one.at) for one in after.calls] == [(one.seq, right(one.at)) for one in before.calls]
    assert [one.ticket for one in after.calls] == [after.ticket(one.ticket.ticket_id) for one in before.calls]
    assert after.newest_place == right(before.newest_place)
    assert (after.seq, after.date, after.used) == (before.seq + 1, before.date, before.used)


def test_a_date_is_never_put_forward_by_a_correction() -> None:
    scene = Scene()
    scene.now += 3 * DAY
    (corrected,) = scene.do(CorrectTime(since=NOON, by_ms=3 * DAY, reason="set right"))
    assert isinstance(corrected, TimeCorrected)
    assert corrected.date == scene.hall.date == "2026-11-24"
    with pytest.raises(ValueError, match="cannot be the date"):
        evolve(scene.hall, Fact(scene.now, "author", "key", TimeCorrected("2026-11-25", NOON, 0, "no")))


@pytest.mark.parametrize(
    ("leap", "with_somebody", "without"),
    [
        (-2 * HOUR, True, True),
        (2 * HOUR, True, True),
        (-DAY, False, False),
        (DAY, False, True),
        (14 * DAY, False, True),
        (15 * DAY, False, True),
        (16 * DAY, False, False),
        (3_652 * DAY, False, False),
    ],
)
def test_what_may_be_believed_without_a_persons_word(leap: int, with_somebody: bool, without: bool) -> None:
    scene = Scene()
    config = scene.hall.config
    assert config is not None
    take(scene)
    assert believable(scene.hall, config, scene.now + leap, NOON) is with_somebody
    assert believable(scene.hall, config, scene.now + leap, scene.now) is without, "who took a number before lapses"
