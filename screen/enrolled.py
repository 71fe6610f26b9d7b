"""Which device a program with a screen is: its credentials as they were kept, kept again when its server moves, and
looked at again while another program may keep newer ones: `./jiaohao enrol` beside one that runs."""

from __future__ import annotations

import structlog
from PySide6.QtCore import QObject, QTimer, Signal

from program.credentials import Credentials, CredentialsFault, CredentialsStore
from screen.qtlink import QtLink
from wire.verdicts import LinkState

LOOK_MS = 1_000
log = structlog.get_logger(__name__)


class KeptCredentials(QObject):
    """Those in a store, and which of them this program goes by."""

    newer = Signal(object)
    """Credentials that another program has kept, looked at while `watch` says so."""

    def __init__(self, store: CredentialsStore, parent: QObject | None = None, *, look_ms: int = LOOK_MS) -> None:
        super().__init__(parent)
        self._store = store
        self._known: Credentials | None = None
        self._mark = store.mark()
        self._timer = QTimer(self, interval=look_ms)
        self._timer.timeout.connect(self._look)

    def load(self) -> tuple[Credentials | None, str]:
        """The credentials; without any, also where those are that cannot be used; why is in the log.
        This program goes by them."""
        self._mark = self._store.mark()
        self._known, unusable = self._read()
        return self._known, unusable

    def keep(self, credentials: Credentials) -> None:
        """Keeps what this program has learnt of its server, from any thread, unless another has kept something newer.
        Where that fails they are what they were at the next start, which is said in the log."""
        if self._store.mark() != self._mark and self._read()[0] != self._known:
            return
        self._known = credentials
        try:
            self._store.save(credentials)
        except CredentialsFault as fault:
            log.warning("credentials_not_kept", reason=str(fault))
        self._mark = self._store.mark()

    def serve(self, link: QtLink, credentials: Credentials) -> None:
        """The program goes by these, over this link; whenever it has no line, it takes what is newer."""
        self._known = credentials
        self.newer.connect(link.use)
        link.stateChanged.connect(self._on_link)
        self.watch(True)

    def watch(self, wanted: bool) -> None:
        """What came while nobody watched is found then."""
        if not wanted:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def _on_link(self, state: str, _reason: str, _sentence: str) -> None:
        self.watch(state != LinkState.CONNECTED.value)

    def _look(self) -> None:
        mark = self._store.mark()
        if mark == self._mark:
            return
        self._mark = mark
        credentials, _ = self._read()
        if credentials is not None and credentials != self._known:
            self._known = credentials
            log.info("credentials_newer", device=credentials.device_id, server=credentials.server)
            self.newer.emit(credentials)

    def _read(self) -> tuple[Credentials | None, str]:
        try:
            return self._store.load(), ""
        except CredentialsFault as fault:
            log.warning("credentials_not_used", reason=str(fault))
            return None, fault.place
