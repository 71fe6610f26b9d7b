"""A supervisor changes the day by hand: a service gives no more numbers, on every surface, until the file's word is
back in force."""

from __future__ import annotations

from demo.changes import changes
from demo.typhoon import SUPERVISOR, Typhoon

SERVICE = "職業訓練"
NO_MORE = "今日已停止取號"


class ByHand(Typhoon):
    async def by_hand(self) -> None:
        """Whoever has just taken a number for it is called all the same."""
        page = "supervisor"
        await self.pages.go(page, f"{self.hall.url}/today")
        await self.pages.sees(page, "#today-services li")
        mine = f'#today-services li:has-text("{SERVICE}")'
        await self.pages.click(page, f'{mine} button:has-text("今天停止取號")')
        await self.pages.fill(page, {"#hand-form [name=reason]": "講師請假"})
        scene = self.scene("by_hand", name=SUPERVISOR)
        scene.pictures.append(await self.pages.look(page, "by-hand-dialog.png"))
        async with changes(self.on_page("waiting", NO_MORE, "#face-hint"), self.on_page(page, "講師請假", mine)):
            await self.pages.click(page, "#hand-form [type=submit]")
        await self.look_at_all(scene)
        scene.pictures.append(await self.pages.look(page, "by-hand-today.png"))
        scene.pictures.append(await self.pages.look("waiting", "by-hand-phone.png"))
        async with changes(
            self.on_page("waiting", NO_MORE, "#face-hint", shown=False),
            self.on_page(page, "講師請假", mine, shown=False),
        ):
            await self.pages.click(page, f'{mine} button:has-text("恢復設定檔的設定")')
        scene.checked.append(f"{SERVICE}停止取號，等候中的人手機上說仍會叫到；一按就恢復設定檔的設定")
