"""Devices over HTTP: a code, a token for it, the list, the end."""

from __future__ import annotations

from pathlib import Path

from tests.server.edge.entrance import ADDRESSES, FINGERPRINT, Browser, Entrance, run

MINUTE_MS = 60_000


async def code_for(administrator: Browser, kind: str, name: str = "kiosk-1") -> str:
    made = await administrator.post("/api/devices/code", kind=kind, name=name)
    assert made.status == 200, made
    return str(made.body["code"])


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}", "cookie": "", "origin": ""}


def test_a_program_becomes_a_device_by_a_code_that_counts_once(tmp_path: Path) -> None:
    async def story(here: Entrance) -> None:
        administrator, program = await here.administrator(), here.browser()
        made = (await administrator.post("/api/devices/code", kind="kiosk", name="門口")).body
        assert (made["fingerprint"], tuple(made["addresses"])) == (FINGERPRINT, ADDRESSES)
        assert made["expires_at"] == here.clock.now() + 10 * MINUTE_MS
        here.clock.advance(MINUTE_MS)
        me = (await administrator.get("/api/me")).body
        assert made["expires_at"] - me["server_time"] == 9 * MINUTE_MS, "what the page says is left"
        enrolled = (await program.post("/api/enrol", code=made["code"], version="1.2")).body
        assert (enrolled["kind"], enrolled["name"], enrolled["hall_id"]) == ("kiosk", "門口", "yongkang")
        assert tuple(enrolled["addresses"]) == ADDRESSES
        assert program.cookies == {}
        me = (await program.get("/api/me", **bearer(enrolled["token"]))).body
        assert (me["role"], me["signed_in"], me["device"]["name"]) == ("kiosk", False, "門口")
        assert "issue_ticket" in me["rights"]
        again = await here.browser(source="10.0.0.10").post("/api/enrol", code=made["code"], version="1.2")
        assert (again.status, again.body["code"]) == (422, "wrong_code")
        [one] = (await administrator.get("/api/devices")).body
        assert (one["name"], one["version"], one["address"], one["connected"]) == ("門口", "1.2", "10.0.0.9", False)

    run(tmp_path, story)


def test_a_code_ends_after_ten_minutes(tmp_path: Path) -> None:
    async def story(here: Entrance) -> None:
        administrator = await here.administrator()
        code = await code_for(administrator, "display")
        here.clock.advance(10 * MINUTE_MS)
        late = await here.browser().post("/api/enrol", code=code, version="1")
        assert (late.status, late.body["code"]) == (422, "expired_code")

    run(tmp_path, story)


def test_a_code_for_another_kind_of_device_is_refused_and_stays_good(tmp_path: Path) -> None:
    """A counter is a browser and every other device a program, which may say what it is."""

    async def story(here: Entrance) -> None:
        administrator = await here.administrator()
        for kind, wrong, right in (
            ("counter", {"path": "/api/enrol"}, {"path": "/api/enrol/counter"}),
            ("counter", {"path": "/api/enrol", "kind": "counter"}, {"path": "/api/enrol/counter"}),
            ("kiosk", {"path": "/api/enrol/counter"}, {"path": "/api/enrol"}),
            ("display", {"path": "/api/enrol", "kind": "kiosk"}, {"path": "/api/enrol", "kind": "display"}),
        ):
            before = len((await administrator.get("/api/devices")).body)
            code, browser = await code_for(administrator, kind), here.browser()
            refused = await browser.post(wrong.pop("path"), code=code, **wrong)
            assert (refused.status, refused.body["code"]) == (422, "wrong_kind")
            assert browser.cookies == {}
            assert len((await administrator.get("/api/devices")).body) == before, "nobody is left in the list"
            assert (await browser.post(right.pop("path"), code=code, **right)).status == 200

    run(tmp_path, story)


