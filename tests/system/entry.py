"""Who speaks to a server under test: a signed-in person and enrolled devices, by the ways that every hall goes.

The first administrator is made with the code that the server gave out, devices are enrolled with codes of the
administrator's; what they hold outlives restarts of the server, and whoever must sign in again does.
"""

from __future__ import annotations

import http.client
import json
import ssl
import threading
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from program.credentials import Credentials

LOGIN = "chen"
PASSWORD = "a long walk by the river 27"
WAIT_S = 60.0
UNKNOWN = 401
"""The HTTP status of somebody who must sign in."""

Headers = dict[str, str]
Body = Mapping[str, object]


class NoEntry(AssertionError):
    """The server did not let in who should get in."""


@dataclass(frozen=True, slots=True)
class Door:
    """Where a server that runs now is found, on loopback."""

    port: int
    config: Path
    tls: ssl.SSLContext | None = None
    """What trusts it; without it plain HTTP is spoken."""

    @property
    def origin(self) -> str:
        return f"{'http' if self.tls is None else 'https'}://127.0.0.1:{self.port}"

    def connection(self) -> http.client.HTTPConnection:
        """Opened at its first request."""
        if self.tls is None:
            return http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT_S)
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=WAIT_S, context=self.tls)

    def first_code(self) -> str:
        """With which the first administrator is made, where whoever may read this computer's files finds it."""
        tables = tomllib.loads(self.config.read_text("utf-8"))  # a hall may speak languages that this program has not
        kept = self.config.parent / tables["server"].get("identity_file", "data/identity.db")
        return str(kept.with_name(f"{kept.stem}-{tables['hall']['id']}.first-code").read_text("ascii").strip())

    def ask(self, path: str, body: Body | None = None, headers: Headers | None = None) -> tuple[int, Any, list[str]]:
        """Status, answer, cookies that were set. A POST when there is a `body`."""
        connection = self.connection()
        try:
            return ask(connection, path, body, headers)
        finally:
            connection.close()


def ask(
    connection: http.client.HTTPConnection, path: str, body: Body | None = None, headers: Headers | None = None
) -> tuple[int, Any, list[str]]:
    """The same over a connection that is open."""
    if body is None:
        connection.request("GET", path, headers=headers or {})
    else:
        sent = {"content-type": "application/json"} | (headers or {})
        connection.request("POST", path, json.dumps(body), sent)
    response = connection.getresponse()
    raw = response.read()
    return response.status, json.loads(raw) if raw else None, response.headers.get_all("set-cookie") or []


@dataclass
class Entry:
    """Of one hall's store. Threads may share it."""

    session: str = ""
    """The administrator's cookie."""
    devices: dict[str, dict[str, str]] = field(default_factory=dict)
    """What each device was told at its enrolment, by name."""
    _turn: threading.RLock = field(default_factory=threading.RLock)

    def cookie(self, door: Door) -> str:
        """Of a person who may do everything, `name=value`; signed in at the first call."""
        with self._turn:
            self.session = self.session or _sign_in(door)
            return self.session

    def let_in(self, door: Door) -> None:
        """A person and a kiosk are known from now on: for whoever takes the store away afterwards."""
        self.allowed(door, lambda headers: door.ask("/api/sessions", headers=headers))
        self.token(door)

    def person(self, door: Door) -> Headers:
        """What a page of that person's sends beside its request."""
        return {"cookie": self.cookie(door), "origin": door.origin}

    def token(self, door: Door, kind: str = "kiosk", name: str = "") -> str:
        return self.enrolled(door, kind, name)["token"]

    def credentials(self, door: Door, kind: str, name: str = "") -> Credentials:
        """What a kiosk or display of this hall keeps."""
        told = self.enrolled(door, kind, name)
        who: dict[str, Any] = {key: told[key] for key in ("device_id", "kind", "name", "hall_id", "token")}
        return Credentials(server=f"ws://127.0.0.1:{door.port}/ws", **who)

    def enrolled(self, door: Door, kind: str, name: str = "") -> dict[str, str]:
        """A device, enrolled at the first call with that name, which is its kind when none is given."""
        name = name or kind
        with self._turn:
            if name not in self.devices:
                order = {"kind": kind, "name": name}
                made = self.allowed(door, lambda headers: door.ask("/api/devices/code", order, headers))
                status, answer, _ = door.ask("/api/enrol", {"code": made["code"], "version": "test"})
                if status != 200:
                    raise NoEntry(f"{name} was not enrolled: {status} {answer}")
                self.devices[name] = answer
            return self.devices[name]

    def device(self, door: Door, kind: str = "kiosk", name: str = "") -> Headers:
        return {"authorization": f"Bearer {self.token(door, kind, name)}"}

    def allowed(self, door: Door, act: Callable[[Headers], tuple[int, Any, list[str]]]) -> Any:
        """What a person's request is answered, in a second session when the first is over. Raises NoEntry."""
        status, answer, _ = act(self.person(door))
        if status == UNKNOWN:
            self.forget(door)
            status, answer, _ = act(self.person(door))
        if status != 200:
            raise NoEntry(f"{status} {answer}")
        return answer

    def forget(self, door: Door, headers: Headers | None = None) -> None:
        """Whom these do not make known any more: a session that is over, a device of another hall."""
        token = (headers or {}).get("authorization", "").removeprefix("Bearer ")
        with self._turn:
            if token:
                self.devices = {name: one for name, one in self.devices.items() if one["token"] != token}
            elif self.session and not door.ask("/api/me", headers=self.person(door))[1]["signed_in"]:
                self.session = ""  # else another thread was here


