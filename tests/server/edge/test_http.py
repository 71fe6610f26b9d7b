"""The edge over HTTP, through real uvicorn."""

from __future__ import annotations

import pytest

from server.edge.staff_routes import status_of
from tests.server.edge.running import RunningServer, visit
from wire.codec import encode
from wire.errors import Code
from wire.messages.commands import CallNext, IssueTicket

ISSUE = IssueTicket(key="issue-1234", visit=visit())
DESK = IssueTicket(key="desk-1234", visit=visit(channel="desk"))
PATHS = ("/", "/health", "/api/commands", "/api/snapshot", "/schema/openapi.json", "/console", "/t", "/assets/{path}")


def test_a_command_is_answered_and_repeated_alike(hall: RunningServer) -> None:
    first = hall.post(ISSUE)
    assert first.status == 200
    assert first.json()["type"] == "accepted"
    assert (first.json()["what"], first.json()["number"]) == ("ticket_issued", "A001")
    assert first.json()["ticket"]["number"] == "A001"
    assert len(first.json()["token"]) == 22
    seq = hall.seq()
    assert hall.post(ISSUE).json() == first.json()
    assert hall.seq() == seq


def test_the_same_key_with_another_body_is_refused(hall: RunningServer) -> None:
    hall.post(ISSUE)
    other = hall.post(IssueTicket(key="issue-1234", visit=visit("books")))
    assert (other.status, other.json()["code"]) == (409, "key_reused")


@pytest.mark.parametrize(
    ("command", "status", "code"),
    [
        (IssueTicket(key="k" * 8, visit=visit("pears")), 422, "unknown_service"),
        (IssueTicket(key="k" * 8, visit=visit(language="fr")), 422, "unknown_language"),
        (CallNext(key="k" * 8, counter_id="99", after=0), 422, "unknown_counter"),
        (CallNext(key="k" * 8, counter_id="1", after=7), 409, "already_called"),
    ],
)
def test_the_halls_no_has_a_code(hall: RunningServer, command: CallNext | IssueTicket, status: int, code: str) -> None:
    answer = hall.post(command)
    assert (answer.status, answer.json()["type"], answer.json()["code"]) == (status, "refused", code)
    assert answer.json()["key"] == "k" * 8


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "malformed"),
        (b"nonsense", 400, "malformed"),
        (b"\xff\xfe", 400, "malformed"),
        (b'{"type":"issue_ticket"}', 400, "malformed"),
        (b'{"type":"open_sesame"}', 400, "unknown_type"),
        (b'{"type":"hello","protocol":1,"role":"kiosk","name":"x"}', 400, "unknown_type"),
        (b"[" * 9 + b"]" * 9, 400, "too_deep"),
        (b'{"a":' * 5_000, 413, "too_large"),
        (b" " * 20_000, 413, "too_large"),
        (b" " * 2_000_000, 413, "too_large"),
    ],
)
def test_what_is_no_command_gets_a_code(hall: RunningServer, body: bytes, status: int, code: str) -> None:
    answer = hall.post(body)
    assert (answer.status, answer.json()["code"]) == (status, code)
    assert hall.post(ISSUE).status == 200


def test_clerks_give_numbers_at_the_desk_and_nobody_is_trusted_for_being_here(hall: RunningServer) -> None:
    assert hall.post(ISSUE, who="clerk").json()["code"] == "not_allowed"
    assert hall.post(DESK, who="clerk").status == 200
    seq = hall.seq()
    assert hall.post(DESK, who="kiosk").json()["code"] == "not_allowed"
    for command in (ISSUE, DESK):
        assert hall.post(command, who="anonymous").status in {401, 403}
    assert hall.seq() == seq
    assert hall.post(ISSUE).status == 200


def test_pages_from_elsewhere_and_other_names_are_refused(hall: RunningServer) -> None:
    seq = hall.seq()
    assert hall.post(DESK, origin="http://evil.example").status == 403
    assert hall.post(DESK, origin="null").status == 403
    assert hall.post(DESK, sec_fetch_site="cross-site").status == 403
    assert hall.post(DESK, who="anonymous", cookie=hall.callers.headers("clerk")["cookie"]).status == 403
    assert hall.post(DESK, content_type="text/plain").status == 415
    assert hall.post(DESK, host="evil.example").status == 400
    assert hall.request("GET", "/api/snapshot", headers={"host": "evil.example"}, who="clerk").status == 400
    assert hall.seq() == seq


