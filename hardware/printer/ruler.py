"""A test print that shows how wide a printer's head is: a ruler of its dots, numbered, with a bar at either end."""

from PIL import Image, ImageDraw

from hardware.printer.profile import PrinterProfile
from hardware.typeface import BOLD, draw_font

_HEIGHT, _TOP, _FOOT = 176, 12, 96
_STEP, _HALF, _NUMBERED = 8, 32, 64
_TICKS = {_STEP: 14, _HALF: 26, _NUMBERED: 44}
_BAR = 6
_SMALL, _LARGE = 22, 40


def ruler(profile: PrinterProfile) -> Image.Image:
    """A picture of mode "1" across the whole head: a tick every 8 dots, a number every 64, a bar at either end.

    A printer that leaves the right bar out has a narrower head; the last whole number on its paper tells about which.
    """
    width = profile.width_dots
    picture = Image.new("1", (width, _HEIGHT), 1)
    draw = ImageDraw.Draw(picture)
    draw.fontmode = "1"
    draw.rectangle((0, _TOP, width - 1, _TOP + 1), fill=0)
    for at in range(_STEP, width, _STEP):
        tick = next(length for step, length in sorted(_TICKS.items(), reverse=True) if at % step == 0)
        draw.rectangle((at, _TOP, at, _TOP + tick), fill=0)
    small = draw_font(_SMALL, BOLD)
    for at in range(_NUMBERED, width - _NUMBERED // 2, _NUMBERED):
        draw.text((at, _TOP + _TICKS[_NUMBERED] + 2), str(at), fill=0, font=small, anchor="ma")
    for left in (0, width - _BAR):
        draw.rectangle((left, _TOP, left + _BAR - 1, _HEIGHT - 1), fill=0)
    foot = (width - 2 * _BAR, _TOP + _FOOT)
    draw.text(foot, f"{width} →", fill=0, font=draw_font(_LARGE, BOLD), anchor="ra")
    draw.text((2 * _BAR, _TOP + _FOOT), "← 1", fill=0, font=draw_font(_LARGE, BOLD), anchor="la")
    return picture
