"""The pixel driver against a panel that runs as a program of its own."""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from PIL import Image
from sacn.messages.data_packet import DataPacket

from hardware.led import e131
from hardware.led.drivers import open_sign
from hardware.led.emulator.e131_panel import Panel, Wiring
from hardware.led.frame_buffer import choose_line, frame_at
from hardware.led.glyphs import open_glyphs
from hardware.led.message import call_message, notice_message, opening_message
from hardware.led.settings import LedSettings
from hardware.led.sign import LedSign, SignState
from tests.hardware.sign_rig import SignEmulator, start_emulator, until

pytestmark = pytest.mark.system

CALL = call_message("A012", "3 號櫃檯", "3")
CALL_TEXT = "A012 → 3 號櫃檯"


@contextmanager
def panel(out: Path, *arguments: str, universe: int = 1, **settings: object) -> Iterator[tuple[SignEmulator, LedSign]]:
    emulator = start_emulator("e131", out, "--udp", "127.0.0.1:0", "--universe", str(universe), *arguments)
    try:
        url = f"e131://{emulator.places['udp']}?universe={universe}"
        with closing(open_sign(LedSettings(url=url, **settings))) as sign:  # type: ignore[arg-type]
            yield emulator, sign
    finally:
        emulator.stop()


def shows(emulator: SignEmulator, text: str) -> dict[str, object]:
    return until(emulator.state, lambda state: state["text"] == text)


def test_a_call_can_be_read_from_the_dots_and_keeps_coming(tmp_path: Path) -> None:
    with panel(tmp_path) as (emulator, sign):
        sign.show(CALL)
        state = shows(emulator, CALL_TEXT)
        assert (state["colour"], state["source"], state["priority"]) == ("amber", "jiaohao", 100)
        assert state["errors"] == {}
        frames = state["frames"]
        assert isinstance(frames, int)
        until(emulator.state, lambda later: later["frames"] >= frames + 3)
        health = sign.health()
        assert health.state is SignState.UNKNOWN, "nobody confirmed anything"
        assert health.font in ("GNU Unifont", "Noto Sans TC")
        sign.show(notice_message("請備妥證件"))
        assert shows(emulator, "請備妥證件")["colour"] == "green"
        sign.show(opening_message("08:00 開放取號"))
        assert shows(emulator, "08:00 開放取號")["colour"] == "green"
        with Image.open(tmp_path / "sign.png") as picture:
            assert picture.width > 192 * 6


def test_a_panel_without_power_is_lit_again_by_the_repeats(tmp_path: Path) -> None:
    with panel(tmp_path) as (emulator, sign):
        sign.show(CALL)
        shows(emulator, CALL_TEXT)
        emulator.tell("power-cut")
        shows(emulator, CALL_TEXT)


def test_when_nobody_listens_the_sign_is_offline_until_somebody_does(tmp_path: Path) -> None:
    with panel(tmp_path) as (emulator, sign):
        sign.show(CALL)
        shows(emulator, CALL_TEXT)
        emulator.tell("deaf")
        assert until(sign.health, lambda health: health.state is SignState.OFFLINE).last_error
        sign.show(notice_message("新的內容"))
        emulator.tell("clear")
        shows(emulator, "新的內容")
        until(sign.health, lambda health: health.state is SignState.UNKNOWN)


def test_lost_packets_never_show_half_a_picture(tmp_path: Path) -> None:
    with panel(tmp_path) as (emulator, sign):
        shows(emulator, "")
        emulator.tell("drop 25")
        sign.show(CALL)
        shows(emulator, CALL_TEXT)
        until(emulator.state, lambda state: state["errors"].get("incomplete", 0) > 0)
        assert emulator.state()["text"] == CALL_TEXT


