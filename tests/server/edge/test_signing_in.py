"""Signing in and out, as browsers do it: sessions begin and end, and none is ever somebody else's."""

from __future__ import annotations

import json
from pathlib import Path

import pyotp
import pytest

from tests.server.edge.entrance import PASSWORD, Answer, Entrance, run

KNOWN_FOR = ("max-age=2592000",)
"""30 days."""


def test_the_first_administrator_is_made_once(tmp_path: Path) -> None:
    async def story(here: Entrance) -> None:
        stranger = here.browser()
        assert (await stranger.get("/api/first")).body == {"open": True}
        wrong = await stranger.post("/api/first", code="AAAAAAAA", login="evil", name="x", password=PASSWORD)
        assert (wrong.status, wrong.body["code"]) == (422, "wrong_code")
        first = await here.administrator()
        me = (await first.get("/api/me")).body
        assert (me["signed_in"], me["name"], me["role"]) == (True, "陳美玲", "administrator")
        assert {"accounts", "devices", "console"} <= set(me["pages"])
        assert (await stranger.get("/api/first")).body == {"open": False}
        late = await stranger.post("/api/first", code="AAAAAAAA", login="evil", name="x", password=PASSWORD)
        assert late.status in {409, 422}
        assert len(await here.identity.accounts()) == 1

    run(tmp_path, story)


def test_the_cookie_is_for_this_server_alone_and_for_no_script(tmp_path: Path) -> None:
    async def story(here: Entrance) -> None:
        await here.administrator()
        browser = here.browser()
        cookies = (await browser.post("/api/sign-in", login="chen", password=PASSWORD)).cookies
        strict = {"httponly", "path=/", "samesite=strict", "secure"}
        for cookie, start, more in zip(sorted(cookies), ("__Host-known=", "__Host-sid="), (KNOWN_FOR, ()), strict=True):
            name, *attributes = cookie.split("; ")
            assert name.startswith(start)
            assert len(name.removeprefix(start)) == 43
            assert {one.lower() for one in attributes} == {*strict, *more}
        here_alone = here.browser(scheme="http", host="127.0.0.1:8765", source="127.0.0.1")
        plain = (await here_alone.post("/api/sign-in", login="chen", password=PASSWORD)).cookies
        assert [cookie.partition("=")[0] for cookie in sorted(plain)] == ["known", "sid"]
        assert "secure" not in " ".join(plain).lower()

    run(tmp_path, story)


def test_whoever_guesses_at_the_same_address_locks_no_browser_that_is_known(tmp_path: Path) -> None:
    async def story(here: Entrance) -> None:
        await here.administrator()
        clerk, stranger = here.browser(), here.browser()
        assert (await clerk.post("/api/sign-in", login="chen", password=PASSWORD)).status == 200
        assert (await clerk.post("/api/sign-out")).status == 200
        known = clerk.cookies["__Host-known"]
        for _ in range(5):
            assert (await stranger.post("/api/sign-in", login="chen", password="no idea at all")).status == 401
        assert (await stranger.post("/api/sign-in", login="chen", password=PASSWORD)).status == 429
        assert (await clerk.post("/api/sign-in", login="chen", password=PASSWORD)).status == 200
        assert clerk.cookies["__Host-known"] == known
        for made_up in ("x" * 43, known + "x", ""):
            other = here.browser(cookies={"__Host-known": made_up})
            assert (await other.post("/api/sign-in", login="chen", password=PASSWORD)).status == 429

    run(tmp_path, story)


def test_a_plain_cookie_is_worth_nothing_on_an_encrypted_way(tmp_path: Path) -> None:
    """Whoever is between can set one over plain HTTP, for every port of this host."""

    async def story(here: Entrance) -> None:
        first = await here.administrator()
        token = first.cookies["__Host-sid"]
        for cookies in ({"sid": token}, {"__Host-device": token}, {"__Secure-sid": token}):
            assert not (await here.browser(cookies=cookies).get("/api/me")).body["signed_in"]
        twice = await here.browser().get("/api/me", cookie=f"__Host-sid={token}; __Host-sid={token}")
        assert not twice.body["signed_in"]

    run(tmp_path, story)


def test_a_session_that_somebody_chose_is_never_taken(tmp_path: Path) -> None:
    async def story(here: Entrance) -> None:
        await here.administrator()
        victim = here.browser(cookies={"__Host-sid": "x" * 43})
        assert (await victim.post("/api/sign-in", login="chen", password=PASSWORD)).status == 200
        assert victim.cookies["__Host-sid"] != "x" * 43
        assert not (await here.browser(cookies={"__Host-sid": "x" * 43}).get("/api/me")).body["signed_in"]

    run(tmp_path, story)


