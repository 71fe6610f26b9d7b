"""How the command ends: exit status and last words. A person at a terminal, a printer in simulated time."""

from __future__ import annotations

import argparse
import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from hardware.printer.emulator.personality import PERSONALITIES
from hardware.printer.emulator.simulated import SimulatedBench
from hardware.printer.setup.__main__ import run
from hardware.printer.setup.hands import Hands
from hardware.printer.setup.interview_types import Ask, Obstacle, YesNo
from hardware.printer.setup.proof import proof_picture
from hardware.printer.setup.speech import Speech
from hardware.printer.setup.terminal import Terminal

LANGUAGES = {"en": "Nothing was changed.", "zh-TW": "什麼都沒有更動。"}


class Keys(io.TextIOBase):
    """Somebody who answers yes so many times, and then does something else."""

    def __init__(self, yes: int, then: Callable[[], str]) -> None:
        self._left = yes
        self._then = then

    def readline(self, _size: int | None = -1) -> str:  # type: ignore[override]  # positions are given by nobody
        self._left -= 1
        return "y\n" if self._left >= 0 else self._then()


def ended(language: str, keys: Keys, *, find: str | None = None, config: Path | None = None) -> tuple[int, str]:
    bench = SimulatedBench(PERSONALITIES["generic-clone"])
    said = io.StringIO()
    hands = Hands(
        lambda url, profile: proof_picture(language, url, profile),
        open_link=bench.open_link,
        now=bench.now,
        pause=bench.pause,
    )
    address = None if find else "192.0.2.7"
    options = argparse.Namespace(address=address, find=find, port="9100", config=config)
    return run(options, Terminal(Speech(language), said, keys), hands), said.getvalue()  # type: ignore[arg-type]


def nobody() -> str:
    raise AssertionError("a question was asked")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("text", "word"), [(None, "missing"), ("[kiosk\n", "not_toml"), ("[display]\n", "no_kiosk")])
def test_a_config_that_cannot_take_the_lines_is_refused_before_any_question(
    language: str, text: str | None, word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "hall.toml"
    if text is not None:
        path.write_text(text, "utf-8")
    status, said = ended(language, Keys(0, nobody), config=path)
    assert (status, said) == (os.EX_CONFIG, "")
    fields = {"detail": "1"} if word == "not_toml" else {}
    assert capsys.readouterr().err == Speech(language).text(f"config_{word}", file=path, **fields) + "\n"
    assert LANGUAGES[language] in Speech(language).text(f"config_{word}", file=path, **fields)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_config_that_is_gone_at_the_end_is_said_and_no_success(
    language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "hall.toml"
    path.write_text("[kiosk]\n", "utf-8")

    def yes_to_a_file_that_is_gone() -> str:
        path.unlink()
        return "y\n"

    status, _ = ended(language, Keys(5, yes_to_a_file_that_is_gone), config=path)
    assert status == os.EX_IOERR
    assert capsys.readouterr().err == Speech(language).text("config_missing", file=path) + "\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_stopping_says_that_nothing_was_changed(language: str, tmp_path: Path) -> None:
    path = tmp_path / "hall.toml"
    path.write_text("[kiosk]\n", "utf-8")

    def stop() -> str:
        raise KeyboardInterrupt

    status, said = ended(language, Keys(5, stop), config=path)
    assert status == 130
    assert said.endswith(LANGUAGES[language] + "\n")
    assert path.read_text("utf-8") == "[kiosk]\n"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("network", ["10.0.0.0/16", "printer.hall"])
def test_a_network_that_is_not_looked_at_is_told_how_many_addresses_are(
    language: str, network: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, _ = ended(language, Keys(0, nobody), find=network)
    assert status == os.EX_USAGE
    words = capsys.readouterr().err
    assert network in words
    assert "1,024" in words


@pytest.mark.parametrize(("language", "maybe"), [("en", "may be a printer"), ("zh-TW", "可能是印表機")])
def test_what_answers_is_not_called_a_printer_for_sure(language: str, maybe: str) -> None:
    assert maybe in Speech(language).text("found_one", url="tcp://192.0.2.7:9100")


@pytest.mark.parametrize(("language", "by_itself"), [("en", "once more, with --config"), ("zh-TW", "加上 --config")])
def test_who_named_no_file_is_told_how_the_lines_get_into_it(language: str, by_itself: str, tmp_path: Path) -> None:
    """They stand under [kiosk], which the file has already: pasted behind its end they would be refused."""
    status, said = ended(language, Keys(5, nobody))
    assert status == os.EX_OK
    assert by_itself in said.splitlines()[-1]
    path = tmp_path / "hall.toml"
    path.write_text("[kiosk]\n", "utf-8")
    assert by_itself not in ended(language, Keys(6, nobody), config=path)[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_has_the_wrong_address_is_told_how_to_look_for_it(language: str) -> None:
    about = Ask(YesNo.TRY_AGAIN, Obstacle.NOT_THERE)
    assert "./jiaohao printer --find" in Speech(language).question(about, "tcp://192.0.2.7:9100")
