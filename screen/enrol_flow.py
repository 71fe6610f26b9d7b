"""The first screen of a program that is no device yet: address, code, a fingerprint to compare, and on it goes. Pure.

    ADDRESS ─► LOOKING ─► CODE ─► COMPARE ─► REDEEMING ─► DONE
                            └── nothing to compare, or compared before ──┘

The code leaves this computer only after somebody said that the fingerprint is the same.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum

from program.addresses import LONGEST, AddressFault, typed_server
from program.credentials import Credentials
from wire.enrolment import CODE_LETTERS, Found, NotEnrolled, Obstacle, for_kind

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""What codes are made of: no I, no O, which read as digits."""


class Step(StrEnum):
    ADDRESS = "address"
    LOOKING = "looking"
    CODE = "code"
    COMPARE = "compare"
    REDEEMING = "redeeming"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong last: a text `key` of the room enrol, and what belongs into it."""

    key: str
    minutes: int = 0
    detail: str = ""


@dataclass(frozen=True, slots=True)
class EnrolFlow:
    kind: str
    language: str
    address: str = ""
    """As it was typed."""
    code: str = ""
    """The letters so far."""
    step: Step = Step.ADDRESS
    attempt: int = 0
    """Counts what was asked of the network: an answer to anything older is not heard."""
    found: Found | None = None
    same: bool = False
    """Somebody said that what was found is the server."""
    trouble: Trouble | None = None
    credentials: Credentials | None = None
    """Redeemed, and perhaps not kept yet."""


# What happens


@dataclass(frozen=True, slots=True)
class Typed:
    text: str


@dataclass(frozen=True, slots=True)
class Erased:
    pass


@dataclass(frozen=True, slots=True)
class Entered:
    """On, as far as this step can be left by it."""


@dataclass(frozen=True, slots=True)
class WentBack:
    pass


@dataclass(frozen=True, slots=True)
class Compared:
    same: bool


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    language: str


@dataclass(frozen=True, slots=True)
class Seen:
    """Who is at the address."""

    attempt: int
    found: Found


@dataclass(frozen=True, slots=True)
class Redeemed:
    attempt: int
    credentials: Credentials


@dataclass(frozen=True, slots=True)
class Failed:
    attempt: int
    fault: NotEnrolled


@dataclass(frozen=True, slots=True)
class NotKept:
    detail: str


@dataclass(frozen=True, slots=True)
class Kept:
    pass


@dataclass(frozen=True, slots=True)
class KeptElsewhere:
    """Another program has made this computer a device meanwhile."""

    credentials: Credentials


Event = (
    Typed
    | Erased
    | Entered
    | WentBack
    | Compared
    | LanguageChosen
    | Seen
    | Redeemed
    | Failed
    | NotKept
    | Kept
    | KeptElsewhere
)

# What is to be done


@dataclass(frozen=True, slots=True)
class Look:
    attempt: int
    server: str


@dataclass(frozen=True, slots=True)
class Redeem:
    attempt: int
    found: Found
    code: str


@dataclass(frozen=True, slots=True)
class Keep:
    credentials: Credentials


Effect = Look | Redeem | Keep
Moved = tuple[EnrolFlow, tuple[Effect, ...]]


def step(flow: EnrolFlow, event: Event) -> Moved:
    """What becomes of the flow, and what is to be done now."""
    match event:
        case Entered():
            return _entered(flow)
        case Compared(same):
            return _compared(flow, same=same)
        case Typed(text) if flow.step is Step.COMPARE and text.lower() in {"y", "n"}:
            return _compared(flow, same=text.lower() == "y")
        case Seen() | Redeemed() | Failed():
            return _answered(flow, event) if event.attempt == flow.attempt else (flow, ())
        case _:
            return _noted(flow, event), ()


def _noted(
    flow: EnrolFlow, event: Typed | Erased | WentBack | LanguageChosen | Kept | NotKept | KeptElsewhere
) -> EnrolFlow:
    match event:
        case Typed(text):
            noted = _typed(flow, text)
        case Erased():
            noted = _erased(flow)
        case WentBack():
            noted = _back(flow)
        case LanguageChosen(language):
            noted = replace(flow, language=language)
        case Kept():
            noted = replace(flow, step=Step.DONE, trouble=None)
        case KeptElsewhere(credentials):
            noted = _kept_elsewhere(flow, credentials)
        case NotKept(detail):
            noted = replace(flow, step=Step.CODE, trouble=Trouble("not_kept", detail=detail))
    return noted


def _kept_elsewhere(flow: EnrolFlow, credentials: Credentials) -> EnrolFlow:
    """Not while a code is being redeemed: what comes of that is kept after it."""
    if flow.step in {Step.REDEEMING, Step.DONE}:
        return flow
    return replace(flow, step=Step.DONE, attempt=flow.attempt + 1, trouble=None, credentials=credentials)


def _typed(flow: EnrolFlow, text: str) -> EnrolFlow:
    plain = unicodedata.normalize("NFKC", text)  # an input method for Chinese writes full-width letters
    if flow.step is Step.ADDRESS:
        kept = "".join(one for one in plain if one.isprintable() and not one.isspace())
        return replace(flow, address=(flow.address + kept)[:LONGEST], trouble=None)
    if flow.step is Step.CODE and flow.credentials is None:
        letters = "".join(one for one in plain.upper() if one in LETTERS)
        return replace(flow, code=(flow.code + letters)[:CODE_LETTERS], trouble=None)
    return flow


def _erased(flow: EnrolFlow) -> EnrolFlow:
    if flow.step is Step.ADDRESS:
        return replace(flow, address=flow.address[:-1], trouble=None)
    if flow.step is Step.CODE and flow.credentials is None:
        return replace(flow, code=flow.code[:-1], trouble=None)
    return flow


def _entered(flow: EnrolFlow) -> Moved:
    if flow.step is Step.ADDRESS:
        return _look(flow)
    if flow.step is Step.CODE and flow.credentials is not None:
        return flow, (Keep(flow.credentials),)
    if flow.step is Step.CODE and flow.found is not None:
        if len(flow.code) < CODE_LETTERS:
            return replace(flow, trouble=Trouble("bad_code")), ()
        if flow.same or not flow.found.fingerprint:
            return _redeem(flow, flow.found)
        return replace(flow, step=Step.COMPARE, trouble=None), ()
    return flow, ()


def _look(flow: EnrolFlow) -> Moved:
    try:
        server = typed_server(flow.address)
    except AddressFault:
        return replace(flow, trouble=Trouble("bad_address")), ()
    looking = replace(flow, step=Step.LOOKING, attempt=flow.attempt + 1, found=None, same=False, trouble=None)
    return looking, (Look(looking.attempt, server),)


def _redeem(flow: EnrolFlow, found: Found) -> Moved:
    redeeming = replace(flow, step=Step.REDEEMING, attempt=flow.attempt + 1, trouble=None)
    return redeeming, (Redeem(redeeming.attempt, found, flow.code),)


def _back(flow: EnrolFlow) -> EnrolFlow:
    """One step; while the code is being redeemed there is no way back, since it may be used up by now."""
    if flow.step is Step.LOOKING or (flow.step is Step.CODE and flow.credentials is None):
        return replace(flow, step=Step.ADDRESS, attempt=flow.attempt + 1, trouble=None)
    if flow.step is Step.COMPARE:
        return replace(flow, step=Step.CODE, trouble=None)
    return flow


def _compared(flow: EnrolFlow, *, same: bool) -> Moved:
    if flow.step is not Step.COMPARE or flow.found is None:
        return flow, ()
    if same:
        return _redeem(replace(flow, same=True), flow.found)
    return replace(flow, step=Step.ADDRESS, found=None, trouble=Trouble("not_same")), ()


def _answered(flow: EnrolFlow, event: Seen | Redeemed | Failed) -> Moved:
    if isinstance(event, Seen):
        return replace(flow, step=Step.CODE, found=event.found), ()
    if isinstance(event, Failed):
        return _failed(flow, event.fault), ()
    try:
        mine = for_kind(event.credentials, flow.kind)
    except NotEnrolled as fault:
        return _failed(flow, fault), ()
    return replace(flow, credentials=mine), (Keep(mine),)


def _failed(flow: EnrolFlow, fault: NotEnrolled) -> EnrolFlow:
    trouble = Trouble(f"why_{fault.obstacle}", max(1, -(-fault.retry_after_s // 60)))
    if flow.step is Step.LOOKING or fault.obstacle in {Obstacle.UNTRUSTED, Obstacle.WRONG_NAME}:
        return replace(flow, step=Step.ADDRESS, found=None, same=False, trouble=trouble)
    spent = fault.obstacle in {Obstacle.WRONG_CODE, Obstacle.WRONG_KIND}
    return replace(flow, step=Step.CODE, code="" if spent else flow.code, trouble=trouble)
