"""A clerk's practice is in the day's log, and in nobody's story."""

from __future__ import annotations

from server.domain.commands import CallNext, FinishTicket, IssueTicket
from server.domain.tickets import Channel, Visit
from tests.server.domain.scene import Scene
from tests.server.story.tales import LANGUAGES, day_of, lines, told

MINUTE = 60_000
PRACTICE = Visit("apples", Channel.DESK, "zh-TW", practice=True)


def morning(*, practises: bool) -> Scene:
    """Somebody waits for five minutes; a clerk practises meanwhile, or does nothing."""
    scene = Scene()
    scene.issue()
    for order in (IssueTicket(PRACTICE), CallNext("1", 0, practice=True), FinishTicket("1", "1-練001")):
        if practises:
            scene.do(order)
        else:
            scene.now += 1_000
    scene.now += 5 * MINUTE
    return scene


def test_a_practice_call_passes_nobody() -> None:
    scene, quiet = morning(practises=True), morning(practises=False)
    for one in (scene, quiet):
        assert one.next("1") == "1-A001"
    for language in LANGUAGES:
        assert lines(scene, "1-A001", language) == lines(quiet, "1-A001", language)
    assert "called meanwhile" in lines(scene, "1-A001", "en")[-1]
    assert "no other number" in lines(scene, "1-A001", "en")[-1]


def test_who_still_waits_is_told_so_and_of_nobody_who_was_called() -> None:
    scene, quiet = morning(practises=True), morning(practises=False)
    assert told(scene, "1-A001").answer == told(quiet, "1-A001").answer


def test_a_practice_number_has_no_story_and_a_story_goes_on_after_practice() -> None:
    scene = morning(practises=True)
    assert day_of(scene).ticket_id("練001") is None
    second = scene.issue()
    assert [line.what for line in told(scene, second).lines] == ["ticket_issued"]
