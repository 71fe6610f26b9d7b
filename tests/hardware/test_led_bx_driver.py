"""The BX driver against a card that runs as a program of its own, over TCP and over a serial line."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from hardware.led.drivers import open_sign
from hardware.led.message import DARK, call_message, notice_message
from hardware.led.settings import LedSettings
from hardware.led.sign import LedSign, SignHealth, SignState
from tests.hardware.sign_rig import SignEmulator, start_emulator, until

pytestmark = pytest.mark.system

CALL = call_message("A012", "3 號櫃檯", "3")
CALL_TEXT = "A 012 → 3 號櫃檯"
Start = Callable[..., tuple[SignEmulator, LedSign]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    emulators: list[SignEmulator] = []
    signs: list[LedSign] = []

    def begin(line: str = "tcp", **settings: object) -> tuple[SignEmulator, LedSign]:
        link = tmp_path / "sign-line"
        place = ("--tcp", "127.0.0.1:0") if line == "tcp" else ("--pty", str(link))
        width = str(settings.get("width_dots", 192))
        emulator = start_emulator("bx", tmp_path / "out", *place, "--width", width)
        emulators.append(emulator)
        url = f"bx+tcp://{emulator.places['tcp']}" if line == "tcp" else f"bx+serial://{link}?baud=57600"
        quick: dict[str, object] = {"ack_wait_s": 1.5, "check_every_s": 0.3} | settings
        sign = open_sign(LedSettings(url=url, **quick))  # type: ignore[arg-type]
        signs.append(sign)
        return emulator, sign

    yield begin
    for sign in signs:
        sign.close()
    for emulator in emulators:
        emulator.stop()


def reaches(sign: LedSign, state: SignState) -> SignHealth:
    return until(sign.health, lambda health: health.state is state)


def shows(emulator: SignEmulator, text: str) -> dict[str, object]:
    return until(emulator.state, lambda state: state["text"] == text)


def frames(emulator: SignEmulator) -> int:
    """How many whole ones the card has heard."""
    return int(str(emulator.state()["frames"]))


both_lines = pytest.mark.parametrize("line", ["tcp", "pty"])


@both_lines
def test_a_call_stands_on_the_sign_and_is_confirmed(start: Start, line: str) -> None:
    emulator, sign = start(line)
    sign.show(CALL)
    state = shows(emulator, CALL_TEXT)
    assert state["colour"] == "amber"
    assert state["running"] is False
    assert state["errors"] == {}
    health = reaches(sign, SignState.OK)
    assert frames(emulator) >= 3
    assert health.font == "GBK font of the card"
    until((emulator.out / "state.json").exists, bool)
    kept = until(
        lambda: json.loads((emulator.out / "state.json").read_text(encoding="utf-8")), lambda s: s["text"] == CALL_TEXT
    )
    assert kept["colour"] == "amber"
    with Image.open(emulator.out / "sign.png") as picture:
        assert picture.width > 192 * 6
        pixels = picture.convert("RGB").getcolors(1 << 20) or []
        bright = [count for count, colour in pixels if isinstance(colour, tuple) and colour[0] > 180 > colour[1]]
        red = sum(bright)
        assert red > 3000
    assert min(path.name for path in emulator.out.glob("frame-*.png")) == "frame-0001.png"


@both_lines
def test_a_silent_card_is_offline_and_comes_back_with_everything(start: Start, line: str) -> None:
    emulator, sign = start(line, ack_wait_s=0.3)
    sign.show(notice_message("歡迎光臨"))
    shows(emulator, "歡迎光臨")
    emulator.tell("silent")
    sign.show(CALL)
    health = reaches(sign, SignState.OFFLINE)
    assert "no answer within 0.3 s, 3 times" in health.last_error
    assert emulator.state()["text"] == "歡迎光臨"
    emulator.tell("clear")
    assert shows(emulator, CALL_TEXT)["colour"] == "amber"
    reaches(sign, SignState.OK)


@both_lines
def test_a_card_that_lost_its_power_gets_its_content_again(start: Start, line: str) -> None:
    emulator, sign = start(line)
    sign.show(CALL)
    shows(emulator, CALL_TEXT)
    emulator.tell("power-cut")
    state = shows(emulator, CALL_TEXT)
    commands = state["commands"]
    assert isinstance(commands, dict)
    assert commands["area"] >= 2
    reaches(sign, SignState.OK)


@both_lines
def test_a_refusal_is_degraded_and_ends_by_itself(start: Start, line: str) -> None:
    emulator, sign = start(line)
    reaches(sign, SignState.OK)
    emulator.tell("nak 3")
    sign.show(CALL)
    health = reaches(sign, SignState.DEGRADED)
    assert health.last_error == "the card refuses: the card is busy"
    emulator.tell("clear")
    shows(emulator, CALL_TEXT)
    reaches(sign, SignState.OK)


@both_lines
def test_noise_and_damaged_frames_before_every_answer_hurt_nothing(start: Start, line: str) -> None:
    emulator, sign = start(line)
    reaches(sign, SignState.OK)
    emulator.tell("garbage")
    sign.show(CALL)
    state = shows(emulator, CALL_TEXT)
    assert state["errors"] == {}
    seen = frames(emulator)
    until(lambda: frames(emulator), lambda now: now > seen + 3)
    reaches(sign, SignState.OK)


def test_a_dropped_connection_is_made_again(start: Start) -> None:
    emulator, sign = start()
    sign.show(CALL)
    shows(emulator, CALL_TEXT)
    emulator.tell("close")
    state = until(emulator.state, lambda state: state["connections"] >= 2)
    assert state["text"] == CALL_TEXT
    sign.show(notice_message("請依序入座"))
    assert shows(emulator, "請依序入座")["colour"] == "green"


def test_a_card_that_is_not_there_yet_is_found_later(tmp_path: Path) -> None:
    emulator = start_emulator("bx", tmp_path / "one", "--tcp", "127.0.0.1:0")
    place = emulator.places["tcp"]
    emulator.stop()
    with closing(open_sign(LedSettings(url=f"bx+tcp://{place}", ack_wait_s=0.3))) as sign:
        sign.show(CALL)
        assert place.rpartition(":")[2] in reaches(sign, SignState.OFFLINE).last_error
        later = start_emulator("bx", tmp_path / "two", "--tcp", place)
        try:
            shows(later, CALL_TEXT)
        finally:
            later.stop()


def test_the_newest_of_many_messages_wins_and_the_card_has_its_pause(start: Start) -> None:
    emulator, sign = start()
    reaches(sign, SignState.OK)
    for number in range(200):
        sign.show(call_message(f"B{number:03}", "1 號櫃檯", "1"))
    state = shows(emulator, "B 199 → 1 號櫃檯")
    commands = state["commands"]
    assert isinstance(commands, dict)
    assert commands["area"] <= 4


def test_long_text_runs_and_a_short_sign_takes_the_short_form(start: Start) -> None:
    emulator, sign = start(width_dots=96)
    sign.show(CALL)
    assert shows(emulator, "A 012 → 3")["running"] is False
    sign.show(notice_message("本中心週六辦理就業博覽會，歡迎參加"))
    assert shows(emulator, "本中心週六辦理就業博覽會，歡迎參加")["running"] is True
    pictures = emulator.state()["pictures"]
    until(emulator.state, lambda state: state["pictures"] >= pictures + 2)


def test_a_one_colour_sign_and_characters_the_card_lacks(start: Start) -> None:
    emulator, sign = start(colours=1)
    sign.show(notice_message("𠮷野家"))
    assert shows(emulator, "〓野家")["colour"] == "red"
    assert sign.health().replaced == 1


def test_dark_is_dark(start: Start) -> None:
    emulator, sign = start()
    sign.show(CALL)
    shows(emulator, CALL_TEXT)
    sign.show(DARK)
    assert shows(emulator, "")["areas"] == [0]


def test_close_returns_soon_and_the_sign_keeps_what_it_shows(start: Start) -> None:
    emulator, sign = start(ack_wait_s=30)
    sign.show(CALL)
    shows(emulator, CALL_TEXT)
    emulator.tell("silent")
    until(emulator.state, lambda state: state["unheard"] != 0)
    sign.close()
    assert emulator.state()["text"] == CALL_TEXT


def test_the_control_port_says_what_it_takes(start: Start) -> None:
    emulator, _ = start()
    assert "expected silent" in emulator.tell("explode")["error"]
    assert "up to 255" in emulator.tell("nak many")["error"]
    assert emulator.tell("stop") == {"ok": True}
    assert emulator.process.wait(10) == 0
