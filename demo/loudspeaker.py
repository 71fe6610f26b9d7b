"""Whether this PC can play a sound: asked of the player that would play the chime, with a silence that nobody hears."""

from __future__ import annotations

import shlex
import subprocess
import wave
from pathlib import Path

LONGEST_S = 5.0
RATE, SILENT_FRAMES = 48_000, 2_400


def is_heard(player: str, folder: Path) -> bool:
    """`player`: a command that plays the WAV file given as its last word; `folder` takes the silence."""
    silence = folder / "silence.wav"
    with wave.open(str(silence), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(bytes(2 * SILENT_FRAMES))
    try:
        return not subprocess.run(  # noqa: S603 - the sample hall's own command
            [*shlex.split(player), str(silence)],
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LONGEST_S,
        ).returncode
    except (OSError, subprocess.TimeoutExpired):
        return False
