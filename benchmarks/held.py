"""What a process holds at one moment, told by itself: nothing that ends by itself is counted as held."""

from __future__ import annotations

import gc
import re
import sys
from collections import Counter
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

CACHE = type(lru_cache(abs))


def held() -> dict[str, Any]:
    """Memory, descriptors and what each `open` one is, threads, blocks, and references to the constants that everything
    uses. Answers that are `kept` by `lru_cache` end by a number: how many there are and ever can be is told, and a
    reference of theirs is not counted."""
    gc.collect()
    kept, most, named = _answers()
    descriptors = _descriptors()
    status = Path("/proc/self/status").read_text("utf-8")
    return {
        "resident_kb": int(next(row for row in status.splitlines() if row.startswith("VmRSS:")).split()[1]),
        "descriptors": len(descriptors),
        "open": descriptors,
        "threads": len(list(Path("/proc/self/task").iterdir())),
        "blocks": sys.getallocatedblocks(),
        "none": sys.getrefcount(None) - named["None"],
        "true": sys.getrefcount(True) - named["True"],
        "false": sys.getrefcount(False) - named["False"],
        "kept": kept,
        "most_kept": most,
    }


def _answers() -> tuple[int, int, Counter[str]]:
    """Of all caches: entries, the most that there can be, and how often questions and answers name a constant."""
    modules = [vars(one) for one in tuple(sys.modules.values()) if isinstance(one, ModuleType)]
    caches = {id(one): one for names in modules for one in tuple(names.values()) if isinstance(one, CACHE)}
    named: Counter[str] = Counter()
    found = [one for cache in caches.values() for one in gc.get_referents(cache)]
    while found:
        one = found.pop()
        if isinstance(one, tuple):
            found += one
        elif one is None or isinstance(one, bool):
            named[str(one)] += 1
    infos = [one.cache_info() for one in caches.values()]
    return sum(one.currsize for one in infos), sum(one.maxsize or 0 for one in infos), named


def _descriptors() -> list[str]:
    """What each open one of this process is; that by which they are listed is gone by then."""
    found = []
    for one in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            found.append(re.sub(r"\d+", "", str(one.readlink())))
    return sorted(found)
