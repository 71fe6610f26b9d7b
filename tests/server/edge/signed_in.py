"""A hall with real accounts and devices, made over HTTP as they are in a hall; and browsers that sign in there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import URL

from program.clock import ManualClock
from server.domain.config import HallConfig
from server.identity.database import open_identity
from server.identity.identity import Identity
from server.identity.principal import DeviceKind, StaffRole
from server.identity.quick_hasher import QuickHasher
from server.identity.sign_in_policy import SignInPolicy
from tests.server.edge.running import Answered, Peer, RunningServer, running_server
from tests.server.sample_halls import NOON
from wire.codec import encode
from wire.messages import Command

ADMINISTRATOR = "chief"
LONG = "seventeen green umbrellas"
PIN = "258036"


class Browser:
    """Keeps cookies, and says where its pages come from."""

    def __init__(self, hall: RunningServer) -> None:
        self._hall = hall
        self.cookies: dict[str, str] = {}

    @property
    def headers(self) -> dict[str, str]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        origin = {"origin": f"http://127.0.0.1:{self._hall.port}"}
        return origin | ({"cookie": cookie} if cookie else {})

    def post(self, path: str, **data: Any) -> Answered:
        sent = self.headers | {"content-type": "application/json"}
        answer = self._hall.request("POST", path, msgspec.json.encode(data), sent)
        self._keep(answer)
        return answer

    def get(self, path: str) -> Answered:
        return self._hall.request("GET", path, headers=self.headers)

    def ask(self, command: Command) -> Answered:
        sent = self.headers | {"content-type": "application/json"}
        return self._hall.request("POST", "/api/commands", encode(command), sent)

    def me(self) -> dict[str, Any]:
        found: dict[str, Any] = self.get("/api/me").json()
        return found

    def sign_in(self, login: str, password: str = LONG) -> dict[str, Any]:
        answer = self.post("/api/sign-in", login=login, password=password)
        assert answer.status == 200, answer
        found: dict[str, Any] = answer.json()
        return found

    @contextmanager
    def console(self) -> Iterator[Peer]:
        with self._hall.screen("console", who="anonymous", additional_headers=self.headers) as peer:
            yield peer

    def twin(self) -> Browser:
        """Somebody who has copied the cookies."""
        other = Browser(self._hall)
        other.cookies = dict(self.cookies)
        return other

    def _keep(self, answer: Answered) -> None:
        for line in answer.cookies:
            name, _, value = line.partition(";")[0].partition("=")
            if value and "max-age=0" not in line.lower():
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)


class StaffedHall:
    """Made by `staffed_hall`."""

    def __init__(self, hall: RunningServer, administrator: Browser) -> None:
        self.hall = hall
        self.administrator = administrator

    def browser(self) -> Browser:
        return Browser(self.hall)

    def hire(self, login: str, role: StaffRole = "clerk") -> str:
        """An account with its own password; its id."""
        made = self.administrator.post("/api/accounts", login=login, name=login.title(), role=role).json()
        reset = self.browser().post("/api/password/reset", login=login, code=made["code"], new=LONG)
        assert reset.status == 200, reset
        account_id: str = made["account"]["account_id"]
        return account_id

    def enrol(self, kind: DeviceKind, name: str) -> dict[str, Any]:
        """A program that has become a device: what it was told."""
        code = self._code(kind, name)
        sent = {"content-type": "application/json"}
        body = msgspec.json.encode({"code": code, "version": "1.0"})
        found: dict[str, Any] = self.hall.request("POST", "/api/enrol", body, sent).json()
        return found

    def counter(self, name: str) -> Browser:
        """A browser that has become a counter."""
        browser = self.browser()
        assert browser.post("/api/enrol/counter", code=self._code("counter", name)).status == 200
        return browser

    def acted(self) -> list[tuple[str, str]]:
        """Type and `by` of every row of the log after the first."""
        return self.hall.rows('SELECT type, "by" FROM event WHERE seq > 1 ORDER BY seq')

    def _code(self, kind: DeviceKind, name: str) -> str:
        code: str = self.administrator.post("/api/devices/code", kind=kind, name=name).json()["code"]
        return code


@contextmanager
def staffed_hall(folder: Path, config: HallConfig | None = None) -> Iterator[StaffedHall]:
    """Open at noon of a clock that stands still; its administrator is signed in."""
    clock = ManualClock(NOON)
    identity = Identity(
        open_identity(URL.create("sqlite", database=str(folder / "identity.db"))),
        "sample",
        clock,
        SignInPolicy(totp_for_administrators=False),
        first_code_file=folder / "first-code",
        hasher=QuickHasher(),
        sweep_s=0.02,
    )
    with running_server(folder, config, clock=clock, identity=identity) as hall:
        code = hall.run(identity.first_code)
        chief = Browser(hall)
        began = chief.post("/api/first", code=code, login=ADMINISTRATOR, name="Chief", password=LONG)
        assert began.status == 200, began
        yield StaffedHall(hall, chief)
