"""The edge put together: Litestar for HTTP, the two conversations for sockets, a gate before both.

The staff's face has everything; the public's has the phone page, its socket, its files and a word of health, and what
it does not have nobody can reach there.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache, partial

from litestar import Response, get
from litestar.enums import MediaType
from litestar.handlers import HTTPRouteHandler

from program.clock import Clock
from server.edge.access import Access
from server.edge.account_routes import account_routes
from server.edge.anchor_prints import AnchorPrints
from server.edge.anchor_routes import Anchors, anchor_routes
from server.edge.appointment_routes import appointment_routes
from server.edge.browser_session import BrowserSessions
from server.edge.caller import Callers, Strangers
from server.edge.description import describe
from server.edge.device_routes import Whereabouts, device_routes
from server.edge.door import needs
from server.edge.gate import Face, Gate
from server.edge.giving_up import GivingUp, HandIn, handed_to
from server.edge.http_app import Running, http_app
from server.edge.hub import Hub
from server.edge.intake import Intake
from server.edge.noted import Noted
from server.edge.number_bursts import NumberBursts
from server.edge.officer_routes import officer_routes
from server.edge.own_account_routes import own_account_routes
from server.edge.phone_conversation import phone_conversation
from server.edge.phones import Phones
from server.edge.ports import Gatekeeper, HallAuthor, HallFollower, Mint, Refusals
from server.edge.presence import Presence
from server.edge.public_routes import View, health_route, page_routes
from server.edge.screen_conversation import ScreenConversation
from server.edge.sign_in_routes import sign_in_routes
from server.edge.socket_tickets import SocketTickets
from server.edge.staff_log_routes import staff_log_routes
from server.edge.staff_pages import staff_pages
from server.edge.staff_routes import staff_routes
from server.edge.stories import ReadDate, Stories
from server.edge.story_routes import story_routes
from server.edge.stranger_pace import paces_of_strangers
from server.edge.today_routes import today_routes
from server.edge.trouble_watch import TroubleWatch
from server.edge.waits_shown import NewestForecast, WaitsShown, look_on, no_forecast
from server.edge.way import Ways
from server.edge.what_if_routes import WhatIfAsked, what_if_routes
from server.edge.witnesses import Witnesses
from server.identity.principal import Principal
from server.supervision import Supervisor, Work
from server.translation.hall import hall_view
from server.troubles import Trouble, TroubleSource
from wire.messages.hall import HallView

BEHIND_S = 0.5
"""A process that reads the log knows of a ticket a little later than the paper: some looks of `server.follower`."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HallEdge:
    """ASGI applications of one hall; serve them with `server.edge.listen`."""

    hall: Gate
    """For the hall's port: both surfaces, by name."""
    public: Gate
    """For a port that has the public surface alone."""
    hub: Hub
    presence: Presence


