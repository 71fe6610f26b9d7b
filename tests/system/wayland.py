"""A Wayland compositor without any real monitor: sway's, whose outputs are pictures in memory."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

TOOLS = ("sway", "swaymsg", "grim", "swayidle", "setpriv")
NOBODY = 65534
BEGUN_S = 20.0
CONFIG = """
xwayland disable
output HEADLESS-1 mode 1280x720 position 0 0
output HEADLESS-2 mode 800x600 position 1280 0
"""


@dataclass(frozen=True, slots=True)
class View:
    """A window, as the compositor has it."""

    output: str
    title: str
    size: tuple[int, int]
    fullscreen: bool


@dataclass(frozen=True, slots=True)
class Sway:
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """Where its clients find it; no desktop beside it takes a request."""
        return {
            "QT_QPA_PLATFORM": "wayland",
            "XDG_RUNTIME_DIR": str(self.folder),
            "WAYLAND_DISPLAY": "wayland-1",
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self.folder}/none",
        }

    @property
    def version(self) -> tuple[int, int]:
        told = self._asked("-t", "get_version")
        return told["major"], told["minor"]

    def do(self, command: str) -> None:
        assert all(one["success"] for one in self._asked(command)), command

    def outputs(self) -> set[str]:
        """Those that show anything."""
        return {one["name"] for one in self._asked("-t", "get_outputs") if one["active"]}

    def views(self, app_id: str) -> set[View]:
        """The windows of this program that can be seen."""
        found: set[View] = set()
        for output in self._asked("-t", "get_tree")["nodes"]:
            nodes = list(output["nodes"])
            while nodes:
                node = nodes.pop()
                nodes += [*node["nodes"], *node["floating_nodes"]]
                if node.get("app_id") == app_id and node["visible"]:
                    size = node["rect"]["width"], node["rect"]["height"]
                    found.add(View(output["name"], node["name"].split(" — ")[0], size, node["fullscreen_mode"] == 1))
        return found

    def look(self, output: str) -> Image.Image:
        """What stands on it, with the pointer where there is one."""
        ended = self._run("grim", "-c", "-o", output, "-")
        return Image.open(BytesIO(ended)).convert("RGB")

    def _asked(self, *words: str) -> Any:
        return json.loads(self._run("swaymsg", "-s", str(self.folder / "ipc"), "-r", *words))

    def _run(self, *command: str) -> bytes:
        ended = subprocess.run(command, env=os.environ | self.environment, capture_output=True, timeout=20, check=False)
        assert ended.returncode == 0, f"{command}: {ended.stderr.decode()}"
        return ended.stdout


@contextmanager
def sway(*, outputs: int = 1) -> Iterator[Sway]:
    """One that runs for the block. Skips without its tools, fails where every tool must be there."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        reason = f"{', '.join(missing)} not installed (apt-get install sway grim swayidle); not tried on Wayland"
        if os.environ.get("JIAOHAO_REQUIRE_TOOLS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    # Its sockets need a short name.
    with tempfile.TemporaryDirectory(prefix="sway-") as name:
        folder = Path(name)
        (folder / "config").write_text(CONFIG)
        who: tuple[str, ...] = ()
        if os.geteuid() == 0:  # which sway refuses to be
            os.chown(folder, NOBODY, NOBODY)
            who = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": name,
            "XDG_RUNTIME_DIR": name,
            "SWAYSOCK": str(folder / "ipc"),
            "WLR_BACKENDS": "headless",
            "WLR_HEADLESS_OUTPUTS": str(outputs),
            "WLR_LIBINPUT_NO_DEVICES": "1",
            "WLR_RENDERER": "pixman",
        }
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [*who, "sway", "-c", str(folder / "config")], env=environment, stdout=log, stderr=log
            )
        try:
            running = Sway(folder)
            end = time.monotonic() + BEGUN_S
            while not (folder / "ipc").exists() or not (folder / "wayland-1").exists():
                begins = process.poll() is None and time.monotonic() < end
                assert begins, (folder / "log").read_text()
                time.sleep(0.02)
            yield running
        finally:
            process.terminate()
            process.wait(20)
