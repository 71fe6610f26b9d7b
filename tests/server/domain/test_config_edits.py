"""What is different between two configurations is told as single values, or not at all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from server.domain.commands import ConfigureHall
from server.domain.config import Guide, HallConfig, Interval, MissedReturn, Question
from server.domain.config_edits import Edit, edited, edits_between
from server.domain.events import HallConfigured, HallEdited
from server.settings import read_settings
from server.storage.event_codec import decode_event, encode_event
from tests.real_hall import ROOT
from tests.server.domain.scene import Scene
from tests.server.sample_halls import sample_hall, sample_service

GUIDE = Guide(minutes=25, deadline=(("zh-TW", "14 日內"), ("en", "within 14 days")), faq=(Question((), ()),))
HALL = sample_hall((replace(sample_service("apples", "A"), guide=GUIDE), sample_service("books", "B")))


def with_guide(**changes: Any) -> HallConfig:
    return replace(HALL, services=(replace(HALL.services[0], guide=replace(GUIDE, **changes)), *HALL.services[1:]))


@pytest.mark.parametrize(
    ("after", "edits"),
    [
        (replace(HALL, recall_limit=7), [Edit("recall_limit", 7)]),
        (replace(HALL, missed_return=MissedReturn.ASK_DESK), [Edit("missed_return", "ask_desk")]),
        (with_guide(minutes=30), [Edit("services.0.guide.minutes", 30)]),
        (with_guide(minutes=None), [Edit("services.0.guide.minutes", None)]),
        (with_guide(sample=True), [Edit("services.0.guide.sample", True)]),
        (
            with_guide(deadline=(("zh-TW", "7 日內"), ("en", "within 7 days"))),
            [
                Edit("services.0.guide.deadline.0.1", "7 日內"),
                Edit("4.1.1", "7", start=7, end=5),
            ],
        ),
    ],
    ids=lambda one: one[0].path if isinstance(one, list) else "",
)
def test_single_values_are_edits_and_lead_there(after: HallConfig, edits: list[Edit]) -> None:
    scene = Scene(HALL)
    assert scene.do(ConfigureHall(after)) == (HallEdited(tuple(edits)),)
    assert scene.hall.config == after
    event = HallEdited(tuple(edits))
    assert decode_event(encode_event(event)) == event
    assert type(edited(HALL, edits).missed_return) is MissedReturn


@pytest.mark.parametrize(
    "after",
    [
        with_guide(faq=()),
        with_guide(fee=(("zh-TW", "免費"), ("en", "Free"))),
        replace(HALL, services=HALL.services[:1]),
        replace(HALL, services=(replace(HALL.services[0], lunch=Interval(720, 780)), *HALL.services[1:])),
    ],
)
def test_what_comes_or_goes_is_told_whole(after: HallConfig) -> None:
    assert Scene(HALL).do(ConfigureHall(after)) == (HallConfigured(after),)


def test_many_values_are_another_configuration() -> None:
    long = replace(HALL, notices=tuple(((("en", f"{place}")),) for place in range(101)))
    other = replace(HALL, notices=tuple(((("en", f"{place}!")),) for place in range(101)))
    assert edits_between(long, other) is None
    assert edits_between(replace(long, notices=long.notices[:100]), replace(other, notices=other.notices[:100]))


def test_an_edit_of_another_text_is_refused() -> None:
    with pytest.raises(ValueError, match="is no text of that length"):
        edited(HALL, [Edit("services.0.prefix", "x", start=5)])


@pytest.mark.parametrize("path", ["services.7.guide", "nothing", "services.-1", "services.0.prefix.0", "services.x"])
def test_an_edit_that_does_not_fit_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="nothing stands at"):
        edited(HALL, [Edit(path, 1)])


def test_one_number_of_the_sample_hall_takes_less_than_a_kilobyte_of_the_log() -> None:
    config = read_settings(ROOT / "config.toml").hall
    law = config.services[0].guide
    shorter = tuple((tag, text.replace("14", "7")) for tag, text in law.deadline)
    guide = replace(law, deadline=shorter)
    changed = replace(config, services=(replace(config.services[0], guide=guide), *config.services[1:]))
    (event,) = Scene(config).do(ConfigureHall(changed))
    body = encode_event(event).body
    assert len(msgspec.json.decode(body)["edits"]) == 5, "one for each language"
    assert len(body.encode()) < 500
    (event,) = Scene(config).do(ConfigureHall(replace(config, recall_limit=3)))
    assert len(encode_event(event).body.encode()) < 100


def test_a_path_goes_on_from_the_one_before_it_and_an_old_row_says_the_same() -> None:
    after = with_guide(minutes=30, deadline=(("zh-TW", "7 日內"), ("en", "within 7 days")))
    edits = edits_between(HALL, after)
    assert edits is not None
    assert [one.path for one in edits] == ["services.0.guide.minutes", "3.deadline.0.1", "4.1.1"]
    whole = ["services.0.guide.minutes", "services.0.guide.deadline.0.1", "services.0.guide.deadline.1.1"]
    assert edited(HALL, edits) == after
    assert edited(HALL, [replace(one, path=path) for one, path in zip(edits, whole, strict=True)]) == after
    now = encode_event(HallEdited(edits))
    before = encode_event(HallEdited(tuple(replace(one, path=path) for one, path in zip(edits, whole, strict=True))))
    assert decode_event(before._replace(version=1)) == HallEdited(edits)
    assert len(now.body) < len(before.body)


@pytest.mark.parametrize("path", ["1.recall_limit", "0.recall_limit", "9.recall_limit"])
def test_a_path_that_goes_on_from_none_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="stands before"):
        edited(HALL, [Edit(path, 7)])
    if path.startswith("9"):
        with pytest.raises(ValueError, match="stands before"):
            edited(HALL, [Edit("services.0.guide.minutes", 30), Edit(path, 7)])
