"""The staff's pages over HTTP: who gets which, and that they tell nothing by themselves."""

from __future__ import annotations

import hashlib
import ssl

import pytest

from server.edge.staff_pages import authority_fields
from server.identity.principal import Role
from tests.server.edge.running import RunningServer

PEM = "-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----\n"
STRANGERS: tuple[Role, ...] = ("anonymous", "counter")


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("path", ["/console", "/account", "/accounts", "/devices", "/anchor"])
def test_who_could_sign_in_is_sent_there_and_led_back(hall: RunningServer, who: Role, path: str) -> None:
    answer = hall.request("GET", f"{path}?counter=3&lang=en", who=who)
    assert answer.status == 303
    assert answer.headers["location"] == f"/sign-in?to=%2F{path[1:]}%3Fcounter%3D3%26lang%3Den"


@pytest.mark.parametrize(
    ("path", "who"),
    [("/accounts", "clerk"), ("/anchor", "clerk"), ("/devices", "supervisor"), ("/devices", "volunteer")],
)
def test_who_is_signed_in_and_may_not_is_told_so(hall: RunningServer, path: str, who: Role) -> None:
    answer = hall.request("GET", path, who=who)
    assert answer.status == 403
    assert "no-right-heading" in answer.body.decode()


def test_whose_session_is_not_whole_yet_comes_no_further(hall: RunningServer) -> None:
    assert hall.request("GET", "/console", who="pending").status == 303


@pytest.mark.parametrize("path", ["/sign-in", "/trust", "/enrol-counter"])
def test_some_pages_are_for_everybody(hall: RunningServer, path: str) -> None:
    assert hall.request("GET", path).status == 200
    assert hall.request("GET", path, who="clerk").status == 200


def test_a_page_is_the_same_for_whoever_may_open_it(hall: RunningServer) -> None:
    """So none that a browser kept tells of anybody."""
    pages = {hall.request("GET", "/console", who=who).body for who in ("clerk", "supervisor", "administrator")}
    assert len(pages) == 1
    answer = hall.request("GET", "/console", who="clerk")
    assert answer.headers["cache-control"] == "no-store"


def test_pages_come_in_the_language_asked_for(hall: RunningServer) -> None:
    assert 'lang="en"' in hall.request("GET", "/sign-in", headers={"accept-language": "en-GB"}).body.decode()
    assert 'lang="zh-TW"' in hall.request("GET", "/sign-in?lang=zh-TW").body.decode()


def test_the_authority_is_told_as_browsers_write_it() -> None:
    fields = authority_fields("ABCD-EFGH", PEM)
    digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(PEM)).hexdigest()
    assert fields["digest"].replace(":", "").lower() == digest
    assert fields["digest"][2::3] == ":" * 31
    assert fields["fingerprint_value"] == "ABCD-EFGH"
    assert authority_fields("", "")["digest"] == ""
