"""The bench in simulated time behaves as cables and clocks do."""

import pytest

from hardware.printer.emulator.personality import personality_named
from hardware.printer.emulator.sensors import Fault
from hardware.printer.emulator.simulated import SimulatedBench, StuckError
from hardware.transport import TransportBusyError, TransportLostError, TransportTimeoutError, TransportUnavailableError

ASK_STATUS = b"\x10\x04\x01"
ASK_PAPER = b"\x1d\x72\x01"


def bench_with(name: str) -> SimulatedBench:
    return SimulatedBench(personality_named(name), ends_at=500.0)


def raster(rows: int) -> bytes:
    return bytes.fromhex("1d 76 30 00 48 00") + rows.to_bytes(2, "little") + b"\x80" * 72 * rows


def test_a_read_ends_with_the_answer_or_at_its_deadline() -> None:
    bench = bench_with("generic-clone")
    link = bench.open_link(bench.url)
    link.write(ASK_STATUS, 1.0)
    assert link.read(10.0) == b"\x12"
    assert bench.now() < 0.1
    assert link.read(10.0) == b""
    assert bench.now() == 10.0


def test_slow_line_takes_the_time_of_its_bytes_and_a_write_has_a_deadline() -> None:
    bench = bench_with("serial-9600")
    link = bench.open_link(bench.url)
    with pytest.raises(TransportTimeoutError) as late:
        link.write(raster(200), 2.0)
    assert bench.now() == 2.0
    assert 4_096 + 1_500 < late.value.written < 4_096 + 2_000
    assert bench.url == "serial:///dev/ttyS0?baud=9600"


def test_second_host_waits_or_is_refused_and_is_let_in() -> None:
    waiting, refusing = bench_with("generic-clone"), bench_with("usb-lp")
    for bench in (waiting, refusing):
        bench.second_host(1.0, b"", 4.0)
        bench.pause(2.0)
    link = waiting.open_link(waiting.url)
    link.write(ASK_STATUS, 9.0)
    assert link.read(4.0) == b""
    assert link.read(9.0) == b"\x12"
    assert 5.0 <= waiting.now() < 5.1
    with pytest.raises(TransportBusyError):
        refusing.open_link(refusing.url)
    refusing.pause(4.0)
    refusing.open_link(refusing.url).close()


def test_network_printer_that_is_switched_off_says_nothing_until_it_is_spoken_to_again() -> None:
    bench = bench_with("generic-clone")
    link = bench.open_link(bench.url)
    bench.power_off()
    bench.at(5.0, bench.power_on)
    assert link.read(4.0) == b""
    with pytest.raises(TransportUnavailableError):
        bench.open_link(bench.url, 0.5)
    assert bench.now() == 4.5
    assert link.read(6.0) == b""
    link.write(ASK_STATUS, 7.0)
    with pytest.raises(TransportLostError):
        link.read(7.0)


def test_bytes_on_their_way_to_one_that_came_back_break_the_connection() -> None:
    bench = bench_with("generic-clone")
    link = bench.open_link(bench.url)
    bench.power_off()
    link.write(ASK_STATUS, 1.0)
    bench.at(5.0, bench.power_on)
    with pytest.raises(TransportLostError):
        link.read(9.0)
    assert bench.now() == 5.0


def test_box_keeps_the_connection_and_a_serial_line_loses_bytes() -> None:
    box = bench_with("power-loses-buffer")
    link = box.open_link(box.url)
    box.power_off()
    link.write(ASK_STATUS, 1.0)
    box.pause(1.0)
    box.power_on()
    link.write(ASK_PAPER, 9.0)
    assert link.read(9.0) == b"\x00"
    line = bench_with("serial-9600")
    link = line.open_link(line.url)
    line.cut_link(2.0)
    link.write(ASK_STATUS, 1.0)
    assert link.read(3.0) == b""
    link.write(ASK_STATUS, 4.0)
    assert link.read(4.0) == b"\x12"


def test_cut_connection_is_told_at_once_and_there_is_none_for_a_while() -> None:
    bench = bench_with("generic-clone")
    link = bench.open_link(bench.url)
    bench.at(1.0, lambda: bench.cut_link(2.0))
    with pytest.raises(TransportLostError):
        link.read(9.0)
    assert bench.now() == 1.0
    with pytest.raises(TransportUnavailableError):
        bench.open_link(bench.url, 0.5)
    bench.pause(2.0)
    assert bench.open_link(bench.url) is not None


def test_idle_connection_is_closed_and_a_read_tells() -> None:
    bench = bench_with("idle-closer")
    link = bench.open_link(bench.url)
    with pytest.raises(TransportLostError, match="closed"):
        link.read(200.0)
    assert bench.now() == 90.0


def test_what_was_sent_is_printed_after_a_close() -> None:
    bench = bench_with("generic-clone")
    link = bench.open_link(bench.url)
    link.write(raster(256) + b"\x1d\x56\x00", 1.0)
    link.close()
    bench.pause(5.0)
    assert [receipt.picture.height for receipt in bench.receipts] == [256]


def test_what_is_told_to_the_printer_at_an_instant_happens_then() -> None:
    bench = bench_with("generic-clone")
    bench.at(3.0, lambda: bench.set_fault(Fault.COVER_OPEN))
    bench.at(4.0, bench.clear)
    link = bench.open_link(bench.url)
    seen = []
    for second in range(1, 6):
        bench.pause(second + 0.5 - bench.now())
        link.write(ASK_STATUS, 99.0)
        seen.append(link.read(bench.now() + 0.2).hex())
    assert seen == ["12", "12", "1a", "12", "12"]


def read_until_quiet(bench: SimulatedBench) -> None:
    link = bench.open_link(bench.url)
    while link.read(bench.now() + 0.2):
        pass


def read_at_once_until_something_comes(bench: SimulatedBench) -> None:
    link = bench.open_link(bench.url)
    while not link.read(0.0):
        pass


def test_who_goes_on_for_ever_is_stuck() -> None:
    with pytest.raises(StuckError, match="still waiting"):
        read_until_quiet(bench_with("chatty"))
    with pytest.raises(StuckError, match="no time"):
        read_at_once_until_something_comes(bench_with("generic-clone"))
