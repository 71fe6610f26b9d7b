"""What a new password must be, under both profiles."""

from __future__ import annotations

import pytest

from server.identity.passwords import common_passwords, normal, password_fault
from server.identity.sign_in_policy import PASSWORD_RULES

ASVS, TW_GOV = PASSWORD_RULES["asvs"], PASSWORD_RULES["tw-gov"]
WORDS = ("wang.amy", "banqiao", "板橋就業中心")


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("seven77", "too_short"),
        ("下雨天我要帶傘", "too_short"),
        ("下雨天我要帶把傘", ""),
        ("x" * 129, "too_long"),
        ("quiet ferry " * 10, ""),
        ("iloveyou", "common"),
        ("ILoveYou", "common"),
        ("1qaz2wsx", "common"),
        ("ji3g4au4a83", "common"),
        ("banqiao1", "context_word"),
        ("Jiaohao!99", "context_word"),
        ("wang.amy2026", "context_word"),
        ("板橋就業中心2026!", "context_word"),
        ("banqiao has quiet ferries", ""),
        ("lower case only", ""),
    ],
)
def test_what_is_refused_and_why(typed: str, fault: str) -> None:
    assert password_fault(typed, ASVS, WORDS) == fault


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("lower case only", "kinds"),
        ("lowercase7", "kinds"),
        ("lower case 7", ""),
        ("Lowercase7", ""),
        ("Upper and lower", ""),
        ("Short7!", "too_short"),
    ],
)
def test_the_government_profile_wants_three_kinds_of_characters(typed: str, fault: str) -> None:
    assert password_fault(typed, TW_GOV, WORDS) == fault


def test_the_same_keys_on_another_computer_are_the_same_password() -> None:
    assert normal("ｆｕｌｌ　ｗｉｄｔｈ") == "full width"
    assert normal("e\u0301te\u0301") == normal("\u00e9t\u00e9")


def test_the_list_of_common_ones_is_there_and_of_use() -> None:
    found = common_passwords()
    assert len(found) > 10_000
    assert all(len(one) >= 8 for one in found)
    assert "trustno1" in found
    assert not any(line.startswith("#") for line in found)
