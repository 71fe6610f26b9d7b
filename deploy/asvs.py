"""Prints how the product stands to OWASP ASVS 5.0, levels 1 and 2, into `docs/security.md`.

python -m deploy.asvs --check   names what is wrong with the table (docs/security/asvs.toml), and exits 1; also when the
                                page is not what it says
python -m deploy.asvs --write   writes the page
"""

from __future__ import annotations

import ast
import hashlib
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parent.parent
TABLE, PAGE = ROOT / "docs" / "security" / "asvs.toml", ROOT / "docs" / "security.md"
BEGINS, ENDS = "<!-- asvs -->\n", "<!-- /asvs -->\n"
LEVELS = {1: 70, 2: 183}
"""So many ids the standard has at each level."""
STANDARD = "db6d694ac41f400122cce7c6311f0df8b978435381bc18470590ed243f4ea08d"
"""SHA-256 of its ids with their levels, one a line, sorted as text."""


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How the product stands to one id."""

    level: int
    title: str
    tests: tuple[str, ...] = ()
    """Below tests/, as pytest names them: they show that it is met, or how far."""
    documents: tuple[str, ...] = ()
    """Headings of the page: where something is to be written down, it is there."""
    not_applicable: str = ""
    open: str = ""
    """What is missing."""

    @property
    def state(self) -> str:
        if self.open:
            return "open"
        return "not applicable" if self.not_applicable else "met"


Table = Mapping[str, Mapping[str, Row]]
"""By chapter, then by id."""


def read_table(path: Path = TABLE) -> Table:
    """Raises ValueError."""
    return msgspec.convert(tomllib.loads(path.read_text("utf-8")), dict[str, dict[str, Row]])


def faults(table: Table, page: str, root: Path = ROOT) -> Iterator[str]:
    """What is wrong with the table, in lines."""
    rows = {one: row for chapter in table.values() for one, row in chapter.items()}
    counted = Counter(row.level for row in rows.values())
    if counted != LEVELS or len(rows) != sum(map(len, table.values())):
        yield f"{len(rows)} ids, by level {dict(counted)}; the standard has {LEVELS}"
    told = "\n".join(f"{one} {row.level}" for one, row in sorted(rows.items()))
    if hashlib.sha256(told.encode()).hexdigest() != STANDARD:
        yield "ids and levels are not those of the standard"
    headings = set(re.findall(r"^#+ (.*)$", page, re.MULTILINE))
    for chapter, of_chapter in table.items():
        for one, row in of_chapter.items():
            if not re.fullmatch(rf"{chapter.partition(' ')[0].removeprefix('V')}\.\d+\.\d+", one):
                yield f"{one}: is no id of {chapter}"
            if row.not_applicable and (row.open or row.tests or row.documents):
                yield f"{one}: is not applicable, or it is not"
            if row.state == "met" and not (row.tests or row.documents):
                yield f"{one}: nothing shows that it is met"
            yield from (f"{one}: there is no test {test}" for test in row.tests if not exists(test, root))
            yield from (f"{one}: no heading {name!r}" for name in row.documents if name not in headings)


def exists(test: str, root: Path = ROOT) -> bool:
    """Whether tests/ has a test of that name."""
    file, _, name = test.partition("::")
    return name.startswith("test_") and name in _functions(root / "tests" / file)


@cache
def _functions(path: Path) -> frozenset[str]:
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def printed(table: Table) -> str:
    """The table as the page has it."""
    states = Counter(row.state for chapter in table.values() for row in chapter.values())
    lines = [f"{states['met']} met, {states['not applicable']} not applicable, {states['open']} open."]
    for chapter, rows in table.items():
        lines += ["", f"### {chapter}", "", "| id | L | what | state | by, or why |", "|---|---|---|---|---|"]
        lines += [f"| {one} | {row.level} | {row.title} | {row.state} | {_why(row)} |" for one, row in rows.items()]
    return "\n".join(lines) + "\n"


def _why(row: Row) -> str:
    tests = ", ".join(f"`{test}`" for test in row.tests)
    documents = ", ".join(
        f"[{name}](#{re.sub(r'[^a-z0-9-]', '', name.lower().replace(' ', '-'))})" for name in row.documents
    )
    return "; ".join(part for part in (row.not_applicable, row.open, documents, tests) if part)


def with_table(page: str, table: Table) -> str:
    """The page with the table as it is now between its two marks."""
    before, _, rest = page.partition(BEGINS)
    return before + BEGINS + "\n" + printed(table) + "\n" + ENDS + rest.partition(ENDS)[2]


def main() -> int:
    table, page = read_table(), PAGE.read_text("utf-8")
    if "--write" in sys.argv[1:]:
        PAGE.write_text(with_table(page, table), "utf-8")
        return 0
    lines = list(faults(table, page))
    if page != with_table(page, table):
        lines.append("docs/security.md is stale: run python -m deploy.asvs --write")
    sys.stderr.writelines(f"{line}\n" for line in lines)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
