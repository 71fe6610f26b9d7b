"""`python -m server.forecast [--days N] [--config PATH]`: how good the estimate was, from the log. It reads only, and
may run beside the server.

Exit status: 0 when it is said, 65 when the database is damaged, 75 when it is not to be had now, 78 when the config or
the store must be mended first.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from sqlalchemy import URL

from program.config_file import ConfigError
from program.language import LanguageError, language_of_terminal
from program.log_records import last_word
from program.texts import in_language, read_catalog
from server.domain.config import HallConfig
from server.forecast.past import PastDay, past_day
from server.forecast.report import ALL, MINUTE_MS, Score, report
from server.settings import read_settings
from server.storage.engine import open_engine
from server.storage.faults import LogCorrupt, StorageFault, StoreRefused
from server.storage.reader import PassingReader

Say = Callable[..., str]
EVERY_DAY = 1 << 62


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        language = language_of_terminal()
        say = partial(read_catalog("forecast").text, language)
        settings = read_settings(options.config)
    except (ConfigError, LanguageError) as fault:
        return _end(os.EX_CONFIG, *str(fault).split("\n"))
    try:
        days = finished(settings.server.database, settings.hall.hall_id, options.days)
    except StoreRefused as fault:
        return _end(os.EX_CONFIG, str(fault))
    except LogCorrupt as fault:
        return _end(os.EX_DATAERR, str(fault))
    except StorageFault as fault:
        return _end(os.EX_TEMPFAIL, str(fault))
    sys.stdout.write("\n".join(lines(settings.hall, days, language, say)) + "\n")
    return os.EX_OK


def finished(database: URL, hall_id: str, count: int) -> tuple[PastDay, ...]:
    """The last so many business days, the open one left out. Raises StorageFault, StoreRefused, LogCorrupt."""
    if database.get_backend_name() == "sqlite" and not Path(database.database or "").exists():
        return ()
    engine = open_engine(database, looks=True)
    try:
        read = [facts for facts in PassingReader(engine, hall_id).days("", before=EVERY_DAY, last=count + 1) if facts]
    finally:
        engine.dispose()
    found = (past_day(one.fact for one in facts) for facts in read[:-1])
    return tuple(one for one in found if one is not None)


def lines(hall: HallConfig, days: tuple[PastDay, ...], language: str, say: Say) -> Iterator[str]:
    """What is printed."""
    name = in_language(dict(hall.name), language) or hall.hall_id
    scores = report(days)
    if not days or not scores[0].called:
        yield say("none", hall=name)
        return
    yield say("head", hall=name, days=len(days), first=days[0].date, last=days[-1].date)
    yield from (f"  {_title(hall, one, language, say)}: {_told(one, say)}" for one in _in_order(hall, scores))
    yield say("meant")


def _in_order(hall: HallConfig, scores: Iterable[Score]) -> list[Score]:
    """As the hall orders its services; those that it has no more come last."""
    order = {ALL: -1} | {one.service_id: place for place, one in enumerate(hall.services)}
    return sorted(scores, key=lambda one: order.get(one.service_id, len(order)))


def _title(hall: HallConfig, score: Score, language: str, say: Say) -> str:
    if score.service_id == ALL:
        return say("all")
    service = hall.service(score.service_id)
    return score.service_id if service is None else in_language(dict(service.short_name), language)


def _told(score: Score, say: Say) -> str:
    if not score.promised:
        return say("untold", called=score.called)
    return say(
        "told",
        called=score.called,
        promised=score.promised,
        error=f"{score.error_ms / MINUTE_MS:.1f}",
        bias=f"{score.bias_ms / MINUTE_MS:+.1f}",
        held=f"{score.coverage:.0%}",
        width=f"{score.width_ms / MINUTE_MS:.0f}",
    )


def _end(status: int, *lines: str) -> int:
    for line in lines:
        last_word(" ".join(line.split()))
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./jiaohao forecast", description="How good the waits were that visitors were told; reads only."
    )
    parser.add_argument("--days", type=_days, default=30, metavar="N", help="so many finished days, default: 30")
    parser.add_argument("--config", type=Path, default=Path("config.toml"), help="default: config.toml")
    return parser


def _days(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= len(text) <= 4 or int(text) < 1:
        raise argparse.ArgumentTypeError(f"is 1 to 9999, not {text!r}")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
