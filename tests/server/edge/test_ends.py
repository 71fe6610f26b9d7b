"""Keys, tokens and codes end where they end: what looks like one with a newline or a blank behind it is another one."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pyotp
import pytest

from server.edge import api_words
from server.edge.caller import Caller, Callers
from server.edge.known_people import KnownPeople
from server.edge.socket_tickets import PREFIX, SUBPROTOCOL, SocketTickets
from server.identity.pins import pin_fault
from server.identity.principal import Principal
from server.identity.second_factor import step_of
from wire.codec import decode_client
from wire.errors import MalformedMessage

TOKEN = "t" * 43
SECRET, STEP_AT = "JBSWY3DPEHPK3PXP" * 2, 1_800_000_000_000


def refused(decode: Callable[[], object]) -> bool:
    try:
        decode()
    except (MalformedMessage, msgspec.ValidationError):
        return True
    return False


def message(**fields: object) -> bool:
    return not refused(lambda: decode_client(msgspec.json.encode(fields)))


def spoken(kind: object, value: str) -> bool:
    return not refused(lambda: msgspec.convert(value, kind))


def found(headers: dict[bytes, str]) -> Caller:
    people = KnownPeople()
    people.knows_device(TOKEN, Principal("counter", "hall", "device:1", "1", device_id="1"))
    people.knows_person(TOKEN, Principal("clerk", "hall", "person:1", "1", session_id="1"))
    sent = {name: value.encode("utf-8", "surrogatepass") for name, value in headers.items()}
    return Callers(people, "hall").find(sent, "192.0.2.1", secure=True, touch=False)


def ticket(end: Callable[[str], str]) -> bool:
    tickets = SocketTickets()
    return tickets.take([SUBPROTOCOL, PREFIX + end(tickets.make("session"))], "session")


Taken = Callable[[Callable[[str], str]], bool]
"""Whether a good value is still taken when something was done to it."""
VALUES: dict[str, Taken] = {
    "key of a command": lambda end: message(
        type="call_next", key=end("key-00000001"), counter_id="1", after=0, patience_ms=1
    ),
    "key that is asked for": lambda end: message(type="ask_fate", key=end("key-00000001")),
    "key that is cancelled": lambda end: message(type="cancel_key", key=end("key-00000001")),
    "token of a phone": lambda end: message(type="follow_ticket", protocol=1, token=end("t" * 22)),
    "token of a device": lambda end: found({b"authorization": end(f"Bearer {TOKEN}")}).principal.role != "anonymous",
    "cookie of a session": lambda end: found({b"cookie": end(f"__Host-sid={TOKEN}")}).principal.role == "clerk",
    "cookie before others": lambda end: (
        found({b"cookie": end(f"__Host-sid={TOKEN}") + "; a=b"}).principal.role == "clerk"
    ),
    "cookie of a counter": lambda end: found({b"cookie": end(f"__Host-device={TOKEN}")}).counter is not None,
    "ticket of a socket": ticket,
    "id": lambda end: spoken(api_words.Id, end("a1b2c3")),
    "PIN that is set": lambda end: pin_fault(end("271828")) == "",
}
LINES: dict[str, Taken] = {
    "one line": lambda end: spoken(api_words.Text, end("chen")),
    "name": lambda end: spoken(api_words.Name, end("Chen")),
}
"""May have blanks in them, and no end of a line."""
ENDS = ["\n", "\r\n", "\0", "\x1f"]
BLANKS = [" ", "\t", "\x85", "\xa0", "\u2028", "\u200b", "\ufeff"]


@pytest.mark.parametrize("what", VALUES)
@pytest.mark.parametrize("more", [*ENDS, *BLANKS])
def test_nothing_may_stand_behind_it(what: str, more: str) -> None:
    taken = VALUES[what]
    assert taken(lambda value: value)
    assert not taken(lambda value: value + more)
    assert not taken(lambda value: value + "\n" + more)


@pytest.mark.parametrize("what", VALUES)
@pytest.mark.parametrize("more", [*ENDS, "\t", "\xa0"])
def test_nor_before_it(what: str, more: str) -> None:
    assert not VALUES[what](lambda value: more + value)


@pytest.mark.parametrize("what", LINES)
@pytest.mark.parametrize("more", ENDS)
def test_a_line_has_no_end_in_it(what: str, more: str) -> None:
    taken = LINES[what]
    assert taken(lambda value: value)
    assert not taken(lambda value: value + more)
    assert not taken(lambda value: more + value)


def test_no_more_than_one_blank_stands_between_bearer_and_token() -> None:
    assert found({b"authorization": f"Bearer  {TOKEN}"}).principal.role == "anonymous"
    assert found({b"authorization": f"bearer {TOKEN}"}).principal.role == "counter"


def test_a_second_factor_is_its_digits() -> None:
    """Groups are how people type it; the route lets no line's end through."""
    code = pyotp.TOTP(SECRET).generate_otp(STEP_AT // 30_000)
    assert step_of(SECRET, f"{code[:3]} {code[3:]}", STEP_AT, 0) is not None
    assert step_of(SECRET, code + "\0", STEP_AT, 0) is None
    assert not spoken(api_words.Text, code + "\n")
