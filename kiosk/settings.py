"""The `[kiosk]` table of the config: which kiosk this is, its server, monitor, printer and patience."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec

from hardware.printer.profile import DEFAULT, profile_named
from hardware.transport import AddressError, parse_address
from program.addresses import LONGEST
from program.config_file import ConfigError, decode_table, expected_hall, read_tables, server_setting
from program.config_lines import with_lines
from program.language import available, tag_of
from program.setting_kinds import DeviceName, HallId


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: DeviceName
    """Name of this kiosk on the wire; its printer is `<id>-printer` there."""
    server: str = ""
    """The hall's server, as a link takes it: there and nowhere else; empty: where the credentials say, and wherever the
    server said that it can be found."""
    hall: HallId = ""
    """Id of the hall it belongs to: another hall's server is refused. Left out: the hall that the same file describes,
    and without one whichever the server has."""
    monitor: str = ""
    """Name of the monitor as Qt gives it; empty: the first one."""
    printer: str
    """Address as `hardware.transport` reads it."""
    printer_profile: str = DEFAULT
    """The kind of printer, as `hardware.printer.profile` names it."""
    state_folder: str = ""
    """Keeps over restarts the credentials and what was learnt of the printer; empty: as `program.state_folder` says."""
    idle_seconds: Annotated[int, msgspec.Meta(ge=10, le=600)] = 60
    """Without a touch for so long the visible countdown begins."""
    done_seconds: Annotated[int, msgspec.Meta(ge=2, le=60)] = 5
    """How long the number stays on the screen once its paper came out."""
    second_language: str = ""
    """Names of services stand in this language too, small, as a second line; empty: no second line."""


TYPICAL = Settings(id="kiosk", printer="tcp://127.0.0.1:9100")
"""What the texts of a hall are checked for where its file describes no kiosk."""


def check(path: Path, absent: Settings | None = None) -> Settings:
    """The kiosk's settings, its hall found out; `absent` is what a file without them means, which is refused otherwise.
    Raises ConfigError with the file, the key and what is allowed."""
    with with_lines():
        return _read(path, absent)


def _read(path: Path, absent: Settings | None) -> Settings:
    tables = read_tables(path)
    if "kiosk" not in tables:
        if absent is not None:
            return absent
        raise ConfigError(path, "kiosk", "the table [kiosk] is missing")
    settings = decode_table(path, "kiosk", tables["kiosk"], Settings)
    server = settings.server and server_setting(path, "kiosk.server", settings.server)
    try:
        parse_address(settings.printer)
    except AddressError as fault:
        raise ConfigError(path, "kiosk.printer", f"`{settings.printer[:LONGEST]}` {fault}") from fault
    try:
        profile_named(settings.printer_profile)
    except ValueError as fault:
        raise ConfigError(path, "kiosk.printer_profile", f"`{settings.printer_profile[:LONGEST]}` {fault}") from fault
    second = settings.second_language and tag_of(settings.second_language)
    if second is None:
        allowed = ", ".join(available())
        raise ConfigError(
            path, "kiosk.second_language", f'no texts in `{settings.second_language}`; there are {allowed}, or none: ""'
        )
    hall = expected_hall(tables, settings.hall)
    return msgspec.structs.replace(settings, server=server, hall=hall, second_language=second)
