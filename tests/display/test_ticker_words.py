"""What the notices below the calls are called, in each of the hall's languages in its turn."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from display.ticker_words import NOTICE_MS
from tests.display.full_swing import in_full_swing
from tests.display.large_halls import Kind
from tests.display.screens import CATALOG, Screens, items

LANGUAGES = ("zh-TW", "en", "vi")


def test_the_title_is_in_the_language_of_the_notice_that_stands_there(qapp: QGuiApplication) -> None:
    wall = in_full_swing(Kind(8, 8, languages=LANGUAGES), 1)
    notices = wall.hall.view.notices
    titles = {tag: CATALOG.text(tag, "notice") for tag in LANGUAGES}
    with Screens(qapp, 1920, 1080, calm=True) as screens:
        seen = {}
        widths = set()
        for _ in range(2 * len(LANGUAGES) * len(notices)):
            screens.draw(wall.board, wall.now)
            (title,) = items(screens.order.contentItem(), "noticeTitle")
            widths.add(title.parentItem().width())
            seen[str(screens.order_view.noticeNow)] = str(title.property("text"))
            wall.wait(NOTICE_MS)
        said = {notice.text[tag]: titles[tag] for notice in notices for tag in LANGUAGES}
        assert seen == said
        assert len(widths) == 1
