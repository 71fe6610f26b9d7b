"""The scripted morning, played through what people have: glass, keys, buttons, paper. Every scene checks itself."""

from __future__ import annotations

import asyncio
import random
import re
import signal
import time

from demo.clerk import Clerk
from demo.paper import address_on
from demo.programs import DemoFault, until
from demo.rehearsal import Rehearsal, present, spaced, unspaced

SEED = 20261123
OLD_CALL_S = 10.5
"""A display that learns of a call so late announces it no more."""
SERVICES = {
    "benefit-first": ("A", 14),
    "benefit-again": ("B", 38),
    "reply-card": ("C", 6),
    "job-seeking": ("D", 18),
    "training": ("E", 8),
    "employer": ("F", 8),
    "youth": ("G", 4),
    "migrant-transfer": ("H", 4),
}
"""Prefix and share of each service's visitors, in percent."""


class Morning(Rehearsal):
    """Plays the scenes in order; a fault ends it with DemoFault."""

    async def before_the_server(self) -> None:
        scene = self.scene("no_server")
        await self.hall.kiosk_hand.reads("服務台")
        scene.checked.append("取號機說：目前不能取號，請洽服務台")
        await self.look_at_all(scene, sign=False)

    async def opening(self) -> None:
        await self.hall.start_server()
        scene = self.scene("opening")
        await self.hall.kiosk_hand.sees("service_benefit-first")
        await self.hall.display_hand.reads("給付再認定|給付服務", "order")
        for name in ("8", "3", "4", "5", "6", "7", "2", "1"):
            self.clerks[name] = Clerk(self.hall.link_url, name)
        await asyncio.gather(*(clerk.ready() for clerk in self.clerks.values()))
        scene.checked.append("取號機八項業務都能選，螢幕已連上")
        await self.look_at_all(scene, sign=False)
        await self.pages.open("console", "/console?counter=3", width=1440, height=900)

    async def first_visitor(self) -> None:
        hand = self.hall.kiosk_hand
        pictures = [await self.see_kiosk("first-1-home")]
        await hand.touch("service_benefit-again")
        await hand.sees("confirm")
        pictures.append(await self.see_kiosk("first-2-confirm"))
        number = await self.confirm("B")
        pictures.append(await self.see_kiosk("first-3-done"))
        await hand.touch("finish")
        scene = self.scene("first_visitor", number=number)
        ticket = await self.paper.ticket(number)
        address = address_on(ticket)
        scene.pictures += [*pictures, self.inside(ticket)]
        scene.checked.append(f"號碼單上的條碼讀得出來，通往 {self.hall.url}/t")
        await self.pages.open("phone", address.removeprefix(self.hall.url), width=390, height=844, scale=2)
        await self.pages.reads("phone", number[1:])
        scene.pictures.append(await self.pages.look("phone", "first-phone.png"))

    async def english_visitor(self) -> None:
        hand = self.hall.kiosk_hand
        await hand.touch("language_en")
        await hand.reads("Change of employer")
        pictures = [await self.see_kiosk("english-1-home")]
        await hand.touch("service_migrant-transfer")
        await hand.touch("priority")
        pictures.append(await self.see_kiosk("english-2-confirm"))
        number = await self.confirm("H")
        pictures.append(await self.see_kiosk("english-3-done"))
        await hand.touch("finish")
        scene = self.scene("english_visitor", number=number)
        scene.pictures += [*pictures, self.inside(await self.paper.ticket(number))]
        scene.checked.append("英文號碼單印出來了，號碼前有菱形記號")

    async def more_visitors(self) -> None:
        """Sixteen at the kiosk and nine at the desk, drawn by the services' shares."""
        chance = random.Random(SEED)  # noqa: S311 - visitors, not secrets
        names, shares = list(SERVICES), [share for _, share in SERVICES.values()]
        at_kiosk = chance.choices(names, shares, k=16)
        at_desk = chance.choices(names, shares, k=9)
        at_kiosk[:3] = ["job-seeking", "benefit-first", "benefit-again"]
        for service in at_desk:
            self.from_desk.append((await self.clerks["8"].issue(service)).number)
        for service in at_kiosk:
            prefix, _ = SERVICES[service]
            await self.hall.kiosk_hand.touch(f"service_{service}")
            await self.paper.ticket(await self.confirm(prefix))
            await self.hall.kiosk_hand.touch("finish")
        scene = self.scene("more_visitors", count=str(len(at_kiosk) + len(at_desk)))
        await self.hall.kiosk_hand.sees("service_benefit-first", within_s=30)
        scene.pictures.append(await self.see_kiosk("more-home"))
        scene.pictures += await self.hall.display_hand.look(self.story.folder, "more")
        scene.checked.append(f"每一位都拿到自己的號碼單，共 {self.paper.count()} 張")

    async def first_call(self) -> None:
        """The clerk at counter 3 presses F2 on the console's page."""
        clerk = self.clerks["3"]
        coming = clerk.next_in_line()
        (number,) = [ticket.number for ticket in self.hall.snapshot().tickets if ticket.ticket_id == coming]
        await self.pages.press("console", "F2")
        await self.wall_calls(number, "3")
        clerk.take_present(await self.live_ticket(number))
        scene = self.scene("first_call", number=number)
        await self.pages.reads("console", number[1:])
        await self.pages.reads("phone", "3")
        await self.look_at_all(scene, kiosk=False)
        scene.pictures.append(await self.pages.look("console", "first-call-console.png"))
        scene.pictures.append(await self.pages.look("phone", "first-call-phone.png"))
        scene.checked.append(f"兩面螢幕、跑馬燈、手機都顯示 {number} 到 3 號櫃檯")

    async def two_calls(self) -> None:
        first, second = await asyncio.gather(self.clerks["4"].next(), self.clerks["2"].next())
        if first is None or second is None:
            raise DemoFault("nobody was waiting for counters 4 and 2")
        apart = abs((first.called_at or 0) - (second.called_at or 0))
        if apart > 100:
            raise DemoFault(f"the two calls were {apart} ms apart, 100 at most were wanted")
        self.rings += 2
        for ticket in (first, second):
            await self.hall.display_hand.reads(spaced(ticket.number), "order")
        await until(lambda: self.hall.chimes_heard() >= self.rings, f"chime {self.rings}")
        scene = self.scene("two_calls", first=first.number, second=second.number, apart=str(apart))
        await self.look_at_all(scene, kiosk=False)
        scene.checked.append("兩個號碼都在螢幕上，各響了一次")

    async def recall(self) -> None:
        clerk = self.clerks["4"]
        number = present(clerk).number
        await clerk.recall()
        self.rings += 1
        await until(lambda: self.hall.chimes_heard() >= self.rings, f"chime {self.rings}")
        await until(lambda: f"{number} → 4" in self.hall.sign_shows(), f"the sign to show {number} again", within_s=20)
        scene = self.scene("recall", number=number)
        await self.look_at_all(scene, kiosk=False)
        scene.checked.append("重新呼叫再響一次，跑馬燈再顯示一次")

    async def missed_and_restored(self) -> None:
        clerk = self.clerks["4"]
        missed = await clerk.missed()
        scene = self.scene("missed", number=missed.number)
        await self.hall.display_hand.reads(rf"過號.*{spaced(missed.number)}", "order")
        await self.look_at_all(scene, kiosk=False, sign=False)
        await self.pages.reads("console", missed.number[1:])
        scene.pictures.append(await self.pages.look("console", "missed-console.png"))
        scene.checked.append("過號留在螢幕和櫃檯的過號清單上")
        restored = await self.clerks["8"].restore(missed.ticket_id)
        if restored.number != missed.number or restored.state != "waiting":
            raise DemoFault(f"{missed.number} came back as {restored.number}, {restored.state}")
        scene = self.scene("restored", number=missed.number)
        await self.pages.reads("console", "沒有過號")
        scene.pictures.append(await self.pages.look("console", "restored-console.png"))
        scene.checked.append("號碼不變，排在隊伍裡")

    async def paper_out(self) -> None:
        """The roll ends while a ticket is being printed."""
        hand = self.hall.kiosk_hand
        before = self.paper.count()
        await hand.touch("service_job-seeking")
        await hand.sees("confirm")
        self.hall.tell_printer("paper-out-after 150")
        await hand.touch_at_once("confirm")
        shown = await hand.reads(r"D ?\d{3}", within_s=30)
        number = unspaced(re.findall(r"D ?\d{3}", shown)[-1])
        self.from_kiosk.append(number)
        await hand.sees("qr", within_s=60)
        scene = self.scene("paper_out", number=number)
        await self.pages.reads("console", "缺紙")
        scene.pictures.append(await self.see_kiosk("paper-out"))
        scene.pictures.append(await self.pages.look("console", "paper-out-console.png"))
        if self.paper.count() != before:
            raise DemoFault("a ticket came out of a printer without paper")
        scene.checked.append(f"{number} 已經在隊伍裡，畫面上有號碼和條碼，櫃檯看到「缺紙」")
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
        await self.hall.display_cable.pull()
        await self.hall.display_hand.reads("沒有更新", "order", within_s=40)
        ticket = await clerk.next()
        called = time.monotonic()
        if ticket is None:
            raise DemoFault("nobody was waiting for counter 4")
        scene = self.scene("cable_pulled")
        await self.look_at_all(scene, kiosk=False, sign=False)
        scene.checked.append("螢幕留著最後的號碼，並標示時間")
        await until(lambda: time.monotonic() - called > OLD_CALL_S, "the call to be too old to ring")
        await self.hall.display_cable.plug_in()
        await self.hall.display_hand.reads(spaced(ticket.number), "order", within_s=45)
        await until(lambda: "暫停更新" not in self.hall.sign_shows(), "the sign to take its notice down", within_s=20)
        await self.hall.display_hand.fully_drawn("callCard")
        scene = self.scene("cable_back")
        await self.look_at_all(scene, kiosk=False)
        if self.hall.chimes_heard() != rang:
            raise DemoFault("the wall rang an old call after its cable was plugged in again")
        scene.checked.append(f"{ticket.number} 出現了，沒有補響舊的鈴聲")
        await clerk.finish()

    async def server_killed(self) -> None:
        before = self.hall.snapshot().tickets
        screens = self.hall.get("/health")["screens"]
        await self.hall.server.stop(signal.SIGKILL)
        await self.hall.kiosk_hand.reads("服務台", within_s=30)
        scene = self.scene("server_killed")
        scene.pictures.append(await self.see_kiosk("killed"))
        await self.hall.start_server()
        await self.hall.kiosk_hand.sees("service_benefit-first", within_s=60)
        await asyncio.gather(*(clerk.ready() for clerk in self.clerks.values()))
        # Whether a call made before the wall is back rings there depends on how soon that is.
        await until(lambda: self.hall.get("/health")["screens"] >= screens, "every screen to come back")
        if self.hall.snapshot().tickets != before:
            raise DemoFault("the tickets after the restart are not those before it")
        scene.pictures.append(await self.see_kiosk("back-again"))
        scene.checked.append(f"重新開機前後，{len(before)} 張號碼單完全相同")

    async def busy(self) -> None:
        """Every counter that can calls two more, one of them misses its visitor."""
        await self.hall.display_hand.reads("給付", "order", within_s=45)
        for counter in ("1", "2", "4", "5", "6", "7", "8"):
            clerk = self.clerks[counter]
            await clerk.ready()
            ticket = await clerk.next(present="served" if clerk.present is not None else None)
            if ticket is None:
                continue
            self.rings += 1
            await self.hall.display_hand.reads(spaced(ticket.number), "order")
        missed = await self.clerks["5"].missed()
        await self.hall.display_hand.reads(rf"過號.*{spaced(missed.number)}", "order")
        scene = self.scene("busy")
        await self.look_at_all(scene, kiosk=False)
        await self.pages.reads("console", "過號")
        scene.pictures.append(await self.pages.look("console", "busy-console.png"))
        scene.checked.append("每一個叫號都出現在螢幕上")

    async def books(self) -> None:
        """What came out, what is in the log and what rang must agree."""
        numbers = sorted(self.from_kiosk + self.from_desk)
        if len(numbers) != len(set(numbers)):
            raise DemoFault(f"a number was given twice: {numbers}")
        for prefix in {number[0] for number in numbers}:
            given = [int(number[1:]) for number in numbers if number[0] == prefix]
            if given != list(range(1, len(given) + 1)):
                raise DemoFault(f"numbers of {prefix} have a gap: {given}")
        printed = sorted((await self.paper.numbers()).values())
        if printed != sorted(self.from_kiosk):
            raise DemoFault(f"printed were {printed}, given at the kiosk {sorted(self.from_kiosk)}")
        await until(lambda: self.hall.chimes_heard() == self.rings, f"{self.rings} chimes")
        scene = self.scene(
            "books", kiosk=str(len(self.from_kiosk)), desk=str(len(self.from_desk)), rings=str(self.rings)
        )
        scene.pictures += [self.inside(path) for path in self.hall.tickets_printed()]
        scene.checked.append("號碼、號碼單、鈴聲三方相符")

    async def play(self) -> None:
        await self.before_the_server()
        await self.opening()
        await self.first_visitor()
        await self.english_visitor()
        await self.more_visitors()
        await self.first_call()
        await self.two_calls()
        await self.recall()
        await self.missed_and_restored()
        await self.paper_out()
        await self.cable()
        await self.server_killed()
        await self.busy()
        await self.books()
