"""Fields for secrets: masked, and open to whoever keeps passwords for people."""

from __future__ import annotations

import re
from pathlib import Path

STATIC = Path(__file__).parents[3] / "server" / "web"
SECRETS = {"password", "old", "new", "pin"}
PAGES = {path.name: path.read_text("utf-8") for path in sorted((STATIC / "templates").glob("*.html"))}


def fields() -> list[tuple[str, dict[str, str]]]:
    """Of every page, its fields by their attributes."""
    return [
        (page, dict(re.findall(r'([a-z-]+)="([^"]*)"', tag)))
        for page, text in PAGES.items()
        for tag in re.findall(r"<input\b[^>]*>", text)
    ]


def test_what_is_typed_there_is_masked() -> None:
    secret = [(page, one) for page, one in fields() if one.get("name") in SECRETS]
    assert {one["name"] for _, one in secret} == SECRETS
    assert not [page for page, one in secret if one.get("type") != "password"]


def test_password_managers_and_pasting_are_welcome() -> None:
    passwords = [one for _, one in fields() if one.get("name") in SECRETS - {"pin"}]
    assert {one["autocomplete"] for one in passwords} == {"current-password", "new-password"}
    modules = [path.read_text("utf-8") for path in (STATIC / "static").glob("*.mjs")]
    assert modules
    assert not [text for text in (*PAGES.values(), *modules) if re.search(r"onpaste|[\"']paste[\"']", text)]
