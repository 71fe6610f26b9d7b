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

from program.free_memory import give_back

CACHE = type(lru_cache(abs))


def held() -> dict[str, Any]:
    """Memory, descriptors and what each `open` one is, threads, blocks, and references to the constants that everything
    uses. Answers that are `kept` by `lru_cache` end by a number: how many there are and ever can be is told, and their
    blocks and references are not counted. Memory that is free goes back to the system first. What is resident counts a
    file of letters as often as it was opened, and libraries that others use too; private is what no other has."""
    gc.collect()
    give_back()
    kept, most, parts, named = _answers()
    descriptors = _descriptors()
    rows = Path("/proc/self/smaps_rollup").read_text("utf-8").splitlines()[1:]
    kb = {row.split(":")[0]: int(row.split()[1]) for row in rows}
    return {
        "resident_kb": kb["Rss"],
        "private_kb": kb["Private_Clean"] + kb["Private_Dirty"],
        "descriptors": len(descriptors),
        "open": descriptors,
        "threads": len(list(Path("/proc/self/task").iterdir())),
        "blocks": sys.getallocatedblocks() - parts,
        "none": sys.getrefcount(None) - named["None"],
        "true": sys.getrefcount(True) - named["True"],
        "false": sys.getrefcount(False) - named["False"],
        "kept": kept,
        "most_kept": most,
    }


def _answers() -> tuple[int, int, int, Counter[str]]:
    """Of all caches: entries, the most that there can be, of how many objects they are made, and how often they name a
    constant."""
    modules = [vars(one) for one in tuple(sys.modules.values()) if isinstance(one, ModuleType)]
    caches = {id(one): one for names in modules for one in tuple(names.values()) if isinstance(one, CACHE)}
    named: Counter[str] = Counter()
    parts: set[int] = set()
    found = [one for cache in caches.values() for one in gc.get_referents(cache)]
    while found:
        one = found.pop()
        if one is None or isinstance(one, bool):
            named[str(one)] += 1
        elif isinstance(one, tuple | str | float | int):
            parts.add(id(one))
            found += one if isinstance(one, tuple) else ()
    infos = [one.cache_info() for one in caches.values()]
    kept = sum(one.currsize for one in infos)
    return kept, sum(one.maxsize or 0 for one in infos), len(parts) + kept, named


def _descriptors() -> list[str]:
    """What each open one of this process is; that by which they are listed is gone by then."""
    found = []
    for one in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            found.append(re.sub(r"\d+", "", str(one.readlink())))
    return sorted(found)
