"""What was learnt of a printer outlives the program, in a folder that is found without a setting."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from hardware.printer.answer_store import MemoryAnswerStore, place
from hardware.printer.answers import Answers, Question
from kiosk.memory import answer_store, confirms_nothing
from kiosk.settings import TYPICAL

ADDRESS = "tcp://192.0.2.10:9100"
LEARNT = Answers(no=frozenset({Question.DONE, Question.PRINTED}))


@pytest.mark.parametrize(
    ("setting", "variables", "place"),
    [
        ("kept", {"STATE_DIRECTORY": "service", "XDG_STATE_HOME": "/user"}, "kept"),
        ("", {"STATE_DIRECTORY": "service:other", "XDG_STATE_HOME": "/user"}, "service"),
        ("", {"XDG_STATE_HOME": "user"}, "user/jiaohao"),
    ],
)
def test_it_is_kept_over_restarts(setting: str, variables: dict[str, str], place: str, tmp_path: Path) -> None:
    environment = {name: str(tmp_path / value.lstrip("/")) for name, value in variables.items()}
    settings = msgspec.structs.replace(TYPICAL, state_folder=str(tmp_path / setting) if setting else "")
    assert answer_store(settings, environment).load(ADDRESS) is None
    answer_store(settings, environment).save(ADDRESS, LEARNT)
    assert answer_store(settings, environment).load(ADDRESS) == LEARNT
    (file,) = (tmp_path / place).iterdir()
    file.write_text("{ half a file", "utf-8")
    assert answer_store(settings, environment).load(ADDRESS) is None, "learnt again"


def test_without_any_of_them_it_is_this_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    answer_store(TYPICAL, {"XDG_STATE_HOME": "no/absolute/path"}).save(ADDRESS, LEARNT)
    assert [path.name for path in (tmp_path / ".local/state/jiaohao").iterdir()] == ["kiosk-printer.json"]


def test_a_user_without_a_home_learns_at_each_start(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(_path: type[Path]) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", classmethod(homeless))
    assert isinstance(answer_store(TYPICAL, {}), MemoryAnswerStore)


def test_whether_it_confirms_nothing_is_known_from_before() -> None:
    store = MemoryAnswerStore()
    assert not confirms_nothing(store, TYPICAL), "a guess is no news that staff have had"
    here = place(TYPICAL.printer, TYPICAL.printer_profile)
    store.save(here, LEARNT)
    assert confirms_nothing(store, TYPICAL)
    store.save(here, LEARNT.with_yes(Question.DONE))
    assert not confirms_nothing(store, TYPICAL)
