"""What the edge needs of whoever knows the hall, of the token mint, of whoever knows people and devices, and of whoever
remembers what was refused. `server.author`, `server.tokens` and `server.identity` have it; a process that only reads
has `server.follower` for its hall, and knows nobody."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Protocol

from server.domain.events import Fact
from server.domain.hall import Hall
from server.identity.answers import (
    Account,
    AddedAccount,
    Denial,
    Device,
    DeviceCode,
    Enrolled,
    OwnAccount,
    PinPerson,
    Session,
    SignedIn,
    StaffLines,
    TotpSecret,
)
from server.identity.endings import Ending
from server.identity.principal import DEVICE_KINDS, DeviceKind, Principal, StaffRole
from server.identity.staff_log import What
from server.submissions import AuthorAnswer, KeyEnquiry, Published, Submission
from server.troubles import Trouble


class HallSource(Protocol):
    hall: Hall
    """The last committed hall, as of the last batch that the listeners were told of."""

    def subscribe(self, listener: Callable[[Sequence[Published]], None]) -> object:
        """`listener` is called on the event loop once for each committed batch, before its askers hear."""
        ...


class HallFollower(HallSource, Protocol):
    """Knows the hall from its log."""

    @property
    def caught_up(self) -> bool:
        """Whether everything that was in the log at the start has been read; then for ever."""
        ...

    def troubles(self) -> Sequence[Trouble]:
        """Why nothing new is heard of the hall."""
        ...


class HallAuthor(HallSource, Protocol):
    async def ask(self, submission: Submission | KeyEnquiry) -> AuthorAnswer: ...

    def facts_so_far(self) -> Sequence[tuple[int, Fact]]:
        """The business day's facts until now, in order, each with its log position. To be asked for once: they are
        forgotten then. Listeners hear what follows."""
        ...

    def heartbeat_age_ms(self) -> int | None:
        """Time since the log last proved to be writable; None before the first proof."""
        ...

    def troubles(self) -> Sequence[Trouble]:
        """What is wrong with the log's store, or who else writes it."""
        ...


class Refusals(Protocol):
    """Remembers what strangers were refused, for those who look into it afterwards."""

    def note(self, kind: str, source: str, detail: str) -> object:
        """At once, on the event loop; never raises, never waits. `kind` is one word of a few (`socket_refused`);
        `source` the address it came from, "" when nobody knows it; `detail` what stands in the log too, in one line:
        escaped and cut, and still a stranger's words. Called as often as strangers like: who keeps it, keeps a few of
        each source and counts the rest."""
        ...

    def right_refused(self, actor: str, device_id: str, source: str, asked: str) -> object:
        """As `note`, of somebody who is known and asked for what they have no right to: `asked` is method and path."""
        ...


class Mint(Protocol):
    def token(self, ticket_id: str) -> str:
        """The phone page's capability for a ticket."""
        ...


class Dated(Protocol):
    def now(self) -> int:
        """By which clock people's and devices' instants are told, in milliseconds since the epoch: the computer's, also
        in a rehearsal."""
        ...


class Sessions(Dated, Protocol):
    """Who is signed in. What is not `async` answers at once, from memory."""

    def principal_of_session(self, token: str, *, touch: bool = True) -> Principal | None:
        """None for a session that has ended, or never was. `touch`: its owner did something, so it is not idle."""
        ...

    def why_ended(self, token: str) -> Ending:
        """Why the session of that token is over; "" for one that lives, or of which nobody knows."""
        ...

    def own_account(self, session_id: str) -> OwnAccount | None:
        """Whose session it is; None when it has ended."""
        ...

    def subscribe(self, listener: Callable[[frozenset[str]], None]) -> object:
        """`listener` is called on the event loop with the ids of sessions and devices that just ended."""
        ...

    async def sign_in(
        self, login: str, password: str, totp: str, *, source: str, device_id: str = "", browser: str = ""
    ) -> SignedIn | Denial:
        """`source` is the address it comes from; `device_id` the enrolled counter, "" elsewhere;
        `browser` what the browser is known by from now on, if that succeeds."""
        ...

    async def sign_out(self, session_id: str) -> object: ...
    async def sessions_of(self, account_id: str) -> Sequence[Session]: ...
    async def end_session(self, by: str, session_id: str) -> Denial | None: ...
    async def pin_people(self, device_id: str) -> Sequence[PinPerson]: ...
    async def switch(self, device_id: str, account_id: str, pin: str, *, source: str) -> SignedIn | Denial: ...


