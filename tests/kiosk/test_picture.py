"""The flow in words: what each screen says, in each language."""

from __future__ import annotations

import re
from dataclasses import replace

import msgspec
import pytest

from kiosk.app import HERE
from kiosk.flow import begin
from kiosk.flow_types import (
    ClassToggled,
    Confirmed,
    LinkChanged,
    PrinterChanged,
    ServiceChosen,
    TicketGiven,
)
from kiosk.hall_facts import HallFacts, learn
from kiosk.painter import Painter
from kiosk.paper_news import Paper, PaperEnded
from kiosk.picture import Picture
from kiosk.readiness import Link, Printer
from kiosk.timing import Timing
from program.texts import read_catalog
from server.domain.closing import ClosingReason
from server.domain.config import HallConfig, SpecialDay
from server.domain.emergency import EmergencyKind
from tests.kiosk.sample_hall import NOW, issued, sample_facts
from tests.kiosk.screens import LANGUAGES, REFUSED, screens, walked
from tests.real_hall import RealHall, sample_config

CATALOG = read_catalog("kiosk")
PAINTER = Painter(CATALOG, Timing(), "en", "yongkang")
HOUR = 3_600_000


def picture(*events: object, language: str = "zh-TW", facts: HallFacts | None = None) -> Picture:
    flow, at = walked(*events, language=language, facts=facts or sample_facts())
    return PAINTER.picture(flow, at, NOW)


def test_home_says_who_waits_and_when_closed_services_open() -> None:
    closed = {"F": None, "G": NOW + 23 * HOUR, "H": NOW + 4 * HOUR + 16 * 60_000}
    home = picture(facts=sample_facts(closed, used_up="E"))
    rows = {row.prefix: row for row in home.services}
    assert (home.hall, home.date, home.time) == ("永康就業中心", "115年11月23日（一）", "09:14")
    assert (rows["A"].count, rows["A"].note, rows["A"].available) == ("4", "人等候", True)
    assert (rows["C"].count, rows["C"].note) == ("", "免等候")
    assert (rows["E"].note, rows["E"].available) == ("今日號碼已發完", False)
    assert rows["F"].note == "今日已結束受理"
    assert rows["G"].note == "11/24（二） 08:14 開始受理"
    assert rows["H"].note == "13:30 開始受理"
    assert rows["A"].second == "Benefits – first application"
    assert picture(language="en").date == "Mon 23 Nov 2026"
    assert picture(language="en").services[0].second == ""


def test_stale_counts_are_not_shown() -> None:
    home = picture(LinkChanged(Link.DOWN))
    assert home.blocked
    assert home.title == "目前無法取號"
    assert {(row.count, row.note, row.available) for row in home.services} == {("", "", False)}


@pytest.mark.parametrize(
    ("link", "language", "body"),
    [
        (
            Link.WRONG_HALL,
            "zh-TW",
            "請到服務台取號。服務人員：這台取號機屬於「永康就業中心」，這裡的叫號主機是別的據點。",
        ),
        (Link.PROTOCOL_TOO_OLD, "zh-TW", "請到服務台取號。服務人員：這台取號機需要更新。"),
        (Link.PROTOCOL_TOO_NEW, "zh-TW", "請到服務台取號。服務人員：叫號主機需要更新。"),
        (Link.REVOKED, "zh-TW", "請到服務台取號。服務人員：這台取號機的登錄已被撤銷，需要重新登錄。"),
        (
            Link.REVOKED,
            "en",
            "Please take a number at the reception desk. For staff: this kiosk was revoked and must be enrolled again.",
        ),
    ],
)
def test_a_refused_line_says_what_has_to_be_mended(link: Link, language: str, body: str) -> None:
    ready = picture(language=language)
    assert not ready.blocked
    home = picture(LinkChanged(link), language=language)
    assert (home.blocked, home.alarm, home.body) == (True, True, body)
    assert home.title == picture(LinkChanged(Link.DOWN), language=language).title
    assert {(row.count, row.note, row.available) for row in home.services} == {("", "", False)}


