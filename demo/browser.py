"""The hall's pages in a real browser: the console of counter 3 and one visitor's phone."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Self

from playwright.async_api import Browser, Page, Playwright, async_playwright

from demo.programs import DemoFault

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
"""Chromium as any user in a container, and without a word to the outside."""


def find_browser() -> str | None:
    """The path of a Chromium, None when there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Pages:
    """One browser with the pages of the morning. Used as an async context manager."""

    def __init__(self, url: str, folder: Path) -> None:
        self._url = url
        self._folder = folder
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._pages: dict[str, Page] = {}

    async def __aenter__(self) -> Self:
        path = find_browser()
        if path is None:
            raise DemoFault("no Chromium on the PATH")
        self._playwright = await async_playwright().start()
        try:
            self._browser = await self._playwright.chromium.launch(executable_path=path, args=FLAGS)
        except BaseException:  # also an interruption: a browser that is half there must go too
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._browser is not None:
            await self._browser.close()
        if self._playwright is not None:
            await self._playwright.stop()

    async def open(self, name: str, address: str, *, width: int, height: int, scale: float = 1.0) -> None:
        """Opens a page under a name of the morning's: "console", "phone"."""
        if self._browser is None:
            raise DemoFault("the browser is not open")
        page = await self._browser.new_page(
            viewport={"width": width, "height": height}, device_scale_factor=scale, locale="zh-TW"
        )
        await page.goto(f"{self._url}{address}")
        self._pages[name] = page

    async def press(self, name: str, key: str) -> None:
        await self._pages[name].keyboard.press(key)

    async def click(self, name: str, selector: str) -> None:
        await self._pages[name].click(selector)

    async def shown(self, name: str, selector: str = "body") -> str:
        """The texts that can be seen in the parts of the page that `selector` names, joined with ` | `."""
        texts = [
            await part.inner_text() for part in await self._pages[name].locator(f"{selector} >> visible=true").all()
        ]
        return " | ".join(line.strip() for text in texts for line in text.splitlines() if line.strip())

    async def look(self, name: str, picture: str) -> str:
        """A PNG of the page as it is on the screen; returns its file name."""
        await self._pages[name].evaluate("document.fonts.ready.then(() => true)")
        await self._pages[name].screenshot(path=self._folder / picture)
        return picture
