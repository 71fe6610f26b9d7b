"""A board that hears a real hall, on a clock of its own."""

from __future__ import annotations

from display.board import Board, BoardMessage, LinkChanged, Moment, Tick
from display.board_reducer import reduce
from server.domain.commands import CancelTicket, GiveUpTicket, VoidTicket
from server.domain.tickets import CancelReason, VoidReason
from tests.real_hall import RealHall
from wire.messages import HallMoved, Snapshot

ENDINGS = ("arrive", "miss", "undo", "transfer", "cancel", "give_up", "void", "finish", "hold")
"""Whatever a call ends by that is not another call."""


class Wall:
    """`board` knows nothing until `start`; what the hall says afterwards it knows once it was told to `hear`."""

    def __init__(self, hall: RealHall | None = None, *, hall_id: str = "") -> None:
        self.hall = hall or RealHall()
        self.steady = 1_000_000
        self.board = Board(hall_id=hall_id)
        self._heard = len(self.hall.messages)

    @property
    def now(self) -> Moment:
        return Moment(self.hall.at, self.steady)

    def start(self) -> Wall:
        """A snapshot, as after every greeting."""
        self._heard = len(self.hall.messages)
        return self.told(self.hall.snapshot())

    def hear(self, *_acts: HallMoved | Snapshot) -> Wall:
        """Everything that the hall has said since; `_acts` are there to be read, as what made it speak."""
        new = self.hall.messages[self._heard :]
        self._heard += len(new)
        return self.told(*new)

    def told(self, *messages: BoardMessage) -> Wall:
        """These messages and no other."""
        for message in messages:
            self.board = reduce(self.board, message, self.now)
        return self

    def wait(self, ms: int) -> Wall:
        for _ in range(ms // 100):
            self.hall.pass_ms(100)
            self.steady += 100
            self.told(Tick())
        return self

    def link(self, *, up: bool, refused: str = "") -> Wall:
        return self.told(LinkChanged(up=up, refused=refused))

    def called(self, service_id: str, counter_id: str, *, priority: bool = False) -> str:
        """Issues and calls a number; gives the ticket's id."""
        ticket_id = self.hall.issue(service_id, priority=priority).tickets[0].ticket_id
        self.hear(self.hall.call(ticket_id, counter_id))
        return ticket_id

    def ends(self, ending: str, ticket_id: str) -> Wall:
        """A call is over, by one of `ENDINGS`."""
        hall = self.hall
        match ending:
            case "transfer":
                hall.transfer(ticket_id, "youth")
            case "cancel":
                hall.ask(CancelTicket(ticket_id, CancelReason.LEFT))
            case "give_up":
                hall.ask(GiveUpTicket(ticket_id))
            case "hold":
                hall.arrive(ticket_id)
                self.hear()
                hall.hold(ticket_id)
            case "void":
                hall.ask(VoidTicket(ticket_id, VoidReason.DUPLICATE))
            case _:
                getattr(hall, ending)(ticket_id)
        return self.hear()

    def says_stale(self) -> bool:
        return self.board.stale

    def cards(self) -> list[str]:
        return [card.call.ticket.number for card in self.board.deck.cards]

    def listed(self) -> list[str]:
        return [call.ticket.number for call in self.board.calls]
