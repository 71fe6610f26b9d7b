"""How a link comes to its server: at which address, trusting whom, as which device."""

from __future__ import annotations

import ssl
from asyncio import CancelledError
from collections.abc import Callable
from typing import Any

import msgspec
from websockets.exceptions import InvalidStatus

from program.addresses import keeps_a_secret
from program.credentials import Credentials
from wire.errors import Close
from wire.messages import Welcome
from wire.trust import trusting
from wire.whereabouts import Whereabouts


class Approach:
    """As a device with `credentials`, else as nobody: at `url`; where that is "", where the credentials say, and at the
    other addresses that the server told. `keep` gets what it tells, for the next start.
    """

    def __init__(
        self, url: str, credentials: Credentials | None, keep: Callable[[Credentials], object] | None = None
    ) -> None:
        self._credentials = credentials
        self._keep = keep
        self._fixed = credentials is None or url != ""
        if credentials is None or url:
            self._whereabouts = Whereabouts(url)
        else:
            self._whereabouts = Whereabouts(credentials.server, credentials.addresses)
        self._strangers: set[str] = set()

    @property
    def address(self) -> str:
        return self._whereabouts.current

    async def manners(self) -> dict[str, Any]:
        """What `websockets` is to say and to ask for at this address, the next time. Raises what is wrong with it."""
        if self._credentials is None:
            return {}
        if not keeps_a_secret(self.address):
            raise NoSecret(f"{self.address} is not encrypted")
        manners: dict[str, Any] = {"additional_headers": {"Authorization": f"Bearer {self._credentials.token}"}}
        if self.address.startswith("wss:"):
            manners["ssl"] = trusting(self._credentials.authority_pem)
        return manners

    def failed(self, fault: BaseException) -> int | None:
        """No line came about there, or it took too long (CancelledError). The close code for it; None: the network. A
        stranger at one of the addresses is spoken of until the server is found, whatever the others meet.
        """
        if isinstance(fault, InvalidStatus) and fault.response.status_code == 401:
            return Close.NOT_ENROLLED if self._credentials is None else Close.REVOKED
        if isinstance(fault, ssl.SSLCertVerificationError | NoSecret):
            self._strangers.add(self.address)
        elif not isinstance(fault, CancelledError):
            self._strangers.discard(self.address)
        self._whereabouts.failed()
        return Close.UNTRUSTED if self._strangers else None

    def found(self, welcome: Welcome) -> None:
        """Keeps where the server was found, and where else it can be."""
        self._strangers.clear()
        if self._credentials is None:
            return
        told = Whereabouts(self._credentials.server, self._credentials.addresses) if self._fixed else self._whereabouts
        told.told(welcome.addresses)
        learnt = msgspec.structs.replace(
            self._credentials,
            server=told.current,
            addresses=told.others,
            name=welcome.device_name or self._credentials.name,
        )
        if learnt != self._credentials:
            self._credentials = learnt
            if self._keep is not None:
                self._keep(learnt)


class NoSecret(Exception):
    """The address is not encrypted, and leads to another computer: the token may not go there."""
