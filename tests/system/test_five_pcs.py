"""A hall whose PCs have nothing in common but a cable: enrolled by code, over WSS, through a morning."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from demo.beginnings import KIOSK, WALL
from demo.browser import find_browser
from tests.system.separate_pcs import network

pytestmark = [pytest.mark.system, pytest.mark.browser]
ROOT = Path(__file__).parents[2]
PICTURES = "JIAOHAO_FIVE_PCS_PICTURES"
"""Environment variable: a folder that the pictures are copied to."""


@pytest.mark.timeout(300)
@pytest.mark.usefixtures("browser_type_launch_args")
def test_a_hall_of_five_pcs_goes_through_a_morning(tmp_path: Path) -> None:
    folder = tmp_path / "hall"
    with network() as cable:
        pcs = {
            name: cable.plug(name, at) for at, name in enumerate(("server", "kiosk", "display", "first", "second"), 1)
        }
        browser = pcs["second"].script(tmp_path / "browser-of-second", str(find_browser()))
        places = {
            "address": pcs["server"].address,
            "browser": str(browser),
            **{name: pcs[name].command() for name in ("server", "kiosk", "display")},
        }
        played = subprocess.run(
            pcs["first"].command(sys.executable, "-m", "tests.system.five_pcs", str(folder), json.dumps(places)),
            cwd=ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=280,
            check=False,
        )
        if kept := os.environ.get(PICTURES):
            shutil.copytree(folder, kept, dirs_exist_ok=True, ignore=shutil.ignore_patterns("run"))
    assert played.returncode == 0, played.stdout
    seen = json.loads(played.stdout.splitlines()[-1])
    assert {name: seen[name] for name in (KIOSK, WALL)} == {
        KIOSK: pcs["kiosk"].address,
        WALL: pcs["display"].address,
    }, "each spoke from its own PC"
    for log in (folder / "run").glob("*.log"):
        assert "Traceback" not in log.read_text("utf-8"), f"{log.name}: {log.read_text('utf-8')[-2000:]}"
    for picture in ("first-counter.png", "second-counter.png", "first_call-order.png", "device-added-2-code-enrol.png"):
        assert (folder / picture).stat().st_size > 500
