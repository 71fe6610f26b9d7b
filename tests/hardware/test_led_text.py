"""Messages, glyphs and the picture they make on a sign."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.led.frame_buffer import (
    DOTS_PER_SECOND,
    GAP_DOTS,
    REST_MS,
    Frame,
    choose_line,
    draw_line,
    frame_at,
    moves,
)
from hardware.led.glyphs import UNIFONT, Glyphs, NotoAtSixteen, Unifont, open_glyphs
from hardware.led.message import (
    COLOURS,
    GAP,
    LONGEST,
    Colour,
    Kind,
    SignMessage,
    call_message,
    clean,
    notice_message,
    opening_message,
    spread,
)

CONFIG = Path(__file__).parents[2] / "config.toml"
NAMES = "煊堃喆碁犇淼峯珮"

needs_unifont = pytest.mark.skipif(not UNIFONT.exists(), reason="Debian's package unifont is not installed")


@pytest.fixture(params=["unifont", "noto"], scope="module")
def glyphs(request: pytest.FixtureRequest) -> Glyphs:
    if request.param == "noto":
        return Glyphs(NotoAtSixteen())
    if not UNIFONT.exists():
        pytest.skip("Debian's package unifont is not installed")
    return Glyphs(Unifont())


def lit(frame: Frame) -> int:
    return len(frame.dots) - frame.dots.count(0)


def shape(frame: Frame) -> list[str]:
    return ["".join(" #"[dot > 0] for dot in frame.row(y)) for y in range(16)]


def test_a_call_is_short_and_amber_and_red_is_for_emergencies() -> None:
    call = call_message("A012", "3 號櫃檯", "3")
    assert call == SignMessage("A012 → 3 號櫃檯", Colour.AMBER, Kind.CALL, "A012 → 3")
    assert notice_message("徵才").colour is Colour.GREEN
    assert [kind for kind, colour in COLOURS.items() if colour is Colour.RED] == [Kind.EMERGENCY]
    assert opening_message("08:00 開放").colour is Colour.GREEN
    assert call_message("A012", "3 號櫃檯").short_text == ""


def test_cleaning_takes_what_would_hurt_a_sign() -> None:
    assert clean("a\x00b\x85c\x1b[31m") == "ab c[31m"
    assert clean("\u202eA012\u202c\u2066\u200f \ufeff") == "A012"
    assert clean("\\C2 號\n 櫃\t檯 ") == "C2 號 櫃 檯"
    assert clean("e\u0301") == "é"
    assert clean("號" * 80) == "號" * LONGEST
    assert clean("x" + "\u0323" * 900) == clean("x" + "\u0323" * 4)
    assert clean("\u0301") == ""


@pytest.mark.parametrize("dot", "‧・･•∙⋅·\u0387")
def test_the_dot_in_a_name_is_one_that_every_sign_has(dot: str) -> None:
    assert SignMessage(f"伊斯坎{dot}達岸", short_text=dot).text == "伊斯坎·達岸"
    assert clean(dot) == "·"


@given(st.text(max_size=120))
def test_a_message_is_clean_and_cleaning_it_again_changes_nothing(text: str) -> None:
    once = SignMessage(text).text
    assert clean(once) == once
    assert "\\" not in once
    assert all(character.isprintable() for character in once)
    assert once == once.strip()


@needs_unifont
def test_every_character_a_hall_can_show_has_a_unifont_glyph() -> None:
    source = Unifont()
    big5 = [
        character
        for high in range(0xA4, 0xFA)
        for low in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
        if (character := bytes([high, low]).decode("big5", "ignore")) and "\u4e00" <= character <= "\u9fff"
    ]
    assert len(big5) > 13_000
    assert [character for character in NAMES + "".join(big5) if source.find(character) is None] == []


@needs_unifont
def test_every_character_of_the_halls_config_has_a_unifont_glyph() -> None:
    text = CONFIG.read_text(encoding="utf-8")
    tomllib.loads(text)
    glyphs = Glyphs(Unifont())
    assert [character for character in sorted(set(text) - {"\n", "\t"}) if not glyphs.has(character)] == []


@needs_unifont
def test_unifont_finds_its_first_and_last_lines_and_nothing_between() -> None:
    source = Unifont()
    lines = UNIFONT.read_text(encoding="ascii").splitlines()
    for line in (lines[0], lines[len(lines) // 2], lines[-1]):
        assert source.find(chr(int(line.partition(":")[0], 16))) is not None
    assert source.find("𠮷") is None
    assert source.find("\U0010ffff") is None


def test_without_unifont_noto_is_drawn_and_its_name_said(tmp_path: Path) -> None:
    assert open_glyphs(tmp_path / "absent").name == "Noto Sans TC"
    (tmp_path / "other").write_text("no font")
    assert open_glyphs(tmp_path / "other").name == "Noto Sans TC"
    if UNIFONT.exists():
        assert open_glyphs().name == "GNU Unifont"


def test_what_has_no_glyph_is_drawn_as_blocks_and_counted(glyphs: Glyphs) -> None:
    before = glyphs.replaced
    odd = draw_line("號\ue000\U000e0101".replace("\U000e0101", "\U0001faf8"), glyphs)
    assert glyphs.replaced == before + 2
    assert odd.rows == draw_line("號〓〓", glyphs).rows
    assert glyphs.replaced == before + 2


def test_every_character_of_a_call_has_dots(glyphs: Glyphs) -> None:
    for character in "A012→號櫃檯灣請" + NAMES:
        assert any(draw_line(character, glyphs).rows[y].count(1) for y in range(16)), character


def test_short_text_stands_in_the_middle(glyphs: Glyphs) -> None:
    line = draw_line("3 號", glyphs)
    frame = frame_at(line, Colour.GREEN, 96, 0)
    left = (96 - line.width) // 2
    assert not moves(line, 96)
    assert all(not any(frame.row(y)[:left]) and not any(frame.row(y)[left + line.width :]) for y in range(16))
    assert frame_at(line, Colour.GREEN, 96, 987_654) == frame
    assert {Colour(dot) for dot in set(frame.dots)} == {Colour.OFF, Colour.GREEN}
    assert sum(frame.at(x, y) is Colour.GREEN for x in range(96) for y in range(16)) == lit(frame)


def test_long_text_rests_then_runs_at_reading_pace_and_comes_back(glyphs: Glyphs) -> None:
    line = draw_line("本中心週六辦理就業博覽會，歡迎參加", glyphs)
    period_ms = (line.width + GAP_DOTS) * 1000 // DOTS_PER_SECOND
    first = frame_at(line, Colour.AMBER, 96, 0)
    assert [row[:96] for row in line.rows] == [
        first.row(y).translate(bytes([0, 1, 1, 1]) + bytes(252)) for y in range(16)
    ]
    assert frame_at(line, Colour.AMBER, 96, REST_MS) == first
    second = frame_at(line, Colour.AMBER, 96, REST_MS + 1000)
    assert second.row(8)[: 96 - 1] == frame_at(line, Colour.AMBER, 97, REST_MS + 1000).row(8)[:95]
    assert second != first
    back = -(-(line.width + GAP_DOTS) * 1000 // DOTS_PER_SECOND)
    assert frame_at(line, Colour.AMBER, 96, REST_MS + back) == first
    assert frame_at(line, Colour.AMBER, 96, REST_MS + period_ms // 2) != first


def test_six_ideographs_or_twelve_letters_pass_in_a_second() -> None:
    if not UNIFONT.exists():
        pytest.skip("Debian's package unifont is not installed")
    glyphs = Glyphs(Unifont())
    assert draw_line("六個漢字一秒", glyphs).width == DOTS_PER_SECOND
    assert draw_line("twelveletter", glyphs).width == DOTS_PER_SECOND


def test_off_and_empty_are_dark(glyphs: Glyphs) -> None:
    assert lit(frame_at(draw_line("號", glyphs), Colour.OFF, 96, 0)) == 0
    assert lit(frame_at(draw_line("", glyphs), Colour.RED, 96, 5)) == 0


def test_a_narrow_sign_shows_the_short_form(glyphs: Glyphs) -> None:
    call = call_message("A012", "3 號櫃檯", "3")
    assert choose_line(call, 192, glyphs) == draw_line(f"A{GAP}012 → 3 號櫃檯", glyphs)
    assert choose_line(call, 96, glyphs) == draw_line(f"A{GAP}012 → 3", glyphs)
    assert choose_line(call, 20, glyphs) == draw_line(f"A{GAP}012 → 3 號櫃檯", glyphs)


def test_a_gap_stands_behind_the_letters_of_a_called_number_and_nowhere_else(glyphs: Glyphs) -> None:
    call = call_message("D001 AB1999 1001", "A1 櫃檯", "A1")
    assert spread(call, call.text) == f"D{GAP}001 AB{GAP}1999 1001 → A1 櫃檯"
    notice = notice_message("A4 → B5")
    assert spread(notice, notice.text) == "A4 → B5"
    assert draw_line(f"D{GAP}0", glyphs).width == draw_line("D0", glyphs).width + 4


@pytest.mark.parametrize(("one", "other"), [("D", "0"), ("B", "8")])
def test_letters_that_look_like_figures_have_slabs(one: str, other: str, glyphs: Glyphs) -> None:
    """Left of their stem they are dark where the figure is lit, but for their feet and heads."""
    letter, figure = (draw_line(f"{each}1", glyphs).rows for each in (one, other))
    differ = [y for y in range(16) if any(letter[y][:2]) != any(figure[y][:2]) or letter[y][0] != figure[y][0]]
    assert len(differ) >= 6


def test_a_mark_stands_over_the_letter_before_it() -> None:
    if not UNIFONT.exists():
        pytest.skip("Debian's package unifont is not installed")
    glyphs = Glyphs(Unifont())
    thai = draw_line("ที่", glyphs)
    assert thai.width == draw_line("ท", glyphs).width
    assert thai.rows != draw_line("ท", glyphs).rows


@given(st.text(max_size=40), st.integers(1, 200), st.integers(0, 10_000_000), st.sampled_from(Colour))
def test_any_text_at_any_time_fills_the_sign(text: str, width: int, elapsed_ms: int, colour: Colour) -> None:
    frame = frame_at(draw_line(text, open_glyphs()), colour, width, elapsed_ms)
    assert (frame.width, len(frame.dots)) == (width, width * 16)
    assert set(frame.dots) <= {0, colour.value}


def test_impossible_frames_are_refused(glyphs: Glyphs) -> None:
    with pytest.raises(ValueError, match="at least one dot"):
        frame_at(draw_line("1", glyphs), Colour.RED, 0, 0)
    with pytest.raises(ValueError, match="do not fill"):
        Frame(10, b"")
