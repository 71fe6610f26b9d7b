"""Console and phone page have room for halls of any size: every text is measured as a real browser lays it out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import astuple, dataclass, fields
from itertools import combinations, product
from pathlib import Path
from typing import Any, Literal, get_args

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from program.language import FURTHER
from tests.long_language import write_language
from tests.system.busy_hall import Tokens, make_busy
from tests.system.hall_in_browser import Hall, served, violations, watched
from tests.system.sized_hall import LANGUAGES, Labels, Names, Numbers, SizedHall

pytestmark = [pytest.mark.system, pytest.mark.browser]

MEASURE = (Path(__file__).parent / "layout_measure.mjs").read_text("utf-8")
TARGET_PX = 44
"""Least width and height of what is pressed."""

Size = Literal[1, 8, 20, 45]
View = Literal["counter", "choose", "desk", "waiting", "called"]
"""Places of the console, and states of a phone page."""
Window = Literal["large", "middle", "small", "zoomed"]
CONSOLE: Mapping[Window, tuple[int, int]] = {
    "large": (1920, 1080),
    "middle": (1366, 768),
    "small": (1280, 720),
    "zoomed": (1366, 768),
}
PHONE: Mapping[Window, tuple[int, int]] = {
    "large": (390, 844),
    "middle": (360, 640),
    "small": (320, 568),
    "zoomed": (360, 640),
}
"""CSS pixels; zoomed: with letters of twice the size."""


@dataclass(frozen=True, slots=True)
class Scene:
    size: Size
    """As many services as counters."""
    numbers: Numbers
    labels: Labels
    names: Names
    view: View
    language: str
    window: Window

    @property
    def hall(self) -> SizedHall:
        return SizedHall(self.size, self.size, self.numbers, self.labels, self.names)

    @property
    def on_phone(self) -> bool:
        return self.view in {"waiting", "called"}


CROWDED = Scene(45, "letter", "digits", "longest", "counter", "en", "small")
SCENES = (
    Scene(1, "letter", "digits", "usual", "waiting", "en", "small"),
    Scene(1, "letter", "digits", "usual", "desk", "zh-TW", "large"),
    Scene(1, "two", "four", "longest", "counter", "qaa", "large"),
    Scene(1, "two", "four", "longest", "called", "en", "small"),
    Scene(1, "none", "names", "longest", "choose", "zh-TW", "zoomed"),
    Scene(1, "none", "names", "longest", "counter", "zh-TW", "middle"),
    Scene(8, "letter", "four", "usual", "called", "zh-TW", "middle"),
    Scene(8, "letter", "four", "usual", "choose", "qaa", "small"),
    Scene(8, "two", "names", "usual", "desk", "qaa", "zoomed"),
    Scene(8, "two", "names", "usual", "waiting", "zh-TW", "large"),
    Scene(8, "none", "digits", "longest", "desk", "en", "middle"),
    Scene(8, "none", "digits", "longest", "counter", "qaa", "small"),
    Scene(20, "letter", "names", "usual", "counter", "en", "large"),
    Scene(20, "letter", "names", "usual", "called", "zh-TW", "small"),
    Scene(20, "two", "digits", "usual", "choose", "qaa", "middle"),
    Scene(20, "two", "digits", "usual", "desk", "en", "zoomed"),
    Scene(20, "none", "four", "longest", "waiting", "qaa", "small"),
    Scene(20, "none", "four", "longest", "waiting", "zh-TW", "zoomed"),
    Scene(45, "letter", "digits", "longest", "called", "en", "zoomed"),
    Scene(45, "letter", "digits", "longest", "waiting", "qaa", "middle"),
    CROWDED,
    Scene(45, "two", "four", "usual", "desk", "zh-TW", "small"),
    Scene(45, "two", "four", "usual", "choose", "en", "large"),
    Scene(45, "none", "names", "usual", "called", "qaa", "large"),
    Scene(45, "none", "names", "usual", "counter", "zh-TW", "zoomed"),
)
KINDS = (
    get_args(Size),
    get_args(Numbers),
    get_args(Labels),
    get_args(Names),
    get_args(View),
    LANGUAGES,
    get_args(Window),
)


def test_every_pair_of_kinds_is_among_the_scenes() -> None:
    assert len(KINDS) == len(fields(Scene))
    rows = [astuple(scene) for scene in SCENES]
    for (one, these), (other, those) in combinations(enumerate(KINDS), 2):
        met = {(row[one], row[other]) for row in rows}
        assert not set(product(these, those)) - met


@dataclass(frozen=True, slots=True)
class Open:
    hall: Hall
    tokens: Tokens


def wanted(items: Sequence[pytest.Item]) -> list[Scene]:
    """The scenes of the tests that will run."""
    found = [
        item.callspec.params.get("scene", CROWDED)
        for item in items
        if isinstance(item, pytest.Function) and hasattr(item, "callspec")
    ]
    return [scene for scene in found if isinstance(scene, Scene)]


@pytest.fixture(scope="module")
def opened(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[SizedHall], Open]]:
    """Halls that are open and busy, started ahead of the tests that look at them, two at a time."""
    language = write_language(tmp_path_factory.mktemp("languages")).parent
    with ExitStack() as stack:

        def start(sized: SizedHall, folder: Path) -> Open:
            hall = stack.enter_context(served(folder, sized.config(), {FURTHER: str(language)}))
            return Open(hall, make_busy(hall))

        with ThreadPoolExecutor(2) as pool:
            halls: dict[SizedHall, Future[Open]] = {}
            for scene in wanted(request.session.items):
                if scene.hall not in halls:
                    halls[scene.hall] = pool.submit(start, scene.hall, tmp_path_factory.mktemp("hall"))
            yield lambda sized: halls[sized].result()


@pytest.fixture(scope="module")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """With the scroll bars that a clerk's window has."""
    return {**browser_type_launch_args, "ignore_default_args": ["--hide-scrollbars"]}


