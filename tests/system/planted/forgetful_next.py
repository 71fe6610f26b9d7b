"""The server with a planted bug: *next* does not look at how many calls the clerk has seen.

Only here so that the bursts can prove that they would notice a second call for one press.
"""

from __future__ import annotations

import sys
from dataclasses import replace

from server.__main__ import main
from server.domain import calling, decide
from server.domain.commands import CallGroup, CallNext
from server.domain.config import HallConfig
from server.domain.hall import Hall

careful = calling.call_next


def forgetful(hall: Hall, config: HallConfig, command: CallNext | CallGroup, now: int) -> calling.Decision:
    return careful(hall, config, replace(command, after=hall.counter(command.counter_id).calls), now)


if __name__ == "__main__":
    vars(decide)["call_next"] = forgetful
    sys.exit(main())
