"""A window that is closed ends the demo; a program that dies is a fault."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from demo.lines import Lines
from demo.programs import DemoFault, Program, until
from demo.windows import reason, until_closed


async def looked_at(folder: Path, status: int, *, window: bool = True) -> None:
    """Looks at a program that has ended with a status."""
    (folder / "ending.py").write_text(f"raise SystemExit({status})", "utf-8")
    program = Program("tray", folder)
    await program.start("ending", environment={"PYTHONPATH": str(folder)})
    try:
        await until(program.ended, "the program to end", within_s=20)
        windows, others = ([program], []) if window else ([], [program])
        await until_closed(windows, others, None, Lines("en"))
    finally:
        await program.stop()


def test_a_closed_window_ends_the_demo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(looked_at(tmp_path, 0))
    assert capsys.readouterr().out == "A window was closed (ticket window); this is the end.\n"


def test_a_tray_that_crashes_is_not_closed(tmp_path: Path) -> None:
    with pytest.raises(DemoFault, match="tray ended with status 3; see"):
        asyncio.run(looked_at(tmp_path, 3))


def test_another_program_never_ends_by_itself(tmp_path: Path) -> None:
    with pytest.raises(DemoFault, match="tray ended; see"):
        asyncio.run(looked_at(tmp_path, 0, window=False))


def test_the_console_s_window_is_one_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    looks = iter([False, False, True])
    asyncio.run(until_closed([], [], 60.0, Lines("en"), lambda: next(looks)))
    assert capsys.readouterr().out == "A window was closed (clerk's console); this is the end.\n"


def test_for_as_long_as_asked() -> None:
    asyncio.run(until_closed([], [], 0.0, Lines("en")))


def test_a_screen_that_has_gone_is_named_not_the_first_window_that_it_took_along() -> None:
    fault = DemoFault("kiosk ended with status 1; see kiosk.log")
    assert reason(fault, {"DISPLAY": ":55555"}).startswith("No screen: DISPLAY=:55555 does not answer")
    assert reason(fault, {"QT_QPA_PLATFORM": "offscreen"}) == str(fault)
