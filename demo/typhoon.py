"""A typhoon: one act closes the hall for today, on every surface and for everybody's eyes; and opens it again."""

from __future__ import annotations

from demo.changes import changes, whole
from demo.out_of_turn import OutOfTurn
from demo.paper import address_on

SUPERVISOR = "林佳蓉"
A_ROUND_S = 150.0
"""The sign's messages between calls have all had their turn by then."""
REASON = "因颱風"


class Typhoon(OutOfTurn):
    async def supervisor_comes(self) -> None:
        """Signs in at a PC of their own."""
        account = await self.office.hire("supervisor", SUPERVISOR, "supervisor")
        await self.pages.open("supervisor", f"{self.hall.url}/console?desk", width=1440, height=900)
        await self.sign_in_on("supervisor", account)
        await self.pages.arrives("supervisor", "/console")
        await self.on_page("supervisor", SUPERVISOR, "#who").comes_true()

    async def typhoon(self) -> None:
        """Somebody has just taken a number; then the supervisor closes the hall, from the reception desk's page."""
        await self.hall.kiosk_hand.touch("service_training")
        number = await self.confirm("E")
        await self.hall.kiosk_hand.touch("finish")
        await self.pages.open("waiting", address_on(await self.paper.ticket(number)), width=390, height=844, scale=2)
        await self.on_page("waiting", whole(number), "#number").comes_true()
        await self.pages.go("supervisor", f"{self.hall.url}/console?desk")
        await self.on_page("supervisor", SUPERVISOR, "#who").comes_true()
        await self.pages.click("supervisor", "#person > summary")
        await self.pages.click("supervisor", "#close-today")
        scene = self.scene("typhoon", name=SUPERVISOR, number=number)
        scene.pictures.append(await self.pages.look("supervisor", "typhoon-reasons.png"))
        await self.cards_have_rested()
        async with changes(
            self.on_kiosk(self.kiosk_says("hall_shut_title_typhoon")),
            self.in_wall("calmTitle", self.wall_says("shut_title_typhoon")),
            self.on_page("console", REASON, "#today"),
            self.on_page("waiting", REASON, "#face-hint"),
            self.on_sign(REASON, within_s=A_ROUND_S),
        ):
            await self.pages.click("supervisor", '#close-today-reasons [data-reason="typhoon"]')
        await self.look_at_all(scene)
        scene.pictures.append(await self.pages.look("console", "typhoon-console.png"))
        scene.pictures.append(await self.pages.look("waiting", "typhoon-phone.png"))
        scene.checked.append(f"取號機、螢幕、跑馬燈、櫃檯、手機都說{REASON}停止服務；{number} 仍保留")
        async with changes(
            self.on_kiosk(self.kiosk_says("choose")),
            self.on_page("console", REASON, "#today", shown=False),
            self.on_page("waiting", REASON, "#face-hint", shown=False),
            self.in_wall("calmTitle", self.wall_says("shut_title_typhoon"), shown=False),
        ):
            await self.pages.click("supervisor", "#reopen-today")
        scene.checked.append("一按就恢復服務，號碼照原順序")
