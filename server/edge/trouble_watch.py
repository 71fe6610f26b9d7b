"""The server's troubles brought together: asked of its parts, one log line when one comes and one when it goes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import structlog

from server.troubles import Trouble, TroubleSource

LOOK_EVERY_S = 1.0

_log = structlog.get_logger()


class TroubleWatch:
    """Lives on the event loop. `tell` gets all of them whenever there are others than before."""

    def __init__(self, sources: Sequence[TroubleSource], tell: Callable[[Sequence[Trouble]], None]) -> None:
        self._sources = sources
        self._tell = tell
        self._known: tuple[Trouble, ...] = ()
        self._logged: dict[tuple[str, str], Trouble] = {}
        self._faulty: set[int] = set()

    def now(self) -> tuple[Trouble, ...]:
        """All troubles of this moment, those first that block. A part that fails to answer is one too."""
        found: list[Trouble] = []
        for at, source in enumerate(self._sources):
            try:
                found += source()
                self._faulty.discard(at)
            except Exception as fault:  # noqa: BLE001 - one part's bug hides no other's trouble
                if at not in self._faulty:
                    self._faulty.add(at)
                    _log.exception("trouble_source_failed")
                found.append(Trouble("troubles", "task_failed", f"{type(fault).__name__}: {fault}"[:200], blocks=False))
        return tuple(sorted(found, key=lambda one: not one.blocks))

    def look(self) -> None:
        """Logs and tells what has changed since the last look."""
        now = self.now()
        logged = {(one.part, one.code): one for one in reversed(now)}
        for at, one in logged.items():
            if at not in self._logged:
                _log.error("trouble", part=one.part, code=one.code, detail=one.detail, blocks=one.blocks)
        for part, code in self._logged.keys() - logged.keys():
            _log.info("trouble_over", part=part, code=code)
        self._logged = logged
        if now != self._known:
            self._known = now
            self._tell(now)

    async def watch(self) -> None:
        """For as long as the server runs."""
        while True:
            self.look()
            await asyncio.sleep(LOOK_EVERY_S)
