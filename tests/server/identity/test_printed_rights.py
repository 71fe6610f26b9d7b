"""The page of rights that people read says what the server goes by."""

from __future__ import annotations

from typing import get_args

import pytest

from server.identity.principal import Role
from server.identity.print_rights import PAGE, page
from server.identity.rights import PAGES, TOPICS


def test_the_printed_page_is_what_the_tables_say() -> None:
    assert PAGE.read_text("utf-8") == page(), "python -m server.identity.print_rights --write"


@pytest.mark.parametrize(("row", "may"), [("topic", TOPICS), ("page", PAGES)])
def test_a_row_has_a_mark_exactly_where_a_role_may(row: str, may: dict[Role, frozenset[str]]) -> None:
    lines = iter(page().splitlines())
    roles = next(line for line in lines if line.startswith(f"| {row} |")).split("|")[2:-1]
    assert [one.strip() for one in roles] == list(get_args(Role))
    next(lines)
    for line in lines:
        if not line:
            break
        name, *marks = (cell.strip() for cell in line.split("|")[1:-1])
        assert [bool(mark) for mark in marks] == [name in may[role] for role in get_args(Role)]
