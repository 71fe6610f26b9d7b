"""The lines of a hall's config that say which printer its kiosk has; and putting them into a file that people wrote."""

import os
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError

_BOM = "\ufeff"


class ConfigNotChanged(Exception):
    """The lines could not be put into the file, which is as it was. `str()` is the reason, for the person."""


class NoKioskTable(ConfigNotChanged):
    """The file has no table [kiosk]."""


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
    ConfigNotChanged for what is no TOML or has no such table."""
    bom, body = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
    line_end = "\r\n" if "\r\n" in body else "\n"
    try:
        document = tomlkit.parse(body)
    except TOMLKitError as fault:
        raise ConfigNotChanged(str(fault)) from fault
    table = document.get("kiosk")
    if not isinstance(table, Mapping):
        raise NoKioskTable
    before = tomllib.loads(body)
    table.update(lines.as_table())  # type: ignore[attr-defined]  # what tomlkit gives is mutable
    changed = tomlkit.dumps(document)
    wanted = {**before, "kiosk": {**before["kiosk"], **lines.as_table()}}
    if tomllib.loads(changed) != wanted:
        raise RuntimeError("the changed config does not say what was to be changed")
    return bom + changed.replace("\r\n", "\n").replace("\n", line_end)


def put_into(path: Path, lines: PrinterLines) -> None:
    """Changes the file, all of it or nothing; its owner and rights stay. Raises ConfigNotChanged."""
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise ConfigNotChanged(str(fault)) from fault
    changed = with_lines(text, lines).encode("utf-8")
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
        raise ConfigNotChanged(str(fault)) from fault
