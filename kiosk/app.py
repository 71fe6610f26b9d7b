"""Builds the kiosk from its settings and runs it until it is told to end."""

from __future__ import annotations

import os
import secrets
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import shiboken6
import structlog
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow
from PySide6.QtQuickControls2 import QQuickStyle

import screen.fitter  # QML finds Fitter once its module is loaded
import screen.shortener  # noqa: F401  # and Shortener
from hardware.printer.driver import TicketPrinter, open_printer
from hardware.printer.profile import profile_named
from hardware.printer.settings import PrinterSettings
from hardware.printer.ticket_slip import slip_for
from hardware.transport import parse_address
from kiosk.conductor import Conductor, monotonic_ms
from kiosk.flow import begin
from kiosk.memory import answer_store, confirms_nothing
from kiosk.offered import first_offered
from kiosk.painter import Painter
from kiosk.printing import TicketPrinting
from kiosk.settings import Settings
from kiosk.timing import Timing
from kiosk.view_model import KioskView
from kiosk.window import KioskWindow, show_in_plain_window
from program.clock import Clock
from program.credentials import Credentials
from program.texts import read_catalog
from screen import SHARED_QML
from screen.device_start import DeviceStart
from screen.glyphs import characters_without_glyph
from screen.guides_file import guides_file
from screen.hall_time import HallTime
from screen.placing import desk_on
from screen.qtlink import QtLink
from screen.tidier import Tidier
from screen.typeface import use_typeface
from wire.kept_hall import KeptHall

HERE = Path(__file__).parent
SIGNAL_POLL_MS = 200
log = structlog.get_logger("kiosk")


class WindowError(Exception):
    """The QML of the window could not be loaded; the text names what."""


@dataclass(frozen=True)
class Kiosk:
    """A kiosk's objects, joined. Keep it as long as the window is shown."""

    engine: QQmlApplicationEngine
    window: QQuickWindow
    view: KioskView
    conductor: Conductor
    link: QtLink
    printing: TicketPrinting
    tidier: Tidier

    def start(self) -> None:
        self.printing.start()
        self.link.start()
        self.conductor.start()
        self.tidier.start()

    def stop(self) -> None:
        """Ends the threads and takes the window down, while Qt is still there to do it."""
        self.tidier.stop()
        self.conductor.stop()
        self.link.stop()
        self.printing.stop()
        # News of the threads may still be queued for it, and the view it would show them on goes with the engine.
        shiboken6.delete(self.conductor)
        shiboken6.delete(self.engine)


def new_key() -> str:
    """A command key nobody has used: 128 random bits."""
    return secrets.token_urlsafe(16)


def timing_of(settings: Settings) -> Timing:
    address = parse_address(settings.printer)
    byte_us = 1_000_000 * address.bits_per_byte // address.baud if address.baud else 0
    return Timing(idle=settings.idle_seconds * 1000, done=settings.done_seconds * 1000, byte_us=byte_us)


def build(
    app: QGuiApplication,
    settings: Settings,
    clock: Clock,
    credentials: Credentials | None = None,
    keep: Callable[[Credentials], object] | None = None,
    *,
    languages: Sequence[str] = (),
) -> Kiosk:
    """The kiosk, not yet started or shown; `clock` is this PC's own. `languages`: those that the hall's file has for
    kiosks, for as long as the hall has told none. `credentials`: as which device it speaks to its
    server; `keep` gets what is learnt of where that is. Raises WindowError when its QML does not load."""
    catalog = read_catalog("kiosk")
    painter = Painter(catalog, timing_of(settings), settings.second_language, settings.hall)
    kept = KeptHall(guides_file("kiosk", settings.state_folder, credentials))
    flow = begin(
        first_offered((*kept.languages, *kept.kiosk_languages) or languages, catalog, characters_without_glyph),
        monotonic_ms(),
    )
    view = KioskView(painter.picture(flow, monotonic_ms(), clock.now()), new_key)
    engine, window = load_window(view)
    link = QtLink(
        settings.server,
        "kiosk",
        settings.id,
        app,
        hall_id=settings.hall,
        credentials=credentials,
        keep=keep,
        kept=kept,
    )
    printer = PrinterSettings(settings.printer, settings.printer_profile)

    answers = answer_store(settings, os.environ)

    def opened() -> TicketPrinter:
        return open_printer(printer, answers=answers)

    slip = slip_for(profile_named(settings.printer_profile), parse_address(settings.printer))
    printing = TicketPrinting(opened, slip, app)
    conductor = Conductor(
        flow=flow,
        painter=painter,
        view=view,
        link=link,
        printing=printing,
        time=HallTime(link, clock),
        kiosk_id=settings.id,
        unconfirmed_told=confirms_nothing(answers, settings),
        parent=app,
    )
    link.received.connect(conductor.on_message)
    link.stateChanged.connect(conductor.on_link)
    link.answered.connect(conductor.on_answered)
    link.fateTold.connect(conductor.on_fate)
    return Kiosk(engine, window, view, conductor, link, printing, Tidier(app))


