"""The story of a number that a scene was played for, and what it says."""

from __future__ import annotations

from server.domain.events import AUTHOR
from server.story.day_log import DayLog, next_day_log
from server.story.story import Story, story_of
from tests.server.domain.scene import Scene

LANGUAGES = ("zh-TW", "en")
NAMES = {"somebody": "林小美", AUTHOR: "never asked for"}


def day_of(scene: Scene) -> DayLog:
    day = DayLog()
    for seq, fact in enumerate(scene.facts, 1):
        day = next_day_log(day, seq, fact)
    return day


def told(scene: Scene, ticket_id: str) -> Story:
    story = story_of(day_of(scene), ticket_id, LANGUAGES, scene.now, lambda by: NAMES.get(by, ""))
    assert story is not None
    return story


def lines(scene: Scene, ticket_id: str, language: str = "zh-TW") -> list[str]:
    return [line.text[language] for line in told(scene, ticket_id).lines]


def words(scene: Scene, ticket_id: str) -> list[str]:
    return [line.what for line in told(scene, ticket_id).lines]