def test_reading_never_changes_the_hall(hall: RunningServer) -> None:
    hall.post(ISSUE)
    seq = hall.seq()
    for path, operations in hall.request("GET", "/schema/openapi.json", who="administrator").json()["paths"].items():
        asked = [one for one in operations.get("get", {}).get("parameters", []) if one["in"] == "query"]
        query = "&".join(f"{one['name']}=benefit-first" for one in asked if one.get("required"))
        for method in ("GET", "HEAD", "OPTIONS"):
            answer = hall.request(method, f"{path.replace('{path}', 'link.mjs')}?{query}", who="administrator")
            assert answer.status in {200, 204, 302, 403, 404, 405}, (method, path)
            assert method == "GET" or answer.body == b""
    body = encode(DESK)
    sent = {"content-type": "application/json"}
    for method in ("GET", "PUT", "DELETE", "PATCH"):
        assert hall.request(method, "/api/commands", body, sent, who="clerk").status == 405
    assert hall.seq() == seq


def test_every_answer_carries_the_security_headers(hall: RunningServer) -> None:
    answers = [hall.request("GET", path.replace("{path}", "link.mjs")) for path in PATHS]
    answers += [
        hall.request("GET", "/nothing/here"),
        hall.request("DELETE", "/health", headers={"content-type": "application/json"}),
        hall.request("GET", "/", headers={"host": "evil.example"}),
        hall.post(b"nonsense"),
        hall.post(ISSUE, origin="null"),
        hall.request("GET", "/ws/nothing", headers=UPGRADE),
        hall.request("GET", "/ws", headers=UPGRADE | {"origin": "http://evil.example"}),
    ]
    for answer in answers:
        headers = answer.headers
        assert "default-src 'none'; script-src 'self'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["content-security-policy"].endswith("require-trusted-types-for 'script'; trusted-types 'none'")
        assert "evil" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["cache-control"] in {"no-store", "no-cache"}
        assert "server" not in headers
        assert "access-control-allow-origin" not in headers


UPGRADE = {
    "connection": "upgrade",
    "upgrade": "websocket",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    "sec-websocket-version": "13",
}


def test_snapshot_has_the_newest_number(hall: RunningServer) -> None:
    before = hall.snapshot()
    assert before["type"] == "snapshot"
    hall.post(ISSUE)
    after = hall.snapshot()
    assert after["seq"] == before["seq"] + 1 == hall.seq()
    assert [ticket["number"] for ticket in after["tickets"]] == ["A001"]
    assert "token" not in str(hall.snapshot())


def test_health_names_numbers(hall: RunningServer) -> None:
    with hall.screen("display"):
        answer = hall.request("GET", "/health")
        assert answer.status == 200
        assert answer.json()["status"] == "ok"
        assert answer.json()["seq"] == hall.seq()
        assert answer.json()["screens"] == 1
        assert 0 <= answer.json()["heartbeat_age_ms"] < 30_000


def test_the_description_names_every_path_and_command(hall: RunningServer) -> None:
    described = hall.request("GET", "/schema/openapi.json", who="supervisor").json()
    assert set(PATHS) <= set(described["paths"])
    post = described["paths"]["/api/commands"]["post"]
    kinds = post["requestBody"]["content"]["application/json"]["schema"]["discriminator"]["mapping"]
    assert {"issue_ticket", "call_next", "restore_ticket", "ask_fate", "cancel_key"} <= set(kinds)
    assert {"200", "400", "403", "409", "413", "415", "422", "503"} <= set(post["responses"])
    for reference in kinds.values():
        assert reference.removeprefix("#/components/schemas/") in described["components"]["schemas"]
    assert hall.request("GET", "/schema").status == 404


def test_pages_come_in_the_browsers_language(hall: RunningServer) -> None:
    english = hall.request("GET", "/console", headers={"accept-language": "en-GB,en;q=0.9"}, who="clerk")
    assert 'lang="en"' in english.body.decode()
    chosen = hall.request("GET", "/console?lang=zh-TW", headers={"accept-language": "en"}, who="clerk")
    assert 'lang="zh-TW"' in chosen.body.decode()
    assert hall.request("GET", "/", who="clerk").headers["location"] == "/console"
    assert hall.request("GET", "/t").headers["content-type"].startswith("text/html")


def test_every_refusal_has_a_status_that_fits() -> None:
    assert all(400 <= status_of(code) < 500 or status_of(code) == 503 for code in Code)
    assert {code for code in Code if status_of(code) == 503} == {Code.OVERLOADED, Code.UNAVAILABLE}
