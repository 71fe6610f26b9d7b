"""The first screen's rules: the code leaves only for a server that somebody compared, and nobody is stuck."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.credentials import Credentials
from screen.enrol_flow import (
    Compared,
    Effect,
    EnrolFlow,
    Entered,
    Erased,
    Event,
    Failed,
    Keep,
    Kept,
    LanguageChosen,
    Look,
    NotKept,
    Redeem,
    Redeemed,
    Seen,
    Step,
    Trouble,
    Typed,
    WentBack,
    step,
)
from wire.enrolment import Found, NotEnrolled, Obstacle

SERVER = "wss://192.0.2.10:8765/ws"
FOUND = Found(SERVER, "pem", "ABCD-EFGH-JKLM-NPQR")
MINE = Credentials(server=SERVER, device_id="d", kind="kiosk", name="entrance", hall_id="y", token="t")
START = EnrolFlow("kiosk", "zh-TW")


class Walk:
    """A flow, and what is to be done now."""

    def __init__(self, flow: EnrolFlow = START) -> None:
        self.flow = flow
        self._effects: tuple[Effect, ...] = ()

    def do(self, *events: Event) -> Walk:
        for event in events:
            self.flow, self._effects = step(self.flow, event)
        return self

    def effects(self) -> tuple[Effect, ...]:
        return self._effects

    def seen(self, found: Found = FOUND) -> Walk:
        return self.do(Typed("192.0.2.10"), Entered()).do(Seen(self.flow.attempt, found))


def test_from_address_to_device() -> None:
    walk = Walk().do(Typed("１９２.0.2."), Typed("103"), Erased(), Entered())
    assert (walk.flow.step, walk.flow.address) == (Step.LOOKING, "192.0.2.10")
    assert walk.effects() == (Look(1, SERVER),)
    walk.do(Seen(1, FOUND))
    assert (walk.flow.step, walk.effects()) == (Step.CODE, ())
    walk.do(Typed("ktrw-mp"), Typed("IO1"), Typed("aex"), Erased(), Typed("f"), Entered())
    assert (walk.flow.step, walk.flow.code, walk.effects()) == (Step.COMPARE, "KTRWMPAF", ())
    walk.do(Compared(same=True))
    assert (walk.flow.step, walk.effects()) == (Step.REDEEMING, (Redeem(2, FOUND, "KTRWMPAF"),))
    walk.do(Redeemed(2, MINE))
    assert walk.effects() == (Keep(MINE),)
    walk.do(Kept())
    assert (walk.flow.step, walk.flow.credentials) == (Step.DONE, MINE)


def test_the_keyboard_compares_by_letters() -> None:
    walk = Walk().seen().do(Typed("KTRWMPAE"), Entered(), Entered(), Typed("x"))
    assert walk.flow.step is Step.COMPARE
    assert replace(walk.flow, step=Step.ADDRESS, found=None, trouble=Trouble("not_same")) == walk.do(Typed("n")).flow
    walk = Walk().seen().do(Typed("KTRWMPAE"), Entered(), Typed("Y"))
    assert walk.effects() == (Redeem(2, FOUND, "KTRWMPAE"),)


def test_nothing_is_compared_where_the_computer_knows_the_server() -> None:
    walk = Walk().seen(Found(SERVER, "", "")).do(Typed("KTRWMPAE"), Entered())
    assert walk.flow.step is Step.REDEEMING


def test_a_server_that_differs_gets_nothing() -> None:
    walk = Walk().seen().do(Typed("KTRWMPAE"), Entered(), Compared(same=False))
    assert (walk.flow.step, walk.flow.found, walk.effects()) == (Step.ADDRESS, None, ())
    assert walk.flow.trouble == Trouble("not_same")


def test_a_wrong_code_is_typed_again_without_comparing_again() -> None:
    walk = Walk().seen().do(Typed("KTRWMPAE"), Entered(), Compared(same=True))
    walk.do(Failed(2, NotEnrolled(Obstacle.WRONG_CODE)))
    assert (walk.flow.step, walk.flow.code, walk.flow.trouble) == (Step.CODE, "", Trouble("why_wrong_code", 1))
    walk.do(Typed("ABCDEFGH"), Entered())
    assert walk.effects() == (Redeem(3, FOUND, "ABCDEFGH"),)
    walk.do(Failed(3, NotEnrolled(Obstacle.LOCKED, retry_after_s=61)))
    assert (walk.flow.code, walk.flow.trouble) == ("ABCDEFGH", Trouble("why_locked", 2))


@pytest.mark.parametrize("obstacle", list(Obstacle))
def test_after_every_obstacle_one_can_try_again(obstacle: Obstacle) -> None:
    looking = Walk().do(Typed("hall-pc"), Entered()).do(Failed(1, NotEnrolled(obstacle)))
    assert (looking.flow.step, looking.flow.address) == (Step.ADDRESS, "hall-pc")
    assert looking.do(Entered()).flow.step is Step.LOOKING
    redeeming = Walk().seen().do(Typed("KTRWMPAE"), Entered(), Compared(same=True))
    redeeming.do(Failed(2, NotEnrolled(obstacle)))
    assert redeeming.flow.trouble == Trouble(f"why_{obstacle}", 1)
    stranger = obstacle in {Obstacle.UNTRUSTED, Obstacle.WRONG_NAME}
    assert redeeming.flow.step is (Step.ADDRESS if stranger else Step.CODE)
    assert redeeming.flow.same is not stranger


def test_a_code_of_another_kind_makes_no_device() -> None:
    walk = Walk().seen().do(Typed("KTRWMPAE"), Entered(), Compared(same=True))
    walk.do(Redeemed(2, msgspec.structs.replace(MINE, kind="display")))
    assert (walk.flow.credentials, walk.effects()) == (None, ())
    assert walk.flow.trouble == Trouble("why_wrong_kind", 1)


def test_credentials_that_could_not_be_kept_are_kept_later() -> None:
    walk = Walk().seen().do(Typed("KTRWMPAE"), Entered(), Compared(same=True), Redeemed(2, MINE), NotKept("full"))
    assert (walk.flow.step, walk.flow.trouble) == (Step.CODE, Trouble("not_kept", detail="full"))
    walk.do(Erased(), Typed("A"), WentBack())
    assert (walk.flow.step, walk.flow.code) == (Step.CODE, "KTRWMPAE")
    assert walk.do(Entered()).effects() == (Keep(MINE),)


def test_an_answer_to_something_older_is_not_heard() -> None:
    walk = Walk().do(Typed("192.0.2.1"), Entered(), WentBack(), Erased(), Typed("2"), Entered())
    before = walk.flow
    assert walk.do(Seen(1, FOUND), Failed(1, NotEnrolled(Obstacle.BUSY)), Redeemed(1, MINE)).flow == before


def test_what_is_no_address_or_no_whole_code_goes_nowhere() -> None:
    walk = Walk().do(Typed("http://192.0.2.1"), Entered())
    assert (walk.flow.step, walk.flow.trouble, walk.effects()) == (Step.ADDRESS, Trouble("bad_address"), ())
    walk = Walk().seen().do(Typed("KTRW"), Entered())
    assert (walk.flow.step, walk.flow.trouble, walk.effects()) == (Step.CODE, Trouble("bad_code"), ())


EVENTS = st.one_of(
    st.sampled_from(
        [
            Typed("192.0.2.10"),
            Typed("KTRWMPAE"),
            Typed("y"),
            Erased(),
            Entered(),
            Entered(),
            WentBack(),
            Compared(same=True),
            Compared(same=False),
            LanguageChosen("en"),
            Kept(),
            NotKept("full"),
        ]
    ),
    st.builds(Seen, st.integers(0, 9), st.just(FOUND)),
    st.builds(Redeemed, st.integers(0, 9), st.just(MINE)),
    st.builds(Failed, st.integers(0, 9), st.sampled_from(Obstacle).map(NotEnrolled)),
)


@given(st.lists(EVENTS, max_size=30))
def test_no_code_leaves_before_somebody_compared(events: list[Event]) -> None:
    walk = Walk()
    compared = False
    for event in events:
        asked = walk.flow.step is Step.COMPARE
        walk.do(event)
        if isinstance(event, Entered) and walk.flow.step is Step.LOOKING:
            compared = False
        said_so = event in (Compared(same=True), Typed("y"))
        compared = compared or (asked and said_so)
        if any(isinstance(effect, Redeem) for effect in walk.effects()):
            assert compared
