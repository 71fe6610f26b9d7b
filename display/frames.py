"""Frames of a video, made by ffmpeg in a process of its own and read on a thread of their own. No Qt."""

from __future__ import annotations

import contextlib
import subprocess
import threading
from collections.abc import Callable
from io import BufferedReader

FFMPEG = "ffmpeg"
MOVING = "0:V:0"
"""What is played of a file, in ffmpeg's words: its first video; a cover is none."""
RATE = 25
LARGEST = (1280, 720)
"""A larger picture costs more than it shows from where people stand; it is drawn larger instead."""
END_S = 2.0
AGAIN_S = 0.5
"""After so long ffmpeg is begun anew."""
PLACES = 3
"""One is read into, one waits, one is drawn. New memory for each frame costs more than to draw it: the system clears it
first."""


class Frames:
    """`came` is called on the reading thread for each frame; who is too slow for one gets the next."""

    def __init__(self, path: str, width: int, height: int, came: Callable[[], None]) -> None:
        part = min(1.0, LARGEST[0] / width, LARGEST[1] / height)
        self.size = (max(2, int(width * part) // 2 * 2), max(2, int(height * part) // 2 * 2))
        self._path = path
        self._came = came
        self._free = [bytearray(self.size[0] * self.size[1] * 4) for _ in range(PLACES)]
        self._newest: bytearray | None = None
        self._taken: bytearray | None = None
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._play, name="film", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """No frame comes after this."""
        with self._lock:
            self._stopped.set()
            process = self._process
        if process is not None:
            with contextlib.suppress(OSError):
                process.kill()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(END_S)

    def newest(self) -> bytearray | None:
        """The newest frame that was not taken yet: BGRA, rows without gaps. It is the caller's until the next is asked
        for."""
        with self._lock:
            if self._taken is not None:
                self._free.append(self._taken)
            self._taken, self._newest = self._newest, None
            return self._taken

    def command(self) -> list[str]:
        width, height = self.size
        square = "scale=trunc(iw*sar/2)*2:ih,setsar=1"
        inside = f"scale={width}:{height}:force_original_aspect_ratio=decrease,pad={width}:{height}:-1:-1"
        fit = f"{square},{inside},fps={RATE}"
        quiet = [FFMPEG, "-nostdin", "-v", "quiet", "-threads", "1", "-re", "-stream_loop", "-1"]
        return [
            *quiet,
            "-i",
            f"file:{self._path}",
            "-map",
            MOVING,
            "-vf",
            fit,
            "-pix_fmt",
            "bgra",
            "-f",
            "rawvideo",
            "-",
        ]

    def _play(self) -> None:
        """Anew where ffmpeg ends: it cannot go back to the beginning of every kind of film, and whoever lacks memory
        kills it."""
        while not self._stopped.is_set():
            self._read()
            self._stopped.wait(AGAIN_S)

    def _read(self) -> None:
        with self._lock:
            if self._stopped.is_set():
                return
            try:
                self._process = process = subprocess.Popen(  # noqa: S603 - a program of the system, words of ours
                    self.command(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
                )
            except OSError:
                return  # the media's check says why: it asks the same program first
        with process:
            pipe = process.stdout
            while isinstance(pipe, BufferedReader) and self._read_one(pipe):
                pass
            process.kill()

    def _read_one(self, pipe: BufferedReader) -> bool:
        """Whether more are wanted, and may come."""
        with self._lock:
            frame = self._free.pop()
        if pipe.readinto(frame) < len(frame):
            with self._lock:
                self._free.append(frame)
            return False
        with self._lock:
            if self._stopped.is_set():
                return False
            missed, self._newest = self._newest, frame
            if missed is not None:
                self._free.append(missed)
        if missed is None:
            self._came()
        return True
