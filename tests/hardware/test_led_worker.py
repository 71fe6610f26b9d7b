"""The rules behind every sign, with a clock that the test moves."""

import logging
import random
import threading
from itertools import pairwise

import pytest

from hardware.led.message import DARK, SignMessage, call_message, notice_message
from hardware.led.sign import SignState
from hardware.led.worker import ContentLostError, SignError, SignRefusedError, SignWorker

A, B, C = (call_message(f"A01{index}", f"{index} 號櫃檯") for index in range(3))


class PaperSign:
    """A sign that writes down what it was told and fails as it is asked to."""

    answers = True
    backs_off = True
    pause_s = 1.0
    font = "paper"
    replaced = 0
    tick_every_s = 5.0

    def __init__(self) -> None:
        self.told: list[tuple[str, bool]] = []
        self.calls: list[str] = []
        self.fault: Exception | None = None
        self.tick_fault: Exception | None = None

    def open(self) -> None:
        self.calls.append("open")
        if self.fault:
            raise self.fault

    def show(self, message: SignMessage, *, full: bool) -> None:
        self.calls.append("show")
        if self.fault:
            raise self.fault
        self.told.append((message.text, full))

    def tick(self) -> None:
        self.calls.append("tick")
        fault, self.tick_fault = self.tick_fault, None
        if fault or self.fault:
            raise fault or self.fault or AssertionError

    def close(self) -> None:
        self.calls.append("close")


