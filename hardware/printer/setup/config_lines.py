"""The lines of a hall's config that say which printer its kiosk has; and putting them into a file that people wrote."""

import os
import re
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError

_BOM = "\ufeff"


class Lack(StrEnum):
    """Why lines cannot be put into a file; the texts are named alike."""

    MISSING = "missing"
    NOT_ALLOWED = "not_allowed"
    """This user may not read it, or may not write beside it."""
    NOT_TOML = "not_toml"
    NO_KIOSK = "no_kiosk"
    """It has no table [kiosk]."""
    DISK = "disk"
    """The system says something else; `detail` is what."""


class ConfigNotChanged(Exception):
    """The lines cannot be put into the file, which is as it was. `detail` is the number of the line with the
    fault, or what the system says; empty where the lack says all."""

    def __init__(self, lack: Lack, detail: str = "") -> None:
        super().__init__(f"{lack.value}: {detail}" if detail else lack.value)
        self.lack = lack
        self.detail = detail


@dataclass(frozen=True)
class PrinterLines:
    """What stands in the table [kiosk]."""

    printer: str
    printer_profile: str

    def as_table(self) -> dict[str, str]:
        """Keys and values."""
        return {"printer": self.printer, "printer_profile": self.printer_profile}

    def as_text(self) -> str:
        """The lines with their table's head, as somebody would type them."""
        return tomlkit.dumps({"kiosk": self.as_table()})


def with_lines(text: str, lines: PrinterLines) -> str:
    """A config's text with the lines in its table [kiosk]; everything else, comments too, as it was. Raises
    ConfigNotChanged for what is not TOML or has no such table."""
    bom, body = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
    line_end = "\r\n" if "\r\n" in body else "\n"
    try:
        before = tomllib.loads(body)
        document = tomlkit.parse(body)
    except (TOMLKitError, tomllib.TOMLDecodeError) as fault:
        raise ConfigNotChanged(Lack.NOT_TOML, str(_line_of(fault, body))) from fault
    table = document.get("kiosk")
    if not isinstance(table, Mapping):
        raise ConfigNotChanged(Lack.NO_KIOSK)
    table.update(lines.as_table())  # type: ignore[attr-defined]  # what tomlkit gives is mutable
    changed = tomlkit.dumps(document)
    wanted = {**before, "kiosk": {**before["kiosk"], **lines.as_table()}}
    if tomllib.loads(changed) != wanted:
        raise RuntimeError("the changed config does not say what was to be changed")
    return bom + changed.replace("\r\n", "\n").replace("\n", line_end)


def check(path: Path) -> None:
    """Whether lines could be put into the file now. Nothing is changed. Raises ConfigNotChanged."""
    with_lines(_text_of(path), PrinterLines("tcp://192.0.2.10:9100", "generic-80"))
    if not os.access(path.resolve().parent, os.W_OK | os.X_OK):
        raise ConfigNotChanged(Lack.NOT_ALLOWED)


def put_into(path: Path, lines: PrinterLines) -> None:
    """Changes the file, all of it or nothing; its owner and rights stay. Raises ConfigNotChanged."""
    changed = with_lines(_text_of(path), lines).encode("utf-8")
    target = path.resolve()
    try:
        kept = target.stat()
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as part:
            new = Path(part.name)
            try:
                part.write(changed)
                part.flush()
                os.fsync(part.fileno())
                os.fchmod(part.fileno(), kept.st_mode & 0o7777)
                if (os.geteuid(), os.getegid()) != (kept.st_uid, kept.st_gid):
                    os.fchown(part.fileno(), kept.st_uid, kept.st_gid)
                new.replace(target)
            except BaseException:
                new.unlink(missing_ok=True)
                raise
    except OSError as fault:
        raise _lack_of(fault) from fault


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as fault:
        raise _lack_of(fault) from fault
    except UnicodeDecodeError as fault:
        line = fault.object.count(b"\n", 0, fault.start) + 1
        raise ConfigNotChanged(Lack.NOT_TOML, str(line)) from fault


def _line_of(fault: Exception, text: str) -> int:
    """Where in the text it is not TOML; its last line when the fault names none."""
    named = re.search(r"\bline (\d+)", str(fault))
    return int(named[1]) if named else text.count("\n") + (not text.endswith("\n"))


def _lack_of(fault: OSError) -> ConfigNotChanged:
    match fault:
        case FileNotFoundError():
            return ConfigNotChanged(Lack.MISSING)
        case PermissionError():
            return ConfigNotChanged(Lack.NOT_ALLOWED)
        case _:
            return ConfigNotChanged(Lack.DISK, fault.strerror or str(fault))
