"""What stands on the paper, in the visitor's language."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from hardware.glyphs import characters_without_glyph
from hardware.printer.escpos import encode_ticket
from hardware.printer.profile import PROFILES
from hardware.printer.ticket_layout import render_ticket
from kiosk.flow_types import Issued
from kiosk.ticket_filling import second_name, worded_ticket
from program.texts import read_catalog
from tests.kiosk.sample_hall import issued, sample_hall, visit
from wire.hall_texts import hall_texts
from wire.messages.hall import GuideView, HallView, VisitorClassView
from wire.messages.tickets import WaitView

CATALOG = read_catalog("kiosk")


def test_a_chinese_ticket() -> None:
    content = worded_ticket(sample_hall(), visit(), issued(), CATALOG, "en")
    assert content.number == "B010"
    assert content.hall == "永康就業中心"
    assert content.office == "勞動部勞動力發展署雲嘉南分署"
    assert content.service == "給付服務（再認定）"
    assert content.service_second == "Benefits – monthly certification"
    assert (content.labels.people_ahead, content.people_ahead) == ("前面等候人數", "9 人")
    assert content.issued_at == "115/11/23（一）09:14"
    assert content.papers == ("國民身分證", "求職紀錄 2 筆以上", "推介回覆卡（若有領到）")
    assert content.missed_rule == "過號請洽服務台，號碼不變，順延 10 分鐘"
    assert content.qr == "http://127.0.0.1:8766/t#c2VjcmV0LXRva2VuLTEyOA"
    assert (content.priority, content.visitor_class) == (False, "")
    assert content.estimate is None


def test_its_one_code_says_what_it_leads_to() -> None:
    hall = sample_hall()
    content = worded_ticket(hall, visit(), issued(), CATALOG, "en")
    assert (content.qr_caption, content.papers_more) == ("掃描看叫號進度與辦理說明", "其他文件請掃描查看")
    silent = tuple(msgspec.structs.replace(one, guide=GuideView()) for one in hall.services)
    plain = worded_ticket(msgspec.structs.replace(hall, services=silent), visit(), issued(), CATALOG)
    assert (plain.qr, plain.qr_caption) == (content.qr, "掃描看叫號進度")
    untold = replace(issued(), token="")
    guide = worded_ticket(hall, visit(), untold, CATALOG)
    assert (guide.qr, guide.qr_caption) == ("http://127.0.0.1:8766/guide/benefit-again", "掃描看辦理說明")
    nothing = worded_ticket(msgspec.structs.replace(hall, services=silent), visit(), untold, CATALOG)
    nowhere = worded_ticket(msgspec.structs.replace(hall, phone_url=""), visit(), issued(), CATALOG)
    for one in (nothing, nowhere):
        assert (one.qr, one.qr_caption, one.papers_more) == ("", "", "")


def test_who_was_told_a_time_reads_it_in_the_place_of_the_line() -> None:
    appointed = msgspec.structs.replace(visit(), slot=1_795_399_200_000)
    content = worded_ticket(sample_hall(), appointed, issued(), CATALOG, "en")
    assert (content.labels.people_ahead, content.people_ahead) == ("預約時間", "10:00")


def test_an_english_priority_ticket() -> None:
    first = replace(issued(), people_ahead=0)
    content = worded_ticket(sample_hall(), visit(language="en", visitor_class="priority"), first, CATALOG, "en")
    assert content.issued_at == "2026-11-23 (Mon) 09:14"
    assert (content.priority, content.visitor_class) == (True, "Priority")
    assert (content.labels.people_ahead, content.people_ahead) == ("People ahead", "0")
    assert content.service_second == ""


@pytest.mark.parametrize("language", ["vi", "id", "th"])
def test_a_ticket_in_a_language_of_the_kiosk_alone_has_no_words_of_another(language: str) -> None:
    hall = sample_hall()
    assert language in hall.kiosk_languages
    content = worded_ticket(hall, visit(language=language, visitor_class="priority"), issued(), CATALOG)
    said = [
        *(content.hall, content.office, content.service, content.visitor_class, content.people_ahead),
        *(content.labels.people_ahead, content.labels.issued_at, content.labels.papers, content.issued_at),
        *(content.missed_rule, content.qr_caption, content.papers_more, *content.papers),
    ]
    assert all(said)
    of_others = {text for tag in ("zh-TW", "en") for text in texts_of(hall, tag)}
    assert not [one for one in said if one in of_others or any("一" <= letter <= "鿿" for letter in one)]
    assert content.labels.papers == CATALOG.text(language, "ticket_papers")
    for width in (576, 384):
        assert characters_without_glyph("".join(said)) == ""
        assert render_ticket(content, width).height < 1_400


def texts_of(hall: HallView, language: str) -> Iterator[str]:
    yield from CATALOG.all(language).values()
    for text in hall_texts(hall):
        yield text.texts.get(language, "")


def test_of_priority_a_ticket_says_one_word_and_not_why() -> None:
    classes = (
        VisitorClassView(class_id="expecting", name={"en": "Expecting"}, who={"en": "Pregnant"}, priority=True),
        VisitorClassView(class_id="young", name={"en": "Young people"}, who={"en": "15 to 29"}),
    )
    hall = sample_hall(visitor_classes=classes)

    def printed(class_id: str) -> tuple[bool, str]:
        content = worded_ticket(hall, visit(language="en", visitor_class=class_id), issued(), CATALOG)
        return content.priority, content.visitor_class

    assert printed("expecting") == (True, "Priority")
    assert printed("young") == (False, "Young people")
    assert printed("priority") == (True, "Priority"), "as every hall once called it"


def test_what_is_not_known_is_left_out() -> None:
    alone = replace(issued(), people_ahead=None)
    content = worded_ticket(sample_hall(phone_url="", missed_rule={}), visit(), alone, CATALOG)
    assert (content.qr, content.qr_caption, content.people_ahead, content.missed_rule) == ("", "", "", "")
    gone = worded_ticket(sample_hall(), visit("no-such-service"), issued(), CATALOG)
    assert (gone.service, gone.papers) == ("", ())


def test_a_class_of_tomorrow_is_printed_as_an_ordinary_ticket() -> None:
    content = worded_ticket(sample_hall(), visit(visitor_class="by-appointment"), issued(), CATALOG)
    assert content == worded_ticket(sample_hall(), visit(), issued(), CATALOG)


def test_a_ticket_that_has_left_the_hall_is_printed_without_its_time() -> None:
    content = worded_ticket(sample_hall(), visit(), issued("B031"), CATALOG)
    assert (content.number, content.service) == ("B031", "給付服務（再認定）")
    assert (content.labels.issued_at, content.issued_at) == ("", "")
    assert render_ticket(content).width == 576


@pytest.mark.parametrize("language", CATALOG.languages)
def test_it_can_be_laid_out(language: str) -> None:
    picture = render_ticket(worded_ticket(sample_hall(), visit(language=language), issued(), CATALOG, "en"))
    assert (picture.width, picture.mode) == (576, "1")


def test_second_line_only_where_it_says_something_else() -> None:
    name = {"zh-TW": "求職", "en": "Jobs"}
    assert second_name(name, "zh-TW", "en") == "Jobs"
    assert second_name(name, "en", "en") == ""
    assert second_name(name, "zh-TW", "") == ""
    assert second_name({"zh-TW": "ABC", "en": "ABC"}, "zh-TW", "en") == ""


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-TW", "叫號時，您會和其他人一起到同一個櫃檯（最多 3 位）。過號"),
        ("en", "You will be called together with others (up to 3) to the same counter. Missed"),
    ],
)
def test_a_ticket_says_that_others_are_called_with_it(language: str, said: str) -> None:
    hall = sample_hall()
    services = tuple(msgspec.structs.replace(one, group=3) for one in hall.services)
    hall = msgspec.structs.replace(hall, services=services)
    content = worded_ticket(hall, visit(language=language), issued(), CATALOG)
    assert content.missed_rule.startswith(said)
    alone = worded_ticket(sample_hall(), visit(language=language), issued(), CATALOG).missed_rule
    assert content.missed_rule.endswith(alone)
    assert "3" not in alone


GOLDEN = Path(__file__).parents[1] / "contract" / "golden" / "ticket_with_promise.escpos"
"""A ticket that says a wait, as it went to a printer. Told by `JIAOHAO_WRITE_GOLDEN=1` when its layout is meant to
change."""


def promised(low: int = 25, high: int = 40, says: str = "range") -> Issued:
    given = issued()
    assert given.ticket is not None
    promise = WaitView(says=says, low=low, high=high)
    return replace(given, ticket=msgspec.structs.replace(given.ticket, promise=promise))


def test_the_paper_says_what_the_ticket_was_promised() -> None:
    content = worded_ticket(sample_hall(), visit(), promised(), CATALOG)
    assert (content.labels.estimate, content.estimate) == ("預估等候", "約 25 到 40 分鐘")
    english = worded_ticket(sample_hall(), visit(language="en"), promised(0, 10), CATALOG)
    assert (english.labels.estimate, english.estimate) == ("Estimated wait", "within 10 minutes")
    assert worded_ticket(sample_hall(), visit(), promised(says="next"), CATALOG).estimate == "很快輪到"


def test_a_word_of_tomorrow_is_not_printed() -> None:
    assert worded_ticket(sample_hall(), visit(), promised(says="after_lunch"), CATALOG).estimate is None


def test_the_bytes_of_a_ticket_with_its_promise() -> None:
    """The same ticket, asked for again, is the same paper: what it says is the ticket's, not the hour's."""

    def printed() -> bytes:
        content = worded_ticket(sample_hall(), visit(), promised(), CATALOG, "en")
        return encode_ticket(render_ticket(content), PROFILES["epson-80"])

    if os.environ.get("JIAOHAO_WRITE_GOLDEN") == "1":
        GOLDEN.write_bytes(printed())
    assert printed() == printed() == GOLDEN.read_bytes()
    without = worded_ticket(sample_hall(), visit(), issued(), CATALOG, "en")
    assert encode_ticket(render_ticket(without), PROFILES["epson-80"]) != GOLDEN.read_bytes()
