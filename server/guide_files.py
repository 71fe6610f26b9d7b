"""Service guides in files of their own: `guides/SERVICE.toml` beside the config file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from program.config_file import ConfigError, decode_table, read_file, read_tables
from server.domain.config import Guide
from server.guide_numbers import hints
from server.guide_settings import GuideTable, guide
from server.paths_beside import path_beside
from server.setting_checks import Checks

USUAL_FOLDER = "guides"


def guide_files(checks: Checks, path: Path, folder: str, services: Mapping[str, GuideTable]) -> dict[str, Guide]:
    """By service id, those that have a file; `services` gives what the config file itself says of each. The usual
    folder need not be there, one that the hall names must. Raises ConfigError, also for a file that belongs to no
    service: its name is most likely a slip."""
    place = path_beside(path, "hall.guides", folder, folder=True)
    if not place.is_dir():
        if folder != USUAL_FOLDER:
            checks.refuse("hall.guides", f"there is no folder `{folder}`")
        return {}
    found: dict[str, Guide] = {}
    for file in _guides_in(place):
        if file.stem not in services:
            raise ConfigError(file, "", f"belongs to no service; its name must be one of {', '.join(services)}")
        if services[file.stem] != GuideTable():
            place_in_file = f"service[{list(services).index(file.stem)}].guide"
            checks.refuse(place_in_file, f"the guide of `{file.stem}` is in a file too, {folder}/{file.name}")
        table = decode_table(file, "", read_file(file), GuideTable)
        found[file.stem] = guide(checks.in_file(file), "", table)
    return found


def guide_hints(config: Path) -> Iterator[str]:
    """What of the numbers in the guides of a hall, that was read without a fault, may be wrong: a line each, with the
    file and the key."""
    tables = read_tables(config)
    for place, service in enumerate(tables.get("service", ())):
        yield from (f"{config}: service[{place}].guide.{hint}" for hint in hints(service.get("guide", {})))
    folder = path_beside(config, "hall.guides", tables["hall"].get("guides", USUAL_FOLDER), folder=True)
    without = {one["id"] for one in tables.get("service", ()) if not one.get("guide")}
    for file in _guides_in(folder):
        without.discard(file.stem)
        yield from (f"{file}: {hint}" for hint in hints(read_file(file)))
    for name, service_id in unread_guides(folder, without):
        yield f"{folder / name}: is not read: the guide of `{service_id}` must be called {service_id}.toml"


def unread_guides(folder: Path, without: Iterable[str]) -> list[tuple[str, str]]:
    """Names of files in the folder that are no guides because of their names, each with the service, one of those
    `without` a guide, that it most likely was written for: what Windows hides of a name, or a Mac or an editor puts
    beside a file."""
    services = {one.casefold(): one for one in without}
    names = sorted(file.name for file in folder.glob("*"))
    meant = ((name, name.lstrip("._#~$").partition(".")[0].strip().casefold()) for name in names)
    return [(name, services[stem]) for name, stem in meant if stem in services]


def _guides_in(folder: Path) -> list[Path]:
    """In order of their names; none where there is no folder. A hidden file is some program's own."""
    return sorted(file for file in folder.glob("*.toml") if not file.name.startswith((".", "~")))
