"""Writes `docs/licences.md`: every locked package with the licence its own metadata states, and the fonts.

python -m deploy.licences           writes the page
python -m deploy.licences --check   exits 1 when the page is not what the locks say
"""

from __future__ import annotations

import sys
from email.message import Message
from importlib.metadata import PackageNotFoundError, metadata

from deploy.locks import CHECKS, ROOT, RUNS, locked

PAGE = ROOT / "docs" / "licences.md"
# Metadata that states no licence, or states it only in a file: read there by a person.
READ_BY_HAND = {
    "appdirs": "MIT",
    "axe-playwright-python": "MIT; axe-core in it: MPL-2.0",
    "ciw": "MIT",
    "justmytype-intl-cjk": "MIT; the fonts in it: OFL-1.1",
    "justmytype-intl-rtl": "MIT; the fonts in it: OFL-1.1",
    "justmytype-intl-sea": "MIT; the fonts in it: OFL-1.1",
    "pyyaml-ft": "MIT",
    "pysqlite3": "Zlib; SQLite itself: public domain",
    "python-escpos": "MIT",
    "qrcode": "BSD-3-Clause",
    "sacn": "MIT",
    "text-unidecode": "Artistic-1.0-Perl OR GPL-1.0-or-later",
    "pyserial": "BSD-3-Clause",
    "zxing-cpp": "Apache-2.0",
}
NOT_ON_THIS_MACHINE = {"colorama": "BSD-3-Clause", "tzdata": "Apache-2.0"}
HEADER = """# Licences

Jiaohao itself is Apache-2.0 (see `LICENSE`). It is run with the packages below, none of which is copied into this
repository; each licence is what the package's own metadata or licence file states. PySide6 and psycopg
(LGPL-3.0) are used as shared libraries and can be replaced. `python -m deploy.licences`
writes this page from the locks.

## Fonts

| font | where it comes from | licence |
|---|---|---|
| Noto Sans TC, SC, JP, KR | the package justmytype-intl-cjk | OFL-1.1 |
| Noto Sans Thai, Lao, Khmer, Myanmar | the package justmytype-intl-sea | OFL-1.1 |
| Noto Sans Arabic, Hebrew | the package justmytype-intl-rtl | OFL-1.1 |
| GNU Unifont | Debian's package `unifont` | OFL-1.1 or GPL-2.0-or-later with the font exception |
| DejaVu Sans | Debian's package `fonts-dejavu-core`, where it is installed | Bitstream Vera and Arev licences |

## Data

| file | where it comes from | licence |
|---|---|---|
| `server/identity/common_passwords.txt` | the frequency list of zxcvbn 4.5.0, shortened; ours | MIT |

## Packages
"""


def licence(package: str) -> str:
    """What the package says of itself, in one line."""
    if package in READ_BY_HAND:
        return READ_BY_HAND[package]
    try:
        said: Message = metadata(package)  # type: ignore[assignment]  # what it is; typeshed hides it
    except PackageNotFoundError:
        return NOT_ON_THIS_MACHINE[package]
    if expression := said.get("License-Expression"):
        return str(expression)
    classifiers = [
        line.rsplit(" :: ", 1)[-1] for line in said.get_all("Classifier") or () if line.startswith("License ::")
    ]
    classifiers = [line for line in classifiers if line != "OSI Approved"]
    return "; ".join(classifiers) or str(said.get("License") or "").split("\n")[0][:60] or "see its licence file"


def page() -> str:
    runs, checks = locked(RUNS), locked(CHECKS)
    lines = [HEADER, "| package | version | licence | for |", "|---|---|---|---|"]
    for package, one in sorted(checks.items()):
        purpose = "running" if package in runs else "demo and checks"
        lines.append(f"| {package} | {one.version} | {licence(package)} | {purpose} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    if "--check" in sys.argv[1:]:
        if PAGE.exists() and PAGE.read_text("utf-8") == page():
            return 0
        sys.stderr.write("docs/licences.md is stale: run python -m deploy.licences\n")
        return 1
    PAGE.write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
