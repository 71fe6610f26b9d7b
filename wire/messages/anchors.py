"""An anchor of the hall's logs on paper: the server asks a kiosk for it, between its visitors' tickets."""

from __future__ import annotations

from typing import Annotated

import msgspec

from wire.messages.tickets import Word

Job = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
"""Names one print, so that its answer finds whoever waits."""


class PrintAnchor(msgspec.Struct, frozen=True, kw_only=True, tag="print_anchor"):
    """For a kiosk: print this once no visitor is before it, within `patience_ms`, and say what came of it. A program
    that does not know it says nothing, and nothing was printed."""

    job: Job
    anchor: Annotated[str, msgspec.Meta(max_length=600)]
    """The line, `server/audit/anchor.py`."""
    at: int
    """The hall's time when it was made, ms since the epoch."""
    patience_ms: int


class AnchorPrinted(msgspec.Struct, frozen=True, kw_only=True, tag="anchor_printed"):
    """What came of a `print_anchor`."""

    job: Job
    outcome: Word
    """Open: printed (proved), sent (the printer proves nothing), uncertain, busy (visitors came first), not_printed."""
