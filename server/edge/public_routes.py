"""What the public may reach over HTTP: the phone page, its files, a word of health. Nothing here changes anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.enums import MediaType
from litestar.exceptions import ServiceUnavailableException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery
from litestar.status_codes import HTTP_200_OK, HTTP_404_NOT_FOUND

from server.edge.assets import assets
from server.troubles import Trouble, TroubleSource
from server.web import pages
from server.web.guide_page import find_guide, render_guide
from server.web.rendered import Rendered
from wire.messages.hall import HallView

View = Callable[[], HallView | None]
"""The hall as configured; None before anything is known of it."""


def page_routes(view: View) -> Sequence[HTTPRouteHandler]:
    """The phone page, the guides and the files of the web pages, on both surfaces."""

    rendered = Rendered()

    @get("/t", media_type=MediaType.HTML, summary="The phone page of a ticket; its token stays in the browser")
    async def phone() -> Response[str]:
        hall = view()
        if hall is None:
            raise ServiceUnavailableException("the hall is not open yet", headers={"retry-after": "5"})
        return Response(rendered.page(hall, "", lambda hall, _: pages.render_phone(hall)), media_type=MediaType.HTML)

    guides = Rendered()

    @get("/guide/{service_id:str}", media_type=MediaType.HTML, summary="The guide of a service, for a phone")
    async def guide(
        service_id: FromPath[str], request: Request[object, object, State], lang: FromQuery[str | None] = None
    ) -> Response[str]:
        hall = view()
        if hall is None:
            raise ServiceUnavailableException("the hall is not open yet", headers={"retry-after": "5"})
        found = find_guide(hall, service_id, lang, request.headers.get("accept-language", ""))
        known = found.service.service_id if found.service is not None else ""
        page = guides.page(hall, f"{known} {found.language}", lambda hall, _: render_guide(hall, found))
        return Response(page, media_type=MediaType.HTML, status_code=HTTP_200_OK if known else HTTP_404_NOT_FOUND)

    return phone, guide, assets(pages.STATIC)


def health_route(troubles: TroubleSource) -> HTTPRouteHandler:
    """Codes only: what stands behind them is the staff's."""

    @get("/health", summary="Whether phones hear what happens in the hall")
    async def health() -> Response[dict[str, object]]:
        found = troubles()
        word: dict[str, object] = {"status": status_word(found)}
        if found:
            word["troubles"] = [one.code for one in found]
        return Response(word, status_code=503 if word["status"] == "trouble" else 200)

    return health


def status_word(troubles: Sequence[Trouble]) -> Literal["ok", "warning", "trouble"]:
    """Health in a word; "trouble" when something blocks."""
    return "trouble" if any(one.blocks for one in troubles) else "warning" if troubles else "ok"
