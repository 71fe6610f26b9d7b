"""A visitor goes to copy a paper and comes back: nobody waits for that, and no place is lost."""

from __future__ import annotations

from demo.changes import changes, whole
from demo.mishaps import Mishaps
from demo.rehearsal import present


class SetAside(Mishaps):
    async def held(self) -> None:
        """The first visitor, at counter 3, fetches a copy; the counter serves another one meanwhile."""
        clerk = self.clerks["3"]
        number = present(clerk).number
        aside, at_counter = '[data-part="aside"]', '[data-part="present"]'
        async with changes(self.on_page("phone", "正在為您服務")):
            await self.pages.press("console", "F4")
        await self.pages.press("console", "F7")
        async with changes(
            self.on_page("console", whole(number), aside),
            self.on_page("console", whole(number), at_counter, shown=False),
            self.on_page("phone", "您的號碼已保留"),
        ):
            await self.pages.press("console", "1")
        coming = self.number_of(clerk.next_in_line())
        async with changes(
            *self.call_of(coming, "3"),
            self.on_page("console", whole(coming), at_counter),
        ):
            await self.pages.press("console", "F2")
        await self.rang()
        scene = self.scene("held", number=number, other=coming)
        await self.look_at_all(scene, kiosk=False)
        scene.pictures.append(await self.pages.look("console", "held-console.png"))
        scene.pictures.append(await self.pages.look("phone", "held-phone.png"))
        async with changes(self.on_page("console", whole(coming), at_counter, shown=False)):
            await self.pages.press("console", "F8")
        async with changes(
            self.on_page("console", whole(number), at_counter),
            self.on_page("phone", "正在為您服務"),
        ):
            await self.pages.click("console", f'{aside} button[data-command="resume"]')
        scene.pictures.append(await self.pages.look("phone", "held-phone-back.png"))
        scene.checked.append(f"{number} 保留時，3 號櫃檯先服務 {coming}；回來後按一下續辦，手機也看得到")
