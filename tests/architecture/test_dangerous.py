"""What is dangerous with others' words stands nowhere in the product: no evaluation, no shell, no pickle, no SQL out of
pieces, no pattern out of a text, no weak hash, no chance that can be guessed where a secret is made."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("program", "wire", "screen", "server", "hardware", "kiosk", "display")
NEVER_IMPORTED = {"pickle", "marshal", "shelve", "xml", "lxml", "yaml", "jinja2"}
NEVER_CALLED = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "pickle.loads"}
GUESSED = "random"
"""A module for pauses, for what plays a device and for times that may be; nothing else of the server is left to it."""
CHANCES = ("server/forecast/", "server/what_if/")
"""Where a seed is drawn from for what may happen: no secret is made there."""
HASHES = {"hashlib.sha256", "hashlib.sha512"}
PATTERN = re.compile(r"re\.(compile|match|fullmatch|search|sub|subn|split|findall|finditer)")
SQL = {"execute", "exec_driver_sql", "executemany"}
OURS = {
    ("server/storage/engine.py", "connection.execute(f'PRAGMA {pragma}')"),  # out of the constants above it
}


def dangerous(name: str, source: str) -> Iterator[str]:
    """What stands there, with its line."""
    for node in ast.walk(ast.parse(source)):
        for what in _of(name, node):
            if not any(where == name and what.startswith(ours) for where, ours in OURS):
                yield f"{name}:{getattr(node, 'lineno', 0)}: {what}"


def _of(name: str, node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        for module in [one.name for one in node.names] if isinstance(node, ast.Import) else [node.module or ""]:
            package = module.partition(".")[0]
            guessed = package == GUESSED and name.startswith("server/") and not name.startswith(CHANCES)
            if package in NEVER_IMPORTED or guessed:
                yield f"import {module}"
    if not isinstance(node, ast.Call):
        return
    called = _dotted(node.func)
    first = node.args[0] if node.args else None
    pieces = isinstance(first, ast.JoinedStr | ast.BinOp)
    shell = any(one.arg == "shell" for one in node.keywords)
    weak = called.startswith("hashlib.") and called.count(".") == 1 and called not in HASHES
    sql = called.rpartition(".")[2] in SQL and pieces
    pattern = bool(PATTERN.fullmatch(called)) and first is not None and not _ours(first)
    if called in NEVER_CALLED or shell or weak or sql or pattern:
        yield ast.unparse(node)


def _ours(pattern: ast.expr) -> bool:
    """Written here, whole or out of constants (in capitals) and of what is escaped."""
    if isinstance(pattern, ast.JoinedStr):
        return all(map(_ours, pattern.values))
    if isinstance(pattern, ast.FormattedValue):
        return _ours(pattern.value)
    if isinstance(pattern, ast.BinOp):
        return _ours(pattern.left) and _ours(pattern.right)
    if isinstance(pattern, ast.Call) and isinstance(pattern.func, ast.Attribute) and pattern.func.attr == "join":
        parts = pattern.args[0]
        return _ours(pattern.func.value) and isinstance(parts, ast.GeneratorExp) and _ours(parts.elt)
    if isinstance(pattern, ast.Call):
        return _dotted(pattern.func) == "re.escape"
    return isinstance(pattern, ast.Constant) or (isinstance(pattern, ast.Name) and pattern.id.isupper())


def _dotted(called: ast.expr) -> str:
    """`re.sub`; of what is called on something else than names, its last name."""
    if isinstance(called, ast.Attribute):
        return f"{_dotted(called.value)}.{called.attr}"
    return called.id if isinstance(called, ast.Name) else ""


def test_no_product_file_does_what_is_dangerous() -> None:
    files = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    assert len(files) > 200
    found = [one for path in files for one in dangerous(str(path.relative_to(ROOT)), path.read_text("utf-8"))]
    assert not found


@pytest.mark.parametrize(
    "line",
    [
        "import pickle",
        "from xml.etree import ElementTree",
        "import random",
        "eval(typed)",
        "os.system(name)",
        "subprocess.run(line, shell=True)",
        "hashlib.md5(token)",
        "connection.execute(f'SELECT * FROM account WHERE login = {login}')",
        "connection.exec_driver_sql('SELECT ' + column)",
        "re.search(typed, text)",
        "re.search(f'{WORDS}|{typed}', text)",
        "re.search('|'.join(one for one in typed), text)",
    ],
)
def test_what_is_planted_is_found(line: str) -> None:
    assert list(dangerous("server/planted.py", line))


def test_the_server_opens_no_connection_but_to_its_database() -> None:
    """So nothing that somebody sends can make it ask elsewhere. Whoever adds one adds what it may reach."""
    found = {
        name
        for path in sorted((ROOT / "server").rglob("*.py"))
        for name in [str(path.relative_to(ROOT))]
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if _opens(node)
    }
    # A datagram socket that is told where to, and never sends, has the system say from which address it would. And the
    # public's process comes to the server that its own config names, on this computer: nothing that is sent says where.
    assert found == {"server/certificates/own_names.py", "server/passing_on.py"}


def _opens(node: ast.AST) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom):
        modules = [one.name for one in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        return any(re.match(r"(urllib\.request|http\.client|httpx|requests|smtplib|ftplib)\b", one) for one in modules)
    if not isinstance(node, ast.Call):
        return False
    last = _dotted(node.func).rpartition(".")[2]
    database = last == "connect" and not node.args
    return not database and last in {"connect", "sock_connect", "create_connection", "open_connection"}


def test_pages_keep_nothing_in_the_browser_but_whether_it_sounds() -> None:
    kept = re.compile(r"\b(localStorage|sessionStorage|indexedDB|document\.cookie|caches)\b")
    found = {path.name for path in _modules() if kept.search(path.read_text("utf-8"))}
    assert found == {"sound.mjs"}
    keys = re.findall(r"setItem\((\w+),", (ROOT / "server" / "web" / "static" / "sound.mjs").read_text("utf-8"))
    assert keys == ["MUTED"]


def test_no_page_copies_unknown_names_into_an_object() -> None:
    """Names of a message become names of an object in one place alone, and there only those that its shape knows."""
    writes = re.compile(r"\w\[(?!\d)[^\]\"']+\] = |Object\.assign\((?!byId|\w+\.dataset)|for \(const \w+ in ")
    found = {path.name for path in _modules() if writes.search(path.read_text("utf-8"))}
    assert found <= {"read_message.mjs"}
    text = (ROOT / "server" / "web" / "static" / "read_message.mjs").read_text("utf-8")
    assert "Object.hasOwn(value, field)" in text


def _modules() -> list[Path]:
    found = sorted((ROOT / "server" / "web" / "static").glob("*.mjs"))
    assert found
    return found
