"""A number of the law stands once in a guide's file, and is compared where it is written out."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from program.config_file import ConfigError
from server import guide_preview
from server.domain.config import HallConfig
from server.guide_files import guide_hints
from server.guide_numbers import hints
from server.settings import read_settings

ROOT = Path(__file__).parents[2]


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    """The sample hall, to be edited."""
    shutil.copy(ROOT / "config.toml", tmp_path)
    shutil.copytree(ROOT / "guides", tmp_path / "guides")
    return tmp_path / "config.toml"


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert text.count(old) == 1, (file, old)
    file.write_text(text.replace(old, new), "utf-8")


def said(hall: HallConfig) -> dict[str, str]:
    """All that a visitor reads of each guide, in all languages."""
    return {one.service_id: repr(one.guide) for one in hall.services}


@pytest.mark.parametrize(
    ("file", "edited", "values", "sentences"),
    [
        ("guides/benefit-first.toml", ("referral_days = 14", "referral_days = 7"), {"14": "7", "15": "8"}, 10),
        ("guides/migrant-transfer.toml", ("\ndays = 60", "\ndays = 45"), {"60": "45"}, 10),
        ("config.toml", ("reply_card_days = 7", "reply_card_days = 10"), {"7": "10"}, 15),
    ],
)
def test_a_changed_law_is_one_edit(
    hall: Path, file: str, edited: tuple[str, str], values: dict[str, str], sentences: int
) -> None:
    old = said(read_settings(hall).hall)
    edit(hall.parent / file, *edited)
    new = said(read_settings(hall).hall)
    moved = 0
    for service, text in old.items():
        was, now = re.split(r"([0-9]+)", text), re.split(r"([0-9]+)", new[service])
        different = [(one, other) for one, other in zip(was, now, strict=True) if one != other]
        assert all(values[one] == other for one, other in different)
        moved += len(different)
    assert moved == sentences, "each sentence in each of five languages"


def test_a_name_that_there_is_not_is_refused_with_its_place(hall: Path) -> None:
    guide = hall.parent / "guides/migrant-transfer.toml"
    edit(guide, 'en = "{days} days', 'en = "{dais} days')
    with pytest.raises(
        ConfigError, match=r"deadline\.en: \{dais\} names no number; there are \{reply_card_days\}, \{days\}"
    ):
        read_settings(hall)


@pytest.mark.parametrize(
    "written",
    [
        "{Days}",
        "{ days }",
        "{days + 1}",
        "{days*2}",
        "{work-days}",
        "｛days｝",
        "{days",
        "days}",
        "{{days}}",
        "{days-61}",
        "{}",
    ],
)
def test_braces_that_would_be_printed_are_refused_with_their_place(hall: Path, written: str) -> None:
    guide = hall.parent / "guides/migrant-transfer.toml"
    edit(guide, 'en = "{days} days', f'en = "{written} days')
    with pytest.raises(ConfigError, match=r"transfer\.toml: deadline\.en: .*[{}｛｝]"):
        read_settings(hall)


def test_a_number_that_no_text_says_is_refused(hall: Path) -> None:
    edit(hall.parent / "guides/migrant-transfer.toml", "\ndays = 60\n", "\ndays = 60\nweeks = 2\n")
    with pytest.raises(ConfigError, match=r"transfer\.toml: numbers\.weeks: no text says \{weeks\}"):
        read_settings(hall)


def guide(*texts: dict[str, str], **more: Any) -> list[str]:
    return list(hints({"faq": [{"question": {"zh-TW": "問", "en": "Q"}, "answer": one} for one in texts], **more}))


@pytest.mark.parametrize(
    ("own", "other", "told"),
    [
        ("14 日內", "within 14 days", False),
        ("14 日內", "within 7 days", True),
        ("14 日內", "within two weeks", True),
        ("沒有期限", "within 30 days", True),
        ("得延長 1 次", "may be prolonged once", False),
        ("2 份", "3 copies", True),
        ("民國 113 年起", "from 2024", False),
        ("１，０００ 元", "NT$1000", False),
        ("1,000 元", "NT$1,500", True),
        ("13:30 起", "from 1.30 p.m.", True),
        ("{days} 日", "{days} days", False),
        ("{days} 日", "14 days", True),
    ],
)
def test_each_language_says_the_same_numbers(own: str, other: str, *, told: bool) -> None:
    lines = guide({"zh-TW": own, "en": other})
    assert bool(lines) is told
    assert all(line.startswith("faq[0].answer: the numbers differ: ") and other in line for line in lines)


def test_a_title_is_a_name_and_no_rule() -> None:
    assert guide(title={"zh-TW": "青年", "en": "Ages 15 to 29"}) == []


def test_a_number_in_several_sentences_is_to_be_named_once() -> None:
    week = {"zh-TW": "7 日內", "en": "7 days"}
    (line,) = guide(week, {"zh-TW": "7 日", "en": "7 days"}, deadline=week)
    assert line.startswith("deadline, faq[0].answer and faq[1].answer: 7 stands in each; named once under [numbers]")
    assert guide(week, {"zh-TW": "3 份", "en": "3 copies"}, contact=week) == [], "no rule, or a number of every day"


def test_the_sample_has_nothing_to_be_told_of_and_a_spoilt_one_names_file_and_key(hall: Path) -> None:
    assert list(guide_hints(hall)) == []
    edit(hall.parent / "guides/employer.toml", "within 60 days", "within 30 days")
    (line,) = guide_hints(hall)
    assert line.startswith(
        f"{hall.parent / 'guides/employer.toml'}: deadline: the numbers differ: 60 in zh-TW; 30 in en"
    )


def test_the_preview_says_how_far_a_guide_can_be_relied_on(hall: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guide_preview.main(["--config", str(hall), "reply-card"]) == 0
    assert capsys.readouterr().out.splitlines()[1] == "  checked on 2024-10-11; sample, to be confirmed"
    edit(hall.parent / "guides/reply-card.toml", 'checked_on = "2024-10-11"', "")
    edit(hall.parent / "guides/reply-card.toml", "sample = true", "sample = false")
    assert guide_preview.main(["--config", str(hall), "reply-card"]) == 0
    assert capsys.readouterr().out.splitlines()[1] == "  never compared with the law"
