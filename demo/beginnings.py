"""The morning's first scenes: a server that nobody knows yet, its administrator, and the PCs that join it."""

from __future__ import annotations

from demo.changes import changes
from demo.office import Office, second_factor
from demo.person import Person, new_password
from demo.programs import DemoFault
from demo.rehearsal import Rehearsal
from demo.trust import trusting_home

ADMINISTRATOR = "林管理"
KIOSK, WALL = "一樓取號機", "大廳螢幕"


class Beginnings(Rehearsal):
    """Scenes of the day before: afterwards the server is off again, and every PC knows it."""

    async def first_start(self) -> None:
        """The server's code in a browser makes the first account; a phone is its second factor."""
        await self.hall.start_server()
        code = await self.hall.joining.first_code(self.hall.server)
        await self.hall.joining.export_authority()
        authority = self.hall.joining.authority
        await self.pages.begin(await trusting_home(self.hall.folder / "run" / "browser", authority))
        scene = self.scene("first_start")
        await self.pages.open("office", f"{self.hall.url}/sign-in", width=1280, height=960)
        await self.pages.fill(
            "office",
            {
                "#first-form [name=code]": code,
                "#first-form [name=name]": ADMINISTRATOR,
                "#first-form [name=login]": "lin",
                "#first-form [name=password]": new_password(),
            },
        )
        scene.pictures.append(await self.pages.look("office", "first-start-code.png"))
        await self.pages.click("office", "#first-form [type=submit]")
        secret = "".join((await self.pages.sees("office", '#totp [data-part="secret"]')).split())
        scene.pictures.append(await self.pages.look("office", "first-start-second-factor.png"))
        administrator = Person(self.hall.url, authority)
        administrator.take(await self.pages.cookies("office"))
        await self.pages.fill("office", {"#totp [name=code]": second_factor(secret)})
        await self.pages.click("office", "#totp [type=submit]")
        await self.pages.arrives("office", "/console")
        administrator.take(await self.pages.cookies("office"))
        self.office = Office(administrator)
        scene.checked.append("代碼來自叫號主機的畫面；沒有兩步驟驗證，系統管理員什麼也不能做")

    async def device_added(self) -> None:
        """The administrator's page has code and fingerprint, and the kiosk's own screen asks for them."""
        hand = self.hall.kiosk_hand
        await self.hall.start_screen("kiosk")
        await self.pages.go("office", f"{self.hall.url}/devices")
        await self.pages.choose("office", "#device-form [name=kind]", "kiosk")
        await self.pages.fill("office", {"#device-form [name=name]": KIOSK})
        await self.pages.click("office", "#device-form [type=submit]")
        code = "".join((await self.pages.sees("office", "#code")).split())
        fingerprint = await self.pages.sees("office", "#code-fingerprint")
        await self._type_at_kiosk(self.hall.address)
        pictures = [await self.see_kiosk("device-added-1-address")]
        await hand.touch("next")
        await self._type_at_kiosk(code)
        pictures.append(await self.see_kiosk("device-added-2-code"))
        await hand.touch("next")
        await hand.sees("same")
        shown = "".join((await hand.below("fingerprint")).split())
        if shown != fingerprint:
            raise DemoFault(f"the kiosk should show the fingerprint {fingerprint}, shows {shown}")
        scene = self.scene("device_added", name=KIOSK)
        pictures.append(await self.see_kiosk("device-added-3-fingerprint"))
        scene.pictures += [await self.pages.look("office", "device-added-code.png"), *pictures]
        async with changes(
            self.on_page("office", KIOSK, "#devices"), self.on_kiosk(self.kiosk_says("choose"), within_s=30)
        ):
            await hand.touch("same")
        scene.checked.append("取號機和系統管理員看到的指紋相同，加入後直接可以取號")

    async def _type_at_kiosk(self, text: str) -> None:
        """Key after key on the glass."""
        for letter in text:
            await self.hall.kiosk_hand.touch(f"key_{letter}")

    async def wall_added(self) -> None:
        """A line in a terminal, for a PC that nobody can type at."""
        told = await self.office.add_device("display", WALL)
        await self.hall.joining.enrol("display", told, self.hall.display_address)
        await self.hall.start_screen("display")
        await self.on_wall("給付再認定|Certification").comes_true()
        scene = self.scene("wall_added")
        await self.look_at_all(scene, kiosk=False, sign=False)
        scene.checked.append("指紋和系統管理員看到的相同")
