"""Several PCs on one cable, as far as the network can tell: a Linux network namespace each, joined by a bridge.

Nothing of it outlives its process: a namespace is held by a program that ends with our end of its pipe.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

TOOLS = ("unshare", "nsenter", "ip")
NETWORK = "10.77.0"


class NoNamespaces(Exception):
    """This machine, or this user, cannot have namespaces; the sentence says why."""


class SeparatePc:
    """One PC: what is run with `command` sees its network and nothing of ours, but our files."""

    def __init__(self, name: str, words: list[str]) -> None:
        """`words`: the command that makes a namespace, up to what shall run in it. Raises NoNamespaces."""
        self.name = name
        self.address = ""
        self._holder = subprocess.Popen(
            [*words, "sh", "-c", "echo up; exec cat"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert self._holder.stdout is not None
        if self._holder.stdout.readline() != b"up\n":
            assert self._holder.stderr is not None
            said = self._holder.stderr.read().decode("utf-8", "replace").strip()
            self.close()
            raise NoNamespaces(said or "unshare said nothing")
        if _network_of(self.process_id) == _network_of(os.getpid()):
            self.close()  # whoever flushes its addresses would take this machine off its own network
            raise AssertionError(f"{name} has no network of its own")

    @property
    def process_id(self) -> int:
        return self._holder.pid

    def command(self, *words: str) -> list[str]:
        """The command that runs `words` on this PC."""
        return [*_enter(self.process_id), "--", *words]

    def run(self, *words: str) -> str:
        """Runs a command there and returns what it said. AssertionError when it fails."""
        done = subprocess.run(self.command(*words), capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, f"{self.name}: {words}: {done.stdout}{done.stderr}"
        return done.stdout

    def script(self, path: Path, program: str) -> Path:
        """Writes an executable that is `program` on this PC, for who can only be given a path."""
        words = " ".join(self.command(program))
        path.write_text(f'#!/bin/sh\nexec {words} "$@"\n', "utf-8")
        path.chmod(0o755)
        return path

    def close(self) -> None:
        for pipe in (self._holder.stdin, self._holder.stdout, self._holder.stderr):
            if pipe is not None:
                pipe.close()
        self._holder.wait(10)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.close()


class Network:
    """The cable and its PCs. `plug` gives a new PC an address."""

    def __init__(self, stack: ExitStack) -> None:
        """Raises NoNamespaces."""
        lacking = [tool for tool in TOOLS if shutil.which(tool) is None]
        if lacking:
            raise NoNamespaces(f"{', '.join(lacking)} not on the PATH (apt-get install iproute2 util-linux)")
        self._stack = stack
        self._ports = 0
        self._switch = stack.enter_context(SeparatePc("switch", _first()))
        self._switch.run("ip", "link", "set", "lo", "up")
        self._switch.run("ip", "link", "add", "name", "bridge0", "type", "bridge")
        self._switch.run("ip", "link", "set", "bridge0", "up")

    def plug(self, name: str, host: int) -> SeparatePc:
        """A PC with the address 10.77.0.`host`."""
        words = [*_enter(self._switch.process_id), "--", "unshare", "--net", "--"]
        pc = self._stack.enter_context(SeparatePc(name, words))
        self._ports += 1
        port = f"port{self._ports}"
        peer = ("peer", "name", "eth0", "netns", str(pc.process_id))
        self._switch.run("ip", "link", "add", "name", port, "type", "veth", *peer)
        self._switch.run("ip", "link", "set", port, "master", "bridge0", "up")
        pc.run("ip", "link", "set", "lo", "up")
        pc.run("ip", "link", "set", "eth0", "up")
        self.renumber(pc, host)
        return pc

    def renumber(self, pc: SeparatePc, host: int) -> None:
        """The PC has another address from now on, and its old one no more."""
        pc.run("ip", "address", "flush", "dev", "eth0", "scope", "global")
        pc.address = f"{NETWORK}.{host}"
        pc.run("ip", "address", "add", f"{pc.address}/24", "dev", "eth0")


@contextmanager
def network() -> Iterator[Network]:
    """A cable without PCs. Skips where there can be none and says why; fails where every tool must be there."""
    with ExitStack() as stack:
        try:
            made = Network(stack)
        except NoNamespaces as fault:
            reason = f"no network namespaces here: {fault}; a hall of several PCs was not tried"
            if os.environ.get("JIAOHAO_REQUIRE_TOOLS") == "1":
                pytest.fail(reason)
            pytest.skip(reason)
        yield made


def _network_of(process_id: int) -> Path:
    return Path(f"/proc/{process_id}/ns/net").readlink()


def _first() -> list[str]:
    """Who is not root has a namespace of users too, and is root in it."""
    mine = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    return ["unshare", *mine, "--net", "--"]


def _enter(process_id: int) -> list[str]:
    users = [] if os.geteuid() == 0 else ["--user", "--preserve-credentials"]
    return ["nsenter", f"--target={process_id}", "--net", *users]
