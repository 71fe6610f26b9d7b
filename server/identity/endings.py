"""Why sessions ended: told to whoever still holds the token of one. In memory only, so after a restart nobody knows."""

from __future__ import annotations

from typing import Literal

from server.identity.heard import Heard
from server.identity.rows import AccountRow, Picture, SessionRow
from server.identity.sign_in_policy import SignInPolicy

Ending = Literal["", "idle", "absolute", "disabled", "role", "password", "ended"]
"""`ended`: by its owner, or by somebody who may; "" when nobody knows of such a session."""
KEPT = 1_000
"""So many of the newest are remembered: of a hall's people, those of many days."""


def ending_of(
    row: SessionRow,
    last_seen: int,
    before: AccountRow | None,
    after: AccountRow | None,
    *,
    now: int,
    policy: SignInPolicy,
) -> Ending:
    """Of a session that is over. `before` and `after` are its account as it was and is."""
    if now - row.created_at >= policy.absolute_ms:
        return "absolute"
    if now - last_seen >= policy.idle_ms:
        return "idle"
    if before is None or after is None or not after.enabled:
        return "disabled"
    if before.role != after.role:
        return "role"
    return "password" if before.password_hash != after.password_hash else "ended"


class Endings:
    def __init__(self) -> None:
        self._by_token: dict[str, Ending] = {}

    def note(self, seen: Picture, picture: Picture, heard: Heard, now: int, policy: SignInPolicy) -> None:
        """Of every session that `picture` no longer has."""
        for key, row in seen.sessions.items():
            if key not in picture.sessions:
                accounts = seen.accounts.get(row.account_id), picture.accounts.get(row.account_id)
                self._by_token[key] = ending_of(row, heard.last_seen(row), *accounts, now=now, policy=policy)
        for key in list(self._by_token)[:-KEPT]:
            del self._by_token[key]

    def of(self, token_hash: str) -> Ending:
        return self._by_token.get(token_hash, "")
