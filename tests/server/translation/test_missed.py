"""What who missed the call is told: by the hall's house rule, or in its own words; the same on every surface."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.config import HallConfig, MissedReturn
from server.translation.hall import hall_view
from server.translation.missed import missed_rule
from server.translation.phone import phone_ticket
from tests.server.sample_halls import sample_hall
from tests.server.translation.story import Story

SILENT = replace(sample_hall(), missed_rule=())


@pytest.mark.parametrize(
    ("changes", "chinese", "english"),
    [
        ({}, "過號請洽服務台，號碼不變，順延 10 分鐘", "you keep it, but your turn is 10 minutes later"),
        ({"restore_delay_minutes": 0}, "過號請洽服務台，號碼不變，順位不變", "you keep it and your place"),
        (
            {"missed_return": MissedReturn.AFTER_CALLERS, "missed_callers": 5},
            "過號請洽服務台，號碼不變，再叫 5 位後輪到您",
            "you keep it and are called after 5 more visitors",
        ),
        ({"missed_return": MissedReturn.ASK_DESK}, "過號請洽服務台", "Ask at the reception desk."),
        ({"missed_return": MissedReturn.NEW_NUMBER}, "過號請重新取號", "Please take a new one."),
    ],
)
def test_the_text_follows_the_rule(changes: dict[str, object], chinese: str, english: str) -> None:
    config: HallConfig = replace(SILENT, **changes)  # type: ignore[arg-type]
    said = missed_rule(config)
    assert said["zh-TW"] == chinese
    assert english in said["en"]
    assert list(said) == list(config.languages)
    assert hall_view(config).missed_rule == said


def test_the_halls_own_words_win() -> None:
    own = (("zh-TW", "過號？找志工"), ("en", "Ask a volunteer"))
    assert missed_rule(replace(SILENT, missed_rule=own, missed_return=MissedReturn.NEW_NUMBER)) == dict(own)


def test_a_language_without_texts_is_not_told_in_another_unless_it_is_the_halls_first() -> None:
    assert missed_rule(replace(SILENT, languages=("en", "tl"))).keys() == {"en"}
    assert missed_rule(replace(SILENT, languages=("en",), kiosk_languages=("vi", "tl"))).keys() == {"en", "vi"}
    assert missed_rule(replace(SILENT, languages=("vi", "en"))).keys() == {"vi", "en"}


def test_a_phone_is_told_what_the_wall_says() -> None:
    story = Story(replace(SILENT, missed_return=MissedReturn.NEW_NUMBER))
    ticket_id = story.issue()
    told = phone_ticket(story.ticket(ticket_id), story.config, 1)
    assert told.missed_rule == hall_view(story.config).missed_rule
