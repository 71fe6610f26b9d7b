"""A QR code as a picture that QML can show without a file."""

from __future__ import annotations

from functools import lru_cache

import segno

QUIET_MODULES = 4
"""ISO/IEC 18004, clause 6.3.8."""
KEPT = 256
"""A code takes as long to make as the rest of a call's picture: those of every service of a large hall are kept."""


@lru_cache(maxsize=KEPT)
def qr_data_url(text: str, side: int) -> str:
    """The code as a `data:` address of a PNG at most `side` dots wide, every module the same whole number of dots.

    Empty for an empty text.
    """
    if not text:
        return ""
    code = segno.make_qr(text, error="m")
    modules = code.symbol_size(border=QUIET_MODULES)[0]
    return code.png_data_uri(scale=max(1, side // modules), border=QUIET_MODULES)
