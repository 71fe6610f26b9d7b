"""The display as a real program: two monitors, a server over a socket, a player, signals."""

from __future__ import annotations

import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import tomli_w
from PIL import Image

from display.board_reducer import LATE_MS
from server.domain.config import Guide
from tests.display.hall_server import HallServer
from tests.display.program import Program, config, offscreen, until
from tests.real_hall import ROOT, RealHall, sample_config
from wire.errors import Close
from wire.messages import Refused

pytestmark = pytest.mark.system
TWO = [("HALL-1", 1920, 1080), ("HALL-2", 1280, 720)]


@pytest.fixture
def hall() -> RealHall:
    return RealHall()


@pytest.fixture
def server(hall: RealHall) -> Iterator[HallServer]:
    running = HallServer(hall).start()
    yield running
    running.stop()


def test_a_call_changes_both_monitors_and_sounds(tmp_path: Path, hall: RealHall, server: HallServer) -> None:
    heard = tmp_path / "heard"
    player = tmp_path / "player.py"
    player.write_text(f"import sys; open({str(heard)!r}, 'a').write(sys.argv[1] + chr(10))")
    more = tomli_w.dumps({"display": {"chime": {"player": shlex.join([sys.executable, str(player)])}}})
    with Program(tmp_path, config(server.url, more=more), offscreen(tmp_path, TWO)) as program:
        until(lambda: len(server.hellos) == 1, "it never came", program)
        until(lambda: program.shown("order")["phase"] == "welcome", "no snapshot was drawn", program)
        server.tell(hall.issue("benefit-again"), hall.issue("training", priority=True))
        server.tell(hall.call("1-B001", "3"), hall.call("1-E001", "5"))
        until(lambda: len(program.shown("order")["cards"]) == 2, "the calls were not drawn", program)
        page = program.shown("order")
        assert [(card["letter"], card["digits"], card["marked"]) for card in page["cards"]] == [
            ("E", "001", True),
            ("B", "001", False),
        ]
        with Image.open(program.picture("order")) as order:
            assert order.size == (1920, 1080)
            assert len(order.convert("RGB").getcolors(1 << 24) or []) > 50
        content = program.shown("content")
        assert content["title"][0] == "想學一技之長"
        with Image.open(program.picture("content")) as guide:
            assert guide.size == (1280, 720)
            assert guide.convert("RGB").getpixel((4, 4)) == (255, 200, 61)
        server.tell(hall.recall("1-B001"))
        until(lambda: heard.exists() and len(heard.read_text().splitlines()) == 4, "three chimes were asked", program)
        sounds = [Path(line) for line in heard.read_text().splitlines()]
        assert [sound.name.split("-")[0] for sound in sounds] == ["silence", "chime", "chime", "chime"]
        assert sounds[1].read_bytes()[:4] == b"RIFF"
        assert {one.state for one in server.reports.values() if one.kind != "clock"} == {"ok"}
        old = [hall.call(hall.issue("reply-card").tickets[0].ticket_id, counter_id) for counter_id in "12478"]
        program.process.send_signal(signal.SIGSTOP)  # it hears nothing for a while, then everything in its order
        until(lambda: hall.at - old[-1].at > LATE_MS + 500, "time stands still")
        server.tell(*old, hall.call(hall.issue("youth").tickets[0].ticket_id, "6"))
        program.process.send_signal(signal.SIGCONT)
        until(lambda: program.shown("order")["cards"][0]["letter"] == "G", "the young call was not drawn", program)
        cards = [card["letter"] + card["digits"] for card in program.shown("order")["cards"]]
        # Whoever was in his show when they came, and whoever's recall waited for it, lies before them.
        late = [card for card in cards if card not in {"B001", "E001"}]
        assert (len(cards), late[1]) == (4, "C005")
        assert late == ["G001", "C005", "C004", "C003"][: len(late)], "what came late is on, but silent"
        until(lambda: len(heard.read_text().splitlines()) >= 5, "the young call was not heard", program)
        assert set(server.reports) == {f"display-1-{part}" for part in ("order", "content", "sound", "clock")}
        assert program.end() == 0
        assert len(heard.read_text().splitlines()) == 5


def test_a_lost_link_is_said_and_mended(tmp_path: Path, hall: RealHall, server: HallServer) -> None:
    hall.issue("training")
    with Program(tmp_path, config(server.url), offscreen(tmp_path, TWO)) as program:
        until(lambda: program.shown("order")["phase"] == "welcome", "no snapshot was drawn", program)
        server.tell(hall.call("1-E001", "5"))
        server.stop()
        until(lambda: program.shown("order")["stale"][0] != "", "the loss was not said", program)
        page = program.shown("order")
        assert page["stale"][0].startswith("畫面自 ")
        assert [card["digits"] for card in page["cards"]] == ["001"]
        hall.pass_ms(1_000)
        again = HallServer(hall).start(server.port)
        until(lambda: program.shown("order")["stale"][0] == "", "it never came back", program, 60)
        again.stop()
        assert program.end() == 0


def test_without_a_server_it_says_so_in_every_language_and_one_monitor_is_shared(tmp_path: Path) -> None:
    screens = offscreen(tmp_path, [("DP-1", 1280, 720)])
    with Program(tmp_path, config("ws://127.0.0.1:9/ws"), screens) as program:
        until(lambda: program.shown("order")["phase"] == "connecting", "nothing was drawn", program)
        assert not program.picture("content").exists()
        (entry,) = program.entries("monitors")
        assert (entry["order"], entry["content"], entry["missing"]) == ("DP-1", "", ["HALL-1", "HALL-2"])
        assert program.end() == 0


