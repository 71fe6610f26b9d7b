"""A clerk learns with numbers of their own: the wall, the sign, the chime and every visitor know nothing of it."""

from __future__ import annotations

from demo.changes import changes, whole
from demo.mishaps import Mishaps
from demo.programs import DemoFault

LEARNT = "練001"


class Lesson(Mishaps):
    async def practice(self) -> None:
        """At counter 3, on its own PC, while its visitor is still there."""
        before, rang = self.snapshot(), self.hall.chimes_heard()
        await self.pages.go("console", f"{self.hall.url}/console?counter=3&practice")
        await self.pages.sees("console", "#practice")
        present = '[data-part="present"]'
        await self.pages.click("console", "#practice-issue")
        await self.on_page("console", LEARNT).comes_true()
        async with changes(self.on_page("console", whole(LEARNT), present)):
            await self.pages.press("console", "F2")
        scene = self.scene("practice")
        scene.pictures.append(await self.pages.look("console", "practice-console.png"))
        await self.look_at_all(scene)
        scene.pictures.append(await self.pages.look("phone", "practice-phone.png"))
        nowhere = [self.on_wall(whole(LEARNT), window, shown=False) for window in ("order", "content")]
        faults = [await one.fault() for one in (*nowhere, self.on_sign(whole(LEARNT), shown=False))]
        if any(faults) or self.hall.chimes_heard() != rang:
            raise DemoFault(f"the hall knows that somebody practises: {faults}")
        async with changes(self.on_page("console", whole(LEARNT), present, shown=False)):
            await self.pages.press("console", "F8")
        await self.pages.go("console", f"{self.hall.url}/console?counter=3")
        await self.on_page("console", "[A-H]", present).comes_true()
        after = self.snapshot()
        if (before.tickets, before.counters, before.calls) != (after.tickets, after.counters, after.calls):
            raise DemoFault("the hall is another one after the practice")
        scene.checked.append("螢幕、跑馬燈、手機、鈴聲和人數都沒有變，櫃檯上的來賓也還在")
