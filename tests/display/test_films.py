"""Films in the round between calls: which are whole, how long each is on, and what is seen of them."""

from __future__ import annotations

import shutil
import subprocess
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from display.board import ItemsChanged
from display.frames import Frames
from display.media_check import MediaFault
from display.programme import SHOW_MS, Entry, Kind
from server.domain.config import Guide
from tests.display.pictures import pixels
from tests.display.screens import Screens, items
from tests.display.test_media import faults, item, media, picture, with_ffmpeg
from tests.display.walls import Wall
from tests.real_hall import RealHall, sample_config


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    source = ["-f", "lavfi", "-i", "color=c=0x00ff00:s=320x180:r=25:d=3"]
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", *source, "-pix_fmt", "yuv420p", str(path)], check=True)
    return path


@with_ffmpeg
def test_a_video_lasts_as_long_as_it_does(tmp_path: Path, film: Path) -> None:
    (entry,) = media(tmp_path, item(film, "video")).look().items
    assert 2_800 <= entry.ms <= 3_200


def filmed(path: Path, *words: str) -> Path:
    """What ffmpeg makes of these words."""
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", *words, str(path)], check=True)
    return path


MOVING = ("-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=6", "-pix_fmt", "yuv420p")
SOUND = ("-f", "lavfi", "-i", "sine=d=6")


@with_ffmpeg
@pytest.mark.parametrize(
    ("name", "part"),
    [
        *((name, part) for name in ("fair.mp4", "fair.mkv") for part in (0.2, 0.5, 0.8, 0.95, 0.99)),
        ("late.mov", 0.99),
        *(("fair.avi", part) for part in (0.2, 0.5, 0.8)),
    ],
    ids=str,
)
def test_a_film_that_is_half_copied_is_none_and_its_copy_stays(tmp_path: Path, name: str, part: float) -> None:
    source = filmed(tmp_path / name, *MOVING, *(() if name == "late.mov" else ("-movflags", "+faststart")))
    (entry,) = media(tmp_path, item(source, "video")).look().items
    whole = source.read_bytes()
    source.write_bytes(whole[: int(len(whole) * part)])
    health = media(tmp_path, item(source, "video")).look()
    assert (health.items, faults(health)) == ((entry,), [MediaFault.BROKEN])
    assert Path(entry.file).read_bytes() == whole


@with_ffmpeg
def test_sound_with_a_cover_is_no_film(tmp_path: Path) -> None:
    sound, cover = filmed(tmp_path / "sound.mp3", *SOUND), picture(tmp_path / "cover.png")
    both = (
        "-i",
        str(sound),
        "-i",
        str(cover),
        "-map",
        "0",
        "-map",
        "1",
        "-c",
        "copy",
        "-disposition:v:0",
        "attached_pic",
    )
    for source in (sound, filmed(tmp_path / "covered.mp3", *both)):
        assert faults(media(tmp_path, item(source, "video")).look()) == [MediaFault.BROKEN]


@with_ffmpeg
def test_a_film_of_a_moment_is_no_flash(tmp_path: Path) -> None:
    source = filmed(tmp_path / "moment.mp4", *MOVING, "-frames:v", "1")
    (entry,) = media(tmp_path, item(source, "video")).look().items
    assert entry.ms >= 3_000


@with_ffmpeg
def test_a_film_whose_pictures_come_as_they_like_is_whole(tmp_path: Path) -> None:
    """Fewer than its rate says; of a part of another; with words that are there longer."""
    seldom = filmed(tmp_path / "seldom.avi", *MOVING, "-vf", "select=not(mod(n\\,5))", "-vsync", "vfr", "-c:v", "mpeg4")
    film = filmed(tmp_path / "film.mp4", *MOVING)
    part = filmed(tmp_path / "part.mp4", "-ss", "1.3", "-t", "2.5", "-i", str(film), "-c", "copy")
    (tmp_path / "words.srt").write_text("1\n00:00:01,000 --> 00:00:09,000\n徵才活動\n", "utf-8")
    words = filmed(tmp_path / "words.mkv", "-i", str(film), "-i", str(tmp_path / "words.srt"), "-c:v", "copy")
    stream = filmed(tmp_path / "stream.ts", *MOVING)
    health = media(tmp_path, *(item(one, "video") for one in (seldom, part, words, stream))).look()
    assert (len(health.items), health.skipped) == (4, ())


