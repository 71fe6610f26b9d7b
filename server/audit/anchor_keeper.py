"""Makes a hall's anchors: one for each date in the evening, and one of now for whoever asks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import structlog

from program.clock import Clock
from server.audit.anchor import Anchor, key_name, make_anchor
from server.audit.anchor_folder import AnchorFolder, KeptAnchor
from server.audit.anchor_key import AnchorKey, KeyRefused, key_path, read_or_make_key
from server.audit.anchor_times import due
from server.audit.heads import Heads, StoredHeads
from server.domain.hall import Hall
from server.settings import Settings
from server.storage.engine import open_engine
from server.storage.faults import LogCorrupt, StorageFault
from server.troubles import Trouble

LOOK_EVERY_S: Final = 60.0
"""The hall's time may be put right: so the clock is looked at whatever it said."""

_log = structlog.get_logger()


def anchor_keeper(settings: Settings, hall: Callable[[], Hall], clock: Clock, *, staff_fault: str = "") -> AnchorKeeper:
    """The one of a server that runs on these settings; both logs are read on connections of its own. `staff_fault`:
    what is known to be wrong with the staff log (`newest_staff.fault_of_newest`); then no anchor is made."""
    server, hall_id = settings.server, settings.hall.hall_id
    log, identity = open_engine(server.database, looks=True), open_engine(server.identity, looks=True)
    heads = StoredHeads(log, identity, hall_id, staff_fault=staff_fault)
    return AnchorKeeper(AnchorFolder(server.anchors, hall_id), key_path(server.secret_file), hall, heads, clock)


class AnchorKeeper:
    """Of one hall. Nothing here stops a server: what cannot be signed or kept is a trouble, and tried again."""

    def __init__(
        self,
        folder: AnchorFolder,
        key_file: Path,
        hall: Callable[[], Hall],
        heads: Heads,
        clock: Clock,
        *,
        look_every_s: float = LOOK_EVERY_S,
    ) -> None:
        """`hall` is the last committed one; `clock` is the hall's."""
        self.folder = folder
        self._key_file = key_file
        self._hall = hall
        self._heads = heads
        self._clock = clock
        self._look_every_s = look_every_s
        self._key: AnchorKey | None = None
        self._fault = ""

    async def work(self) -> None:
        """For as long as the server runs: keeps the anchor of each date when it is due. Catches up at once."""
        while True:
            wait_s = await self.look()
            await asyncio.sleep(wait_s)

    async def look(self) -> float:
        """Keeps the anchor that is due and not there; returns after how many seconds to look again. One that is late
        is made of the logs as they are by then; of several dates that went by, only the last one has an anchor."""
        hall = self._hall()
        if hall.config is None:
            return self._look_every_s
        now = self._clock.now()
        newest, next_at = due(hall.config, now)
        had = hall.day > 1 or newest >= hall.date  # a hall that began today had no yesterday
        await asyncio.to_thread(self._keep, newest if had else None)
        return max(0.05, min(self._look_every_s, (next_at - now) / 1_000))

    def present(self) -> Anchor:
        """Of the logs as they are now. Raises KeyRefused, StorageFault, LogCorrupt; may wait for a disk."""
        key = self._signer()
        staff = self._heads.staff()
        events = self._heads.events()
        return make_anchor(key, self.folder.hall_id, self._clock.now(), events, staff)

    def newest(self, most: int) -> Sequence[KeptAnchor]:
        """Those that are kept, the newest date first; may wait for a disk."""
        return self.folder.newest(most)

    def troubles(self) -> Sequence[Trouble]:
        """That an anchor is due and cannot be made or kept."""
        fault = self._fault
        return (Trouble("log", "anchor_not_kept", fault, blocks=False),) if fault else ()

    def _keep(self, date: str | None) -> None:
        """None: no anchor is due; the key is made all the same."""
        try:
            self._signer()
            if date is None or self.folder.has(date):
                self._fault = ""
                return
            kept = self.present()
            self.folder.keep(date, kept)
        except (KeyRefused, StorageFault, LogCorrupt) as fault:
            self._failed(str(fault))
        except OSError as fault:
            self._failed(f"{self.folder.path}: {fault.strerror}")
        else:
            self._fault = ""
            _log.info("anchor_kept", date=date, file=str(self.folder.file(date)), seq=kept.events.seq)

    def _failed(self, reason: str) -> None:
        line = " ".join(reason.split())
        if line != self._fault:
            _log.warning("anchor_not_kept", reason=line)
        self._fault = line

    def _signer(self) -> AnchorKey:
        """Raises KeyRefused."""
        if self._key is None:
            self._key, made = read_or_make_key(self._key_file)
            self._say_key(self._key, made=made)
        return self._key

    def _say_key(self, key: AnchorKey, *, made: bool) -> None:
        """A line when the newest anchor that is kept was signed by another key."""
        before = self.folder.newest(1)
        if before and before[0].anchor.key != key.public:
            reason = "the key was lost, a new one has begun" if made else "the key is another one than before"
            _log.warning(
                "anchor_key_changed",
                file=str(self._key_file),
                key=key_name(key.public),
                before=key_name(before[0].anchor.key),
                reason=f"{reason}; older anchors prove what they say all the same",
            )
