"""How people and PCs come to a hall: by the code that its server shows and by the commands that the README names."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from demo.office import DeviceCode
from demo.programs import DemoFault, Program, until

ScreenKind = Literal["kiosk", "display"]
SCREENS: tuple[ScreenKind, ...] = ("kiosk", "display")
"""The programs that become devices."""


class Joining:
    """Of the hall of one config file. Every method raises DemoFault when it comes to nothing."""

    def __init__(self, config: Path, folder: Path, program: Callable[[str, str], Program]) -> None:
        """`folder` takes the authority and logs; `program` makes one of a name for the PC of "server", "kiosk" or
        "display"."""
        self.authority = folder / "authority.pem"
        """Once `export_authority` has been there: whom devices and browsers believe."""
        self._config = config
        self._program = program

    async def first_code(self, server: Program) -> str:
        """What the server shows as long as nobody has an account."""
        said = await server.said(r'\{.*"event": *"first_code".*\}')
        return str(json.loads(said.group())["code"])

    async def export_authority(self) -> None:
        words = ("export", str(self.authority), "--config", str(self._config))
        await self._command("ca", "server", "server.certificates", *words)

    async def enrol(self, kind: ScreenKind, told: DeviceCode, server: str) -> None:
        """The program's PC belongs to the hall from now on: `server` and the code are typed in, and the fingerprint
        that is shown there is the one that was told."""
        words = ("--as", kind, "--server", server, "--code", told.code, "--config", str(self._config), "--yes")
        said = await self._command(f"enrol-{kind}", kind, "wire.enrol", *words)
        if told.fingerprint not in said:
            raise DemoFault(f"the fingerprint should be {told.fingerprint}, ./jiaohao enrol shows: {said}")

    async def _command(self, name: str, pc: str, *words: str) -> str:
        """Runs a module of ours to its end and returns what it said."""
        command = self._program(name, pc)
        try:
            await command.start(*words)
            await until(command.ended, f"{name} to end")
        finally:
            await command.stop()
        said = "\n".join(command.lines())
        if command.status != 0:
            raise DemoFault(f"{name} ended with status {command.status}: {said}")
        return said
