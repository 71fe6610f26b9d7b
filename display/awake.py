"""Keeps the monitors lit: an X server blanks them after ten minutes in which nobody touches a key, a desktop after
five.

Whoever draws the desktop is asked to leave the screens alone (`org.freedesktop.ScreenSaver`), which holds as long as
both ends of the connection live: who comes in his place is asked again. So are Wayland's compositors that have no such
desktop (`display.idle_inhibitor`). An X server is told so by `xset`, and asked whether it obeys, again each minute:
another program may have changed it. Where nothing can be told, that is said.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from shutil import which
from typing import Final

import structlog
from PySide6.QtCore import QObject, QProcess, QTimer, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusPendingCall,
    QDBusPendingCallWatcher,
    QDBusServiceWatcher,
)

from display.idle_inhibitor import IdleInhibitor, wayland_socket

AGAIN_MS: Final = 60_000
HANGS_MS: Final = 5_000
XSET = "xset"
TELL: Final = (("s", "off"), ("s", "noblank"), ("s", "reset"), ("-dpms",))
"""What an X server is told: what is dark already is lit (`s reset`; `-dpms` does so by itself). One without DPMS says
that it has none, which is as good."""
SERVICE, PATH, INTERFACE = "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver"

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class AwakeHealth:
    """`fault`: why the screens may go dark; empty: they will not, as far as anybody can tell."""

    asked: bool = False
    fault: str = ""


def blanks_after(told: str) -> str:
    """Of what `xset q` says: what may blank the screens still, in its words; empty: nothing."""
    saver = re.search(r"timeout:\s*(\d+)", told)
    if saver is None:
        return "xset says nothing of a screen saver"
    if int(saver[1]):
        return f"screen saver after {saver[1]} s"
    return "DPMS is enabled" if "DPMS is Enabled" in told else ""


class Awake(QObject):
    """Lives on the Qt thread and waits for nothing."""

    def __init__(
        self,
        platform: str,
        parent: QObject,
        *,
        xset: str = XSET,
        again_ms: int = AGAIN_MS,
        bus: QDBusConnection | None = None,
    ) -> None:
        """`platform` as Qt names it; one that draws on no screen has nothing to keep lit. `xset`: a command's name.
        `bus`: where the desktop is; None: on the session's."""
        super().__init__(parent)
        self._bus = bus or QDBusConnection.sessionBus()
        self._platform = platform
        self._xset = xset
        self._x_fault = ""
        self._desktop_holds: bool | None = None
        self._compositor_holds: bool | None = None
        """None: nothing was answered yet."""
        self._compositor = IdleInhibitor(wayland_socket(os.environ), self._compositor_told, self)
        self._asked = False
        self._said = ""
        self._steps: list[tuple[str, ...]] = []
        self._process = QProcess(self)
        self._process.finished.connect(self._stepped)
        self._process.errorOccurred.connect(self._stepped)
        self._patience = QTimer(self, interval=HANGS_MS, singleShot=True)
        self._patience.timeout.connect(self._process.kill)
        self._again = QTimer(self, interval=again_ms)
        self._again.timeout.connect(self._ask)
        self._desktop = QDBusServiceWatcher(SERVICE, self._bus, parent=self)
        self._desktop.serviceOwnerChanged.connect(self._desktop_changed)

    def start(self) -> None:
        if self._platform == "xcb" or self._platform.startswith("wayland"):
            self._ask()
            self._again.start()

    def stop(self) -> None:
        self._again.stop()
        self._patience.stop()
        self._compositor.stop()
        self._desktop.serviceOwnerChanged.disconnect(self._desktop_changed)
        self._process.finished.disconnect(self._stepped)
        self._process.errorOccurred.disconnect(self._stepped)
        if self._process.state() is not QProcess.ProcessState.NotRunning:
            self._process.kill()
            self._process.waitForFinished(HANGS_MS)

    def health(self) -> AwakeHealth:
        if self._platform == "xcb":
            return AwakeHealth(asked=self._asked, fault=self._x_fault)
        if self._desktop_holds or self._compositor_holds:
            return AwakeHealth(asked=True)
        if self._desktop_holds is None or self._compositor_holds is None:
            return AwakeHealth()
        return AwakeHealth(asked=True, fault="neither desktop nor compositor takes such a request")

    def _ask(self) -> None:
        if not self._desktop_holds:
            self._ask_desktop()
        if self._platform != "xcb":
            self._compositor.ask()
        if self._platform != "xcb" or self._process.state() is not QProcess.ProcessState.NotRunning:
            return
        if which(self._xset) is None:
            self._x_learnt(f"{self._xset} is not installed")
            return
        self._steps = [*TELL, ("q",)]
        self._step()

    def _step(self) -> None:
        self._patience.start()
        self._process.start(self._xset, list(self._steps[0]))

    @Slot()
    def _stepped(self, *_: object) -> None:
        """One word to the X server is over, however it went; what holds in the end is asked."""
        if self._process.state() is not QProcess.ProcessState.NotRunning or not self._steps:
            return
        self._patience.stop()
        (last, *self._steps) = self._steps
        if self._steps:
            self._step()
        elif last == ("q",):
            told = bytes(self._process.readAllStandardOutput().data()).decode("utf-8", "replace")
            self._x_learnt(blanks_after(told))

    def _x_learnt(self, fault: str) -> None:
        self._asked, self._x_fault = True, fault
        self._say()

    def _ask_desktop(self) -> None:
        if not self._bus.isConnected():
            self._desktop_told(holds=False)
            return
        message = QDBusMessage.createMethodCall(SERVICE, PATH, INTERFACE, "Inhibit")
        message.setArguments(["Jiaohao", "the waiting area's screen"])
        call: QDBusPendingCall = self._bus.asyncCall(message, HANGS_MS)
        watcher = QDBusPendingCallWatcher(call, self)
        watcher.finished.connect(self._desktop_answered)

    @Slot(QDBusPendingCallWatcher)
    def _desktop_answered(self, watcher: QDBusPendingCallWatcher) -> None:
        self._desktop_told(holds=not watcher.isError())
        watcher.deleteLater()

    @Slot(str, str, str)
    def _desktop_changed(self, _service: str, _before: str, now: str) -> None:
        """Whoever promised is gone, and his promise with him."""
        self._desktop_told(holds=False)
        if now and self._again.isActive():
            self._ask_desktop()

    def _desktop_told(self, *, holds: bool) -> None:
        self._desktop_holds = holds
        if self._platform != "xcb":
            self._say()

    def _compositor_told(self, holds: bool) -> None:
        self._compositor_holds = holds
        self._say()

    def _say(self) -> None:
        health = self.health()
        if health.asked and health.fault != self._said:
            self._said = health.fault
            if health.fault:
                log.warning("screens_may_go_dark", reason=health.fault)
            else:
                log.info("screens_stay_lit")