@with_ffmpeg
def test_a_film_whose_sound_is_longer_and_one_without_pixels_that_are_square_are_whole(tmp_path: Path) -> None:
    longer = filmed(tmp_path / "longer.mkv", "-f", "lavfi", "-i", "sine=d=9", *MOVING)
    wide = filmed(tmp_path / "wide.mp4", *MOVING, "-vf", "setsar=64/45")
    health = media(tmp_path, item(longer, "video"), item(wide, "video")).look()
    assert [round(one.ms / 1000) for one in health.items] == [9, 6]
    drawn = threading.Event()
    frames = Frames(str(wide), 640, 640, drawn.set)
    frames.start()
    try:
        assert drawn.wait(30)
        frame = Image.frombytes("RGBA", frames.size, frames.newest() or b"", "raw", "BGRA").convert("L")
        left, top, right, bottom = frame.point([255 * (value > 8) for value in range(256)]).getbbox() or (0, 0, 0, 1)
    finally:
        frames.stop()
    assert (right - left) / (bottom - top) == pytest.approx(16 / 9 * 64 / 45, rel=0.03)


@with_ffmpeg
@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920)], ids=str)
def test_a_video_keeps_its_shape_above_its_title(qapp: QGuiApplication, film: Path, size: tuple[int, int]) -> None:
    """Its place is another than before, once the title stands."""
    entry = Entry("item:0", Kind.VIDEO, file=str(film), title={"zh-TW": "徵才活動"})
    with Screens(qapp, *size) as screens:
        wall = Wall().start().told(ItemsChanged((entry,)))
        screens.draw(wall.board, wall.now)
        while wall.board.content.entry != "item:0":
            wall.wait(SHOW_MS)
        screens.draw(wall.board, wall.now)
        drawn = pixels(screens.content).point([255 * (value > 128) for value in range(256)] * 3).getchannel("G")
        (shown,) = items(screens.content.contentItem(), "film")
        left, top, right, bottom = drawn.crop((0, 0, int(shown.width()), int(shown.height()))).getbbox() or (0, 0, 0, 1)
        assert (right - left) / (bottom - top) == pytest.approx(16 / 9, rel=0.02)
        assert max((right - left) / shown.width(), (bottom - top) / shown.height()) > 0.98, "as large as it fits"
        assert [one.name for one in threading.enumerate()].count("film") == 1, "for one place"
    assert [one.name for one in threading.enumerate()].count("film") == 0, "it ends with its window"


@with_ffmpeg
def test_a_video_moves_on_the_screen_and_ends_with_its_turn(qapp: QGuiApplication, qtbot: QtBot, film: Path) -> None:
    with Screens(qapp, 1920, 1080) as screens:
        wall = Wall().start().told(ItemsChanged((Entry("item:0", Kind.VIDEO, file=str(film)),)))
        while wall.board.content.entry != "item:0":
            wall.wait(SHOW_MS)
        screens.draw(wall.board, wall.now)
        (shown,) = items(screens.content.contentItem(), "film")
        qtbot.waitUntil(lambda: int(shown.property("shown")) >= 5, timeout=20_000)
        colour = screens.content.grabWindow().pixelColor(960, 400)
        assert (colour.red() < 40, colour.green() > 200, colour.blue() < 40) == (True, True, True)
        assert [one.name for one in threading.enumerate()].count("film") == 1
        wall.called("youth", "6")
        screens.draw(wall.board, wall.now)
        assert not list(items(screens.content.contentItem(), "film"))
        assert [one.name for one in threading.enumerate()].count("film") == 0
        assert shown.width() == 0, "or pictures of the whole monitor would be kept for it"


@with_ffmpeg
def test_a_film_that_took_the_others_name_is_played_though_nothing_else_was_between(
    qapp: QGuiApplication, qtbot: QtBot, tmp_path: Path, film: Path
) -> None:
    entry = Entry("item:0", Kind.VIDEO, file=str(shutil.copy(film, tmp_path / "film")), version="1")
    bare = replace(sample_config(), services=tuple(replace(one, guide=Guide()) for one in sample_config().services))
    wall = Wall(RealHall(replace(bare, notices=()))).start().told(ItemsChanged((entry,))).wait(SHOW_MS + 100)
    with Screens(qapp, 1920, 1080) as screens:
        screens.draw(wall.board, wall.now)
        assert screens.content.grabWindow().pixelColor(960, 400).green() > 200
        filmed(tmp_path / "new.mp4", "-f", "lavfi", "-i", "color=c=0xff0000:s=320x180:r=25:d=3", "-pix_fmt", "yuv420p")
        (tmp_path / "new.mp4").replace(tmp_path / "film")
        wall.told(ItemsChanged((replace(entry, version="2"),))).wait(SHOW_MS + 100)
        screens.show(wall.board, wall.now)
        qtbot.waitUntil(lambda: screens.content.grabWindow().pixelColor(960, 400).red() > 200, timeout=20_000)
