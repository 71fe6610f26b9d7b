"""The hall's messages without gaps. Pure; the browser keeps the same in `server/web/static/stream.mjs`."""

from __future__ import annotations

from wire.messages import DeviceChanged, HallMoved, Lines, OpeningChanged, ServerMessage, Snapshot


class Stream:
    """What of the hall may be handed on: a missing event is proved by `prev_seq`, and nothing of the hall is handed on
    from there to the next snapshot.
    """

    def __init__(self) -> None:
        self.last_seq: int | None = None
        self.gap = True
        self._held: Lines | None = None

    def begin(self) -> None:
        """A fresh line: its snapshot comes by itself."""
        self.gap, self._held = True, None

    def take(self, message: ServerMessage) -> list[ServerMessage]:
        """What to hand on now. Look at `gap` after it."""
        if isinstance(message, Snapshot):
            held = [] if self._held is None else [self._held]
            self.last_seq, self.gap, self._held = message.seq, False, None
            return [message, *held]
        if isinstance(message, HallMoved):
            return self._moved(message)
        if self.gap and isinstance(message, Lines):
            # No snapshot has them, and the hall sends them only when they change.
            self._held = message
            return []
        if self.gap and isinstance(message, OpeningChanged | DeviceChanged):
            return []
        return [message]

    def _moved(self, moved: HallMoved) -> list[ServerMessage]:
        if self.gap or (self.last_seq is not None and moved.seq <= self.last_seq):
            return []
        if moved.prev_seq != self.last_seq:
            self.gap = True
            return []
        self.last_seq = moved.seq
        return [moved]
