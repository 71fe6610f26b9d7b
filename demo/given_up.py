"""Numbers that nobody waits with any more: cancelled at the desk, and a whole burst of the kiosk made void."""

from __future__ import annotations

from demo.changes import changes, whole
from demo.paper import address_on
from demo.programs import DemoFault
from demo.typhoon import Typhoon


class GivenUp(Typhoon):
    async def cancelled(self) -> None:
        """Somebody who has just taken a number goes home, and says so at the reception desk."""
        number = await self._taken("leaving", "training", "E")
        dialog = '[data-part="story"]'
        await self.pages.fill("desk", {'[data-part="story-form"] [name=number]': number})
        await self.pages.press("desk", "Enter")
        await self.on_page("desk", whole(number), dialog).comes_true()
        scene = self.scene("cancelled", number=number)
        scene.pictures.append(await self.pages.look("desk", "cancelled-story.png"))
        await self.pages.click("desk", f'{dialog} button[data-command="cancel"]')
        async with changes(self.on_page("leaving", "取消")):
            await self.pages.click("desk", 'dialog[open] [data-reason="left"]')
        if number in [one.number for one in self.snapshot().tickets]:
            raise DemoFault(f"{number} is still live")
        await self.look_at_all(scene, kiosk=False, sign=False)
        scene.pictures.append(await self.pages.look("leaving", "cancelled-phone.png"))
        scene.checked.append(f"{number} 的手機說明已取消，後面的人少等一位")

    async def burst(self) -> None:
        """Somebody has played with the kiosk; the supervisor sees the numbers, and voids them."""
        numbers = [await self._taken(f"burst{one}", "youth", "G") for one in range(3)]
        page = "supervisor"
        await self.supervisor_comes()
        await self.pages.click(page, '[data-part="burst-open"]')
        await self.on_page(page, whole(numbers[-1]), "dialog[open]").comes_true()
        scene = self.scene("burst", first=numbers[0], second=numbers[-1])
        scene.pictures.append(await self.pages.look(page, "burst-dialog.png"))
        async with changes(self.on_page("burst1", "作廢")):
            await self.pages.click(page, 'dialog[open] [data-part="void"]')
        live = [one.number for one in self.snapshot().tickets]
        if set(numbers) & set(live):
            raise DemoFault(f"of {numbers} some are still live: {live}")
        await self.look_at_all(scene, sign=False)
        scene.pictures.append(await self.pages.look(page, "burst-desk.png"))
        scene.pictures.append(await self.pages.look("burst1", "burst-phone.png"))
        scene.checked.append(f"{numbers[0]} 到 {numbers[-1]} 一次作廢，手機也說明；螢幕上等候的人數跟著少了")

    async def _taken(self, page: str, service: str, prefix: str) -> str:
        """A number from the kiosk, and its visitor's phone as this page."""
        await self.hall.kiosk_hand.touch(f"service_{service}")
        number = await self.confirm(prefix)
        await self.hall.kiosk_hand.touch("finish")
        await self.pages.open(page, address_on(await self.paper.ticket(number)), width=390, height=844, scale=2)
        await self.on_page(page, whole(number), "#number").comes_true()
        return number
