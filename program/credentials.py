"""What an enrolled device knows of itself and of its server: one small file that only its owner reads."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import msgspec

MAX_BYTES = 100_000


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    """What a device got when it was enrolled. Whoever has the token is the device: it is never logged or shown."""

    server: str
    """Where its server was last found, as a link takes it: wss://192.0.2.1:8765/ws."""
    device_id: str
    kind: str
    """kiosk, display or devices: another program of this PC has credentials of its own."""
    name: str
    """What the administrator called it."""
    hall_id: str
    token: str
    authority_pem: str = ""
    """The one certificate authority that is believed for this server; "": those that this computer believes."""
    addresses: tuple[str, ...] = ()
    """Where else the server said that it can be found, as `server`, the likeliest first."""

    def __repr__(self) -> str:
        return f"Credentials({self.kind} {self.name!r} of {self.hall_id} at {self.server})"


class CredentialsFault(Exception):
    """They cannot be read or kept. `str()` is one line for logs: the file, and what to do."""

    def __init__(self, line: str, file: Path | None = None) -> None:
        """`file`: where they are, for those who say the rest in a person's language."""
        super().__init__(line)
        self.place = "" if file is None else str(file)


Mark = tuple[int, ...]
"""Which writing of the credentials is kept; () when nothing is. Another one: somebody has kept some since."""


class CredentialsStore(Protocol):
    """Keeps the credentials of one device. Another program may keep newer ones meanwhile."""

    def mark(self) -> Mark:
        """Without reading them; raises nothing."""

    def load(self) -> Credentials | None:
        """None when it was never enrolled. Raises CredentialsFault when they cannot be used."""

    def save(self, credentials: Credentials) -> None:
        """Replaces what was kept, whole or not at all. Raises CredentialsFault."""


class MemoryCredentials:
    """A CredentialsStore that ends with its process: for tests."""

    def __init__(self, kept: Credentials | None = None) -> None:
        self.kept = kept
        self.times_kept = 0

    def mark(self) -> Mark:
        """See CredentialsStore."""
        return () if self.kept is None else (self.times_kept,)

    def load(self) -> Credentials | None:
        """See CredentialsStore."""
        return self.kept

    def save(self, credentials: Credentials) -> None:
        """See CredentialsStore."""
        self.kept = credentials
        self.times_kept += 1


class CredentialsFile:
    """A CredentialsStore in `FOLDER/KIND.credentials`. One that others may read is not used: the token may be out."""

    def __init__(self, folder: Path | None, kind: str) -> None:
        """`folder` None: this user has no place for it (`program.state_folder`)."""
        self.path = None if folder is None else folder / f"{kind}.credentials"
        self._kind = kind

    def mark(self) -> Mark:
        """See CredentialsStore. It changes with the file's rights too: they may be what kept it from being used."""
        try:
            found = None if self.path is None else self.path.stat()
        except (OSError, ValueError):
            return ()
        return () if found is None else (found.st_ino, found.st_mtime_ns, found.st_ctime_ns)

    def load(self) -> Credentials | None:
        """See CredentialsStore."""
        if self.path is None:
            return None
        try:
            raw = _read_private(self.path)
        except FileNotFoundError:
            return None
        except OSError as fault:
            raise CredentialsFault(f"{self.path}: cannot be read: {fault.strerror or fault}", self.path) from fault
        try:
            credentials = msgspec.json.decode(raw, type=Credentials)
        except (msgspec.MsgspecError, UnicodeError) as fault:
            raise CredentialsFault(f"{self.path}: is damaged; enrol this device again", self.path) from fault
        if credentials.kind != self._kind:
            raise CredentialsFault(f"{self.path}: is of a {credentials.kind}, not of a {self._kind}", self.path)
        return credentials

    def save(self, credentials: Credentials) -> None:
        """See CredentialsStore."""
        if self.path is None:
            raise CredentialsFault("this user has no folder for it; say one as state_folder in the config")
        part = self.path.with_name(f".{self.path.name}.part")
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with suppress(FileNotFoundError):
                part.unlink()
            _write_private(part, msgspec.json.format(msgspec.json.encode(credentials)))
            part.replace(self.path)
            _flush_folder(self.path.parent)
        except (OSError, ValueError) as fault:
            # ValueError: a path that no system can have, such as one with a NUL.
            with suppress(OSError, ValueError):
                part.unlink()
            reason = getattr(fault, "strerror", None) or fault
            raise CredentialsFault(f"{self.path}: cannot be written: {reason}", self.path) from fault


def _read_private(path: Path) -> bytes:
    """Raises OSError, and CredentialsFault for a file that is open to others or no such file at all."""
    file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)  # a pipe of that name would wait for its writer
    with open(file, "rb") as opened:  # noqa: PTH123 - of a file that is open already
        found = os.fstat(file)
        if not stat.S_ISREG(found.st_mode) or found.st_size > MAX_BYTES:
            raise CredentialsFault(f"{path}: is damaged; enrol this device again", path)
        if found.st_mode & 0o077:
            raise CredentialsFault(
                f"{path}: others than its owner may read it; enrol this device again, and revoke the old one", path
            )
        return opened.read(MAX_BYTES)


def _write_private(path: Path, data: bytes) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with open(file, "wb") as opened:  # noqa: PTH123 - of a file that is open already
        os.fchmod(file, 0o600)  # whatever the umask took away
        opened.write(data)
        opened.flush()
        os.fsync(file)


def _flush_folder(folder: Path) -> None:
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(file)
    finally:
        os.close(file)
