"""What stands in the files: one spelling, no secret, no address of a machine or registry."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# These files have to name what they forbid.
EXEMPT = {"tests/architecture/test_words.py", "tests/kiosk/test_picture.py", "tests/architecture/test_locks.py"}


def tracked_texts() -> list[tuple[str, str]]:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    texts = []
    for name in names.split("\0"):
        path = ROOT / name
        if name and name not in EXEMPT and path.is_file():
            raw = path.read_bytes()
            if b"\0" not in raw:
                texts.append((name, raw.decode("utf-8")))
    return texts


def lines_with(pattern: str) -> list[str]:
    found = re.compile(pattern)
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in tracked_texts()
        for number, line in enumerate(text.splitlines(), 1)
        if found.search(line)
    ]


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("櫃台|櫃臺", "one spelling: 櫃檯"),
        ("博愛座|老弱婦孺|小票|排隊機", "words that are not used in a Taiwanese hall"),
        (r"(?<![\w.])/(root|home|work|Users)/\w", "a path of somebody's machine"),
        (r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian\.org|index-url", "the address of a registry"),
        # Without spaces and Chinese: a sentence is none.
        (
            r"(?i)(password|passwd|secret|api_key)\s*[:=]\s*[\"'][^\"'{}<$ \u3000-\u9fff]{6,}[\"']",
            "a secret or default password",
        ),
        (r"-----BEGIN [A-Z ]*PRIVATE KEY-----", "a private key"),
    ],
)
def test_no_file_contains(pattern: str, why: str) -> None:
    assert lines_with(pattern) == [], why


def test_the_check_finds_what_is_planted() -> None:
    assert re.search("櫃台|櫃臺", "請到 3 號櫃台")


def test_texts_use_full_width_punctuation_in_chinese() -> None:
    wrong = [
        line
        for line in (ROOT / "program" / "languages" / "zh-TW.toml").read_text("utf-8").splitlines()
        if re.search(r"[\u4e00-\u9fff][,;:?!]|[,;:?!][\u4e00-\u9fff]", line.partition("=")[2])
    ]
    assert wrong == []
