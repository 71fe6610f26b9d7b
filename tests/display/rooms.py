"""Rectangles of a layout: inside their monitor and apart."""

from __future__ import annotations

from collections.abc import Sequence

from display.legibility import Monitor
from display.order_layout import Rect


def apart(rooms: Sequence[Rect], monitor: Monitor) -> None:
    for place, room in enumerate(rooms):
        assert room.x >= 0
        assert room.y >= 0
        assert room.x + room.width <= monitor.width + 0.01
        assert room.y + room.height <= monitor.height + 0.01
        for other in rooms[place + 1 :]:
            beside = room.x + room.width <= other.x + 0.01 or other.x + other.width <= room.x + 0.01
            below = room.y + room.height <= other.y + 0.01 or other.y + other.height <= room.y + 0.01
            assert beside or below
