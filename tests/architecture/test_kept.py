"""Whatever an object of ours holds is named in docs/kept.md with what bounds it, and every cache has an end."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("program", "wire", "server", "hardware", "screen", "kiosk", "display")
DISPLAYS = (ast.Dict, ast.List, ast.Set, ast.DictComp, ast.ListComp, ast.SetComp)
MAKERS = {
    *("dict", "set", "list", "bytearray", "deque", "defaultdict", "OrderedDict", "Counter", "Queue", "SimpleQueue"),
    *("WeakSet", "WeakKeyDictionary", "WeakValueDictionary"),
}
OF_FILES = {
    "hardware/glyphs.py": "the fonts that there are",
    "program/texts.py": "the rooms",
    "program/language.py": "the rooms",
}
"""Where a cache without a number has arguments, and what those can be."""
Held = tuple[str, str]


def _name(called: ast.expr) -> str:
    called = called.value if isinstance(called, ast.Subscript) else called
    return called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""


def _holds(value: ast.expr | None) -> bool:
    if not isinstance(value, ast.Call):
        return isinstance(value, DISPLAYS)
    factories = (one.value for one in value.keywords if one.arg == "default_factory")
    return _name(value.func) in MAKERS or (
        _name(value.func) == "field" and any(_name(one) in MAKERS for one in factories)
    )


def _of_self(target: ast.Attribute, value: ast.expr | None) -> bool:
    return isinstance(target.value, ast.Name) and target.value.id == "self" and _holds(value)


def _assigned(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr | None]]:
    if isinstance(node, ast.Assign):
        yield from ((target, node.value) for target in node.targets)
    elif isinstance(node, ast.AnnAssign):
        yield node.target, node.value


def containers(source: str) -> set[str]:
    """`Class.attribute` of what objects hold, and names of what the module does, where it begins empty."""
    tree = ast.parse(source)
    found = set()
    for kind in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        own = [one for node in ast.walk(kind) for one in _assigned(node)]
        names = (target.attr for target, value in own if isinstance(target, ast.Attribute) and _of_self(target, value))
        fields = (
            target.id
            for node in kind.body
            for target, value in _assigned(node)
            if isinstance(target, ast.Name) and isinstance(value, ast.Call) and _holds(value)
        )
        found |= {f"{kind.name}.{name}" for name in (*names, *fields)}
    for target, value in (one for node in tree.body for one in _assigned(node)):
        empty = isinstance(value, ast.Call) or (isinstance(value, ast.Dict) and not value.keys)
        if isinstance(target, ast.Name) and _holds(value) and empty:
            found.add(target.id)
    return found


def sources() -> Iterator[tuple[str, str]]:
    for path in (path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "emulator" not in path.parts):
        yield str(path.relative_to(ROOT)), path.read_text("utf-8")


def told() -> list[Held]:
    text = (ROOT / "docs/kept.md").read_text("utf-8")
    rows = re.findall(r"^\| `([\w/]+\.py)` \| (.+?) \| (.+?) \|$", text, re.MULTILINE)
    return [(path, name) for path, names, _ in rows for name in re.findall(r"`([\w.]+)`", names)]


def test_what_bounds_it_is_said_of_everything_that_is_held() -> None:
    held = {(path, name) for path, source in sources() for name in containers(source)}
    said = told()
    assert len(said) == len(set(said))
    assert set(said) == held


def test_a_container_is_found_however_it_is_made() -> None:
    source = """
class Keeps:
    seen: dict[str, int] = field(default_factory=dict)
    name: str = ""
    def __init__(self) -> None:
        self.one: dict[str, int] = {}
        self.two = [3]
        self.three, self.four = OrderedDict[str, int](), 4
        self.five = deque(maxlen=4)
        self.other.six = []
known: set[str] = set()
TABLE = {"a": 1}
"""
    assert containers(source) == {"Keeps.seen", "Keeps.one", "Keeps.two", "Keeps.five", "known"}


def _endless(source: str) -> list[str]:
    """Functions of which every answer is kept, whatever they are asked."""
    functions = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef))
    return [one.name for one in functions if _keeps_all(one.decorator_list) and (one.args.args or one.args.kwonlyargs)]


def _keeps_all(marks: list[ast.expr]) -> bool:
    for mark in marks:
        words = [*mark.args, *(one.value for one in mark.keywords)] if isinstance(mark, ast.Call) else []
        name = _name(mark.func if isinstance(mark, ast.Call) else mark)
        without = any(isinstance(one, ast.Constant) and one.value is None for one in words)
        if name == "cache" or (name == "lru_cache" and without):
            return True
    return False


def test_every_cache_has_an_end() -> None:
    assert {path for path, source in sources() if _endless(source)} == set(OF_FILES)
    assert _endless("@lru_cache(maxsize=None)\ndef a(b): ...\n@cache\ndef c(d): ...\n@cache\ndef e(): ...") == [*"ac"]
    assert _endless("@lru_cache(8)\ndef a(b): ...\n@lru_cache\ndef c(d): ...") == []
