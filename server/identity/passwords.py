"""What a new password must be."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path
from typing import Literal

from server.identity.sign_in_policy import MAX_PASSWORD, PasswordRules

PasswordFault = Literal["", "too_long", "too_short", "common", "context_word", "kinds"]
ALWAYS = ("jiaohao", "叫號")


def normal(password: str) -> str:
    """As it is hashed: NFKC, so that the same keys on another computer give the same password."""
    return unicodedata.normalize("NFKC", password)


def password_fault(
    password: str, rules: PasswordRules, words: Iterable[str], common: Collection[str] | None = None
) -> PasswordFault:
    """Why it is refused; empty when it is good. `words`: login, hall, whatever lies near; `common`: small letters."""
    text = normal(password)
    plain = text.casefold()
    if len(text) > MAX_PASSWORD:
        return "too_long"
    if len(text) < rules.min_length:
        return "too_short"
    if plain in (common_passwords() if common is None else common):
        return "common"
    rest = plain
    for word in sorted({normal(one).casefold() for one in (*words, *ALWAYS)}, key=len, reverse=True):
        rest = rest.replace(word, "") if len(word) > 1 else rest
    if rest != plain and len(rest) < rules.min_length:
        return "context_word"
    return "kinds" if _kinds(text) < rules.kinds else ""


def _kinds(text: str) -> int:
    tests = (str.isupper, str.islower, str.isdecimal, lambda one: not one.isalnum())
    return sum(any(test(letter) for letter in text) for test in tests)


@cache
def common_passwords() -> frozenset[str]:
    """Those that everybody guesses first, in small letters (`common_passwords.txt` says where they are from)."""
    lines = (Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.casefold() for line in lines if line and not line.startswith("#"))
