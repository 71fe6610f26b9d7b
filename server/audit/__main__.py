"""`python -m server.audit verify [--day DATE | --all] [--against ANCHOR …] [--key ID …] [--config PATH]`: whether the
hall's log and its staff log are whole.

It reads only, needs no secret, and may run beside the server. Of the hall's log it checks the last business day without
a choice, and every day with `--against`: a file of anchors, a folder, or the text of one. `--key` names a key that this
server signed with before. The staff log is checked whole.

Exit status: 0 when everything holds, 65 when something does not, 64 for a day that the log does not have and for what
is no anchor, 78 when the config is wrong, 75 when the store is not to be had now.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine

from program.clock import Clock, SystemClock
from program.config_file import ConfigError
from program.language import LanguageError, language_of_terminal, languages
from server.audit.against import LogThere, hold_against
from server.audit.anchor import Anchor, NoAnchor
from server.audit.anchor_key import KeyRefused, key_path, read_key
from server.audit.given_anchors import anchors_in, folders_in
from server.audit.log_gone import look_for_log
from server.audit.notices import notices
from server.audit.people_verify import fault_of_people
from server.audit.said import Said, fault_said, told
from server.audit.staff_verify import StaffAudit
from server.audit.verify import Checked, Day, LogAudit
from server.settings import Settings, read_settings
from server.storage.chain import GENESIS
from server.storage.engine import open_engine
from server.storage.faults import LogCorrupt, StorageFault, StoreRefused
from server.storage.promise import Promise, promise_path

EX_OK, EX_USAGE, EX_DATAERR, EX_TEMPFAIL, EX_CONFIG = 0, 64, 65, 75, 78


def main(arguments: list[str] | None = None, *, audit: type[LogAudit] = LogAudit, clock: Clock | None = None) -> int:
    """`audit` walks the hall's log; `clock`: this computer's without one."""
    now = (clock or SystemClock()).now()
    options = _parser().parse_args(arguments)
    try:
        languages()
        settings = read_settings(options.config)
    except (ConfigError, LanguageError) as fault:
        return _end(EX_CONFIG, *str(fault).split("\n"))
    try:
        anchors, folders = anchors_in(options.against), folders_in(options.against)
    except NoAnchor as fault:
        return _end(EX_USAGE, str(fault))
    try:
        every = options.all or bool(anchors and options.day is None)
        return verified(
            settings, options.day, anchors, audit, every=every, now=now, keys=_keys(options.key), folders=folders
        )
    except StoreRefused as fault:
        return _end(EX_CONFIG, str(fault))
    except LogCorrupt as fault:
        return _end(EX_DATAERR, Said("damaged_whole", what=fault_said(fault)))
    except StorageFault as fault:
        return _end(EX_TEMPFAIL, f"{settings.server.database.render_as_string(hide_password=True)}: {fault}")


def verified(
    settings: Settings,
    date: dt.date | None,
    anchors: Sequence[Anchor],
    kind: type[LogAudit],
    *,
    every: bool,
    now: int,
    keys: frozenset[str] = frozenset(),
    folders: Sequence[Path] = (),
) -> int:
    """Prints what holds and what does not; the exit status. `now`: ms since the epoch; `folders`: of anchors, among
    which evenings may be missing. Raises StoreRefused, StorageFault, LogCorrupt."""
    server, hall_id = settings.server, settings.hall.hall_id
    promise = Promise(promise_path(server.database, hall_id, server.secret_file), hall_id)
    engine, identity = open_engine(server.database, looks=True), open_engine(server.identity, looks=True)
    try:
        look_for_log(settings, engine, identity, promise)
        audit = kind(engine, hall_id, promise)
        days = audit.days()
        chosen = _chosen(days, date, every=every)
        if days and not chosen:
            return _end(EX_USAGE, Said("no_day", hall=hall_id, date=str(date), first=days[0].date, last=days[-1].date))
        bad = [day.day for day in chosen if not _said(audit.check(day))]
        missing, strays = audit.missing(), audit.strays()
        if strays:
            _say(Said("before_first", found=_damaged(strays)))
        if audit.faulty_days:
            _say(Said("days_table", found=_damaged(audit.faulty_days)))
        if missing:
            _say(Said("missing", what=missing))
        if days and promise.read() is None:
            _say(Said("promise_unread", path=str(promise.path)))
        staff, staff_holds = _staff(settings, identity, now)
        there = staff is not None and staff.begun and not staff.lost
        people_hold = not (there and staff_holds) or _people(identity, hall_id)
        for notice in notices(settings, engine, identity if there else None, [day.date for day in days], folders):
            _say(Said("notice", what=notice))
        unlike = not _held_against(anchors, settings, audit, staff, keys)
    finally:
        engine.dispose()
        identity.dispose()
    verdicts = {
        "not_whole": bool(bad or missing or strays or audit.faulty_days),
        "staff_not_whole": not staff_holds,
        "people_not_as_told": not people_hold,
        "not_every_anchor": unlike,
    }
    for key in (key for key, wrong in verdicts.items() if wrong):
        return _end(EX_DATAERR, Said(key, hall=hall_id, first=Said("first")))
    _say(_held(hall_id, chosen, days, date, anchored=bool(anchors)))
    return EX_OK


def _staff(settings: Settings, engine: Engine, now: int) -> tuple[StaffAudit | None, bool]:
    """Prints the line of the staff log; what there is of it, and whether it holds."""
    try:
        audit = StaffAudit(engine, settings.hall.hall_id)
        fault = audit.check(now)
    except LogCorrupt as corrupt:
        _say(Said("staff_found", found=_damaged(fault_said(corrupt))))
        return None, False
    except StorageFault as away:
        named = settings.server.identity.render_as_string(hide_password=True)
        _say(Said("staff_away", store=named, why=str(away)))
        return None, False
    if fault:
        _say(Said("staff_found", found=_damaged(fault)))
    elif not audit.begun:
        _say(Said("staff_not_begun"))
    else:
        _say(Said("staff_holds", end=audit.end) if audit.end else Said("staff_empty"))
    return audit, not fault


def _people(engine: Engine, hall_id: str) -> bool:
    """Prints which account or device is not as the staff log tells; whether all are."""
    fault = fault_of_people(engine, hall_id)
    if fault:
        _say(Said("people_found", found=_damaged(fault)))
    return not fault


def _held_against(
    anchors: Sequence[Anchor], settings: Settings, log: LogAudit, staff: StaffAudit | None, keys: frozenset[str]
) -> bool:
    """Prints what each anchor says; whether all of them fit."""
    if not anchors:
        return True
    there = staff if staff is not None and staff.begun and not staff.lost else None
    logs = (
        LogThere(Said("the_log"), log.rows.end(), log.rows.hash_at),
        LogThere(Said("the_staff_log"), there.rows.end(), there.rows.hash_at)
        if there is not None
        else LogThere(Said("the_staff_log"), 0, lambda seq: GENESIS.hash if seq == 0 else ""),
    )
    found = hold_against(anchors, settings.hall.hall_id, _own_key(settings), logs, keys)
    for one in found:
        _say(Said("unlike", what=one.line) if one.bad else one.line)
    return not any(one.bad for one in found)


def _keys(given: Sequence[str]) -> frozenset[str]:
    return frozenset("".join(one.split()).upper() for one in given)


def _own_key(settings: Settings) -> bytes | None:
    """This server's public key, where whoever asks may read its file; it is not needed."""
    try:
        return read_key(key_path(settings.server.secret_file)).public
    except (KeyRefused, OSError):
        return None


