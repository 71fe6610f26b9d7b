"""What every scene is made of: taking a number, looking at all surfaces, waiting until a call is seen everywhere."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from demo.browser import Pages
from demo.clerk import Clerk
from demo.hall import Hall
from demo.lines import Lines
from demo.paper import Paper
from demo.programs import DemoFault, until
from demo.story import Scene, Story
from program.clock import clock_from
from wire.messages.tickets import TicketView

START = "2026-11-23T08:56:00+08:00"
"""A Monday morning; the demo's programs run on a rehearsal clock from here."""


class Rehearsal:
    """The hall, its clerks, and the books that are kept while scenes are played."""

    def __init__(self, hall: Hall, story: Story, pages: Pages, lines: Lines) -> None:
        self.hall = hall
        self.story = story
        self.pages = pages
        self.clerks: dict[str, Clerk] = {}
        self.from_kiosk: list[str] = []
        self.from_desk: list[str] = []
        self.rings = 0
        """Calls and recalls so far, each of which has to ring once."""
        self.paper = Paper(hall)
        self._lines = lines
        self._clock = clock_from(START)

    async def leave(self) -> None:
        await asyncio.gather(*(clerk.leave() for clerk in self.clerks.values()))

    def scene(self, key: str, **fields: str) -> Scene:
        now = datetime.fromtimestamp(self._clock.now() / 1000, ZoneInfo("Asia/Taipei"))
        scene = self.story.scene(key, f"{now:%H:%M:%S}", **fields)
        self._lines.say("scene", clock=scene.clock, title=self.story.title_of(scene, self._lines.language))
        return scene

    async def confirm(self, prefix: str) -> str:
        """Touches confirm, waits for the number on the done screen."""
        hand = self.hall.kiosk_hand
        before = self.paper.count()
        await hand.touch("confirm")
        await hand.reads("請取走號碼單|Please take your ticket", within_s=30)
        shown = await hand.reads(rf"{prefix} ?\d{{3}}")
        found = re.search(rf"{prefix} ?\d{{3}}", shown)
        assert found is not None  # noqa: S101 - `reads` has just seen it
        number = unspaced(found.group())
        self.from_kiosk.append(number)
        await until(lambda: self.paper.count() > before, f"the ticket of {number}")
        return number

    def inside(self, picture: Path) -> str:
        return str(picture.relative_to(self.story.folder))

    async def see_kiosk(self, name: str) -> str:
        return (await self.hall.kiosk_hand.look(self.story.folder, name))[0]

    async def look_at_all(self, scene: Scene, *, kiosk: bool = True, sign: bool = True) -> None:
        await self.hall.display_hand.fully_drawn("callCard")
        scene.pictures += await self.hall.display_hand.look(self.story.folder, scene.key)
        if kiosk:
            scene.pictures.append(await self.see_kiosk(scene.key))
        if sign:
            shown = self.hall.sign / "sign.png"
            kept = self.story.folder / f"{scene.key}-led.png"
            kept.write_bytes(shown.read_bytes())
            scene.pictures.append(kept.name)

    async def wall_calls(self, number: str, counter: str) -> None:
        """Waits until both monitors and the sign tell this call, and it rang."""
        self.rings += 1
        hand = self.hall.display_hand
        await hand.reads(spaced(number), "order")
        await hand.reads(spaced(number), "content")
        await until(
            lambda: f"{number} → {counter}" in self.hall.sign_shows(), f"the sign to show {number}", within_s=20
        )
        await until(lambda: self.hall.chimes_heard() >= self.rings, f"chime {self.rings}")

    async def live_ticket(self, number: str) -> TicketView:
        """The live ticket of this number, as the server tells it."""
        for ticket in self.hall.snapshot().tickets:
            if ticket.number == number:
                return ticket
        raise DemoFault(f"{number} is not among the hall's tickets")


def present(clerk: Clerk) -> TicketView:
    """The ticket at a clerk's counter. Raises DemoFault when there is none."""
    if clerk.present is None:
        raise DemoFault(f"nobody is at counter {clerk.counter_id}")
    return clerk.present


def spaced(number: str) -> str:
    """The number as a pattern for the wall: "A012" there stands with a gap of any kind, or none."""
    return rf"{number[0]}[\s|]*{number[1:]}"


def unspaced(number: str) -> str:
    return re.sub(r"\s", "", number)
