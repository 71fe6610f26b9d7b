"""A number is sent on: the clerk's menu, the wall, and the visitor's phone, who is called by it elsewhere."""

from __future__ import annotations

from demo.changes import changes, whole
from demo.mishaps import Mishaps
from demo.programs import DemoFault
from demo.rehearsal import present

SERVICE = "求職登記"


class SentOn(Mishaps):
    async def transferred(self) -> None:
        """The first visitor, at counter 3, wants work too: on to counter 4's line, with a note."""
        clerk = self.clerks["3"]
        number = present(clerk).number
        await self.cards_have_rested()
        await self.pages.press("console", "Shift+F7")
        for key in ("ArrowDown", "ArrowDown", "ArrowDown", "Tab", "Tab", "ArrowDown"):  # service, then the note
            await self.pages.press("console", key)
        scene = self.scene("transferred", number=number)
        scene.pictures.append(await self.pages.look("console", "transferred-menu.png"))
        async with changes(
            self.on_page("console", whole(number), '[data-part="present"]', shown=False),
            self.on_page("phone", SERVICE, "#service"),
        ):
            await self.pages.click("console", '[data-transfer="go"]')
        scene.pictures.append(await self.pages.look("phone", "transferred-phone.png"))
        if self.number_of(self.clerks["4"].next_in_line()) != number:
            raise DemoFault(f"{number} is not next at counter 4, though it came first")
        async with changes(*self.call_of(number, "4"), self.on_page("phone", "請到[ |]*4 *號櫃檯")):
            await self.clerks["4"].next(present="served" if self.clerks["4"].present else None)
        await self.rang()
        await self.look_at_all(scene, kiosk=False)
        scene.pictures.append(await self.pages.look("phone", "transferred-phone-called.png"))
        scene.checked.append(f"{number} 不必重新取號，手機看得到改辦{SERVICE}，依原取號時間最先叫到 4 號櫃檯")
        await self.clerks["4"].finish()
        coming = self.number_of(clerk.next_in_line())
        async with changes(self.card_of(coming, "3")):
            await clerk.next()
        await self.rang()
