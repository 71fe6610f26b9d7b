"""A display from its start: the first screen while it is no device, then the wall."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import structlog
from PySide6.QtGui import QGuiApplication

from display.app import DisplayApp
from display.settings import DisplaySettings
from hardware.led.drivers import open_sign
from program.clock import Clock
from program.credentials import Credentials
from screen.device_start import DeviceStart
from screen.first_screen import FirstScreen
from screen.placing import desk_on

log = structlog.get_logger(__name__)


class RunningDisplay:
    """Built once; `start`, run the Qt loop, `stop`."""

    def __init__(
        self,
        app: QGuiApplication,
        settings: DisplaySettings,
        clock: Clock,
        pictures: Path | None,
        *,
        windowed: bool,
        languages: Sequence[str] = (),
    ) -> None:
        """`languages`: the hall's as its file has them."""
        self._app = app
        self._settings = settings
        self._clock = clock
        self._pictures = pictures
        self._windowed = windowed
        self._languages = languages
        self._start = DeviceStart(app, "display", settings.state_folder, settings.server, self._begin_as)
        self.display: DisplayApp | None = None

    def start(self, *, enrol: bool = False) -> None:
        """`enrol`: with the first screen, also as a device."""
        desk = desk_on(self._app.primaryScreen()).order if self._windowed else None
        self._start.start(self._settings.order.monitor, desk, enrol=enrol)

    @property
    def first(self) -> FirstScreen | None:
        """The first screen, once it was needed."""
        return self._start.first

    def stop(self) -> None:
        self._start.stop()
        if self.display is not None:
            self.display.stop()

    def take_pictures(self) -> None:
        """Of what is shown, when a folder for them was given."""
        if self.display is not None:
            self.display.take_pictures()
        elif (first := self.first) is not None and self._pictures is not None:
            self._pictures.mkdir(parents=True, exist_ok=True)
            path = self._pictures / f"first-{first.flow.step}.png"
            if not first.window.grabWindow().save(str(path)):
                log.warning("pictures_not_written", reason=f"{path} cannot be written")

    def _begin_as(self, credentials: Credentials) -> None:
        sign = self._settings.sign()
        self.display = DisplayApp(
            self._app,
            self._settings,
            self._clock,
            credentials=credentials,
            keep=self._start.kept.keep,
            sign=None if sign is None else open_sign(sign),
            pictures=self._pictures,
            plain_windows=self._windowed,
            languages=self._languages,
        )
        self._start.kept.serve(self.display.link, credentials)
        self.display.start()
