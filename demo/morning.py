"""The scripted morning, played through what people have: glass, keys, buttons, paper. Every scene checks itself."""

from __future__ import annotations

import asyncio
import random

from demo.by_hand import ByHand
from demo.changes import changes, whole
from demo.errands import Errands
from demo.fair_lines import FairLines
from demo.given_up import GivenUp
from demo.lesson import Lesson
from demo.paper import address_on
from demo.programs import DemoFault, until
from demo.rehearsal import present
from demo.sent_on import SentOn
from demo.set_aside import SetAside
from demo.slips import Slips
from demo.together import Together

SEED = 20261123
NONE_ASIDE = "沒有過號"
"""What the reception desk's page says in place of the list of numbers that were missed or held."""
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


class Morning(Slips, SetAside, SentOn, Lesson, Errands, FairLines, Together, GivenUp, ByHand):
    """Plays the scenes in order; a fault ends it with DemoFault."""

    async def before_the_server(self) -> None:
        """The next morning: every PC is on, and the server is not."""
        async with changes(
            self.on_kiosk(self.kiosk_says("no_server_title"), within_s=30), self.in_wall("staleLine", ".", within_s=40)
        ):
            await self.hall.server.stop()
        scene = self.scene("no_server")
        scene.checked.append("取號機說：目前無法取號，請到服務台")
        await self.look_at_all(scene, sign=False)

    async def opening(self) -> None:
        async with changes(
            self.on_kiosk(self.kiosk_says("choose")),
            self.on_kiosk(self.kiosk_says("no_server_title"), shown=False),
            self.in_wall("staleLine", ".", shown=False, within_s=45),
        ):
            await self.hall.start_server()
        scene = self.scene("opening")
        await self.hall.kiosk_hand.sees("service_benefit-first")
        scene.checked.append("取號機八項業務都能選，螢幕已連上")
        await self.look_at_all(scene, sign=False)

    async def first_visitor(self) -> None:
        hand = self.hall.kiosk_hand
        pictures = [await self.see_kiosk("first-1-home")]
        async with changes(self.on_kiosk(self.kiosk_says("papers"))):
            await hand.touch("service_benefit-again")
        pictures.append(await self.see_kiosk("first-2-confirm"))
        number = await self.confirm("B")
        pictures.append(await self.see_kiosk("first-3-done"))
        await hand.touch("finish")
        scene = self.scene("first_visitor", number=number)
        ticket = await self.paper.ticket(number)
        address = address_on(ticket)
        scene.pictures += [*pictures, self.inside(ticket)]
        scene.checked.append(f"號碼單上的條碼讀得出來，通往 {self.hall.phones_url}/t")
        await self.pages.open("phone", address, width=390, height=844, scale=2)
        await self.on_page("phone", whole(number), "#number").comes_true()
        scene.pictures.append(await self.pages.look("phone", "first-phone.png"))

    async def english_visitor(self) -> None:
        hand = self.hall.kiosk_hand
        async with changes(
            self.on_kiosk(self.kiosk_says("choose", "en")), self.on_kiosk(self.kiosk_says("choose"), shown=False)
        ):
            await hand.touch("language_en")
        pictures = [await self.see_kiosk("english-1-home")]
        await hand.touch("service_migrant-transfer")
        async with changes(self.on_kiosk(self.kiosk_says("confirm_priority", "en"))):
            await hand.touch("class_priority")
        pictures.append(await self.see_kiosk("english-2-confirm"))
        number = await self.confirm("H", "en")
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
            self.hall.time_goes_on(1)
        for service in at_kiosk:
            self.hall.time_goes_on(1)
            prefix, _ = SERVICES[service]
            await self.hall.kiosk_hand.touch(f"service_{service}")
            await self.paper.ticket(await self.confirm(prefix))
            await self.hall.kiosk_hand.touch("finish")
        await self.time_goes_on(1)
        scene = self.scene("more_visitors", count=str(len(at_kiosk) + len(at_desk)))
        await self.hall.kiosk_hand.sees("service_benefit-first", within_s=30)
        scene.pictures.append(await self.see_kiosk("more-home"))
        scene.pictures += await self.hall.display_hand.look(self.story.folder, "more")
        scene.checked.append(f"每一位都拿到自己的號碼單，共 {self.paper.count()} 張")

    async def first_call(self) -> None:
        """The clerk at counter 3 presses F2 on the console's page."""
        clerk = self.clerks["3"]
        number = self.number_of(clerk.next_in_line())
        async with changes(
            *self.call_of(number, "3"),
            self.on_page("console", whole(number), '[data-part="present"]'),
            self.on_page("phone", "請到[ |]*3 *號櫃檯"),
        ):
            await self.pages.press("console", "F2")
        await self.rang()
        clerk.take_present(await self.live_ticket(number))
        scene = self.scene("first_call", number=number)
        await self.look_at_all(scene, kiosk=False)
        scene.pictures.append(await self.pages.look("console", "first-call-console.png"))
        scene.pictures.append(await self.pages.look("phone", "first-call-phone.png"))
        scene.checked.append(f"兩面螢幕、跑馬燈、手機都顯示 {number} 到 3 號櫃檯")

    async def two_calls(self) -> None:
        # The call before has had its time, so that these two share the room.
        await self.cards_have_rested()
        numbers = {name: self.number_of(self.clerks[name].next_in_line()) for name in ("4", "2")}
        cards = [self.card_of(number, name) for name, number in numbers.items()]
        signs = [self.on_sign(f"{number} → {name}(?![0-9])") for name, number in numbers.items()]
        async with changes(*cards, *signs):
            first, second = await asyncio.gather(*(self.clerks[name].next() for name in numbers))
        if first is None or second is None:
            raise DemoFault("nobody was waiting for counters 4 and 2")
        apart = abs((first.called_at or 0) - (second.called_at or 0))
        if apart > 100:
            raise DemoFault(f"the two calls were {apart} ms apart, 100 at most were wanted")
        await self.rang(2)
        scene = self.scene("two_calls", first=first.number, second=second.number, apart=str(apart))
        await self.look_at_all(scene, kiosk=False)
        scene.checked.append("兩個號碼都在螢幕上，各響了一次")

    async def recall(self) -> None:
        clerk = self.clerks["4"]
        number = present(clerk).number
        # The sign has shown the call long enough, so that what comes now comes from the recall.
        await self.on_sign("→", shown=False).comes_true()
        async with changes(self.on_sign(f"{number} → 4"), self.wall_flashes()):
            await clerk.recall()
        await self.rang()
        scene = self.scene("recall", number=number)
        await self.look_at_all(scene, kiosk=False)
        scene.checked.append("重新呼叫再響一次，跑馬燈再顯示一次")

    async def missed_and_restored(self) -> None:
        clerk = self.clerks["4"]
        number = present(clerk).number
        aside = '[data-part="aside"]'
        async with changes(
            self.in_wall("missedNumbers", whole(number)),
            self.on_page("desk", whole(number), aside),
            self.on_page("desk", NONE_ASIDE, shown=False),
        ):
            missed = await clerk.missed()
        scene = self.scene("missed", number=number)
        await self.look_at_all(scene, kiosk=False, sign=False)
        scene.pictures.append(await self.pages.look("desk", "missed-desk.png"))
        scene.checked.append("過號留在螢幕和服務台的過號清單上")
        async with changes(
            self.in_wall("missedNumbers", whole(number), shown=False),
            self.on_page("desk", whole(number), aside, shown=False),
            self.on_page("desk", NONE_ASIDE),
        ):
            restored = await self.clerks["8"].restore(missed.ticket_id)
        if restored.number != number or restored.state != "waiting":
            raise DemoFault(f"{number} came back as {restored.number}, {restored.state}")
        scene = self.scene("restored", number=number)
        story = '[data-part="story"]'
        await self.pages.fill("desk", {'[data-part="story-form"] [name=number]': number})
        async with changes(self.on_page("desk", whole(number), story)):
            await self.pages.press("desk", "Enter")
        scene.pictures.append(await self.pages.look("desk", "restored-desk.png"))
        async with changes(self.on_page("desk", whole(number), story, shown=False)):
            await self.pages.press("desk", "Escape")
        scene.checked.append("號碼不變，排在隊伍裡；服務台查得到它的經過")

    async def busy(self) -> None:
        """Every counter that can calls two more, one of them misses its visitor."""
        await self.in_wall("staleLine", ".", shown=False, within_s=45).comes_true()
        for counter in ("1", "2", "4", "5", "6", "7", "8"):
            clerk = self.clerks[counter]
            await clerk.ready()
            coming = await self.coming(clerk)
            claims = [] if coming is None else [self.card_of(coming, counter)]
            async with changes(*claims):
                ticket = await clerk.next(present="served" if clerk.present is not None else None)
            if ticket is not None:
                self.rings += 1
        number = present(self.clerks["5"]).number
        async with changes(
            self.in_wall("missedNumbers", whole(number)), self.on_page("desk", whole(number), '[data-part="aside"]')
        ):
            await self.clerks["5"].missed()
        scene = self.scene("busy")
        await self.look_at_all(scene, kiosk=False)
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
        await self.first_start()
        await self.device_added()
        await self.wall_added()
        await self.before_the_server()
        await self.opening()
        await self.staff_come()
        await self.signed_in()
        await self.burst()
        await self.first_visitor()
        await self.english_visitor()
        await self.more_visitors()
        await self.undone_call()
        await self.first_call()
        await self.two_calls()
        await self.recall()
        await self.missed_and_restored()
        await self.time_goes_on(4, not_yet="3")
        await self.held()
        await self.transferred()
        await self.picked()
        await self.time_goes_on(3)
        await self.practice()
        await self.sooner()
        await self.in_turn()
        await self.appointment()
        await self.paper_out()
        await self.cable()
        await self.server_killed()
        await self.time_goes_on(5)
        await self.busy()
        await self.pause()
        await self.pin_switch()
        await self.several_services()
        await self.time_goes_on(6)
        await self.together()
        await self.cancelled()
        await self.typhoon()
        await self.by_hand()
        await self.books()
        await self.nobody_too_often()
        await self.revoked()
