"""What an emulator leaves in its directory: the sign as it is now, each picture it went through, its state.

``sign.png`` and ``state.json`` are always whole (written aside, then renamed). ``frame-0001.png`` and so on
are the pictures that differed from the one before; while a line runs, two of them a second.
"""

import io
import json
from pathlib import Path
from typing import Any

from PIL import Image

from hardware.led.emulator.sign_picture import paint

LATEST = "sign.png"
STATE = "state.json"
MOST_FRAMES = 9_999

_LATEST_EVERY_S = 0.125
_FRAME_EVERY_S = 0.5


class SignOutput:
    """Writes pictures and state of one sign into a directory."""

    def __init__(self, directory: Path, width: int) -> None:
        """Make the directory and remove what an earlier run left there."""
        self._directory = directory
        self._width = width
        directory.mkdir(parents=True, exist_ok=True)
        for old in directory.glob("frame-*.png"):
            old.unlink()
        self.frames = 0
        """Numbered pictures so far."""
        self._drawn: bytes | None = None
        self._numbered: bytes | None = None
        self._drawn_at = self._numbered_at = float("-inf")
        self._state = ""

    def draw(self, colours: bytes, now: float, *, at_once: bool = False) -> bool:
        """Take the sign's colours (RGB) at ``now`` (monotonic seconds); tell whether something was written.

        Of pictures that follow each other too fast only some are kept; the last one always, provided that
        ``draw`` is called again. ``at_once`` keeps this one in any case: it is new content, not motion.
        """
        latest = colours != self._drawn and (at_once or now >= self._drawn_at + _LATEST_EVERY_S)
        number = colours != self._numbered and (at_once or now >= self._numbered_at + _FRAME_EVERY_S)
        number = number and self.frames < MOST_FRAMES
        if not (latest or number):
            return False
        file = io.BytesIO()
        # A sign has few colours: a palette is four times smaller and quicker, and looks the same.
        palette = paint(self._width, colours).quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        palette.save(file, format="PNG", compress_level=1)
        if latest:
            self._drawn, self._drawn_at = colours, now
            self._write(LATEST, file.getvalue())
        if number:
            self.frames += 1
            self._numbered, self._numbered_at = colours, now
            self._write(f"frame-{self.frames:04}.png", file.getvalue())
        return True

    def write_state(self, state: dict[str, Any]) -> None:
        """Write the state when it differs from the one written last."""
        text = json.dumps(state, ensure_ascii=False, indent=1)
        if text == self._state:
            return
        self._state = text
        self._write(STATE, text.encode())

    def _write(self, name: str, content: bytes) -> None:
        aside = self._directory / f".{name}"
        aside.write_bytes(content)
        aside.replace(self._directory / name)
