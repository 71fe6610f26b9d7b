"""The bill of materials has everything that a hall installs, whole, in the format that others read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from deploy.locks import RUNS, locked
from deploy.sbom import bill, faults


@pytest.fixture(scope="module")
def text() -> str:
    return bill()


@pytest.fixture(scope="module")
def made(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)
    return found


def test_it_is_what_the_format_says(text: str) -> None:
    assert not faults(text)


def test_what_is_not_as_the_format_says_is_named(made: dict[str, Any]) -> None:
    spoiled = made | {"components": [{"type": "library"}]}
    assert any("name" in line for line in faults(json.dumps(spoiled)))


def test_every_locked_package_is_in_it_with_its_hashes_and_licence(made: dict[str, Any]) -> None:
    packages = locked(RUNS)
    parts = {one["name"]: one for one in made["components"]}
    assert parts.keys() == packages.keys()
    for name, one in packages.items():
        assert parts[name]["version"] == one.version
        assert parts[name]["purl"] == f"pkg:pypi/{name}@{one.version}"
        assert {digest["content"] for digest in parts[name]["hashes"]} == set(one.hashes)
        assert one.hashes
        assert parts[name]["licenses"]


def test_everything_needed_here_is_needed_by_somebody(made: dict[str, Any]) -> None:
    needs = {one["ref"]: set(one.get("dependsOn", ())) for one in made["dependencies"]}
    reached: set[str] = set()
    waiting = ["jiaohao"]
    while waiting:
        waiting += needs.get(ref := waiting.pop(), set()) - reached
        reached.add(ref)
    parts = {one["bom-ref"]: one for one in made["components"]}
    lost = {ref for ref in parts.keys() - reached if parts[ref]["scope"] == "required"}
    assert not lost


def test_the_same_lock_gives_the_same_file(text: str) -> None:
    assert bill() == text
