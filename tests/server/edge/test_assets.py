from __future__ import annotations

from pathlib import Path

import pytest

from server.edge.assets import find
from server.web.pages import STATIC
from tests.server.edge.running import RunningServer


@pytest.fixture
def root(tmp_path: Path) -> Path:
    inside = tmp_path / "static"
    (inside / "deep").mkdir(parents=True)
    (inside / "page.mjs").write_text("export {}")
    (inside / "deep" / "look.css").write_text("a {}")
    (inside / "notes.toml").write_text("")
    (inside / ".hidden.mjs").write_text("")
    (tmp_path / "secret.mjs").write_text("secret")
    (inside / "link.mjs").symlink_to(tmp_path / "secret.mjs")
    return inside


def test_files_of_the_pages_are_found(root: Path) -> None:
    assert find(root, "/page.mjs") == root / "page.mjs"
    assert find(root, "deep/look.css") == root / "deep" / "look.css"


@pytest.mark.parametrize(
    "path",
    [
        *("", "/", "deep", "notes.toml", "nothing.mjs", "../secret.mjs", "deep/../../secret.mjs", "link.mjs"),
        *("a\0.mjs", "x" * 252 + ".mjs", "x" * 256, "/".join(["x"] * 3000) + "/x.mjs", "\udcff.mjs", "\ud800.mjs"),
    ],
)
def test_nothing_else_is(root: Path, path: str) -> None:
    assert find(root, path) is None


def test_no_absolute_path_leads_out(root: Path) -> None:
    assert find(root, str(root.parent / "secret.mjs")) is None
    assert find(root, "//" + str(root.parent / "secret.mjs")) is None


def test_served_with_type_and_asked_again_each_time(hall: RunningServer) -> None:
    name = next(STATIC.glob("*.mjs")).name
    first = hall.request("GET", f"/assets/{name}")
    assert first.status == 200
    assert first.headers["content-type"].startswith("text/javascript")
    assert first.headers["cache-control"] == "no-cache"
    again = hall.request("GET", f"/assets/{name}", headers={"if-none-match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    "path",
    ["../pages.py", "..%2fpages.py", "%2e%2e/pages.py", "x/../../pages.py", "%00.mjs", "x" * 300 + ".mjs", "%ff"],
)
def test_the_program_itself_is_not_served(hall: RunningServer, path: str) -> None:
    assert hall.request("GET", f"/assets/{path}").status == 404


def test_the_font_is_served(hall: RunningServer) -> None:
    font = hall.request("GET", "/assets/fonts/NotoSansTC.ttf")
    assert font.status == 200
    assert font.headers["content-type"] == "font/ttf"
    assert font.body[:4] == b"\x00\x01\x00\x00"
