"""What would have been, for supervisors: asked as JSON, answered beside the server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from litestar import post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from server.edge.api_words import WhatIf
from server.edge.door import needs
from server.edge.refusals import RouteRefused, refuses
from server.what_if.answer import Answer
from server.what_if.asked import Question
from server.what_if.beside import Busy
from server.what_if.worker import Answered, Result

RETRY_AFTER_S = 2


class WhatIfAsked(Protocol):
    """`server.what_if.beside.WhatIfBeside` is one."""

    async def ask(self, question: Question) -> Result:
        """Raises Busy, StorageFault."""
        ...


def what_if_routes(beside: WhatIfAsked) -> Sequence[HTTPRouteHandler]:
    @post(
        "/api/what-if",
        status_code=200,
        guards=[needs("what_if")],
        summary="What waits would have been under another plan",
        responses=refuses("no_change", "one_question"),
    )
    async def what_if(data: JSONBody[WhatIf]) -> Answer:
        """Of a business day (today until now) replayed from the log, beside what happened; or of the next day, from the
        last weeks. Waits are in ms. One question at a time: another is told `one_question`."""
        try:
            result = await beside.ask(data)
        except Busy:
            raise RouteRefused(503, "one_question", "another question is being answered", RETRY_AFTER_S) from None
        if isinstance(result, Answered):
            return result.answer
        known = f" (there are {', '.join(result.known)})" if result.known else ""
        raise RouteRefused(422, "no_change", f"{result.fault}: {result.said}{known}")

    return (what_if,)
