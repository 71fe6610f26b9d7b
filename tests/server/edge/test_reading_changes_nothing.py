"""Following every link, as somebody who may do everything, changes nothing in the store."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from sqlalchemy import URL, Engine, MetaData, create_engine, select

from tests.server.edge.running import Answered
from tests.server.edge.signed_in import Browser, StaffedHall, staffed_hall

NOT_ACTS = {"last_seen", "count"}
"""When somebody was last heard of, which is written now and then, and how often anything was."""
STAFF_LOG = {"identity_staff_log", "identity_staff_log_address", "identity_staff_log_end"}
QUERIES = ("", "?lang=en", "?counter=1", "?desk", "?to=/accounts&why=you", "?key=1&delete=1&account_id=1")


class Links(HTMLParser):
    """Every address that a page names."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {value or "" for name, value in attrs if name in {"href", "src", "action", "formaction"}}


@pytest.fixture
def staffed(tmp_path: Path) -> Iterator[StaffedHall]:
    with staffed_hall(tmp_path) as hall:
        hall.hire("lin")
        hall.enrol("display", "wall")
        yield hall


def everything(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, both logs among them."""
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        return {
            name: sorted(
                (tuple(row) for row in connection.execute(select(*(c for c in table.c if c.name not in NOT_ACTS)))),
                key=repr,
            )
            for name, table in tables.tables.items()
        }


def links_in(address: str, answer: Answered) -> set[str]:
    if "text/html" in answer.headers.get("content-type", ""):
        told = Links(answer.body.decode()).found
    elif "javascript" in answer.headers.get("content-type", ""):
        told = set(re.findall(r"""["'`](/[a-z][\w./-]*)["'`?]""", unescape(answer.body.decode())))
        told |= set(re.findall(r"""["'](\./[\w.]+\.mjs)["']""", answer.body.decode()))
    else:
        return set()
    places = (urlsplit(urljoin(f"http://hall{address}", one)) for one in told)
    return {place.path for place in places if place.netloc == "hall"}


def crawled(browser: Browser, begin: set[str], but: str = "//") -> set[str]:
    """Every address that was asked for, from these on; none that begins with `but`."""
    seen: set[str] = set()
    todo = set(begin)
    while todo:
        address = todo.pop()
        seen.add(address)
        answer = browser.get(address)
        assert answer.status < 500, (address, answer)
        todo |= {one for one in links_in(address, answer) if not one.startswith(but)} - seen
    return seen


PAGES = {"/console", "/account", "/accounts", "/devices", "/staff-log", "/anchor", "/today", "/what-if"}


def test_a_crawl_of_every_link_and_route_leaves_both_logs_as_they_were(staffed: StaffedHall, tmp_path: Path) -> None:
    chief = staffed.administrator
    engines = [
        create_engine(URL.create("sqlite", database=f"file:{tmp_path / name}?mode=ro", query={"uri": "true"}))
        for name in ("hall.db", "identity.db")
    ]
    before = [everything(engine) for engine in engines]
    links = crawled(chief, PAGES, but="/api/")
    assert {"/trust", "/assets/console.mjs", *PAGES} <= links
    assert [everything(engine) for engine in engines] == before
    routes = set(chief.get("/schema/openapi.json").json()["paths"])
    seen = links | crawled(
        chief, {path.replace("{path}", "console.mjs") for path in routes} | {"/ws", "/ws/phone", "/schema", "/schema/x"}
    )
    for path in sorted(routes):
        asked = path.replace("{path}", "console.mjs")
        for query in QUERIES[1:]:
            assert chief.get(asked + query).status < 500
        for method in ("HEAD", "OPTIONS"):
            assert staffed.hall.request(method, asked, headers=chief.headers).status < 500
    after = [everything(engine) for engine in engines]
    for engine in engines:
        engine.dispose()
    assert len(seen) > len(routes) + 20, "the pages' own links were followed"
    assert {name for tables in before for name in tables} >= {"event", "identity_account", "identity_staff_log"}
    changed = {name for then, now in zip(before, after, strict=True) for name in then if then[name] != now[name]}
    assert changed <= STAFF_LOG, "what the administrator asked for without the right to it, and nothing else"
    added = [row for row in after[1]["identity_staff_log"] if row not in before[1]["identity_staff_log"]]
    assert {row[4] for row in added} <= {"right_refused"}
