"""Whatever the staff log may say has words in every language."""

from __future__ import annotations

from typing import get_args

import pytest

from server.identity.staff_log import What, Where
from server.web.pages import staff_catalog


@pytest.mark.parametrize("language", staff_catalog().languages)
def test_every_kind_of_entry_has_words(language: str) -> None:
    texts = staff_catalog().all(language)
    assert [what for what in get_args(What) if f"log_{what}" not in texts] == []


@pytest.mark.parametrize("language", staff_catalog().languages)
def test_whatever_was_guessed_wrong_has_words(language: str) -> None:
    texts = staff_catalog().all(language)
    assert [where for where in get_args(Where) if f"log_where_{where}" not in texts] == []
