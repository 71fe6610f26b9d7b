"""A device is enrolled by looking first and telling the code only to whom was seen."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path
from typing import Any

import pytest

from program.credentials import Credentials
from program.fingerprint import fingerprint
from tests.wire.authorities import Authority
from tests.wire.hall_https import ENROLLED, HallHttps
from wire.enrolment import Found, NotEnrolled, Obstacle, code_in
from wire.https_enroller import HttpsEnroller

CODE = "KTRWMPAE"


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="module")
def tls(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    return authority.server(tmp_path_factory.mktemp("tls"), "127.0.0.1")


def test_who_is_there_then_the_code(authority: Authority, tls: ssl.SSLContext) -> None:
    hall, enroller = HallHttps(authority.pem), HttpsEnroller()
    with hall.served(tls) as server:
        found = enroller.look(server)
        assert found == Found(server, authority.pem, fingerprint(authority.pem))
        assert hall.told == []
        credentials = enroller.redeem(found, CODE, "1.2", "kiosk")
    assert credentials == Credentials(
        server=server,
        device_id="d7",
        kind="kiosk",
        name="entrance",
        hall_id="yongkang",
        token="tok-7",
        authority_pem=authority.pem,
        addresses=("wss://hall-pc:8765/ws",),
    )
    assert hall.told == [{"code": CODE, "version": "1.2", "kind": "kiosk"}]
    assert "tok-7" not in repr(credentials)


def test_another_server_at_the_address_is_not_told_the_code(authority: Authority, tmp_path: Path) -> None:
    """The fingerprint was compared; then somebody else answers."""
    rogue, enroller = HallHttps(authority.pem), HttpsEnroller()
    with rogue.served(Authority("rogue").server(tmp_path, "127.0.0.1")) as server:
        found = enroller.look(server)
        with pytest.raises(NotEnrolled) as refused:
            enroller.redeem(found, CODE, "1.2", "kiosk")
    assert refused.value.obstacle is Obstacle.UNTRUSTED
    assert rogue.told == []


def test_two_authorities_in_one_answer_are_none(authority: Authority, tls: ssl.SSLContext) -> None:
    """The first one's fingerprint would be compared, and the second one believed as well."""
    hall = HallHttps(authority.pem + Authority("rogue").pem)
    with hall.served(tls) as server, pytest.raises(NotEnrolled) as refused:
        HttpsEnroller().look(server)
    assert refused.value.obstacle is Obstacle.NO_SERVER


def test_a_server_without_an_authority_of_its_own_must_be_known_here(tls: ssl.SSLContext) -> None:
    hall = HallHttps("")
    with hall.served(tls) as server, pytest.raises(NotEnrolled) as refused:
        HttpsEnroller().look(server)
    assert refused.value.obstacle is Obstacle.UNTRUSTED


def test_a_certificate_for_another_name_is_said(authority: Authority, tmp_path: Path) -> None:
    hall, enroller = HallHttps(authority.pem), HttpsEnroller()
    with hall.served(authority.server(tmp_path, "hall-pc", "192.0.2.1")) as server:
        found = enroller.look(server)
        with pytest.raises(NotEnrolled) as refused:
            enroller.redeem(found, CODE, "1.2", "kiosk")
    assert refused.value.obstacle is Obstacle.WRONG_NAME
    assert hall.told == []


@pytest.mark.parametrize("server", ["ws://192.0.2.1:8765/ws", "ws://hall-pc:8765/ws"])
def test_no_code_goes_where_others_can_read_it(server: str) -> None:
    with pytest.raises(NotEnrolled) as refused:
        HttpsEnroller().redeem(Found(server, "", ""), CODE, "1.2", "kiosk")
    assert refused.value.obstacle is Obstacle.UNTRUSTED


def test_on_this_computer_it_may_be_plain() -> None:
    hall, enroller = HallHttps(""), HttpsEnroller()
    with hall.served(None) as server:
        found = enroller.look(server)
        assert found == Found(server, "", "")
        assert enroller.redeem(found, CODE, "1", "kiosk").token == "tok-7"


