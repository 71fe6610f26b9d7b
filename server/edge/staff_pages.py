"""The staff's pages over HTTP. They are shells without anything of the hall or of whoever asks: what they show comes
over `/api/` and the socket, each with rights of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.enums import MediaType
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery
from litestar.response import Redirect

from program.fingerprint import hex_fingerprint
from server.edge.caller import principal_of
from server.identity.principal import STAFF_ROLES, Role
from server.identity.rights import Page, may_see
from server.web import pages
from server.web.rendered import Rendered
from wire.messages.hall import HallView

Ask = Request[object, object, State]
SIGN_IN = "/sign-in"


@dataclass(frozen=True, slots=True)
class _Place:
    path: str
    page: pages.StaffPage | None
    """None: the console."""
    right: Page
    summary: str


_PLACES = (
    _Place("/console", None, "console", "The clerk's page"),
    _Place(SIGN_IN, "sign_in", "sign_in", "The page to sign in on"),
    _Place("/account", "account", "own_account", "The page of one's own account"),
    _Place("/accounts", "accounts", "unlock", "The page of everybody's accounts"),
    _Place("/staff-log", "staff_log", "staff_log", "The page of the staff log"),
    _Place("/today", "today", "today", "The page of what is set by hand"),
    _Place("/what-if", "what_if", "what_if", "The page of what waits would have been"),
    _Place("/devices", "devices", "devices", "The page of the hall's devices"),
    _Place("/anchor", "anchor", "anchor", "The page of the anchor of the hall's logs"),
    _Place("/trust", "trust", "trust", "How a browser comes to trust this server, in pictures"),
    _Place("/enrol-counter", "enrol_counter", "sign_in", "The page on which a browser becomes a counter"),
)


def staff_pages(
    view: Callable[[], HallView], fingerprint: str, authority_pem: str, with_config: str = ""
) -> Sequence[HTTPRouteHandler]:
    """`fingerprint` and `authority_pem` are of the server's own authority, "" without one. Who may not see a page is
    sent to sign in, and told so when signed in already. `with_config` is what a command on the server's computer needs
    behind it, like ` --config hall.toml`.
    """
    fields = {**authority_fields(fingerprint, authority_pem), "with_config": with_config}

    @get("/", summary="To the console")
    async def home() -> Redirect:
        return Redirect("/console")

    return home, *(_route(place, view, fields) for place in _PLACES)


def authority_fields(fingerprint: str, authority_pem: str) -> Mapping[str, str]:
    """What the page of trust tells of the authority: its fingerprint in letters, and all of it as browsers write it."""
    return {"fingerprint_value": fingerprint, "digest": hex_fingerprint(authority_pem) if authority_pem else ""}


def _route(place: _Place, view: Callable[[], HallView], fields: Mapping[str, str]) -> HTTPRouteHandler:
    rendered = Rendered()

    def fill(hall: HallView, language: str) -> str:
        if place.page is None:
            return pages.render_console(hall, language)
        return pages.render_staff(place.page, hall, language, fields, has_authority=bool(fields["digest"]))

    @get(place.path, media_type=MediaType.HTML, summary=place.summary)
    async def page(request: Ask, lang: FromQuery[str | None] = None) -> Response[str] | Redirect:
        hall = view()
        language = pages.choose_language(hall, lang, request.headers.get("accept-language", ""))
        role = principal_of(request.scope).role
        if not may_see(role, place.right):
            return _turned_away(request, role, place, hall, language)
        return _html(rendered.page(hall, language, fill))

    return page


def _turned_away(request: Ask, role: Role, place: _Place, hall: HallView, language: str) -> Response[str] | Redirect:
    if role in STAFF_ROLES:
        return _html(pages.render_staff("no_right", hall, language), 403)
    asked = request.scope["query_string"].decode("latin-1")
    return Redirect(f"{SIGN_IN}?{urlencode({'to': f'{place.path}?{asked}' if asked else place.path})}", status_code=303)


def _html(page: str, status: int = 200) -> Response[str]:
    return Response(page, media_type=MediaType.HTML, status_code=status)
