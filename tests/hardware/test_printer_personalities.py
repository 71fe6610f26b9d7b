"""Each printer that the emulator can be does what its row says. Its bytes here are written by hand."""

import pytest
from PIL import Image

from hardware.printer.emulator.machine import EmulatedPrinter
from hardware.printer.emulator.personality import IDEAL, PERSONALITIES, Second, personality_list, personality_named
from hardware.printer.emulator.port import Admission, Port
from hardware.printer.emulator.sensors import Fault

ASK_STATUS = bytes.fromhex("100401 100402 100403 100404")
ASK_PAPER = b"\x1d\x72\x01"
ASK_PRINTED = bytes.fromhex("1d 28 48 06 00 30 30") + b"B031"
CUT = b"\x1d\x56\x00"


def raster(rows: int) -> bytes:
    """So many rows with one black dot each."""
    return bytes.fromhex("1d 76 30 00 01 00") + rows.to_bytes(2, "little") + b"\x80" * rows


class Desk:
    """A printer, what it has said and what it has cut."""

    def __init__(self, name: str) -> None:
        self.receipts: list[Image.Image] = []
        self.printer = EmulatedPrinter(personality_named(name), self.receipts.append)
        self.said = b""

    def send(self, data: bytes, now: float) -> None:
        self.said += self.printer.receive(data, now)

    def wait(self, now: float) -> bytes:
        """Everything said until then."""
        self.said += self.printer.advance(now)
        return self.said


def test_there_are_enough_and_each_says_what_it_plays() -> None:
    assert len(PERSONALITIES) > 16
    assert all(one.plays and name == one.name for name, one in PERSONALITIES.items())
    assert personality_list().count("\n") == len(PERSONALITIES)
    with pytest.raises(ValueError, match="clone-silent"):
        personality_named("laser")


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("epson-tm-t20", "12 12 12 12"),
        ("generic-clone", "12 12 12 12"),
        ("clone-two-status", "12 12"),
        ("clone-silent", ""),
    ],
)
def test_status_is_answered_by_those_that_do_and_in_their_time(name: str, answer: str) -> None:
    desk = Desk(name)
    desk.send(ASK_STATUS, 1.0)
    assert desk.said == b""
    assert desk.wait(2.0).hex(" ") == answer


@pytest.mark.parametrize(
    ("name", "early", "late"),
    [
        ("generic-clone", "00", "00"),
        ("clone-gsr-slow", "", "00"),
        ("clone-gsr-odd", "12", "12"),
        ("clone-no-gsr", "", ""),
        ("clone-silent", "", ""),
    ],
)
def test_the_question_in_its_turn(name: str, early: str, late: str) -> None:
    desk = Desk(name)
    desk.send(ASK_PAPER, 1.0)
    assert desk.wait(1.5).hex() == early
    assert desk.wait(9.0).hex() == late


def test_printing_takes_its_time_and_answers_wait_for_it() -> None:
    desk = Desk("epson-tm-t20")
    desk.send(raster(600) + CUT + ASK_PAPER + ASK_PRINTED, 10.0)
    assert desk.wait(10.45) == b""
    assert desk.receipts == []
    assert desk.wait(10.8) == b"\x00\x37\x22B031\x00"
    assert desk.receipts[0].height == 600


def test_who_does_not_know_process_ids_prints_them_as_text() -> None:
    desk = Desk("clone-no-process-id")
    desk.send(ASK_PRINTED + b"\n" + CUT, 0.0)
    desk.wait(5.0)
    assert desk.said == b""
    assert len(desk.receipts) == 1


def test_small_buffer_takes_what_it_has_printed_room_for() -> None:
    desk = Desk("small-buffer")
    desk.send(raster(9_000)[:4_096], 0.0)
    before = desk.printer.room
    desk.wait(1.0)
    assert before < 100 < desk.printer.room
    desk.printer.set_fault(Fault.PAPER_OUT, 1.0)
    halted = desk.printer.room
    desk.wait(2.0)
    assert desk.printer.room == halted


def test_states_and_noise_come_without_being_asked() -> None:
    chatty, noisy, star = Desk("chatty"), Desk("noisy"), Desk("star-escpos")
    for step in range(1, 101):
        chatty.wait(step / 50)
        noisy.wait(step / 50)
    assert 15 <= chatty.said.count(b"\x10\x00\x00\x00") <= 21
    assert 1_500 < len(noisy.said) <= 2_100
    assert all(byte & 0x80 for byte in noisy.said)
    assert star.printer.greet(1.0) == b"\x10\x00\x00\x00"
    assert star.printer.set_fault(Fault.COVER_OPEN, 2.0) == b"\x38\x00\x00\x00"


def test_forgetful_one_forgets_and_the_others_do_not() -> None:
    for name, count in (("clone-forgetful", 0), ("generic-clone", 1)):
        desk = Desk(name)
        desk.send(raster(600) + CUT, 0.0)
        desk.printer.set_fault(Fault.COVER_OPEN, 0.1)
        desk.printer.clear(None, 1.0)
        desk.wait(5.0)
        assert len(desk.receipts) == count, name


def test_switched_off_it_is_deaf_and_forgets() -> None:
    desk = Desk("generic-clone")
    desk.send(raster(600), 0.0)
    desk.printer.power_off()
    desk.send(ASK_STATUS, 1.0)
    assert desk.printer.next_event is None
    desk.printer.power_on()
    desk.send(ASK_PAPER, 2.0)
    assert desk.wait(3.0) == b"\x00"


def test_one_host_at_a_time() -> None:
    waits = Port(IDEAL)
    assert [waits.come(host, 0.0) for host in ("a", "b", "c")] == [Admission.IN, Admission.WAITS, Admission.WAITS]
    assert waits.leave("b", 1.0) is None
    assert waits.leave("a", 2.0) == "c"
    refuses = Port(personality_named("idle-closer"))
    assert refuses.personality.second is Second.REFUSED
    assert [refuses.come(host, 0.0) for host in ("a", "b")] == [Admission.IN, Admission.REFUSED]


def test_rests_after_a_close_and_closes_who_says_nothing() -> None:
    port = Port(personality_named("lan-slow-reopen"))
    port.come("a", 0.0)
    port.leave("a", 10.0)
    assert [port.come("b", now) for now in (10.9, 11.1)] == [Admission.REFUSED, Admission.IN]
    port.leave("b", 20.0)
    assert port.takes_again_at(20.0) == 25.0
    idle = Port(personality_named("idle-closer"))
    idle.come("a", 0.0)
    idle.heard(5.0)
    assert idle.closes_at == 95.0
