"""A visitor who cannot wait: a supervisor calls the number out of turn, and everybody sees a call like any other."""

from __future__ import annotations

import re

from demo.changes import changes, whole
from demo.paper import address_on
from demo.pausing import Pausing
from demo.programs import DemoFault

SUPERVISOR = "何素貞"
LINE = '[data-part="line"] li'


class OutOfTurn(Pausing):
    """One scene, at counter 4, which is free."""

    async def picked(self) -> None:
        page, counter = "deputy", "4"
        clerk = self.clerks[counter]
        await self.pages.open(page, f"{self.hall.url}/console?counter={counter}", width=1440, height=900)
        await self.sign_in_on(page, await self.office.hire("deputy", SUPERVISOR, "supervisor"))
        await self.pages.arrives(page, "/console")
        await self.on_page(page, SUPERVISOR, "#who").comes_true()
        first = self.number_of(clerk.next_in_line())
        number = await self._waits_on_paper(page, first)
        await self.pages.open("picked", address_on(await self.paper.ticket(number)), width=390, height=844, scale=2)
        await self.on_page("picked", whole(number), "#number").comes_true()
        await self.pages.click(page, f'{LINE}:has-text("{number}") button[data-command="pick"]')
        scene = self.scene("picked", number=number, name=SUPERVISOR, first=first)
        scene.pictures.append(await self.pages.look(page, "picked-reason.png"))
        async with changes(
            *self.call_of(number, counter),
            self.on_page(page, whole(number), '[data-part="present"]'),
            self.on_page("picked", "請到[ |]*4 *號櫃檯"),
        ):
            await self.pages.click(page, 'dialog[open] [data-reason="unwell"]')
        await self.rang()
        clerk.take_present(await self.live_ticket(number))
        await self.on_page(page, whole(first), LINE).comes_true()
        if self.number_of(clerk.next_in_line()) != first:
            raise DemoFault(f"{first} is no longer next although only {number} was called out of turn")
        await self.look_at_all(scene, kiosk=False)
        scene.pictures.append(await self.pages.look(page, "picked-console.png"))
        scene.pictures.append(await self.pages.look("picked", "picked-phone.png"))
        await clerk.finish()
        scene.checked.append(f"{number} 的手機、螢幕和跑馬燈都請到 4 號櫃檯；下一位還是 {first}")

    async def _waits_on_paper(self, page: str, first: str) -> str:
        """Whoever of those in the page's line has a ticket from the kiosk, and is not the next one."""
        await self.on_page(page, whole(first), LINE).comes_true()
        shown = await self.pages.shown(page, LINE)
        waiting = [one for one in self.from_kiosk if one != first and re.search(whole(one), shown)]
        if not waiting:
            raise DemoFault(f"nobody with a ticket of paper waits behind {first}: {shown}")
        return waiting[-1]
