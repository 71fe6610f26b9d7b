"""How a browser of the demo comes to trust the hall's authority: as a clerk's does, by its store of certificates."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from demo.programs import DemoFault

TRUSTED_FOR_SITES = "C,,"
NAME = "Jiaohao"


def can_trust() -> bool:
    """Whether the tool that writes a browser's store is here (Debian's libnss3-tools)."""
    return shutil.which("certutil") is not None


async def trusting_store(store: Path, authority: Path) -> None:
    """Makes the store in the folder `store`, in which the authority of the PEM file is trusted and no other is added.
    Raises DemoFault when it cannot be made.
    """
    await asyncio.to_thread(store.mkdir, parents=True, exist_ok=True)
    for words in (
        ("-N", "--empty-password"),
        ("-A", "-t", TRUSTED_FOR_SITES, "-n", NAME, "-i", str(authority)),
    ):
        try:
            tool = await asyncio.create_subprocess_exec(
                "certutil",
                *("-d", f"sql:{store}", *words),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
            )
        except OSError as fault:
            raise DemoFault("no certutil on the PATH (Debian's libnss3-tools)") from fault
        said, _ = await tool.communicate()
        if tool.returncode != 0:
            raise DemoFault(f"certutil: {said.decode('utf-8', 'replace').strip()}")


async def trusting_home(home: Path, authority: Path) -> dict[str, str]:
    """A home folder for a Chromium that trusts the authority; returns what its environment needs. Raises DemoFault."""
    await trusting_store(home / ".pki" / "nssdb", authority)
    return {"HOME": str(home)}
