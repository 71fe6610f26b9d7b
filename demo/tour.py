"""The tour in windows: for three minutes the hall works by itself, and a caption says what is to be seen; then it is
the onlooker's turn.

Everything is done as people do it: a hand on the kiosk's glass, keys in the console's page, clerks at the other
counters. Each scene waits until what its caption says can be seen.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from pathlib import Path

from demo.browser import Pages
from demo.cast import CLERKS, COUNTER, EARLY, LAST, LATER, ONLOOKERS
from demo.changes import changes, whole
from demo.clerk import Clerk
from demo.going_on import turn
from demo.hall import Hall
from demo.lines import Lines
from demo.narration import Caption, tell
from demo.office import Account, Office
from demo.programs import DemoFault
from demo.rehearsal import Rehearsal, present
from demo.story import Story
from wire.messages.tickets import TicketView

LASTS_S = 180.0
CONSOLE = "console"
"""The page of counter 3."""
TURNS_EVERY_S = 1.5
RECALL_RESTS_S = 3.2
"""A little more than the sample hall's `recall_pause_seconds`."""
BETWEEN_MIN = 2
"""So long before the next came."""


class Tour(Rehearsal):
    """Of one hall whose windows stand."""

    def __init__(self, hall: Hall, office: Office, pages: Pages, lines: Lines, captions: Path, *, pace: float) -> None:
        """`captions`: the file that says what is to be seen; `pace` 1 takes three minutes, 0 as long as it needs."""
        super().__init__(hall, Story(hall.folder), pages, lines)
        self._office = office
        self._captions = captions
        self._pace = pace
        self._began = 0.0
        self._at = 0.0
        self.folder = captions.parent
        self.lines = lines
        self.language = lines.language
        self._account: Account | None = None
        self._seated = False
        """Counter 3's clerk is signed in, in the console's window."""

    async def prepare(self) -> None:
        """Every window has its name, clerks sit down, and the first visitors are here already."""
        titles = {name: self.lines.text(f"label_{name}") for name in ("order", "content", "kiosk")}
        for hand in (self.hall.display_hand, self.hall.kiosk_hand):
            await hand.do(do="title", titles=titles)
        people = await self._office.staff({f"counter{counter}": name for counter, name in CLERKS.items()})
        for counter in CLERKS:
            self.clerks[counter] = Clerk(self.hall.link_url, counter, people[f"counter{counter}"].person)
        self._account = people[f"counter{COUNTER}"].account
        await asyncio.gather(*(clerk.ready() for clerk in self.clerks.values()))
        for service in EARLY:
            await self.clerks["8"].issue(service)
            self.hall.time_goes_on(BETWEEN_MIN)

    async def sign_in(self) -> None:
        """Counter 3's clerk, in the console's window. Raises DemoFault."""
        if self._account is None:
            raise DemoFault("nobody has been hired")
        await self.pages.sees(CONSOLE, "#sign-in-form [name=login]")
        fields = {"login": self._account.login, "password": self._account.password}
        await self.pages.fill(CONSOLE, {f"#sign-in-form [name={name}]": text for name, text in fields.items()})
        await self.pages.click(CONSOLE, "#sign-in-form [type=submit]")
        await self.pages.arrives(CONSOLE, "/console")
        await self.on_page(CONSOLE, self._account.name, "#who").comes_true()
        self._seated = True

    def _at_console(self) -> bool:
        """Whether somebody sits there, and nobody has closed the window."""
        return self._seated and self.pages.has(CONSOLE)

    def console_closed(self) -> bool:
        """Somebody has closed the window where the clerk sat."""
        return self._seated and not self.pages.has(CONSOLE)

    async def play(self) -> None:
        """All scenes, and last that it is the onlooker's turn; also when a scene comes to nothing, which raises
        DemoFault."""
        self._began = asyncio.get_running_loop().time()
        scenes: tuple[tuple[float, Callable[[], Awaitable[None]]], ...] = (
            (0, self.welcome),
            (10, self.takes_a_number),
            (32, self.others_come),
            (48, self.is_called),
            (68, self.two_at_once),
            (88, self.misses_it),
            (112, self.in_english),
            (136, self.all_counters),
            (158, self.counter_pauses),
        )
        theirs = True
        try:
            for at, scene in scenes:
                await self._until(at)
                await scene()
            await self.called_come()
            await self.some_wait()
            await self._until(LASTS_S)
        except asyncio.CancelledError:
            theirs = False
            raise
        finally:
            if theirs:
                self._say("tour_yours" if self._at_console() else "tour_yours_alone", yours=True)

    async def goes_on(self) -> None:
        """The onlooker's turn, for as long as it lasts: the other counters call whoever comes to them. What the hall
        refuses, since the onlooker has done otherwise, is left."""
        kept = ONLOOKERS if self._at_console() else frozenset[str]()
        while True:
            for counter, clerk in self.clerks.items():
                with contextlib.suppress(DemoFault, OSError):
                    if counter != COUNTER or not self._at_console():
                        await self._takes_turn(clerk, kept)
            await asyncio.sleep(TURNS_EVERY_S)

    async def _takes_turn(self, clerk: Clerk, kept: frozenset[str]) -> None:
        tickets = self.snapshot().tickets
        here = [one for one in tickets if one.counter_id == clerk.counter_id and one.stage in {"called", "serving"}]
        match turn(clerk.counter_id, clerk.next_in_line(), tickets, self.hall.clock.now(), kept):
            case "arrived":
                clerk.take_present(here[0])
                await clerk.arrived()
            case "next":
                await clerk.next(present="served" if here else None)

    async def welcome(self) -> None:
        self._say("tour_welcome" if self._at_console() else "tour_welcome_alone")

    async def takes_a_number(self) -> None:
        self._say("tour_number")
        await self._rest(4)
        async with changes(self.on_kiosk(self.kiosk_says("papers"))):
            await self.hall.kiosk_hand.touch("service_benefit-again")
        await self._rest(6)
        number = await self.confirm("B")
        self._say("tour_paper", number=number)
        await self._rest(6)

    async def others_come(self) -> None:
        self._say("tour_others")
        for service in LATER[:4]:
            await self.clerks["8"].issue(service)
            await self._rest(1)
        await self.hall.kiosk_hand.touch("service_job-seeking")
        await self._rest(1.5)
        await self.confirm("D")
        await self._rest(2)
        for service in LATER[4:]:
            await self.clerks["8"].issue(service)
            await self._rest(1)

    async def is_called(self) -> None:
        """The key on the console's page; where no page can be had, the same without it."""
        clerk = self.clerks[COUNTER]
        number = self.number_of(clerk.next_in_line())
        self._say("tour_call")
        await self._rest(4)
        async with changes(*self.call_of(number, COUNTER)):
            if self._at_console():
                await self.pages.press(CONSOLE, "F2")
            else:
                await clerk.next()
        clerk.take_present(await self.live_ticket(number))
        self._say("tour_called", number=number)
        await self._rest(9)
        self._say("tour_arrived", number=number)
        if self._at_console():
            await self.pages.press(CONSOLE, "F4")
        else:
            await clerk.arrived()

    async def two_at_once(self) -> None:
        numbers = {name: await self.coming(self.clerks[name]) or "" for name in ("4", "2")}
        self._say("tour_at_once", first=numbers["4"], second=numbers["2"])
        await self._rest(2)
        async with changes(*(self.card_of(number, counter) for counter, number in numbers.items())):
            await asyncio.gather(*(self.clerks[name].next() for name in numbers))
        await self._rest(8)
        await self.clerks["2"].arrived()

    async def misses_it(self) -> None:
        clerk = self.clerks["4"]
        number = present(clerk).number
        self._say("tour_recall", number=number)
        await self._rest(3, least=RECALL_RESTS_S)
        await clerk.recall()
        await self._rest(8)
        self._say("tour_missed", number=number)
        async with changes(self.in_wall("missedNumbers", whole(number))):
            missed = await clerk.missed()
        await self._rest(7)
        self._say("tour_restored", number=number)
        async with changes(self.in_wall("missedNumbers", whole(number), shown=False)):
            await self.clerks["8"].restore(missed.ticket_id)

    async def in_english(self) -> None:
        self._say("tour_english")
        hand = self.hall.kiosk_hand
        await self.on_kiosk(self.kiosk_says("choose")).comes_true()
        async with changes(self.on_kiosk(self.kiosk_says("choose", "en"))):
            await hand.touch("language_en")
        await self._rest(3)
        await hand.touch("service_migrant-transfer")
        await self._rest(3)
        async with changes(self.on_kiosk(self.kiosk_says("confirm_priority", "en"))):
            await hand.touch("class_priority")
        await self._rest(2)
        number = await self.confirm("H", "en")
        await self._rest(3)
        async with changes(self.card_of(number, "8")):
            await self.clerks["8"].next()
        self._say("tour_priority", number=number)

    async def all_counters(self) -> None:
        self._say("tour_all")
        if self._at_console():
            await self.pages.press(CONSOLE, "F8")
            await self.on_page(CONSOLE, ".", '[data-command="next"][aria-disabled="false"]').comes_true()
            await self.pages.press(CONSOLE, "F2")
            await self.on_page(CONSOLE, ".", '[data-stage="called"]').comes_true()
        called: list[tuple[TicketView, str]] = []
        for counter in ("1", "5", "7", "2", "4"):
            clerk = self.clerks[counter]
            called_now = await clerk.next(present=None if clerk.present is None else "served")
            called += [] if called_now is None else [(called_now, counter)]
            await self._rest(3)
        if not called:
            raise DemoFault("nobody was waiting for the counters")
        ticket, counter = called[-1]
        await self.card_of(ticket.number, counter).comes_true()
        if self._at_console():
            await self.pages.press(CONSOLE, "F4")

    async def counter_pauses(self) -> None:
        """At counter 3, when nobody is there, with a reason and a time; meanwhile the others call whoever waits for its
        services."""
        if not self._at_console():
            return
        await self.served_here()
        self._say("tour_pause")
        await self._rest(3)
        await self.pages.click(CONSOLE, 'button[data-command="pause_counter"]')
        await self._rest(3)
        work_state = '[data-part="work-state"]'
        async with changes(self.on_page(CONSOLE, "暫停服務|[Pp]aused", work_state)):
            await self.pages.click(CONSOLE, '[data-pause="lunch"]')
        for counter in ("2", "1", "2"):
            await self._rest(3)
            clerk = self.clerks[counter]
            await clerk.next(present=None if clerk.present is None else "served")
        await self._rest(1)
        async with changes(self.on_page(CONSOLE, "暫停服務|[Pp]aused", work_state, shown=False)):
            await self.pages.click(CONSOLE, 'button[data-command="open_counter"]')

    async def served_here(self) -> None:
        """Whoever was at counter 3 is finished, in the console's window."""
        await self.on_page(CONSOLE, ".", '[data-stage="serving"]').comes_true()
        async with changes(self.on_page(CONSOLE, ".", '[data-stage="serving"]', shown=False)):
            await self.pages.press(CONSOLE, "F8")

    async def some_wait(self) -> None:
        """For counter 3, which is free: the onlooker's first press calls, and asks nothing."""
        if self._at_console():
            for service in LAST:
                await self.clerks["8"].issue(service)
            await self.on_page(CONSOLE, ".", '[data-command="next"][aria-disabled="false"]').comes_true()

    def _say(self, key: str, *, yours: bool = False, **fields: str) -> None:
        scene = self.scene(key, **fields)
        tells = self.lines.text(f"{key}_tells", **fields)
        part = 1.0 if yours else min(1.0, self._elapsed() / LASTS_S)
        title = self.story.title_of(scene, self.language)
        tell(self._captions, Caption(title, tells, part, yours, sign_in=not self._at_console()))

    def _elapsed(self) -> float:
        """Seconds of the tour, at its usual pace."""
        return max(self._at, (asyncio.get_running_loop().time() - self._began) if self._pace else 0.0)

    async def _until(self, at: float) -> None:
        self._at = at
        left = self._began + at * self._pace - asyncio.get_running_loop().time()
        await asyncio.sleep(max(0.0, left))

    async def _rest(self, seconds: float, *, least: float = 0.0) -> None:
        """Time to read, or to look; `least` seconds at any pace, where the hall itself waits."""
        await asyncio.sleep(max(least, seconds * self._pace))
