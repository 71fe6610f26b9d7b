"""Every committed batch, encoded once, to all who watch the hall: screens and consoles first, then phones. Each hears
the topics that it may."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence

import msgspec

from program.clock import Clock
from server.domain.config import HallConfig
from server.domain.opening import Opening
from server.edge.audience import Audience, Hearer, Topics
from server.edge.devices import Devices
from server.edge.elapsed import elapsed_ms
from server.edge.outbox import Outbox
from server.edge.phones import Phones
from server.edge.ports import HallAuthor
from server.edge.reload_edits import Told, edits_of
from server.edge.server_parts import ServerParts
from server.edge.socket import text_frame
from server.edge.waits_shown import NewestForecast, WaitsShown, look_on, no_forecast
from server.submissions import Published
from server.translation.appointments import appointments
from server.translation.events import lines, moved
from server.translation.hall import hall_view, openings, service_states, today_view
from server.translation.practice import practice
from server.translation.session import snapshot
from server.troubles import Trouble
from wire.codec import encode
from wire.guide_bundle import without_guides
from wire.messages import DeviceChanged, DeviceReport, HallEdited, Lines, OpeningChanged
from wire.messages.hall import HallView, TodayView, ValueEdit
from wire.messages.session import DeviceView, Snapshot
from wire.messages.waits import Waits

LOOK_EVERY_S = 20.0
"""The clock is looked at this often, whatever the opening hours say: it may have been set."""

BETWEEN_LINES_S = 0.1
"""A flood of events becomes at most this many messages of who is next: the first at once, the newest after a pause."""


class Hub:
    """Lives on the event loop: `publish` and everything else here is called there and never waits.

    All screens follow one stream. It continues at `hall.seq`: a snapshot says that number, and the next event names
    it as `prev_seq`.
    """

    def __init__(
        self, author: HallAuthor, clock: Clock, phones: Phones, forecast: NewestForecast = no_forecast
    ) -> None:
        self.hall = author.hall
        self.devices = Devices()
        self._parts = ServerParts()
        self.phones = phones
        self._clock = clock
        self._audience = Audience()
        self._openings: dict[str, Opening] = {}
        self._numbers: tuple[bool, ...] = ()
        self._today = TodayView()
        self._snapshot: Snapshot | None = None
        self._encoded: dict[tuple[bool, bool], bytes] = {}
        """Of the newest snapshot: with the health of devices or without, with the guides or without."""
        self._lines: Lines | None = None
        self._lines_moved = asyncio.Event()
        self._waits = WaitsShown(clock, forecast)
        self._author = author
        self._view: HallView
        self._begun_ms = 0

    def begin(self) -> None:
        """Follows the author from here on; it must have started. Raises ValueError for a hall without a
        configuration.
        """
        self.hall = self._author.hall
        self._view = self._configured()
        self.phones.begin(self.hall)
        self._author.subscribe(self.publish)
        self._begun_ms = elapsed_ms()

    @property
    def screens(self) -> int:
        return len(self._audience)

    @property
    def view(self) -> HallView:
        return self._view

    def now(self) -> int:
        return self._clock.now()

    def uptime_s(self) -> int:
        return (elapsed_ms() - self._begun_ms) // 1_000

    def join(self, screen: Outbox, greeting: bytes, topics: Topics, guides: str | None = None) -> None:
        """The greeting, everything of these topics as it is now, and from then on whatever moves of them. `guides`: as
        its greeting named those that it keeps."""
        hearer = Hearer(topics, guides)
        screen.post(greeting + self.everything(topics, hearer))
        self._audience.join(screen, hearer)

    def leave(self, screen: Outbox) -> None:
        self._audience.leave(screen)
        changed = self.devices.leave(screen, at=self._clock.now(), elapsed=elapsed_ms())
        if changed:
            self._tell_devices(changed)

    def snapshot(self, topics: Topics, *, guides: bool = True) -> bytes:
        """The newest snapshot as JSON, as far as these topics go, with the guides or for who keeps them; the same bytes
        until something changes."""
        if self._snapshot is None:
            self._encoded.clear()
            devices = (*self.devices.all(), *self._parts.all())
            self._snapshot = snapshot(self.hall, self._view, self._clock.now(), self._openings, devices)
        healthy = "devices" in topics
        if (healthy, guides) not in self._encoded:
            told = self._snapshot if healthy else msgspec.structs.replace(self._snapshot, devices=())
            if not guides:
                told = msgspec.structs.replace(told, hall=without_guides(told.hall), guides_kept=True)
            self._encoded[healthy, guides] = encode(told)
        return self._encoded[healthy, guides]

    def everything(self, topics: Topics, hearer: Hearer | None = None) -> bytes:
        """Frames for one screen: the newest snapshot, and who is next. Where that is news, the others hear it too: what
        was told last, all of them were told. Without a `hearer` nothing is left out."""
        hearer = hearer or Hearer(topics)
        if "lines" not in topics:
            return self._whole(hearer, b"")
        before, now = self._lines, self._newest_lines()
        frame = text_frame(encode(now))
        if _differ(now, before):
            self._audience.tell("lines", frame)
        return self._whole(hearer, frame)

    def publish(self, batch: Sequence[Published]) -> None:
        """The author's listener. Events no screen can apply (a new day, a new configuration) become one snapshot."""
        if not batch:
            return
        before, self.hall = self.hall, batch[-1].hall
        self._snapshot = None
        reconfigured = self.hall.config is not before.config
        was = self._as_told()
        if reconfigured:
            self._view = self._configured()
        if self.screens:
            edits = edits_of(batch, before, was.hall, self._view) if reconfigured else None
            if edits is None:
                self._tell_batch(batch, before.seq, whole=reconfigured)
            else:
                self._tell_edits(edits, before.seq, was)
            if self.hall.practice is not before.practice:
                self._audience.tell("practice", self._practice())
            if self.hall.appointments is not before.appointments:
                self._audience.tell("appointments", self._appointments())
            self._lines_moved.set()
        if self._numbers_left() != self._numbers:
            self.look_at_clock()
        self.phones.publish(batch)

    def _tell_batch(self, batch: Sequence[Published], prev_seq: int, *, whole: bool) -> None:
        """`whole`: a snapshot follows, whatever happened."""
        frames: list[bytes] = []
        for published in batch:
            message = moved(published, prev_seq)
            if message is None:
                whole = True
            else:
                frames.append(text_frame(encode(message)))
                prev_seq = published.seq
        self._audience.tell("hall", b"".join(frames))
        if whole:
            newest = text_frame(encode(self._newest_lines()))
            self._audience.tell_each(lambda hearer: self._whole(hearer, newest))

    def _as_told(self) -> Told:
        return Told(self._view, self._openings, self._numbers, self._today)

    def _tell_edits(self, edits: tuple[ValueEdit, ...], prev_seq: int, was: Told) -> None:
        message = HallEdited(seq=self.hall.seq, prev_seq=prev_seq, edits=edits)
        frames = text_frame(encode(message))
        if (self._openings, self._numbers, self._today) != was[1:]:
            frames += text_frame(encode(self._opening_changed()))
        newest = text_frame(encode(self._newest_lines()))

        def told(hearer: Hearer) -> bytes:
            if "hall" not in hearer.topics or hearer.guides != was.hall.guides:
                return self._whole(hearer, newest)
            hearer.guides = self._view.guides
            return frames

        self._audience.tell_each(told)

    def _opening_changed(self) -> OpeningChanged:
        return OpeningChanged(services=service_states(self.hall, self._openings), today=self._today)

    def _whole(self, hearer: Hearer, newest_lines: bytes) -> bytes:
        """The newest snapshot's frame and those of lines and waits, as far as its topics go."""
        topics, kept = hearer.topics, hearer.guides == self._view.guides
        hall = text_frame(self.snapshot(topics, guides=not kept)) if "hall" in topics else b""
        if hall and hearer.guides is not None:
            hearer.guides = self._view.guides
        waits = b"" if self._waits.now is None else text_frame(encode(self._waits.now))
        practice = self._practice() if "practice" in topics and self.hall.practice is not None else b""
        arranged = self._appointments() if "appointments" in topics and self._arranges() else b""
        return hall + (newest_lines + waits if "lines" in topics else b"") + practice + arranged

    def _practice(self) -> bytes:
        return text_frame(encode(practice(self.hall, self._clock.now())))

    def _arranges(self) -> bool:
        """Whether anybody may be to come."""
        return len(self.hall.appointments) > 0 or any(one.appointments for one in self._config().services)

    def _appointments(self) -> bytes:
        return text_frame(encode(appointments(self.hall, self._clock.now())))

    def report(self, report: DeviceReport, by: str, screen: Outbox, owner: str = "") -> None:
        """Takes a device's health and tells everybody if it changed; `owner` is the id of the enrolled device that says
        so. Raises TooManyDevices."""
        changed = self.devices.report(report, by, screen, at=self._clock.now(), elapsed=elapsed_ms(), owner=owner)
        if changed:
            self._tell_devices(changed)

    def ended(self, ids: Collection[str]) -> None:
        """Of devices that are revoked nobody waits for a report."""
        changed = self.devices.revoked(ids, at=self._clock.now(), elapsed=elapsed_ms())
        if changed:
            self._tell_devices(changed)

    def look_at_clock(self) -> None:
        """Tells everybody what the clock, or a used-up range of numbers, opened or closed since the last look."""
        now = self._clock.now()
        now_open, today = openings(self._config(), now), today_view(self.hall, now)
        numbers = self._numbers_left()
        if (now_open, numbers, today) != (self._openings, self._numbers, self._today):
            self._openings, self._numbers, self._today, self._snapshot = now_open, numbers, today, None
            self._audience.tell("hall", text_frame(encode(self._opening_changed())))
            self.phones.look_at_clock()

    def look_at_devices(self) -> None:
        silent = self.devices.silent(at=self._clock.now(), elapsed=elapsed_ms())
        if silent:
            self._tell_devices(silent)

    def tell_troubles(self, troubles: Sequence[Trouble]) -> None:
        """The server's own, shown to staff as devices are."""
        changed = self._parts.changed(troubles, at=self._clock.now())
        if changed:
            self._tell_devices(changed)

    async def watch(self) -> None:
        """Looks at clock and devices for as long as the server runs: at each opening and closing, and in between."""
        while True:
            await asyncio.sleep(self._until_next_look_s())
            self.look_at_clock()
            self.look_at_devices()
            self.look_at_lines()

    def look_at_lines(self) -> None:
        """Tells everybody who is next, where that is another than was said last: an event or time alone changes it."""
        if not self.screens:
            return
        before, now = self._lines, self._newest_lines()
        if _differ(now, before):
            self._audience.tell("lines", text_frame(encode(now)))

    def _newest_lines(self) -> Lines:
        self._lines = lines(self.hall, self._clock.now())
        return self._lines

    async def follow_lines(self) -> None:
        """After each event, once those who asked have heard."""
        while True:
            await self._lines_moved.wait()
            self._lines_moved.clear()
            await asyncio.sleep(0)
            self.look_at_lines()
            await asyncio.sleep(BETWEEN_LINES_S)

    def look_at_waits(self) -> None:
        """Tells everybody how long one waits, where that is said in other words than before."""
        self._waits.look_and_tell(self._tell_waits)

    async def follow_waits(self) -> None:
        await look_on(self.look_at_waits)

    def _tell_waits(self, fresh: Waits) -> None:
        self._audience.tell("lines", text_frame(encode(fresh)))
        self.phones.expect(fresh)

    def _until_next_look_s(self) -> float:
        changes = [at for one in self._openings.values() for at in (one.opens_at, one.closes_at) if at is not None]
        wait_ms = min(changes, default=self._clock.now() + 60_000) - self._clock.now() + 5
        return min(LOOK_EVERY_S, max(0.05, wait_ms / 1000))

    def _tell_devices(self, changed: Sequence[DeviceView]) -> None:
        self._snapshot = None
        frames = (text_frame(encode(DeviceChanged(device=device))) for device in changed)
        self._audience.tell("devices", b"".join(frames))

    def _configured(self) -> HallView:
        config = self._config()
        self._openings = openings(config, self._clock.now())
        self._numbers = self._numbers_left()
        self._today = today_view(self.hall, self._clock.now())
        return hall_view(config, self.hall.withdrawn)

    def _config(self) -> HallConfig:
        if self.hall.config is None:
            raise ValueError("the hall has no configuration yet")
        return self.hall.config

    def _numbers_left(self) -> tuple[bool, ...]:
        return tuple(self.hall.numbers_left(service.service_id) for service in self._config().services)


def _differ(now: Lines, before: Lines | None) -> bool:
    """Whether anybody is next who was not, whenever the two were made."""
    return before is None or msgspec.structs.replace(now, seq=before.seq, at=before.at) != before
