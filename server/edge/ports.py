"""What the edge needs of whoever knows the hall, and of the token mint. `server.author` and `server.tokens` have it; a
process that only reads has `server.follower` for its hall."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from server.domain.hall import Hall
from server.submissions import AuthorAnswer, KeyEnquiry, Published, Submission
from server.troubles import Trouble


class HallSource(Protocol):
    hall: Hall
    """The last committed hall, as of the last batch that the listeners were told of."""

    def subscribe(self, listener: Callable[[Sequence[Published]], None]) -> object:
        """`listener` is called on the event loop once for each committed batch, before its askers hear."""
        ...


class HallFollower(HallSource, Protocol):
    """Knows the hall from its log."""

    @property
    def caught_up(self) -> bool:
        """Whether everything that was in the log at the start has been read; then for ever."""
        ...

    def troubles(self) -> Sequence[Trouble]:
        """Why nothing new is heard of the hall."""
        ...


class HallAuthor(HallSource, Protocol):
    async def ask(self, submission: Submission | KeyEnquiry) -> AuthorAnswer: ...

    def heartbeat_age_ms(self) -> int | None:
        """Time since the log last proved to be writable; None before the first proof."""
        ...

    def troubles(self) -> Sequence[Trouble]:
        """What is wrong with the log's store, or who else writes it."""
        ...


class Mint(Protocol):
    def token(self, ticket_id: str) -> str:
        """The phone page's capability for a ticket."""
        ...
