"""Who sits at the counters: accounts, signing in, taking over by PIN; and a PC that belongs to the hall no more."""

from __future__ import annotations

import asyncio

from demo.beginnings import WALL, Beginnings
from demo.changes import changes, whole
from demo.clerk import Clerk
from demo.office import Account
from demo.person import Person
from demo.rehearsal import present

CLERKS = {
    "1": "陳怡君",
    "2": "張雅婷",
    "3": "王淑芬",
    "4": "李家豪",
    "5": "黃志明",
    "6": "吳佩珊",
    "7": "劉建宏",
    "8": "蔡美玲",
}
"""Who has which counter; the eighth is the reception desk."""
RELIEF = "周雅惠"
"""Takes over at counter 3."""
PIN = "527193"


class Shifts(Beginnings):
    """Scenes with people."""

    async def staff_come(self) -> None:
        """Everybody has an account of their own and signs in; the consoles of counter 3 and the desk are pages."""
        people = await self.office.staff({f"counter{counter}": name for counter, name in CLERKS.items()})
        for counter in CLERKS:
            person = people[f"counter{counter}"].person
            heard = [self.passes.hear] if counter == "8" else []
            self.clerks[counter] = Clerk(self.hall.link_url, counter, person, *heard)
        await asyncio.gather(*(clerk.ready() for clerk in self.clerks.values()))
        self.accounts = {counter: people[f"counter{counter}"].account for counter in CLERKS}
        await self.pages.open("desk", f"{self.hall.url}/console?desk", width=1440, height=900)
        await self.sign_in_on("desk", self.accounts["8"])

    async def signed_in(self) -> None:
        """The PC of counter 3 becomes one of the hall's, then its clerk signs in; a colleague has been there before."""
        told = await self.office.add_device("counter", "3 號櫃檯")
        await self.pages.open("console", f"{self.hall.url}/enrol-counter", width=1440, height=900)
        await self.pages.fill("console", {"#enrol-form [name=code]": told.code})
        await self.pages.click("console", "#enrol-form [type=submit]")
        await self.pages.sees("console", "#enrolled")
        relief = await self.office.hire("relief", RELIEF, "clerk")
        at_three = Person(self.hall.url, self.hall.joining.authority)
        at_three.take(await self.pages.cookies("console"))
        await at_three.sign_in(relief.login, relief.password)
        await at_three.post("/api/pin", pin=PIN)
        await at_three.post("/api/sign-out")
        name = CLERKS["3"]
        scene = self.scene("signed_in", name=name)
        await self.pages.go("console", f"{self.hall.url}/console?counter=3")
        await self.pages.sees("console", "#sign-in-form [name=login]")
        await self.sign_in_on("console", self.accounts["3"], f"{scene.key}-form.png")
        await self.pages.arrives("console", "/console")
        await self.on_page("console", name, "#who").comes_true()
        scene.pictures += [f"{scene.key}-form.png", await self.pages.look("console", f"{scene.key}-console.png")]
        scene.checked.append(f"櫃檯畫面上寫著 {name}")

    async def sign_in_on(self, page: str, account: Account, picture: str = "") -> None:
        """Types login and password into a page that asks for them; the picture is of what was typed."""
        await self.pages.fill(
            page, {"#sign-in-form [name=login]": account.login, "#sign-in-form [name=password]": account.password}
        )
        if picture:
            await self.pages.look(page, picture)
        await self.pages.click(page, "#sign-in-form [type=submit]")

    async def pin_switch(self) -> None:
        """The colleague takes over at counter 3, and calls: the log says who."""
        await self.cards_have_rested()
        await self.pages.click("console", "#person > summary")
        await self.pages.click("console", "#switch-person")
        await self.pages.click("console", f'#switch-pin label:has-text("{RELIEF}")')
        for digit in PIN:
            await self.pages.click("console", f'#switch-pin [data-part="pad"] button:text-is("{digit}")')
        scene = self.scene("pin_switch", name=RELIEF)
        scene.pictures.append(await self.pages.look("console", "pin-switch-pad.png"))
        async with changes(
            self.on_page("console", RELIEF, "#who"), self.on_page("console", CLERKS["3"], "#who", shown=False)
        ):
            await self.pages.click("console", "#switch-pin [type=submit]")
        before = present(self.clerks["3"]).number
        await self.on_page("console", whole(before), '[data-part="present"]').comes_true()
        async with changes(self.on_page("console", whole(before), '[data-part="present"]', shown=False)):
            await self.pages.press("console", "F8")
        number = self.number_of(self.clerks["3"].next_in_line())
        async with changes(self.card_of(number, "3"), self.on_page("console", whole(number), '[data-part="present"]')):
            await self.pages.press("console", "F2")
        await self.rang()
        scene.pictures.append(await self.pages.look("console", "pin-switch-console.png"))
        scene.checked.append(f"{RELIEF} 輸入 PIN 接手，叫了 {number}；前一位的畫面沒有留下")

    async def revoked(self) -> None:
        """The wall's PC is taken out: it says so, and hears nothing of the hall any more."""
        office = self.pages
        await office.go("office", f"{self.hall.url}/devices")
        async with changes(self.on_wall(self.wall_says("refused_revoked"), within_s=20)):
            await office.click("office", f'#devices li:has-text("{WALL}") button')
            await office.click("office", "#sure-yes")
        scene = self.scene("revoked")
        await self.look_at_all(scene, kiosk=False, sign=False)
        scene.pictures.append(await office.look("office", "revoked-devices.png"))
        scene.checked.append("螢幕說明自己的登錄已被撤銷，不再更新")
