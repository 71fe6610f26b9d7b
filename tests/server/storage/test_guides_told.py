"""Guides are in the log once, not daily; every reader of a day has them all the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from server.audit.verify import LogAudit
from server.domain.config import HallConfig
from server.domain.config_edits import edits_between
from server.domain.events import DayOpened, Event, Fact, HallConfigured, HallEdited
from server.settings import read_settings
from server.storage.event_codec import StoredEvent, decode_event, encode_event
from server.storage.faults import LogCorrupt
from server.storage.guides_told import GuidesTold, guides_in
from server.storage.keys import KeyEntry
from server.storage.log import Entry, HallLog
from server.storage.promise import Promise
from server.storage.reader import LogReader
from server.storage.schema import event
from tests.contract.event_samples import SAMPLES
from tests.real_hall import ROOT
from tests.server.storage.tampering import tampered

HALL = read_settings(ROOT / "config.toml").hall
GOLDEN = ROOT / "tests" / "contract" / "golden"


@pytest.fixture
def log(engine: Engine) -> Iterator[HallLog]:
    log = HallLog(engine, HALL.hall_id)
    yield log
    log.close()


def opened(day: int, config: HallConfig = HALL) -> Entry:
    return entry(day, DayOpened(day=day, date=f"2026-11-{day:02}", config=config))


def entry(day: int, what: Event) -> Entry:
    return Entry(day, Fact(day * 1_000, "author", f"author:open-day:{day}", what))


def in_seven_days() -> tuple[HallConfig, HallEdited]:
    first, *others = HALL.services
    deadline = tuple((tag, text.replace("14", "7")) for tag, text in first.guide.deadline)
    law = replace(HALL, services=(replace(first, guide=replace(first.guide, deadline=deadline)), *others))
    edits = edits_between(HALL, law)
    assert edits
    return law, HallEdited(edits)


def sizes(engine: Engine) -> list[int]:
    with engine.connect() as connection:
        return [len(body.encode()) for body in connection.scalars(select(event.c.body).order_by(event.c.seq))]


def test_the_days_that_follow_say_where_they_stand(log: HallLog, engine: Engine) -> None:
    log.append([opened(1)], [])
    log.append([opened(2)], [])
    again = HallLog(engine, HALL.hall_id)
    assert again.load_day().facts == (opened(2).fact,)
    again.append([opened(3), opened(4)], [])
    first, *others = sizes(engine)
    assert first > 50_000
    assert max(others) < 15_000
    assert again.load_day().facts == (opened(4).fact,)
    assert again.verify_chain() == 4
    again.close()
    reader = LogReader(engine, HALL.hall_id, "test")
    told = [opened(day).fact for day in (1, 2, 3, 4)]
    assert [one.fact for one in reader.read(0)] == told
    assert [day[0].fact for day in reader.days("2026-11-01", 99)] == told
    assert [one.fact for one in reader.of_date("2026-11-03")] == told[2:3]


def test_an_audit_of_such_days_finds_nothing_wrong(log: HallLog, engine: Engine, tmp_path: Path) -> None:
    """Also where a day edits guides that stand in another's row."""
    _, edit = in_seven_days()
    log.append([opened(1)], [])
    log.append(
        [opened(2), entry(2, edit)], [KeyEntry("author:open-day:2", "1:" + "ab" * 32, "hall_edited", 3, 2, 2_000)]
    )
    audit = LogAudit(engine, HALL.hall_id, Promise(tmp_path / "none", HALL.hall_id))
    assert [audit.check(day).fault for day in reversed(audit.days())] == ["", ""]


def test_what_changed_is_told_whole_by_the_next_day_and_then_again_by_its_place(log: HallLog, engine: Engine) -> None:
    law, edit = in_seven_days()
    log.append([opened(1), entry(1, edit)], [])
    log.append([opened(2, law)], [])
    log.append([opened(3, law)], [])
    log.append([entry(3, HallConfigured(HALL)), opened(4)], [])
    whole = [size > 50_000 for size in sizes(engine)]
    assert whole == [True, False, True, False, True, False]
    again = HallLog(engine, HALL.hall_id)
    assert again.load_day().facts == (opened(4).fact,)
    again.close()


def test_a_batch_that_did_not_land_is_no_place(log: HallLog, engine: Engine) -> None:
    other = HallLog(engine, HALL.hall_id)
    other.load_day()
    log.append([opened(1, replace(HALL, services=()))], [])
    with pytest.raises(Exception, match="another author"):
        other.append([opened(1)], [])
    other.load_day()
    other.append([opened(2)], [])
    assert [size > 50_000 for size in sizes(engine)] == [False, True]
    other.close()


@pytest.mark.parametrize(
    "forged",
    ["UPDATE event SET body = replace(body, '14 日', '7 日') WHERE seq = 1", "DELETE FROM event WHERE seq = 1"],
)
def test_guides_that_are_not_those_any_more_are_noticed(log: HallLog, engine: Engine, forged: str) -> None:
    log.append([opened(1)], [])
    log.append([opened(2)], [])
    tampered(engine, forged)
    with pytest.raises(LogCorrupt, match="do not stand at seq 1"):
        HallLog(engine, HALL.hall_id).load_day()


def test_a_hall_without_guides_says_nothing_of_them(log: HallLog, engine: Engine) -> None:
    silent = replace(HALL, services=tuple(replace(one, guide=replace(one.guide.__class__())) for one in HALL.services))
    log.append([opened(1, silent), opened(2, silent)], [])
    with engine.connect() as connection:
        assert [json.loads(one).get("guides") for one in connection.scalars(select(event.c.body))] == [None, None]


def test_a_row_of_today_means_what_it_means_for_ever() -> None:
    (line,) = (GOLDEN / "day_by_row.jsonl").read_text("utf-8").splitlines()
    stored = StoredEvent(*json.loads(line))
    whole = encode_event(SAMPLES["day_opened"])
    assert decode_event(stored, {4: whole.body}.get) == SAMPLES["day_opened"]
    assert encode_event(SAMPLES["day_opened"], GuidesTold(4, guides_in(SAMPLES["day_opened"]))) == stored
    bare = decode_event(stored)
    assert isinstance(bare, DayOpened)
    assert guides_in(bare) == ""
    for row in (None, encode_event(SAMPLES["ticket_called"]).body, stored.body):
        with pytest.raises(LogCorrupt, match="do not stand at seq 4"):
            decode_event(stored, lambda _, row=row: row)  # type: ignore[misc]
