"""A page is filled once for a language, and anew when the hall is configured anew."""

from __future__ import annotations

from dataclasses import replace

from server.translation.hall import hall_view
from server.web.rendered import Rendered
from tests.server.sample_halls import sample_hall
from wire.messages.hall import HallView


def test_a_page_is_filled_once_for_each_language_of_a_hall() -> None:
    filled: list[str] = []

    def fill(hall: HallView, language: str) -> str:
        filled.append(f"{hall.name[language]} {language}")
        return filled[-1]

    config = sample_hall()
    other = replace(config, name=(("zh-TW", "另一個"), ("en", "Another")))
    rendered, before, after = Rendered(), hall_view(config), hall_view(other)
    asked = [
        rendered.page(hall, language, fill) for hall in (before, before, after) for language in ("en", "zh-TW", "en")
    ]
    once = ["Sample hall en", "Sample hall zh-TW"]
    assert asked == [*once, once[0], *once, once[0], "Another en", "另一個 zh-TW", "Another en"]
    assert filled == [*once, "Another en", "另一個 zh-TW"]
