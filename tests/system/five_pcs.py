"""The demo's morning on five PCs: server, kiosk, wall and two counters, each with a network and an address of its own.

    python -m tests.system.five_pcs FOLDER '{"address": "10.77.0.1", "server": ["nsenter", …], …}'

runs on the first counter's PC and puts every program on its own by the words given for it. It ends with 0 when every
scene showed what it should, and its last line is what the server knows of its devices: name and address of each.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from demo.browser import Pages
from demo.changes import Claim, changes, whole
from demo.hall import Hall
from demo.lines import Lines
from demo.morning import Morning
from demo.programs import DemoFault
from demo.rehearsal import START
from demo.story import Story
from demo.trust import trusting_home

PRESENT = '[data-part="present"]'
"""Of a console's page: who is at the counter."""


class FivePcs(Morning):
    """What a morning on several PCs shows; a fault ends it with DemoFault."""

    def __init__(self, hall: Hall, story: Story, pages: Pages, second: Pages) -> None:
        """`second`: the browser of the second counter's PC."""
        super().__init__(hall, story, pages, Lines("en"))
        self.second = second

    async def second_counter(self, browser: str) -> None:
        """The desk's clerk sits at the other counter's PC, which trusts the authority that was carried there."""
        trusts = await trusting_home(self.hall.folder / "run" / "second", self.hall.joining.authority)
        await self.second.begin(trusts, browser)
        told = await self.office.add_device("counter", "2 號櫃檯")
        await self.second.open("console", f"{self.hall.url}/enrol-counter", width=1440, height=900)
        await self.second.fill("console", {"#enrol-form [name=code]": told.code})
        await self.second.click("console", "#enrol-form [type=submit]")
        await self.second.sees("console", "#enrolled")
        await self.second.go("console", f"{self.hall.url}/console?counter=2")
        account = self.accounts["2"]
        await self.second.fill(
            "console", {"#sign-in-form [name=login]": account.login, "#sign-in-form [name=password]": account.password}
        )
        await self.second.click("console", "#sign-in-form [type=submit]")
        await self.second.arrives("console", "/console")
        await self.second.sees("console", "#who")

    async def both_call(self) -> None:
        """A key at each counter's PC: the wall shows both, and each console its own."""
        await self.cards_have_rested()
        called = {}
        for counter, page in (("3", self.pages), ("2", self.second)):
            called[counter] = number = self.number_of(self.clerks[counter].next_in_line())
            async with changes(self.card_of(number, counter), console_of(page, number)):
                await page.press("console", "F2")
            await self.rang()
        self.clerks["3"].take_present(await self.live_ticket(called["3"]))
        scene = self.scene("first_call", number=called["3"])
        await self.look_at_all(scene, kiosk=False)
        scene.pictures.append(await self.pages.look("console", "first-counter.png"))
        scene.pictures.append(await self.second.look("console", "second-counter.png"))

    async def on_their_pcs(self, browser: str) -> None:
        await self.first_start()
        await self.device_added()
        await self.wall_added()
        await self.before_the_server()
        await self.opening()
        await self.staff_come()
        await self.signed_in()
        await self.second_counter(browser)
        await self.first_visitor()
        await self.english_visitor()
        for service in ("benefit-first", "benefit-again", "benefit-again"):
            self.from_desk.append((await self.clerks["8"].issue(service)).number)
        await self.both_call()
        await self.server_killed()
        await self.pin_switch()
        await self.books()

    async def devices(self) -> dict[str, str]:
        """Where each device was last seen."""
        known: list[dict[str, Any]] = await self.office.administrator.get("/api/devices")
        return {device["name"]: device["address"] for device in known}


def console_of(page: Pages, number: str) -> Claim:
    return Claim("the console's page", lambda: page.shown("console", PRESENT), whole(number))


async def play(folder: Path, places: dict[str, Any]) -> int:
    """The exit status."""
    pcs = {name: places[name] for name in ("server", "kiosk", "display")}
    hall = Hall(folder, start=START, on_screen=False, host=places["address"], pcs=pcs)
    story = Story(folder)
    problems: list[str] = []
    found: dict[str, str] = {}
    morning: FivePcs | None = None
    try:
        await hall.start_devices()
        async with Pages(folder) as pages, Pages(folder) as second:
            morning = FivePcs(hall, story, pages, second)
            await morning.on_their_pcs(places["browser"])
            found = await morning.devices()
            await morning.revoked()
    except DemoFault as fault:
        problems.append(str(fault))
    finally:
        if morning is not None:
            await morning.leave()
        await hall.stop()
    story.write(problems)
    for line in (*problems, json.dumps(found, ensure_ascii=False)):
        sys.stdout.write(f"{line}\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(play(Path(sys.argv[1]), json.loads(sys.argv[2]))))
