"""Draws the pictures of the wall, eighty scenes of `tests.display.matrix`, and compares them with their references:

    .venv/bin/python -m tests.display.pictures                   # all; says what is wrong with which
    .venv/bin/python -m tests.display.pictures --to FOLDER       # and keeps each monitor at its full size
    .venv/bin/python -m tests.display.pictures --only typhoon    # those with this in their name
    .venv/bin/python -m tests.display.pictures --remake          # they are right: references of today

Of a picture that is not as its reference, `build/pictures` gets three: NAME.got.png, .want.png and .difference.png.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from PIL import Image
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtQuick import QQuickWindow

from program.texts import read_catalog
from tests.display.complaints import complaints, settings, unforeseen
from tests.display.ink import faults_of_ink
from tests.display.likeness import MOST, difference, kept, small
from tests.display.matrix import CONTENT_FROM_M, Scene, scenes, wall_of
from tests.display.scene import told
from tests.display.screens import Screens, items
from tests.display.walls import Wall
from tests.real_hall import ROOT

REFERENCES = Path(__file__).parent / "references"
FAILED = ROOT / "build" / "pictures"
COMMAND = "python -m tests.display.pictures"
CATALOG = read_catalog("display")


@dataclass(frozen=True)
class Drawn:
    monitors: list[Image.Image]
    faults: list[str]


class Painter:
    """Draws scenes one after the other in the same windows."""

    def __init__(self, app: QGuiApplication) -> None:
        self._calm = Screens(app, 1920, 1080, calm=True)
        self._lively = Screens(app, 1920, 1080)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._calm.close()
        self._lively.close()

    def draw(self, scene: Scene) -> Drawn:
        wall, screens = self.show(scene), self.of(scene)
        hall = wall.hall.view
        faults = complaints(screens, hall)
        checked = settings(scene.inch, scene.order_from_m, CONTENT_FROM_M)
        unnamed = set() if scene.shared else unforeseen(screens, hall, checked, CATALOG, scene.size)
        faults += [f"{text!r} is shortened, but the check does not name it" for text in sorted(unnamed)]
        monitors = [pixels(window) for window in screens.windows]
        for window, picture in zip(screens.windows, monitors, strict=True):
            faults += faults_of_ink(window, picture)
        return Drawn(monitors, faults)

    def show(self, scene: Scene) -> Wall:
        """Leaves the scene in this painter's windows."""
        screens = self.of(scene)
        screens.hang(*scene.size, scene.inch, scene.order_from_m, CONTENT_FROM_M, shared=scene.shared)
        wall = wall_of(scene)
        screens.draw(wall.board, wall.now, CATALOG)
        if not screens.calm:
            in_the_pulse(screens)
        return wall

    def of(self, scene: Scene) -> Screens:
        return self._lively if scene.lively else self._calm


def in_the_pulse(screens: Screens) -> None:
    """The newest call as it is while it flashes, whenever that is, above a ticker that begins."""
    frames = screens.order.findChild(QObject, "tickerFrames")
    assert frames is not None
    ticker = frames.parent()
    assert ticker is not None
    ticker.setProperty("offset", 0.0)
    for card in items(screens.order.contentItem(), "callCard"):
        told(card, "rest()")
        card.setProperty("inverted", True)


def pixels(window: QQuickWindow) -> Image.Image:
    image = window.grabWindow().convertToFormat(QImage.Format.Format_RGB888)
    size = (image.width(), image.height())
    return Image.frombytes("RGB", size, bytes(image.constBits()), "raw", "RGB", image.bytesPerLine())


def reference(scene: Scene) -> Path:
    return REFERENCES / f"{scene.name}.webp"


def unlike(scene: Scene, drawn: Drawn, folder: Path = FAILED) -> str:
    """What differs from the reference, and where three pictures show it; empty: nothing."""
    path = reference(scene)
    if not path.is_file():
        return f"{scene.name} has no reference: {COMMAND} --remake --only {scene.name}"
    got = small(drawn.monitors)
    with Image.open(path) as one:
        want = one.convert("RGB")
    found = difference(got, want)
    if not found:
        return ""
    folder.mkdir(parents=True, exist_ok=True)
    for name, picture in (("got", got), ("want", want), ("difference", found.picture)):
        picture.save(folder / f"{scene.name}.{name}.png")
    return (
        f"{scene.name} is not as its reference: {found.worst} of at most {MOST} in {found.where}; see\n"
        f"  {folder}/{scene.name}.[got|want|difference].png\nIf it shall be so: {COMMAND} --remake --only {scene.name}"
    )


def remake(scene: Scene, drawn: Drawn) -> None:
    REFERENCES.mkdir(exist_ok=True)
    kept(small(drawn.monitors), reference(scene))


def main(words: list[str] | None = None) -> int:
    asked = argparse.ArgumentParser(prog=COMMAND, description="the pictures of the wall")
    asked.add_argument("--to", type=Path, help="keeps each monitor at its full size in this folder")
    asked.add_argument("--only", default="", help="scenes with this in their name")
    asked.add_argument("--remake", action="store_true", help="what is drawn now are the references")
    given = asked.parse_args(words)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    app = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    assert isinstance(app, QGuiApplication)
    every = scenes()
    chosen = [scene for scene in every if given.only in scene.name]
    bad = 0
    with Painter(app) as painter:
        for scene in chosen:
            drawn = painter.draw(scene)
            if given.to:
                keep(given.to, scene, drawn)
            if given.remake:
                remake(scene, drawn)
            faults = [*drawn.faults, *filter(None, [unlike(scene, drawn)])]
            bad += bool(faults)
            print("\n  ".join([f"{'not right' if faults else 'as it shall be'}: {scene.name}", *faults]))  # noqa: T201
    if given.remake:
        for path in REFERENCES.glob("*.webp"):
            if path not in {reference(scene) for scene in every}:
                path.unlink()
    print(f"{len(chosen)} scenes, {bad} not right")  # noqa: T201
    return min(bad, 1)


def keep(folder: Path, scene: Scene, drawn: Drawn) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for part, picture in zip(("order", "content"), drawn.monitors, strict=False):
        picture.save(folder / f"{scene.name}-{part}.png")


if __name__ == "__main__":
    sys.exit(main())