@pytest.mark.parametrize(
    ("answer", "obstacle", "wait_s"),
    [
        ((403, {"code": "wrong_code", "detail": "no"}), Obstacle.WRONG_CODE, 0),
        ((403, {"code": "expired_code"}), Obstacle.WRONG_CODE, 0),
        ((422, {"code": "wrong_kind", "detail": "display"}), Obstacle.WRONG_KIND, 0),
        ((429, {"code": "locked", "retry_after_s": 840}), Obstacle.LOCKED, 840),
        ((503, {"code": "busy", "retry_after_s": 2}), Obstacle.BUSY, 2),
        ((429, b""), Obstacle.BUSY, 0),
        ((503, b"<html>"), Obstacle.BUSY, 0),
        ((404, b"\xff"), Obstacle.NO_SERVER, 0),
        ((500, {"code": 3}), Obstacle.NO_SERVER, 0),
        ((200, b"welcome"), Obstacle.NO_SERVER, 0),
        ((200, {**ENROLLED, "token": None}), Obstacle.NO_SERVER, 0),
        ((302, b""), Obstacle.NO_SERVER, 0),
    ],
)
def test_whatever_it_answers_is_an_obstacle(
    authority: Authority, tls: ssl.SSLContext, answer: tuple[int, Any], obstacle: Obstacle, wait_s: int
) -> None:
    hall, enroller = HallHttps(authority.pem), HttpsEnroller()
    hall.answer = answer
    with hall.served(tls) as server, pytest.raises(NotEnrolled) as refused:
        enroller.redeem(enroller.look(server), CODE, "1.2", "kiosk")
    assert (refused.value.obstacle, refused.value.retry_after_s) == (obstacle, wait_s)


@pytest.mark.parametrize("authority_said", ["no certificate", "é", "-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_what_is_no_authority_is_no_server(tls: ssl.SSLContext, authority_said: str) -> None:
    hall = HallHttps(authority_said)
    with hall.served(tls) as server, pytest.raises(NotEnrolled) as refused:
        HttpsEnroller().look(server)
    assert refused.value.obstacle is Obstacle.NO_SERVER


def test_nobody_there_and_somebody_else_there() -> None:
    with pytest.raises(NotEnrolled) as refused:
        HttpsEnroller().look("wss://127.0.0.1:1/ws")
    assert refused.value.obstacle is Obstacle.UNREACHABLE
    with HallHttps("").served(None) as server, pytest.raises(NotEnrolled) as refused:
        HttpsEnroller().look(server.replace("ws:", "wss:"))
    assert refused.value.obstacle is Obstacle.NO_SERVER
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(NotEnrolled) as refused:
        HttpsEnroller(patience_s=0.2).look(f"wss://127.0.0.1:{silent.getsockname()[1]}/ws")
    assert refused.value.obstacle is Obstacle.UNREACHABLE


def test_whose_server_is_at_a_new_address(authority: Authority, tls: ssl.SSLContext, tmp_path: Path) -> None:
    hall, enroller = HallHttps(authority.pem), HttpsEnroller()
    with hall.served(tls) as server:
        credentials = enroller.redeem(enroller.look(server), CODE, "1.2", "kiosk")
    with hall.served(tls) as server:
        enroller.prove(credentials, server)
    assert hall.asked[-1] == "/health"
    rogue = HallHttps(authority.pem)
    with rogue.served(Authority("rogue").server(tmp_path, "127.0.0.1")) as server, pytest.raises(NotEnrolled):
        enroller.prove(credentials, server)
    assert rogue.asked == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("KTRWMPAE", CODE),
        ("ktrw-mpae", CODE),
        (" ktrw mpae ", CODE),
        ("ＫＴＲＷ　ｍｐａｅ", CODE),
        ("KTRWMPA", ""),
        ("KTRWMPAEX", ""),
        ("KTRWMPA1", ""),
        ("叫號叫號叫號叫號", ""),
        ("", ""),
    ],
)
def test_a_code_as_people_type_it(typed: str, code: str) -> None:
    assert code_in(typed) == code
