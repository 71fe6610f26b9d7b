"""emupos, a printer emulator that nobody here wrote: found, installed from a locked file, run.

It needs Python 3.13. Where there is none its tests are skipped by name, and fail where every check must run.
"""

import json
import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from demo.hall import free_port

ROOT = Path(__file__).parents[2]
LOCK = Path(__file__).with_name("emupos.lock")
HOME = ROOT / ".cache" / "emupos"


def python_313() -> Path | None:
    """A Python that really is 3.13: JIAOHAO_PYTHON313, then python3.13 on PATH, then pyenv."""
    named = [os.environ.get("JIAOHAO_PYTHON313"), shutil.which("python3.13")]
    installed = sorted((Path.home() / ".pyenv" / "versions").glob("3.13*/bin/python"))
    for candidate in [*(Path(name) for name in named if name), *installed]:
        try:
            told = subprocess.run(
                [candidate, "-c", "import sys; print(sys.version_info[:2])"], capture_output=True, text=True, check=True
            )
        except (OSError, subprocess.CalledProcessError):
            continue
        if told.stdout.strip() == "(3, 13)":
            return candidate
    return None


def installed_emupos() -> Path:
    """The emupos command in an environment of its own, made on the first run."""
    python = python_313()
    if python is None:
        reason = "check not run: emupos needs Python 3.13 (set JIAOHAO_PYTHON313)"
        if os.environ.get("CI") == "true" or os.environ.get("JIAOHAO_REQUIRE_TOOLS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    done, command = HOME / "installed.lock", HOME / "bin" / "emupos"
    if not (done.exists() and done.read_bytes() == LOCK.read_bytes() and command.exists()):
        HOME.parent.mkdir(exist_ok=True)
        subprocess.run([python, "-m", "venv", "--clear", HOME], check=True)
        install = ["-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", os.fspath(LOCK)]
        subprocess.run([HOME / "bin" / "python", *install], check=True)
        shutil.copyfile(LOCK, done)
    return command


@dataclass
class Emupos:
    """A running emupos with a printer 576 dots wide, over TCP and a serial line, and two that are 384 and 512 wide."""

    command: Path
    folder: Path
    api: str
    urls: dict[str, str]
    """By line of the first printer, ``tcp`` and ``serial``; and by width, ``384``, ``512`` and ``576``."""
    log: Path

    def fault(self, action: str, name: str) -> None:
        """``set`` or ``clear`` a fault."""
        environment = os.environ | {"EMUPOS_API": self.api}
        subprocess.run([self.command, "fault", action, "front", name], env=environment, check=True, capture_output=True)

    def receipts(self, width: int = 576) -> list[Image.Image]:
        """Pictures of a printer's receipts so far, in order: as they were written, since names of one millisecond end
        in chance. Those are whole beside which their `.json` stands, which is written last."""
        whole = (path.with_suffix(".png") for path in (self.folder / f"receipts-{width}").glob("*.json"))
        written = sorted(whole, key=lambda path: path.stat().st_mtime_ns)
        return [Image.open(path).convert("1") for path in written]

    def unknown_commands(self) -> list[str]:
        return [line for line in self.log.read_text().splitlines() if "unknown" in line]


@contextmanager
def running_emupos(folder: Path) -> Iterator[Emupos]:
    """Run emupos with fresh printers."""
    command = installed_emupos()
    api = free_port()
    ports = {width: free_port() for width in (576, 384, 512)}
    for width, dpi in ((384, 203), (512, 180)):
        (folder / f"{width}.yaml").write_text(PROFILE.format(width=width, dpi=dpi))
    config = {
        "schema": 1,
        "api": {"host": "127.0.0.1", "port": api},
        "devices": [
            {
                "id": "front" if width == 576 else f"of-{width}",
                "type": "printer",
                "profile": "epson-tm-t20iii" if width == 576 else f"./{width}.yaml",
                "connections": [{"tcp": {"port": port}}, *([{"serial": {"pty": True}}] if width == 576 else [])],
                "receipts_dir": f"./receipts-{width}",
            }
            for width, port in ports.items()
        ],
    }
    (folder / "emupos.yaml").write_text(json.dumps(config))
    environment = os.environ | {"TMPDIR": os.fspath(folder), "PYTHONUNBUFFERED": "1"}
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(
            [command, "run", "--config", "emupos.yaml"], cwd=folder, env=environment, stdout=log, stderr=log
        ) as process,
    ):
        try:
            devices = _devices(f"http://127.0.0.1:{api}", process)
            lines = (one for device in devices for one in device["connections"] if one["kind"] == "serial")
            urls = {str(width): f"tcp://127.0.0.1:{port}" for width, port in ports.items()}
            urls |= {"tcp": urls["576"], "serial": f"serial://{next(lines)['link_path']}?baud=115200"}
            yield Emupos(command, folder, f"http://127.0.0.1:{api}", urls, folder / "log")
        finally:
            process.terminate()
            process.wait(60)


PROFILE = """
type: printer
name: {width} dots
dpi: {dpi}
width_dots: {width}
font_a: {{ width: 12, height: 24 }}
font_b: {{ width: 9, height: 17 }}
code_pages: {{ 0: PC437 }}
default_code_page: 0
drawer_sensor_open_level: high
"""
"""Of a head that emupos has no profile of."""


def _devices(api: str, process: subprocess.Popen[bytes]) -> list[dict[str, Any]]:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(f"{api}/api/v1/devices", timeout=2) as answer:
                devices: list[dict[str, Any]] = json.load(answer)
                return devices
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            assert process.poll() is None, "emupos ended at once"
            assert time.monotonic() < deadline, "emupos did not start in a minute"
            time.sleep(0.1)
