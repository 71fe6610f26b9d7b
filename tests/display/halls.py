"""What the display's tests want of the real hall: numbers of their choice."""

from __future__ import annotations

from dataclasses import replace

from server.domain.config import HallConfig, NumberRange
from tests.real_hall import ROOT, RealHall, sample_config

WIDEST = {
    "migrant-transfer": 788,
    "benefit-first": 444,
    "youth": 555,
    "training": 666,
}
"""First numbers that take much room on a wall."""


def numbered_from(
    first: dict[str, int], languages: tuple[str, ...] = ("zh-TW", "en"), *, services: int = 8
) -> HallConfig:
    """The sample hall, in which some services, by id, begin at another number."""
    config = sample_config(languages, services=services)
    return replace(
        config,
        services=tuple(
            replace(one, numbers=NumberRange(first.get(one.service_id, one.numbers.first), one.numbers.last))
            for one in config.services
        ),
    )


__all__ = ["ROOT", "WIDEST", "RealHall", "numbered_from"]
