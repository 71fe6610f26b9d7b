"""`./jiaohao` as a newcomer meets it, on a machine that is all pretence: fake apt, fake Debian, fake Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.system.bare_machine import PYTHON, QT_AND_SIGN, TRUST, Machine, shown

pytestmark = pytest.mark.system


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_without_packages_a_user_is_shown_one_line_and_nothing_starts(machine: Machine) -> None:
    machine.has("python3-venv", *(package for package in QT_AND_SIGN if package != "libegl1"))
    status, said = machine.run("demo")
    assert status == 69
    line = "sudo apt-get update && sudo apt-get install -y --no-install-recommends"
    assert shown(said) == [f"{line} libegl1 chromium libatomic1 {TRUST}"]
    assert machine.done() == []
    assert not (machine.checkout / ".venv").exists()


def test_a_machine_without_sudo_is_shown_a_line_that_works_there(machine: Machine) -> None:
    (machine.bin / "sudo").unlink()
    status, said = machine.run("demo", DISPLAY="hall-pc:0")
    assert status == 69
    install = f"apt-get install -y --no-install-recommends alsa-utils {TRUST} chromium libatomic1"
    assert shown(said) == [f"su - -c 'apt-get update && {install}'"]
    assert machine.done() == []


def test_root_gets_just_what_is_missing_then_the_program(machine: Machine) -> None:
    machine.be(0)
    assert machine.run("demo", "--for", "1")[0] == 0
    called = machine.done()
    assert called[0] == "apt-get update -qq"
    install = called[1].split()
    assert install[:2] == ["apt-get", "install"]
    assert "--no-install-recommends" in install
    assert install[-3:] == ["chromium", "libatomic1", TRUST]
    assert not set(install) & {*QT_AND_SIGN, "python3", "python3-venv", "alsa-utils"}
    assert called[2:] == ["venv", "pip requirements-dev.lock", "start -m demo --for 1"]
    assert machine.run("demo")[0] == 0
    assert machine.done() == ["start -m demo"]


def test_when_apt_fails_nothing_starts(machine: Machine) -> None:
    machine.be(0)
    (machine.folder / "apt-fails").touch()
    status, said = machine.run("demo")
    assert status == 69
    assert machine.done() == ["apt-get update -qq"]
    first, *noise, last = said.splitlines()
    assert first.startswith("Installing system packages")
    assert noise == ["Get:1 a line of apt", "debconf: another"]
    assert "could not be installed" in last


def test_the_environment_is_made_once_and_again_when_its_lock_changes(machine: Machine) -> None:
    assert machine.run("server")[0] == 0
    assert machine.done() == ["venv", "pip requirements.lock", "start -m server"]
    assert machine.run("server")[0] == 0
    assert machine.done() == ["start -m server"]
    (machine.checkout / "requirements.lock").write_text("# newer\n", "utf-8")
    assert machine.run("server")[0] == 0
    assert machine.done() == ["pip requirements.lock", "start -m server"]


def test_the_larger_lock_serves_the_hall_too(machine: Machine) -> None:
    machine.has("python3-venv", "alsa-utils", TRUST, *QT_AND_SIGN)
    machine.put("firefox", "#!/bin/sh\n")
    assert machine.run("demo", DISPLAY="hall-pc:0")[0] == 0
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
    assert machine.run("ca", "export", "hall.pem", script=link)[0] == 0
    assert machine.done()[-1] == f"start -m server.certificates export {machine.folder}/hall.pem"
    assert machine.run("ca", "export", "--config", "/etc/hall.toml", "/tmp/hall.pem", script=link)[0] == 0
    assert machine.done()[-1] == "start -m server.certificates export --config /etc/hall.toml /tmp/hall.pem"
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
