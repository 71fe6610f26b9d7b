"""The wheel is the whole project: its programs start where there is no checkout.

Built and installed without a registry: the tools and the libraries are this environment's.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from program.credentials import CredentialsFile
from tests.display.program import config as display_config
from tests.display.program import until
from tests.system.entry import Door, Entry
from tests.system.hall_server import ROOT, write_config

pytestmark = pytest.mark.system
ROOMS = ("program", "wire", "screen", "server", "hardware", "kiosk", "display", "demo")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that nothing is left in the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    for room in ROOMS:
        shutil.copytree(ROOT / room, source / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "docs/licences.md"):
        (source / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, source / name)
    build = ["wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder), str(source)]
    run(sys.executable, "-m", "pip", "--quiet", *build, folder=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel: Path) -> Path:
    """An environment with the wheel in it, and the locked libraries beside it."""
    place = wheel.parent / "environment"
    run(sys.executable, "-m", "venv", "--without-pip", str(place), folder=wheel.parent)
    python = place / "bin" / "python"
    install = ["install", "--no-index", "--no-deps", str(wheel)]
    run(sys.executable, "-m", "pip", "--quiet", "--python", str(python), *install, folder=wheel.parent)
    (packages,) = (place / "lib").glob("python*/site-packages")
    (packages / "locked.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return python


def run(*command: str, folder: Path, environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=240
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def clean(home: Path) -> dict[str, str]:
    """What a service manager hands on: no path of Python's, no folder of the checkout's."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    return kept | {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}


class Started:
    """A program of the wheel at work in a folder of its own."""

    def __init__(self, python: Path, folder: Path, room: str, *arguments: str) -> None:
        self.log = folder / f"{room}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [str(python), "-P", "-m", room, *arguments], cwd=folder, env=clean(folder), stderr=log
            )

    def wait_for(self, event: str, **fields: str) -> dict[str, Any]:
        """The first record that begins so and has these fields."""
        until(lambda: bool(self.records(event, fields)), f"no {event} {fields}", self, seconds=60)  # type: ignore[arg-type]
        return self.records(event, fields)[0]

    def records(self, event: str, fields: dict[str, str]) -> list[dict[str, Any]]:
        lines = self.log.read_text("utf-8").splitlines()
        found = [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]
        return [one for one in found if str(one.get("event")).startswith(event) and fields.items() <= one.items()]


@contextmanager
def at_work(python: Path, folder: Path, room: str, *arguments: str) -> Iterator[Started]:
    started = Started(python, folder, room, *arguments)
    try:
        yield started
        started.process.terminate()
        assert started.process.wait(30) == 0, started.log.read_text("utf-8")
    finally:
        if started.process.poll() is None:
            started.process.kill()
            started.process.wait(10)


def test_everything_that_is_no_python_is_in_the_wheel(wheel: Path) -> None:
    kinds = {".toml", ".qml", ".html", ".js", ".mjs", ".css", ".svg", ".json", ".mako", ".wav", ".png", ".py"}
    here = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.suffix in kinds or path.name in {"qmldir", "py.typed"}
    }
    with zipfile.ZipFile(wheel) as packed:
        there = set(packed.namelist())
    assert here - there == set()
    assert {one.partition("/")[0] for one in there if ".dist-info/" not in one} == set(ROOMS)


def test_nothing_of_the_checkout_is_found(python: Path, tmp_path: Path) -> None:
    told = run(str(python), "-P", "-c", LOOK, folder=tmp_path, environment=clean(tmp_path))
    origins = json.loads(told)
    assert set(origins) == set(ROOMS)
    assert all(Path(origin).is_relative_to(python.parents[1]) for origin in origins.values()), origins


LOOK = f"""
import importlib.util, json
print(json.dumps({{room: importlib.util.find_spec(room).origin for room in {ROOMS!r}}}))
"""


def test_server_kiosk_and_display_work_together(python: Path, tmp_path: Path) -> None:
    """The server makes its store by its migrations and serves its pages; both screens find it."""
    config = write_config(tmp_path)
    for room in ("server", "kiosk", "display"):
        check = [str(python), "-P", "-m", room, "--check", "--config", str(config)]
        run(*check, folder=tmp_path, environment=clean(tmp_path))
    with at_work(python, tmp_path, "server", "--config", str(config)) as server:
        door = Door(int(server.wait_for("listening")["port"]), config)
        entry = Entry()
        for path, kind in (("/console", "text/html"), ("/api/snapshot", "application/json")):
            request = urllib.request.Request(door.origin + path, headers=entry.person(door))
            with urllib.request.urlopen(request) as answer:
                assert answer.headers["content-type"].startswith(kind)
                assert answer.read()
        for kind in ("kiosk", "display"):
            kept = CredentialsFile(tmp_path / ".local" / "state" / "jiaohao", kind)
            kept.save(entry.credentials(door, kind))
        shutil.copy(config, tmp_path / "kiosk.toml")
        link = f"ws://127.0.0.1:{door.port}/ws"
        (tmp_path / "display.toml").write_text(display_config(link, order="", content=""), "utf-8")
        with at_work(python, tmp_path, "kiosk", "--config", "kiosk.toml", "--windowed") as kiosk:
            kiosk.wait_for("started")
            kiosk.wait_for("link", state="connected")
        with at_work(python, tmp_path, "display", "--config", "display.toml", "--windowed") as display:
            display.wait_for("link", state="connected")
