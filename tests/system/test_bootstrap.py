"""`./jiaohao` as a newcomer meets it, on a machine that is all pretence: fake apt, fake Debian, fake Python."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

pytestmark = pytest.mark.system

ROOT = Path(__file__).parents[2]
REAL_TOOLS = ("bash", "cat", "cut", "dirname", "env", "flock", "grep", "locale", "readlink", "rm", "sed", "sha256sum")
QT_AND_SIGN = (
    *("libglib2.0-0", "libgl1", "libegl1", "libdbus-1-3", "libfontconfig1", "libxkbcommon0", "libxcb-cursor0"),
    *("libxkbcommon-x11-0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libwayland-client0"),
    *("libwayland-cursor0", "libwayland-egl1", "unifont"),
)

DPKG_QUERY = """#!/bin/sh
for package; do :; done
/bin/grep -qx "$package" "$RIG/debian" && echo "install ok installed"
"""

APT_GET = """#!/bin/sh
echo "apt-get $*" >>"$RIG/log"
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

    def start(self, words: Sequence[str], *, script: Path | None = None, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [script or self.checkout / "jiaohao", *words],
            cwd=self.folder,
            env={"PATH": str(self.bin), "RIG": str(self.folder), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str, script: Path | None = None, **environment: str) -> tuple[int, str]:
        """Exit status, and what was said on stderr."""
        with self.start(words, script=script, **environment) as process:
            _, said = process.communicate(timeout=30)
        return process.returncode, said

    def done(self) -> list[str]:
        """What was called since the last time, in order."""
        log = self.folder / "log"
        lines = log.read_text("utf-8").splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return lines


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def shown(said: str) -> list[str]:
    """The lines to be run by hand: they stand indented."""
    return [line.strip() for line in said.splitlines() if line.startswith("  ")]


def test_without_packages_a_user_is_shown_one_line_and_nothing_starts(machine: Machine) -> None:
    machine.has("python3-venv", *(package for package in QT_AND_SIGN if package != "libegl1"))
    status, said = machine.run("demo")
    assert status == 69
    assert shown(said) == [
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends libegl1 chromium libatomic1"
    ]
    assert machine.done() == []
    assert not (machine.checkout / ".venv").exists()


def test_a_machine_without_sudo_is_shown_a_line_that_works_there(machine: Machine) -> None:
    (machine.bin / "sudo").unlink()
    status, said = machine.run("demo", DISPLAY=":0")
    assert status == 69
    assert shown(said) == ["su - -c 'apt-get update && apt-get install -y --no-install-recommends alsa-utils'"]
    assert machine.done() == []


def test_root_gets_just_what_is_missing_then_the_program(machine: Machine) -> None:
    machine.be(0)
    assert machine.run("demo", "--for", "1")[0] == 0
    called = machine.done()
    assert called[0] == "apt-get update -qq"
    install = called[1].split()
    assert install[:2] == ["apt-get", "install"]
    assert "--no-install-recommends" in install
    assert install[-2:] == ["chromium", "libatomic1"]
    assert not set(install) & {*QT_AND_SIGN, "python3", "python3-venv", "alsa-utils"}
    assert called[2:] == ["venv", "pip requirements-dev.lock", "start -m demo --for 1"]
    assert machine.run("demo")[0] == 0
    assert machine.done() == ["start -m demo"]


def test_when_apt_fails_nothing_starts(machine: Machine) -> None:
    machine.be(0)
    (machine.folder / "apt-fails").touch()
    status, said = machine.run("demo")
    assert (status, "could not be installed" in said) == (69, True)
    assert machine.done() == ["apt-get update -qq"]


def test_the_environment_is_made_once_and_again_when_its_lock_changes(machine: Machine) -> None:
    assert machine.run("server")[0] == 0
    assert machine.done() == ["venv", "pip requirements.lock", "start -m server"]
    assert machine.run("server")[0] == 0
    assert machine.done() == ["start -m server"]
    (machine.checkout / "requirements.lock").write_text("# newer\n", "utf-8")
    assert machine.run("server")[0] == 0
    assert machine.done() == ["pip requirements.lock", "start -m server"]


def test_the_larger_lock_serves_the_hall_too(machine: Machine) -> None:
    machine.has("python3-venv", "alsa-utils", *QT_AND_SIGN)
    assert machine.run("demo", DISPLAY=":0")[0] == 0
    assert machine.done() == ["venv", "pip requirements-dev.lock", "start -m demo"]
    for program in ("server", "kiosk", "display"):
        assert machine.run(program)[0] == 0
        assert machine.done() == [f"start -m {program}"]


def test_an_environment_left_half_made_is_made_anew(machine: Machine) -> None:
    (machine.folder / "pip-fails").touch()
    status, said = machine.run("server")
    assert (status, "could not be installed" in said) == (69, True)
    assert machine.done() == ["venv", "pip requirements.lock"]
    (machine.folder / "pip-fails").unlink()
    (machine.checkout / ".venv" / "bin" / "pip").unlink()
    assert machine.run("server")[0] == 0
    assert machine.done() == ["venv", "pip requirements.lock", "start -m server"]


def test_an_environment_whose_python_was_replaced_is_made_anew(machine: Machine) -> None:
    assert machine.run("server")[0] == 0
    machine.done()
    inside = machine.checkout / ".venv" / "bin"
    machine.put("python3.99", PYTHON)
    (inside / "python").unlink()
    (inside / "python").symlink_to(machine.bin / "python3.99")
    (inside / "pip").unlink()
    assert machine.run("server")[0] == 0
    assert machine.done() == ["venv", "pip requirements.lock", "start -m server"]


def test_two_programs_started_together_make_one_environment(machine: Machine) -> None:
    machine.has("python3-venv", "alsa-utils", *QT_AND_SIGN)
    (machine.folder / "pip-is-slow").touch()
    together = [machine.start(["server"]), machine.start(["kiosk"])]
    for process in together:
        with process:
            process.communicate(timeout=30)
        assert process.returncode == 0
    called = machine.done()
    assert called[:2] == ["venv", "pip requirements.lock"]
    assert sorted(called[2:]) == ["start -m kiosk", "start -m server"]


def test_files_are_named_from_where_the_caller_stands(machine: Machine) -> None:
    link = machine.folder / "hall"
    link.symlink_to(machine.checkout / "jiaohao")
    assert machine.run("server", "--config", "我的.toml", script=link)[0] == 0
    assert machine.done()[-1] == f"start -m server --config {machine.folder}/我的.toml"
    assert machine.run("server", "--config", "/etc/hall.toml")[0] == 0
    assert machine.done()[-1] == "start -m server --config /etc/hall.toml"
    assert (machine.folder / "where").read_text("utf-8").split("|")[0] == str(machine.checkout)


@pytest.mark.parametrize("locale", ["", "C", "xx_XX.Big5"])
def test_chinese_prints_whatever_locale_the_machine_has(machine: Machine, locale: str) -> None:
    assert machine.run("server", LANG=locale)[0] == 0
    assert (machine.folder / "where").read_text("utf-8").strip().split("|")[1] == "C.UTF-8"


def test_an_unknown_word_shows_the_usage(machine: Machine) -> None:
    status, said = machine.run("叫號")
    assert status == 64
    assert said.startswith("Unknown command: 叫號\n")
    assert "./jiaohao demo" in said
    assert machine.done() == []