def test_a_second_sign_in_ends_the_first_of_that_browser(tmp_path: Path) -> None:
    async def story(here: Entrance) -> None:
        first = await here.administrator()
        clerk = await here.person(first, "lin")
        before = dict(clerk.cookies)
        assert (await clerk.post("/api/sign-in", login="chen", password=PASSWORD)).body["login"] == "chen"
        assert not (await here.browser(cookies=before).get("/api/me")).body["signed_in"]
        assert (await first.get("/api/me")).body["signed_in"]

    run(tmp_path, story)


@pytest.mark.parametrize("how", ["out", "password", "disabled", "role", "reset", "ended", "idle", "absolute"])
def test_an_old_token_is_dead_at_once(tmp_path: Path, how: str) -> None:
    async def story(here: Entrance) -> None:
        first = await here.administrator()
        clerk = await here.person(first, "lin")
        old = here.browser(cookies=dict(clerk.cookies))
        me = (await old.get("/api/me")).body
        assert me["signed_in"]
        account = {"account_id": me["account_id"]}
        if how == "out":
            assert not (await clerk.post("/api/sign-out")).body["signed_in"]
            assert "__Host-sid" not in clerk.cookies
        elif how == "password":
            assert (await clerk.post("/api/password", old=PASSWORD, new=f"{PASSWORD} again")).status == 200
            assert (await clerk.get("/api/me")).body["signed_in"]
        elif how == "disabled":
            assert (await first.post("/api/accounts/disable", **account)).status == 200
        elif how == "role":
            assert (await first.post("/api/accounts/role", **account, role="supervisor")).status == 200
        elif how == "reset":
            assert (await first.post("/api/accounts/reset", **account)).status == 200
        elif how == "ended":
            [session] = (await clerk.get("/api/sessions")).body
            assert (await clerk.post("/api/sessions/end", session_id=session["session_id"])).status == 200
        elif how == "idle":
            here.clock.advance(15 * 60_000)
        else:
            for _ in range(51):
                here.clock.advance(14 * 60_000)
                await old.get("/api/sessions")
            here.clock.advance(6 * 60_000)
        assert not (await old.get("/api/me")).body["signed_in"]
        assert (await old.get("/api/sessions")).status == 401

    run(tmp_path, story)


def test_looking_who_is_here_keeps_nobody_signed_in(tmp_path: Path) -> None:
    async def story(here: Entrance) -> None:
        first = await here.administrator()
        for _ in range(2):
            here.clock.advance(8 * 60_000)
            signed_in = (await first.get("/api/me")).body["signed_in"]
        assert not signed_in

    run(tmp_path, story)


