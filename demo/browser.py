"""The hall's pages in a real browser: the console of counter 3 and one visitor's phone."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Self

from playwright.async_api import Browser, BrowserContext, Error, Page, Playwright, async_playwright
from playwright.async_api import TimeoutError as TooLate

from demo.desk_browser import NO_SANDBOX
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
AT_REST = """async () => {
  await document.fonts.ready;
  const ends = (one) => Number.isFinite(one.effect?.getComputedTiming().endTime ?? Infinity);
  for (;;) {
    const going = document.getAnimations().filter((one) => one.playState === "running" && ends(one));
    if (!going.length) return;
    await Promise.allSettled(going.map((one) => one.finished));
  }
}"""
"""Waits for the page's letters, and for every animation and transition that ends by itself."""


def find_browser() -> str | None:
    """The path of a Chromium, None when there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Pages:
    """One browser with the pages of the morning, each as on a PC of its own. Used as an async context manager."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._pages: dict[str, Page] = {}
        self._windows: list[BrowserContext] = []
        self._temporary: str | None = None
        self.read: dict[str, str] = {}
        """What could be read on each picture as it was taken."""

    async def __aenter__(self) -> Self:
        if find_browser() is None:
            raise DemoFault("no Chromium on the PATH")
        self._playwright = await async_playwright().start()
        return self

    async def begin(self, environment: Mapping[str, str], program: str | None = None) -> None:
        """Starts the browser, or another `program` that is one; `environment` beside this process's, which says whom it
        trusts. Raises DemoFault."""
        if self._playwright is None:
            raise DemoFault("the browser cannot begin before the pages")
        self._browser = await self._playwright.chromium.launch(
            executable_path=program or find_browser(), args=FLAGS, env={**os.environ, **environment}
        )

    async def show(
        self, name: str, command: Sequence[str], profile: Path, *, language: str, environment: Mapping[str, str]
    ) -> None:
        """A page in a window on the screen: `command` is that of a Chromium with the address and where it stands, its
        profile in `profile`. Raises DemoFault."""
        if self._playwright is None:
            raise DemoFault("the browser cannot begin before the pages")
        program, *words = command
        if self._temporary is None:
            # Not in the demo's folder: the browser's socket needs a short path.
            self._temporary = tempfile.mkdtemp(prefix="jiaohao-demo-")
        words = [word for word in words if not word.startswith("--user-data-dir")]
        launch = partial(
            self._playwright.chromium.launch_persistent_context,
            profile,
            executable_path=program,
            headless=False,
            no_viewport=True,
            locale=language,
            handle_sigint=False,
            ignore_default_args=["--enable-automation"],
            env={**os.environ, "TMPDIR": self._temporary, **environment},
        )
        try:
            try:
                # Playwright's own habit is none, of which Chromium then warns over the page.
                window = await launch(args=words, chromium_sandbox=NO_SANDBOX[0] not in words)
            except Error as fault:  # where the kernel lets nobody make one
                if isinstance(fault, TooLate):
                    raise
                window = await launch(args=[*words, *NO_SANDBOX], chromium_sandbox=False)
        except Error as fault:
            raise DemoFault(f"the browser did not open: {fault.message.splitlines()[0]}") from fault
        self._windows.append(window)
        self._pages[name] = window.pages[0] if window.pages else await window.wait_for_event("page")

    def has(self, name: str) -> bool:
        """Whether the page was opened and nobody has closed it."""
        return name in self._pages and not self._pages[name].is_closed()

    async def __aexit__(self, *_: object) -> None:
        for window in self._windows:
            with contextlib.suppress(Error):  # somebody has closed it
                await window.close()
        if self._browser is not None:
            await self._browser.close()
        if self._playwright is not None:
            await self._playwright.stop()
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)

    async def open(self, name: str, address: str, *, width: int, height: int, scale: float = 1.0) -> None:
        """Opens an address under a name of the morning's: "console", "phone". The name has cookies of its own."""
        if self._browser is None:
            raise DemoFault("the browser is not open")
        page = await self._browser.new_page(
            viewport={"width": width, "height": height}, device_scale_factor=scale, locale="zh-TW"
        )
        await page.goto(address)
        self._pages[name] = page

    async def go(self, name: str, address: str) -> None:
        """The page goes to another address."""
        await self._pages[name].goto(address)

    async def arrives(self, name: str, path: str) -> None:
        """Waits until the page has gone to this path of its server, with whatever behind it."""
        await self._pages[name].wait_for_url(re.compile(rf"://[^/]+{re.escape(path)}(?![\w-])"))

    async def fill(self, name: str, fields: Mapping[str, str]) -> None:
        """Types into fields; `fields` are their selectors and what is typed."""
        for selector, text in fields.items():
            await self._pages[name].fill(selector, text)

    async def choose(self, name: str, selector: str, value: str) -> None:
        await self._pages[name].select_option(selector, value)

    async def choose_at(self, name: str, selector: str, place: int) -> None:
        """The choice at this place of a list, counted from 0."""
        await self._pages[name].select_option(selector, index=place)

    async def sees(self, name: str, selector: str) -> str:
        """Waits until this can be seen, and returns its text. Raises DemoFault."""
        part = self._pages[name].locator(selector).first
        try:
            await part.wait_for(state="visible")
            return (await part.inner_text()).strip()
        except Error as fault:
            raise DemoFault(f"the page {name} does not show {selector}, shows: {await self.shown(name)}") from fault

    async def cookies(self, name: str) -> dict[str, str]:
        """What the page's PC was given."""
        given = await self._pages[name].context.cookies()
        return {cookie["name"]: cookie["value"] for cookie in given}

    async def press(self, name: str, key: str) -> None:
        await self._pages[name].keyboard.press(key)

    async def click(self, name: str, selector: str) -> None:
        await self._pages[name].click(selector)

    async def shown(self, name: str, selector: str = "body") -> str:
        """The texts that can be seen in the parts of the page that `selector` names, joined with ` | `; none of a page
        that is just being left."""
        try:
            texts = await self._pages[name].locator(f"{selector} >> visible=true").all_inner_texts()
        except Error:
            return ""
        return " | ".join(line.strip() for text in texts for line in text.splitlines() if line.strip())

    async def look(self, name: str, picture: str) -> str:
        """A PNG of the page as it is on the screen once nothing on it fades or slides; returns its file name."""
        await self._pages[name].evaluate(AT_REST)
        await self._pages[name].screenshot(path=self._folder / picture)
        self.read[picture] = await self.shown(name)
        return picture
