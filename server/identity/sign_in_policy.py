"""What a hall demands of those who sign in. Two profiles, since they contradict each other: `asvs` (OWASP ASVS 5.0
level 2: no rules of composition, no forced change) and `tw-gov` (資通系統防護基準: complexity, ages, the last three not
again)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

PolicyName = Literal["asvs", "tw-gov"]
MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS
TAIPEI = ZoneInfo("Asia/Taipei")
IDLE_MINUTES = 15
ABSOLUTE_HOURS = 12
"""How long a session lives where the hall's config says nothing."""


@dataclass(frozen=True, slots=True)
class PasswordRules:
    min_length: int
    """Characters after NFKC."""
    kinds: int
    """How many of capital letters, small letters, digits, others it must have; 0: any text will do."""
    min_age_ms: int
    """Younger than this it is not changed by its owner."""
    max_age_ms: int | None
    """Older than this it must be changed; None: never."""
    not_again: int
    """So many of the last ones, the present one included, are refused as a new one."""

    def is_old(self, password_at: int, now: int) -> bool:
        """Whether a password set at that instant must be changed."""
        return self.max_age_ms is not None and now - password_at >= self.max_age_ms


PASSWORD_RULES: Mapping[PolicyName, PasswordRules] = {
    "asvs": PasswordRules(min_length=8, kinds=0, min_age_ms=0, max_age_ms=None, not_again=0),
    "tw-gov": PasswordRules(min_length=8, kinds=3, min_age_ms=DAY_MS, max_age_ms=90 * DAY_MS, not_again=3),
}
MAX_PASSWORD = 128
"""Characters; longer ones are refused, never cut."""


@dataclass(frozen=True, slots=True)
class SignInPolicy:
    policy: PolicyName = "asvs"
    idle_ms: int = IDLE_MINUTES * MINUTE_MS
    """A session in which nothing was asked for so long has ended."""
    absolute_ms: int = ABSOLUTE_HOURS * HOUR_MS
    """A session ends so long after its sign-in, whatever was asked."""
    totp_for_administrators: bool = True
    time_zone: dt.tzinfo = TAIPEI
    """The hall's: a PIN counts for the date of a full sign-in."""
    context_words: tuple[str, ...] = ()
    """The hall's id and names: a password is no stronger for them."""

    @property
    def passwords(self) -> PasswordRules:
        return PASSWORD_RULES[self.policy]
