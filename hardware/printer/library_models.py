"""The models of ticket printers that python-escpos knows, read from its table without importing it.

Its own reading takes half a second of a start and makes a folder for temporary files; this takes a few milliseconds,
and only for who names such a model.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

_COMMANDS: tuple[Literal["bitImageRaster", "graphics", "bitImageColumn"], ...] = (
    "bitImageRaster",
    "graphics",
    "bitImageColumn",
)
_LEAST_DOTS = 360
_DPI = 203
_LACKING_WIDTH = {"RP326": 576, "TEP-200M": 576, "TUP500": 576}
"""Printers for 80 mm paper of which the library does not know the head."""
_BY_COLUMNS = frozenset({"TH230", "TH230Plus"})
"""Those that, as its notes say, print a picture right only by ``ESC *``."""


@dataclass(frozen=True)
class Model:
    """One model as the library has it."""

    name: str
    vendor: str
    width_dots: int
    dpi: int
    image_command: Literal["bitImageRaster", "graphics", "bitImageColumn"]


@cache
def models() -> dict[str, Model]:
    """Every model that can print a ticket: on paper, a head of dots wide enough, by a command for pictures."""
    spec = find_spec("escpos")
    if spec is None or spec.origin is None:
        return {}
    table = json.loads(Path(spec.origin).with_name("capabilities.json").read_text("utf-8"))
    read = (_model(name, entry) for name, entry in table["profiles"].items())
    return {model.name: model for model in read if model is not None}


def _model(name: str, entry: dict[str, Any]) -> Model | None:
    features, width = entry["features"], entry["media"]["width"]
    command = next((one for one in _COMMANDS if features.get(one)), None)
    if command == "bitImageColumn" and not features.get("highDensity"):
        return None  # needle printers: too coarse for Han characters
    if name in _BY_COLUMNS:
        command = "bitImageColumn"
    dots, dpi = width.get("pixels"), entry["media"].get("dpi")
    if not isinstance(dots, int):
        dots = _LACKING_WIDTH.get(name, 0)
    if not isinstance(dpi, int):
        dpi = _DPI
    if command is None or dots < _LEAST_DOTS:
        return None
    return Model(name, str(entry["vendor"]), dots, dpi, command)
