"""The first screen put together: flow, window, and the network on threads of its own. It ends with credentials kept."""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickWindow

import screen.fitter  # QML finds Fitter once its module is loaded
import screen.shortener  # noqa: F401  # and Shortener
from program.credentials import Credentials, CredentialsFault, CredentialsStore
from program.texts import read_catalog
from program.version import program_version
from screen import SHARED_QML
from screen.desk import Place
from screen.enrol_flow import (
    Effect,
    EnrolFlow,
    Event,
    Failed,
    Keep,
    Kept,
    KeptElsewhere,
    Look,
    NotKept,
    Redeem,
    Redeemed,
    Seen,
    Step,
    Trouble,
    step,
)
from screen.enrol_view import EnrolView
from screen.enrolled import LOOK_MS, KeptCredentials
from screen.placing import MonitorWatch, delete_now, monitors, show_fullscreen, show_on_desk
from wire.enrolment import Enroller, NotEnrolled, Obstacle

DONE_MS = 2_500
"""How long it says which device this now is, before the program goes on."""
log = structlog.get_logger(__name__)


class WindowError(Exception):
    """The QML of the window could not be loaded; the text names what."""


class FirstScreen(QObject):
    """Shown until this computer is an enrolled device; then `enrolled` is told, once, and it can be closed."""

    enrolled = Signal(object)
    """The credentials, kept already."""
    _answered = Signal(object)
    """From a thread of the network: an event of the flow."""

    def __init__(
        self,
        app: QGuiApplication,
        kind: str,
        store: CredentialsStore,
        enroller: Enroller,
        *,
        address: str = "",
        unusable: str = "",
        done_ms: int = DONE_MS,
        look_ms: int = LOOK_MS,
    ) -> None:
        """`address` is proposed; `unusable` says where the credentials are that cannot be used, if any are. Those
        that another program keeps meanwhile are taken."""
        super().__init__(app)
        self._elsewhere = KeptCredentials(store, self, look_ms=look_ms)
        self._elsewhere.newer.connect(lambda credentials: self.do(KeptElsewhere(credentials)))
        self._app = app
        self._store = store
        self._enroller = enroller
        catalog = read_catalog("enrol")
        self.flow = EnrolFlow(
            kind, catalog.languages[0], address, trouble=Trouble("unusable", detail=unusable) if unusable else None
        )
        self._engine = QQmlEngine(self)
        self._engine.addImportPath(str(SHARED_QML))
        self._view = EnrolView(self.flow, catalog, self._engine)
        self._view.did.connect(self.do)
        self.window = self._made()
        self._answered.connect(self.do, Qt.ConnectionType.QueuedConnection)
        self._done = QTimer(self, singleShot=True, interval=done_ms)
        self._done.timeout.connect(lambda: self.enrolled.emit(self.flow.credentials))
        self._watch: MonitorWatch | None = None
        self._monitor = ""
        self._waits = False
        """For a monitor, as the log says."""
        self._closed = False
        self._elsewhere.watch(True)

    def go_on_with(self, begin: Callable[[Credentials], None]) -> None:
        """Once this is a device: `begin` shows the program's own windows, then this one is gone."""

        def on(credentials: Credentials) -> None:
            begin(credentials)
            self.close()

        self.enrolled.connect(on)

    def show_on(self, monitor: str, place: Place | None = None) -> None:
        """Fills the monitor of that name, or the first one, also when monitors come and go; with a `place` it is a
        plain window there, which can be closed: for trying out."""
        if place is not None:
            show_on_desk(self.window, place)
            self.window.requestActivate()
            return
        self._monitor = monitor
        self._watch = MonitorWatch(self._app, self._place, self)
        self.window.installEventFilter(self)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """No key and no window manager closes a window that fills its monitor."""
        if event.type() is QEvent.Type.Close:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def close(self) -> None:
        """Takes the window down; an answer that still comes reaches nobody. Safe to call twice."""
        if self._closed:
            return
        self._closed = True
        self.window.removeEventFilter(self)
        self._answered.disconnect(self.do)
        self._done.stop()
        self._elsewhere.watch(False)
        if self._watch is not None:
            self._watch.stop()
        self.window.close()
        delete_now(self.window)
        delete_now(self._engine)

    def do(self, event: Event) -> None:
        """Something happened."""
        before = self.flow.step
        self.flow, effects = step(self.flow, event)
        self._view.show(self.flow)
        self._elsewhere.watch(self.flow.step not in {Step.REDEEMING, Step.DONE})
        if self.flow.step is Step.DONE and before is not Step.DONE:
            self._done.start()
        for effect in effects:
            self._begin(effect)

    def _begin(self, effect: Effect) -> None:
        match effect:
            case Look(attempt, server):
                self._ask(attempt, lambda: Seen(attempt, self._enroller.look(server)))
            case Redeem(attempt, found, code):
                kind = self.flow.kind
                self._ask(
                    attempt, lambda: Redeemed(attempt, self._enroller.redeem(found, code, program_version(), kind))
                )
            case Keep(credentials):
                self._keep(credentials)

    def _ask(self, attempt: int, ask: Callable[[], Event]) -> None:
        def run() -> None:
            event: Event
            try:
                event = ask()
            except NotEnrolled as fault:
                log.info("not_enrolled", obstacle=str(fault.obstacle), detail=fault.detail)
                event = Failed(attempt, fault)
            except Exception as fault:
                log.exception("enrolment_failed")
                event = Failed(attempt, NotEnrolled(Obstacle.NO_SERVER, f"{type(fault).__name__}: {fault}"[:200]))
            try:
                self._answered.emit(event)
            except RuntimeError:
                log.debug("nobody waits for it any more")

        threading.Thread(target=run, name="enrolment", daemon=True).start()

    def _keep(self, credentials: Credentials) -> None:
        try:
            self._store.save(credentials)
        except CredentialsFault as fault:
            log.warning("credentials_not_kept", reason=str(fault))
            self.do(NotKept(fault.place))
        else:
            log.info("enrolled", device=credentials.device_id, name=credentials.name, server=credentials.server)
            self.do(Kept())

    def _place(self) -> str:
        screens = monitors()
        there = next((one for one in screens if one.name() == self._monitor), screens[0] if screens else None)
        if there is None:
            if not self._waits:
                log.warning("no_monitor")
            self._waits = True
            return ""
        self._waits = False
        stood = show_fullscreen(self.window, there)
        self.window.requestActivate()
        return stood

    def _made(self) -> QQuickWindow:
        component = QQmlComponent(self._engine, self)
        component.loadFromModule("Screen", "EnrolWindow")
        made = component.createWithInitialProperties({"view": self._view})
        if not isinstance(made, QQuickWindow):
            raise WindowError(f"EnrolWindow: {component.errorString()}")
        made.setParent(None)
        return made
