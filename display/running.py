"""A display from its start: the first screen while it is no device, then the wall."""

from __future__ import annotations

import os
from pathlib import Path

import structlog
from PySide6.QtGui import QGuiApplication

from display.app import DisplayApp
from display.settings import DisplaySettings
from hardware.led.sign import open_sign
from program.clock import Clock
from program.credentials import Credentials, CredentialsFile
from program.state_folder import state_folder
from screen.enrolled import KeptCredentials
from screen.first_screen import FirstScreen
from screen.placing import desk_on
from wire.https_enroller import HttpsEnroller

log = structlog.get_logger(__name__)


class RunningDisplay:
    """Built once; `start`, run the Qt loop, `stop`."""

    def __init__(
        self, app: QGuiApplication, settings: DisplaySettings, clock: Clock, pictures: Path | None, *, windowed: bool
    ) -> None:
        self._app = app
        self._settings = settings
        self._clock = clock
        self._pictures = pictures
        self._windowed = windowed
        self._store = CredentialsFile(state_folder(settings.state_folder, os.environ), "display")
        self._kept = KeptCredentials(self._store, app)
        self.first: FirstScreen | None = None
        self.display: DisplayApp | None = None

    def start(self, *, enrol: bool = False) -> None:
        """`enrol`: with the first screen, also as a device."""
        credentials, unusable = self._kept.load()
        if credentials is not None and not enrol:
            self._begin_as(credentials)
            return
        self.first = FirstScreen(
            self._app, "display", self._store, HttpsEnroller(), address=self._settings.server, unusable=unusable
        )
        self.first.go_on_with(self._begin_as)
        desk = desk_on(self._app.primaryScreen()).order if self._windowed else None
        self.first.show_on(self._settings.order.monitor, desk)

    def stop(self) -> None:
        self._kept.watch(False)
        if self.first is not None:
            self.first.close()
        if self.display is not None:
            self.display.stop()

    def take_pictures(self) -> None:
        """Of what is shown, when a folder for them was given."""
        if self.display is not None:
            self.display.take_pictures()
        elif self.first is not None and self._pictures is not None:
            self._pictures.mkdir(parents=True, exist_ok=True)
            path = self._pictures / f"first-{self.first.flow.step}.png"
            if not self.first.window.grabWindow().save(str(path)):
                log.warning("pictures_not_written", reason=f"{path} cannot be written")

    def _begin_as(self, credentials: Credentials) -> None:
        sign = self._settings.sign()
        self.display = DisplayApp(
            self._app,
            self._settings,
            self._clock,
            credentials=credentials,
            keep=self._kept.keep,
            sign=None if sign is None else open_sign(sign),
            pictures=self._pictures,
            plain_windows=self._windowed,
        )
        self._kept.serve(self.display.link, credentials)
        self.display.start()