class Rig:
    """A worker without its thread, and time."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.sign = PaperSign()
        self.worker = SignWorker(
            self.sign,
            name="paper",
            resend_every_s=600,
            stopping=threading.Event(),
            monotonic=lambda: self.now,
            chance=random.Random(1),
        )

    def run(self, seconds: float) -> None:
        """Let time pass, coming back exactly when the worker asks."""
        end = self.now + seconds
        for _ in range(100_000):
            wait = self.worker.step()
            if self.now + wait > end:
                self.now = end
                return
            self.now += wait
        raise AssertionError("the worker asks to be called again without end")

    def state(self) -> SignState:
        return self.worker.health().state


@pytest.fixture
def rig() -> Rig:
    return Rig()


def test_the_first_contact_makes_a_known_state(rig: Rig) -> None:
    assert rig.state() is SignState.UNKNOWN
    rig.run(0)
    assert rig.sign.told == [(DARK.text, True)]
    assert rig.state() is SignState.OK


def test_only_the_newest_message_counts_and_the_sign_gets_its_pause(rig: Rig) -> None:
    rig.worker.show(A)
    rig.run(0)
    rig.worker.show(B)
    rig.worker.show(C)
    rig.run(0.9)
    assert rig.sign.told == [(A.text, True)]
    rig.run(0.2)
    assert rig.sign.told == [(A.text, True), (C.text, False)]
    rig.worker.show(C)
    rig.run(20)
    assert len(rig.sign.told) == 2
    assert rig.sign.calls.count("tick") == 4


def test_everything_is_sent_again_every_ten_minutes(rig: Rig) -> None:
    rig.worker.show(A)
    rig.run(1801)
    assert rig.sign.told == [(A.text, True)] * 4


def test_changes_between_do_not_put_off_the_ten_minutes(rig: Rig) -> None:
    for index in range(19):
        rig.worker.show(notice_message(f"通知 {index}"))
        rig.run(60)
    assert [full for _, full in rig.sign.told].count(True) == 2


def test_after_a_loss_it_comes_back_with_all_the_newest_content(rig: Rig) -> None:
    rig.worker.show(A)
    rig.run(10)
    rig.sign.fault = SignError("no answer")
    rig.worker.show(B)
    rig.run(40)
    assert rig.state() is SignState.OFFLINE
    assert rig.worker.health().last_error == "no answer"
    rig.worker.show(C)
    rig.sign.fault = None
    rig.run(31)
    assert rig.sign.told[-1] == (C.text, True)
    assert (B.text, True) not in rig.sign.told
    assert rig.state() is SignState.OK
    assert rig.worker.health().last_error == "no answer"


def test_the_link_is_closed_before_it_is_opened_again(rig: Rig) -> None:
    rig.run(1)
    rig.sign.fault = OSError("unplugged")
    rig.run(60)
    opened = [call for call in rig.sign.calls if call in ("open", "close")]
    assert opened[:5] == ["open", "close", "open", "close", "open"]


def attempts(rig: Rig, seconds: float) -> list[float]:
    """Return the seconds between attempts to open."""
    times: list[float] = []
    end = rig.now + seconds
    while rig.now < end:
        before = rig.sign.calls.count("open")
        wait = rig.worker.step()
        if rig.sign.calls.count("open") > before:
            times.append(rig.now)
        rig.now += wait
    return [later - earlier for earlier, later in pairwise(times)]


def test_back_off_doubles_with_jitter_to_two_seconds(rig: Rig) -> None:
    rig.sign.fault = SignError("nobody")
    gaps = attempts(rig, 20)
    for gap, usual in zip(gaps, [0.5, 1, *[2] * 20], strict=False):
        assert usual * 0.79 <= gap <= min(2.01, usual * 1.21)
    assert len(gaps) >= 8
    assert len({round(gap / usual, 3) for gap, usual in zip(gaps, [0.5, 1, 2], strict=False)}) > 1


def test_a_sign_whose_absence_costs_nothing_is_tried_without_growing_pauses(rig: Rig) -> None:
    rig.sign.backs_off = False
    rig.sign.fault = SignError("nobody")
    gaps = attempts(rig, 60)
    assert max(gaps) <= 0.61
    assert min(gaps) >= 0.39


@pytest.mark.parametrize("backs_off", [True, False])
def test_a_sign_that_was_away_for_an_hour_is_back_within_five_seconds(rig: Rig, backs_off: bool) -> None:
    rig.sign.backs_off = backs_off
    rig.sign.fault = OSError("no power")
    rig.worker.show(A)
    rig.run(3600)
    assert not rig.sign.told
    rig.sign.fault = None
    rig.run(2.1)
    assert rig.sign.told == [(A.text, True)]


def wait_after(rig: Rig, healthy_s: float) -> float:
    """Let the sign be well for so long, then fail; return how long the worker then waits."""
    rig.sign.fault = None
    while rig.state() is not SignState.OK:
        rig.now += rig.worker.step()
    rig.run(healthy_s)
    rig.sign.fault = SignError("again")
    wait = rig.worker.step()
    while rig.state() is not SignState.OFFLINE:
        rig.now += wait
        wait = rig.worker.step()
    return wait


def test_one_success_makes_the_back_off_short_again(rig: Rig) -> None:
    rig.sign.fault = SignError("nobody")
    attempts(rig, 40)
    assert wait_after(rig, healthy_s=0.5) <= 0.6


def test_transitions_are_logged_once(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    rig.run(10)
    rig.sign.fault = SignError("no answer")
    rig.run(300)
    rig.sign.fault = None
    rig.run(60)
    said = [record.getMessage() for record in caplog.records]
    assert said == ["sign paper is ok", "sign paper is offline: no answer", "sign paper is ok"]


def test_a_refusal_is_degraded_and_tried_again_on_the_same_link(rig: Rig) -> None:
    rig.run(1)
    rig.sign.fault = SignRefusedError("the card refuses: the card is busy")
    rig.worker.show(A)
    rig.run(5)
    assert rig.state() is SignState.DEGRADED
    assert "close" not in rig.sign.calls
    rig.sign.fault = None
    rig.run(20)
    assert rig.state() is SignState.OK
    assert rig.sign.told[-1] == (A.text, True)


def test_lost_content_is_sent_again_at_once_without_being_offline(rig: Rig) -> None:
    rig.worker.show(A)
    rig.run(2)
    rig.sign.tick_fault = ContentLostError("the card has lost its content")
    rig.run(6)
    assert rig.sign.told == [(A.text, True)] * 2
    assert rig.state() is SignState.OK
    assert "close" not in rig.sign.calls


def test_a_fault_of_ours_is_logged_with_its_traceback_and_the_sign_lives_on(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    rig.run(1)
    rig.sign.fault = ZeroDivisionError("ours")
    rig.worker.show(A)
    rig.run(2)
    assert any(record.exc_info for record in caplog.records)
    assert rig.state() is SignState.OFFLINE
    rig.sign.fault = None
    rig.run(20)
    assert rig.sign.told[-1] == (A.text, True)


def test_without_answers_nothing_is_claimed(rig: Rig) -> None:
    rig.sign.answers = False
    rig.run(20)
    assert rig.state() is SignState.UNKNOWN
    rig.sign.fault = OSError("refused")
    rig.run(20)
    assert rig.state() is SignState.OFFLINE


def test_show_wakes_the_thread_and_close_ends_it(rig: Rig) -> None:
    told = threading.Event()
    show = rig.sign.show

    def watched(message: SignMessage, *, full: bool) -> None:
        show(message, full=full)
        if message == B:
            told.set()

    rig.sign.pause_s = 0
    rig.sign.show = watched  # type: ignore[method-assign]
    rig.worker.start()
    rig.worker.show(A)
    rig.worker.show(B)
    assert told.wait(5)
    rig.worker.close()
    rig.worker.close()
    assert rig.sign.calls[-1] == "close"
    assert not any(thread.name == "sign paper" for thread in threading.enumerate())


def test_close_before_start_is_harmless(rig: Rig) -> None:
    rig.worker.close()
