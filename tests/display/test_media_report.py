"""What a check says of the files in a playlist, and of monitors that are told."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QGuiApplication, QImage

from display.media_report import media_lines
from display.misfits import misfits
from display.playlist_settings import ItemSettings
from display.settings import TYPICAL, MonitorSettings, check
from program.config_file import ConfigError
from program.texts import read_catalog
from server.translation.hall import hall_view
from tests.display.large_halls import Kind, large_hall

CONFIG = Path("hall.toml")


def test_what_is_missing_or_broken_is_named_and_nothing_else(qapp: QGuiApplication, tmp_path: Path) -> None:
    good, broken, jobs = tmp_path / "good.png", tmp_path / "broken.png", tmp_path / "jobs.json"
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(0)
    assert image.save(str(good))
    broken.write_bytes(good.read_bytes()[:40])
    jobs.write_text("{", "utf-8")
    sources = [
        *(("picture", str(good)), ("picture", str(broken)), ("picture", str(tmp_path / "gone.png"))),
        *(("video", str(tmp_path)), ("vacancies", str(jobs)), ("picture", "https://192.0.2.1/away.png")),
    ]
    items = tuple(msgspec.convert({"kind": kind, "source": source}, ItemSettings) for kind, source in sources)
    lines = list(media_lines(CONFIG, items))
    assert [line.split(": ")[1] for line in lines] == [f"display.playlist[{place}].source" for place in (1, 2, 3, 4)]
    assert all("will be skipped" in line for line in lines)
    assert lines[1].endswith("gone.png: is not there")
    assert lines[2].endswith(": is no file")


def test_texts_are_checked_for_the_monitor_that_is_told(tmp_path: Path) -> None:
    hall = hall_view(large_hall(Kind(8, 8, names="long")))

    def found(**pixels: str) -> set[tuple[str, str, str]]:
        settings = msgspec.structs.replace(
            TYPICAL,
            order=MonitorSettings(read_from_m=15.0, pixels=pixels.get("order", "1920x1080")),
            content=MonitorSettings(read_from_m=6.0, pixels=pixels.get("content", "1920x1080")),
        )
        said = misfits(hall, settings, read_catalog("display"))
        return {(one.surface, one.key, one.language) for one in said}

    lying, standing = found(), found(content="1080x1920")
    assert standing != lying
    assert {surface for surface, _, _ in lying ^ standing} == {"content monitor"}, "the other monitor still lies"
    file = tmp_path / "config.toml"
    for size in ("1080", "10x10", "1080X1920", "0x1920"):
        file.write_text(f'[display]\nid = "wall"\n[display.order]\npixels = "{size}"\n', "utf-8")
        with pytest.raises(ConfigError, match=r"display\.order\.pixels"):
            check(file)
