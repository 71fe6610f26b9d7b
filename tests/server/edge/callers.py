"""Who speaks to a server under test: clerks with the cookie of a session, devices with a token."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from server.edge.known_people import KnownPeople
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
            self.people.knows_device(f"token-of-{who}-{called}", principal)
            return {"authorization": f"Bearer token-of-{who}-{called}"}
        if who in STAFF_ROLES:
            self.people.knows_person(
                f"token-of-{who}", Principal(who, self._hall_id, f"person:{who}", who, session_id=f"session-of-{who}")
            )
            return {"cookie": f"sid=token-of-{who}", "origin": self._origin}
        return {}

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
