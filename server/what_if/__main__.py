"""`python -m server.what_if CHANGE … [--day DATE | --tomorrow [--weeks N]] [--json] [--config PATH]`: what the waits of
a day would have been under another plan, or those of the next day may be. It only reads, also beside the server.

A change is some words: `extra B 10:00-12:00`, `pause 4 11:00-11:30`, `services 4 A,B/C 9-12`, `preset balanced`.

Exit status: 0 when it is said, 64 for what is no change of this hall and for a day that its log does not have, 65 when
the log is damaged, 75 when it is not to be had now, 78 when the config or the store must be mended first.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import msgspec

from program.config_file import ConfigError
from program.language import LanguageError, language_of_terminal
from program.log_records import last_word
from program.texts import read_catalog
from server.domain.config import HallConfig
from server.settings import Settings, read_settings
from server.storage.engine import open_engine
from server.storage.faults import LogCorrupt, StorageFault, StoreRefused
from server.storage.reader import PassingReader
from server.what_if.answer import Answer
from server.what_if.asked import MOST_WEEKS, WEEKS
from server.what_if.changes import Change, ChangeRefused, Fault, change_of_words
from server.what_if.reader import Changes, of_day, of_tomorrow
from server.what_if.table import Say, Table


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        language = language_of_terminal()
        catalog = read_catalog("what_if")
        say = partial(catalog.text, language)
        settings = read_settings(options.config)
    except (ConfigError, LanguageError) as fault:
        return _end(os.EX_CONFIG, *str(fault).split("\n"))
    asked: list[Change] = []
    hall: list[HallConfig] = []

    def changes(config: HallConfig) -> Sequence[Change]:
        hall.append(config)
        asked.extend(change_of_words(one, config) for one in options.changes)
        return asked

    try:
        answer = _answer(settings, options, changes)
    except ChangeRefused as refused:
        return _end(os.EX_USAGE, refusal(refused, say, catalog.style(language).list_separator))
    except StoreRefused as fault:
        return _end(os.EX_CONFIG, str(fault))
    except LogCorrupt as fault:
        return _end(os.EX_DATAERR, f"DAMAGED: {fault.what}. ./jiaohao audit verify says where")
    except StorageFault as fault:
        return _end(os.EX_TEMPFAIL, str(fault))
    if options.json:
        sys.stdout.write(msgspec.json.encode(answer).decode() + "\n")
    else:
        table = Table(say, catalog.style(language), language, hall[-1])
        sys.stdout.write("\n".join(table.lines(answer, asked)) + "\n")
    return os.EX_OK


def refusal(refused: ChangeRefused, say: Say, separator: str) -> str:
    """In words, with what would have been understood."""
    line = say(f"fault_{refused.fault}", said=refused.said)
    match refused.fault, refused.known:
        case _, ():
            return line
        case Fault.NO_DAY, (first, last):
            hint = say("days_are", first=first, last=last)
        case _, known:
            hint = say("there_are", known=separator.join(known))
    return say("fault_and_hint", fault=line, hint=hint)


def _answer(settings: Settings, options: argparse.Namespace, changes: Changes) -> Answer:
    database = settings.server.database
    if database.get_backend_name() == "sqlite" and not Path(database.database or "").exists():
        raise ChangeRefused(Fault.NO_LOG, "")
    engine = open_engine(database, looks=True)
    try:
        log = PassingReader(engine, settings.hall.hall_id)
        return of_tomorrow(log, changes, options.weeks) if options.tomorrow else of_day(log, changes, options.day)
    finally:
        engine.dispose()


def _end(status: int, *lines: str) -> int:
    for line in lines:
        last_word(" ".join(line.split()))
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./jiaohao what-if",
        description="What a day's waits would have been under another plan; reads the log only.",
        epilog='A change: "extra B 10:00-12:00", "pause 4 11:00-11:30", "pause 4 11" (from then on), '
        '"services 4 A,B/C 9-12" (behind the stroke as a backup; without a time all day), "preset balanced" (or '
        "promise_first, first_come). Services go by prefix or id, counters by what stands above them.",
    )
    parser.add_argument("changes", nargs="+", metavar="CHANGE", help="all of them together, one after the other")
    when = parser.add_mutually_exclusive_group()
    when.add_argument(
        "--day", default="", metavar="DATE", help="a past business day, as 2026-11-26; default: the newest"
    )
    when.add_argument("--tomorrow", action="store_true", help="the next day, from the last ones of its weekday")
    parser.add_argument(
        "--weeks",
        type=int,
        choices=range(1, MOST_WEEKS + 1),
        default=WEEKS,
        metavar="N",
        help=f"of so many of them at most, 1 to {MOST_WEEKS}; default: {WEEKS}",
    )
    parser.add_argument("--json", action="store_true", help="the answer as JSON")
    parser.add_argument("--config", type=Path, default=Path("config.toml"), help="default: config.toml")
    return parser


if __name__ == "__main__":
    sys.exit(main())
