"""Whatever the staff log may say has words in every language."""

from __future__ import annotations

import inspect
import re
from typing import get_args

import pytest

from server.edge import gate, screen_conversation
from server.edge.access import Access
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


@pytest.mark.parametrize("language", staff_catalog().languages)
def test_every_reason_that_a_socket_is_refused_for_has_words(language: str) -> None:
    texts = staff_catalog().all(language)
    sources = (Access.socket, Access.surface, gate.Gate._socket, screen_conversation)
    whys = {why for source in sources for why in re.findall(r'Denied\(\d+, "([^"]+)"', inspect.getsource(source))}
    assert len(whys) >= 6
    assert [why for why in whys if "log_why_" + re.sub("[^a-z]+", "_", why.lower()) not in texts] == []
