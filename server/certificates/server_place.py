"""Where a running server is found: asked by the gate for each request, so it answers from memory; looked up anew now
and then, since cables are plugged and routers give other addresses."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from server.certificates.found_at import certificate_names, link_addresses, page_of
from server.certificates.own_names import OwnNames, own_names
from server.port_settings import PortSettings

LOOK_EVERY_S = 15.0

_log = structlog.get_logger()


class ServerPlace:
    """Of one server that listens on `port`."""

    def __init__(self, ports: PortSettings, port: int, find: Callable[[], OwnNames] = own_names) -> None:
        """Looks."""
        self._ports = ports
        self._port = port
        self._find = find
        self._own = find()

    def names(self) -> tuple[str, ...]:
        """Names and IP addresses that somebody may have typed to come here."""
        return certificate_names(self._ports, self._own)

    def addresses(self) -> tuple[str, ...]:
        """Where devices find the hall's socket, best first."""
        return link_addresses(self._ports, self._port, self._own)

    def page(self) -> str:
        """Where people find its pages."""
        return page_of(self.addresses(), self._ports, self._port)

    async def look(self) -> None:
        found = await asyncio.to_thread(self._find)
        if found != self._own:
            self._own = found
            _log.info("found_at", addresses=list(self.addresses()))

    async def watch(self) -> None:
        """For as long as the server runs."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            await self.look()
