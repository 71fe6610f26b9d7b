"""`python -m server.privacy [--config PATH]`: what the server holds about people, why and until when, with how much
there is of it now. It reads only, and may run beside the server.

Exit status: 0 when it is said, 65 when a database is damaged, 75 when one is not to be had now, 78 when the config or
the store must be mended first.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from sqlalchemy import URL, exc, inspect

from program.config_file import ConfigError
from program.language import LanguageError, language_of_terminal
from program.log_records import last_word
from program.texts import in_language, read_catalog
from server.identity.opening import sign_in_policy
from server.identity.sign_in_policy import SignInPolicy
from server.privacy.holdings import ABOUT_NOBODY, HOLDINGS, Holding, numbers
from server.settings import Settings, read_settings
from server.storage.driver_faults import store_fault
from server.storage.engine import READS_ONLY, open_engine
from server.storage.faults import LogCorrupt, StorageFault, StoreRefused

Say = Callable[..., str]


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        language = language_of_terminal()
        say = partial(read_catalog("privacy").text, language)
        settings = read_settings(options.config)
    except (ConfigError, LanguageError) as fault:
        return _end(os.EX_CONFIG, *str(fault).split("\n"))
    try:
        counts = {store: counted(url, store, settings.hall.hall_id) for store, url in _databases(settings).items()}
    except StoreRefused as fault:
        return _end(os.EX_CONFIG, str(fault))
    except LogCorrupt as fault:
        return _end(os.EX_DATAERR, f"DAMAGED: {fault.what}. Restore the newest backup")
    except StorageFault as fault:
        return _end(os.EX_TEMPFAIL, str(fault))
    hall = in_language(dict(settings.hall.name), language) or settings.hall.hall_id
    sys.stdout.write("\n".join(lines(settings, hall, counts, say)) + "\n")
    return os.EX_OK


def counted(url: URL, store: str, hall_id: str) -> Mapping[str, int] | None:
    """By holding of that store, how many rows there are; None when nothing was ever kept there. Raises StorageFault,
    StoreRefused, LogCorrupt."""
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return None
    engine = open_engine(url, looks=True)
    try:
        with engine.connect().execution_options(**READS_ONLY) as connection, connection.begin():
            there = set(inspect(connection).get_table_names())
            mine = [one for one in HOLDINGS if one.store == store and one.table is not None and one.table.name in there]
            return {one.key: one.count(connection, hall_id) for one in mine} or None
    except exc.DBAPIError as fault:
        raise store_fault(fault) from fault
    finally:
        engine.dispose()


def lines(settings: Settings, hall: str, counts: Mapping[str, Mapping[str, int] | None], say: Say) -> Iterator[str]:
    """What is printed. `hall` is its name; `counts` are those of each store."""
    policy = sign_in_policy(settings.sign_in, settings.hall)
    databases = _databases(settings)
    yield say("head", hall=hall)
    yield ""
    yield say("visitors")
    yield say("choice")
    for holding in HOLDINGS:
        found = counts.get(holding.store)
        place = say("where_elsewhere")
        if holding.store in databases:
            database = databases[holding.store].render_as_string(hide_password=True)
            place = database if found is not None else say("where_none", database=database)
        yield ""
        yield from _told(
            holding, None if holding.table is None else (found or {}).get(holding.key, 0), place, policy, say
        )
    yield ""
    yield say("nobody", tables=", ".join(sorted(ABOUT_NOBODY)))


def _told(holding: Holding, count: int | None, place: str, policy: SignInPolicy, say: Say) -> Iterator[str]:
    title = say(holding.key)
    yield title if count is None else say("rows", title=title, count=count)
    yield say("what", text=say(f"{holding.key}_what"))
    yield say("where", text=place)
    yield say("why", text=say(f"{holding.key}_why"))
    yield say("until", text=say(f"{holding.key}_until", **numbers(holding, policy)))


def _databases(settings: Settings) -> dict[str, URL]:
    """By store."""
    return {"identity": settings.server.identity, "log": settings.server.database}


def _end(status: int, *lines: str) -> int:
    for line in lines:
        last_word(" ".join(line.split()))
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./jiaohao privacy", description="What is held about people, why and until when; reads only."
    )
    parser.add_argument("--config", type=Path, default=Path("config.toml"), help="default: config.toml")
    return parser


if __name__ == "__main__":
    sys.exit(main())
