"""The morning as it is told: scenes in order, what was checked in each, and the pictures; written as one HTML page."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from pathlib import Path

from wire.texts import Catalog, read_catalog

LANGUAGES = ("zh-TW", "en")


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
        self._texts: Catalog = read_catalog(Path(__file__).parent / "texts")

    def scene(self, key: str, clock: str, **fields: str) -> Scene:
        """Begins a scene. KeyError when its texts are missing in a language."""
        scene = Scene(key, clock, fields)
        for language in LANGUAGES:
            self._texts.text(language, key, **fields)
            self._texts.text(language, f"{key}_tells", **fields)
        self.scenes.append(scene)
        return scene

    def write(self, problems: list[str]) -> Path:
        """Writes `index.html`; `problems` are what the demo found wrong, empty when all was as it should be."""
        page = self.folder / "index.html"
        page.write_text(self._page(problems), "utf-8")
        return page

    def _page(self, problems: list[str]) -> str:
        title = self._both("title")
        verdict = self._both("verdict_bad" if problems else "verdict_good")
        faults = "".join(f"<li>{html.escape(problem)}</li>" for problem in problems)
        scenes = "\n".join(self._scene(number, scene) for number, scene in enumerate(self.scenes, 1))
        return f"""<!doctype html>
<html lang="zh-TW"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(self._texts.text("zh-TW", "title"))}</title><style>{STYLE}</style></head>
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


STYLE = """
:root{color-scheme:light;font:17px/1.6 "Noto Sans TC","PingFang TC","Microsoft JhengHei",sans-serif}
body{margin:0;background:#F6F4EF;color:#14202E}
header{background:#0A1A2F;color:#F7FAFC;padding:2.5rem max(1.5rem,6vw)}
h1{margin:0;font-size:2rem}h1 span,h2 span,p span{display:block;font-size:.8em;font-weight:400;opacity:.75}
.verdict{display:inline-block;margin:1rem 0 0;padding:.4rem 1rem;border-radius:.5rem;font-weight:700;color:#14202E}
.good{background:#7EE08A}.bad{background:#FF8A5B}
main{padding:1rem max(1.5rem,6vw) 4rem}
section{margin-top:3rem}
h2{font-size:1.35rem;margin:0}h2 b{display:inline-block;min-width:2rem;padding:0 .4rem;margin-right:.6rem;text-align:center;
color:#fff;background:#14202E;border-radius:.4rem}h2 time{color:#4A5868;font-weight:400;margin-right:.5rem}
p{margin:.4rem 0 1rem;max-width:60rem}
.pictures{display:flex;flex-wrap:wrap;gap:1rem;align-items:flex-start}
.pictures img{display:block;max-height:26rem;max-width:100%;border:1px solid #D8D4CA;border-radius:.5rem;background:#fff}
.checked{color:#0B6B3A;font-size:.85rem;padding-left:1.2rem}.checked li::marker{content:"✓ "}
"""
