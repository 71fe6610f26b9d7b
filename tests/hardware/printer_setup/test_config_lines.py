from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from hardware.printer.setup.config_lines import ConfigNotChanged, Lack, PrinterLines, check, put_into, with_lines

ROOT = Path(__file__).parents[3]
LINES = PrinterLines("tcp://192.0.2.10:9100?baud=19200", "generic-58")


def test_the_lines_as_somebody_would_type_them() -> None:
    assert LINES.as_text() == (
        '[kiosk]\nprinter = "tcp://192.0.2.10:9100?baud=19200"\nprinter_profile = "generic-58"\n'
    )


def test_only_two_lines_of_the_sample_change() -> None:
    before = (ROOT / "config.toml").read_text("utf-8")
    changed = with_lines(before, LINES)
    gone = [line for line in before.splitlines() if line not in changed.splitlines()]
    new = [line for line in changed.splitlines() if line not in before.splitlines()]
    assert [line.partition(" ")[0] for line in gone] == ["printer", "printer_profile"]
    assert new == LINES.as_text().splitlines()[1:]
    assert len(changed.splitlines()) == len(before.splitlines())


@pytest.mark.parametrize(
    "text",
    [
        '[kiosk]\nid = "k"  # ours\nprinter="usb:///dev/usb/lp0" # old\n# last word\n',
        '\ufeff# top\r\n[kiosk]\r\nid = "k"\r\n\r\n[display]\r\nid = "d"\r\n',
        'kiosk = { id = "k", printer = "tcp://h:1" }\n',
        'kiosk.id = "k" # dotted\nkiosk.server = "s"\n',
        '[kiosk]\n# printer = "tcp://an.old.one:9100"\nid = "k"\n[[service]]\nid = "a"\n',
    ],
)
def test_everything_else_stays_as_it_was_written(text: str) -> None:
    changed = with_lines(text, LINES)
    before, after = (tomllib.loads(one.lstrip("\ufeff")) for one in (text, changed))
    assert after == {**before, "kiosk": {**before["kiosk"], **LINES.as_table()}}
    for line in text.splitlines(keepends=True):
        comment = line[line.index("#") :] if "#" in line else ""
        assert comment in changed
    assert changed.startswith("\ufeff") == text.startswith("\ufeff")
    ends = {"\r\n" if line.endswith("\r\n") else "\n" for line in changed.splitlines(keepends=True)}
    assert ends == ({"\r\n"} if "\r\n" in text else {"\n"})


@pytest.mark.parametrize("text", ["", "[display]\n", "kiosk = 3\n", "[kiosk\n"])
def test_a_file_without_a_kiosk_stays_as_it_is(text: str, tmp_path: Path) -> None:
    path = tmp_path / "hall.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigNotChanged):
        put_into(path, LINES)
    assert path.read_text("utf-8") == text
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_changed_whole_with_its_rights_also_behind_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "hall.toml", tmp_path / "link.toml"
    path.write_text('[kiosk]\nid = "k"\n', "utf-8")
    path.chmod(0o640)
    link.symlink_to(path)
    put_into(link, LINES)
    assert link.is_symlink()
    assert tomllib.loads(path.read_text("utf-8"))["kiosk"] == {"id": "k", **LINES.as_table()}
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(one.name for one in tmp_path.iterdir()) == ["hall.toml", "link.toml"]


def test_what_cannot_be_read_or_written_is_said(tmp_path: Path) -> None:
    path = tmp_path / "hall.toml"
    assert lack(path) is Lack.MISSING
    path.write_bytes(b"[kiosk]\nid = '\xff'\n")
    assert lack(path) is Lack.NOT_TOML
    assert lack(tmp_path) is Lack.DISK
    if os.geteuid() == 0:
        return
    path.write_text("[kiosk]\n", "utf-8")
    tmp_path.chmod(0o555)
    assert lack(path) is Lack.NOT_ALLOWED
    tmp_path.chmod(0o755)


def lack(path: Path) -> Lack:
    """What `check` and `put_into` say alike."""
    with pytest.raises(ConfigNotChanged) as said:
        check(path)
    with pytest.raises(ConfigNotChanged) as done:
        put_into(path, LINES)
    assert said.value.lack is done.value.lack
    return said.value.lack


def test_a_check_changes_nothing_and_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "hall.toml"
    path.write_text('[kiosk]\nid = "k"\n', "utf-8")
    check(path)
    assert path.read_text("utf-8") == '[kiosk]\nid = "k"\n'


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b'[kiosk]\nid = "k\nport = 1\n', "2"),
        (b'[kiosk]\nid = "k"\nid = "l"\n', "3"),
        (b"[kiosk]\nids = [\n", "2"),
        (b"[kiosk]\n\nid = '\xff'\n", "3"),
    ],
)
def test_the_line_with_the_fault_is_named(text: bytes, line: str, tmp_path: Path) -> None:
    path = tmp_path / "hall.toml"
    path.write_bytes(text)
    with pytest.raises(ConfigNotChanged) as said:
        check(path)
    assert (said.value.lack, said.value.detail) == (Lack.NOT_TOML, line)
