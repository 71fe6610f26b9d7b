"""What the display's own list shows: copied, checked, shown while the source is away; a broken file is skipped."""

from __future__ import annotations

import http.server
import os
import queue
import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PIL import ExifTags, Image
from PySide6.QtGui import QColor, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from display.board import ItemsChanged
from display.media import Media, MediaHealth
from display.media_check import MediaError, MediaFault
from display.media_source import LARGEST, PATIENCE_S, fetch
from display.playlist_settings import ItemSettings
from display.programme import SHOW_MS, Entry, Kind
from server.domain.config import Guide
from tests.display.screens import Screens, items
from tests.display.walls import Wall
from tests.real_hall import RealHall, sample_config

with_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")


def picture(path: Path, colour: str = "red", side: int = 40) -> Path:
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    assert image.save(str(path))
    return path


def media(folder: Path, *settings: ItemSettings) -> Media:
    return Media(settings, folder / "copies", lambda _: None)


def item(path: Path | str, kind: str = "picture", **more: object) -> ItemSettings:
    return ItemSettings(kind=kind, source=str(path), **more)  # type: ignore[arg-type]


def faults(health: MediaHealth) -> list[MediaFault]:
    return [one.fault for one in health.skipped]


def test_a_picture_is_shown_from_the_displays_own_copy(tmp_path: Path) -> None:
    source = picture(tmp_path / "fair.png")
    (entry,) = media(tmp_path, item(source, weight=2, seconds=7)).look().items
    assert (entry.kind, entry.ms, entry.weight) == (Kind.PICTURE, 7_000, 2)
    assert Path(entry.file).read_bytes() == source.read_bytes()
    assert Path(entry.file).parent == tmp_path / "copies"


def test_the_copy_is_shown_while_the_source_is_away_and_after_a_restart(tmp_path: Path) -> None:
    source = picture(tmp_path / "fair.png")
    whole = source.read_bytes()
    first = media(tmp_path, item(source))
    (entry,) = first.look().items
    source.unlink()
    for one in (first, media(tmp_path, item(source))):
        health = one.look()
        assert health.items == (entry,)
        assert faults(health) == [MediaFault.UNREACHED]
    assert Path(entry.file).read_bytes() == whole


def test_what_was_never_there_is_skipped_and_the_rest_is_shown(tmp_path: Path) -> None:
    health = media(tmp_path, item(tmp_path / "none.png"), item(picture(tmp_path / "fair.png"))).look()
    assert [one.key for one in health.items] == ["item:1"]
    assert faults(health) == [MediaFault.MISSING]


