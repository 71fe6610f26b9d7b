"""The hall as screens meet it, without a server around it: the real rules, the real translation, the sample's config.

Every act gives the message that a server would send; `snapshot` is what it would say now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from program.steady import steady_ms
from server.domain import commands
from server.domain.closing import ClosingReason
from server.domain.config import HallConfig
from server.domain.emergency import EmergencyKind
from server.domain.events import AUTHOR, Event, Fact, TicketCalled
from server.domain.hall import Hall
from server.domain.opening import Opening
from server.domain.tickets import Channel, HoldReason, Ticket, TicketState, Visit
from server.domain.visitor_classes import ORDINARY, PRIORITY
from server.draft import Draft, evolved
from server.settings import read_settings
from server.submissions import Answer, Published
from server.translation.events import lines, moved
from server.translation.hall import hall_view, openings, service_states, today_view
from server.translation.session import snapshot
from tests.sample_words import with_words_of_the_wall
from wire.messages import HallMoved, Lines, OpeningChanged, Snapshot
from wire.messages.hall import HallView

ROOT = Path(__file__).parent.parent
DAY = "2026-11-23"
MORNING = int(datetime(2026, 11, 23, 9, 14, tzinfo=ZoneInfo("Asia/Taipei")).timestamp() * 1000)
TO_EIGHT_MS = 74 * 60_000
"""So long before `MORNING` halls open."""


def sample_config(languages: tuple[str, ...] = ("zh-TW", "en"), *, services: int = 8) -> HallConfig:
    """The hall of config.toml. The order of `languages` decides which is large."""
    config = read_settings(ROOT / "config.toml").hall
    further = tuple(one for one in config.kiosk_languages if one not in languages)
    return with_words_of_the_wall(
        replace(
            config,
            languages=languages,
            kiosk_languages=further,
            services=config.services[:services],
            recall_pause_seconds=0,
        )
    )


def sample_view(languages: tuple[str, ...] = ("zh-TW", "en"), *, services: int = 8) -> HallView:
    return hall_view(sample_config(languages, services=services))


class RealHall:
    """`at` is the hall's clock, which stands still unless it is `set_going`; `closed` closes services whatever their
    hours say, with the instant they open again."""

    def __init__(self, config: HallConfig | None = None, at: int = MORNING) -> None:
        self._at = at
        self._going_since: float | None = None
        self.closed: dict[str, int | None] = {}
        self.messages: list[HallMoved | Snapshot] = []
        """Whatever a screen would have been sent, in order."""
        self._hall = Hall.empty()
        self._keys = 0
        self.ask(commands.ConfigureHall(config or sample_config()))

    @property
    def hall(self) -> Hall:
        return self._hall

    @property
    def seq(self) -> int:
        return self._hall.seq

    @property
    def config(self) -> HallConfig:
        assert self._hall.config is not None
        return self._hall.config

    @property
    def view(self) -> HallView:
        return hall_view(self.config, self._hall.withdrawn)

    def ticket(self, ticket_id: str) -> Ticket:
        found = self._hall.ticket(ticket_id)
        assert found is not None, ticket_id
        return found

    def of_state(self, *states: str) -> list[str]:
        """Ids of live tickets in these states, in order of issue."""
        there = [ticket for ticket in self._hall.live.values() if ticket.state in states]
        return [ticket.ticket_id for ticket in sorted(there, key=lambda ticket: ticket.issue_order)]

    @property
    def at(self) -> int:
        return self._at if self._going_since is None else self._at + int(steady_ms() - self._going_since)

    def set_going(self) -> None:
        """From now on the clock goes, as that of a server that programs talk to."""
        self._going_since = steady_ms()

    def pass_ms(self, ms: int) -> None:
        self._at += ms

    # What happens

    def ask(self, command: commands.Command) -> Answer | commands.Declined:
        """A command as the author would take it."""
        self._keys += 1
        draft = Draft(self._hall, commands.Context(self.at, lambda ticket_id: f"hash of {ticket_id}"), {})
        outcome = draft.take(f"key-{self._keys:06}", command, AUTHOR)
        assert isinstance(outcome, Answer | commands.Declined), outcome
        self._publish(draft.published)
        return outcome

    def happen(self, event: Event) -> HallMoved:
        """An event that no command of today leads to, such as a call out of turn."""
        self._keys += 1
        self._publish(evolved(self._hall, [Fact(self.at, AUTHOR, f"key-{self._keys:06}", event)]))
        return self.last

    @property
    def last(self) -> HallMoved:
        """What moved last; a snapshot may have followed, where the configuration lets go of what nobody needs now."""
        return next(message for message in reversed(self.messages) if isinstance(message, HallMoved))

    def issue(self, service_id: str, *, priority: bool = False) -> HallMoved:
        kind = PRIORITY if priority else ORDINARY
        visit = Visit(service_id, Channel.KIOSK, self.config.languages[0], kind)
        return self._accepted(commands.IssueTicket(visit))

    def next(self, counter_id: str, present: str | None = None) -> HallMoved:
        """Whoever is next there. Settling the one who was there is a message before it in `messages`."""
        leaving = None if present is None else commands.Leaving(present)
        return self._accepted(commands.CallNext(counter_id, self._hall.counter(counter_id).calls, leaving))

    def call(self, ticket_id: str, counter_id: str) -> HallMoved:
        """This ticket, wherever it stands; whoever is at the counter is finished first."""
        here = self._hall.counter(counter_id).ticket_id
        if here is not None:
            self.finish(here)
        return self.happen(TicketCalled(ticket_id, counter_id))

    def undo(self, ticket_id: str) -> HallMoved:
        return self._accepted(commands.UndoCall(self._counter(ticket_id), ticket_id))

    def recall(self, ticket_id: str) -> HallMoved:
        return self._accepted(commands.RecallTicket(self._counter(ticket_id), ticket_id))

    def arrive(self, ticket_id: str) -> HallMoved:
        return self._accepted(commands.ArriveTicket(self._counter(ticket_id), ticket_id))

    def finish(self, ticket_id: str) -> HallMoved:
        return self._accepted(commands.FinishTicket(self._counter(ticket_id), ticket_id))

    def miss(self, ticket_id: str) -> HallMoved:
        return self._accepted(commands.MissTicket(self._counter(ticket_id), ticket_id))

    def restore(self, ticket_id: str) -> HallMoved:
        return self._accepted(commands.RestoreTicket(ticket_id))

    def hold(self, ticket_id: str, reason: HoldReason = HoldReason.PAPERS) -> HallMoved:
        return self._accepted(commands.HoldTicket(self._counter(ticket_id), ticket_id, reason))

    def resume(self, ticket_id: str, counter_id: str) -> HallMoved:
        return self._accepted(commands.ResumeTicket(counter_id, ticket_id))

    def later(self, ticket_id: str, minutes: int = 20) -> HallMoved:
        return self._accepted(commands.LaterTicket(ticket_id, minutes))

    def back(self, ticket_id: str) -> HallMoved:
        return self._accepted(commands.BackTicket(ticket_id))

    def transfer(self, ticket_id: str, to_service: str, note_code: str = "") -> HallMoved:
        """By the counter that has it."""
        counter_id = self.ticket(ticket_id).counter_id or ""
        return self._accepted(commands.TransferTicket(ticket_id, to_service, counter_id, note_code))

    def close_today(self, reason: ClosingReason) -> Snapshot:
        return self._told(commands.CloseToday(reason))

    def reopen_today(self) -> Snapshot:
        return self._told(commands.ReopenToday())

    def raise_emergency(
        self, kind: EmergencyKind, words: str = "", words_in: Mapping[str, str] | None = None
    ) -> Snapshot:
        return self._told(commands.RaiseEmergency(kind, words, tuple(sorted((words_in or {}).items()))))

    def end_emergency(self) -> Snapshot:
        return self._told(commands.EndEmergency())

    def _told(self, command: commands.Command) -> Snapshot:
        """What is a snapshot's business."""
        before = self.seq
        assert isinstance(self.ask(command), Answer)
        assert self.seq > before, f"{command} changed nothing"
        told = self.messages[-1]
        assert isinstance(told, Snapshot)
        return told

    # What is told

    def openings(self) -> dict[str, Opening]:
        """By the hours of the config at `at`, but for what is `closed`."""
        now_open = openings(self.config, self.at)
        shut = {one: Opening(open=False, opens_at=at, closes_at=None) for one, at in self.closed.items()}
        return {**now_open, **shut}

    def opening_changed(self) -> OpeningChanged:
        return OpeningChanged(
            services=service_states(self._hall, self.openings()), today=today_view(self._hall, self.at)
        )

    def snapshot(self) -> Snapshot:
        return snapshot(self._hall, self.view, self.at, self.openings(), ())

    def lines(self) -> Lines:
        return lines(self._hall, self.at)

    # Pictures

    def busy(self) -> None:
        """A hall in full swing: many wait, some were called, some missed."""
        waits = (12, 9, 1, 7, 3, 0, 2, 4)
        services = self.config.services
        for service, waiting in zip(services, waits, strict=False):
            for number in range(4 + waiting):
                self.issue(service.service_id, priority=number % 5 == 4)
        called = {service.service_id: list(self._hall.line(service.service_id)) for service in services}
        for turn in range(4):
            for place, service in enumerate(services):
                self.pass_ms(4_000)
                ticket_id = called[service.service_id][turn]
                self.call(ticket_id, self.config.counters[place % len(self.config.counters)].counter_id)
                self.pass_ms(4_000)
                if (turn, place) in {(1, 0), (2, 1), (2, 4)}:
                    self.miss(ticket_id)
                else:
                    self.finish(ticket_id)
        self.pass_ms(70_000)

    def _accepted(self, command: commands.Command) -> HallMoved:
        before = self.seq
        outcome = self.ask(command)
        assert isinstance(outcome, Answer), outcome
        assert self.seq > before, f"{command} changed nothing"
        return self.last

    def _publish(self, published: list[Published]) -> None:
        for one in published:
            before, self._hall = self._hall, one.hall
            message = moved(one, one.seq - 1)
            if message is not None:
                self.messages.append(message)
            if message is None or one.hall.config is not before.config:
                self.messages.append(self.snapshot())

    def _counter(self, ticket_id: str) -> str:
        counter_id = self.ticket(ticket_id).counter_id
        assert counter_id is not None
        return counter_id


__all__ = ["DAY", "MORNING", "RealHall", "TicketState", "sample_config", "sample_view"]