@pytest.fixture
def look(browser: Browser, opened: Callable[[SizedHall], Open]) -> Iterator[Callable[[Scene], Page]]:
    """Opens a scene's page and waits until it stands."""
    with ExitStack() as stack:

        def show(scene: Scene) -> Page:
            width, height = (PHONE if scene.on_phone else CONSOLE)[scene.window]
            context = browser.new_context(
                viewport={"width": width, "height": height}, is_mobile=scene.on_phone, has_touch=scene.on_phone
            )
            stack.callback(context.close)
            stack.enter_context(watched(context))
            page = context.new_page()
            if scene.window == "zoomed":
                enlarge(context, page)
            there = opened(scene.hall)
            if not scene.on_phone:
                there.hall.enter(context)
            (on_phone if scene.on_phone else on_console)(page, scene, there)
            settled(page)
            return page

        yield show


def enlarge(context: BrowserContext, page: Page) -> None:
    """As somebody does who sets the browser's letters to twice their size."""
    context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})


def on_console(page: Page, scene: Scene, there: Open) -> None:
    place = {"counter": "counter=1&", "choose": "", "desk": "desk&"}[scene.view]
    page.goto(f"{there.hall.url}/console?{place}lang={scene.language}")
    expect(page.locator("#link")).to_have_attribute("data-state", "connected")
    counters = {
        "counter": '[data-part="counters"] li',
        "choose": ".choose-cards li",
        "desk": '[data-part="counters"] li',
    }
    others = {"counter": -1, "choose": 1, "desk": 0}[scene.view]
    expect(page.locator(counters[scene.view])).to_have_count(scene.size + others)
    if scene.view == "counter":
        expect(page.locator('[data-part="services"] li')).to_have_count(scene.size)
        expect(page.locator('[data-part="line"] li').first).to_be_attached()
    if scene.view == "desk":
        expect(page.locator(".desk-service")).to_have_count(scene.size)
        page.locator(".desk-service").first.click()
        page.locator('button[data-command="issue"]').click()
        expect(page.locator('[data-part="issued-number"]')).not_to_be_empty()


def on_phone(page: Page, scene: Scene, there: Open) -> None:
    token = there.tokens.called if scene.view == "called" else there.tokens.waiting
    page.goto(f"{there.hall.url}/t#{token}")
    expect(page.locator("#number")).not_to_be_empty()
    page.locator(f'#languages button[lang="{scene.language}"]').click()
    expect(page.locator("#face")).to_have_attribute("data-state", scene.view)
    if scene.view == "called" and scene.labels == "names":
        expect(page.locator("#counter")).to_have_text(re.compile("服務台$"))


def settled(page: Page) -> None:
    """Fonts are there, and what they moved is drawn."""
    drawn = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    page.evaluate(f"document.fonts.ready.then(() => {drawn}).then(() => true)")


def faults(page: Page, *, in_sight: bool = True) -> str:
    """One a line; empty: none."""
    return "\n".join(page.evaluate(MEASURE, {"target": TARGET_PX, "inSight": in_sight}))


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: "-".join(map(str, astuple(scene))))
def test_every_text_has_its_room(look: Callable[[Scene], Page], scene: Scene) -> None:
    page = look(scene)
    assert faults(page, in_sight=scene.window != "zoomed") == ""
    assert violations(page) == []


LEAD_ON = """async (part) => {
  const list = document.querySelector(`[data-part="${part}"]`);
  const button = list.closest(".card").querySelector(":scope > .card-head > .scroll-more");
  const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const seen = new Set();
  for (let press = 0; press < 100; press += 1) {
    const edges = list.getBoundingClientRect();
    for (const row of list.children) {
      const { top, bottom } = row.getBoundingClientRect();
      const begins = top >= edges.top - 1 && top <= edges.bottom;
      const whole = begins && (bottom <= edges.bottom + 1 || bottom - top > edges.height);
      if (whole && !row.hasAttribute("data-cut")) seen.add(row);
    }
    const last = !list.querySelector('[data-cut="below"]');
    button.click();
    await drawn();
    const unseen = [...list.children].filter((row) => !seen.has(row));
    if (last) return { unseen: unseen.map((row) => row.textContent), top: list.scrollTop };
  }
  return "never at the last row";
}"""


SPOILED = {
    "overlap": (".next-why", "marginTop", "-2.2rem"),
    "cut": (".next-title", "cssText", "display: block; max-height: 0.6rem; overflow: hidden"),
    "leaves its box": ('[data-part="actions"] span', "marginInlineStart", "-4rem"),
    "a letter or two wide": (".present-service", "width", "1.2em"),
    "hard to press": (".bar-button", "minHeight", "1rem"),
    "too wide": (".status", "minWidth", "200vw"),
    "out of sight": (".next", "marginTop", "110vh"),
    "small": ('[data-part="line-total"]', "fontSize", "9px"),
}


def test_every_row_is_reached_and_the_measure_sees_what_is_spoiled(look: Callable[[Scene], Page]) -> None:
    page = look(CROWDED)
    assert faults(page) == ""
    for part in ("services", "counters"):
        assert page.evaluate(LEAD_ON, part) == {"unseen": [], "top": 0}, "a press leads to every row, whole, and back"
    for fault, (selector, style, value) in SPOILED.items():
        spoil = "([selector, style, value]) => { document.querySelector(selector).style[style] = value; }"
        page.evaluate(spoil, [selector, style, value])
        assert fault in faults(page)
        page.evaluate(spoil, [selector, style, ""])
    assert faults(page) == ""
