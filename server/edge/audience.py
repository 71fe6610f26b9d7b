"""Who watches the hall, and which topics each of them may hear (`server.identity.rights.TOPICS`)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from server.edge.outbox import Outbox
from server.identity.rights import Topic

Topics = frozenset[Topic]

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Hearer:
    """One connection."""

    topics: Topics
    guides: str | None = None
    """Name of the guides that it keeps; "" for none yet, None where it keeps nothing."""


class Audience:
    def __init__(self) -> None:
        self._heard: dict[Outbox, Hearer] = {}

    def __len__(self) -> int:
        return len(self._heard)

    def join(self, screen: Outbox, hearer: Hearer) -> None:
        self._heard[screen] = hearer

    def leave(self, screen: Outbox) -> None:
        self._heard.pop(screen, None)

    def tell(self, topic: Topic, frames: bytes) -> None:
        """The same to all who may hear it."""
        if frames:
            self.tell_each(lambda hearer: frames if topic in hearer.topics else b"")

    def tell_each(self, frames: Callable[[Hearer], bytes]) -> None:
        """What `frames` makes for each; nothing where that is empty. One connection's fault is
        its own: the others hear, and it comes back to a snapshot."""
        faulty: list[Outbox] = []
        for screen, hearer in self._heard.items():
            try:
                own = frames(hearer)
                if own:
                    screen.post(own)
            except Exception:
                log.exception("a screen's connection failed")
                faulty.append(screen)
        for screen in faulty:
            del self._heard[screen]
            screen.give_up()
