"""What the edge needs of the hall's author and of the token mint; `server.author` and `server.tokens` have it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from server.domain.hall import Hall
from server.submissions import AuthorAnswer, KeyEnquiry, Published, Submission


class HallAuthor(Protocol):
    hall: Hall
    """The last committed hall, as of the last batch that the listeners were told of."""

    async def ask(self, submission: Submission | KeyEnquiry) -> AuthorAnswer: ...

    def subscribe(self, listener: Callable[[Sequence[Published]], None]) -> object:
        """`listener` is called on the event loop once for each committed batch, before its askers hear."""
        ...

    def heartbeat_age_ms(self) -> int | None:
        """Time since the log last proved to be writable; None before the first proof."""
        ...


class Mint(Protocol):
    def token(self, ticket_id: str) -> str:
        """The phone page's capability for a ticket."""
        ...
