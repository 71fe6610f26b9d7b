from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest
from PIL import Image

from demo.browser import Pages
from demo.desk_browser import NO_SANDBOX
from demo.programs import DemoFault

PAGE = """<!doctype html><meta charset="utf-8"><style>
@keyframes appear { from { opacity: 0 } to { opacity: 1 } }
@keyframes wait { from { opacity: .5 } to { opacity: 1 } }
body { margin: 0; background: #fff }
#card { height: 100px; background: #000; color: #000; animation: appear 700ms linear }
#dots { animation: wait 1s infinite }
</style><div id="card">B001</div><div id="dots">請稍候</div>"""


@pytest.mark.browser
@pytest.mark.timeout(60)
def test_a_page_is_looked_at_when_what_ends_has_ended_and_what_stood_there_is_known(tmp_path: Path) -> None:
    if shutil.which("chromium") is None:
        pytest.skip("no Chromium")

    async def look() -> Pages:
        (tmp_path / "page.html").write_text(PAGE, "utf-8")
        async with Pages(tmp_path) as pages:
            await pages.begin({})
            await pages.open("page", (tmp_path / "page.html").as_uri(), width=200, height=200)
            await pages.look("page", "page.png")
            return pages

    pages = asyncio.run(look())
    with Image.open(tmp_path / "page.png") as picture:
        assert picture.convert("RGB").getpixel((100, 50)) == (0, 0, 0), "the card has come in whole"
    assert pages.read == {"page.png": "B001 | 請稍候"}


def test_a_window_has_its_walls_and_does_without_where_there_can_be_none(tmp_path: Path) -> None:
    """Of a Chromium that was started without them it says so over the console, unless it is told not to."""
    program = tmp_path / "chromium"
    program.write_text(f'#!/bin/sh\necho "$@" >> "{tmp_path}/words"\nexit 1\n', "utf-8")
    program.chmod(0o755)

    async def show() -> None:
        async with Pages(tmp_path) as pages:
            await pages.show("console", [str(program), "--app=data:,"], tmp_path / "p", language="en", environment={})

    if shutil.which("chromium") is None:
        pytest.skip("no Chromium")
    with pytest.raises(DemoFault, match="the browser did not open"):
        asyncio.run(show())
    first, second = (tmp_path / "words").read_text("utf-8").splitlines()
    assert "--no-sandbox" not in first
    assert set(NO_SANDBOX) <= set(second.split())
