"""Whether two pictures of a wall are alike: as a visitor sees them, not as bytes. Pictures of Pillow.

A reference is small, soft and has few shades; what is drawn is made as small and soft. What then differs in any small
patch, in the colour in which it differs most, has to stay below `MOST`. That stands glyphs that are hinted otherwise,
and sees a label moved by half of its height, a card that is gone, and another colour of a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

LONG, SHORT = 320, 180
"""Of one monitor, in a reference."""
BLUR = 0.7
PATCH = 1
"""Radius over which a difference is averaged."""
SHADES = 16
MOST = 22
"""Of 255. Seen: 8 for the same picture, 20 at most without hinting, 24 at least for a label moved by half of it."""


@dataclass(frozen=True)
class Difference:
    worst: int
    """Of any patch."""
    where: tuple[int, int, int, int] | None
    """Around all that is too much, in the reference's pixels; None where nothing is."""
    picture: Image.Image

    def __bool__(self) -> bool:
        return self.where is not None


def small(monitors: list[Image.Image]) -> Image.Image:
    """One picture of all monitors of a scene, soft: lying ones below each other."""
    lying = monitors[0].width >= monitors[0].height
    width, height = size = (LONG, SHORT) if lying else (SHORT, LONG)
    count = len(monitors)
    whole = Image.new("RGB", (width, height * count) if lying else (width * count, height))
    for place, one in enumerate(monitors):
        part = one.convert("RGB").resize(size, Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(BLUR))
        whole.paste(part, (0, place * height) if lying else (place * width, 0))
    return whole


def kept(whole: Image.Image, path: Path) -> None:
    """Writes what `small` made as a reference. It loses shades evenly: what a codec loses is another thing in every
    picture that is only a little different."""
    step = 256 // SHADES
    shades = [min(255, (value + step // 2) // step * step) for value in range(256)]
    whole.point(shades * 3).save(path, "webp", lossless=True, quality=100, method=6)


def difference(got: Image.Image, want: Image.Image) -> Difference:
    """Of what `small` made and a reference."""
    if got.size != want.size:
        return Difference(255, (0, 0, *got.size), got)
    red, green, blue = ImageChops.difference(got, want).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue).filter(ImageFilter.BoxBlur(PATCH))
    worst = max(value for value, count in enumerate(most.histogram()) if count)
    over = most.point([255 * (value > MOST) for value in range(256)])
    return Difference(worst, over.getbbox(), most.point([min(255, 4 * value) for value in range(256)]))