def test_until_a_password_is_ones_own_nothing_else_is_open(tmp_path: Path) -> None:
    """An administrator without a second factor, where the hall wants one."""

    async def story(here: Entrance) -> None:
        first = await here.administrator()
        me = (await first.get("/api/me")).body
        assert (me["totp"], me["role"], me["rights"]) == ("needed", "administrator", [])
        assert {"own_account"} == set(me["pages"]) & {"own_account", "console", "accounts", "devices"}
        assert (await first.get("/api/accounts")).status == 403
        pending = dict(first.cookies)
        begun = (await first.post("/api/totp/begin")).body
        assert begun["svg"].startswith("<svg")
        assert begun["secret"] in begun["uri"]
        wrong = await first.post("/api/totp/confirm", code="12")
        assert (wrong.status, wrong.body["code"]) == (422, "wrong_code")
        code = pyotp.TOTP(begun["secret"]).at(here.clock.now() // 1000)
        assert (await first.post("/api/totp/confirm", code=code)).body["totp"] == "on"
        assert (await first.get("/api/accounts")).status == 200
        assert not (await here.browser(cookies=pending).get("/api/me")).body["signed_in"], "a new right, a new session"
        other = here.browser()
        asked = await other.post("/api/sign-in", login="chen", password=PASSWORD)
        assert (asked.status, asked.body["code"]) == (401, "totp_needed")
        again = await other.post("/api/sign-in", login="chen", password=PASSWORD, totp=code)
        assert again.status == 401, "a code counts once"
        here.clock.advance(30_000)
        code = pyotp.TOTP(begun["secret"]).at(here.clock.now() // 1000)
        assert (await other.post("/api/sign-in", login="chen", password=PASSWORD, totp=code)).status == 200

    run(tmp_path, story, totp=True)


def test_a_wrong_guess_is_answered_alike_and_then_not_at_all(tmp_path: Path) -> None:
    async def story(here: Entrance) -> None:
        await here.administrator()
        stranger = here.browser(source="10.0.0.66")
        answers = [await stranger.post("/api/sign-in", login="chen", password="wrong") for _ in range(5)]
        assert {(one.status, one.body["code"]) for one in answers} == {(401, "wrong_credentials")}
        nobody = await here.browser(source="10.0.0.67").post("/api/sign-in", login="nobody", password="wrong")
        assert nobody.body == answers[0].body
        locked = await stranger.post("/api/sign-in", login="chen", password=PASSWORD)
        assert (locked.status, locked.body["code"]) == (429, "locked")
        assert 0 < locked.body["retry_after_s"] <= 900
        assert locked.headers["retry-after"] == str(locked.body["retry_after_s"])
        assert (await here.browser().post("/api/sign-in", login="chen", password=PASSWORD)).status == 200

    run(tmp_path, story)


def test_at_a_counter_the_next_person_takes_over_by_pin(tmp_path: Path) -> None:
    async def story(here: Entrance) -> None:
        first = await here.administrator()
        counter = await here.counter(first)
        assert (await counter.get("/api/pin/people")).body == []
        ids = {}
        for login in ("lin", "wu"):
            await here.person(first, login)
            me = (await counter.post("/api/sign-in", login=login, password=PASSWORD)).body
            assert me["device"]["kind"] == "counter"
            ids[login] = me["account_id"]
            assert (await counter.post("/api/pin", pin="271828")).status == 200
        wu = dict(counter.cookies)
        assert {one["name"] for one in (await counter.get("/api/pin/people")).body} == {"lin", "wu"}
        wrong = await counter.post("/api/pin/switch", account_id=ids["lin"], pin="314159")
        assert (wrong.status, (await counter.get("/api/me")).body["login"]) == (401, "wu")
        assert (await counter.post("/api/pin/switch", account_id=ids["lin"], pin="271828")).body["login"] == "lin"
        assert not (await here.browser(cookies=wu).get("/api/me")).body["signed_in"], "one person at a counter"
        elsewhere = here.browser()
        assert (await elsewhere.get("/api/pin/people")).status == 403
        assert (await elsewhere.post("/api/pin/switch", account_id=ids["lin"], pin="271828")).status == 403
        away = {name: value for name, value in counter.cookies.items() if name == "__Host-sid"}
        assert not (await here.browser(cookies=away).get("/api/me")).body["signed_in"], "carried off its counter"

    run(tmp_path, story)


def test_who_signs_out_leaves_the_counter_a_counter(tmp_path: Path) -> None:
    async def story(here: Entrance) -> None:
        first = await here.administrator()
        counter = await here.counter(first)
        await here.person(first, "lin")
        await counter.post("/api/sign-in", login="lin", password=PASSWORD)
        me = (await counter.post("/api/sign-out")).body
        assert (me["signed_in"], me["name"], me["role"], me["rights"]) == (False, "", "counter", [])
        assert me["device"]["name"] == "櫃檯 1"
        assert (await counter.post("/api/sign-out")).status == 200

    run(tmp_path, story)


def test_one_ends_ones_own_sessions_and_nobody_elses(tmp_path: Path) -> None:
    async def story(here: Entrance) -> None:
        first = await here.administrator()
        lin, wu = await here.person(first, "lin"), await here.person(first, "wu")
        [of_wu] = (await wu.get("/api/sessions")).body
        assert of_wu["own"]
        refused = await lin.post("/api/sessions/end", session_id=of_wu["session_id"])
        assert (refused.status, refused.body["code"]) == (404, "unknown")
        assert (await wu.get("/api/me")).body["signed_in"]
        assert (await first.post("/api/sessions/end", session_id=of_wu["session_id"])).status == 200
        assert not (await wu.get("/api/me")).body["signed_in"]

    run(tmp_path, story)


def test_behind_our_proxy_the_guesser_is_locked_out_and_not_the_proxy(tmp_path: Path) -> None:
    proxy = "10.0.0.2"

    async def story(here: Entrance) -> None:
        await here.administrator()

        async def guess(password: str, source: str, **forged: str) -> Answer:
            body = json.dumps({"login": "chen", "password": password}).encode()
            said = {"x-forwarded-for": f"{forged.get('before', '')}{source}", "x-forwarded-proto": "https"}
            through = here.browser(source=proxy, scheme="http")
            return await through.ask("POST", "/api/sign-in", body, said | {"origin": "https://hall-pc:8765"})

        for number in range(5):
            assert (await guess("wrong", "203.0.113.9", before=f"203.0.113.{number}, ")).status == 401
        assert (await guess(PASSWORD, "203.0.113.9", before="127.0.0.1, ")).status == 429
        good = await guess(PASSWORD, "203.0.113.8")
        assert good.status == 200
        assert sorted(good.cookies)[1].startswith("__Host-sid="), "the other side speaks HTTPS"

    run(tmp_path, story, proxies=[proxy])
