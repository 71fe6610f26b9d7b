"""The demo empties its own folder and nobody else's, and has it alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from demo.folder import FolderRefused, take


def test_the_folder_of_an_earlier_demo_is_emptied(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "pictures"
    with take(folder):
        (folder / "old.png").touch()
        (folder / "run").mkdir()
        (folder / "run" / "server.log").touch()
        (folder / "run" / "link").symlink_to(tmp_path)
        (folder / "elsewhere").symlink_to(tmp_path)
    with take(folder):
        assert [path.name for path in folder.iterdir()] == [".jiaohao-demo"]
    assert tmp_path.exists()


def test_a_folder_with_somebody_s_files_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    with pytest.raises(FolderRefused) as refused:
        take(tmp_path)
    assert refused.value.key == "folder_not_ours"
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_second_demo_leaves_the_first_one_alone(tmp_path: Path) -> None:
    with take(tmp_path / "out"):
        (tmp_path / "out" / "picture.png").touch()
        with pytest.raises(FolderRefused) as refused:
            take(tmp_path / "out")
        assert (refused.value.key, refused.value.fields["process"]) == ("folder_in_use", str(os.getpid()))
        assert (tmp_path / "out" / "picture.png").exists()
    take(tmp_path / "out").close()


@pytest.mark.parametrize("made", ["file", "inside a file", "folder of a kernel"])
def test_a_folder_that_cannot_be_written_is_said_in_words(tmp_path: Path, made: str) -> None:
    (tmp_path / "file").touch()
    folder = {"file": tmp_path / "file", "inside a file": tmp_path / "file" / "out"}.get(made, Path("/proc/jiaohao"))
    with pytest.raises(FolderRefused) as refused:
        take(folder)
    assert refused.value.key == "folder_unusable"
    assert "Errno" not in str(refused.value)
