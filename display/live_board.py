"""Keeps the one board and hands it on: to the chimes in the step that changed it, to both windows and the sign once for
all that was heard in one turn of the event loop."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from display.board import Board, ItemsChanged, LinkChanged, Moment, MonitorsChanged, Tick
from display.board_reducer import reduce
from display.deck import Dwell
from display.letters import Letters
from display.programme import Items
from display.zones import of_zone
from program.clock import Clock
from program.steady import steady_ms
from wire.messages import HallEdited, HallMoved, Lines, OpeningChanged, Snapshot, Waits
from wire.messages.hall import EmergencyView, TodayView

TICK_MS = 100
LONGEST_MS = 50
"""Messages that go on coming put a picture off no longer than this."""


class LiveBoard(QObject):
    """Lives on the Qt thread. `changed` gets the board after every change. `show` gets it once a second, and when it
    has changed: at once, but for what is heard at the end of the turn, so that a hundred messages are one picture."""

    _due = Signal()

    def __init__(
        self,
        clock: Clock,
        dwell: Dwell,
        hall_id: str,
        show: Callable[[Board, Moment], None],
        parent: QObject,
        *,
        counters: Collection[str] = (),
        emergency: EmergencyView | None = None,
        languages: tuple[str, ...] = (),
        letters: Letters | None = None,
        changed: Callable[[Board], None] = lambda _: None,
    ) -> None:
        """`clock` is the hall's (`screen.hall_time`). `hall_id` is the hall that the display belongs to; empty:
        whichever the server has. `counters` are the zone that it shows; none: all. `emergency` is over everything
        until the hall is heard. `languages` are the hall's, as far as they are known before that. `letters` leaves out
        what this machine cannot write.
        """
        super().__init__(parent)
        self._clock = clock
        self._show = show
        self._counters = counters
        self._letters = letters
        self._changed = changed
        self.board = Board(dwell=dwell, hall_id=hall_id, today=TodayView(emergency=emergency), languages=languages)
        self._second = -1
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self.tick)
        self._due_since: int | None = None
        self._due.connect(self._draw_due, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        self._timer.start()
        self._take(self.board)

    def now(self) -> Moment:
        return Moment(self._clock.now(), int(steady_ms()))

    def hear(self, message: object) -> None:
        """A message of the server; what a board does not draw is passed over."""
        if isinstance(message, Snapshot | HallMoved | HallEdited | Lines | Waits | OpeningChanged):
            message = message if self._letters is None else self._letters.heard(message)
            hall = self.board.hall
            services = {one.service_id for one in hall.services} if hall is not None else set()
            now = self.now()
            self._keep(reduce(self.board, of_zone(message, self._counters, services), now))
            if self._due_since is None:
                self._due_since = now.steady
                self._due.emit()
            elif now.steady - self._due_since >= LONGEST_MS:
                self._draw()

    def link(self, state: str, reason: str) -> None:
        """The link's state and reason, in its own words."""
        refused = (reason or state) if state == "refused" else ""
        self._take(reduce(self.board, LinkChanged(up=state == "connected", refused=refused), self.now()))

    def add(self, items: Items) -> None:
        """What this display adds to the round between calls, from now on."""
        self._take(reduce(self.board, ItemsChanged(items), self.now()))

    def tick(self) -> None:
        now = self.now()
        board = reduce(self.board, Tick(), now)
        second = now.steady // 1000
        if board is not self.board or second != self._second:
            self._second = second
            self._take(board)

    def placed(self, *, shared: bool) -> None:
        """Shows the present board again: the windows have changed. `shared`: there is one for both parts."""
        self._take(reduce(self.board, MonitorsChanged(shared), self.now()))

    def _take(self, board: Board) -> None:
        self._keep(board)
        self._draw()

    def _keep(self, board: Board) -> None:
        self.board = board
        self._changed(board)

    @Slot()
    def _draw_due(self) -> None:
        if self._due_since is not None:
            self._draw()

    def _draw(self) -> None:
        self._due_since = None
        self._show(self.board, self.now())
