"""Who speaks to a server under test: clerks by the cookie of a session, devices by a token; each known when needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from server.edge.known_people import KnownPeople
from server.identity.answers import OwnAccount
from server.identity.principal import DEVICE_KINDS, STAFF_ROLES, Principal, Role
from tests.server.sample_halls import sample_hall

Headers = dict[str, str]


class KnownCallers:
    """Of the server on that port. A device has the name that it is called as its id too."""

    def __init__(self, people: KnownPeople, port: int) -> None:
        self.people = people
        self.port = port
        self._origin = f"http://127.0.0.1:{port}"
        self._hall_id = sample_hall().hall_id
        self._here: set[str] = set()
        """Ids of devices whose socket is open."""

    def headers(self, who: Role, called: str = "") -> Headers:
        """What a page or a program sends that says who it is; nothing for anonymous and phones."""
        called = called or who
        if who in DEVICE_KINDS:
            principal = Principal(who, self._hall_id, f"device:{called}", called, device_id=called)
            token = f"token-of-{who}-{called}"
            self.people.knows_device(token, principal)
            browser = {"cookie": f"device={token}", "origin": self._origin}
            return browser if who == "counter" else {"authorization": f"Bearer {token}"}
        if who in STAFF_ROLES:
            self._signed_in(who, who)
        elif who == "pending":
            own = OwnAccount("pending", "pending", "pending", "clerk", must_change=True)
            self._signed_in(who, "clerk", own)
        else:
            return {}
        return {"cookie": f"sid=token-of-{who}", "origin": self._origin}

    def _signed_in(self, who: Role, role: Role, own: OwnAccount | None = None) -> None:
        principal = Principal(role, self._hall_id, f"person:{who}", who, session_id=f"session-of-{who}")
        self.people.knows_person(f"token-of-{who}", principal, own)

    @contextmanager
    def one(self, who: Role, called: str = "") -> Iterator[Headers]:
        """The same for one socket: no two devices that are here at once are one."""
        called, number = called or who, 1
        while called in self._here:
            number += 1
            called = f"{called.rpartition('#')[0] or called}#{number}"
        self._here.add(called)
        try:
            yield self.headers(who, called)
        finally:
            self._here.discard(called)
