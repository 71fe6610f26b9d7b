"""A hall's own config as it is tried: services, counters, texts and hours are its own; what would reach its real
devices, monitors and data is replaced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from hardware.led.e131 import Corner
from hardware.printer.profile import DEFAULT, profile_named

Tables = dict[str, Any]
OF_ITS_PLACE = (
    *("names", "certificate", "certificate_key", "behind_proxy"),
    *("public_host", "public_process", "public_plain", "public_certificate", "public_certificate_key"),
)
"""Of `[server]`, what says where the hall's own server stands and who vouches for it."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Free ports of this PC for the programs of one trial."""

    server: int
    public: int
    printer: int
    sign: int


def trial_tables(tables: Mapping[str, Any], ports: Ports, folder: Path, beside: Path) -> Tables:
    """The tables for a trial whose data go into `folder`; `tables`, whose file stands in the folder `beside`, stay as
    they are. A table or value of another kind than it should be is left to the programs, which say so."""
    changed = {name: dict(table) if isinstance(table, dict) else table for name, table in tables.items()}
    hall, server = changed.get("hall"), changed.setdefault("server", {})
    if isinstance(hall, dict) and hall.get("phone_url"):
        hall["phone_url"] = f"http://127.0.0.1:{ports.public}/t"
    _keep_guides(hall, beside)
    if isinstance(server, dict):
        for name in OF_ITS_PLACE:
            server.pop(name, None)
        server.update(
            host="127.0.0.1",
            port=ports.server,
            encryption=True,
            public_port=ports.public,
            certificates=str(folder / "certificates"),
            database=f"sqlite:///{folder / 'hall.db'}",
            identity_file=str(folder / "identity.db"),
            secret_file=str(folder / "phone.key"),
            anchors=str(folder / "anchors"),
        )
    sign_in = changed.setdefault("sign_in", {})
    if isinstance(sign_in, dict):
        # Who tries a hall has its administrator's password for an hour, and no phone for the second factor of it.
        sign_in["totp_for_administrators"] = False
    link = f"wss://127.0.0.1:{ports.server}/ws"
    kiosk = changed.setdefault("kiosk", {"id": "kiosk-1"})
    if isinstance(kiosk, dict):
        printer = f"tcp://127.0.0.1:{ports.printer}"
        kiosk.update(server=link, printer=printer, monitor="", state_folder=str(folder))
    display = changed.setdefault("display", {"id": "display-1"})
    if isinstance(display, dict):
        display.update(server=link, state_folder=str(folder))
        _keep_playlist(display, beside)
        for name in ("order", "content"):
            if isinstance(display.get(name), dict):
                display[name] = {**display[name], "monitor": ""}
        if sign_emulator(tables, ports.sign, folder):
            kind = "e131" if _is_pixel_panel(display["led"]["url"]) else "bx+tcp"
            display["led"] = {**display["led"], "url": f"{kind}://127.0.0.1:{ports.sign}"}
    return changed


def _keep_guides(hall: object, beside: Path) -> None:
    """The hall's guides are where they were, beside its own file."""
    named = hall.get("guides", "guides") if isinstance(hall, dict) else None
    if isinstance(hall, dict) and isinstance(named, str) and ("guides" in hall or (beside / named).is_dir()):
        hall["guides"] = str(beside / named)


def _keep_playlist(display: Tables, beside: Path) -> None:
    if isinstance(display.get("playlist"), list):
        display["playlist"] = [_kept(item, beside) for item in display["playlist"]]


def _kept(item: object, beside: Path) -> object:
    """What stands in the playlist is where it was, beside the hall's own file."""
    source = item.get("source") if isinstance(item, dict) else None
    if not isinstance(item, dict) or not isinstance(source, str) or "://" in source:
        return item
    return {**item, "source": str(beside / source)}


def printer_emulator(tables: Mapping[str, Any], port: int, folder: Path) -> list[str]:
    """The words after `python -m` for a printer as wide as the kiosk's."""
    kiosk = tables.get("kiosk")
    try:
        profile = profile_named(str(kiosk.get("printer_profile")) if isinstance(kiosk, dict) else DEFAULT)
    except ValueError:
        profile = profile_named(DEFAULT)
    address = f"127.0.0.1:{port}"
    return ["hardware.printer.emulator", "--tcp", address, "--width", str(profile.width_dots), "--out", str(folder)]


def sign_emulator(tables: Mapping[str, Any], port: int, folder: Path) -> list[str]:
    """The words after `python -m` for a sign like the display's; empty when it has none."""
    display = tables.get("display")
    sign = display.get("led") if isinstance(display, dict) else None
    if not isinstance(sign, dict) or not isinstance(sign.get("url"), str):
        return []
    width = sign.get("width_dots")
    words = ["--out", str(folder), *(["--width", str(width)] if type(width) is int and 16 <= width <= 1024 else [])]
    address = f"127.0.0.1:{port}"
    if not _is_pixel_panel(sign["url"]):
        return ["hardware.led.emulator.bx", "--tcp", address, *words]
    if sign.get("start_corner") in [corner.value for corner in Corner]:
        words += ["--corner", sign["start_corner"]]
    if sign.get("serpentine") is True:
        words.append("--serpentine")
    return ["hardware.led.emulator.e131", "--udp", address, *words]


def _is_pixel_panel(url: str) -> bool:
    try:
        return urlsplit(url).scheme == "e131"
    except ValueError:
        return False
