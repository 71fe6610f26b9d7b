from __future__ import annotations

import io
import re

from PIL import Image

from demo.rehearsal import SIGN_FILLED, lit_from, unspaced
from demo.windows import opening_time


def test_a_number_is_read_without_its_gap() -> None:
    assert unspaced("B 001") == "B001"


def test_windows_open_when_the_sample_hall_is_open() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", opening_time())


def test_what_has_just_begun_to_run_over_the_sign_is_not_yet_there() -> None:
    """A dot at the very end, then a text over most of it; a dark sign has nothing."""
    sign = Image.new("RGB", (192, 16), (10, 10, 10))
    assert lit_from(as_png(sign)) == 1.0
    sign.putpixel((190, 8), (0, 255, 0))
    assert lit_from(as_png(sign)) > SIGN_FILLED
    sign.putpixel((20, 8), (0, 255, 0))
    assert lit_from(as_png(sign)) < SIGN_FILLED


def as_png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
