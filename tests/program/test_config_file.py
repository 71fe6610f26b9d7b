from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.config_file import ConfigError, decode_table, hall_languages, read_tables


class Screen(msgspec.Struct, forbid_unknown_fields=True):
    monitor: str
    inches: float = 55.0


class Wall(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    order: Screen
    more: list[Screen] = []


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "config.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize(
    ("text", "place", "fault"),
    [
        ("[hall]\nid = yes please\n", "line 2", "Invalid value"),
        ("[hall]\nid = 'a'\nid = 'b'\n", "line 3", "Cannot overwrite a value"),
        ('[hall]\nid = "a\nname = 1\n', "line 2", "its closing quote is missing"),
        ("[hal]\nid = 'a'\n", "hal", "allowed are hall, service"),
        (b"[hall]\nid = '\xff'\n", "line 2", "UTF-8"),
        ("x" * 1_000_001, "", "at most 1000000"),
        ("[hall]\nid = '", "line 2", "Expected"),
    ],
)
def test_broken_file_is_named_with_its_place(tmp_path: Path, text: str | bytes, place: str, fault: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError, match=fault) as caught:
        read_tables(path)
    assert caught.value.place == place
    assert str(path) in str(caught.value)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read_tables(tmp_path / "none.toml")


def test_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    path = write(tmp_path, b"\xef\xbb\xbf[hall]\r\nid = 'a'\r\n")
    assert read_tables(path) == {"hall": {"id": "a"}}


@pytest.mark.parametrize(
    ("table", "place", "fault"),
    [
        ({"id": "d", "order": {"monitor": "A", "inch": 3}}, "display.order", "allowed are monitor, inches"),
        (
            {"id": "d", "order": {"monitor": "A"}, "oder": 1},
            "display",
            "unknown key `oder`; allowed are id, order, more",
        ),
        ({"id": "d", "order": {"monitor": 3}}, "display.order.monitor", "Expected `str`, got `int`"),
        ({"id": "d", "order": {}}, "display.order", "missing required field `monitor`"),
        ({"id": "d", "order": {"monitor": "A"}, "more": [{"monitr": "B"}]}, "display.more[0]", "allowed are monitor"),
    ],
)
def test_bad_key_is_named_with_what_is_allowed(tmp_path: Path, table: object, place: str, fault: str) -> None:
    with pytest.raises(ConfigError, match=fault) as caught:
        decode_table(tmp_path / "config.toml", "display", table, Wall)
    assert caught.value.place.replace("[...]", "[0]") == place


def test_good_table(tmp_path: Path) -> None:
    wall = decode_table(tmp_path / "c", "display", {"id": "d", "order": {"monitor": "A"}}, Wall)
    assert wall == Wall(id="d", order=Screen(monitor="A"))


@given(st.text(max_size=200))
def test_no_text_makes_a_traceback(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = write(tmp_path_factory.mktemp("c"), text.encode("utf-8", "surrogatepass"))
    try:
        read_tables(path)
    except ConfigError as refusal:
        assert str(path) in str(refusal)


def test_a_file_says_which_languages_its_hall_speaks() -> None:
    hall = {"id": "a", "languages": ["zh-TW", "vi"], "kiosk_languages": ["th"]}
    assert hall_languages({"hall": hall}, "a") == ("zh-TW", "vi")
    assert hall_languages({"hall": hall}, "") == ("zh-TW", "vi"), "of whichever hall there is"
    assert hall_languages({"hall": hall}, "a", kiosk=True) == ("zh-TW", "vi", "th")
    assert hall_languages({"hall": hall}, "b") == (), "of another hall it says nothing"
    nothing: list[dict[str, object]] = [
        {},
        {"hall": []},
        {"hall": {"id": "a"}},
        {"hall": {"id": "a", "languages": "x"}},
    ]
    for told in nothing:
        assert hall_languages(told, "a") == ()
    assert hall_languages({"hall": {"id": "a", "languages": [1, "en"]}}, "a") == ("en",)
