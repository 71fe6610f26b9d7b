"""Role by page, held against a running server: every route that is described stands behind one page, and opens for
those who may see that page and for nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import pytest

from server.identity.principal import Role
from server.identity.rights import Page, may_see
from tests.server.edge.running import Answered, RunningServer, running_server

ROUTES: dict[tuple[str, str], Page] = {
    ("GET", "/t"): "phone",
    ("GET", "/guide/{service_id}"): "phone",
    ("GET", "/assets/{path}"): "phone",
    ("GET", "/health"): "health",
    ("GET", "/"): "sign_in",
    ("GET", "/sign-in"): "sign_in",
    ("GET", "/enrol-counter"): "sign_in",
    ("GET", "/api/me"): "sign_in",
    ("POST", "/api/sign-in"): "sign_in",
    ("POST", "/api/sign-out"): "sign_in",
    ("GET", "/api/first"): "sign_in",
    ("POST", "/api/first"): "sign_in",
    ("POST", "/api/password/reset"): "sign_in",
    ("GET", "/api/pin/people"): "sign_in",
    ("POST", "/api/pin/switch"): "sign_in",
    ("POST", "/api/enrol"): "sign_in",
    ("POST", "/api/enrol/counter"): "sign_in",
    ("GET", "/trust"): "trust",
    ("GET", "/authority.pem"): "trust",
    ("GET", "/account"): "own_account",
    ("POST", "/api/password"): "own_account",
    ("POST", "/api/pin"): "own_account",
    ("POST", "/api/totp/begin"): "own_account",
    ("POST", "/api/totp/confirm"): "own_account",
    ("GET", "/api/sessions"): "own_account",
    ("POST", "/api/sessions/end"): "own_account",
    ("GET", "/console"): "console",
    ("POST", "/api/socket-ticket"): "console",
    ("GET", "/api/story/{number}"): "console",
    ("GET", "/api/officers"): "console",
    ("GET", "/api/appointments"): "appointments",
    ("GET", "/api/slots"): "appointments",
    ("GET", "/accounts"): "unlock",
    ("GET", "/api/accounts"): "unlock",
    ("POST", "/api/accounts/unlock"): "unlock",
    ("POST", "/api/accounts"): "accounts",
    ("POST", "/api/accounts/role"): "accounts",
    ("POST", "/api/accounts/disable"): "accounts",
    ("POST", "/api/accounts/enable"): "accounts",
    ("POST", "/api/accounts/reset"): "accounts",
    ("POST", "/api/accounts/erase"): "accounts",
    ("GET", "/today"): "today",
    ("GET", "/api/today"): "today",
    ("GET", "/what-if"): "what_if",
    ("POST", "/api/what-if"): "what_if",
    ("GET", "/staff-log"): "staff_log",
    ("GET", "/api/staff-log"): "staff_log",
    ("GET", "/devices"): "devices",
    ("GET", "/api/devices"): "devices",
    ("POST", "/api/devices/code"): "devices",
    ("POST", "/api/devices/revoke"): "devices",
    ("POST", "/api/devices/rename"): "devices",
    ("GET", "/anchor"): "anchor",
    ("GET", "/api/anchor"): "anchor",
    ("POST", "/api/anchor/print"): "anchor",
    ("GET", "/schema/openapi.json"): "description",
}
ELSEWHERE = {("POST", "/api/commands"), ("GET", "/api/snapshot")}
"""Behind messages and topics: `test_rights_matrix`."""


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("routes")) as server:
        yield server


def asked(hall: RunningServer, role: Role, method: str, path: str) -> Answered:
    """A request that is turned away at the door, or else changes nothing: its body fits no route that has one."""
    path = path.replace("{path}", "nothing.css")
    if method == "GET":
        return hall.request(method, path, who=role)
    return hall.request(method, path, b"{}", {"content-type": "application/json"}, who=role)


def turned_away(answer: Answered) -> bool:
    """A page for people sends who is not signed in to where they sign in. That a browser is no counter is no matter of
    rights."""
    at_the_door = answer.status in {401, 403} and b'"not_a_counter"' not in answer.body
    return at_the_door or answer.headers.get("location", "").startswith("/sign-in")


def test_every_route_that_is_described_stands_behind_a_page(hall: RunningServer) -> None:
    described = hall.request("GET", "/schema/openapi.json", who="administrator").json()["paths"]
    found = {(method.upper(), path) for path, methods in described.items() for method in methods}
    assert found == set(ROUTES) | ELSEWHERE
    assert set(ROUTES.values()) == set(get_args(Page))


@pytest.mark.parametrize("role", get_args(Role))
def test_a_route_opens_for_those_who_may_see_its_page(hall: RunningServer, role: Role) -> None:
    for (method, path), page in ROUTES.items():
        answer = asked(hall, role, method, path)
        assert turned_away(answer) is not may_see(role, page), (method, path, answer)
        assert answer.status < 500, (method, path, answer)
        if turned_away(answer) and path.startswith("/api/"):
            stranger = role in {"anonymous", "phone"}
            assert (answer.status, answer.json()["status"]) == ((401, 401) if stranger else (403, 403))
