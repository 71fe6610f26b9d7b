"""What every scene is made of: taking a number, looking at all surfaces, waiting until a call is seen everywhere."""

from __future__ import annotations

import asyncio
import io
import json
import re
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image

from demo.browser import Pages
from demo.changes import LOOK_EVERY_S, Claim, changes, whole
from demo.clerk import Clerk
from demo.hall import Hall, snapshot_for
from demo.lines import Lines
from demo.paper import Paper
from demo.passes import Passes
from demo.programs import DemoFault, Hand, until
from demo.story import Scene, Story
from program.texts import read_catalog
from wire.messages import Snapshot
from wire.messages.tickets import TicketView

DWELL_S = 8.2
"""A little more than the sample hall's `dwell_seconds`."""
LEARNT_WITHIN_S = 30.0
"""Screens ask a server that is never silent for its time every ten seconds."""
LIT = 90
"""A dot that is lit is lighter than this, of 255."""
SIGN_FILLED = 0.5
"""What runs has come in when it reaches so far over the sign, as a share of its width."""
START = "2026-11-23T08:52:00+08:00"
"""A Monday morning, minutes before the first appointment; the demo's programs run on a rehearsal clock from here."""


class Rehearsal:
    """The hall, its clerks, and the books that are kept while scenes are played."""

    def __init__(self, hall: Hall, story: Story, pages: Pages, lines: Lines) -> None:
        self.hall = hall
        self.story = story
        self.pages = pages
        self.clerks: dict[str, Clerk] = {}
        self.from_kiosk: list[str] = []
        self.from_desk: list[str] = []
        self.passes = Passes()
        self.rings = 0
        """Calls and recalls so far, each of which has to ring once."""
        self._rang_at = time.monotonic()
        self.paper = Paper(hall)
        self._lines = lines
        self._sign_read: dict[str, str] = {}

    async def leave(self) -> None:
        await asyncio.gather(*(clerk.leave() for clerk in self.clerks.values()))

    def scene(self, key: str, **fields: str) -> Scene:
        now = datetime.fromtimestamp(self.hall.clock.now() / 1000, ZoneInfo("Asia/Taipei"))
        scene = self.story.scene(key, f"{now:%H:%M:%S}", **fields)
        self._lines.say("scene", clock=scene.clock, title=self.story.title_of(scene, self._lines.language))
        return scene

    def clock_text(self, at: int) -> str:
        return f"{datetime.fromtimestamp(at / 1000, ZoneInfo('Asia/Taipei')):%H:%M}"

    async def confirm(self, prefix: str, language: str = "zh-TW") -> str:
        """Touches confirm, waits for the number on the done screen and for its paper."""
        before = self.paper.count()
        async with changes(self.on_kiosk(self.kiosk_says("done", language), within_s=30)):
            await self.hall.kiosk_hand.touch("confirm")
        number = await self.number_shown(prefix)
        if number in self.from_kiosk + self.from_desk:
            raise DemoFault(f"{number} was given before")
        self.from_kiosk.append(number)
        await until(lambda: self.paper.count() > before, f"the ticket of {number}")
        return number

    async def number_shown(self, prefix: str) -> str:
        """The number that the kiosk shows large, one with this prefix. Raises DemoFault when there is none."""
        found = re.search(rf"{prefix}[\s|]*\d{{3}}", await self.hall.kiosk_hand.below("number"))
        if found is None:
            raise DemoFault(f"the kiosk should show a number of {prefix}, shows: {await self.hall.kiosk_hand.texts()}")
        return unspaced(found.group())

    def on_kiosk(self, pattern: str, *, shown: bool = True, within_s: float = 20.0) -> Claim:
        return Claim("the kiosk", self._read(self.hall.kiosk_hand, "kiosk"), pattern, shown, within_s)

    def on_wall(self, pattern: str, window: str = "order", *, shown: bool = True, within_s: float = 20.0) -> Claim:
        return Claim(f"the {window} monitor", self._read(self.hall.display_hand, window), pattern, shown, within_s)

    def in_wall(self, item: str, pattern: str, *, shown: bool = True, within_s: float = 20.0) -> Claim:
        """In one kind of thing on the wall: its cards, the missed numbers."""
        return Claim(f"the wall's {item}", lambda: self.hall.display_hand.below(item), pattern, shown, within_s)

    def on_page(self, name: str, pattern: str, part: str = "body", *, shown: bool = True) -> Claim:
        return Claim(f"the page {name}", lambda: self.pages.shown(name, part), pattern, shown)

    def on_sign(self, pattern: str, *, shown: bool = True, within_s: float = 20.0) -> Claim:
        async def look() -> str:
            return self.hall.sign_shows()

        return Claim("the sign", look, pattern, shown, within_s)

    def wall_says(self, key: str, language: str = "zh-TW") -> str:
        """A text of the wall's as a pattern."""
        return r"\s+".join(map(re.escape, read_catalog("display").text(language, key).split()))

    def kiosk_says(self, key: str, language: str = "zh-TW") -> str:
        """A text of the kiosk's as a pattern."""
        return r"\s+".join(map(re.escape, read_catalog("kiosk").text(language, key).split()))

    def _read(self, hand: Hand, window: str) -> Callable[[], Awaitable[str]]:
        async def look() -> str:
            return " | ".join(await hand.texts(window))

        return look

    def inside(self, picture: Path) -> str:
        return str(picture.relative_to(self.story.folder))

    async def see_kiosk(self, name: str) -> str:
        return (await self.hall.kiosk_hand.look(self.story.folder, name))[0]

    async def look_at_all(self, scene: Scene, *, kiosk: bool = True, sign: bool = True) -> None:
        scene.pictures += await self.hall.display_hand.look(self.story.folder, scene.key)
        if kiosk:
            scene.pictures.append(await self.see_kiosk(scene.key))
        if sign:
            shown = self.hall.sign / "sign.png"
            await until(lambda: lit_from(shown.read_bytes()) < SIGN_FILLED, "what runs over the sign to come in")
            kept = self.story.folder / f"{scene.key}-led.png"
            kept.write_bytes(shown.read_bytes())
            self._sign_read[kept.name] = self.hall.sign_shows()
            scene.pictures.append(kept.name)

    def call_of(self, ticket: str, counter: str) -> tuple[Claim, ...]:
        """What a call changes: a card on the order monitor, the guide's number, the sign."""
        return (
            self.card_of(ticket, counter),
            self.on_wall(whole(ticket), "content"),
            self.on_sign(f"{ticket} → {counter}(?![0-9])"),
        )

    def card_of(self, ticket: str, counter: str) -> Claim:
        return self.in_wall("callCard", rf"{whole(ticket)}.*(?<![0-9]){counter}(?![0-9])")

    def wall_flashes(self) -> Claim:
        return Claim("the wall", self.hall.display_hand.moves, "moving")

    async def rang(self, times: int = 1) -> None:
        """So many chimes more. Raises DemoFault when they do not come."""
        self.rings += times
        await until(lambda: self.hall.chimes_heard() >= self.rings, f"chime {self.rings}")
        self._rang_at = time.monotonic()

    async def cards_have_rested(self) -> None:
        """Until every card has had its time on the wall: the next call takes its place."""
        await until(lambda: time.monotonic() - self._rang_at > DWELL_S, "the cards to have had their time")

    async def read(self) -> dict[str, str]:
        """What can be read on each picture, as it was taken; on a ticket the number that its code leads to."""
        on_paper = {self.inside(path): number for path, number in (await self.paper.numbers()).items()}
        hands = (self.hall.kiosk_hand.read, self.hall.display_hand.read)
        return {**on_paper, **self._sign_read, **self.pages.read, **hands[0], **hands[1]}

    async def called_come(self, *, not_yet: str = "") -> None:
        """Whoever was called is at the counter, but for the one of `not_yet`. Raises DemoFault."""
        for ticket in self.snapshot().tickets:
            if ticket.stage == "called" and ticket.counter_id not in {None, not_yet}:
                clerk = self.clerks[str(ticket.counter_id)]
                clerk.take_present(ticket)
                await clerk.arrived()

    async def time_goes_on(self, minutes: float, *, not_yet: str = "") -> None:
        """For so long the hall does what it did; whoever was called has come by then, but to the counter `not_yet`,
        and wall, kiosk and the pages of staff show the time. Raises DemoFault."""
        await self.called_come(not_yet=not_yet)
        self.hall.time_goes_on(minutes)
        deadline = time.monotonic() + LEARNT_WITHIN_S
        clocks: list[Callable[[], Awaitable[list[str]]]] = [self.hall.display_hand.texts, self.hall.kiosk_hand.texts]
        clocks += [partial(self._clock_on, page) for page in ("console", "desk") if self.pages.has(page)]
        for clock in clocks:
            while self.clock_text(self.hall.clock.now()) not in await clock():
                if time.monotonic() > deadline:
                    raise DemoFault(f"a screen does not show {self.clock_text(self.hall.clock.now())}")
                await asyncio.sleep(LOOK_EVERY_S)

    async def _clock_on(self, page: str) -> list[str]:
        """What the clock of a page shows; one that has none shows the time whatever it is."""
        return [await self.pages.shown(page, "#clock") or self.clock_text(self.hall.clock.now())]

    def snapshot(self) -> Snapshot:
        """What every screen is told at this moment."""
        return snapshot_for(self.clerks["8"].person)

    def screens(self) -> int:
        """How many screens the server has a line to."""
        return int(json.loads(self.clerks["8"].person.ask("GET", "/health"))["screens"])

    def number_of(self, ticket_id: str | None) -> str:
        """The number of a live ticket. Raises DemoFault when there is none of that id."""
        for ticket in self.snapshot().tickets:
            if ticket.ticket_id == ticket_id:
                return ticket.number
        raise DemoFault("nobody waits")

    async def coming(self, clerk: Clerk) -> str | None:
        """The number that this counter calls next, None when nobody waits for it. What was said before somebody else's
        call is not believed. Raises DemoFault."""
        deadline = time.monotonic() + LEARNT_WITHIN_S
        while (ticket_id := clerk.next_in_line()) is not None:
            for ticket in self.snapshot().tickets:
                if ticket.ticket_id == ticket_id and ticket.stage == "in_line":
                    return ticket.number
            if time.monotonic() > deadline:
                raise DemoFault(f"counter {clerk.counter_id} is told {ticket_id}, who is not in line")
            await asyncio.sleep(LOOK_EVERY_S)
        return None

    async def live_ticket(self, number: str) -> TicketView:
        """The live ticket of this number, as the server tells it."""
        for ticket in self.snapshot().tickets:
            if ticket.number == number:
                return ticket
        raise DemoFault(f"{number} is not among the hall's tickets")


def present(clerk: Clerk) -> TicketView:
    """The ticket at a clerk's counter. Raises DemoFault when there is none."""
    if clerk.present is None:
        raise DemoFault(f"nobody is at counter {clerk.counter_id}")
    return clerk.present


def lit_from(sign: bytes) -> float:
    """Where the first dot that is lit stands on a picture of the sign, as a share of its width; 1: none is."""
    with Image.open(io.BytesIO(sign)) as picture:
        lit = picture.convert("L").point(lambda shade: 255 * (shade > LIT))
        box = lit.getbbox()
        return 1.0 if box is None else box[0] / picture.width


def unspaced(number: str) -> str:
    return re.sub(r"\s", "", number)
