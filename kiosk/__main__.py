"""`./jiaohao kiosk [--config PATH] [--now INSTANT] [--windowed] [--enrol] [--check [--hall FILE]]`: the touch kiosk.

Exit status 78 when its table of the config is wrong, 69 when there is no screen to open its window on.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from kiosk.settings import TYPICAL, Settings, check
from program.clock import clock_from
from program.config_file import ConfigError, hall_languages, read_tables
from program.desktop import no_desktop, platform_in
from program.free_memory import bound_free_memory
from program.language import LanguageError, languages
from program.log_records import last_word, log_to_stderr


def main() -> int:
    parser = argparse.ArgumentParser(prog="./jiaohao kiosk", description="The touch kiosk of a hall.")
    parser.add_argument("--config", type=Path, default=Path("config.toml"))
    parser.add_argument("--now", help="rehearse from this instant: 2026-11-23T08:55:00+08:00")
    parser.add_argument(
        "--windowed", action="store_true", help="a plain window for trying out; closing it ends the kiosk"
    )
    parser.add_argument("--enrol", action="store_true", help="begin with the first screen: a new code, a new server")
    parser.add_argument("--check", action="store_true", help="only check the [kiosk] table")
    parser.add_argument("--hall", type=Path, help="with --check: a hall whose texts are to fit, as the server wrote it")
    chosen, rest = parser.parse_known_args()
    strange = [word for word in rest if word.startswith("--") and not word.startswith("--platform")]
    if strange:
        parser.error(f"unrecognized arguments: {' '.join(strange)}")
    try:
        languages()
        settings = check(chosen.config, TYPICAL if chosen.check and chosen.hall else None)
    except (ConfigError, LanguageError) as fault:
        last_word(str(fault))
        return os.EX_CONFIG
    if chosen.check:
        return check_texts(settings, chosen.hall) if chosen.hall else 0
    try:
        clock = clock_from(chosen.now)
    except (OSError, ValueError) as fault:
        parser.error(f"--now: {fault}")
    lacking = no_desktop(os.environ, platform_in(rest))
    if lacking:
        last_word(lacking)
        return os.EX_UNAVAILABLE
    bound_free_memory()
    log_to_stderr()
    from kiosk.app import run

    spoken = hall_languages(read_tables(chosen.config), settings.hall, kiosk=True)
    return run(settings, clock, rest, windowed=chosen.windowed, enrol=chosen.enrol, languages=spoken)


def check_texts(settings: Settings, hall: Path) -> int:
    """Finds the texts of a hall that kiosk and ticket cannot show as they are written."""
    from PySide6.QtQuickControls2 import QQuickStyle

    from kiosk.fit_report import fit_report
    from screen.hall_check import check_hall

    QQuickStyle.setStyle("Basic")
    return check_hall("jiaohao-kiosk", hall, lambda hall: fit_report(hall, settings))


if __name__ == "__main__":
    raise SystemExit(main())
