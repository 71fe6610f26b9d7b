"""The display program put together: link, board, two windows, chimes, sign, reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import structlog
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication

from display.awake import Awake
from display.board import Board, Moment
from display.card_layout import shortfall
from display.chime_player import Chimes
from display.chime_sound import cache_folder, chime_file, silence_file
from display.content_layout import content_layout
from display.content_page import ContentPage, content_page
from display.content_sizes import ContentSizes
from display.content_view import ContentView
from display.deck import Dwell
from display.health import Reporter, media_report, screen_reports, sign_report, sound_report
from display.kept_emergency import KeptEmergency
from display.legibility import Monitor
from display.letters import Letters
from display.live_board import LiveBoard
from display.media import Media, MediaHealth
from display.monitors import Places
from display.needs import USUAL, Needs, needs
from display.order_layout import order_layout
from display.order_page import OrderPage, order_page
from display.order_sizes import OrderSizes
from display.order_view import OrderView
from display.pictures import take_pictures
from display.settings import DisplaySettings
from display.sign_lines import sign_message
from display.sound import CommandPlayer, Player
from display.windows import Windows
from display.zones import strangers
from hardware.led.sign import LedSign
from program.clock import Clock
from program.credentials import Credentials
from program.texts import Catalog, read_catalog
from screen.glyphs import characters_without_glyph
from screen.guides_file import guides_file
from screen.hall_time import HallTime
from screen.qtlink import QtLink
from screen.tidier import Tidier
from wire.kept_hall import KeptHall
from wire.messages import DeviceReport
from wire.messages.hall import HallView

HEALTH_MS = 1_000
FULL_HD = (1920, 1080)

log = structlog.get_logger(__name__)


class DisplayApp(QObject):
    """One display. Build it with its settings, `start`, run the Qt loop, `stop`."""

    _media_told = Signal(object)

    def __init__(
        self,
        app: QGuiApplication,
        settings: DisplaySettings,
        clock: Clock,
        *,
        credentials: Credentials | None = None,
        keep: Callable[[Credentials], object] | None = None,
        sign: LedSign | None = None,
        player: Player | None = None,
        pictures: Path | None = None,
        plain_windows: bool = False,
        languages: Sequence[str] = (),
    ) -> None:
        """`clock` is this PC's own. `languages`: the hall's as its file has them, for as long as the hall has told
        none. `credentials`: as which device it speaks to its server; `keep` gets what is learnt
        of where that is. `sign` and `player` are ports; without `player` the configured command plays."""
        super().__init__(app)
        self._settings = settings
        self._catalog: Catalog = read_catalog("display")
        self._sign = sign
        self._pictures = pictures
        self._picture = 0
        self._rung = 0
        self._sizes = {"order": FULL_HD, "content": FULL_HD}
        self._shared = False
        self._warned: tuple[int, int] | None = None
        self._hall: HallView | None = None
        self._strangers: tuple[str, ...] = ()
        self._needs: Needs = USUAL
        self._order_layout = order_layout(self._monitor("order"))
        calm = settings.calls.calm
        self._order_sizes = OrderSizes(self, self._order_layout)
        self._content_layout = content_layout(self._monitor("content"))
        self._content_sizes = ContentSizes(self, self._content_layout)
        self.order_view = OrderView(self, self._order_sizes, calm=calm)
        self.content_view = ContentView(self, self._content_sizes, calm=calm)
        self.order_page = OrderPage("connecting")
        self.content_page = ContentPage()
        dwell = Dwell(round(settings.calls.dwell_seconds * 1000), round(settings.calls.dwell_busy_seconds * 1000))
        guides = guides_file("display", settings.state_folder, credentials)
        self._emergency = KeptEmergency(None if guides is None else guides.with_name("display-emergency.json"))
        kept = KeptHall(guides)
        self.link = QtLink(
            settings.server,
            "display",
            settings.id,
            self,
            hall_id=settings.hall,
            credentials=credentials,
            keep=keep,
            kept=kept,
        )
        self._time = HallTime(self.link, clock)
        self._letters = Letters(characters_without_glyph)
        emergency, raised_in = self._emergency.read(self._time.now(), settings.hall)
        self.live_board = LiveBoard(
            self._time,
            dwell,
            settings.hall,
            self._show,
            self,
            counters=frozenset(settings.counters),
            emergency=emergency,
            languages=self._written(raised_in or kept.languages or languages),
            letters=self._letters,
            changed=self._changed,
        )
        self._names = (settings.order.monitor, settings.content.monitor)
        self.windows = Windows(
            app, self.order_view, self.content_view, names=self._names, placed=self._placed, plain=plain_windows
        )
        self._chimes = self._make_chimes(player)
        self.link.received.connect(self.live_board.hear)
        self.link.stateChanged.connect(self._link_changed)
        self._media_health = MediaHealth()
        self._media_told.connect(self._media_changed, Qt.ConnectionType.QueuedConnection)
        self._media = self._make_media()
        self._reporter = Reporter(self._tell)
        self._awake = Awake(app.platformName(), self)
        self.tidier = Tidier(self)
        self._health = QTimer(self, interval=HEALTH_MS)
        self._health.timeout.connect(self._report)

    def start(self) -> None:
        """Shows the windows, then starts listening."""
        self.windows.place()
        self.live_board.start()
        if self._chimes is not None:
            self._chimes.start()
        if self._media is not None:
            self._media.start()
        self._awake.start()
        self.link.start()
        self._health.start()
        self.tidier.start()

    def stop(self) -> None:
        """Ends link, sign and sound, then takes the windows down."""
        self._health.stop()
        self._awake.stop()
        self.tidier.stop()
        self.link.stop()
        if self._sign is not None:
            self._sign.close()
        if self._chimes is not None:
            self._chimes.stop()
        if self._media is not None:
            self._media.stop()
        self.windows.close()

    def _written(self, languages: Sequence[str]) -> tuple[str, ...]:
        """Those of these that this display can greet in."""
        spoken = self._catalog.spoken(languages)
        return tuple(one for one in spoken if self._letters.writes(self._catalog.all(one).values()))

    def take_pictures(self) -> None:
        """Writes pictures of both windows and their texts, when a folder for them was given."""
        if self._pictures is None:
            return
        self._picture += 1
        windows = {"order": self.windows.order, "content": self.windows.content}
        try:
            take_pictures(
                self._pictures, self._picture, windows, {"order": self.order_page, "content": self.content_page}
            )
        except OSError as fault:
            log.warning("pictures_not_written", reason=str(fault))

    def _make_chimes(self, player: Player | None) -> Chimes | None:
        if player is None and not self._settings.chime.player.strip():
            return None
        return Chimes(
            player or CommandPlayer(self._settings.chime.player),
            chime=lambda: chime_file(cache_folder()),
            silence=lambda: silence_file(cache_folder()),
        )

    def _make_media(self) -> Media | None:
        if not self._settings.playlist:
            return None
        folder = cache_folder() / "media" / self._settings.id
        return Media(self._settings.playlist, folder, self._media_told.emit)

    @Slot(object)
    def _media_changed(self, health: MediaHealth) -> None:
        self._media_health = health
        self.live_board.add(health.items)

    def _monitor(self, part: str) -> Monitor:
        one = self._settings.order if part == "order" else self._settings.content
        width, height = self._sizes[part]
        return Monitor(width, height, one.diagonal_inch, one.read_from_m)

    def _placed(self, places: Places, sizes: dict[str, tuple[int, int]]) -> None:
        self._sizes |= sizes
        self._shared = places.shared
        self._arrange()
        self.live_board.placed(shared=places.shared)

    def _arrange(self) -> None:
        """Computes both layouts; in one window the guide gets its part of the order's."""
        self._order_layout = order_layout(self._monitor("order"), self._needs, shared=self._shared)
        self._order_sizes.take(self._order_layout)
        room = self._order_layout.content if self._shared and self._order_layout.content.width else None
        # Who reads guides stands as near to the only monitor as to one of their own.
        only = replace(self._monitor("order"), read_from_m=self._settings.content.read_from_m)
        self._content_layout = content_layout(only if self._shared else self._monitor("content"), room)
        self._content_sizes.take(self._content_layout)
        part = shortfall(self._order_layout)
        if part < 0.9 and self._warned != self._sizes["order"]:
            self._warned = self._sizes["order"]
            metres = round(self._settings.order.read_from_m * part, 1)
            log.warning("monitor_small", readable_from_m=metres, read_from_m=self._settings.order.read_from_m)

    def _changed(self, board: Board) -> None:
        if board.hall is not None:
            self._emergency.keep(board.today.emergency, board.hall, board.date)
        if self._chimes is not None:
            self._chimes.hush(board.ended)
            rang = board.rang[: board.chimes - self._rung]
            self._chimes.ring([" ".join(one.ticket.ticket_id for one in calls) for calls, _ in reversed(rang)])
        self._rung = board.chimes

    def _show(self, board: Board, now: Moment) -> None:
        if board.hall is not self._hall and board.hall is not None:
            self._hall = board.hall
            self._look_for_strangers(board.hall)
            wanted = needs(board.hall, self._catalog)
            if wanted != self._needs:
                self._needs = wanted
                self._arrange()
        self.order_page = order_page(board, now, self._order_layout, self._catalog)
        self.content_page = content_page(board, now, self._content_layout, self._catalog)
        self.order_view.show(self.order_page)
        self.content_view.show(self.content_page)
        if self._sign is not None:
            self._sign.show(sign_message(board, now, self._catalog))

    def _look_for_strangers(self, hall: HallView) -> None:
        found = strangers(hall, self._settings.counters)
        if found and found != self._strangers:
            known = [one.counter_id for one in hall.counters]
            log.warning("counter_unknown", key="display.counters", unknown=list(found), shown=known)
        self._strangers = found

    def _link_changed(self, state: str, reason: str, sentence: str) -> None:
        log.info("link", state=state, reason=reason, detail=sentence)
        self.live_board.link(state, reason)

    def _report(self) -> None:
        reports = screen_reports(
            self._settings.id,
            self.windows.places,
            self._names,
            self._awake.health(),
            self._letters.lacking,
            strangers=self._strangers,
        )
        if self._sign is not None:
            reports = (*reports, sign_report(self._settings.id, self._sign.health()))
        if self._chimes is not None:
            reports = (*reports, sound_report(self._settings.id, self._chimes.health()))
        if self._media is not None:
            reports = (*reports, media_report(self._settings.id, self._media_health))
        reports = (*reports, *self._time.report(self._settings.id))
        self._reporter.report(reports, self.live_board.now().steady)

    def _tell(self, report: DeviceReport) -> None:
        self.link.tell(report)
