"""A machine that is all pretence, for `./jiaohao` to be started on: fake apt, fake Debian, fake Python."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
REAL_TOOLS = (
    "bash",
    "cat",
    "cut",
    "dirname",
    "env",
    "flock",
    "grep",
    "locale",
    "mktemp",
    "readlink",
    "rm",
    "sed",
    "sha256sum",
)
QT_AND_SIGN = (
    *("libglib2.0-0", "libgl1", "libegl1", "libdbus-1-3", "libfontconfig1", "libxkbcommon0", "libxcb-cursor0"),
    *("libxkbcommon-x11-0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libwayland-client0"),
    *("x11-xserver-utils", "libwayland-cursor0", "libwayland-egl1", "unifont"),
)
TRUST = "libnss3-tools"

DPKG_QUERY = """#!/bin/sh
for package; do :; done
/bin/grep -qx "$package" "$RIG/debian" && echo "install ok installed"
"""

APT_GET = """#!/bin/sh
echo "apt-get $*" >>"$RIG/log"
echo "Get:1 a line of apt"; echo "debconf: another" >&2
[ ! -e "$RIG/apt-fails" ] || exit 100
PATH=/usr/bin:/bin
case "$1" in install) shift; for word; do
  echo "$word" >>"$RIG/debian"
  if [ "$word" = chromium ]; then cp "$0" "$RIG/bin/chromium"; fi
done ;; esac
"""

PYTHON = """#!/bin/sh
here="${0%/*}"
case "$1 $2" in
  "-c import venv, ensurepip") /bin/grep -qx python3-venv "$RIG/debian" ;;
  "-c import pip") [ -e "$here/pip" ] ;;
  "-c "*) ;;
  "-m venv")
    echo venv >>"$RIG/log"
    PATH=/usr/bin:/bin
    mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && : >"$3/bin/pip" ;;
  "-m pip")
    echo "pip ${*##*/}" >>"$RIG/log"
    [ ! -e "$RIG/pip-is-slow" ] || /bin/sleep 0.5
    [ ! -e "$RIG/pip-fails" ] ;;
  *) echo "start $*" >>"$RIG/log"; echo "$PWD|${LC_ALL:-}" >"$RIG/where" ;;
esac
"""


class Machine:
    """A checkout with nothing but the script and two locks in it, and a PATH with nothing that we did not put there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.checkout = folder / "叫號 大廳"
        self.checkout.mkdir(parents=True)
        shutil.copy(ROOT / "jiaohao", self.checkout / "jiaohao")
        for lock in ("requirements.lock", "requirements-dev.lock"):
            (self.checkout / lock).write_text(f"# {lock}\n", "utf-8")
        self.bin = folder / "bin"
        self.bin.mkdir()
        for tool in REAL_TOOLS:
            found = shutil.which(tool)
            assert found is not None, f"this test needs {tool}"
            (self.bin / tool).symlink_to(found)
        for name, script in (("dpkg-query", DPKG_QUERY), ("apt-get", APT_GET), ("python3", PYTHON)):
            self.put(name, script)
        self.put("sudo", "#!/bin/sh\nexit 99\n")
        self.be(1000)
        self.has("python3-venv", *QT_AND_SIGN)

    def put(self, name: str, script: str) -> None:
        (self.bin / name).write_text(script, "utf-8")
        (self.bin / name).chmod(0o755)

    def be(self, uid: int) -> None:
        self.put("id", f"#!/bin/sh\necho {uid}\n")

    def has(self, *packages: str) -> None:
        (self.folder / "debian").write_text("".join(f"{package}\n" for package in packages), "utf-8")

    def start(
        self, words: Sequence[str], *, script: Path | None = None, group: bool = False, **environment: str
    ) -> subprocess.Popen[str]:
        """`group`: a process group of its own, as at a terminal."""
        return subprocess.Popen(
            [script or self.checkout / "jiaohao", *words],
            cwd=self.folder,
            env={"PATH": str(self.bin), "RIG": str(self.folder), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=group,
        )

    def run(self, *words: str, script: Path | None = None, **environment: str) -> tuple[int, str]:
        """Exit status, and what was said on stderr."""
        with self.start(words, script=script, group=False, **environment) as process:
            _, said = process.communicate(timeout=30)
        return process.returncode, said

    def done(self) -> list[str]:
        """What was called since the last time, in order."""
        log = self.folder / "log"
        lines = log.read_text("utf-8").splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return lines


def shown(said: str) -> list[str]:
    """The lines to be run by hand: they stand indented."""
    return [line.strip() for line in said.splitlines() if line.startswith("  ")]
