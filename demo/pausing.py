"""A counter pauses: the clerk says why and until when, and the wall and a waiting visitor's phone say so."""

from __future__ import annotations

import re

from demo.changes import changes, whole
from demo.mishaps import Mishaps
from demo.paper import address_on
from demo.programs import DemoFault

PAUSED = "暫停服務"
HALF_AN_HOUR = 5
"""Place of that choice in the menu's list of times."""


class Pausing(Mishaps):
    async def pause(self) -> None:
        """At counter 3, seen by somebody who has just taken a number for what that counter does."""
        await self.hall.kiosk_hand.touch("service_benefit-again")
        number = await self.confirm("B")
        await self.hall.kiosk_hand.touch("finish")
        await self.pages.open("pausing", address_on(await self.paper.ticket(number)), width=390, height=844, scale=2)
        await self.on_page("pausing", whole(number), "#number").comes_true()
        await self.pages.click("console", 'button[data-command="pause_counter"]')
        await self.pages.choose_at("console", "#pause-back", HALF_AN_HOUR)
        scene = self.scene("pause", number=number)
        scene.pictures.append(await self.pages.look("console", "pause-reasons.png"))
        said = f"3 *號櫃檯{PAUSED}，預計"
        async with changes(
            self.on_page("console", PAUSED, '[data-part="work-state"]'),
            self.on_page("pausing", said, "#paused"),
            self.on_wall(said),
        ):
            await self.pages.click("console", '[data-pause="lunch"]')
        times = {
            name: re.findall(r"\d\d:\d\d", await self.pages.shown(name, part))
            for name, part in (("console", '[data-part="work-state"]'), ("pausing", "#paused"))
        }
        if not times["console"] or times["console"] != times["pausing"]:
            raise DemoFault(f"the pages do not agree on when counter 3 is back: {times}")
        await self.look_at_all(scene, kiosk=False, sign=False)
        scene.pictures.append(await self.pages.look("pausing", "pause-phone.png"))
        scene.checked.append(f"螢幕和手機都說 3 號櫃檯{PAUSED}，預計 {times['console'][0]} 恢復")
        async with changes(
            self.on_page("console", PAUSED, '[data-part="work-state"]', shown=False),
            self.on_page("pausing", PAUSED, "#paused", shown=False),
            self.on_wall(said, shown=False),
        ):
            await self.pages.click("console", 'button[data-command="open_counter"]')
        scene.checked.append("一按就恢復服務，公告跟著消失")
