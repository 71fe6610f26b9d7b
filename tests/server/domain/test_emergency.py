"""An emergency: said until it is ended, or the business day is over; no number is touched by it."""

from __future__ import annotations

import pytest

from server.domain.commands import ConfigureHall, EndEmergency, OpenDay, RaiseEmergency
from server.domain.emergency import Emergency, EmergencyKind
from server.domain.events import EmergencyEnded, EmergencyRaised, Fact
from server.domain.evolve import evolve
from tests.server.domain.scene import Scene
from tests.server.sample_halls import NOON, sample_hall

FIRE = RaiseEmergency(EmergencyKind.FIRE, "car park")


def test_it_stands_until_it_is_ended_and_says_since_when() -> None:
    assert Scene().hall.emergency is None
    scene = Scene()
    assert scene.do(FIRE) == (EmergencyRaised(EmergencyKind.FIRE, "car park"),)
    assert scene.hall.emergency == Emergency(EmergencyKind.FIRE, "car park", NOON + 1_000)
    scene.do(ConfigureHall(sample_hall(recall_limit=1)))
    assert scene.hall.emergency is not None, "a reload ends none"
    assert scene.do(EndEmergency()) == (EmergencyEnded(),)
    assert scene.hall.emergency is None


def test_the_same_again_changes_nothing_and_another_one_replaces_it() -> None:
    scene = Scene()
    assert scene.do(EndEmergency()) == ()
    scene.do(FIRE)
    scene.now += 60_000
    assert scene.do(FIRE) == ()
    assert scene.hall.emergency == Emergency(EmergencyKind.FIRE, "car park", NOON + 2_000)
    outside = RaiseEmergency(EmergencyKind.EVACUATE)
    assert scene.do(outside) == (EmergencyRaised(EmergencyKind.EVACUATE),)
    assert scene.hall.emergency == Emergency(EmergencyKind.EVACUATE, "", scene.now - 1_000)


def test_words_in_another_language_come_behind_the_first_and_may_be_added_later() -> None:
    scene = Scene()
    scene.do(FIRE)
    more = RaiseEmergency(EmergencyKind.FIRE, "car park", (("vi", "bãi đỗ xe"),))
    scene.do(more)
    assert scene.hall.emergency is not None
    assert scene.hall.emergency.words_in == (("vi", "bãi đỗ xe"),)
    assert scene.do(more) == ()


def test_no_number_is_touched_and_calls_go_on() -> None:
    scene = Scene()
    waiting = scene.issue("apples")
    scene.do(FIRE)
    assert scene.hall.line("apples") == (waiting,)
    assert scene.next("1") == waiting
    scene.issue("apples")


def test_no_business_day_begins_with_one() -> None:
    scene = Scene()
    scene.do(FIRE)
    scene.do(OpenDay("2026-11-25"))
    assert scene.hall.emergency is None


def test_an_end_of_nothing_is_a_damaged_log() -> None:
    scene = Scene()
    with pytest.raises(ValueError, match="no emergency"):
        evolve(scene.hall, Fact(scene.now, "console:1", "end-00001", EmergencyEnded()))
