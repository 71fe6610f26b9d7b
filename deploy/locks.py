"""What the locks say: packages, versions, hashes, and what each is for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS, CHECKS = "requirements.lock", "requirements-dev.lock"
"""What a hall runs, and with it what the demo and the checks need."""


@dataclass(frozen=True, slots=True)
class Locked:
    name: str
    version: str
    marker: str
    """Where it is needed; empty: everywhere."""
    hashes: tuple[str, ...]
    """SHA-256 of each file that may be installed."""


def locked(name: str, root: Path = ROOT) -> Mapping[str, Locked]:
    """By package, in the order of the lock."""
    blocks = re.split(r"\n(?=[a-z0-9])", (root / name).read_text("utf-8").strip())
    return {one.name: one for one in map(_locked, blocks)}


def version(text: str) -> tuple[int, ...]:
    """To be compared: the figures of a release's name."""
    return tuple(int(part) for part in re.findall(r"\d+", text))


def _locked(block: str) -> Locked:
    found = re.match(r"([a-z0-9.-]+)==([^ ;\\]+)(?: ; ([^\\]+?))? *\\", block)
    if found is None:
        raise ValueError(f"no line of a lock: {block[:80]!r}")
    return Locked(
        found[1], found[2], (found[3] or "").strip(), tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", block))
    )
