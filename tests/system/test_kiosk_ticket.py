"""From a touch to paper: the kiosk's window, a server, and the printer emulator as a process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest
import zxingcpp
from PIL import Image
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from kiosk.readiness import Link
from kiosk.settings import Settings
from program.clock import SystemClock
from program.credentials import Credentials, CredentialsFile
from tests.kiosk.hands import Hands, running_kiosk
from tests.kiosk.peers import EmulatedPrinter, emulated_printer, scripted_server
from tests.kiosk.sample_hall import ROOT
from tests.system.hall_server import HallServer, write_config

pytestmark = pytest.mark.system


def settings(port: int, printer: EmulatedPrinter) -> Settings:
    return Settings(id="kiosk-1", server=f"ws://127.0.0.1:{port}/ws", printer=printer.address, done_seconds=2)


def enrolled(server: HallServer) -> Credentials:
    return server.entry.credentials(server.door, "kiosk")


def take(hands: Hands, service: str = "service_benefit-again") -> None:
    hands.touch(service)
    hands.touch("confirm")


def qr_of(receipt: Path) -> str:
    with Image.open(receipt) as picture:
        (found,) = zxingcpp.read_barcodes(picture.convert("L"))
    return str(found.text)


def test_touch_to_receipt_with_the_real_server(tmp_path: Path, qapp: QGuiApplication, qtbot: QtBot) -> None:
    with (
        HallServer(write_config(tmp_path), forked=True) as server,
        emulated_printer(tmp_path / "receipts") as printer,
        running_kiosk(settings(server.port, printer), qapp, qtbot, SystemClock(), enrolled(server)) as hands,
    ):
        hands.touch("language_en")
        take(hands, "service_benefit-first")
        hands.reach("done")
        assert hands.kiosk.conductor.flow.issued is not None
        issued = hands.kiosk.conductor.flow.issued
        assert (issued.number, issued.people_ahead) == ("A001", 0)
        assert issued.ticket is not None
        assert issued.ticket.visit.language == "en"
        hands.wait(lambda: len(printer.receipts) == 1)
        assert qr_of(printer.receipts[0]).endswith(f"/t#{issued.token}")
        hands.reach("home")
        assert hands.kiosk.conductor.flow.language == "zh-TW"
        hands.touch("service_benefit-first")
        hands.touch("class_priority")
        hands.touch("confirm")
        hands.reach("done")
        issued = hands.kiosk.conductor.flow.issued
        assert issued is not None
        assert (issued.number, issued.people_ahead) == ("A002", 0), "A001 is called later"
        assert issued.ticket is not None
        assert issued.ticket.visit.visitor_class == "priority"
        hands.wait(lambda: len(printer.receipts) == 2)


def test_another_halls_server_gives_no_ticket_and_the_kiosk_says_why(
    tmp_path: Path, qapp: QGuiApplication, qtbot: QtBot
) -> None:
    with HallServer(write_config(tmp_path), forked=True) as server, emulated_printer(tmp_path / "receipts") as printer:
        lost = msgspec.structs.replace(settings(server.port, printer), hall="anping")
        with running_kiosk(lost, qapp, qtbot, SystemClock(), enrolled(server)) as hands:
            assert hands.kiosk.conductor.flow.link is Link.STARTING
            hands.wait(lambda: hands.kiosk.conductor.flow.link is Link.WRONG_HALL)
            assert "「anping」" in str(hands.kiosk.view.property("body"))
            assert hands.kiosk.conductor.flow.facts is None
        own = msgspec.structs.replace(lost, hall="yongkang")
        with running_kiosk(own, qapp, qtbot, SystemClock(), enrolled(server)) as hands:
            hands.touch("service_benefit-first")
            hands.reach("confirm")


def test_an_answer_lost_on_the_way_is_one_ticket(tmp_path: Path, qapp: QGuiApplication, qtbot: QtBot) -> None:
    with (
        scripted_server() as server,
        emulated_printer(tmp_path) as printer,
        running_kiosk(settings(server.port, printer), qapp, qtbot) as hands,
    ):
        server.hang_up = 2
        take(hands)
        hands.reach("done")
        assert len(server.asked) == 3
        assert len({question.key for question in server.asked}) == 1
        assert server.numbers == ["B001"]
        hands.wait(lambda: len(printer.receipts) == 1)
        hands.reach("home")
        take(hands)
        hands.wait(lambda: len(printer.receipts) == 2)
        assert server.numbers == ["B001", "B002"]


def test_a_burst_of_taps_is_one_ticket(tmp_path: Path, qapp: QGuiApplication, qtbot: QtBot) -> None:
    with (
        scripted_server() as server,
        emulated_printer(tmp_path) as printer,
        running_kiosk(settings(server.port, printer), qapp, qtbot) as hands,
    ):
        hands.touch("service_benefit-again")
        hands.wait(lambda: hands.find("confirm"))
        button = hands.find("confirm")
        assert button is not None
        where = button.mapToScene(button.boundingRect().center()).toPoint()
        for _ in range(10):
            hands.touch_at(where)
        hands.reach("done")
        hands.wait(lambda: len(printer.receipts) == 1)
        assert len(server.asked) == 1


def test_a_late_answer_is_shown_and_printed_while_its_visitor_is_told(
    tmp_path: Path, qapp: QGuiApplication, qtbot: QtBot
) -> None:
    with (
        scripted_server() as server,
        emulated_printer(tmp_path) as printer,
        running_kiosk(settings(server.port, printer), qapp, qtbot) as hands,
    ):
        server.mute = True
        take(hands)
        hands.reach("trouble")
        server.answer_all()
        hands.reach("done")
        hands.wait(lambda: len(printer.receipts) == 1)
        assert server.numbers == ["B001"]


def test_out_of_paper_is_said_before_the_choice_and_told_to_staff(
    tmp_path: Path, qapp: QGuiApplication, qtbot: QtBot
) -> None:
    with (
        scripted_server() as server,
        emulated_printer(tmp_path) as printer,
        running_kiosk(settings(server.port, printer), qapp, qtbot) as hands,
    ):
        hands.wait(
            lambda: hands.find("service_benefit-again") is not None and hands.kiosk.conductor.flow.obstacle() is None
        )
        printer.say("paper-out")
        hands.wait(lambda: hands.kiosk.conductor.flow.obstacle() == "paper_out")
        assert hands.find("title") is not None
        hands.wait(lambda: any(report.code == "paper_out" for report in server.reports))
        printer.say("clear")
        take(hands)
        hands.reach("done")
        hands.wait(lambda: len(printer.receipts) == 1)


def test_paper_that_ends_in_the_ticket_leaves_the_number_on_the_screen(
    tmp_path: Path, qapp: QGuiApplication, qtbot: QtBot
) -> None:
    with (
        scripted_server() as server,
        emulated_printer(tmp_path) as printer,
        running_kiosk(settings(server.port, printer), qapp, qtbot) as hands,
    ):
        hands.wait(
            lambda: hands.find("service_benefit-again") is not None and hands.kiosk.conductor.flow.obstacle() is None
        )
        printer.say("paper-out-after 100")
        take(hands)
        hands.wait(lambda: hands.find("qr"))
        number = hands.find("number")
        assert number is not None
        assert number.property("text") == "B001"
        hands.wait(lambda: any("B001" in report.detail for report in server.reports))
        # A new roll: the printer prints what it still held, once, and the screen says so.
        printer.say("clear")
        hands.wait(lambda: len(printer.receipts) == 1)
        hands.reach("home")
        assert len(server.asked) == 1


def test_the_program_takes_its_monitor_and_ends_cleanly(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        '[kiosk]\nid = "kiosk-1"\nserver = "ws://127.0.0.1:9/ws"\nprinter = "tcp://127.0.0.1:9"\nmonitor = "TOUCH"\n'
        f'state_folder = "{tmp_path}"\n',
        encoding="utf-8",
    )
    ours = Credentials(
        server="ws://127.0.0.1:9/ws", device_id="1", kind="kiosk", name="entrance", hall_id="yongkang", token="t"
    )
    CredentialsFile(tmp_path, "kiosk").save(ours)
    monitors = tmp_path / "monitors.json"
    shapes = [("WALL", 0, 1920, 1080), ("TOUCH", 1920, 1080, 1920)]
    monitors.write_text(
        json.dumps(
            {
                "screens": [
                    {"name": name, "x": x, "y": 0, "width": width, "height": height, "logicalDpi": 96, "dpr": 1}
                    for name, x, width, height in shapes
                ]
            }
        ),
        encoding="utf-8",
    )
    log = tmp_path / "log"
    with log.open("w", encoding="utf-8") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "kiosk", "--config", str(path), "--now", "2026-11-23T08:55:00+08:00"],
            cwd=ROOT,
            stderr=stream,
            env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={monitors}", "QT_QUICK_BACKEND": "software"},
        )
        try:
            deadline = time.monotonic() + 60
            while "out_of_service" not in log.read_text(encoding="utf-8"):
                assert process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.1)
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0
        finally:
            process.kill()
            process.wait(10)
    lines = log.read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]  # nothing but JSON: no warning of Qt, no traceback
    (placed,) = [record for record in records if record["event"] == "window"]
    assert (placed["monitor"], placed["width"], placed["height"]) == ("TOUCH", 1080, 1920)
