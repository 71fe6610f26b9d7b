"""One visit, two services, one number: it goes on to the next line by itself, and the visitor's phone says where."""

from __future__ import annotations

from demo.changes import changes, whole
from demo.mishaps import Mishaps

FIRST, THEN = ("employer", "7"), ("migrant-transfer", "8")
"""Services, and the counters that do them."""
NEXT_SERVICE = "外國人"


class Errands(Mishaps):
    async def several_services(self) -> None:
        """Given at the reception desk; called at counter 7, and then at counter 8."""
        given = await self.clerks["8"].issue_for([FIRST[0], THEN[0]])
        number = given.number or ""
        self.from_desk.append(number)
        address = f"{self.hall.phones_url}/t#{given.token}"
        await self.pages.open("errands", address, width=390, height=844, scale=2)
        await self.on_page("errands", whole(number), "#number").comes_true()
        scene = self.scene("several_services", number=number)
        scene.pictures.append(await self.pages.look("errands", "several-phone-waits.png"))
        await self._called(number, FIRST[1])
        await self.look_at_all(scene, kiosk=False)
        async with changes(self.on_page("errands", NEXT_SERVICE, "#service")):
            await self.clerks[FIRST[1]].finish()
        scene.pictures.append(await self.pages.look("errands", "several-phone-goes-on.png"))
        await self._called(number, THEN[1])
        scene.pictures.append(await self.pages.look("errands", "several-phone-next.png"))
        await self.clerks[THEN[1]].finish()
        await self.on_page("errands", "完成").comes_true()
        scene.checked.append(f"{number} 一個號碼辦兩項：{FIRST[1]} 號櫃檯辦完，自動等候 {THEN[1]} 號櫃檯")

    async def _called(self, number: str, counter: str) -> None:
        """Whoever is before this number is called first."""
        clerk = self.clerks[counter]
        while self.number_of(clerk.next_in_line()) != number:
            await clerk.next(present="served" if clerk.present else None)
            await self.rang()
        await self.cards_have_rested()
        async with changes(*self.call_of(number, counter), self.on_page("errands", f"請到[ |]*{counter} *號櫃檯")):
            await clerk.next(present="served" if clerk.present else None)
        await self.rang()
