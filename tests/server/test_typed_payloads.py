"""What a person types into a config file or a form is kept as it was typed, or refused; nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from program.config_file import ConfigError
from program.one_line import shows_nothing
from server.identity.names import fault_of_login, fault_of_name, login_key
from server.setting_checks import Checks
from tests.payloads import CONTROLS, MARKUP, PAYLOADS, has_controls


@pytest.mark.parametrize("text", PAYLOADS)
def test_a_text_of_the_config_is_taken_as_it_is_or_refused(text: str) -> None:
    checks = Checks(Path("config.toml"), ["zh-TW"])
    if has_controls(text) or shows_nothing(text):
        with pytest.raises(ConfigError) as refused:
            checks.texts("service[0].name", {"zh-TW": text})
        assert not has_controls(str(refused.value))
    else:
        assert checks.texts("service[0].name", {"zh-TW": text}) == (("zh-TW", text),)


@pytest.mark.parametrize("text", PAYLOADS)
def test_a_name_is_one_line_and_a_login_is_letters(text: str) -> None:
    bad = has_controls(text) or shows_nothing(text) or len(text.strip()) > 40
    assert (fault_of_name(text) is not None) is bad
    if fault_of_login(text) is None:
        assert all(one.isalnum() or one in "._-@" for one in login_key(text))


@pytest.mark.parametrize("label", ["\u202eA", "<b>", "a\nb", "\x9b", "\u2066", "\u200f1"])
def test_a_counters_label_turns_nothing(label: str) -> None:
    checks = Checks(Path("config.toml"), ["zh-TW"])
    if label == "<b>":
        assert checks.label("counter[0].label", label) == label
    else:
        with pytest.raises(ConfigError):
            checks.label("counter[0].label", label)


def test_there_are_sixty_and_some_of_each_kind() -> None:
    assert len(set(PAYLOADS)) == 60
    assert len(MARKUP) == 30
    assert all(has_controls(one) for one in CONTROLS)
    assert not any(has_controls(one) for one in MARKUP)
