"""Which device a program with a screen is: its credentials as they were kept, and kept again when its server moves."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from program.credentials import Credentials, CredentialsFault, CredentialsStore

log = structlog.get_logger(__name__)


def kept_in(store: CredentialsStore) -> tuple[Credentials | None, str]:
    """The credentials; without any, also why those that are there cannot be used, in one line for logs and staff."""
    try:
        return store.load(), ""
    except CredentialsFault as fault:
        log.warning("credentials_not_used", reason=str(fault))
        return None, str(fault)


def keeping_in(store: CredentialsStore) -> Callable[[Credentials], None]:
    """Keeps them; where that fails they are what they were at the next start, which is said in the log."""

    def keep(credentials: Credentials) -> None:
        try:
            store.save(credentials)
        except CredentialsFault as fault:
            log.warning("credentials_not_kept", reason=str(fault))

    return keep
