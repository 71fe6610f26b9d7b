"""What a start looks at of the staff log before anything is added to it: the newest entries. The hall goes on calling
whatever is found, since accounts and devices do not depend on that log; but it is said, and no anchor vouches for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import structlog

from server.audit.staff_verify import StaffAudit
from server.settings import Settings
from server.storage.engine import open_engine
from server.storage.faults import LogCorrupt, StorageFault
from server.troubles import Trouble

NEWEST: Final = 1_000
"""As many entries are looked at: some days of a large hall, in the time of a blink."""

_log = structlog.get_logger()


def fault_of_newest(settings: Settings, now: int) -> str:
    """What does not hold, in words, after a line that says so; "" when nothing is wrong, and when there is nothing to
    be read: then whoever opens accounts and devices says why. `now`: ms since the epoch. May wait for a disk."""
    try:
        engine = open_engine(settings.server.identity, looks=True)
        try:
            fault = StaffAudit(engine, settings.hall.hall_id).check(now, newest=NEWEST)
        finally:
            engine.dispose()
    except (StorageFault, LogCorrupt):
        return ""
    if fault:
        _log.error("staff_log_damaged", reason=fault, verify="./jiaohao audit verify says more")
    return fault


def staff_troubles(fault: str) -> Sequence[Trouble]:
    """`fault` of `fault_of_newest`, as a trouble until the next start."""
    return (Trouble("staff_log", "staff_log_damaged", fault, blocks=False),) if fault else ()
