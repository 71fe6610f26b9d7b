"""`./jiaohao what-if`: a table in the reader's language, from the hall's own log, which is only read."""

from __future__ import annotations

import json
import unicodedata
from functools import partial
from pathlib import Path
from random import Random

import pytest

from program.texts import read_catalog
from server.settings import read_settings
from server.storage.engine import open_engine
from server.storage.log import Entry, HallLog
from server.storage.migrate import migrate
from server.what_if.__main__ import main, refusal
from server.what_if.changes import ChangeRefused, Fault
from tests.server.what_if.played_day import Comes, played, some_visitors
from tests.system.hall_server import write_config

SERVICES = ("benefit-first", "benefit-again", "reply-card")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A hall with one business day: Tuesday."""
    visitors = some_visitors(Random(1), 60, SERVICES, 240)
    return with_day(tmp_path, [*visitors, Comes(5, SERVICES[0], 30)])


def with_day(tmp_path: Path, visitors: list[Comes]) -> Path:
    path = write_config(tmp_path)
    settings = read_settings(path)
    counters = tuple(one.counter_id for one in settings.hall.counters[:3])
    facts = played(visitors, settings.hall, 300, counters=counters)
    engine = open_engine(settings.server.database)
    migrate(engine)
    log = HallLog(engine, settings.hall.hall_id)
    log.append([Entry(1, fact) for fact in facts], [])
    log.close()
    engine.dispose()
    return path


def printed(
    config: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    *words: str,
    locale: str = "en_US.UTF-8",
    status: int = 0,
) -> list[str]:
    monkeypatch.setenv("JIAOHAO_LOCALE", locale)
    capsys.readouterr()
    assert main([*words, "--config", str(config)]) == status
    said = capsys.readouterr()
    return (said.err if status else said.out).splitlines()


def columns(line: str) -> int:
    """Places that it takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(one) in {"W", "F"} else 1 for one in line)


def test_every_change_is_said_and_every_service_has_a_row(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("extra A,B 13-15", "pause 1 14:00-14:30", "services 2 A/C 13-", "preset balanced")
    lines = printed(config, capsys, monkeypatch, *words)
    assert lines[:5] == [
        "Yongkang Employment Center, Tue 24 Nov 2026, until 16:48: what if",
        "  one more counter does A First application, B Certification from 13:00 to 15:00",
        "  Counter 1 calls nobody from 14:00 to 14:30",
        "  Counter 2 does A First application, and as a backup C Reply cards from 13:00 on",
        '  numbers are called by the preset "balanced"',
    ]
    table = lines[lines.index("") + 1 :][:5]
    assert [row.split("   ")[0].rstrip() for row in table] == [
        "Waits in minutes",
        "All",
        "A First application",
        "B Certification",
        "C Reply cards",
    ]
    assert len({columns(row) for row in table}) == 1
    assert any(line.startswith("Replayed without any change, the day comes within 0.0 min") for line in lines)


def test_a_day_to_which_nobody_has_come_yet_is_none_to_come(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = printed(with_day(tmp_path, []), capsys, monkeypatch, "preset balanced")
    assert lines[0] == "Yongkang Employment Center, Tue 24 Nov 2026, until 12:00: what if"
    assert not any(line.startswith("From visitors and counters of") for line in lines)


def test_it_is_said_in_chinese(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = printed(config, capsys, monkeypatch, "extra A 13-15", "pause 1 14", locale="zh_TW.UTF-8")
    assert lines[:3] == [
        "永康就業中心 115年11月24日（二），到 16:48 為止：情境試算",
        "  13:00 到 15:00 多開一個櫃檯辦 A 給付初次申請",
        "  1 號櫃檯 14:00 起不叫號",
    ]
    table = lines[4:9]
    assert table[0].startswith("等候（分鐘）")
    assert len({columns(row) for row in table}) == 1


def test_it_is_said_as_json(config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    (line,) = printed(config, capsys, monkeypatch, "preset first_come", "--json", "--day", "2026-11-24")
    told = json.loads(line)
    assert (told["date"], told["outlooks"][0]["happened"]["people"]) == ("2026-11-24", 61)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["extra Z 10-12"], 'This hall has no service "Z". There are: A, B, C, D, E, F, G, H.'),
        (["open one more"], '"open one more" is no change. One is: extra B 10:00-12:00'),
        (["preset balanced", "--day", "2026-11-23"], "The log has no business day 2026-11-23. There are: 2026-11-24."),
        (["preset balanced", "--tomorrow"], "The log has no day of the weekday of 2026-11-25 yet."),
    ],
)
def test_what_cannot_be_answered_is_said_in_words(
    config: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    said: str,
) -> None:
    (line,) = printed(config, capsys, monkeypatch, *words, status=64)
    assert line.startswith(said)


@pytest.mark.parametrize("weeks", ["0", "-1", "27", "some"])
def test_a_number_of_weeks_that_is_none_is_refused(
    config: Path, capsys: pytest.CaptureFixture[str], weeks: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["preset balanced", "--tomorrow", f"--weeks={weeks}", "--config", str(config)])
    assert ended.value.code == 2
    assert "--weeks" in capsys.readouterr().err


@pytest.mark.parametrize("made", [True, False], ids=["made", "not there"])
@pytest.mark.parametrize("more", [(), ("--day", "2026-11-24"), ("--tomorrow",)])
def test_a_hall_that_has_not_begun_is_told_so(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    made: bool,
    more: tuple[str, ...],
) -> None:
    path = write_config(tmp_path)
    if made:
        engine = open_engine(read_settings(path).server.database)
        migrate(engine)
        engine.dispose()
    for locale, said in (
        ("en_US.UTF-8", "The hall has no business day in its log yet."),
        ("zh_TW.UTF-8", "據點的紀錄裡還沒有任何服務日。"),
    ):
        assert printed(path, capsys, monkeypatch, "preset balanced", *more, locale=locale, status=64) == [said]


@pytest.mark.parametrize(
    ("tag", "separator", "said"),
    [
        ("en", ", ", "The log has no business day 2026-11-23. The first is 2026-01-02, the newest 2026-11-24."),
        ("zh-TW", "、", "紀錄裡沒有 2026-11-23 這個服務日。最早是 2026-01-02，最近是 2026-11-24。"),
    ],
)
def test_of_many_days_the_first_and_the_newest_are_told(tag: str, separator: str, said: str) -> None:
    say = partial(read_catalog("what_if").text, tag)
    assert refusal(ChangeRefused(Fault.NO_DAY, "2026-11-23", ["2026-01-02", "2026-11-24"]), say, separator) == said


def test_what_there_is_stands_behind_as_the_language_lists_it(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (line,) = printed(config, capsys, monkeypatch, "preset fair", locale="zh_TW.UTF-8", status=64)
    assert line == "沒有「fair」這個叫號原則。有：promise_first、balanced、first_come。"


@pytest.mark.parametrize("locale", ["en_US.UTF-8", "zh_TW.UTF-8"])
@pytest.mark.parametrize("fault", Fault)
def test_every_fault_has_words(fault: Fault, locale: str) -> None:
    catalog = read_catalog("what_if")
    tag = "en" if locale.startswith("en") else "zh-TW"
    assert catalog.text(tag, f"fault_{fault}", said="x")


def test_the_log_is_only_read(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    database = config.parent / "data" / "hall.db"
    before = database.read_bytes()
    printed(config, capsys, monkeypatch, "preset balanced")
    assert database.read_bytes() == before
