"""The hall's messages without gaps. Pure; the browser keeps the same in `server/web/static/stream.mjs`."""

from __future__ import annotations

from wire.messages import DeviceChanged, HallEdited, HallMoved, Lines, OpeningChanged, ServerMessage, Snapshot


class Stream:
    """What of the hall may be handed on: a missing event is proved by `prev_seq`, and nothing of the hall is handed on
    from there to the next snapshot. It holds what was left out; lines come again right after it.
    """

    def __init__(self) -> None:
        self.last_seq: int | None = None
        self.gap = True

    def begin(self) -> None:
        """A fresh line: its snapshot comes by itself."""
        self.gap = True

    def may_hand_on(self, message: ServerMessage) -> bool:
        """Look at `gap` after it."""
        if isinstance(message, Snapshot):
            self.last_seq, self.gap = message.seq, False
            return True
        if isinstance(message, HallMoved | HallEdited):
            return self._follows(message)
        return not (self.gap and isinstance(message, OpeningChanged | DeviceChanged | Lines))

    def _follows(self, moved: HallMoved | HallEdited) -> bool:
        if self.gap or (self.last_seq is not None and moved.seq <= self.last_seq):
            return False
        self.gap = moved.prev_seq != self.last_seq
        if not self.gap:
            self.last_seq = moved.seq
        return not self.gap
