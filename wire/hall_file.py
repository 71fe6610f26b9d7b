"""A hall as screens see it, in a file: what the server's `--check` hands to the checks of the screens' programs."""

from __future__ import annotations

from pathlib import Path

import msgspec

from wire.errors import Code, MalformedMessage
from wire.messages.hall import HallView


def write_hall(path: Path, hall: HallView) -> None:
    """Raises OSError."""
    path.write_bytes(msgspec.json.encode(hall))


def read_hall(path: Path) -> HallView:
    """Raises OSError, or MalformedMessage when the file holds no hall."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=HallView)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise MalformedMessage(Code.MALFORMED, str(fault)) from fault
