"""`python -m server.admin first-code | reset LOGIN | list [--config PATH]`: accounts, beside the running server or not.

`first-code` shows the one-time code with which the first administrator is made; `reset LOGIN` ends somebody's password,
PIN, second factor and sessions, and shows a one-time code for a new password; `list` shows the accounts.

Exit status: 0 when it is done, 64 for a login that nobody has, 69 for a first code when there are accounts, 78 when the
config or the store must be mended first, 75 when the store is not to be had now, 65 when it is damaged.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine, exc

from program.clock import SystemClock
from program.config_file import ConfigError
from program.language import LanguageError, language_of_terminal
from program.texts import read_catalog
from server.identity.account_care import reset_account
from server.identity.database import one_writer, open_identity, prepare
from server.identity.first_code import first_code
from server.identity.names import login_key
from server.identity.rows import account_of_login, picture
from server.identity.staff_log import CONSOLE, note, note_restored
from server.identity.store_thread import changed
from server.settings import Settings, read_settings
from server.storage.driver_faults import store_fault
from server.storage.faults import LogCorrupt, StorageFault, StoreRefused

EX_OK, EX_USAGE, EX_DATAERR, EX_UNAVAILABLE, EX_TEMPFAIL, EX_CONFIG = 0, 64, 65, 69, 75, 78


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        say = partial(read_catalog("entrance").text, language_of_terminal())
        settings = read_settings(options.config)
    except (ConfigError, LanguageError) as fault:
        return _end(EX_CONFIG, *str(fault).split("\n"))
    shown = settings.server.identity.render_as_string(hide_password=True)
    try:
        engine = open_identity(settings.server.identity)
        try:
            return _do(engine, settings, options, say, prepare(engine))
        except exc.DBAPIError as fault:
            raise store_fault(fault) from fault
        finally:
            engine.dispose()
    except StoreRefused as fault:
        return _end(EX_CONFIG, str(fault))
    except LogCorrupt as fault:
        return _end(EX_DATAERR, f"{shown}: DAMAGED: {fault.what}. Restore the newest backup")
    except StorageFault as fault:
        return _end(EX_TEMPFAIL, f"{shown}: {fault}")


def _do(
    engine: Engine, settings: Settings, options: argparse.Namespace, say: Callable[..., str], restored: Sequence[str]
) -> int:
    hall_id, now = settings.hall.hall_id, SystemClock().now()
    with engine.begin() as connection:
        one_writer(connection, hall_id)
        note_restored(connection, hall_id, restored, at=now)
        if options.what == "list":
            return _list(connection, hall_id, say)
        if options.what == "reset":
            status, line = _reset(connection, hall_id, options.login, now, say)
        else:
            status, line = _first(connection, hall_id, settings.server.first_code_file, now, say)
        changed(connection, hall_id)
    return _end(status, line) if status else _say(line)


def _first(connection: Connection, hall_id: str, file: Path, now: int, say: Callable[..., str]) -> tuple[int, str]:
    code = first_code(connection, hall_id, file, now, by=CONSOLE)
    if code is None:
        return EX_UNAVAILABLE, say("admin_no_first")
    note(connection, hall_id, "first_code_shown", at=now, by=CONSOLE)
    return EX_OK, say("admin_first", code=code)


def _reset(connection: Connection, hall_id: str, login: str, now: int, say: Callable[..., str]) -> tuple[int, str]:
    row = account_of_login(connection, hall_id, login_key(login))
    code = None if row is None else reset_account(connection, hall_id, row.account_id, now, by=CONSOLE)
    if row is None or code is None:
        return EX_USAGE, say("admin_nobody", login=login)
    return EX_OK, say("admin_reset", code=code, login=row.login)


def _list(connection: Connection, hall_id: str, say: Callable[..., str]) -> int:
    people = [row for row in picture(connection, hall_id, 0).accounts.values() if not row.erased]
    for row in sorted(people, key=lambda one: one.login):
        states = [
            *([] if row.enabled else [say("admin_disabled")]),
            *([] if row.password_hash else [say("admin_waits")]),
            *([say("admin_second")] if row.totp_secret else []),
        ]
        _say("\t".join([row.login, say(f"admin_{row.role}"), row.name, ", ".join(states)]).rstrip())
    return EX_OK


def _say(line: str) -> int:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
    return EX_OK


def _end(status: int, *lines: str) -> int:
    for line in lines:
        sys.stderr.write(" ".join(line.split()) + "\n")
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./jiaohao admin", description="Accounts, from the server's own computer.")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--config", type=Path, default=Path("config.toml"), help="default: config.toml")
    which = parser.add_subparsers(dest="what", required=True)
    which.add_parser("first-code", parents=[common], help="show the code with which the first administrator is made")
    reset = which.add_parser("reset", parents=[common], help="a one-time code for a new password; the old one ends")
    reset.add_argument("login")
    which.add_parser("list", parents=[common], help="the accounts")
    return parser


if __name__ == "__main__":
    sys.exit(main())
