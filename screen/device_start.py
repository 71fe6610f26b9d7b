"""A program with a screen from its start: the first screen while its computer is no device, then what it is for."""

from __future__ import annotations

import os
from collections.abc import Callable

from PySide6.QtGui import QGuiApplication

from program.credentials import Credentials, CredentialsFile
from program.state_folder import state_folder
from screen.desk import Place
from screen.enrolled import KeptCredentials
from screen.first_screen import FirstScreen
from wire.https_enroller import HttpsEnroller


class DeviceStart:
    """`begin` starts what the program is for, as that device."""

    def __init__(
        self, app: QGuiApplication, kind: str, folder: str, address: str, begin: Callable[[Credentials], None]
    ) -> None:
        """`folder` is the setting for what the program keeps; `address` the server's, proposed on the first screen."""
        self._app = app
        self._kind = kind
        self._address = address
        self._begin = begin
        self._store = CredentialsFile(state_folder(folder, os.environ), kind)
        self.kept = KeptCredentials(self._store, app)
        self.first: FirstScreen | None = None
        """Once it was needed."""

    def start(self, monitor: str, desk: Place | None, *, enrol: bool) -> None:
        """The first screen stands on that monitor, or at `desk` among windows. `enrol`: with it, also as a device."""
        credentials, unusable = self.kept.load()
        if credentials is not None and not enrol:
            self._begin(credentials)
            return
        self.first = FirstScreen(
            self._app, self._kind, self._store, HttpsEnroller(), address=self._address, unusable=unusable
        )
        self.first.go_on_with(self._begin)
        self.first.show_on(monitor, desk)

    def stop(self) -> None:
        self.kept.watch(False)
        if self.first is not None:
            self.first.close()
