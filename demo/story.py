"""The morning as it is told: scenes in order, what was checked in each, and the pictures; written as one HTML page."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from demo.changes import whole
from hardware.typeface import noto_sans_tc
from program.texts import Catalog, read_catalog

LANGUAGES = ("zh-TW", "en")
NUMBERS = ("number", "first", "second", "other", "priority", "ordinary")
"""Fields of captions that are a ticket's number: a scene with pictures shows it on one of them."""
TIME = "time"


@dataclass
class Scene:
    """One moment. `key` names its two texts: `<key>` the title and `<key>_tells` what happens."""

    key: str
    clock: str
    fields: dict[str, str]
    pictures: list[str] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)


class Story:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.scenes: list[Scene] = []
        self._texts: Catalog = read_catalog("demo")

    def scene(self, key: str, clock: str, **fields: str) -> Scene:
        """Begins a scene. KeyError when its texts are missing in a language."""
        scene = Scene(key, clock, fields)
        for language in LANGUAGES:
            self._texts.text(language, key, **fields)
            self._texts.text(language, f"{key}_tells", **fields)
        self.scenes.append(scene)
        return scene

    def title_of(self, scene: Scene, language: str) -> str:
        return self._texts.text(language, scene.key, **scene.fields)

    def unseen(self, read: Mapping[str, str]) -> list[str]:
        """What captions say that no picture of their scene shows, a line each; `read` is what can be read on each
        picture. A number counts as shown when the whole of it is."""
        faults = []
        for scene in self.scenes:
            on_pictures = " | ".join(read.get(picture, "") for picture in scene.pictures)
            for name, text in scene.fields.items():
                pattern = whole(text) if name in NUMBERS else re.escape(text) if name == TIME else ""
                if scene.pictures and pattern and not re.search(pattern, on_pictures):
                    faults.append(f"no picture of the scene {scene.key} shows {text}")
        return faults

    def write(self, problems: list[str]) -> Path:
        """Writes `index.html`; `problems` are what the demo found wrong, empty when all was as it should be."""
        shutil.copy(noto_sans_tc(), self.folder / "font.ttf")
        page = self.folder / "index.html"
        page.write_text(self._page(problems), "utf-8")
        return page

    def _page(self, problems: list[str]) -> str:
        title = self._both("title")
        style = Path(__file__).with_name("story.css").read_text("utf-8")
        verdict = self._both("verdict_bad" if problems else "verdict_good")
        faults = "".join(f"<li>{html.escape(problem)}</li>" for problem in problems)
        scenes = "\n".join(self._scene(number, scene) for number, scene in enumerate(self.scenes, 1))
        return f"""<!doctype html>
<html lang="zh-TW"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(self._texts.text("zh-TW", "title"))}</title><style>{style}</style></head>
<body><header><h1>{title}</h1><p class="verdict {"bad" if problems else "good"}">{verdict}</p><ul>{faults}</ul></header>
<main>{scenes}</main></body></html>
"""

    def _both(self, key: str, **fields: str) -> str:
        chinese, english = (html.escape(self._texts.text(language, key, **fields)) for language in LANGUAGES)
        return f'{chinese}<span lang="en">{english}</span>'

    def _scene(self, number: int, scene: Scene) -> str:
        pictures = "".join(
            f'<a href="{html.escape(picture)}"><img loading="lazy" src="{html.escape(picture)}"'
            f' alt="{html.escape(Path(picture).stem)}"></a>'
            for picture in scene.pictures
        )
        checked = "".join(f"<li>{html.escape(line)}</li>" for line in scene.checked)
        return (
            f"<section><h2><b>{number}</b><time>{scene.clock}</time> {self._both(scene.key, **scene.fields)}</h2>"
            f"<p>{self._both(f'{scene.key}_tells', **scene.fields)}</p>"
            f'<div class="pictures">{pictures}</div><ul class="checked">{checked}</ul></section>'
        )
