"""The [display] table: the sample is right, mistakes are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from display.programme import Times
from display.settings import check
from program.config_file import ConfigError
from tests.real_hall import ROOT

GOOD = '[display]\nid = "display-1"\nserver = "ws://127.0.0.1:1/ws"\n'
ITEM = '[[display.playlist]]\nkind = "picture"\nsource = "a.png"\n'


def test_a_playlist_has_whole_paths_and_the_times_that_were_written(tmp_path: Path) -> None:
    more = 'from = 2026-12-01\nuntil = "2026-12-19"\nweekdays = ["mon", "sun"]\nhours = "08:30-24:00"\n'
    address = ITEM.replace("a.png", "https://jobs.example/feed.json").replace("picture", "vacancies")
    one, two = check(_file(tmp_path, GOOD + ITEM + more + address)).playlist
    assert one.source == str(tmp_path / "a.png")
    assert one.times() == Times("2026-12-01", "2026-12-19", frozenset({0, 6}), 510, 1440)
    assert (two.source, two.times()) == ("https://jobs.example/feed.json", Times())


def test_the_sample_file_is_right() -> None:
    settings = check(ROOT / "config.toml")
    assert settings.id == "display-1"
    assert (settings.order.monitor, settings.content.monitor) == ("HALL-1", "HALL-2")
    sign = settings.sign()
    assert sign is not None
    assert sign.width_dots == 192


def test_the_hall_is_the_files_own_unless_the_display_says_another(tmp_path: Path) -> None:
    assert check(ROOT / "config.toml").hall == "yongkang"
    assert check(_file(tmp_path, GOOD)).hall == ""
    assert check(_file(tmp_path, GOOD + '[hall]\nid = "anping"\n')).hall == "anping"
    assert check(_file(tmp_path, GOOD + 'hall = "yongkang"\n[hall]\nid = "anping"\n')).hall == "yongkang"


def test_what_may_be_left_out_has_a_default(tmp_path: Path) -> None:
    settings = check(_file(tmp_path, GOOD))
    assert settings.sign() is None
    assert settings.chime.player == ""
    assert settings.renderer == "software"


@pytest.mark.parametrize(
    ("text", "place", "fault"),
    [
        ("", "display", "missing"),
        (GOOD + "colour = 1\n", "display", "unknown key `colour`; allowed are"),
        (GOOD + '[display.order]\nmonitor = "A"\nread_from = 2.0\n', "display.order", "unknown key `read_from`"),
        (GOOD + "[display.order]\nread_from_m = 0.0\n", "display.order.read_from_m", ">= 0.3"),
        (
            GOOD.replace("ws://127.0.0.1", "ws://hall-pc"),
            "display.server",
            "is not encrypted and leads to another computer",
        ),
        (GOOD.replace("ws://", "http://"), "display.server", "allowed is wss://HOST:PORT/ws"),
        (GOOD + "[display.calls]\ndwell_seconds = 3.0\ndwell_busy_seconds = 5.0\n", "dwell_busy_seconds", "longer"),
        (GOOD + '[display.order]\nmonitor = "A"\n[display.content]\nmonitor = "A"\n', "display.content", "share"),
        (GOOD + '[display.chime]\nplayer = "aplay -D \'plug"\n', "display.chime.player", "is no command"),
        (GOOD + '[display.led]\nurl = "tcp://x"\n', "display.led.url", "is no kind of sign"),
        (
            GOOD + ITEM.replace("picture", "music"),
            "display.playlist[0].kind",
            "picture, vacancies, video",
        ),
        (GOOD + ITEM + 'hours = "8-12"\n', "display.playlist[0].hours", "characters that do not belong there"),
        (GOOD + ITEM + "weekdays = []\n", "display.playlist[0].weekdays", "names no day"),
        (GOOD + ITEM + "from = 2026-12-02\nuntil = 2026-12-01\n", "display.playlist[0].until", "before `from`"),
        (GOOD + ITEM.replace("a.png", "ftp://x/a.png"), "display.playlist[0].source", "no http or https"),
        (GOOD.replace("display-1", "a b"), "display.id", "plain letters, digits and the marks"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, text: str, place: str, fault: str) -> None:
    with pytest.raises(ConfigError) as refused:
        check(_file(tmp_path, text))
    assert place in str(refused.value)
    assert fault in str(refused.value)
    assert "\n" not in str(refused.value)


def _file(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path
