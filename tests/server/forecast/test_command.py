"""What `./jiaohao forecast` says."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from program.clock import ManualClock
from program.texts import read_catalog
from server.domain.commands import CallNext, Leaving
from server.domain.promise import Promise
from server.domain.tickets import Visit
from server.forecast.__main__ import finished, lines, main
from server.forecast.past import Kept, PastDay
from tests.server.asking import issue, submission
from tests.server.conftest import Authors, authors, store
from tests.server.sample_halls import NOON, sample_hall

__all__ = ["authors", "store"]

MINUTE_MS = 60_000
TOLD = Promise(10 * MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, made_at=NOON)
DAYS = (
    PastDay("2026-11-23", kept=(Kept("books", "ordinary", TOLD, NOON, 20 * MINUTE_MS),)),
    PastDay(
        "2026-11-24",
        kept=(
            Kept("apples", "ordinary", None, NOON, 3 * MINUTE_MS),
            Kept("gone", "ordinary", TOLD, NOON, 14 * MINUTE_MS),
        ),
    ),
)


def said(days: tuple[PastDay, ...], language: str) -> list[str]:
    return list(lines(sample_hall(), days, language, partial(read_catalog("forecast").text, language)))


def test_services_are_told_of_as_the_hall_orders_them() -> None:
    head, every, apples, books, gone, _ = said(DAYS, "en")
    assert head == "Waits that visitors of Sample hall were told, on 2 finished days from 2026-11-23 to 2026-11-24"
    assert every == (
        "  All services: 2 of 3 visitors were told a wait; off by 7.0 min in the mean, +7.0 min on balance; "
        "50% were called within their range, 10 min wide"
    )
    assert apples == "  apples: none of 1 visitors was told a wait"
    assert books.startswith("  books: 1 of 1 visitors")
    assert gone.startswith("  gone: 1 of 1 visitors"), "a service that the hall has no more"


@pytest.mark.parametrize("language", ["en", "zh-TW"])
def test_where_no_day_is_finished_it_says_so(language: str) -> None:
    (line,) = said((), language)
    assert "Sample hall" in line


@pytest.mark.anyio
async def test_it_reads_the_finished_days_of_the_log(authors: Authors, store: Engine) -> None:
    clock = ManualClock(NOON)

    def promise(visit: Visit) -> Promise | None:
        return TOLD if visit.service_id == "apples" else None

    async with authors(clock=clock, promise_of=promise) as author:
        for day in range(3):
            for number in range(2):
                await author.ask(submission(f"{day} issue {number}", issue("apples")))
            for number in range(2):
                clock.advance(8 * MINUTE_MS)
                await author.ask(submission(f"{day} next {number}", CallNext("1", number, Leaving.SERVED)))
            clock.advance(86_400_000)
    found = finished(store.url, "sample", 30)
    assert [one.date for one in found] == ["2026-11-24", "2026-11-25"], "the third is not finished"
    assert [one.date for one in finished(store.url, "sample", 1)] == ["2026-11-25"]
    assert [kept.waited_ms // MINUTE_MS for kept in found[0].kept] == [8, 16]
    assert [kept.held for kept in found[0].kept] == [True, False]


def test_a_database_that_is_not_there_has_no_days(tmp_path: Path) -> None:
    assert finished(make_url(f"sqlite:///{tmp_path}/none.db"), "sample", 30) == ()
    assert not (tmp_path / "none.db").exists()


def test_a_config_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--config", str(tmp_path / "none.toml")]) == 78
    assert "none.toml" in capsys.readouterr().err


@pytest.mark.parametrize("days", ["0", "x", "-1", "99999"])
def test_days_are_a_number(days: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--days", days])
    assert "1 to 9999" in capsys.readouterr().err