@cache
def entry_of(folder: Path) -> Entry:
    """Of the hall whose config lies there."""
    return Entry()


def _sign_in(door: Door) -> str:
    if door.ask("/api/first")[1]["open"]:
        made = {"code": door.first_code(), "login": LOGIN, "name": "陳小明", "password": PASSWORD}
        status, answer, cookies = door.ask("/api/first", made)
    else:
        status, answer, cookies = door.ask("/api/sign-in", {"login": LOGIN, "password": PASSWORD})
    if status != 200 or not cookies:
        raise NoEntry(f"nobody could sign in: {status} {answer}")
    return cookies[0].partition(";")[0]


def make_account(entry: Entry, door: Door, login: str, password: str, *, role: str) -> None:
    """A person more, by an administrator who makes the account and themselves with the code they are given."""
    order = {"login": login, "name": login, "role": role}
    made = entry.allowed(door, lambda headers: door.ask("/api/accounts", order, headers))
    status, answer, _ = door.ask("/api/password/reset", {"login": login, "code": made["code"], "new": password})
    if status != 200:
        raise NoEntry(f"{login} has no password: {status} {answer}")


class Line:
    """An HTTP connection that is kept open: a number at the kiosk is asked for by a kiosk, all else by a person."""

    def __init__(self, door: Door, entry: Entry) -> None:
        self._door = door
        self._entry = entry
        self._connection = door.connection()

    def ask(self, command: Body) -> tuple[int, dict[str, Any]]:
        """HTTP status and answer."""
        return self._answered("/api/commands", command)

    def get(self, path: str) -> dict[str, Any]:
        return self._answered(path, None)[1]

    def close(self) -> None:
        self._connection.close()

    def _answered(self, path: str, body: Body | None) -> tuple[int, dict[str, Any]]:
        headers = self._headers(path, body)
        status, answer, _ = ask(self._connection, path, body, headers)
        if status == UNKNOWN and headers:
            self._entry.forget(self._door, headers)
            status, answer, _ = ask(self._connection, path, body, self._headers(path, body))
        return status, answer

    def _headers(self, path: str, body: Body | None) -> Headers:
        if not path.startswith("/api/"):
            return {}
        return headers_for(self._entry, self._door, body or {})


def headers_for(entry: Entry, door: Door, command: Body) -> Headers:
    """Of somebody who may ask this."""
    visit = command.get("visit")
    at_kiosk = isinstance(visit, Mapping) and visit.get("channel") == "kiosk"
    return entry.device(door) if at_kiosk else entry.person(door)
