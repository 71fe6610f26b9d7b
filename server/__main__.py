"""`./jiaohao server [public] [--config PATH] [--now INSTANT] [--new-hall] [--accept-loss] [--confirm-date]
[--heal-date REASON]`: the server of one hall. `--check` only checks the config file and says who reaches what from
where; `--check --write-hall FILE` writes what screens are told of the hall instead.

With `public` only what the public may reach, as a process of its own beside it.

Exit status: 0 after a clean stop, 78 when config, secret, certificate or store must be mended first or a person's word
is needed, 75 when a later start may work (store or port not to be had, another server writes this log), 65 when the log
is damaged.
"""

from __future__ import annotations

import argparse
import resource
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from server.early_signals import EarlySignals

# What takes time to import waits until signals are taken care of.
if TYPE_CHECKING:
    from program.clock import RehearsalClock
    from server.settings import Settings

SWITCH_S = 0.0005
"""How long one thread may keep the other waiting: the writer gives way at every call of the database, and with
Python's 5 ms it would stand behind the event loop for longer than a commit takes."""
LONGEST_REASON = 200
"""Characters of what a person says of a wrong date."""
EX_OK, EX_DATAERR, EX_TEMPFAIL, EX_CONFIG = 0, 65, 75, 78


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    signals = None if options.check else EarlySignals()
    from program.clock import rehearsal_from
    from program.config_file import ConfigError
    from program.language import LanguageError, languages
    from program.log_records import log_to_stderr
    from server.settings import check

    try:
        languages()
        settings = check(options.config)
    except (ConfigError, LanguageError) as fault:
        return _end(EX_CONFIG, *str(fault).split("\n"))
    if signals is None:
        return (
            _say_reach(settings)
            if options.write_hall is None
            else _write_hall(options.write_hall, settings, options.config)
        )
    try:
        rehearsal = None if options.now is None else rehearsal_from(options.now)
    except (OSError, ValueError) as fault:
        return _end(EX_CONFIG, f"--now: {fault}")
    if options.process and not settings.ports.public_process:
        reason = (
            "is false: the server itself serves the public port, if there is one; for a process of its own say true"
        )
        return _end(EX_CONFIG, str(ConfigError(options.config, "server.public_process", reason)))
    log_to_stderr()
    _raise_file_limit()
    sys.setswitchinterval(SWITCH_S)
    return _run(settings, rehearsal, signals, options)


def _say_reach(settings: Settings) -> int:
    """Who reaches what from where, for whoever set it up. Files are looked at, and none is made."""
    from program.language import language_of_terminal
    from program.texts import read_catalog
    from server.certificates.encrypted_ports import shown_by
    from server.certificates.files import CertificateRefused
    from server.certificates.own_names import own_names
    from server.reach import Reach

    try:
        shown = shown_by(settings.ports, settings.hall.hall_id)
    except CertificateRefused as fault:
        return _end(EX_CONFIG, str(fault))
    reach = Reach(settings, own_names(), shown, read_catalog("entrance"), language_of_terminal())
    sys.stdout.write("".join(f"{line}\n" for line in reach.lines()))
    return EX_OK


def _warn_of_calendar(config: Path, settings: Settings) -> None:
    """Holidays that the hall does not know are no fault, but somebody should."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from server.calendar_settings import calendar_warnings

    today = datetime.now(ZoneInfo(settings.hall.time_zone)).date()
    sys.stderr.write("".join(f"{line}\n" for line in calendar_warnings(config, settings.hall, today)))


def _warn_of_guides(config: Path) -> None:
    """Numbers that say one thing in one language and another in the next."""
    from server.guide_files import guide_hints

    sys.stderr.write("".join(f"{line}\n" for line in guide_hints(config)))


def _write_hall(path: Path, settings: Settings, config: Path) -> int:
    """What screens would be told of the hall: their programs check that they can show it."""
    from server.translation.hall import hall_view
    from wire.hall_file import write_hall

    _warn_of_calendar(config, settings)
    _warn_of_guides(config)
    try:
        write_hall(path, hall_view(settings.hall))
    except OSError as fault:
        return _end(EX_CONFIG, f"{path}: cannot be written: {fault.strerror}")
    return EX_OK


def _run(
    settings: Settings, rehearsal: RehearsalClock | None, signals: EarlySignals, options: argparse.Namespace
) -> int:
    import asyncio

    import uvloop  # with all of the edge behind it: --check answers without

    from server.certificates.files import CertificateRefused
    from server.edge.listen import PortRefused
    from server.follower import LogReplaced
    from server.identity.opening import IdentityAway
    from server.public import serve_public
    from server.serving import serve
    from server.storage.faults import LogCorrupt, LogHeld, LogTaken, StorageFault, StoreRefused
    from server.timekeeping import DateWords, WrongClock
    from server.tokens import SecretRefused

    words = DateWords(options.confirm_date, options.heal_date or "")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        try:
            fallen = runner.run(
                serve_public(settings, rehearsal, signals)
                if options.process
                else serve(
                    options.config,
                    settings,
                    rehearsal,
                    signals,
                    words,
                    new_hall=options.new_hall,
                    accept_loss=options.accept_loss,
                )
            )
        except (CertificateRefused, SecretRefused, StoreRefused, WrongClock) as fault:
            return _end(EX_CONFIG, str(fault))
        except LogCorrupt as fault:
            shown = settings.server.database.render_as_string(hide_password=True)
            line = f"the log is damaged: {fault}. The server does not go on; restore the newest backup of {shown}"
            return _end(EX_DATAERR, line)
        except (IdentityAway, PortRefused, LogHeld, LogTaken, LogReplaced) as fault:
            return _end(EX_TEMPFAIL, str(fault))
        except StorageFault as fault:
            shown = settings.server.database.render_as_string(hide_password=True)
            return _end(EX_TEMPFAIL, f"{shown}: {str(fault).strip()}")
    return EX_OK if fallen is None else EX_TEMPFAIL


def _end(status: int, *lines: str) -> int:
    from program.log_records import last_word

    for line in lines:
        last_word(" ".join(line.split()))
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./jiaohao server", description="The server of one hall.")
    parser.add_argument("process", nargs="?", choices=["public"], help="public: the phones' process, beside the server")
    parser.add_argument("--config", type=Path, default=Path("config.toml"), help="default: config.toml")
    parser.add_argument("--now", metavar="INSTANT", help="run on a rehearsal clock, from 2026-11-23T08:55:00+08:00")
    parser.add_argument("--new-hall", action="store_true", help="begin a hall beside another in the same database")
    parser.add_argument("--accept-loss", action="store_true", help="go on though acknowledged facts are missing")
    parser.add_argument(
        "--confirm-date", action="store_true", help="this computer's clock is right, although far from the hall's log"
    )
    parser.add_argument(
        "--heal-date",
        type=_reason,
        metavar="REASON",
        help="this computer's clock is right, and the date of the hall's log is wrong, for this reason",
    )
    parser.add_argument(
        "--check", action="store_true", help="only check the config file, and say who reaches what from where"
    )
    parser.add_argument(
        "--write-hall", type=Path, metavar="FILE", help="with --check: write the hall as screens see it"
    )
    return parser


def _reason(text: str) -> str:
    """One line that says something, and goes into the log."""
    line = " ".join(text.split())
    if not line or len(line) > LONGEST_REASON or not line.isprintable():
        raise argparse.ArgumentTypeError(f"say why, in 1 to {LONGEST_REASON} characters")
    return line


def _raise_file_limit() -> None:
    """Every phone is an open file; the soft limit is often 1,024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


if __name__ == "__main__":
    sys.exit(main())
