"""`./jiaohao display [--config PATH] [--now ISO-INSTANT] [--windowed] [--enrol] [--check [--hall FILE]]
[--pictures FOLDER]`: the wall of a hall.

Ends with 0 on SIGTERM, SIGINT or a closed window, 78 when its table of the config is wrong, 69 when there is no screen.
SIGUSR1 writes pictures of both windows, and their texts as JSON, into FOLDER.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from display.settings import TYPICAL, DisplaySettings, check
from program.clock import Clock, clock_from
from program.config_file import ConfigError, hall_languages, read_tables
from program.desktop import no_desktop
from program.free_memory import bound_free_memory
from program.language import LanguageError, languages
from program.log_records import last_word, log_to_stderr

EX_CONFIG = 78
SIGNAL_POLL_MS = 200


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="./jiaohao display", description="Order and content monitor, chime and LED sign."
    )
    parser.add_argument("--config", type=Path, default=Path("config.toml"))
    parser.add_argument("--now", help="rehearse from this instant, as in 2026-11-23T08:55:00+08:00")
    parser.add_argument("--windowed", action="store_true", help="two plain windows on one screen, for trying out")
    parser.add_argument("--enrol", action="store_true", help="begin with the first screen: a new code, a new server")
    parser.add_argument("--check", action="store_true", help="only check the [display] table")
    parser.add_argument("--hall", type=Path, help="with --check: a hall whose texts are to fit, as the server wrote it")
    parser.add_argument("--pictures", type=Path, help="folder for the pictures that SIGUSR1 asks for")
    chosen = parser.parse_args(arguments)
    try:
        languages()
        settings = check(chosen.config, TYPICAL if chosen.check and chosen.hall else None)
    except (ConfigError, LanguageError) as fault:
        last_word(str(fault))
        return EX_CONFIG
    try:
        clock = clock_from(chosen.now)
    except (OSError, ValueError) as fault:
        parser.error(f"--now: {fault}")
    if chosen.check:
        return check_texts(settings, chosen.hall, chosen.config) if chosen.hall else 0
    lacking = no_desktop(os.environ)
    if lacking:
        last_word(lacking)
        return os.EX_UNAVAILABLE
    spoken = hall_languages(read_tables(chosen.config), settings.hall)
    return run(settings, clock, chosen.pictures, windowed=chosen.windowed, enrol=chosen.enrol, spoken=spoken)


def check_texts(settings: DisplaySettings, hall: Path, config: Path) -> int:
    """Finds the texts of a hall that this display cannot show as they are written, and says which files of its playlist
    it cannot show at all."""
    from display.fit_report import fit_report
    from display.media_report import media_lines
    from screen.hall_check import check_hall

    ended = check_hall("jiaohao-display", hall, lambda hall: fit_report(hall, settings))
    sys.stderr.write("".join(f"{line}\n" for line in media_lines(config, settings.playlist)))
    return ended


def run(
    settings: DisplaySettings,
    clock: Clock,
    pictures: Path | None,
    *,
    windowed: bool = False,
    enrol: bool = False,
    spoken: Sequence[str] = (),
) -> int:
    """Shows the wall until told to end; `spoken` are the hall's languages as its file has them. One that is no device
    yet, or is to `enrol` again, begins with the first screen."""
    bound_free_memory()
    log_to_stderr()
    # Qt reads these once, when it is first loaded.
    if settings.renderer == "software":
        os.environ.setdefault("QT_QUICK_BACKEND", "software")
    from PySide6.QtCore import QCoreApplication, QTimer
    from PySide6.QtGui import QGuiApplication

    from display.running import RunningDisplay
    from screen.typeface import use_typeface

    app = QGuiApplication(["jiaohao-display"])
    app.setApplicationDisplayName("叫號")
    app.setDesktopFileName("jiaohao-display")  # by which a Wayland compositor's rules know its windows
    use_typeface(app)
    running = RunningDisplay(app, settings, clock, pictures, windowed=windowed, languages=spoken)
    # Not inside whatever step a signal interrupts: that may be a frame being drawn. exit, not quit: quit asks
    # the windows to close, which the first screen refuses.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: QTimer.singleShot(0, lambda: QCoreApplication.exit(0)))
    signal.signal(signal.SIGUSR1, lambda *_: QTimer.singleShot(0, running.take_pictures))
    # Python runs a handler between two of its own steps.
    awake = QTimer(app, interval=SIGNAL_POLL_MS)
    awake.timeout.connect(lambda: None)
    awake.start()
    running.start(enrol=enrol)
    try:
        return app.exec()
    finally:
        running.stop()


if __name__ == "__main__":
    raise SystemExit(main())
