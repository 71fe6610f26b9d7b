"""README.md and README.zh-TW.md tell the same: what one of them learns, the other has to learn too."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
ENGLISH, CHINESE = (ROOT / name for name in ("README.md", "README.zh-TW.md"))
OWN = re.compile(r"README(\.zh-TW)?\.md|#.*")
"""Links that lead to the other language, or to a heading of the same file."""


class Told(NamedTuple):
    """What one section has, whatever its language."""

    level: int
    commands: list[str]
    """Its code, without the remarks behind it."""
    names: set[str]
    """What is named as it is typed or written in a file."""
    pictures: list[str]
    links: set[str]
    items: int


def sections(text: str) -> list[Told]:
    parts = re.split(r"^(?=#{1,6} )", text, flags=re.MULTILINE)
    return [section(part) for part in parts if part.strip()]


def section(part: str) -> Told:
    blocks = [block.splitlines() for block in re.split(r"\n\s*\n", part.strip("\n"))]
    code = [line for block in blocks if all(line.startswith("    ") for line in block) for line in block]
    remarks = re.compile(r"(^|\s)#\s.*")
    return Told(
        level=len(part) - len(part.lstrip("#")),
        commands=[line for line in (remarks.sub("", one).strip() for one in code) if line],
        names=set(re.findall(r"`([^`]+)`", " ".join(part.split()))),
        pictures=re.findall(r"!\[[^]]*\]\(([^)]+)\)", part),
        links={link for link in re.findall(r"(?<!!)\[[^]]*\]\(([^)]+)\)", part) if not OWN.fullmatch(link)},
        items=len(re.findall(r"^\d+\. ", part, re.MULTILINE)),
    )


def test_both_have_the_same_commands_names_pictures_links_and_steps() -> None:
    english, chinese = (sections(file.read_text("utf-8")) for file in (ENGLISH, CHINESE))
    assert [one.level for one in chinese] == [one.level for one in english]
    for one, other in zip(english, chinese, strict=True):
        assert other == one


@pytest.mark.parametrize("file", [ENGLISH, CHINESE])
def test_each_leads_to_the_other_and_to_what_is_there(file: Path) -> None:
    text = file.read_text("utf-8")
    other = CHINESE if file == ENGLISH else ENGLISH
    assert f"]({other.name})" in text.split("##")[0]
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert (ROOT / link).exists(), link


def test_what_only_one_of_them_tells_is_seen() -> None:
    text = ENGLISH.read_text("utf-8")
    for more in ("    ./jiaohao new\n", "Also `new_setting`.\n", "![x](docs/pictures/new.png)\n", "[x](docs/new.md)\n"):
        changed = text.replace("## Running a hall\n", f"## Running a hall\n\n{more}", 1)
        assert sections(changed) != sections(text), more