def load_window(view: KioskView) -> tuple[QQmlApplicationEngine, QQuickWindow]:
    """The window of a view-model, not yet shown; the view-model ends with the engine. Raises WindowError."""
    engine = QQmlApplicationEngine()
    # Children die last, so no binding is left behind without what it reads.
    view.setParent(engine)
    faults: list[str] = []
    engine.warnings.connect(lambda warnings: faults.extend(warning.toString() for warning in warnings))
    for folder in (HERE / "qml", SHARED_QML):
        engine.addImportPath(str(folder))
    engine.setInitialProperties({"view": view})
    engine.loadFromModule("Kiosk", "Main")
    roots = engine.rootObjects()
    if not roots or not isinstance(roots[0], QQuickWindow):
        raise WindowError("; ".join(faults) or "Kiosk/Main.qml did not load")
    return engine, roots[0]


class RunningKiosk:
    """A kiosk from its start: the first screen while it is no device, then the kiosk."""

    def __init__(
        self, app: QGuiApplication, settings: Settings, clock: Clock, *, windowed: bool, languages: Sequence[str] = ()
    ) -> None:
        """`languages`: those that the hall's file has for kiosks."""
        self._app = app
        self._languages = languages
        self._settings = settings
        self._clock = clock
        self._windowed = windowed
        self._start = DeviceStart(app, "kiosk", settings.state_folder, settings.server, self._begin_as)
        self.kiosk: Kiosk | None = None

    def start(self, *, enrol: bool = False) -> None:
        """`enrol`: with the first screen, also as a device."""
        desk = desk_on(self._app.primaryScreen()).kiosk if self._windowed else None
        self._start.start(self._settings.monitor, desk, enrol=enrol)

    def stop(self) -> None:
        self._start.stop()
        if self.kiosk is not None:
            self.kiosk.stop()

    def _begin_as(self, credentials: Credentials) -> None:
        settings = self._settings
        keep = self._start.kept.keep
        self.kiosk = build(self._app, settings, self._clock, credentials, keep, languages=self._languages)
        self._start.kept.serve(self.kiosk.link, credentials)
        self.kiosk.start()
        if self._windowed:
            show_in_plain_window(self.kiosk.window)
        else:
            KioskWindow(self._app, self.kiosk.window, settings.monitor).place()
        server = settings.server or credentials.server
        log.info("started", kiosk=settings.id, server=server, printer=settings.printer)


def run(
    settings: Settings,
    clock: Clock,
    arguments: Sequence[str],
    *,
    windowed: bool = False,
    enrol: bool = False,
    languages: Sequence[str] = (),
) -> int:
    """Runs the kiosk until SIGTERM or SIGINT, `windowed` also until its window is closed; returns the exit status. One
    that is no device yet, or is to `enrol` again, begins with the first screen. `languages`: those that the hall's file
    has for kiosks."""
    QQuickStyle.setStyle("Basic")
    app = QGuiApplication([sys.argv[0], *arguments])
    app.setApplicationName("jiaohao-kiosk")
    app.setDesktopFileName("jiaohao-kiosk")  # by which a Wayland compositor's rules know its window
    app.setQuitOnLastWindowClosed(windowed)
    use_typeface(app)
    for number in (signal.SIGTERM, signal.SIGINT):
        # exit, not quit: quit asks the window to close, which it refuses.
        signal.signal(number, lambda *_: QCoreApplication.exit(0))
    # Python handles a signal only when its interpreter runs.
    awake = QTimer(app, interval=SIGNAL_POLL_MS)
    awake.timeout.connect(lambda: None)
    awake.start()
    running = RunningKiosk(app, settings, clock, windowed=windowed, languages=languages)
    running.start(enrol=enrol)
    status = app.exec()
    running.stop()
    return status