def test_a_kiosk_names_its_hall_in_english_too() -> None:
    body = picture(LinkChanged(Link.WRONG_HALL), language="en").body
    assert body.endswith("this kiosk belongs to Yongkang Employment Center, the server here is another hall's.")


def test_a_kiosk_that_never_met_its_hall_names_it_by_its_id() -> None:
    flow = replace(begin(LANGUAGES, 0), link=Link.WRONG_HALL)
    assert (
        PAINTER.picture(flow, 0, NOW).body
        == "請到服務台取號。服務人員：這台取號機屬於「yongkang」，這裡的叫號主機是別的據點。"
    )
    anybodys = Painter(CATALOG, Timing())
    assert anybodys.picture(flow, 0, NOW).body == "請到服務台取號。服務人員：這台取號機和這裡的叫號主機屬於不同的據點。"


def test_each_refusal_has_a_sentence_of_its_own() -> None:
    bodies = {picture(LinkChanged(link)).body for link in (*REFUSED, Link.DOWN)}
    assert len(bodies) == len(REFUSED) + 1


def test_out_of_paper_is_said_before_the_choice() -> None:
    home = picture(PrinterChanged(Printer.PAPER_OUT))
    assert (home.blocked, home.alarm, home.title) == (True, True, "號碼單用紙用完了")
    assert not any(row.available for row in home.services)


def test_confirm_lists_facts_and_papers() -> None:
    confirm = picture(ServiceChosen("benefit-again"))
    assert [(fact.label, fact.value) for fact in confirm.facts] == [
        ("等候人數", "9 人"),
        ("辦理時間", "約 10 分鐘"),
        ("費用", "免費"),
    ]
    assert [paper.name for paper in confirm.papers] == ["國民身分證", "求職紀錄 2 筆以上", "推介回覆卡（若有領到）"]
    assert [paper.icon for paper in confirm.papers] == ["card", "records", "reply"]
    assert confirm.can_confirm
    assert confirm.idle == ""
    assert picture(ServiceChosen("benefit-again"), 65_000).idle == "15 秒後回到首頁"


def test_a_number_without_paper_has_its_qr() -> None:
    asked = (ServiceChosen("benefit-again"), Confirmed("key-0001"), TicketGiven("key-0001", issued()))
    lost = picture(*asked, PaperEnded("key-0001", Paper.MISSING, "paper_out"))
    assert (lost.number, lost.paper_missing) == ("B010", True)
    assert lost.qr.startswith("data:image/png;base64,")
    assert picture(*asked, PaperEnded("key-0001", Paper.OUT)).qr == ""


def test_a_ticket_that_has_left_the_hall_is_shown_as_any_other() -> None:
    asked = (ServiceChosen("benefit-again"), ClassToggled("priority"), Confirmed("key-0001"))
    here = picture(*asked, TicketGiven("key-0001", replace(issued(), number="B031", people_ahead=4)))
    gone = picture(*asked, TicketGiven("key-0001", issued("B031")))
    assert (gone.number, gone.service, gone.priority) == ("B031", "給付服務（再認定）", True)
    assert gone == here


def test_each_screen_speaks_one_language() -> None:
    """Nothing on an English screen is Han, but the names of languages; no screen shows a key or an unfilled field."""
    for name, (flow, at) in screens("en").items():
        drawn = PAINTER.picture(flow, at, NOW)
        words = [drawn.title, drawn.body, drawn.late, drawn.idle, drawn.ahead, drawn.service, drawn.notice, drawn.hall]
        words += [part for row in drawn.services for part in (row.name, row.note, row.second)]
        words += [part for fact in drawn.facts for part in (fact.label, fact.value)]
        words += [part for paper in drawn.papers for part in (paper.name, paper.note)]
        text = "\n".join(words)
        assert not re.search("[㐀-鿿]", text), (name, text)
        assert not re.search(r"[{}<>_]", text), (name, text)


