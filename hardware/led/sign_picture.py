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
_GLOW = 0.75


def paint(width: int, colours: bytes) -> Image.Image:
    """Return the picture of ``width`` x 16 dots, three bytes (RGB) each, row by row from top left.

    Raises ValueError when the colours do not fill the sign.
    """
    if len(colours) != width * HEIGHT * 3:
        raise ValueError(f"{len(colours)} bytes do not fill {width} x {HEIGHT} dots")
    size = (width * PITCH, HEIGHT * PITCH)
    dots = Image.frombytes("RGB", (width, HEIGHT), colours).resize(size, Image.Resampling.NEAREST)
    mask, core = _masks(width)
    black = Image.new("RGB", size)
    unlit = Image.composite(Image.new("RGB", size, _UNLIT), black, mask)
    lit = Image.composite(dots, black, mask)
    # A lit dot is hottest in its middle.
    hot = Image.composite(dots.point(lambda value: value + (255 - value) // 3 if value else 90), black, core)
    hot = ImageChops.multiply(hot, _lit_only(dots))
    glow = lit.filter(ImageFilter.GaussianBlur(PITCH * 0.6)).point(lambda value: round(value * _GLOW))
    face = ImageChops.screen(ImageChops.lighter(ImageChops.lighter(unlit, lit), hot), glow)
    picture = _housing(width).copy()
    picture.paste(face, (MARGIN, MARGIN))
    return picture


def _lit_only(dots: Image.Image) -> Image.Image:
    """White where a dot is lit, black elsewhere."""
    red, green, blue = dots.split()
    brightest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return brightest.point(lambda value: 255 if value else 0).convert("RGB")


@lru_cache(maxsize=4)
def _masks(width: int) -> tuple[Image.Image, Image.Image]:
    return _tiled(width, _DOT), _tiled(width, _DOT * 0.5)


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
