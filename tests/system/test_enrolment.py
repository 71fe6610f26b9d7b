"""Devices come to a real server over TLS: by the command, by the first screen; and are told when they are revoked."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from display.running import RunningDisplay
from display.settings import DisplaySettings
from program.clock import SystemClock
from program.credentials import CredentialsFile
from screen.enrol_flow import Step
from screen.typeface import use_typeface
from server.settings import read_settings
from tests.system.entry import PASSWORD, ask
from tests.system.hall_server import ROOT, HallServer, write_config
from wire.trust import trusting

pytestmark = pytest.mark.system
PATIENCE_MS = 20_000


class Administrator:
    """Signed in at a server that speaks HTTPS."""

    def __init__(self, config: Path, port: int) -> None:
        settings = read_settings(config).server
        self.place = f"127.0.0.1:{port}"
        self._trust = trusting((config.parent / "data" / "certificates" / "authority.pem").read_text("ascii"))
        self._headers: dict[str, str] = {"origin": f"https://{self.place}"}
        code = settings.first_code_file.read_text("ascii").strip()
        first = {"code": code, "login": "chen", "name": "Chen", "password": PASSWORD}
        _, cookies = self._asked("/api/first", first)
        self._headers["cookie"] = cookies[0].partition(";")[0]

    def ask(self, path: str, body: Mapping[str, object] | None = None) -> Any:
        return self._asked(path, body)[0]

    def _asked(self, path: str, body: Mapping[str, object] | None) -> tuple[Any, list[str]]:
        host, port = self.place.split(":")
        with closing(http.client.HTTPSConnection(host, int(port), timeout=20, context=self._trust)) as line:
            status, answer, cookies = ask(line, path, body, self._headers)
        assert status == 200, answer
        return answer, cookies


@pytest.fixture(scope="module")
def administrator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Administrator]:
    config = write_config(tmp_path_factory.mktemp("hall"))
    config.write_text(config.read_text("utf-8").replace("encryption = false\n", ""), "utf-8")
    with HallServer(config) as server:
        yield Administrator(config, server.port)


def test_by_the_command(administrator: Administrator, tmp_path: Path) -> None:
    """The fingerprint that it tells is the one of the administrator's page."""
    made = administrator.ask("/api/devices/code", {"kind": "kiosk", "name": "entrance"})
    told = subprocess.run(
        [sys.executable, "-m", "wire.enrol", "--as", "kiosk", "--server", administrator.place, "--code", made["code"]],
        input="y\n",
        env=os.environ | {"STATE_DIRECTORY": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert made["fingerprint"] in told.stdout
    kept = CredentialsFile(tmp_path, "kiosk").load()
    assert kept is not None
    assert (kept.name, kept.server) == ("entrance", f"wss://{administrator.place}/ws")
    assert kept.device_id in {one["device_id"] for one in administrator.ask("/api/devices")}


def test_by_the_first_screen_until_it_is_revoked(
    administrator: Administrator, tmp_path: Path, qapp: QGuiApplication, qtbot: QtBot
) -> None:
    use_typeface(qapp)
    made = administrator.ask("/api/devices/code", {"kind": "display", "name": "wall"})
    settings = DisplaySettings(id="display-1", state_folder=str(tmp_path))
    running = RunningDisplay(qapp, settings, SystemClock(), None, windowed=True)
    running.start()
    try:
        first = running.first
        assert first is not None
        qtbot.waitUntil(first.window.isActive, timeout=PATIENCE_MS)
        for letter in administrator.place:
            QTest.keyClick(first.window, letter)  # type: ignore[call-overload]  # the stubs know no letters
        QTest.keyClick(first.window, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: first.flow.step is Step.CODE, timeout=PATIENCE_MS)
        for letter in made["code"]:
            QTest.keyClick(first.window, letter)
        QTest.keyClick(first.window, Qt.Key.Key_Return)
        assert first.flow.found is not None
        assert first.flow.found.fingerprint == made["fingerprint"]
        QTest.keyClick(first.window, Qt.Key.Key_Y)
        qtbot.waitUntil(lambda: running.display is not None, timeout=PATIENCE_MS)
        display = running.display
        assert display is not None
        qtbot.waitUntil(lambda: display.order_page.phase == "welcome", timeout=PATIENCE_MS)
        (here,) = [one for one in administrator.ask("/api/devices") if one["kind"] == "display"]
        assert (here["name"], here["connected"]) == ("wall", True)
        with qtbot.waitSignal(display.link.stateChanged, timeout=PATIENCE_MS) as told:
            administrator.ask("/api/devices/revoke", {"device_id": here["device_id"]})
        assert told.args is not None
        assert told.args[:2] == ["refused", "revoked"]
        assert display.live_board.board.refused == "revoked"
    finally:
        running.stop()
    kept = json.loads((tmp_path / "display.credentials").read_text("utf-8"))
    assert kept["name"] == "wall"