def test_a_devices_token_is_no_cookie_and_a_counters_no_program(tmp_path: Path) -> None:
    async def story(here: Entrance) -> None:
        administrator = await here.administrator()
        code = await code_for(administrator, "kiosk")
        token = (await here.browser().post("/api/enrol", code=code, version="1")).body["token"]
        for name in ("__Host-device", "__Host-sid"):
            assert (await here.browser(cookies={name: token}).get("/api/me")).body["role"] == "anonymous"
        counter = await here.counter(administrator)
        assert (await counter.get("/api/me")).body["role"] == "counter"

    run(tmp_path, story)


def test_beside_a_token_no_cookie_counts(tmp_path: Path) -> None:
    async def story(here: Entrance) -> None:
        administrator = await here.administrator()
        code = await code_for(administrator, "kiosk")
        token = (await here.browser().post("/api/enrol", code=code, version="1")).body["token"]
        for authorization, role in (
            (f"Bearer {token}", "kiosk"),
            (f"bearer {token}", "kiosk"),
            *((said, "anonymous") for said in ("Bearer x", "Bearer", "Basic eDp5", f"Token {token}", token)),
        ):
            me = (await administrator.get("/api/me", authorization=authorization)).body
            assert (me["role"], me["signed_in"]) == (role, False)

    run(tmp_path, story)


def test_a_revoked_device_is_nobody_and_so_is_who_sat_at_it(tmp_path: Path) -> None:
    async def story(here: Entrance) -> None:
        administrator = await here.administrator()
        counter = await here.counter(administrator)
        await here.person(administrator, "lin")
        assert (await counter.post("/api/sign-in", login="lin", password=here.password)).status == 200
        [device] = (await administrator.get("/api/devices")).body
        assert (await administrator.post("/api/devices/revoke", device_id=device["device_id"])).status == 200
        me = (await counter.get("/api/me")).body
        assert (me["signed_in"], me["role"], me["device"]) == (False, "anonymous", None)
        assert (await administrator.get("/api/devices")).body == []
        again = await administrator.post("/api/devices/revoke", device_id=device["device_id"])
        assert (again.status, again.body["code"]) == (404, "unknown")

    run(tmp_path, story)


def test_guessing_codes_is_stopped(tmp_path: Path) -> None:
    async def story(here: Entrance) -> None:
        administrator = await here.administrator()
        code = await code_for(administrator, "kiosk")
        stranger = here.browser(source="10.0.0.66")
        said = [(await stranger.post("/api/enrol", code="BCDFGHJK", version="")).status for _ in range(25)]
        assert said[0] == 422
        assert said[-1] == 429
        assert (await stranger.post("/api/enrol", code=code, version="")).status == 429
        assert (await here.browser().post("/api/enrol", code=code, version="")).status == 200

    run(tmp_path, story)


def test_a_device_has_another_name_from_now_on(tmp_path: Path) -> None:
    async def story(here: Entrance) -> None:
        administrator = await here.administrator()
        code = await code_for(administrator, "display", "left")
        device = (await here.browser().post("/api/enrol", code=code, version="")).body
        renamed = await administrator.post("/api/devices/rename", device_id=device["device_id"], name="right")
        assert renamed.status == 200
        assert [one["name"] for one in (await administrator.get("/api/devices")).body] == ["right"]

    run(tmp_path, story)


def test_the_authority_is_told_to_everybody(tmp_path: Path) -> None:
    pem = "-----BEGIN CERTIFICATE-----\n…\n"

    async def with_one(here: Entrance) -> None:
        answer = await here.browser().get("/authority.pem")
        assert (answer.status, answer.body.decode()) == (200, pem)
        assert answer.headers["content-type"].startswith("application/x-pem-file")

    async def without(here: Entrance) -> None:
        assert (await here.browser().get("/authority.pem")).status == 404

    run(tmp_path, with_one, authority=pem)
    (tmp_path / "other").mkdir()
    run(tmp_path / "other", without)
