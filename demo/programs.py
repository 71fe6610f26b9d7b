"""Starting the real programs, waiting until each is ready, and ending them; their logs go to files."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any

from demo.file_socket import reachable

READY_WITHIN_S = 60.0
ROOT = Path(__file__).resolve().parent.parent
ENDS_WITH_US = ("setpriv", "--pdeathsig", "TERM", "--")
"""What runs a program so that it is told to end when whoever started it is gone, however that went."""


class DemoFault(Exception):
    """The demo cannot go on, or what should be seen was not; the sentence says which."""


class Program:
    """One child process in a session of its own; its output is kept in `<folder>/<name>.log`."""

    def __init__(self, name: str, folder: Path, pc: Sequence[str] = ()) -> None:
        """`pc`: the words that run the command behind them somewhere else; none: here."""
        self.name = name
        self.log = folder / f"{name}.log"
        self._pc = pc
        self._starting: asyncio.Future[asyncio.subprocess.Process] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._out: IO[bytes] | None = None
        self._began = 0
        """Where in the log its present run begins."""

    async def start(self, *arguments: str, environment: dict[str, str] | None = None) -> None:
        """Starts a module of ours: `arguments` as after `python -m`."""
        await self.start_command(sys.executable, "-m", *arguments, environment=environment)

    async def start_command(self, *command: str, environment: dict[str, str] | None = None) -> None:
        """Starts any program."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self._out is not None:
            self._out.close()
        self._out = self.log.open("ab")
        self._began = self._out.tell()
        self._starting = asyncio.ensure_future(
            asyncio.create_subprocess_exec(
                *(ENDS_WITH_US if shutil.which(ENDS_WITH_US[0]) else ()),
                *self._pc,
                *command,
                cwd=ROOT,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=self._out,
                stderr=self._out,
                env={**os.environ, **(environment or {})},
                # Ctrl-C in the terminal is for who started it, who then ends its programs one after another.
                start_new_session=True,
            )
        )
        # Who is told to end in this moment must not forget the child: `stop` still finds it.
        self._process = await asyncio.shield(self._starting)

    async def said(self, pattern: str) -> re.Match[str]:
        """Waits until the log has a line that matches. Raises DemoFault when the program ends first or says nothing."""

        def look() -> re.Match[str] | None:
            return re.search(pattern, self.log.read_text("utf-8", "replace"))

        await until(lambda: look() is not None or self.ended(), f"{self.name} to say {pattern!r}")
        found = look()
        if found is None:
            raise DemoFault(f"{self.name} ended early; see {self.log}")
        return found

    def ended(self) -> bool:
        return self._process is None or self._process.returncode is not None

    @property
    def status(self) -> int | None:
        """Exit status, negative for a signal; None while it runs or before it was started."""
        return None if self._process is None else self._process.returncode

    def lines(self) -> list[str]:
        """What it has said since it was last started."""
        try:
            return self.log.read_bytes()[self._began :].decode("utf-8", "replace").splitlines()
        except OSError:
            return []

    def must_run(self) -> None:
        """Raises DemoFault when the program has ended."""
        if self.ended():
            raise DemoFault(f"{self.name} ended; see {self.log}")

    def closed(self) -> bool:
        """Whether somebody has closed its window. Raises DemoFault when it has ended in another way."""
        if not self.ended():
            return False
        status = 0 if self._process is None else self._process.returncode
        if status:
            raise DemoFault(f"{self.name} ended with status {status}; see {self.log}")
        return True

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ends the program and what it started; SIGKILL after 10 s. Returns its exit status."""
        if self._starting is None:
            return 0
        with contextlib.suppress(OSError):
            self._process = await self._starting
        process = self._process
        if process is None:
            return 0
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(how)
            try:
                await asyncio.wait_for(process.wait(), 10)
            except TimeoutError:
                process.kill()
                await process.wait()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        if self._out is not None:
            self._out.close()
        return process.returncode or 0


async def until(true: Callable[[], bool], what: str, within_s: float = READY_WITHIN_S) -> None:
    """Waits until something is so. Raises DemoFault that names it when it takes too long."""
    deadline = asyncio.get_running_loop().time() + within_s
    while not true():
        if asyncio.get_running_loop().time() > deadline:
            raise DemoFault(f"waited {within_s:.0f} s for {what}")
        await asyncio.sleep(0.02)


class Hand:
    """Touches and looks at a program that runs on the stage (`demo.stage`)."""

    def __init__(self, program: Program, place: Path) -> None:
        """`place`: the file of the stage's socket."""
        self._program = program
        self._place = place
        self.read: dict[str, str] = {}
        """What could be read on each picture as it was taken."""
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._one_at_a_time = asyncio.Lock()

    async def ready(self) -> None:
        """Waits until the program shows a window."""
        await until(lambda: self._place.exists() or self._program.ended(), f"{self._program.name} to start")
        if not self._place.exists():
            raise DemoFault(f"{self._program.name} ended early; see {self._program.log}")
        with reachable(self._place) as name:
            self._streams = await asyncio.open_unix_connection(name, limit=1 << 24)
        deadline = asyncio.get_running_loop().time() + READY_WITHIN_S
        while not (answer := await self._order(do="read"))["ok"] or not answer["texts"]:
            if self._program.ended() or asyncio.get_running_loop().time() > deadline:
                raise DemoFault(f"{self._program.name} shows no window; see {self._program.log}")
            await asyncio.sleep(0.05)

    async def touch(self, item: str) -> None:
        """Waits until the item can be seen and used, then touches it."""
        await self.sees(item)
        await self.do(do="touch", item=item)

    async def touch_at_once(self, item: str) -> None:
        await self.do(do="touch", item=item)

    async def sees(self, item: str, within_s: float = 20.0) -> None:
        deadline = asyncio.get_running_loop().time() + within_s
        while not (await self.do(do="find", item=item)).get("enabled"):
            if asyncio.get_running_loop().time() > deadline:
                raise DemoFault(f"{self._program.name} does not offer {item!r}; it shows {await self.texts()}")
            await asyncio.sleep(0.03)

    async def texts(self, window: str | None = None) -> list[str]:
        """The texts that can be seen, of one window or of all."""
        shown: dict[str, list[str]] = (await self.do(do="read"))["texts"]
        return [text for name, texts in shown.items() if window in {None, name} for text in texts]

    async def below(self, item: str) -> str:
        """The texts that can be seen in items of that name: a line for each, its texts joined with ` | `."""
        groups: list[list[str]] = (await self.do(do="below", item=item))["groups"]
        return "\n".join(" | ".join(texts) for texts in groups)

    async def moves(self) -> str:
        """ "moving" or "still"."""
        return "moving" if (await self.do(do="moving"))["count"] else "still"

    async def look(self, folder: Path, name: str, within_s: float = 20.0) -> list[str]:
        """Pictures of every window once all have come to rest: one in between would show what nobody has time to see.
        Raises DemoFault when something moves on.
        """
        deadline = asyncio.get_running_loop().time() + within_s
        while (answer := await self.do(do="look", folder=str(folder), name=name))["moving"]:
            if asyncio.get_running_loop().time() > deadline:
                raise DemoFault(f"{self._program.name} has not come to rest for {within_s:.0f} s")
            await asyncio.sleep(0.03)
        pictures: dict[str, list[str]] = answer["pictures"]
        self.read |= {picture: " | ".join(texts) for picture, texts in pictures.items()}
        return list(pictures)

    async def do(self, **order: object) -> dict[str, Any]:
        """One order; raises DemoFault when it could not be done."""
        answer = await self._order(**order)
        if not answer["ok"]:
            raise DemoFault(f"{self._program.name}: {answer['fault']}")
        return answer

    async def _order(self, **order: object) -> dict[str, Any]:
        if self._streams is None:
            raise DemoFault(f"{self._program.name} is not ready")
        reader, writer = self._streams
        async with self._one_at_a_time:
            writer.write(json.dumps(order).encode() + b"\n")
            await writer.drain()
            line = await reader.readline()
        if not line:
            raise DemoFault(f"{self._program.name} went away; see {self._program.log}")
        answer: dict[str, Any] = json.loads(line)
        return answer