class OwnAccounts(Protocol):
    """What people do to their own accounts. A new right, or a new secret, is a new session: the old one has ended."""

    def first_open(self) -> bool:
        """Whether the first administrator is still to be made. From memory."""
        ...

    async def make_first(
        self, code: str, login: str, name: str, password: str, *, source: str
    ) -> SignedIn | Denial: ...
    async def change_password(self, session_id: str, old: str, new: str) -> SignedIn | Denial: ...
    async def reset_password(self, login: str, code: str, new: str, *, source: str) -> Denial | None:
        """With a one-time code; signs nobody in."""
        ...

    async def set_pin(self, session_id: str, pin: str) -> Denial | None: ...
    async def totp_begin(self, session_id: str) -> TotpSecret | Denial: ...
    async def totp_confirm(self, session_id: str, code: str) -> SignedIn | Denial: ...


class Accounts(Protocol):
    """What is done to others' accounts; `by` is the actor. Whether they may was asked before."""

    async def accounts(self) -> Sequence[Account]: ...
    async def add_account(self, by: str, login: str, name: str, role: StaffRole) -> AddedAccount | Denial: ...
    async def set_role(self, by: str, account_id: str, role: StaffRole) -> Denial | None: ...
    async def disable(self, by: str, account_id: str) -> Denial | None: ...
    async def enable(self, by: str, account_id: str) -> Denial | None: ...
    async def reset_code(self, by: str, account_id: str) -> str | Denial: ...
    async def unlock(self, by: str, account_id: str) -> Denial | None: ...
    def account_name(self, account_id: str) -> str:
        """What people call the owner; "" for one who was erased, or never was. From memory."""
        ...

    async def erase(self, by: str, account_id: str) -> Denial | None:
        """Login and name go, the id stays. Nothing brings it back."""
        ...


class EnrolledDevices(Dated, Protocol):
    """Which devices are the hall's."""

    def principal_of_device(self, token: str) -> Principal | None:
        """From memory. None for one that was revoked, or never was."""
        ...

    def device_name(self, device_id: str) -> str:
        """What people call an enrolled device; "" for one that was revoked, or never was. From memory."""
        ...

    def seen(self, device_id: str, address: str, version: str, skew_ms: int | None) -> object:
        """It is here now; kept in memory, and written seldom."""
        ...

    async def device_code(self, by: str, kind: DeviceKind, name: str) -> DeviceCode | Denial: ...
    async def enrol(
        self, code: str, version: str, *, source: str, vouched: bool = False, kinds: Collection[str] = DEVICE_KINDS
    ) -> Enrolled | Denial:
        """`kinds`: what it can be; a code for another is refused as `wrong_kind`, and not used up."""
        ...

    async def devices(self) -> Sequence[Device]: ...
    async def revoke(self, by: str, device_id: str) -> Denial | None: ...
    async def rename(self, by: str, device_id: str, name: str) -> Denial | None: ...


class StaffLog(Protocol):
    def tell(self, what: What, *, by: str, device_id: str = "") -> object:
        """An entry for which nobody waits; never raises."""
        ...

    async def staff_lines(self, *, before: int | None = None, day: date | None = None, person: str = "") -> StaffLines:
        """The newest first: those with a `seq` below `before`, of that day of the hall, by or about that person."""
        ...


class Gatekeeper(Sessions, OwnAccounts, Accounts, EnrolledDevices, StaffLog, Protocol):
    """Knows everybody who may speak to this hall."""
