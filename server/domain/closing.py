"""A hall that is closed for the rest of its business day, by one act: a typhoon, a power cut.

Nobody's number is taken away: who waits stands where he stood, and staff call him or send him home. The next business
day opens as if nothing had been.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from server.domain.config import HallConfig


class ClosingReason(StrEnum):
    TYPHOON = "typhoon"
    """颱風停班, as the local government announces it."""
    OUTAGE = "outage"
    """No power, no network."""
    OTHER = "other"


def closed_for_today(config: HallConfig, date: str) -> HallConfig:
    """The configuration in which no service gives a number on the business day of that date."""
    return replace(config, services=tuple(replace(one, closed_on=date) for one in config.services))
