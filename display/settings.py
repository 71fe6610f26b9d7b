"""The `[display]` table of config.toml: which monitors, how calls are shown, the chime's player, the LED sign."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import msgspec

from display.playlist_settings import ItemSettings, item_fault
from display.sound import command_words
from hardware.led.settings import LedSettings, SettingFault
from program.config_file import ConfigError, decode_table, expected_hall, read_tables, server_setting
from program.config_lines import with_lines
from program.setting_kinds import DeviceName, HallId

Inches = Annotated[float, msgspec.Meta(ge=5.0, le=300.0)]
Metres = Annotated[float, msgspec.Meta(ge=0.3, le=60.0)]


class MonitorSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One monitor. `monitor` is the name Qt gives it (`HDMI-1`); empty: whichever is free."""

    monitor: str = ""
    diagonal_inch: Inches = 55.0
    read_from_m: Metres = 10.0
    pixels: Annotated[str, msgspec.Meta(pattern=r"\A[1-9][0-9]{2,4}x[1-9][0-9]{2,4}\Z")] = "1920x1080"
    """Across and down: what the texts of a hall are checked for. The wall is drawn as the monitor is."""

    @property
    def across_and_down(self) -> tuple[int, int]:
        across, down = self.pixels.split("x")
        return int(across), int(down)


class CallSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How long the newest call keeps the large card, alone and when others wait; `calm`: cross-fade only."""

    dwell_seconds: Annotated[float, msgspec.Meta(ge=2.0, le=60.0)] = 8.0
    dwell_busy_seconds: Annotated[float, msgspec.Meta(ge=1.0, le=60.0)] = 3.0
    calm: bool = False


class ChimeSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`player` is a command that plays the WAV file given as its last word; empty: silent."""

    player: str = ""


class SignSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The LED sign that belongs to this display; `hardware.led.settings` says what each value may be."""

    url: str
    width_dots: int = 192
    colours: int = 3
    start_corner: str = "top-left"
    serpentine: bool = False
    speed: int = 1


class DisplaySettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One display program: two monitors, a chime and perhaps a sign."""

    id: DeviceName
    server: str = ""
    """The hall's server, as a link takes it: there and nowhere else; empty: where the credentials say, and wherever the
    server said that it can be found."""
    hall: HallId = ""
    """The hall that this display belongs to; left out: the one that the same file describes, else whichever the server
    has."""
    counters: Annotated[tuple[str, ...], msgspec.Meta(max_length=200)] = ()
    """The zone that this display shows: the calls of these counters, by id, and the services done there; empty: all."""
    state_folder: str = ""
    """Keeps the credentials over restarts; empty: as `program.state_folder` says."""
    renderer: Literal["software", "gpu"] = "software"
    """Software needs no graphics driver and was the faster one on a PC without a working one."""
    order: MonitorSettings = MonitorSettings()
    content: MonitorSettings = MonitorSettings()
    calls: CallSettings = CallSettings()
    chime: ChimeSettings = ChimeSettings()
    led: SignSettings | None = None
    playlist: Annotated[tuple[ItemSettings, ...], msgspec.Meta(max_length=100)] = ()
    """What the content monitor shows among the guides; once checked, with whole paths."""

    def sign(self) -> LedSettings | None:
        """The sign's settings for its driver, None without a sign. Raises SettingFault."""
        if self.led is None:
            return None
        return LedSettings(**msgspec.structs.asdict(self.led), sender_name=f"jiaohao {self.id}")


TYPICAL = DisplaySettings(
    id="display",
    order=MonitorSettings(read_from_m=15.0),
    content=MonitorSettings(read_from_m=6.0),
)
"""What the texts of a hall are checked for where its file describes no display: the sample's wall, without a sign."""


def check(path: Path, absent: DisplaySettings | None = None) -> DisplaySettings:
    """The display's settings in the file; `absent` is what a file without them means, which is refused otherwise.
    Raises ConfigError: file, key and what is allowed."""
    with with_lines():
        return _read(path, absent)


def _read(path: Path, absent: DisplaySettings | None) -> DisplaySettings:
    tables = read_tables(path)
    if "display" not in tables:
        if absent is not None:
            return absent
        raise ConfigError(path, "display", "this table is missing")
    settings = decode_table(path, "display", tables["display"], DisplaySettings)
    server = settings.server and server_setting(path, "display.server", settings.server)
    settings = msgspec.structs.replace(settings, server=server, hall=expected_hall(tables, settings.hall))
    if settings.calls.dwell_busy_seconds > settings.calls.dwell_seconds:
        raise ConfigError(path, "display.calls.dwell_busy_seconds", "must not be longer than dwell_seconds")
    counters = {one["id"] for one in tables.get("counter", ()) if isinstance(one, dict) and "id" in one}
    if counters and (unknown := next((one for one in settings.counters if one not in counters), "")):
        raise ConfigError(path, "display.counters", f'the hall of this file has no counter "{unknown}"')
    if settings.order.monitor and settings.order.monitor == settings.content.monitor:
        raise ConfigError(path, "display.content.monitor", "is the order's monitor too; leave it out to share one")
    try:
        settings.sign()
    except SettingFault as fault:
        raise ConfigError(path, f"display.led.{fault.key}", fault.fault) from fault
    try:
        command_words(settings.chime.player)
    except ValueError as fault:
        raise ConfigError(
            path,
            "display.chime.player",
            f'is no command: {fault}; allowed is one like "aplay -q", or "" for none',
        ) from fault
    return msgspec.structs.replace(settings, playlist=_playlist(path, settings.playlist))


def _playlist(path: Path, items: tuple[ItemSettings, ...]) -> tuple[ItemSettings, ...]:
    """The same with whole paths. Raises ConfigError."""
    for place, item in enumerate(items):
        if (fault := item_fault(item)) is not None:
            raise ConfigError(path, f"display.playlist[{place}].{fault[0]}", fault[1])
    beside = path.absolute().parent
    return tuple(
        item if "://" in item.source else msgspec.structs.replace(item, source=str(beside / item.source))
        for item in items
    )
