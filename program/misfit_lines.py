"""`python -m program.misfit_lines FILE [--strict] < MISFITS`: what the checks of the screens found, in words.

Reads misfits (`program.misfit`), one JSON object a line, and writes one line for each text, in the file's order:

    config.toml: service[3].name.en: will be shortened on the kiosk and the ticket: "…"

Exit status: 0, since a hall whose texts do not all fit still works; with `--strict` 78 when there was any.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import msgspec

from program.config_file import TABLES, read_tables
from program.misfit import Misfit, Surface, Why

NO_GUIDES: Mapping[str, str] = MappingProxyType({})
EX_OK, EX_CONFIG = 0, 78
MOST_QUOTED = 60
"""Characters of the text in its line."""
MOST_NAMED = 6
"""Characters without glyph in a line; a whole script may lack."""
_SAID: dict[Why, str] = {"shortened": "will be shortened on {where}", "left out": "has no room on {where}"}


def misfit_lines(file: str, misfits: Iterable[Misfit], guides: Mapping[str, str] = NO_GUIDES) -> list[str]:
    """One line for each text, whatever is wrong with it and wherever. `guides`: a guide's file by the start of the
    keys that are in it."""
    by_text: dict[tuple[str, str], list[Misfit]] = {}
    for misfit in misfits:
        by_text.setdefault((misfit.key, misfit.language), []).append(misfit)
    return [_line(file, by_text[text], guides) for text in sorted(by_text, key=lambda text: (_place(text[0]), text[1]))]


def guides_beside(file: Path) -> dict[str, str]:
    """Guides with a file of their own, by the start of their keys: {"service[0].guide.": "guides/apples.toml"}."""
    tables = read_tables(file)
    folder, services = tables.get("hall", {}).get("guides", "guides"), tables.get("service", [])
    named = {f"service[{place}].guide.": f"{folder}/{one.get('id')}.toml" for place, one in enumerate(services)}
    return {start: name for start, name in named.items() if (file.absolute().parent / name).is_file()}


def _line(file: str, misfits: Sequence[Misfit], guides: Mapping[str, str]) -> str:
    first = misfits[0]
    key = f"{first.key}.{first.language}" if first.language else first.key
    for start, name in guides.items():
        if key.startswith(start):
            file, key = name, key.removeprefix(start)
    faults = [
        said.format(where=_listed([one.surface for one in misfits if one.why == why]))
        for why, said in _SAID.items()
        if any(one.why == why for one in misfits)
    ]
    lacking: dict[str, list[Surface]] = {}
    for one in misfits:
        if one.why == "no glyph":
            lacking.setdefault(one.characters, []).append(one.surface)
    faults += [
        f"{_named(characters)} cannot be drawn on {_listed(surfaces)}" for characters, surfaces in lacking.items()
    ]
    text = first.text if len(first.text) <= MOST_QUOTED else first.text[: MOST_QUOTED - 1].rstrip() + "…"
    return f'{file}: {key}: {"; ".join(faults)}: "{text}"'


def _listed(surfaces: Sequence[Surface]) -> str:
    *before, last = (f"the {surface}" for surface in dict.fromkeys(surfaces))
    return f"{', '.join(before)} and {last}" if before else last


def _named(characters: str) -> str:
    """𠮷 (U+20BB7), ✔ (U+2714) and 3 more."""
    named = [f"{character} (U+{ord(character):04X})" for character in characters[:MOST_NAMED]]
    rest = len(characters) - len(named)
    return ", ".join(named) + (f" and {rest} more" if rest else "")


def _place(key: str) -> list[tuple[int, str]]:
    """Sorts keys as the file has them: tables in their order, "service[10]" behind "service[9]"."""
    table = re.split(r"[.\[]", key, maxsplit=1)[0]
    order = TABLES.index(table) if table in TABLES else len(TABLES)
    steps = [(int(step), "") if step.isdecimal() else (0, step) for step in re.split(r"[.\[\]]+", key)]
    return [(order, ""), *steps]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="./jiaohao check-config")
    parser.add_argument("file", help="the config file, as the lines name it")
    parser.add_argument("--strict", action="store_true", help="exit status 78 when there is any")
    chosen = parser.parse_args(arguments)
    misfits = [msgspec.json.decode(line, type=Misfit) for line in sys.stdin.buffer]
    guides = guides_beside(Path(chosen.file)) if misfits and Path(chosen.file).is_file() else {}
    lines = misfit_lines(chosen.file, misfits, guides)
    sys.stdout.writelines(f"{line}\n" for line in lines)
    if not lines:
        return EX_OK
    sys.stdout.flush()
    verdict = "refused, since --strict was asked for" if chosen.strict else "accepted as it is"
    sys.stderr.write(f"{chosen.file}: {len(lines)} of its texts cannot be shown as written; the file is {verdict}\n")
    return EX_CONFIG if chosen.strict else EX_OK


if __name__ == "__main__":
    sys.exit(main())
