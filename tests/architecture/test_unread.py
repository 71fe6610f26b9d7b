"""What no program reads is found, whatever tests or pages of another room call it."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.unread import ROOMS, Excuse, unread, verdict

PLANTED = {
    "server/planted.py": "def nobody_calls_this() -> int:\n    return 1\n",
    "display/planted.py": "class Page:\n    read_by_the_screen = 1\n    readByNobody = 2\n",
    "display/qml/Planted.qml": "Item { property int count: page.read_by_the_screen  // readByNobody\n}\n",
    "kiosk/planted.py": "from display.planted import Page\n\nprint(Page())\n",
    "wire/planted.py": "read_by_the_page = 1\nread_by_the_screen = 2\n",
    "server/web/planted.mjs": "export const shown = (message) => message.read_by_the_page; /* nobody_calls_this */\n",
    "tests/test_planted.py": "from server.planted import nobody_calls_this\n\nnobody_calls_this()\n",
}


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    for room in ROOMS:
        (tmp_path / room).mkdir()
    for name, text in PLANTED.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def test_what_is_planted_is_found(planted: Path) -> None:
    assert {(one.path, one.name) for one in unread(planted)} == {
        ("server/planted.py", "nobody_calls_this"),
        ("display/planted.py", "readByNobody"),
        ("wire/planted.py", "read_by_the_screen"),
    }


def test_an_exception_that_excuses_nothing_is_named(planted: Path) -> None:
    some = Excuse("server/*", "nobody_* somebody_*", "nobody")
    lines = verdict(unread(planted), [some])
    assert lines == [
        "display/planted.py:3: variable readByNobody has no reader",
        "wire/planted.py:2: variable read_by_the_screen has no reader",
        "deploy/unread.py: nothing in server/* needs the exception for somebody_* any more",
    ]