def test_many_panels_can_listen_by_multicast(tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((e131.multicast_group(1), e131.PORT))
        except OSError:
            pytest.skip("this machine has no route for multicast")
    emulator = start_emulator("e131", tmp_path, "--udp", f"{e131.multicast_group(1)}:0")
    try:
        port = emulator.places["udp"].rpartition(":")[2]
        with closing(open_sign(LedSettings(url=f"e131://multicast:{port}"))) as sign:
            sign.show(CALL)
            shows(emulator, CALL_TEXT)
    finally:
        emulator.stop()


def test_close_ends_the_stream_and_the_panel_goes_dark(tmp_path: Path) -> None:
    with panel(tmp_path) as (emulator, sign):
        sign.show(CALL)
        shows(emulator, CALL_TEXT)
        sign.close()
        state = until(emulator.state, lambda state: state["colour"] == "off")
        assert state["receiving"] is False


def test_a_source_that_vanishes_is_given_up(tmp_path: Path) -> None:
    with panel(tmp_path) as (emulator, _):
        host, _, port = emulator.places["udp"].rpartition(":")
        other = e131.Sender(b"o" * 16, "other")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stray:
            stray.sendto(b"no packet", (host, int(port)))
            stray.sendto(e131.packet(other, 60, 1, b"123"), (host, int(port)))
        until(emulator.state, lambda state: state["errors"].get("short") == 1 and state["errors"].get("not ours") == 1)


@pytest.mark.parametrize("corner", ["top-right", "bottom-left", "bottom-right"])
def test_any_wiring_shows_the_same_picture(tmp_path: Path, corner: str) -> None:
    arguments = ("--corner", corner, "--serpentine", "--width", "96")
    settings = {"width_dots": 96, "start_corner": corner, "serpentine": True}
    with panel(tmp_path, *arguments, universe=40, **settings) as (emulator, sign):
        sign.show(CALL)
        shows(emulator, "A012 → 3")


def test_long_text_runs(tmp_path: Path) -> None:
    with panel(tmp_path, "--width", "96", width_dots=96, colours=1) as (emulator, sign):
        sign.show(notice_message("本中心週六辦理就業博覽會，歡迎參加"))
        first = until(emulator.state, lambda state: state["colour"] == "red")
        until(emulator.state, lambda state: state["frames"] >= first["frames"] + 40)
        until(emulator.state, lambda state: state["pictures"] >= 3)


def test_the_packets_of_the_driver_read_by_an_independent_decoder() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(10)
        url = f"e131://127.0.0.1:{receiver.getsockname()[1]}?universe=5&priority=120"
        glyphs = open_glyphs()
        wanted = frame_at(choose_line(CALL, 96, glyphs), CALL.colour, 96, 0)
        expected = b"".join(b"\xff\x80\0" if dot else b"\0\0\0" for dot in wanted.dots)
        with closing(open_sign(LedSettings(url=url, width_dots=96))) as sign:
            sign.show(CALL)
            parts: dict[int, bytes] = {}
            for _ in range(200):
                read = DataPacket.make_data_packet(tuple(receiver.recv(2048)))
                assert (read.sourceName, read.priority) == ("jiaohao", 120)
                parts[read.universe] = bytes(read.dmxData)
                got = b"".join(parts[universe][:510] for universe in sorted(parts))
                if got[: len(expected)] == expected:
                    break
            else:
                raise AssertionError("the call's picture never came")
            assert sorted(parts) == list(range(5, 15))


def test_the_panel_obeys_the_order_of_the_standard() -> None:
    sender = e131.Sender(b"s" * 16, "order")
    panel = Panel(16, wiring=Wiring())
    red, green = b"\xff\0\0" * 256, b"\0\xff\0" * 256

    def send(sequence: int, colours: bytes, sender: e131.Sender = sender) -> bool:
        done = [
            panel.receive(e131.packet(sender, universe, sequence, part), 1.0)
            for universe, part in e131.split_universes(colours)
        ]
        return done[-1]

    assert send(10, red)
    assert not send(9, green)
    assert not send(10, green)
    assert panel.colours == red
    assert send(230, green)
    assert send(3, red)
    assert panel.errors["order"] == 4
    assert send(3, green, e131.Sender(b"t" * 16, "another"))
    assert panel.lost(4.0)
    assert not any(panel.colours)
