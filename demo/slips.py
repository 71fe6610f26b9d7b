"""What clerks do by mistake, and how it is put right: nobody comes for nothing, and nobody loses a place."""

from __future__ import annotations

from demo.changes import changes, whole
from demo.mishaps import Mishaps


class Slips(Mishaps):
    """Scenes with a slip of the finger."""

    async def undone_call(self) -> None:
        """The clerk at counter 3 presses F2 too early, then F9."""
        number = self.number_of(self.clerks["3"].next_in_line())
        present = '[data-part="present"]'
        async with changes(
            *self.call_of(number, "3"),
            self.on_page("console", whole(number), present),
            self.on_page("phone", "請到[ |]*3 *號櫃檯"),
        ):
            await self.pages.press("console", "F2")
        await self.rang()
        async with changes(
            self.in_wall("callCard", whole(number), shown=False),
            self.on_sign(f"{number} → 3(?![0-9])", shown=False),
            self.on_page("console", whole(number), present, shown=False),
            self.on_page("phone", "叫號已收回"),
            # What comes when the card has faded out and its place is free.
            self.in_wall("calmTitle", self.wall_says("welcome_title")),
        ):
            await self.pages.press("console", "F9")
        scene = self.scene("undone_call", number=number)
        await self.look_at_all(scene, kiosk=False)
        scene.pictures.append(await self.pages.look("console", "undone-call-console.png"))
        scene.pictures.append(await self.pages.look("phone", "undone-call-phone.png"))
        scene.checked.append(f"{number} 從螢幕和跑馬燈消失，手機說明順位不變；鈴聲不再響")
