"""The guide of a service as a page: whole, in the language of whoever asks, nothing of it markup of its own."""

from __future__ import annotations

import re

import msgspec
import pytest

from server.settings import read_settings
from server.translation.hall import hall_view
from server.web.guide_page import GuideAsked, find_guide, guide_languages, render_guide
from tests.real_hall import ROOT, sample_view
from wire.messages.hall import FormSampleView, HallView, QuestionView


def told(**more: object) -> HallView:
    """The sample hall, the guide of whose first service says more."""
    hall = sample_view()
    first, *others = hall.services
    guide = msgspec.structs.replace(first.guide, **more)
    return msgspec.structs.replace(hall, services=(msgspec.structs.replace(first, guide=guide), *others))


def both(own: str, english: str) -> dict[str, str]:
    return {"zh-TW": own, "en": english}


def page(hall: HallView, lang: str | None = None, accept: str = "") -> str:
    """As it is read: without what keeps its words whole."""
    return re.sub("</?j-word>", "", render_guide(hall, find_guide(hall, "benefit-first", lang, accept)))


def test_everything_that_a_guide_says_stands_on_its_page() -> None:
    hall = told(
        deadline={"zh-TW": "兩年內", "en": "within two years"},
        progress={"zh-TW": "洽勞保局", "en": "ask the Bureau"},
        contact={"zh-TW": "分機 101", "en": "ext. 101"},
        interpreter={"zh-TW": "週三下午", "en": "Wed afternoon"},
        form_samples=(FormSampleView(name=both("申請書", "Form"), where=both("填寫檯", "Table")),),
        faq=(QuestionView(question=both("多久？", "How long?"), answer=both("不一定", "Depends")),),
        checked_on="2024-10-11",
        sample=True,
    )
    guide = hall.services[0].guide
    texts = [guide.title, *guide.steps, guide.notice, guide.legal_basis, guide.fee, guide.deadline, guide.progress]
    texts += [guide.contact, guide.interpreter, guide.faq[0].question, guide.faq[0].answer]
    texts += [text for paper in guide.papers for text in (paper.name, paper.note)]
    texts += [guide.form_samples[0].name, guide.form_samples[0].where]
    for tag in ("zh-TW", "en"):
        said = re.sub(r"&#x27;", "'", page(hall, tag))
        assert [one[tag] for one in texts if one and one[tag] not in said] == []
        assert f'<html lang="{tag}">' in said
        assert "2024-10-11" in said
    assert "範例內容，尚待據點確認" in page(hall, "zh-TW")


@pytest.mark.parametrize("known", [True, False])
def test_that_no_papers_are_needed_stands_there_where_the_hall_says_so(known: bool) -> None:
    assert ("No papers needed" in page(told(papers=(), no_papers=known), "en")) is known


@pytest.mark.parametrize(
    ("lang", "accept", "chosen"),
    [
        (None, "", "zh-TW"),
        ("en", "zh-TW", "en"),
        ("xx", "en-GB,en;q=0.9", "en"),
        (None, "vi,en;q=0.5", "vi"),
        (None, "de", "zh-TW"),
        (None, "zh-CN", "zh-TW"),
    ],
)
def test_it_speaks_the_language_of_whoever_asks_also_beyond_the_halls(
    lang: str | None, accept: str, chosen: str
) -> None:
    first = sample_view().services[0]
    hall = told(languages=("zh-TW", "en", "vi"), title={**first.guide.title, "vi": "Đơn đầu tiên"})
    assert guide_languages(hall, hall.services[0]) == ("zh-TW", "en", "vi")
    found = find_guide(hall, "benefit-first", lang, accept)
    assert found.language == chosen
    assert ("Đơn đầu tiên</h1>" in page(hall, lang, accept)) is (chosen == "vi")


def test_headings_are_english_where_the_programs_do_not_speak_the_language() -> None:
    said = page(told(languages=("zh-TW", "en", "tl")), "tl")
    assert '<h2 lang="en">Please bring</h2>' in said
    assert '<strong lang="tl">tl</strong>' in said
    assert '<h2 lang="zh-TW">請準備</h2>' in page(sample_view(), "zh-TW")


def test_a_hall_writes_no_markup() -> None:
    hall = told(title={"zh-TW": "<script>${hall}</script>", "en": '"a" & b'})
    assert "<h1>&lt;script&gt;${hall}&lt;/script&gt;</h1>" in page(hall)
    assert "<title>&quot;a&quot; &amp; b</title>" in page(hall, "en")
    assert "<script" not in page(hall)


@pytest.mark.parametrize(
    ("language", "papers"),
    [("vi", "Vui lòng mang theo"), ("id", "Harap dibawa"), ("th", "สิ่งที่ต้องนำมา"), ("en", "Please bring")],
)
def test_headings_are_in_each_language_of_the_shipped_guides(language: str, papers: str) -> None:
    hall = hall_view(read_settings(ROOT / "config.toml").hall)
    assert f'<h2 lang="{language}">{papers}</h2>' in page(hall, language)


def without_first(*, withdrawn: bool) -> HallView:
    hall = sample_view()
    gone = (msgspec.structs.replace(hall.services[0], withdrawn=True),) if withdrawn else ()
    return msgspec.structs.replace(hall, services=(*gone, *hall.services[1:]))


def test_what_is_not_offered_any_more_says_so_and_still_what_to_bring() -> None:
    hall = without_first(withdrawn=True)
    for tag, says in (("zh-TW", "這項業務已停止取號"), ("en", "No more numbers are given for this service")):
        said = page(hall, tag)
        assert said.index(says) < said.index(hall.services[0].guide.papers[0].name[tag])
        assert says not in page(sample_view(), tag)


@pytest.mark.parametrize("lost", ["benefit-first", "../t", "<b>"])
def test_what_is_not_there_says_so_in_plain_words_and_what_there_is(lost: str) -> None:
    hall = without_first(withdrawn=False)
    asked = find_guide(hall, lost, None, "en")
    assert (asked.service, asked.language) == (None, "en")
    said = render_guide(hall, asked)
    assert "This service is not offered here" in said
    assert lost not in said
    for one in hall.services:
        assert f'<a href="{one.service_id}?lang=en">' in said
    assert "Layanan ini tidak ada di sini" in render_guide(hall, GuideAsked(None, "id"))
