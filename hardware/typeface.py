"""The one typeface of paper and light: Noto Sans TC, from a locked package.

The file is a variable font with one axis, ``wght`` (100 to 900). Pillow opens it at its lightest
weight, so a font must always be taken from :func:`draw_font`, never opened from the path.
"""

from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont

REGULAR = 400
BOLD = 700

PACKAGE = "justmytype_intl_cjk"
_FILE = "fonts/ofl/notosanstc/NotoSansTC[wght].ttf"


class TypefaceMissingError(RuntimeError):
    """The font package is not installed, or holds no Noto Sans TC where it is expected."""


@cache
def noto_sans_tc() -> Path:
    """Return the path of the variable font file.

    Raises TypefaceMissingError when the package is absent or was laid out anew.
    """
    try:
        path = Path(str(files(PACKAGE).joinpath(_FILE)))
    except ModuleNotFoundError as error:
        raise TypefaceMissingError(f"the package {PACKAGE} with Noto Sans TC is not installed") from error
    if not path.is_file():
        raise TypefaceMissingError(f"Noto Sans TC is not where {PACKAGE} had it: {path}")
    return path


@lru_cache(maxsize=64)
def draw_font(size_px: int, weight: int = REGULAR) -> FreeTypeFont:
    """Return Noto Sans TC at ``size_px`` dots per em and ``weight`` (100 to 900).

    The same object is handed out again for the same arguments: callers must not set its axes.
    Raises TypefaceMissingError without the package, ValueError for a size or weight out of range.
    """
    if size_px < 1:
        raise ValueError(f"font size must be at least one dot, not {size_px}")
    if not 100 <= weight <= 900:
        raise ValueError(f"font weight must be 100 to 900, not {weight}")
    font = ImageFont.truetype(noto_sans_tc(), size_px)
    font.set_variation_by_axes([weight])
    return font
