"""The demo empties its own folder and nobody else's."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo.__main__ import empty
from demo.programs import DemoFault


def test_the_folder_of_an_earlier_demo_is_emptied(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "pictures"
    empty(folder)
    (folder / "old.png").touch()
    empty(folder)
    assert not (folder / "old.png").exists()


def test_a_folder_with_somebody_s_files_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    with pytest.raises(DemoFault, match="stays as it is"):
        empty(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
