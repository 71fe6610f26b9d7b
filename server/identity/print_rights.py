"""Prints the rights of a hall as a page: `docs/rights.md` is what `server.identity.rights` says, for people.

python -m server.identity.print_rights           prints the page
python -m server.identity.print_rights --write   writes docs/rights.md
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import get_args

from server.identity.principal import Role
from server.identity.rights import CHANNELS, MESSAGES, PAGES, TOPICS, Page, Topic

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "rights.md"
ROLES: tuple[Role, ...] = get_args(Role)

_HEAD = """# Who may do what

Whoever speaks to the server is one *principal*, made once at its gate: a staff session, an enrolled device, or nobody
known. Every route, socket and command asks these tables and nothing else. They are data (`server/identity/rights.py`);
`python -m server.identity.print_rights --write` prints this page from them, and a test holds a running server to every
cell.

*kiosk, display, counter, devices* are enrolled devices. A *counter* is a browser at which clerks may switch by PIN: by
itself it may do nothing. *pending* is a person who has signed in and first has to choose a password, or to set up the
second factor: until then only the page of their own account is open. A *volunteer* takes numbers for visitors and sees
the lines.

## Messages

What each may send beside the conversation itself (greeting, snapshot, probe).
"""
_CHANNELS = """
Where a number may be said to have been taken, in `issue_ticket`, or an appointment made, in `book_appointment`:
"""
_TOPICS = """
## Topics

What a socket tells, and the snapshot. *hall*: the hall's stream; *lines*: who is next, and how long one waits;
*devices*: the health of printers, screens, signs and of the server itself; *appointments*: those of the day.
"""
_PAGES = """
## Pages

With the routes behind them. *own_account*: one's password, PIN, second factor, sessions; *accounts*: making and
changing those of others; *unlock*: the list of accounts, and ending a lockout; *devices*: adding and revoking them;
*anchor*: an anchor of the logs, also on paper; *staff_log*: who signed in, was refused, changed what; *today*: what is
set by hand, beside the file; *appointments*: those of any day, and the times that are free; *what_if*: what waits
would be under another plan;
*description*: the served OpenAPI.
"""


def page() -> str:
    """The whole page, in Markdown."""
    channels = sorted(set().union(*CHANNELS.values()))
    parts = (
        _HEAD,
        _table("message", _messages(), lambda role, message: message in _tags(role)),
        _CHANNELS,
        _table("channel", channels, lambda role, channel: channel in CHANNELS[role]),
        _TOPICS,
        _table("topic", get_args(Topic), lambda role, topic: topic in TOPICS[role]),
        _PAGES,
        _table("page", get_args(Page), lambda role, page: page in PAGES[role]),
    )
    return "\n".join(parts) + "\n"


def _messages() -> Sequence[str]:
    return sorted(set().union(*map(_tags, ROLES)))


def _tags(role: Role) -> set[str]:
    return {str(kind.__struct_config__.tag) for kind in MESSAGES[role]}  # type: ignore[attr-defined]


def _table(what: str, rows: Sequence[str], may: Callable[[Role, str], bool]) -> str:
    lines = [f"| {what} | {' | '.join(ROLES)} |", "|---" + "|:-:" * len(ROLES) + "|"]
    lines += [f"| {row} | {' | '.join('✓' if may(role, row) else '' for role in ROLES)} |" for row in rows]
    return "\n".join(lines)


def main() -> None:
    if sys.argv[1:] == ["--write"]:
        PAGE.write_text(page(), "utf-8")
    else:
        sys.stdout.write(page())


if __name__ == "__main__":
    main()
