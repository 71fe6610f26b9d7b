"""The morning's mishaps: a roll of paper that ends, a loose cable, a server without power. Nothing is lost by them."""

from __future__ import annotations

import asyncio
import signal
import time

from demo.changes import changes, whole
from demo.programs import DemoFault, until
from demo.shifts import Shifts

OLD_CALL_S = 10.5
"""A display that learns of a call so late announces it no more."""


class Mishaps(Shifts):
    """Scenes that go wrong, and how the hall comes out of it."""

    async def paper_out(self) -> None:
        """The roll ends while a ticket is being printed."""
        hand = self.hall.kiosk_hand
        before = self.paper.count()
        await hand.touch("service_job-seeking")
        await hand.sees("confirm")
        self.hall.tell_printer("paper-out-after 150")
        async with changes(
            self.on_kiosk(self.kiosk_says("paper_unsure"), within_s=60),
            self.on_kiosk(self.kiosk_says("scan")),
            self.on_page("console", "缺紙"),
        ):
            await hand.touch_at_once("confirm")
        number = await self.number_shown("D")
        self.from_kiosk.append(number)
        await hand.sees("qr")
        scene = self.scene("paper_out", number=number)
        scene.pictures.append(await self.see_kiosk("paper-out"))
        scene.pictures.append(await self.pages.look("console", "paper-out-console.png"))
        if self.paper.count() != before:
            raise DemoFault("a ticket came out of a printer without paper")
        scene.checked.append(f"{number} 已經在隊伍裡，畫面上有號碼和條碼，櫃檯看到「缺紙」")
        async with changes(self.on_page("console", "缺紙", shown=False)):
            self.hall.tell_printer("clear paper-out")
            picture = await self.paper.ticket(number)
        scene = self.scene("paper_back", number=number)
        scene.pictures.append(self.inside(picture))
        await hand.touch("finish")
        await hand.sees("service_benefit-first")
        scene.pictures.append(await self.see_kiosk("paper-back"))
        scene.checked.append("補紙後只印出一張")

    async def cable(self) -> None:
        clerk = self.clerks["4"]
        rang = self.hall.chimes_heard()
        async with changes(self.in_wall("staleLine", ".", within_s=40)):
            await self.hall.display_cable.pull()
        ticket = await clerk.next()
        called = time.monotonic()
        if ticket is None:
            raise DemoFault("nobody was waiting for counter 4")
        scene = self.scene("cable_pulled")
        await self.look_at_all(scene, kiosk=False, sign=False)
        scene.checked.append("螢幕留著最後的號碼，並標示時間")
        await self.on_sign("暫停更新").comes_true()
        await until(lambda: time.monotonic() - called > OLD_CALL_S, "the call to be too old to ring")
        async with changes(
            self.in_wall("counterRow", whole(ticket.number), within_s=45),
            self.in_wall("staleLine", ".", shown=False),
            self.on_sign("暫停更新", shown=False),
        ):
            await self.hall.display_cable.plug_in()
        scene = self.scene("cable_back")
        await self.look_at_all(scene, kiosk=False)
        if self.hall.chimes_heard() != rang:
            raise DemoFault("the wall rang an old call after its cable was plugged in again")
        scene.checked.append(f"{ticket.number} 出現了，沒有補響舊的鈴聲")
        await clerk.finish()

    async def server_killed(self) -> None:
        before = self.snapshot().tickets
        screens = self.screens()
        off = self.kiosk_says("no_server_title")
        async with changes(self.on_kiosk(off, within_s=30)):
            await self.hall.server.stop(signal.SIGKILL)
        scene = self.scene("server_killed")
        scene.pictures.append(await self.see_kiosk("killed"))
        async with changes(self.on_kiosk(off, shown=False, within_s=60), self.on_kiosk(self.kiosk_says("choose"))):
            await self.hall.start_server()
        await asyncio.gather(*(clerk.ready() for clerk in self.clerks.values()))
        # Whether a call made before the wall is back rings there depends on how soon that is.
        await until(lambda: self.screens() >= screens, "every screen to come back")
        if self.snapshot().tickets != before:
            raise DemoFault("the tickets after the restart are not those before it")
        scene.pictures.append(await self.see_kiosk("back-again"))
        scene.checked.append(f"重新開機前後，{len(before)} 張號碼單完全相同")
