"""Questions within a ticket, for lines on which it takes so long that a printer can be switched off and on meanwhile.

Such a printer knows nothing of what it lost, and would answer the question behind the ticket as if all had come. Those
within it are lost with it. Pure.
"""

from hardware.printer.escpos import ASK_PAPER_WHEN_DONE

_RASTER = b"\x1dv0\x00"
_HEAD = 8


def with_checkpoints(ticket: bytes, most: int) -> tuple[bytes, int]:
    """Return a ticket of ``GS v 0`` bands with a question in its turn after each ``most`` bytes or so, and their count.

    Taller bands are parted. What is no such band is left as it is.
    """
    start = max(0, ticket.find(_RASTER))
    checked, count, since = bytearray(ticket[:start]), 0, 0
    while ticket.startswith(_RASTER, start):
        width, rows = (int.from_bytes(ticket[start + at : start + at + 2], "little") for at in (4, 6))
        step = max(1, most // max(1, width))
        for top in range(0, rows, step):
            height = min(step, rows - top)
            first = start + _HEAD + top * width
            checked += ticket[start : start + 6] + height.to_bytes(2, "little") + ticket[first : first + height * width]
            since += _HEAD + height * width
            if since >= most:
                checked += ASK_PAPER_WHEN_DONE
                count, since = count + 1, 0
        start += _HEAD + rows * width
    return bytes(checked) + ticket[start:], count
