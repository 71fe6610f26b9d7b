"""`python -m server.audit verify [--day DATE | --all] [--config PATH]`: whether the hall's log is whole.

It reads only, and may run beside the server. Without a choice it checks the last business day.

Exit status: 0 when everything holds, 65 when something does not, 64 for a day that the log does not have, 78 when the
config is wrong, 75 when the store is not to be had now.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path

from program.config_file import ConfigError
from program.language import LanguageError, languages
from server.audit.verify import Checked, Day, LogAudit
from server.settings import Settings, read_settings
from server.storage.engine import open_engine
from server.storage.faults import LogCorrupt, StorageFault, StoreRefused
from server.storage.promise import Promise, promise_path

EX_OK, EX_USAGE, EX_DATAERR, EX_TEMPFAIL, EX_CONFIG = 0, 64, 65, 75, 78


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        languages()
        settings = read_settings(options.config)
    except (ConfigError, LanguageError) as fault:
        return _end(EX_CONFIG, str(fault))
    try:
        return _verify(settings, options.day, every=options.all)
    except StoreRefused as fault:
        return _end(EX_CONFIG, str(fault))
    except LogCorrupt as fault:
        return _end(EX_DATAERR, f"DAMAGED: {fault}. Restore the newest backup")
    except StorageFault as fault:
        return _end(EX_TEMPFAIL, f"{settings.server.database.render_as_string(hide_password=True)}: {fault}")


def _verify(settings: Settings, date: dt.date | None, *, every: bool) -> int:
    server, hall_id = settings.server, settings.hall.hall_id
    promise = Promise(promise_path(server.database, hall_id, server.secret_file), hall_id)
    engine = open_engine(server.database, looks=True)
    try:
        audit = LogAudit(engine, hall_id, promise)
        days = audit.days()
        chosen = _chosen(days, date, every=every)
        if days and not chosen:
            return _end(
                EX_USAGE, f"the log of hall {hall_id} has no {date}: it goes from {days[0].date} to {days[-1].date}"
            )
        bad = [day.day for day in chosen if not _said(audit.check(day))]
        missing = audit.missing()
    finally:
        engine.dispose()
    if missing:
        _say(f"MISSING: {missing}")
    if bad or missing:
        return _end(EX_DATAERR, f"The log of hall {hall_id} is not whole: restore the newest backup that is.")
    seqs = f", seq {chosen[0].first_seq} to {chosen[-1].last_seq}" if chosen else ""
    _say(f"All holds: hall {hall_id}, {len(chosen)} of {len(days)} business days{seqs}.")
    return EX_OK


def _chosen(days: Sequence[Day], date: dt.date | None, *, every: bool) -> Sequence[Day]:
    """All of them, those of the date, or the last one."""
    if every:
        return days
    return days[-1:] if date is None else [day for day in days if day.date == date.isoformat()]


def _said(checked: Checked) -> bool:
    """Prints a day's line; whether everything holds in it."""
    day = checked.day
    found = f"DAMAGED: {checked.fault}" if checked.fault else "chain and replay hold"
    _say(f"day {day.day}, {day.date}, seq {day.first_seq} to {day.last_seq}: {found}")
    return not checked.fault


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _end(status: int, line: str) -> int:
    sys.stderr.write(" ".join(line.split()) + "\n")
    return status


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{text}` must be a date like 2026-11-23") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./jiaohao audit", description="Whether the hall's log is whole; reads only.")
    parser.add_argument("what", choices=["verify"], help="check hash chain, replay and keys")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--day", type=_date, metavar="DATE", help="the business days of a date; default: the last day")
    which.add_argument("--all", action="store_true", help="every business day")
    parser.add_argument("--config", type=Path, default=Path("config.toml"), help="default: config.toml")
    return parser


if __name__ == "__main__":
    sys.exit(main())
