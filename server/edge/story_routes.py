"""The story of a number, for the staff: from the log, in the hall's languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated

from litestar import get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery, PathParameter

from server.edge.door import needs
from server.edge.refusals import RouteRefused, refuses
from server.edge.stories import Stories
from server.edge.story_words import StoryTold, told
from server.web.pages import page_languages
from wire.messages.hall import HallView

LONGEST = 40
"""Characters; no number or ticket id has more."""
Number = Annotated[str, PathParameter(min_length=1, max_length=LONGEST)]


def story_routes(stories: Stories, view: Callable[[], HallView]) -> Sequence[HTTPRouteHandler]:
    @get(
        "/api/story/{number:str}",
        guards=[needs("console")],
        summary="What a number went through",
        responses=refuses("unknown"),
    )
    async def story(number: Number, day: FromQuery[date | None] = None) -> StoryTold:
        """In words, from the log: taken when and where, called when, by whom and where to, missed, restored, and who
        was called before it by which rule. The number as it stands on paper, in any letters, or a ticket's id.
        `day` is the date of a past business day; else it is the open one's."""
        found = await stories.story(number, page_languages(view()), day.isoformat() if day else "")
        if found is None:
            raise RouteRefused(404, "unknown", "no such number on that day")
        return told(found)

    return (story,)