def test_texts_use_the_counter_word_and_full_width_marks() -> None:
    chinese = CATALOG.all("zh-TW")
    for key, text in chinese.items():
        assert not re.search("櫃台|櫃臺", text), key
        assert not re.search("[㐀-鿿][,.!?;:]", text), key


def test_every_text_that_qml_names_exists() -> None:
    named = {
        found
        for path in (HERE / "qml").rglob("*.qml")
        for found in re.findall(r"\btexts\.(\w+)", path.read_text(encoding="utf-8"))
    }
    assert named
    assert named <= CATALOG.all("zh-TW").keys()


def evening(config: HallConfig | None = None, waiting: int = 0) -> HallFacts:
    """Of the sample hall, at 16:14 and then an hour later."""
    hall = RealHall(config, at=NOW + 7 * HOUR if waiting else NOW + 8 * HOUR)
    for _ in range(waiting):
        hall.issue("youth")
    hall.pass_ms(HOUR)
    facts = learn(None, hall.snapshot())
    assert facts is not None
    return facts


def test_after_closing_who_has_a_number_is_told_to_wait() -> None:
    home = picture(facts=evening(waiting=2))
    assert (home.title, home.body) == ("今日已停止取號", "已取號的民眾請在現場稍候，會繼續叫號。")
    assert picture(facts=evening()).body == "各項服務的開始時間如下。"


def test_a_hall_that_is_closed_for_today_says_why_and_names_no_hour() -> None:
    hall = RealHall()
    hall.issue("youth")
    hall.close_today(ClosingReason.TYPHOON)
    facts = learn(None, hall.snapshot())
    home = picture(facts=facts)
    assert (home.blocked, home.title, home.body) == (True, "因颱風，今日停止服務", "已取號的民眾請洽現場人員。")
    assert {row.note for row in home.services} == {"今日停止受理"}
    assert picture(facts=facts, language="en").title == "Closed today because of the typhoon"
    assert facts is not None
    unheard_of = replace(facts, today=msgspec.structs.replace(facts.today, closed="eclipse"))
    assert picture(facts=unheard_of).title == "今日臨時停止服務"


def test_an_emergency_stands_over_every_screen_and_no_number_is_given() -> None:
    hall = RealHall()
    hall.raise_emergency(EmergencyKind.FIRE, "集合地點：對面停車場")
    facts = learn(None, hall.snapshot())
    home = picture(facts=facts)
    assert home.emergency[0].startswith("火災！")
    assert home.emergency[1] == "集合地點：對面停車場"
    assert home.blocked
    assert not any(row.available for row in home.services)
    english = picture(facts=facts, language="en").emergency
    assert [line.split("!")[0].split("！")[0] for line in english] == [
        "Fire",
        "集合地點：對面停車場",
        "火災",
        "Kebakaran",
        "ไฟไหม้",
        "Cháy",
    ]
    hall.end_emergency()
    hall.raise_emergency(EmergencyKind.OTHER, "瓦斯外洩", {"en": "Gas leak"})
    other = picture(facts=learn(None, hall.snapshot()), language="en").emergency
    assert other[:3] == ("Emergency! Follow our staff.", "Gas leak", "緊急狀況！請聽從現場人員指示。瓦斯外洩")
    hall.end_emergency()
    assert picture(facts=learn(None, hall.snapshot())).emergency == ()


def test_a_holiday_has_its_name() -> None:
    name = (("zh-TW", "國慶日補假"), ("en", "National Day (observed)"))
    facts = evening(replace(sample_config(), days=(SpecialDay("2026-11-23", name),)))
    assert picture(facts=facts).title == "今日放假：國慶日補假"
    assert picture(facts=facts, language="en").title == "Closed today: National Day (observed)"