@pytest.mark.parametrize("enrolled", [True, False])
def test_without_any_monitor_it_waits_for_one(tmp_path: Path, server: HallServer, enrolled: bool) -> None:
    """As Qt under Wayland begins while every monitor is off: with a placeholder that has no room."""
    nothing = offscreen(tmp_path, [("", 0, 0)])
    with Program(tmp_path, config(server.url), nothing, enrolled=enrolled) as program:
        if enrolled:
            until(lambda: len(program.entries("no_monitor")) == 1, "not said", program)
            until(lambda: "display-1-order" in server.reports, "it does not go on", program)
            report = server.reports["display-1-order"]
            assert (report.code, report.detail) == ("monitor_missing", "HALL-1")
            assert program.entries("monitors") == []
        else:
            until(lambda: len(program.entries("no_monitor")) == 1, "not said by the first screen", program)
        assert program.end() == 0


def test_a_server_of_another_hall_is_named_and_the_screen_comes_back_by_itself(tmp_path: Path, hall: RealHall) -> None:
    refused = Refused(code="wrong_hall", detail="this is the hall anping")
    other = HallServer(hall, (refused, Close.WRONG_HALL)).start()
    with Program(tmp_path, config(other.url, hall="yongkang"), offscreen(tmp_path, TWO)) as program:
        until(lambda: bool(other.hellos), "it never came", program)
        assert other.hellos[0].hall_id == "yongkang"
        until(lambda: program.shown("order")["greetings"][0]["fault"] != "", "the refusal was not said", program)
        page = program.shown("order")
        assert page["phase"] == "connecting"
        assert [one["fault"] for one in page["greetings"]] == [
            "這個螢幕屬於「yongkang」，但這裡的叫號主機是別的據點。請檢查設定。",
            'This screen belongs to hall "yongkang", but the server here is another\'s. Check the settings.',
        ]
        other.stop()
        own = HallServer(hall).start(other.port)
        until(lambda: program.shown("order")["phase"] == "welcome", "it never came back", program, 90)
        own.stop()
        assert program.end() == 0


def test_what_is_wrong_with_this_pc_is_said_once_and_disturbs_nothing(
    tmp_path: Path, hall: RealHall, server: HallServer
) -> None:
    """It has no player, and a clock that is years off the server's."""
    more = '[display.chime]\nplayer = "no-such-player -q"\n'
    wrong = "2030-01-01T00:00:00+08:00"
    with Program(tmp_path, config(server.url, more=more), offscreen(tmp_path, TWO), "--now", wrong) as program:
        until(lambda: program.shown("order")["phase"] == "welcome", "no snapshot was drawn", program)
        page = program.shown("order")
        assert page["clock"].startswith("09:1")
        assert page["date"][1] == "Mon 23 Nov 2026"
        told = {"display-1-sound": "player_missing", "display-1-clock": "clock_off"}
        until(lambda: told.keys() <= server.reports.keys(), "staff were not told", program)
        assert {name: server.reports[name].code for name in told} == told
        server.tell(hall.issue("training"), hall.issue("training"))
        server.tell(hall.call("1-E001", "4"), hall.call("1-E002", "5"))
        until(lambda: len(program.shown("order")["cards"]) == 2, "the calls were not drawn", program)
        assert program.end() == 0
        assert len(program.entries("chime_not_heard")) == 1


@pytest.mark.parametrize(("arguments", "status"), [(["--check"], 0), (["--check", "--config", "/nowhere.toml"], 78)])
def test_check(arguments: list[str], status: int) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "display", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == status
    assert len(ended.stderr.splitlines()) == (status == 78)


@pytest.fixture
def bare() -> Iterator[HallServer]:
    """Of a hall that has nothing to show between calls but what a display's own list adds."""
    sample = sample_config()
    services = tuple(replace(one, guide=Guide()) for one in sample.services)
    running = HallServer(RealHall(replace(sample, services=services, notices=()))).start()
    yield running
    running.stop()


def said(program: Program) -> list[str]:
    """Sources of the playlist that its log says are skipped."""
    return [entry["source"] for entry in program.entries("media_skipped")]


def test_a_playlist_is_shown_from_its_copies_and_what_is_broken_is_told_once(tmp_path: Path, bare: HallServer) -> None:
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "jobs.csv").write_text("職稱,公司\n作業員,永康精密\n", encoding="utf-8")
    more = "".join(
        f'[[display.playlist]]\nkind = "{kind}"\nsource = "{source}"\nweight = 10\n'
        for kind, source in (("picture", "broken.png"), ("vacancies", "jobs.csv"))
    )
    broken = str(tmp_path / "broken.png")
    for _ in range(2):  # begun again while the source is away
        bare.reports.pop("display-1-media", None)
        with Program(tmp_path, config(bare.url, more=more), offscreen(tmp_path, TWO)) as program:
            until(lambda: "display-1-media" in bare.reports, "staff were not told", program)
            until(lambda: bare.reports["display-1-media"].code == "media_broken", "staff were not told why", program)
            assert bare.reports["display-1-media"].detail.startswith("broken.png: ")
            until(lambda: program.shown("content")["slide"]["kind"] == "vacancies", "no vacancies came", program, 60)
            assert program.shown("content")["slide"]["rows"][0]["about"] == "永康精密"
            until(lambda: broken in said(program), "the log has nothing of it", program)
            assert program.end() == 0
        (tmp_path / "jobs.csv").unlink(missing_ok=True)
