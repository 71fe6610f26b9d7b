"""Makes the README's pictures from a played demo, and notes what drew them:

    ./jiaohao demo --readme

which plays the morning and then runs this file on its folder: `docs/pictures.py demo-output`. A demo with problems, or
played before something that draws was changed, is refused. Beside the pictures, `drawn-from.json` keeps a digest of
each and of what draws its surface (QML, layouts, styles, texts, the sample hall; comments and line ends do not count),
so that a test can tell when they are no longer of today.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
COMMAND = "./jiaohao demo --readme"
NOTE = "drawn-from.json"
STARTED = ".jiaohao-demo"
"""The demo touches it when it begins."""


@dataclass(frozen=True)
class Picture:
    source: str
    """As the demo names it."""
    width: int
    surface: str


PICTURES = {
    "wall-order.png": Picture("two_calls-order.png", 1280, "wall"),
    "wall-content.png": Picture("two_calls-content.png", 960, "wall"),
    "console.png": Picture("first-call-console.png", 960, "pages"),
    "kiosk-home.png": Picture("more-home-kiosk.png", 480, "kiosk"),
    "kiosk-confirm.png": Picture("first-2-confirm-kiosk.png", 480, "kiosk"),
    "ticket.png": Picture("tickets/receipt-0004.png", 480, "ticket"),
    "phone.png": Picture("first-call-phone.png", 480, "pages"),
    "add-device.png": Picture("device-added-code.png", 960, "pages"),
    "pin-switch.png": Picture("pin-switch-pad.png", 960, "pages"),
    "led.png": Picture("two_calls-led.png", 960, "sign"),
}


@dataclass(frozen=True)
class Surface:
    """What draws it: files below the root, and its table of the language files."""

    files: tuple[str, ...]
    texts: str


SURFACES = {
    "wall": Surface(
        (
            *("display/qml/**/*.qml", "screen/qml/**/*.qml", "display/*_layout.py", "display/*_sizes.py"),
            *("display/*_page*.py", "display/*_rows.py", "display/*_words.py", "display/deck.py"),
        ),
        "display",
    ),
    "kiosk": Surface(("kiosk/qml/**/*.qml", "screen/qml/**/*.qml", "kiosk/paging.py"), "kiosk"),
    "pages": Surface(("server/web/templates/*.html", "server/web/static/*.css", "server/web/static/*_view.mjs"), "web"),
    "ticket": Surface(("hardware/printer/ticket_*.py", "hardware/printer/text_wrap.py"), "kiosk"),
    "sign": Surface(("hardware/led/glyphs.py", "hardware/led/message.py", "display/sign_lines.py"), "display"),
}


def inputs(surface: Surface, root: Path = ROOT) -> Iterator[tuple[Path, str]]:
    """Each file that draws the surface, and what in it counts."""
    for pattern in surface.files:
        found = sorted(root.glob(pattern))
        if not found:
            raise FileNotFoundError(
                f"{pattern}: nothing of that name draws any more; mend SURFACES in docs/pictures.py"
            )
        for file in found:
            yield file, essence(file.read_text("utf-8"))
    for file in sorted((root / "program" / "languages").glob("*.toml")):
        tables = tomllib.loads(file.read_text("utf-8"))
        yield file, canonical([tables["style"], tables[surface.texts]])
    file = root / "config.toml"
    tables = tomllib.loads(file.read_text("utf-8"))
    yield file, canonical([tables.get(name) for name in ("hall", "service", "counter", "notice")])
    for file in sorted((root / "guides").glob("*.toml")):
        yield file, canonical(tomllib.loads(file.read_text("utf-8")))


def essence(text: str) -> str:
    """A source file without its comments, docstrings and line ends."""
    text = re.sub(r'"""(.*?)"""|/\*.*?\*/|<!--.*?-->', "", text, flags=re.DOTALL)
    text = re.sub(r"^\s*(#|//).*$|\s(#|//)\s.*$", "", text, flags=re.MULTILINE)
    return " ".join(text.split())


def canonical(tables: object) -> str:
    return json.dumps(tables, ensure_ascii=False, sort_keys=True, default=str)


def digest(surface: Surface, root: Path = ROOT) -> str:
    """Changes with what draws the surface, and only then."""
    known = hashlib.sha256()
    for file, content in inputs(surface, root):
        known.update(f"{file.relative_to(root).as_posix()}\0{content}\0".encode())
    return known.hexdigest()[:16]


def outdated(folder: Path, root: Path = ROOT) -> list[str]:
    """What is wrong with the pictures in `folder`, a line each; empty when they are of today."""
    note = json.loads((folder / NOTE).read_text("utf-8"))
    faults = [
        f"{name}: what draws the {picture.surface} has changed since"
        for name, picture in PICTURES.items()
        if note["surfaces"].get(picture.surface) != digest(SURFACES[picture.surface], root)
    ]
    faults += [
        f"{name}: is not the picture that was made"
        for name in PICTURES
        if note["pictures"].get(name) != hashlib.sha256((folder / name).read_bytes()).hexdigest()[:16]
    ]
    return faults


def unusable(played: Path, root: Path = ROOT) -> str:
    """Why this demo gives no pictures for the README; empty when it does."""
    try:
        if 'class="verdict good"' not in (played / "index.html").read_text("utf-8"):
            return f"the demo in {played} had problems"
        began = (played / STARTED).stat().st_mtime_ns
    except FileNotFoundError:
        return f"no demo was played to its end in {played}"
    for surface in SURFACES.values():
        for file, _ in inputs(surface, root):
            if file.stat().st_mtime_ns > began:
                return f"the demo in {played} is older than {file.relative_to(root)}"
    return ""


def make(played: Path, folder: Path) -> None:
    """Writes the pictures and the note into `folder`."""
    folder.mkdir(exist_ok=True)
    for name, picture in PICTURES.items():
        with Image.open(played / picture.source) as drawn:
            small = drawn.convert("RGB")
            small.thumbnail((picture.width, 4 * picture.width), Image.Resampling.LANCZOS)
            small.save(folder / name, optimize=True)
    note = {
        "surfaces": {name: digest(surface) for name, surface in SURFACES.items()},
        "pictures": {name: hashlib.sha256((folder / name).read_bytes()).hexdigest()[:16] for name in PICTURES},
    }
    (folder / NOTE).write_text(json.dumps(note, indent=2) + "\n", "utf-8")


def main() -> int:
    played = Path(sys.argv[1])
    if why := unusable(played):
        sys.stderr.write(f"{why}; run\n  {COMMAND}\n")
        return 1
    make(played, Path(__file__).parent / "pictures")
    return 0


if __name__ == "__main__":
    sys.exit(main())
