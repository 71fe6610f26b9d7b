"""Screens as witnesses of the log: one that has seen more of it than there is says that acknowledged facts are gone.

It is said and never acted upon: a program may lie, or be of another time, and a hall must not stop for one program's
word. What there is to decide, a person decides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import structlog

from server.troubles import Trouble
from wire.messages import Hello

MOST = 8
"""As many are named and logged; who makes up names fills no log."""

_log = structlog.get_logger()


class Witnesses:
    """Of one hall, for as long as the server runs. What one has seen is a trouble until the log has gone past it: from
    then on there is nothing left to see, and the line in the log stays."""

    def __init__(self, seq: Callable[[], int], *, loss_accepted: bool) -> None:
        """`seq` says where the log ends now. `loss_accepted`: a person knows that facts are gone; what screens saw of
        them is no news then."""
        self._seq = seq
        self._loss_accepted = loss_accepted
        self._seen: dict[str, int] = {}
        self._said: set[str] = set()
        self._ended_at = 0

    def hear(self, hello: Hello, name: str, hall_id: str) -> None:
        """`name` is what staff know the screen by, `hall_id` whose log it is. A screen that does not say which hall's
        log it has seen counts for nothing."""
        last, seq = hello.last_seq, self._seq()
        if last is None or last <= seq or hello.hall_id != hall_id or self._loss_accepted:
            return
        if name in self._said or len(self._said) >= MOST:
            return
        self._said.add(name)
        self._seen[name] = last
        self._ended_at = self._ended_at or seq
        _log.error("facts_missing", hall=hall_id, screen=name, role=hello.role, seen_seq=last, log_seq=seq)

    def troubles(self) -> Sequence[Trouble]:
        ends = self._seq()
        self._seen = {name: last for name, last in self._seen.items() if last > ends}
        if not self._seen:
            return ()
        seen = ", ".join(f"{name} has seen seq {last}" for name, last in self._seen.items())
        detail = f"{seen}; the log ended at {self._ended_at}: what came after it is gone, or these programs are wrong"
        return (Trouble("log", "facts_missing", detail, blocks=False),)