def test_a_newer_picture_takes_the_place_of_the_copy_unless_it_is_broken(tmp_path: Path) -> None:
    source = picture(tmp_path / "fair.png")
    shown = media(tmp_path, item(source))
    (entry,) = shown.look().items
    picture(source, "blue", 50)
    newer = source.read_bytes()
    older, ((entry,), skipped) = entry, (shown.look().items, shown.look().skipped)
    assert (entry.file, skipped) == (older.file, ())
    assert entry.version != older.version
    assert Path(entry.file).read_bytes() == newer
    source.write_bytes(newer[: len(newer) // 2])
    health = shown.look()
    assert (health.items, faults(health)) == ((entry,), [MediaFault.BROKEN])
    assert Path(entry.file).read_bytes() == newer
    assert list((tmp_path / "copies").glob("*.part")) == []


@pytest.mark.parametrize("kind", ["picture", "vacancies", pytest.param("video", marks=with_ffmpeg)])
@pytest.mark.parametrize("raw", [b"", b"\x89PNG\r\n\x1a\n but no more", b"\xff\xfe\x00\xd8" * 500])
def test_a_broken_file_is_skipped_and_named(tmp_path: Path, kind: str, raw: bytes) -> None:
    source = tmp_path / "broken"
    source.write_bytes(raw)
    health = media(tmp_path, item(source, kind)).look()
    assert (health.items, faults(health)) == ((), [MediaFault.BROKEN])


def test_what_is_broken_is_copied_once_until_it_is_another(tmp_path: Path, site: tuple[type[Site], str]) -> None:
    kind, address = site
    kind.raw = b"<html>"
    source = tmp_path / "fair.png"
    whole = picture(source).read_bytes()
    source.write_bytes(b"x" * len(whole))
    broken = source.stat()
    shown = media(tmp_path, item(source), item(address, "vacancies"))
    first = shown.look()
    assert faults(first) == [MediaFault.BROKEN] * 2
    source.write_bytes(whole)
    os.utime(source, ns=(broken.st_atime_ns, broken.st_mtime_ns))
    assert shown.look() == first, "as far as its folder says it is the same"
    assert kind.answers == [200, 304]
    source.touch()
    assert [one.key for one in shown.look().items] == ["item:0"]


@pytest.mark.qt_log_ignore("JPEG")
@pytest.mark.parametrize("part", [0.1, 0.5, 0.99])
def test_a_photo_that_is_half_copied_is_not_shown(tmp_path: Path, part: float) -> None:
    source = tmp_path / "fair.jpg"
    preview = picture(tmp_path / "small.jpg").read_bytes()
    whole = picture(source, side=400).read_bytes()
    about = b"\xff\xe1" + (len(preview) + 2).to_bytes(2) + preview
    source.write_bytes(whole[:2] + about + whole[2:] + b"what a telephone adds")
    shown = media(tmp_path, item(source))
    assert faults(shown.look()) == []
    source.write_bytes(whole[:2] + about + whole[2 : int(len(whole) * part)])
    assert faults(shown.look()) == [MediaFault.BROKEN]


@pytest.mark.parametrize("part", [0.1, 0.5, 0.99])
@pytest.mark.parametrize(
    ("name", "frames", "progressive"),
    [
        ("fair.gif", 1, False),
        ("fair.gif", 3, False),
        ("fair.bmp", 1, False),
        ("fair.jpg", 1, False),
        ("fair.jpg", 1, True),
        ("fair.png", 1, False),
        ("fair.webp", 1, False),
    ],
    ids=str,
)
def test_half_of_a_picture_is_none_and_its_copy_stays(
    tmp_path: Path, name: str, frames: int, part: float, *, progressive: bool
) -> None:
    source = tmp_path / name
    first, *others = [Image.effect_noise((160, 120), 50 + 20 * place) for place in range(frames)]
    first.save(source, save_all=bool(others), append_images=others, progressive=progressive)
    whole = source.read_bytes()
    (entry,) = media(tmp_path, item(source)).look().items
    source.write_bytes(whole[: int(len(whole) * part)])
    health = media(tmp_path, item(source)).look()
    assert (health.items, faults(health)) == ((entry,), [MediaFault.BROKEN])
    assert Path(entry.file).read_bytes() == whole


def test_a_picture_that_is_whole_is_shown_whatever_its_program_made_of_its_ends(tmp_path: Path) -> None:
    made = {}
    for name in ("fair.gif", "fair.bmp", "fair.jpg"):
        Image.effect_noise((160, 120), 50).save(tmp_path / name)
        made[name] = (tmp_path / name).read_bytes()
    size = int.from_bytes(made["fair.bmp"][2:6], "little")
    ends = {
        "without-its-end.gif": made["fair.gif"][:-1],
        "more.gif": made["fair.gif"] + b"more",
        "says-more.bmp": made["fair.bmp"][:2] + (size + 2).to_bytes(4, "little") + made["fair.bmp"][6:],
        "more.jpg": made["fair.jpg"] + b"more",
    }
    for name, raw in ends.items():
        (tmp_path / name).write_bytes(raw)
    drawn = Path(__file__).with_name("poster.svg")
    health = media(tmp_path, *(item(tmp_path / name) for name in ends), item(drawn)).look()
    assert (len(health.items), health.skipped) == (len(ends) + 1, ())


@pytest.mark.qt_log_ignore("Rejecting image as it exceeds the current allocation limit")
def test_a_picture_larger_than_memory_is_refused_by_its_head(tmp_path: Path) -> None:
    source = tmp_path / "huge.png"
    Image.new("1", (30_000, 30_000)).save(source)
    (skipped,) = media(tmp_path, item(source)).look().skipped
    assert (skipped.fault, "30000 × 30000" in skipped.detail) == (MediaFault.BROKEN, True)


def test_what_a_disk_made_of_the_copy_is_taken_anew(tmp_path: Path) -> None:
    source = picture(tmp_path / "fair.png")
    (entry,) = media(tmp_path, item(source)).look().items
    Path(entry.file).write_bytes(source.read_bytes()[:30])
    health = media(tmp_path, item(source)).look()
    assert (health.items, health.skipped) == ((entry,), ())
    assert Path(entry.file).read_bytes() == source.read_bytes()


@pytest.mark.parametrize("full", [True, False])
def test_a_disk_that_takes_no_copy_is_not_the_sources_fault(tmp_path: Path, *, full: bool) -> None:
    source = picture(tmp_path / "fair.png")
    (entry,) = media(tmp_path, item(source)).look().items
    picture(source, "blue", 50)
    part = Path(entry.file).with_suffix(".part")
    part.symlink_to("/dev/full") if full else part.mkdir()
    health = media(tmp_path, item(source)).look()
    assert (health.items, faults(health)) == ((entry,), [MediaFault.NOT_KEPT])


def test_no_copy_takes_the_disks_last_room_but_a_small_one_is_taken(tmp_path: Path) -> None:
    poster, feed = tmp_path / "poster.bmp", tmp_path / "jobs.csv"
    Image.effect_noise((400, 400), 50).convert("RGB").save(poster)
    feed.write_text("title\nClerk\n")
    settings = (item(poster), item(feed, "vacancies"))
    full = Media(settings, tmp_path / "copies", lambda _: None, fetch=partial(fetch, spare=1 << 60)).look()
    assert ([one.kind for one in full.items], faults(full)) == ([Kind.VACANCIES], [MediaFault.NOT_KEPT])
    assert "would stay free" in full.skipped[0].detail
    assert len(list((tmp_path / "copies").iterdir())) == 2, "the feed and its mark"
    assert faults(media(tmp_path, *settings).look()) == []


def test_what_is_written_while_it_is_copied_is_no_copy_yet(tmp_path: Path) -> None:
    source, part = picture(tmp_path / "fair.png"), tmp_path / "part"
    part.symlink_to(source)  # who opens it to write changes the source
    with pytest.raises(MediaError, match="is being written") as fault:
        fetch(str(source), "", part)
    assert fault.value.fault is MediaFault.UNREACHED


def test_what_an_address_says_is_too_large_is_not_fetched(tmp_path: Path, site: tuple[type[Site], str]) -> None:
    kind, address = site
    kind.said = LARGEST + 1
    (skipped,) = media(tmp_path, item(address, "video")).look().skipped
    assert (skipped.fault, skipped.detail) == (MediaFault.BROKEN, "is larger than 1024 MB")


def test_a_copy_that_is_none_costs_that_source_alone(tmp_path: Path) -> None:
    feed, good = tmp_path / "jobs.csv", picture(tmp_path / "fair.png")
    feed.write_text("title\nClerk\n")
    media(tmp_path, item(feed, "vacancies"), item(good)).look()
    copy = next(one for one in (tmp_path / "copies").iterdir() if one.read_bytes() == feed.read_bytes())
    copy.unlink()
    copy.mkdir()
    health = media(tmp_path, item(feed, "vacancies"), item(good)).look()
    assert [one.kind for one in health.items] == [Kind.PICTURE]
    assert len(health.skipped) == 1


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    told: queue.Queue[MediaHealth] = queue.Queue()
    os.mkfifo(tmp_path / "pipe")
    running = Media([item(tmp_path / "pipe"), item(picture(tmp_path / "fair.png"))], tmp_path / "copies", told.put)
    running.start()
    try:
        while not (health := told.get(timeout=30)).looked:
            pass
    finally:
        running.stop()
    assert [one.kind for one in health.items] == [Kind.PICTURE]
    assert faults(health) == [MediaFault.MISSING]


def test_a_start_shows_its_copies_before_any_source_has_answered(tmp_path: Path) -> None:
    source = picture(tmp_path / "fair.png")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silence = item(f"http://127.0.0.1:{silent.getsockname()[1]}/fair.png")
        (entry,) = media(tmp_path, item(source)).look().items
        told: queue.Queue[MediaHealth] = queue.Queue()
        running = Media([item(source), silence], tmp_path / "copies", told.put)
        running.start()
        try:
            health = told.get(timeout=PATIENCE_S)
        finally:
            running.stop()
    assert (health.items, health.looked) == ((entry,), False)


def test_a_photo_stands_upright(qapp: QGuiApplication, qtbot: QtBot, tmp_path: Path) -> None:
    source = tmp_path / "photo.jpg"
    said = Image.Exif()
    said[ExifTags.Base.Orientation] = 6
    Image.new("RGB", (400, 200), "red").save(source, exif=said)
    with Screens(qapp, 1920, 1080) as screens:
        wall = Wall().start().told(ItemsChanged((Entry("item:0", Kind.PICTURE, file=str(source)),)))
        while wall.board.content.entry != "item:0":
            wall.wait(SHOW_MS)
        screens.draw(wall.board, wall.now)
        (shown,) = items(screens.content.contentItem(), "picture")
        qtbot.waitUntil(lambda: float(shown.property("paintedHeight")) > 0, timeout=30_000)
        assert float(shown.property("paintedHeight")) == pytest.approx(
            2 * float(shown.property("paintedWidth")), rel=0.02
        )


def test_a_picture_that_took_the_others_name_is_shown_though_nothing_else_was_between(
    qapp: QGuiApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    source = picture(tmp_path / "fair.png")
    shown = media(tmp_path, item(source))
    bare = replace(sample_config(), services=tuple(replace(one, guide=Guide()) for one in sample_config().services))
    wall = Wall(RealHall(replace(bare, notices=()))).start()

    def colour() -> str:
        return screens.content.grabWindow().pixelColor(960, 400).name()

    with Screens(qapp, 1920, 1080) as screens:
        for name, code in (("red", "#ff0000"), ("blue", "#0000ff")):
            picture(source, name)
            wall.told(ItemsChanged(shown.look().items)).wait(SHOW_MS + 100)
            screens.draw(wall.board, wall.now)
            qtbot.waitUntil(lambda code=code: colour() == code, timeout=10_000)  # type: ignore[misc]


def test_a_video_needs_ffmpeg_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    (tmp_path / "film.mp4").write_bytes(b"x")
    assert faults(media(tmp_path, item(tmp_path / "film.mp4", "video")).look()) == [MediaFault.NO_FFMPEG]


def test_copies_of_what_is_no_longer_listed_are_removed(tmp_path: Path) -> None:
    told: queue.Queue[MediaHealth] = queue.Queue()
    old, new = picture(tmp_path / "old.png"), picture(tmp_path / "new.png")
    (before,) = media(tmp_path, item(old)).look().items
    running = Media([item(new)], tmp_path / "copies", told.put)
    running.start()
    try:
        while not (health := told.get(timeout=30)).looked:
            pass
    finally:
        running.stop()
    (after,) = health.items
    assert not Path(before.file).exists()
    assert Path(after.file).exists()


class Site(http.server.BaseHTTPRequestHandler):
    """One file with a mark of its own."""

    raw = b""
    said = 0
    """Bytes that it says there are; 0: it says nothing."""
    asked: list[str | None]
    answers: list[int]
    heeds = True
    """It answers that the file is the one that is known."""
    mark = '"1"'
    """Empty: it has none."""

    def do_GET(self) -> None:
        site = type(self)
        site.asked.append(self.headers["if-none-match"])
        code = 200 if not site.heeds or self.headers["if-none-match"] != '"1"' else 304
        site.answers.append(code)
        self.send_response(code)
        if site.mark:
            self.send_header("etag", site.mark)
        if site.said:
            self.send_header("content-length", str(site.said))
        self.end_headers()
        if code == 200:
            self.wfile.write(site.raw)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def site() -> Iterator[tuple[type[Site], str]]:
    kind = type("OneSite", (Site,), {"asked": [], "answers": []})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield kind, f"http://127.0.0.1:{server.server_port}/jobs.csv"
        finally:
            server.shutdown()
            thread.join()


def test_what_an_address_has_is_fetched_when_it_is_another(tmp_path: Path, site: tuple[type[Site], str]) -> None:
    kind, address = site
    kind.raw = "職稱,公司,截止日期\n作業員,永康精密,115/12/31\n".encode("cp950")
    shown = media(tmp_path, item(address, "vacancies"))
    for _ in range(2):
        health = shown.look()
        ((job,),) = [one.vacancies for one in health.items]
        assert (job.title, job.employer, job.last) == ("作業員", "永康精密", "2026-12-31")
        assert health.skipped == ()
    assert kind.answers == [200, 304]


@pytest.mark.parametrize(("mark", "rows"), [('"1"', 1), ("", 400_000)], ids=["its mark", "its length"])
def test_what_an_address_sends_once_more_is_not_fetched_again(
    tmp_path: Path, site: tuple[type[Site], str], mark: str, rows: int
) -> None:
    kind, address = site
    kind.heeds, kind.mark, kind.raw = False, mark, b"title\nClerk one\n" * rows
    kind.said = len(kind.raw)
    shown = media(tmp_path, item(address, "vacancies"))
    first = shown.look()
    assert first.items[0].vacancies[0].title == "Clerk one"
    kind.raw = kind.raw.replace(b"one", b"two")
    assert shown.look() == first
    assert kind.answers == [200, 200]
    kind.raw += b"Driver\n"
    kind.said, kind.mark = len(kind.raw), '"2"' if mark else ""
    assert shown.look().items[0].vacancies[0].title == "Clerk two"


@pytest.mark.parametrize(
    "answer",
    [
        b"GARBAGE\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\ntitle\nClerk\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\ntitle\nClerk\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000 + b"\r\n\r\ntitle\nClerk\n",
        b"HTTP/1.1 204 No Content\r\n\r\n",
    ],
    ids=["garbage", "cut chunks", "cut", "long header", "nothing"],
)
def test_an_answer_that_is_no_whole_file_costs_that_source_alone(tmp_path: Path, answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as place:

        def serve() -> None:
            with place.accept()[0] as asked:
                asked.recv(65_536)
                asked.sendall(answer)

        serving = threading.Thread(target=serve)
        serving.start()
        feed = item(f"http://127.0.0.1:{place.getsockname()[1]}/jobs.csv", "vacancies")
        health = media(tmp_path, feed, item(picture(tmp_path / "fair.png"))).look()
        serving.join()
    assert [one.kind for one in health.items] == [Kind.PICTURE]
    assert faults(health) == [MediaFault.MISSING]


def test_an_address_may_be_written_as_a_browser_shows_it(tmp_path: Path, site: tuple[type[Site], str]) -> None:
    kind, address = site
    kind.raw = b"title\nClerk\n"
    health = media(tmp_path, item(address.replace("jobs.csv", "職缺 清單.csv?年=115&x=%20"), "vacancies")).look()
    assert (len(health.items), health.skipped) == (1, ())


def test_without_a_server_the_last_vacancies_stay(tmp_path: Path, site: tuple[type[Site], str]) -> None:
    kind, address = site
    kind.raw = b'{"jobs": [{"title": "Clerk", "company": "Harbour"}]}'
    before = media(tmp_path, item(address, "vacancies")).look()
    away = address.replace(address.split(":")[2].split("/")[0], "9")
    copies = tmp_path / "copies"
    assert faults(media(tmp_path, item(away, "vacancies")).look()) == [MediaFault.MISSING]
    assert len(list(copies.glob("*.mark"))) == 1
    assert [one.title for one in before.items[0].vacancies] == ["Clerk"]
