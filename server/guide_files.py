"""Service guides in files of their own: `guides/SERVICE.toml` beside the config file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from program.config_file import Faults, decode_table, read_file, read_tables
from server.domain.config import Guide
from server.guide_numbers import hints
from server.guide_settings import GuideTable, guide
from server.paths_beside import path_beside
from server.setting_checks import Checks

USUAL_FOLDER = "guides"


def guide_files(checks: Checks, path: Path, folder: str, services: Mapping[str, GuideTable]) -> dict[str, Guide]:
    """By service id, those that have a file; `services` gives what the config file itself says of each. The usual
    folder need not be there, one that the hall names must. A file that belongs to no service is passed over: see
    `unread_guides`. Raises ConfigError with every fault of every file."""
    place = path_beside(path, "hall.guides", folder, folder=True)
    if not place.is_dir():
        if folder != USUAL_FOLDER:
            checks.refuse("hall.guides", f"there is no folder `{folder}`")
        return {}
    found: dict[str, Guide] = {}
    faults = Faults()
    for file in _guides_in(place):
        if file.stem not in services:
            continue
        if services[file.stem] != GuideTable():
            place_in_file = f"service[{list(services).index(file.stem)}].guide"
            fault = f"the guide of `{file.stem}` is in a file too, {folder}/{file.name}: remove one of them"
            faults.add(path, [(place_in_file, fault)])
        found[file.stem] = faults.of(Guide(), _guide_of, checks, file)
    faults.settle()
    return found


def _guide_of(checks: Checks, file: Path) -> Guide:
    return guide(checks.in_file(file), "", decode_table(file, "", read_file(file), GuideTable))


def guide_hints(config: Path) -> Iterator[str]:
    """What of the numbers in the guides of a hall, that was read without a fault, may be wrong: a line each, with the
    file and the key."""
    tables = read_tables(config)
    for place, service in enumerate(tables.get("service", ())):
        yield from (f"{config}: service[{place}].guide.{hint}" for hint in hints(service.get("guide", {})))
    folder = path_beside(config, "hall.guides", tables["hall"].get("guides", USUAL_FOLDER), folder=True)
    services = [one["id"] for one in tables.get("service", ())]
    without = {one["id"] for one in tables.get("service", ()) if not one.get("guide")}
    for file in _guides_in(folder):
        if file.stem in services:
            without.discard(file.stem)
            yield from (f"{file}: {hint}" for hint in hints(read_file(file)))
    for name, service_id in unread_guides(folder, services, without):
        yield f"{folder / name}: is not read: {_what_to_do(name, service_id)}"


def _what_to_do(name: str, service_id: str) -> str:
    if service_id:
        return f"the guide of `{service_id}` must be called {service_id}.toml"
    stem = name.removesuffix(".toml")
    return f"there is no service `{stem}`; remove the file, put the service back, or call the file after its service"


def unread_guides(folder: Path, services: Iterable[str], without: Iterable[str]) -> list[tuple[str, str]]:
    """Names of files in the folder that are no guides because of their names, each with the service, one of those
    `without` a guide, that it most likely was written for: what Windows hides of a name, or a Mac or an editor puts
    beside a file. "": it is called as a guide is, and there is no such service, any more or at all."""
    known, meant_for = set(services), {one.casefold(): one for one in without}
    strangers = {file.name for file in _guides_in(folder) if file.stem not in known}
    names = sorted(file.name for file in folder.glob("*"))
    meant = ((name, meant_for.get(name.lstrip("._#~$").partition(".")[0].strip().casefold(), "")) for name in names)
    return [(name, service) for name, service in meant if service or name in strangers]


def _guides_in(folder: Path) -> list[Path]:
    """In order of their names; none where there is no folder. A hidden file is some program's own."""
    return sorted(file for file in folder.glob("*.toml") if not file.name.startswith((".", "~")))
