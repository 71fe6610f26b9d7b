"""The steps of a guide in pages: none of them beside room that they would have stood in."""

from __future__ import annotations

import pytest

from display.content_layout import ContentLayout, content_layout
from display.guide_pages import AIR, RowTexts, guide_fit, steps_height, steps_width
from display.legibility import Monitor
from program.texts import in_language
from screen.widths import text_height
from tests.real_hall import sample_config

EMPTY = 0.4
"""The most of their room that steps leave below them on any page, where all of them had stood on one."""
SHORT = {
    "zh-TW": ("抽號碼牌", "到櫃檯辦理", "領取收據"),
    "en": ("Take a number", "Go to the counter", "Get your receipt"),
    "vi": ("Lấy số thứ tự", "Đến quầy khi được gọi", "Nhận biên lai"),
    "id": ("Ambil nomor antrean", "Datang ke loket", "Terima tanda bukti"),
    "th": ("รับบัตรคิว", "ไปที่เคาน์เตอร์เมื่อถูกเรียก", "รับใบเสร็จ"),
}
PAIRS = [
    ("zh-TW", "vi"),
    ("zh-TW", "th"),
    ("en", "zh-TW"),
    ("vi", "zh-TW"),
    ("vi", "en"),
    ("th", "en"),
    ("id", "en"),
    ("th", ""),
]
MONITORS = [(size, inch) for size in ((1920, 1080), (1080, 1920)) for inch in (55.0, 43.0, 32.0)]


@pytest.mark.parametrize("called", [False, True], ids=["between", "called"])
@pytest.mark.parametrize(("size", "inch"), MONITORS, ids=str)
@pytest.mark.parametrize(("own", "second"), PAIRS)
def test_three_short_steps_stand_on_one_page(
    own: str, second: str, size: tuple[int, int], inch: float, called: bool
) -> None:
    layout = content_layout(Monitor(*size, inch, 6.0))
    layout = layout.at_call() if called else layout
    seconds = SHORT.get(second, ("", "", ""))
    steps = [RowTexts(one, (other,)) for one, other in zip(SHORT[own], seconds, strict=True)]
    fit = guide_fit(layout, steps, [], ("", "")).steps
    assert (fit.pages, fit.whole) == (1, True)


@pytest.mark.parametrize("called", [False, True], ids=["between", "called"])
@pytest.mark.parametrize(("size", "inch"), MONITORS, ids=str)
@pytest.mark.parametrize(("own", "second"), PAIRS)
def test_no_page_of_steps_is_left_empty_where_all_of_them_stand_on_fewer(
    own: str, second: str, size: tuple[int, int], inch: float, called: bool
) -> None:
    for service in sample_config().services:
        layout = content_layout(Monitor(*size, inch, 6.0))
        layout = layout.at_call() if called and service.guide.papers else layout
        steps = [dict(step) for step in service.guide.steps]
        rows = [RowTexts(in_language(step, own), (step.get(second, ""),)) for step in steps]
        fit = guide_fit(layout, rows, [], ("", "")).steps
        last = len(rows) - (fit.pages - 1) * fit.a_page
        if fit.a_page == 1 or last / fit.a_page < 1 - EMPTY:
            assert fit.pages == fewest_pages(layout, rows), (service.service_id, fit)


def fewest_pages(layout: ContentLayout, rows: list[RowTexts]) -> int:
    """With every text at its floor."""
    width = steps_width(layout)
    own = max(text_height(one.own, width, layout.least, bold=True) for one in rows)
    second = max(text_height(one.below[0], width, layout.least_second) for one in rows)
    held = int((steps_height(layout, titled=True) + 0.5) / (own + second + 2 + layout.least * AIR))
    return -(-len(rows) // max(1, held))
