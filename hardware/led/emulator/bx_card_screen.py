"""What stands on a BX card's dots at a moment: its areas placed, aligned, paged or running."""

from hardware.led.emulator.bx_card import Card, CardArea
from hardware.led.emulator.bx_card_text import HEIGHT, draw_runs

_DOT_S = 0.005
"""Seconds per dot and step of speed; the vendor does not publish the real figure."""


def screen(card: Card, now: float) -> bytes:
    """Return the colours (RGB) of all dots, row by row from top left."""
    rows = [bytearray(card.width * 3) for _ in range(HEIGHT)]
    if card.on:
        for area in card.areas.values():
            _place(area, now, rows)
    return b"".join(rows)


def shown_text(card: Card) -> str:
    """Return the text of all areas in their order."""
    return " ".join("".join(run.text for run in area.runs) for _, area in sorted(card.areas.items())).strip()


def _place(area: CardArea, now: float, rows: list[bytearray]) -> None:
    width, drawn = draw_runs(area.runs)
    window = min(area.width, len(rows[0]) // 3 - area.x)
    if window <= 0:
        return
    start = _start(area, width, window, now)
    for y, line in enumerate(drawn):
        row_number = area.y + y + _down(area)
        if 0 <= row_number < min(HEIGHT, area.y + area.height):
            for x in range(max(0, -start), min(window, width - start)):
                source = (x + start) * 3
                target = (area.x + x) * 3
                rows[row_number][target : target + 3] = line[source : source + 3]


def _down(area: CardArea) -> int:
    spare = area.height - HEIGHT
    return {0: 0, 1: spare, 2: spare // 2}.get(area.align >> 2 & 3, 0)


def _start(area: CardArea, width: int, window: int, now: float) -> int:
    """Return which column of the line stands at the left edge of the area."""
    elapsed = max(0.0, now - area.since)
    if area.show_mode == 3:
        # Enters from the right, leaves to the left, comes again.
        return int(elapsed / ((area.speed + 1) * _DOT_S)) % (width + window) - window
    if width > window:
        pages = -(-width // window)
        return int(elapsed / max(0.5, area.stay_s)) % pages * window
    return {0: 0, 1: width - window, 2: -((window - width) // 2)}.get(area.align & 3, 0)
