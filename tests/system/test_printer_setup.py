"""`./jiaohao printer` as a program, before a printer that takes its time."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.hardware.emulated_printer import printer_program

pytestmark = pytest.mark.system
ROOT = Path(__file__).parents[2]


def test_a_printer_whose_address_nobody_knows_ends_in_the_config(tmp_path: Path) -> None:
    config = tmp_path / "hall.toml"
    config.write_text('[kiosk]\nid = "k"  # ours\n', "utf-8")
    with printer_program(tmp_path / "paper", options=("--as", "tm-t88")) as printer:
        host, port = printer.address["tcp"].split(":")
        words = ["--find", f"{host}/32", "--port", port, "--config", str(config)]
        yes_but_not_wider_than_512 = "y\ny\ny\nn\ny\ny\ny\ny\ny\n"
        done = subprocess.run(
            [sys.executable, "-m", "hardware.printer.setup", *words],
            cwd=ROOT,
            env={**os.environ, "JIAOHAO_LOCALE": "zh_TW.UTF-8"},
            input=yes_but_not_wider_than_512,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, ""), done
        assert [picture.width for picture in printer.receipts()] == [512] * 3
    assert "  每一張都會確認" in done.stdout
    assert tomllib.loads(config.read_text("utf-8"))["kiosk"] == {
        "id": "k",
        "printer": f"tcp://{host}:{port}",
        "printer_profile": "epson-tm-t88",
    }
    assert "# ours" in config.read_text("utf-8")
