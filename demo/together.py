"""Two visitors called as one: what kiosk and phone say before; one card, one line of the sign and one chime."""

from __future__ import annotations

from demo.changes import changes, whole
from demo.paper import address_on
from demo.typhoon import Typhoon

CLERK = "陳小青"
SERVICE, COUNTER = "youth", "6"


class Together(Typhoon):
    async def together(self) -> None:
        """Counter 6 explains to two at once. One has just taken a number at the kiosk, one at the desk."""
        clerk = self.clerks[COUNTER]
        if clerk.present is not None:
            await clerk.finish()
        await self.hall.kiosk_hand.touch(f"service_{SERVICE}")
        pictures = [await self.see_kiosk("together-confirm")]
        number = await self.confirm("G")
        await self.hall.kiosk_hand.touch("finish")
        ticket = await self.paper.ticket(number)
        pictures.append(self.inside(ticket))
        await self.pages.open("together", address_on(ticket), width=390, height=844, scale=2)
        await self.on_page("together", "一起到同一個櫃檯", "#face-hint").comes_true()
        pictures.append(await self.pages.look("together", "together-waits.png"))
        account = await self.office.hire("together", CLERK, "clerk")
        await self.pages.open("group", f"{self.hall.url}/console?counter={COUNTER}", width=1440, height=900)
        await self.sign_in_on("group", account)
        await self.pages.arrives("group", "/console")
        while len(self._line()) < 2 or self._line()[:2].count(number) == 0:
            await self._one_more()
        first, second = self._line()[:2]
        button = '[data-command="call_group"]'
        await self.on_page("group", f"{first}、{second}.*可以叫號", button).comes_true()
        pictures.append(await self.pages.look("group", "together-ready.png"))
        await self.cards_have_rested()
        async with changes(
            self.in_wall("callCard", rf"{whole(first)}.*{whole(second)}.*(?<![0-9]){COUNTER}(?![0-9])"),
            self.on_sign(f"{first} {second} → {COUNTER}(?![0-9])"),
            self.on_page("together", f"一起叫號：{second if number == first else first}", "#face-hint"),
        ):
            await self.pages.click("group", button)
        await self.rang()
        scene = self.scene("together", first=first, second=second)
        scene.pictures += pictures
        await self.look_at_all(scene, kiosk=False)
        scene.pictures.append(await self.pages.look("group", "together-console.png"))
        scene.pictures.append(await self.pages.look("together", "together-phone.png"))
        scene.checked.append(f"{first} 和 {second} 在同一張大字卡、同一行跑馬燈，只響一次")

    def _line(self) -> list[str]:
        """Numbers that wait for the service, in the hall's order."""
        waiting = (one for one in self.snapshot().tickets if one.stage == "in_line")
        return [one.number for one in waiting if one.visit.service_id == SERVICE]

    async def _one_more(self) -> None:
        """Somebody comes to the desk; or whoever came before this number is called first."""
        if len(self._line()) < 2:
            self.from_desk.append((await self.clerks["8"].issue(SERVICE)).number)
            return
        await self.clerks[COUNTER].call_group(SERVICE)
        await self.rang()
