"""The pictures an emulator leaves behind, and the text read back from dots."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hardware.led.bx_text import card_line
from hardware.led.emulator.dot_reader import colour_name, read_dots
from hardware.led.emulator.sign_output import SignOutput
from hardware.led.emulator.sign_picture import MARGIN, PITCH, paint
from hardware.led.figures import FIGURES
from hardware.led.frame_buffer import choose_line, draw_line, frame_at, moves
from hardware.led.glyphs import UNIFONT, Glyphs, Unifont
from hardware.led.message import Colour, call_message

LIGHT = {0: b"\0\0\0", 1: b"\xff\0\0", 2: b"\0\xff\0", 3: b"\xff\x80\0"}
needs_unifont = pytest.mark.skipif(not UNIFONT.exists(), reason="Debian's package unifont is not installed")


def lights(text: str, colour: Colour = Colour.RED, width: int = 96) -> bytes:
    return b"".join(LIGHT[dot] for dot in frame_at(draw_line(text, Glyphs(Unifont())), colour, width, 0).dots)


def test_each_lit_dot_is_round_and_bright_on_black() -> None:
    dots = bytearray(20 * 16 * 3)
    dots[(5 * 20 + 7) * 3] = 255
    picture = paint(20, bytes(dots))
    assert picture.size == (20 * PITCH + 2 * MARGIN, 16 * PITCH + 2 * MARGIN)

    def pixel(x: float, y: float) -> tuple[int, ...]:
        found = picture.getpixel((round(MARGIN + x * PITCH), round(MARGIN + y * PITCH)))
        assert isinstance(found, tuple)
        return found

    assert pixel(7.5, 5.5)[0] == 255
    corner, unlit, gap = pixel(7, 5), pixel(15.5, 12.5), pixel(15, 12)
    assert corner[0] < 140, "a dot is round"
    assert max(unlit) < 60, "an unlit dot is dark but there"
    assert min(unlit) > 15
    assert gap == (0, 0, 0)


def test_dots_that_do_not_fill_the_sign_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fill"):
        paint(96, b"")


def test_every_figure_has_fourteen_rows_of_eight_dots_and_its_own_shape() -> None:
    assert len(set(FIGURES.values())) == 36
    for rows in FIGURES.values():
        assert len(rows) == 16
        assert max(rows) < 256
        assert rows[0] == rows[15] == 0
        assert all(rows[1:15])


@needs_unifont
def test_every_change_is_kept_and_motion_is_thinned(tmp_path: Path) -> None:
    (tmp_path / "frame-0009.png").write_bytes(b"old")
    output = SignOutput(tmp_path, 96)
    assert output.draw(lights("A001"), 10.0, at_once=True)
    assert not output.draw(lights("A001"), 11.0)
    assert output.draw(lights("A002"), 11.0, at_once=True)
    assert not output.draw(lights("A003"), 11.01)
    assert not output.draw(lights("A004"), 11.02)
    assert output.draw(lights("A004"), 12.0)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["frame-0001.png", "frame-0002.png", "frame-0003.png", "sign.png"]
    assert (tmp_path / "sign.png").read_bytes() == (tmp_path / "frame-0003.png").read_bytes()
    with Image.open(tmp_path / "sign.png") as picture:
        assert picture.width == 96 * PITCH + 2 * MARGIN


def test_state_is_written_whole(tmp_path: Path) -> None:
    output = SignOutput(tmp_path / "deep" / "er", 96)
    output.write_state({"text": "號"})
    output.write_state({"text": "號"})
    kept = (tmp_path / "deep" / "er" / "state.json").read_text(encoding="utf-8")
    assert json.loads(kept) == {"text": "號"}
    assert "號" in kept


@needs_unifont
@pytest.mark.parametrize("text", ["A012 → 3 號櫃檯", "08:00–17:00", "B7", "〓", "Counter 3", "口日月"])
@pytest.mark.parametrize("width", [192, 150, 131])
def test_text_is_read_back_from_its_dots(text: str, width: int) -> None:
    assert read_dots(width, lights(text, width=width)) == text


@needs_unifont
@settings(max_examples=40)
@given(st.text(alphabet="ABCDEFGH0123456789號櫃檯就業中心請至服務臺灣→", min_size=1, max_size=8))
def test_any_call_is_read_back_from_its_dots(text: str) -> None:
    assert read_dots(192, lights(text, width=192)) == text


@needs_unifont
def test_colours_have_names() -> None:
    assert colour_name(lights("A", Colour.RED)) == "red"
    assert colour_name(lights("A", Colour.GREEN)) == "green"
    assert colour_name(lights("A", Colour.AMBER)) == "amber"
    assert colour_name(lights("", Colour.AMBER)) == "off"
    assert read_dots(96, lights("")) == ""


LONGEST_CALLS = ["AB1999 → 服務台", "WW1999 → 貴賓服務", "1001 → 12-A", "A1012 → 45 號櫃檯"]


@needs_unifont
@pytest.mark.parametrize("text", LONGEST_CALLS)
def test_the_longest_call_stands_still_on_a_usual_sign(text: str) -> None:
    glyphs = Glyphs(Unifont())
    line = draw_line(text, glyphs)
    assert not moves(line, 192)
    assert read_dots(192, lights(text, width=192)) == text


@needs_unifont
@pytest.mark.parametrize("text", LONGEST_CALLS)
@pytest.mark.parametrize("width", [80, 96])
def test_on_a_short_sign_it_runs_and_nothing_is_lost(text: str, width: int) -> None:
    number, _, counter = text.partition(" → ")
    message = call_message(number, counter, counter.split()[0])
    glyphs = Glyphs(Unifont())
    line = choose_line(message, width, glyphs)
    seen = []
    for elapsed in range(0, 6_000, 25):
        frame = frame_at(line, Colour.RED, width, elapsed)
        seen.append(read_dots(width, b"".join(LIGHT[dot] for dot in frame.dots)))
    assert seen[0].startswith(number)
    label = counter.split()[0]
    assert any(label in text for text in seen), seen


@pytest.mark.parametrize("text", LONGEST_CALLS)
def test_a_card_gets_the_longest_call_whole(text: str) -> None:
    number, _, counter = text.partition(" → ")
    line = card_line(call_message(number, counter, counter.split()[0]), 192)
    assert line.dots <= 192
    assert line.replaced == 0
    assert line.data.decode("gbk").replace(" ", "").endswith(text.replace(" ", ""))
