"""A picture of a sign as it hangs on the wall: round dots that glow, in a black housing."""

from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from hardware.led.glyphs import HEIGHT

PITCH = 8
"""Pixels from dot to dot."""
MARGIN = 20

_DOT = 6.4
_FINE = 8
_UNLIT = (34, 31, 30)
_HOUSING = (24, 25, 27)
_RIM = (58, 60, 64)
_HEAT = [value + (255 - value) // 3 if value else 90 for value in range(256)] * 3
_SPILL = [round(value * 0.45) for value in range(256)] * 3
_DARK = [0 if value else 255 for value in range(256)]


def paint(width: int, colours: bytes) -> Image.Image:
    """Return the picture of ``width`` x 16 dots, three bytes (RGB) each, row by row from top left.

    Raises ValueError when the colours do not fill the sign.
    """
    if len(colours) != width * HEIGHT * 3:
        raise ValueError(f"{len(colours)} bytes do not fill {width} x {HEIGHT} dots")
    size = (width * PITCH, HEIGHT * PITCH)
    small = Image.frombytes("RGB", (width, HEIGHT), colours)
    dots = small.resize(size, Image.Resampling.NEAREST)
    unlit, mask, core = _masks(width)
    lit = ImageChops.multiply(dots, mask)
    # A lit dot is hottest in its middle.
    heat = small.point(_HEAT)
    heat.paste((0, 0, 0), mask=small.convert("L").point(_DARK))
    hot = ImageChops.multiply(heat.resize(size, Image.Resampling.NEAREST), core)
    # Light that spills over is soft: two pixels a dot are enough to draw it.
    spill = small.resize((width * 2, HEIGHT * 2), Image.Resampling.NEAREST).filter(ImageFilter.GaussianBlur(1.3))
    glow = spill.point(_SPILL).resize(size, Image.Resampling.BILINEAR)
    face = ImageChops.screen(ImageChops.lighter(ImageChops.lighter(unlit, lit), hot), glow)
    picture = _housing(width).copy()
    picture.paste(face, (MARGIN, MARGIN))
    return picture


@lru_cache(maxsize=4)
def _masks(width: int) -> tuple[Image.Image, Image.Image, Image.Image]:
    """Return the sign with no dot lit, and where light comes from: from whole dots, from their middles."""
    whole = _tiled(width, _DOT)
    unlit = Image.composite(Image.new("RGB", whole.size, _UNLIT), Image.new("RGB", whole.size), whole)
    return unlit, whole.convert("RGB"), _tiled(width, _DOT * 0.5).convert("RGB")


def _tiled(width: int, diameter: float) -> Image.Image:
    side = PITCH * _FINE
    edge = (side - diameter * _FINE) / 2
    tile = Image.new("L", (side, side))
    ImageDraw.Draw(tile).ellipse((edge, edge, side - 1 - edge, side - 1 - edge), fill=255)
    tile = tile.resize((PITCH, PITCH), Image.Resampling.LANCZOS)
    mask = Image.new("L", (width * PITCH, HEIGHT * PITCH))
    for x in range(width):
        for y in range(HEIGHT):
            mask.paste(tile, (x * PITCH, y * PITCH))
    return mask


@lru_cache(maxsize=4)
def _housing(width: int) -> Image.Image:
    size = (width * PITCH + 2 * MARGIN, HEIGHT * PITCH + 2 * MARGIN)
    picture = Image.new("RGB", size)
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), radius=10, fill=_HOUSING, outline=_RIM, width=2)
    inset = MARGIN - 6
    pen.rectangle((inset, inset, size[0] - 1 - inset, size[1] - 1 - inset), fill=(0, 0, 0), outline=(12, 12, 13))
    return picture