def hall_edge(
    author: HallAuthor,
    mint: Mint,
    host: str,
    clock: Clock,
    *,
    identity: Gatekeeper,
    supervisor: Supervisor,
    anchors: Anchors,
    read_date: ReadDate,
    what_if: WhatIfAsked,
    names: Callable[[], Collection[str]] = tuple,
    addresses: Callable[[], Sequence[str]] = tuple,
    fingerprint: str = "",
    authority_pem: str = "",
    with_config: str = "",
    behind_proxy: Collection[str] = (),
    troubles: Sequence[TroubleSource] = (),
    loss_accepted: bool = False,
    refusals: Refusals | None = None,
    forecast: NewestForecast = no_forecast,
) -> HallEdge:
    """For the process that writes the log. `host` is what it listens on; `troubles` are of parts that the edge does not
    know itself; `loss_accepted`: a person knows that the log lacks what screens have seen. The author and `identity`
    must have started, and outlive the edge; `anchors` are of its logs; `read_date` reads a past day of its log, and
    `what_if` answers from it. Raises ValueError for a hall without a configuration.

    `names` are the server's own names and addresses beside `host`, without port; `addresses` where its socket is found,
    as `wss://…/ws`: both asked each time. `fingerprint` and `authority_pem` are of the authority that devices pin, ""
    without one; `behind_proxy` the addresses of proxies whose word of a request counts; `with_config` what pages put
    behind commands for the server's own computer. `refusals` hears of sockets that are refused. `forecast` has the
    newest that there is.
    """

    def burst_began(principal: Principal) -> None:
        identity.tell("numbers_burst", by=principal.actor, device_id=principal.device_id)

    bursts = NumberBursts(identity.device_name, burst_began)
    intake = Intake(author, mint, bursts)
    phones = Phones(clock, intake.idle, asks=True)
    hub = Hub(author, clock, phones, forecast)

    hub.begin()

    stories = Stories(author, clock.now, identity.account_name, identity.device_name, read_date)
    witnesses = Witnesses(lambda: hub.hall.seq, loss_accepted=loss_accepted)
    presence = Presence(refusals or Noted())
    prints = AnchorPrints(presence.send)
    identity.subscribe(presence.ended)
    identity.subscribe(hub.ended)
    sources = (
        intake.troubles,
        supervisor.troubles,
        witnesses.troubles,
        presence.taken.troubles,
        bursts.troubles,
        *troubles,
    )
    watch = TroubleWatch(sources, hub.tell_troubles)
    running = Running(
        supervisor,
        {
            "clock_look": hub.watch,
            "lines": hub.follow_lines,
            "waits": hub.follow_waits,
            "phones": phones.serve,
            "sessions": presence.watch,
            "stories": stories.follow,
            "troubles": watch.watch,
        },
    )

    def view() -> HallView:
        return hub.view

    def phone_url() -> str:
        return hub.view.phone_url

    phone_socket = phone_conversation(phones, lambda: True, GivingUp(handed_to(author)))
    tickets = SocketTickets()
    screen_socket = ScreenConversation(hub, intake, witnesses, presence, identity, prints, addresses, tickets)
    browsers = BrowserSessions(identity)
    whereabouts = Whereabouts(addresses, fingerprint, authority_pem)
    routes = (
        *page_routes(view),
        *staff_pages(view, fingerprint, authority_pem, with_config),
        *staff_routes(hub, intake, watch.now, tickets),
        *sign_in_routes(identity, browsers),
        *own_account_routes(identity, browsers),
        *account_routes(identity),
        *staff_log_routes(identity),
        *today_routes(hub, identity),
        *story_routes(stories, view),
        *appointment_routes(hub, identity),
        *what_if_routes(what_if),
        *officer_routes(lambda: hub.hall, identity.account_name),
        *device_routes(identity, whereabouts, presence.connected),
        *anchor_routes(anchors, identity, presence.connected, prints.ask, identity),
    )
    staff = Face(
        http_app(_described(routes), running),
        {"/ws": screen_socket, "/ws/phone": phone_socket},
    )
    public = Face(http_app((*page_routes(view), health_route(watch.now))), {"/ws/phone": phone_socket})
    ways, callers = Ways(behind_proxy), Callers(identity, hub.view.hall_id)
    strangers = paces_of_strangers()
    return HallEdge(
        hall=Gate(
            Access(host, phone_url, names=names),
            ways,
            callers,
            {"staff": staff, "public": public},
            refusals=refusals,
            strangers=strangers,
        ),
        public=Gate(
            Access(host, phone_url, names=names, staff=False),
            ways,
            callers,
            {"public": public},
            refusals=refusals,
            strangers=strangers,
        ),
        hub=hub,
        presence=presence,
    )


def public_edge(
    source: HallFollower,
    host: str,
    clock: Clock,
    supervisor: Supervisor,
    *,
    forecast: NewestForecast = no_forecast,
    troubles: Sequence[TroubleSource] = (),
    hand_in: HandIn | None = None,
) -> Gate:
    """For a process of its own, which reads the log and has the public surface alone. Before `source` starts.
    `hand_in` brings before the author what a visitor asks; None: nobody does."""
    nobody_asks = asyncio.Event()
    nobody_asks.set()
    phones = Phones(clock, nobody_asks, behind_s=BEHIND_S, asks=hand_in is not None)
    giving_up = None if hand_in is None else GivingUp(hand_in)
    phones.begin(source.hall)
    source.subscribe(phones.publish)
    view = _view_of(source)

    def tell_nobody(_: Sequence[Trouble]) -> None:
        """No staff are here; the log has its line, and health asks for itself."""

    watch = TroubleWatch((source.troubles, supervisor.troubles, *troubles), tell_nobody)
    waits = WaitsShown(clock, forecast)
    works: dict[str, Work] = {
        "phones": phones.serve,
        "troubles": watch.watch,
        "waits": partial(look_on, partial(waits.look_and_tell, phones.expect)),
    }
    running = Running(supervisor, works)

    def phone_url() -> str:
        hall = view()
        return hall.phone_url if hall else ""

    face = Face(
        http_app((*page_routes(view), health_route(watch.now)), running),
        {"/ws/phone": phone_conversation(phones, lambda: view() is not None, giving_up)},
    )
    return Gate(Access(host, phone_url, staff=False), Ways(()), Strangers(""), {"public": face})


def _view_of(source: HallFollower) -> View:
    """The hall's view, made once for each configuration; None until the source has read all that there is."""
    last: tuple[object, HallView | None] = (None, None)

    def view() -> HallView | None:
        nonlocal last
        config = source.hall.config
        if config is None or not source.caught_up:
            return None
        if last[0] is not config:
            last = (config, hall_view(config, source.hall.withdrawn))
        return last[1]

    return view


def _described(handlers: Sequence[HTTPRouteHandler]) -> Sequence[HTTPRouteHandler]:
    """The routes, and one that describes them and itself."""

    @get("/schema/openapi.json", guards=[needs("description")], summary="This description")
    async def description() -> Response[bytes]:
        return Response(written(), media_type=MediaType.JSON)

    whole = (*handlers, description)
    written = cache(partial(describe, whole))
    return whole
