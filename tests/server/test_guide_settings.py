"""A service guide's table: what it says is taken over whole, in each of its languages or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from program.config_file import ConfigError, decode_table
from server.guide_settings import GuideTable, guide
from server.setting_checks import Checks
from server.translation.hall import guide_view

BOTH = {"zh-TW": "甲", "en": "A"}
THREE = {"vi": "Á", "en": "A", "zh-TW": "甲"}


def read(table: dict[str, Any]) -> Any:
    path = Path("guides/apples.toml")
    return guide(Checks(path, ["zh-TW", "en"]), "", decode_table(path, "", table, GuideTable))


def test_everything_it_says_reaches_screens() -> None:
    view = guide_view(
        read(
            {
                "languages": ["en", "vi", "zh-TW"],
                "deadline": THREE,
                "contact": THREE,
                "progress": THREE,
                "interpreter": THREE,
                "form_samples": [{"name": THREE, "where": THREE}],
                "faq": [{"question": THREE, "answer": THREE}],
                "checked_on": "2024-10-11",
                "certainty": {"deadline": "law", "contact": "assumed"},
                "sample": True,
            }
        )
    )
    assert view.languages == ("zh-TW", "en", "vi")
    for texts in (view.deadline, view.contact, view.progress, view.interpreter, view.form_samples[0].where):
        assert list(texts.items()) == [("zh-TW", "甲"), ("en", "A"), ("vi", "Á")]
    assert (view.faq[0].question, view.faq[0].answer) == (THREE, THREE)
    assert (view.checked_on, view.sample) == ("2024-10-11", True)
    assert view.certainty == {"deadline": "law", "contact": "assumed"}


def test_that_no_papers_are_needed_is_said_by_an_empty_list_and_not_by_silence() -> None:
    tables: list[dict[str, Any]] = [{"papers": []}, {}, {"papers": [{"name": BOTH}]}]
    assert [guide_view(read(table)).no_papers for table in tables] == [True, False, False]


def test_it_speaks_the_halls_languages_unless_it_says_so() -> None:
    assert read({"title": BOTH}).languages == ()
    with pytest.raises(ConfigError, match="title: `vi` is no language of this hall"):
        read({"title": THREE})


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ({"languages": ["zh-TW", "en", "vi"], "title": BOTH}, "title: has no text in vi; needed are zh-TW, en, vi"),
        ({"languages": ["zh-TW", "vi"]}, "languages: must have each language of the hall; missing are en"),
        ({"languages": ["zh-TW", "en", "EN"]}, r"languages\[2\]: `EN` is named twice"),
        ({"faq": [{"question": BOTH, "answer": {"en": "A"}}]}, r"faq\[0\]\.answer: has no text in zh-TW"),
        ({"certainty": {"titel": "law"}}, "certainty: `titel` is no part of a guide"),
        ({"checked_on": "20241011"}, "checked_on: `20241011` must be a date"),
        ({"checked_on": "2024-02-31"}, "checked_on: `2024-02-31` must be a date"),
    ],
)
def test_what_is_missing_or_unknown_is_named(table: dict[str, Any], fault: str) -> None:
    with pytest.raises(ConfigError, match=f"guides/apples.toml: {fault}"):
        read(table)
