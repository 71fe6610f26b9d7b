"""Listens in place of a loudspeaker: notes every sound that a program plays.

    python -m demo.ear NOTES-FILE WAV

It is what the demo's hall has for a `player` when there is no screen: each chime leaves a line with its length, and the
silence that a display tries its sound out with leaves none.
"""

from __future__ import annotations

import sys
import wave
from pathlib import Path


def main() -> None:
    notes, sound = Path(sys.argv[1]), Path(sys.argv[2])
    with wave.open(str(sound), "rb") as heard:
        seconds = heard.getnframes() / heard.getframerate()
        silent = not any(heard.readframes(heard.getnframes()))
    if silent:
        return
    with notes.open("a", encoding="utf-8") as file:
        file.write(f"{sound.stem} {seconds:.2f}\n")


if __name__ == "__main__":
    main()
