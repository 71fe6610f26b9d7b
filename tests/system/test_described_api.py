"""The description that the server serves is true for everybody: requests made from it, good and bad, meet no fault of
the server's and no status that it does not name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from unittest import SkipTest

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok

from server.identity.principal import DeviceKind, StaffRole
from tests.server.edge.signed_in import StaffedHall, staffed_hall

EXAMPLES = 3
"""Of each operation, for each role, of good requests and of bad ones."""
ENDS_THE_SESSION = "/api/sign-out"
STAFF: tuple[StaffRole, ...] = ("volunteer", "clerk", "supervisor")
DEVICES: tuple[DeviceKind, ...] = ("kiosk", "display", "devices")
PUBLIC = ("/t", "/guide/{service_id}", "/assets/{path}", "/health")
ROLES = ("anonymous", "phone", *DEVICES, "counter", *STAFF, "administrator")
Headers = dict[str, str]


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StaffedHall]:
    with staffed_hall(tmp_path_factory.mktemp("described")) as hall:
        yield hall


@pytest.fixture(scope="module")
def whoever(staffed: StaffedHall) -> dict[str, Headers]:
    """What each role sends that says who it is. A phone comes from outside, over a proxy that is none of ours."""
    found: dict[str, Headers] = {
        "anonymous": {},
        "phone": {"x-forwarded-for": "198.51.100.7"},
        "administrator": staffed.administrator.headers,
        "counter": staffed.counter("3").headers,
    }
    for kind in DEVICES:
        found[kind] = {"authorization": f"Bearer {staffed.enrol(kind, kind)['token']}"}
    for role in STAFF:
        staffed.hire(role, role)
        browser = staffed.browser()
        browser.sign_in(role)
        found[role] = browser.headers
    return found


@pytest.fixture(scope="module")
def paths(staffed: StaffedHall) -> dict[str, Any]:
    """The description's, as an administrator reads it."""
    found: dict[str, Any] = staffed.administrator.get("/schema/openapi.json").json()
    return found


@pytest.fixture(scope="module")
def cases(paths: dict[str, Any]) -> list[Case[Any]]:
    """The same ones for everybody; what ends a session comes last."""
    found = schemathesis.openapi.from_dict(paths).get_all_operations()
    operations = [one.ok() for one in found if isinstance(one, Ok)]
    operations.sort(key=lambda one: one.path == ENDS_THE_SESSION)
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    return [case for operation in operations for mode in modes for case in _made(operation, mode)]


def _made(operation: Any, mode: GenerationMode) -> list[Case[Any]]:
    """None where nothing of that kind can be made."""
    found: list[Case[Any]] = []

    @seed(20261124)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def collect(case: Case[Any]) -> None:
        found.append(case)

    with suppress(Unsatisfiable, SkipTest):
        collect()
    return found


def test_every_operation_is_tried(paths: dict[str, Any], cases: list[Case[Any]]) -> None:
    described = {(method.upper(), path) for path, methods in paths["paths"].items() for method in methods}
    assert {(case.operation.method.upper(), case.operation.path) for case in cases} == described


@pytest.mark.parametrize("role", ROLES)
def test_whatever_is_asked_is_answered_as_the_description_says(
    staffed: StaffedHall, whoever: dict[str, Headers], paths: dict[str, Any], cases: list[Case[Any]], role: str
) -> None:
    base = f"http://127.0.0.1:{staffed.hall.port}"
    granted = set()
    for case in cases:
        operation = case.operation
        if role == "phone" and operation.path not in PUBLIC:
            continue
        named = paths["paths"][operation.path][operation.method.lower()]["responses"]
        status = case.call(base_url=base, headers=whoever[role], allow_redirects=False).status_code
        assert status < 500, (operation.label, case.body)
        assert str(status) in named, (operation.label, case.body, status)
        if status == 200:
            granted.add(operation.path)
    assert ("/api/devices/code" in granted) is (role == "administrator")
    assert ("/api/accounts" in granted) is (role in {"supervisor", "administrator"})
