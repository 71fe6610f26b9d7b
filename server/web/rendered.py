"""A page as it was filled last: filling it costs more than all else that a request for it does."""

from __future__ import annotations

from collections.abc import Callable

from wire.messages.hall import HallView


class Rendered:
    """One page in each language, for as long as the hall stays configured as it is: then there is another view."""

    def __init__(self) -> None:
        self._hall: HallView | None = None
        self._by_language: dict[str, str] = {}

    def page(self, hall: HallView, language: str, fill: Callable[[HallView, str], str]) -> str:
        """`fill` is asked when the page is not there yet."""
        if hall is not self._hall:
            self._hall, self._by_language = hall, {}
        page = self._by_language.get(language)
        if page is None:
            page = self._by_language[language] = fill(hall, language)
        return page