def _held(hall_id: str, chosen: Sequence[Day], days: Sequence[Day], date: dt.date | None, *, anchored: bool) -> str:
    """The last line when everything that was looked at holds."""
    seqs = Said("seqs", first=chosen[0].first_seq, last=chosen[-1].last_seq) if chosen else ""
    if len(chosen) == len(days):
        return Said("all_holds", hall=hall_id, count=len(chosen), all=len(days), seqs=seqs)
    held = Said("the_last") if date is None else Said("of_date", date=date.isoformat(), count=len(chosen))
    others = Said("anchors_say_nothing") if anchored else ""
    return Said("some_hold", hall=hall_id, held=held, all=len(days), seqs=seqs, others=others)


def _chosen(days: Sequence[Day], date: dt.date | None, *, every: bool) -> Sequence[Day]:
    """All of them, those of the date, or the last one."""
    if every:
        return days
    return days[-1:] if date is None else [day for day in days if day.date == date.isoformat()]


def _said(checked: Checked) -> bool:
    """Prints a day's line; whether everything holds in it."""
    day = checked.day
    found = _damaged(checked.fault) if checked.fault else Said("holds")
    _say(Said("day", day=day.day, date=day.date, first=day.first_seq, last=day.last_seq, found=found))
    return not checked.fault


def _damaged(what: str) -> str:
    return Said("damaged", what=what)


def _say(line: str) -> None:
    """In the language of whoever asks."""
    sys.stdout.write(told(line, language_of_terminal()) + "\n")
    sys.stdout.flush()


def _end(status: int, *lines: str) -> int:
    for line in lines:
        sys.stderr.write(" ".join(told(line, language_of_terminal()).split()) + "\n")
    return status


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{text}` must be a date like 2026-11-23") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./jiaohao audit", description="Whether the hall's logs are whole; reads only."
    )
    parser.add_argument("what", choices=["verify"], help="check hash chains, replay and keys")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--day", type=_date, metavar="DATE", help="the business days of a date; default: the last day")
    which.add_argument("--all", action="store_true", help="every business day")
    parser.add_argument(
        "--against",
        nargs="+",
        action="extend",
        default=[],
        metavar="ANCHOR",
        help="anchors kept elsewhere: a file, a folder, or the text of one; every business day is checked",
    )
    parser.add_argument(
        "--key",
        action="append",
        default=[],
        metavar="ID",
        help="a key that this server had before, like KXQM-WTRB, as the paper names it; may be repeated",
    )
    parser.add_argument("--config", type=Path, default=Path("config.toml"), help="default: config.toml")
    return parser


if __name__ == "__main__":
    sys.exit(main())
