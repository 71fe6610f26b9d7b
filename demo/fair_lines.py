"""Fair lines and honest times: who needs it is let before others and was told so; an appointment is kept; the console
says why; and nobody is passed too often."""

from __future__ import annotations

import re

from demo.changes import Claim, changes, whole
from demo.out_of_turn import OutOfTurn
from demo.paper import address_on
from demo.programs import DemoFault
from demo.rehearsal import present

SERVICE = "benefit-again"
PREFIX = "B"
ROW = f"service_{SERVICE}"
COUNTER = "3"
MINUTE_MS = 60_000
CHECKED_IN_MS = 2 * MINUTE_MS
"""So long before its time who has the appointment comes."""
KEPT_WITHIN_MS = 10 * MINUTE_MS
"""So far from its time an appointment may be called and was kept."""
ABOUT = re.compile(r"(\d+)\s*[–到]\s*(\d+)\s*分|(\d+)\s*分鐘內|很快輪到")
PRESENT, NEXT = '[data-part="facts"]', '[data-part="next-why"]'


class FairLines(OutOfTurn):
    """Scenes at the kiosk, at counter 3 and at the reception desk."""

    async def sooner(self) -> None:
        """An ordinary visitor and one who is let before others come for the same service, in this order."""
        hand = self.hall.kiosk_hand
        # Nobody reckons waits before the server has learnt who is here.
        await Claim("the kiosk's button", lambda: hand.below(ROW), ABOUT.pattern, within_s=40).comes_true()
        pictures = [await self.see_kiosk("sooner-1-home")]
        ordinary_told, priority_told = both(await hand.below(ROW))
        ordinary = await self._take()
        pictures.append(await self._paper(ordinary))
        async with changes(self.on_kiosk(self.kiosk_says("papers"))):
            await hand.touch(ROW)
        async with changes(self.on_kiosk(self.kiosk_says("confirm_priority"))):
            await hand.touch("class_priority")
        pictures.append(await self.see_kiosk("sooner-2-confirm"))
        priority = await self.confirm(PREFIX)
        await hand.touch("finish")
        pictures.append(await self._paper(priority))
        scene = self.scene("sooner", ordinary=ordinary, priority=priority)
        scene.pictures += pictures
        if not priority_told < ordinary_told:
            raise DemoFault(f"the kiosk told {priority_told} minutes to priority visitors, {ordinary_told} to others")
        await self._promised(ordinary, priority)
        scene.checked.append(f"取號機說：一般 {said(ordinary_told)}，優先 {said(priority_told)}；號碼單上也是")
        await self.pages.open("later", address_on(await self.paper.ticket(ordinary)), width=390, height=844, scale=2)
        await self.on_page("later", "預估等候", "#wait").comes_true()
        await self.on_page("later", "取號時預估", "#wait").comes_true()
        scene.pictures.append(await self.pages.look("later", "sooner-phone.png"))
        await self._called_next(priority, "優先", "priority")
        scene.pictures.append(await self.pages.look("console", "sooner-console.png"))
        if (await self.live_ticket(ordinary)).stage != "in_line":
            raise DemoFault(f"{ordinary} should still wait when {priority} is called")
        scene.checked.append(f"{priority} 晚來先叫，櫃檯畫面寫著「優先」；{ordinary} 仍在隊伍裡")

    async def in_turn(self) -> None:
        """Nobody is let before others: who has waited longest is called, and the console says so."""
        clerk = self.clerks[COUNTER]
        number = self.number_of(clerk.next_in_line())
        await self._called_next(number, "起等候", "in_turn")
        scene = self.scene("in_turn", number=number)
        await self.look_at_all(scene, kiosk=False)
        scene.pictures.append(await self.pages.look("console", "in-turn-console.png"))
        scene.checked.append(f"{number} 依序叫號，櫃檯畫面寫著從幾點起等候")

    async def appointment(self) -> None:
        """Somebody with an appointment checks in at the reception desk, last of all, and is called at the time."""
        desk = self.clerks["8"]
        slots = (await desk.person.get(f"/api/slots?service={SERVICE}"))["slots"]
        slot = int(slots[0]["slot"])
        code = await desk.book(SERVICE, slot)
        early = slot - self.hall.clock.now() - CHECKED_IN_MS
        if early > 0:
            await self.time_goes_on(early / MINUTE_MS)
        ticket = await desk.check_in(code)
        self.from_desk.append(ticket.number)
        await self._called_next(ticket.number, "預約", "appointment")
        called = (await self.live_ticket(ticket.number)).called_at or 0
        if abs(called - slot) > KEPT_WITHIN_MS:
            raise DemoFault(f"the appointment was called {abs(called - slot) // MINUTE_MS} minutes from its time")
        scene = self.scene("appointment", number=ticket.number, time=self.clock_text(slot), code=code)
        await self.look_at_all(scene, kiosk=False)
        scene.pictures.append(await self.pages.look("console", "appointment-console.png"))
        scene.checked.append(f"約 {self.clock_text(slot)} 的 {ticket.number} 準時叫號，櫃檯畫面寫著「預約」")

    async def nobody_too_often(self) -> None:
        """From what every screen was told, not from the hall's own count."""
        most = self.snapshot().hall.most_passed
        worst = self.passes.worst()
        if most < 1 or worst > most:
            raise DemoFault(f"an ordinary visitor was passed {worst} times, {most} at most were promised")
        scene = self.scene("nobody_too_often", most=str(most), worst=str(worst))
        scene.checked.append(f"數過每一次叫號：被後來的人越過最多的一般民眾是 {worst} 次，上限 {most} 次")

    async def _take(self) -> str:
        hand = self.hall.kiosk_hand
        async with changes(self.on_kiosk(self.kiosk_says("papers"))):
            await hand.touch(ROW)
        number = await self.confirm(PREFIX)
        await hand.touch("finish")
        return number

    async def _paper(self, number: str) -> str:
        return self.inside(await self.paper.ticket(number))

    async def _promised(self, ordinary: str, priority: str) -> None:
        """What the tickets carry is what their visitors were told."""
        later = (await self.live_ticket(ordinary)).promise
        sooner = (await self.live_ticket(priority)).promise
        if later is None or sooner is None:
            raise DemoFault(f"{ordinary} was promised {later}, {priority} {sooner}")
        if not (sooner.low, sooner.high) < (later.low, later.high):
            raise DemoFault(f"{priority} was promised {sooner}, no shorter than {ordinary}: {later}")

    async def _called_next(self, number: str, why: str, rule: str) -> None:
        """Counter 3's clerk finishes and calls: this number, and the page says why before and after."""
        before = present(self.clerks[COUNTER]).number
        async with changes(self.on_page("console", whole(before), '[data-part="present"]', shown=False)):
            await self.pages.press("console", "F8")
        # A page that still waits for an answer takes no press.
        await self.on_page("console", whole(number), '[data-command="next"][aria-disabled="false"]').comes_true()
        await self.on_page("console", why, NEXT).comes_true()
        async with changes(*self.call_of(number, COUNTER)):
            await self.pages.press("console", "F2")
        await self.rang()
        ticket = await self.live_ticket(number)
        if ticket.rule != rule:
            raise DemoFault(f"{number} was called by the rule {ticket.rule}, not {rule}")
        self.clerks[COUNTER].take_present(ticket)
        await self.on_page("console", why, PRESENT).comes_true()


Minutes = tuple[int, int]


def both(row: str) -> tuple[Minutes, Minutes]:
    """What a button of the kiosk says to ordinary visitors, and to those who are let before others. Raises
    DemoFault."""
    found = [minutes(one) for one in ABOUT.finditer(row)]
    if len(found) != 2:
        raise DemoFault(f"the kiosk should tell two waits, shows: {row}")
    return found[0], found[1]


def minutes(said: re.Match[str]) -> Minutes:
    low, high, within = said.groups()
    if low and high:
        return int(low), int(high)
    return (0, int(within)) if within else (0, 0)


def said(wait: Minutes) -> str:
    return f"{wait[0]} 到 {wait[1]} 分鐘" if wait[1] else "很快輪到"
