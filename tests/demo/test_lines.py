"""The demo's lines speak the terminal's language."""

from __future__ import annotations

import pytest

from demo.lines import Lines
from program.language import TERMINAL, language_of_locale


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_TW.UTF-8"}, "zh-TW"),
        ({"LANG": "zh_HK.Big5"}, "zh-TW"),
        ({"LC_ALL": "", "LANG": "en_GB.UTF-8@euro"}, "en"),
        ({"LC_ALL": "C.UTF-8", "LANG": "zh_TW.UTF-8"}, "en"),
        ({"LC_MESSAGES": "en_US", "LANG": "zh_TW.UTF-8"}, "en"),
        ({"LC_ALL": "zh_TW", "LC_MESSAGES": "en_US"}, "zh-TW"),
        ({"LANG": "xx"}, "en"),
        ({"LANG": "-"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_of_a_locale(environment: dict[str, str], language: str) -> None:
    assert language_of_locale(environment) == language


@pytest.mark.parametrize(("kept", "says"), [("zh_TW.UTF-8", "櫃檯畫面"), ("C", "Clerks' console"), (None, "Clerks'")])
def test_what_the_caller_reads_counts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], kept: str | None, says: str
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv(TERMINAL, raising=False)
    if kept is not None:
        monkeypatch.setenv(TERMINAL, kept)
    Lines().say("windows_console", address="http://127.0.0.1:1/console")
    assert says in capsys.readouterr().out
