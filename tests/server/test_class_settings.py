"""Classes of visitors as the file tells them: taken as written, and each fault named where it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from program.config_file import ConfigError
from server.domain.config import HallConfig, Reserve
from server.settings import read_settings
from tests.sample_tables import sample_text

SAMPLE = sample_text()
BARE = re.sub(r"(?m)^\[\[visitor_class\]\]\n(?:\S.*\n)*", "", SAMPLE).replace('\nclasses = ["youth"]', "")
NAME = 'name = { zh-TW = "青年", en = "Young people" }'
WHO = 'who = { zh-TW = "15 至 29 歲", en = "15 to 29 years old" }'


def table(class_id: str, *more: str, name: str = NAME, who: str = WHO) -> str:
    return "\n".join(("[[visitor_class]]", f'id = "{class_id}"', name, who, *more, ""))


def read(folder: Path, *tables: str) -> HallConfig:
    path = folder / "config.toml"
    path.write_text("\n".join((BARE, *tables)), encoding="utf-8")
    return read_settings(path).hall


def test_a_class_is_taken_as_written(tmp_path: Path) -> None:
    hall = read(tmp_path, table("young"), table("elderly", "priority = true"))
    assert [(one.class_id, one.priority) for one in hall.visitor_classes] == [("young", False), ("elderly", True)]
    assert hall.visitor_classes[0].who == (("zh-TW", "15 至 29 歲"), ("en", "15 to 29 years old"))
    assert [hall.has_priority(one) for one in ("ordinary", "young", "elderly", "priority", "gone")] == [
        False,
        False,
        True,
        True,
        False,
    ]
    assert [hall.knows_class(one) for one in ("ordinary", "priority", "young", "gone")] == [True, True, True, False]


def test_the_sample_says_who_is_served_sooner_in_each_language() -> None:
    (priority,) = [
        one for one in read_settings(Path(__file__).parents[2] / "config.toml").hall.visitor_classes if one.priority
    ]
    who = dict(priority.who)
    assert all(word in who["zh-TW"] for word in ("高齡者", "身心障礙者", "孕婦", "攜帶幼童", "其他實際需要"))
    assert set(who) == {"zh-TW", "en", "vi", "id", "th"}


@pytest.mark.parametrize(
    ("classes", "said"),
    [
        ('["old"]', "counter[5].classes[0]: no class of visitors `old`; allowed are priority, youth"),
        ('["youth", "youth"]', "counter[5].classes[1]: `youth` is named twice"),
    ],
)
def test_a_counter_is_kept_for_classes_that_there_are(tmp_path: Path, classes: str, said: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(SAMPLE.replace('classes = ["youth"]', f"classes = {classes}"), encoding="utf-8")
    with pytest.raises(ConfigError) as fault:
        read_settings(path)
    assert said in str(fault.value)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('reserve = { service = "pears", when_waiting = 3 }', "counter[5].reserve.service: unknown service `pears`"),
        ('reserve = { service = "youth", when_waiting = 3 }', "counter[5].reserve.service: `youth` is done"),
        (
            'reserve = { service = "training" }',
            "counter[5].reserve.when_waiting_minutes: this or when_waiting is needed",
        ),
        ('deputy_for = ["9"]', "counter[5].deputy_for[0]: no other counter `9`; allowed are 1, 2, 3, 4, 5, 7, 8"),
        ('deputy_for = ["6"]', "counter[5].deputy_for[0]: no other counter `6`"),
    ],
)
def test_what_a_counter_does_for_others_is_checked_where_it_stands(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(SAMPLE.replace('classes = ["youth"]', line), encoding="utf-8")
    with pytest.raises(ConfigError) as fault:
        read_settings(path)
    assert said in str(fault.value)


def test_what_a_counter_does_for_others_is_taken_as_written(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    lines = (
        'reserve = { service = "training", when_waiting_minutes = 20, when_waiting = 8 }',
        'deputy_for = ["4", "5"]',
        "deputy_after_minutes = 15",
    )
    text = SAMPLE.replace('\nclasses = ["youth"]', "\n" + "\n".join(lines)).replace(
        'id = "youth"\nprefix = "G"', 'id = "youth"\nalert_minutes = 25\nprefix = "G"'
    )
    path.write_text(text, encoding="utf-8")
    hall = read_settings(path).hall
    counter = hall.counter("6")
    assert counter is not None
    assert counter.reserve == Reserve("training", 20, 8)
    assert (counter.deputy_for, counter.deputy_after_minutes) == (("4", "5"), 15)
    assert {one.service_id: one.alert_minutes for one in hall.services}["youth"] == 25
    assert {one.alert_minutes for one in hall.services} == {25, 60}


def test_the_sample_keeps_its_youth_counter_and_has_an_express_one() -> None:
    hall = read_settings(Path(__file__).parents[2] / "config.toml").hall
    assert [one.counter_id for one in hall.counters if one.classes == ("youth",)] == ["6"]
    assert [one.primary for one in hall.counters if one.express] == [("reply-card",)]
    assert hall.kept_for_class("youth") == ("youth",)
    assert hall.kept_for_class("job-seeking") == ()


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ((table("young", name='name = { zh-TW = "青年" }'),), "visitor_class[0].name: has no text in en"),
        ((table("young", who='who = { en = "15 to 29" }'),), "visitor_class[0].who: has no text in zh-TW"),
        ((table("young"), table("young")), "visitor_class[1].id: `young` is taken already, by visitor_class[0]"),
        ((table("Young"),), "visitor_class[0].id: `Young` must be"),
        ((table("ordinary"),), "visitor_class[0].id: `ordinary` is whoever belongs to no class"),
        ((table("priority"),), "visitor_class[0].priority: must be true"),
        (tuple(table(f"c{place}") for place in range(7)), "visitor_class[6]: is one too many: 6 classes"),
    ],
)
def test_a_fault_is_named_where_it_stands(tmp_path: Path, tables: tuple[str, ...], said: str) -> None:
    with pytest.raises(ConfigError) as fault:
        read(tmp_path, *tables)
    assert said in str(fault.value)


def test_a_class_that_is_wrong_is_named_before_the_counter_that_is_kept_for_it(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        SAMPLE.replace('id = "youth"\nname = { zh-TW = "青年"', 'id = "priority"\nname = { zh-TW = "青年"'), "utf-8"
    )
    with pytest.raises(ConfigError, match=r"visitor_class\[1\]\.id: `priority` is taken already"):
        read_settings(path)
