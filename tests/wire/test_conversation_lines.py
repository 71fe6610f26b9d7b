"""How a line begins and ends, and how long the pauses are."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from tests.wire.conversation_halves import sample
from tests.wire.talks import (
    FOLLOW,
    SILENCE,
    UP,
    WELCOME,
    Talk,
    connected,
    lost,
    moved,
    snapshot,
)
from wire.codec import encode
from wire.conversation import GREETING_MS, OPEN_FAR_MS, OPEN_MS, PROBE_MS
from wire.errors import Code
from wire.messages import (
    PhoneTicket,
    Probe,
    Pulse,
    Refused,
    ServerMessage,
)
from wire.outputs import Close, Deliver, Open, Send, StateChanged
from wire.pauses import LONGEST_NEAR_MS, LONGEST_PAUSE_MS, SHORT_TRIES
from wire.server_clock import ASK_MS
from wire.verdicts import LinkState, Reason


def test_silence_is_tried_and_no_pulse_ends_the_line() -> None:
    talk = connected(luck=0.25)
    silence = SILENCE * (1 + 0.25 / 3)
    assert talk.half.wake_at == silence
    assert talk.wake() == [Send(Probe())]
    assert talk.hear(Pulse(at=1)) == [Deliver(Pulse(at=1))]
    assert talk.half.wake_at == talk.now + silence
    talk.wake()
    assert talk.half.wake_at == talk.now + PROBE_MS
    assert lost(talk.wake()) is Reason.SILENT


def test_a_line_that_is_never_silent_is_asked_for_the_time() -> None:
    talk = connected()
    talk.now += 5_000
    talk.hear(moved(6, 5))
    assert talk.wake() == [Send(Probe())]
    assert talk.now == ASK_MS
    talk.hear(Pulse(at=1_000_000), msgspec.structs.replace(moved(7, 6), at=1_000_000))
    assert talk.half.clock.read(talk.now) == 1_000_000
    assert talk.half.wake_at == talk.now + SILENCE, "it is asked once"


def test_without_a_probe_a_silent_line_is_renewed() -> None:
    talk = connected(probe=None)
    assert talk.wake() == [Close(1), Open(2)]
    assert talk.half.state is LinkState.CONNECTED


def test_what_nobody_knows_is_a_sign_of_life_and_nothing_else() -> None:
    talk = connected()
    talk.wake()
    assert talk.hear('{"type":"fireworks","at":1}') == []
    assert talk.half.wake_at == talk.now + SILENCE


@pytest.mark.parametrize("text", ["nonsense", '{"type":"pulse"}', '{"type":"fireworks"'])
def test_nonsense_ends_the_line(text: str) -> None:
    talk = connected()
    assert lost(talk.hear(text)) is Reason.MALFORMED


def test_a_binary_frame_is_nonsense() -> None:
    talk = connected()
    assert lost(talk.half.received(0.0, 1, encode(Pulse(at=1)))) is Reason.MALFORMED


@pytest.mark.parametrize(
    ("code", "text", "state", "reason"),
    [
        (4002, "protocol_too_old", LinkState.REFUSED, Reason.PROTOCOL_TOO_OLD),
        (4002, "protocol_too_new", LinkState.REFUSED, Reason.PROTOCOL_TOO_NEW),
        (4002, "", LinkState.REFUSED, Reason.PROTOCOL_TOO_OLD),
        (4003, "", LinkState.LOST, Reason.MALFORMED),
        (4004, "hsinying", LinkState.REFUSED, Reason.WRONG_HALL),
        (4005, "", LinkState.REFUSED, Reason.REVOKED),
        (4008, "", LinkState.LOST, Reason.TOO_SLOW),
        (1012, "", LinkState.LOST, Reason.GOING_AWAY),
        (1001, "", LinkState.LOST, Reason.GOING_AWAY),
        (1000, "", LinkState.LOST, Reason.CLOSED),
        (1006, "", LinkState.LOST, Reason.CLOSED),
    ],
)
def test_close_codes_are_read(code: int, text: str, state: LinkState, reason: Reason) -> None:
    (changed,) = connected().cut(code, text)
    assert isinstance(changed, StateChanged)
    assert (changed.state, changed.reason) == (state, reason)
    assert reason is not Reason.WRONG_HALL or changed.sentence == (
        "this program belongs to hall yongkang, the server to hsinying"
    )


@pytest.mark.parametrize(
    ("said", "reason", "words"),
    [
        (Refused(code=Code.PROTOCOL_TOO_OLD, detail="needs 7"), Reason.PROTOCOL_TOO_OLD, "update this program"),
        (Refused(code=Code.PROTOCOL_TOO_NEW), Reason.PROTOCOL_TOO_NEW, "update the server"),
        (Refused(code=Code.WRONG_HALL, detail="hsinying"), Reason.WRONG_HALL, "yongkang, the server to hsinying"),
        (msgspec.structs.replace(WELCOME, oldest=9, protocol=9), Reason.PROTOCOL_TOO_OLD, "needs 9"),
        (msgspec.structs.replace(WELCOME, oldest=1, protocol=1), Reason.PROTOCOL_TOO_NEW, "speaks 1"),
        (msgspec.structs.replace(WELCOME, hall_id="hsinying"), Reason.WRONG_HALL, "yongkang, the server to hsinying"),
    ],
)
def test_two_that_do_not_fit_are_told_so_and_tried_again(said: ServerMessage, reason: Reason, words: str) -> None:
    talk = Talk(luck=1.0)
    talk.opened()
    closed, changed = talk.hear(said)
    assert closed == Close(1)
    assert isinstance(changed, StateChanged)
    assert (changed.state, changed.reason) == (LinkState.REFUSED, reason)
    assert words in changed.sentence
    assert talk.half.wake_at == LONGEST_PAUSE_MS
    assert talk.wake() == [Open(2)], "what went wrong stays shown"
    assert talk.connect()[-1] == UP


def test_anything_before_the_welcome_is_no_greeting() -> None:
    talk = Talk()
    talk.opened()
    assert lost(talk.hear(snapshot(5))) is Reason.NO_GREETING


def test_a_phone_needs_no_welcome() -> None:
    talk = Talk(phone=True)
    assert talk.opened() == [Send(FOLLOW)]
    assert talk.hear(sample(PhoneTicket)) == [Deliver(sample(PhoneTicket)), UP]


@pytest.mark.parametrize(
    ("until", "limit", "reason"),
    [
        (lambda _: None, OPEN_MS, Reason.UNREACHABLE),
        (lambda talk: talk.opened(), GREETING_MS, Reason.NO_GREETING),
        (lambda talk: (talk.opened(), talk.hear(WELCOME)), GREETING_MS, Reason.NO_GREETING),
    ],
)
def test_waiting_has_an_end(until: Callable[[Talk], object], limit: float, reason: Reason) -> None:
    talk = Talk()
    until(talk)
    assert talk.half.wake_at == limit
    assert lost(talk.wake()) is reason


def test_what_is_said_twice_is_shown_once() -> None:
    talk = Talk()
    assert lost(talk.half.open_failed(0.0, 1, "OSError: no route")) is Reason.UNREACHABLE
    assert talk.wake() == [Open(2)]
    assert talk.half.open_failed(0.0, 2, "OSError: no route") == []
    assert talk.wake() == [Open(3)]
    assert talk.half.open_failed(0.0, 3, "OSError: network is unreachable") == [], "another detail is no news"


def pauses(talk: Talk, tries: int) -> list[float]:
    waits = []
    for _ in range(tries):
        assert talk.half.wake_at is not None
        waits.append(talk.half.wake_at - talk.now)
        talk.wake()
        talk.cut()
    return waits


def phone_line(luck: float) -> Talk:
    phone = Talk(phone=True, luck=luck)
    phone.opened()
    phone.hear(sample(PhoneTicket))
    return phone


def test_pauses_of_phones_double_to_their_ceiling_and_luck_shortens_them() -> None:
    phone = phone_line(1.0)
    phone.cut()
    assert pauses(phone, 9) == [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]
    lucky = phone_line(0.125)
    lucky.cut()
    assert pauses(lucky, 3) == [62.5, 125, 250]
    assert Talk(phone=True).half.wake_at == OPEN_FAR_MS


def test_pauses_of_a_halls_screens_stay_short_from_the_first_attempt_on() -> None:
    screen = Talk(luck=1.0)
    screen.half.open_failed(0.0, 1, "OSError: refused")
    assert pauses(screen, 5) == [500, 1_000, LONGEST_NEAR_MS, LONGEST_NEAR_MS, LONGEST_NEAR_MS]


def test_a_server_that_goes_away_is_soon_back_but_phones_are_many() -> None:
    screen = connected(luck=1.0)
    screen.cut(1012)
    assert pauses(screen, SHORT_TRIES + 3) == [500] * (SHORT_TRIES + 1) + [1_000, LONGEST_NEAR_MS]
    phone = phone_line(1.0)
    phone.cut(1012)
    assert pauses(phone, 3) == [500, 1_000, 2_000]


BACK_WITHIN_MS = 5_000


@pytest.mark.parametrize("luck", [0.1, 0.5, 1.0])
@pytest.mark.parametrize("code", [1006, 1012])
@pytest.mark.parametrize("refuses", [True, False], ids=["port closed", "nobody answers"])
@pytest.mark.parametrize("away", [100, 900, 2_900, 9_000, 60_000, 600_000])
def test_a_screen_is_back_soon_after_its_server_however_long_that_was_away(
    away: int, code: int, luck: float, *, refuses: bool
) -> None:
    """While the PC is down nobody answers; a packet that was lost is sent again after one second."""
    talk = connected(luck=luck)
    talk.cut(code)
    assert talk.wake()[-1] == Open(talk.line)
    while talk.now < away:
        if refuses:
            talk.cut()
        elif talk.now + 1_000 >= away:
            talk.now += 1_000
            break
        else:
            talk.wake()
        assert talk.wake()[-1] == Open(talk.line)
    talk.connect()
    assert talk.half.state is LinkState.CONNECTED
    assert talk.now - away < BACK_WITHIN_MS


def test_who_is_revoked_waits_longest_every_time() -> None:
    talk = connected(luck=0.0)
    talk.cut(4005)
    assert talk.half.wake_at == LONGEST_PAUSE_MS


def test_retrying_does_not_wait_and_stopping_ends_everything() -> None:
    talk = connected(luck=1.0)
    assert talk.half.retry_now(0.0) == [], "a line that stands is left alone"
    talk.cut()
    assert talk.seen(talk.half.retry_now(0.0)) == [Open(2)]
    assert talk.half.stop() == [Close(2)]
    assert talk.half.wake_at is None
    assert talk.half.retry_now(0.0) == []
    assert talk.half.state is LinkState.CONNECTING
    assert talk.half.start(0.0) == [Open(3)]


def test_a_conversation_needs_no_loop_no_socket_and_no_clock() -> None:
    code = (
        "import sys, wire.conversation\n"
        "bad = {'asyncio', 'websockets', 'socket', 'random', 'time', 'PySide6'} & set(wire.conversation.__dict__)\n"
        "sys.exit(bool(bad | {'asyncio', 'websockets'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, timeout=60, check=False).returncode == 0
