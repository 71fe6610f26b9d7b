"""The pages as the server sends them: whole in every language, safe under the policy, with every text they use."""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from server.domain.commands import CallNext, GiveUpTicket
from server.domain.life import LIFE
from server.domain.tickets import CancelReason, HoldReason, Outcome, PickReason, TicketState, VoidReason
from server.edge.staff_pages import authority_fields
from server.identity import rights
from server.web import pages
from wire.errors import Code
from wire.messages.hall import CounterView, GuideView, HallView, ServiceView
from wire.messages.tickets import Stage

STATIC = pages.STATIC
COMMANDS = STATIC / "clerk_commands.mjs"
TEMPLATES = STATIC.parent / "templates"

HALL = HallView(
    hall_id="yongkang",
    name={"zh-TW": "永康<就業>中心", "en": 'Yong"kang & Co'},
    office={"zh-TW": "分署", "en": "Branch"},
    time_zone="Asia/Taipei",
    languages=("zh-TW", "en"),
    counter_noun={"zh-TW": "櫃檯", "en": "Counter"},
    services=(
        ServiceView(service_id="a", prefix="A", name={"zh-TW": "甲"}, short_name={"zh-TW": "甲"}, guide=GuideView()),
    ),
    counters=(CounterView(counter_id="1", label="1", primary=("a",)),),
)


class Reader(HTMLParser):
    """Collects every element with its attributes, and the text outside scripts."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page_data(source: str) -> dict[str, object]:
    whole = Reader(source).named("body")[0]["data-page"]
    assert whole is not None
    return dict(json.loads(whole))


@pytest.fixture(params=["console zh-TW", "console en", "phone", *(f"{name} en" for name in pages.STAFF_PAGES)])
def source(request: pytest.FixtureRequest) -> str:
    page, _, language = str(request.param).partition(" ")
    if page == "phone":
        return pages.render_phone(HALL)
    if page == "console":
        return pages.render_console(HALL, language)
    name = next(name for name in pages.STAFF_PAGES if name == page)
    return pages.render_staff(name, HALL, language, authority_fields("K7QD-WN2X", ""))


def test_nothing_runs_or_loads_that_is_not_ours(source: str) -> None:
    reader = Reader(source)
    assert not reader.named("style")
    for script in reader.named("script"):
        assert script == {"type": "module", "src": script["src"]}
        assert (STATIC / str(script["src"]).removeprefix("/assets/")).is_file()
    for link in reader.named("link"):
        assert (STATIC / str(link["href"]).removeprefix("/assets/")).is_file()
    for _, attributes in reader.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]


def test_the_halls_texts_are_text_never_markup(source: str) -> None:
    assert "<就業>" not in source
    assert 'Yong"kang' not in source
    data = page_data(source)
    assert data["names"] == {"zh-TW": "中文", "en": "English"}


def test_no_placeholder_is_left(source: str) -> None:
    assert "${" not in source


def test_ids_are_unique_and_labels_point_somewhere(source: str) -> None:
    reader = Reader(source)
    ids = [attributes["id"] for _, attributes in reader.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in reader.elements:
        for name in ("aria-labelledby", "aria-describedby"):
            if name in attributes:
                assert attributes[name] in ids


def test_the_console_speaks_the_language_asked_for() -> None:
    english = pages.render_console(HALL, "en")
    assert '<html lang="en">' in english
    assert "下一位" not in english
    assert '<html lang="zh-TW">' in pages.render_console(HALL, "zh-TW")
    assert '<html lang="zh-TW">' in pages.render_console(HALL, "ja")


def test_the_phone_page_carries_every_language() -> None:
    texts = page_data(pages.render_phone(HALL))["texts"]
    assert isinstance(texts, dict)
    assert list(texts) == ["zh-TW", "en"]


def test_the_phone_page_speaks_what_the_kiosks_of_the_hall_speak() -> None:
    hall = msgspec.structs.replace(HALL, kiosk_languages=("vi", "xx", "th", "en"))
    data = page_data(pages.render_phone(hall))
    assert data["languages"] == [
        {"tag": tag, "name": name}
        for tag, name in (("zh-TW", "中文"), ("en", "English"), ("vi", "Tiếng Việt"), ("th", "ไทย"))
    ]
    texts, styles = data["texts"], data["styles"]
    assert isinstance(texts, dict)
    assert isinstance(styles, dict)
    assert texts["vi"]["phone_turn"] == "Đến lượt bạn"
    assert styles["th"]["weekdays"][0] == "วันจันทร์"
    assert pages.phone_languages(msgspec.structs.replace(HALL, languages=("xx",))) == ("zh-TW",)


def test_every_text_that_the_phone_page_asks_for_it_carries_in_each_language() -> None:
    modules = ("phone", "phone_words", "phone_prepare", "phone_wait", "phone_manners", "giving_up")
    whole = "".join((STATIC / f"{name}.mjs").read_text("utf-8") for name in modules)
    asked = set(re.findall(r"""(?:say\(|texts\.|: )"?(phone_[a-z_]+|[a-z]+)"[,)]""", whole)) | set(
        re.findall(r"""(?:say\(\s*(?:\w+ \? )?"|texts\.)([a-z_]+)\b""", whole)
    )
    assert {"phone_turn", "phone_give_up", "people", "counter"} <= asked
    for language in pages.phone_catalog().languages:
        assert not {one for one in asked if one.startswith("phone_")} - pages.phone_catalog().all(language).keys()
        assert {"people", "counter", "class_priority", "names_separator"} <= pages.phone_catalog().all(language).keys()


def test_a_language_without_texts_is_named_but_not_offered() -> None:
    hall = msgspec.structs.replace(HALL, languages=("vi", "en"))
    assert pages.page_languages(hall) == ("en",)
    data = page_data(pages.render_console(hall, "vi"))
    assert data["names"] == {"vi": "Tiếng Việt", "en": "English"}
    assert pages.page_languages(msgspec.structs.replace(HALL, languages=("vi",))) == ("zh-TW",)


@pytest.mark.parametrize(
    ("asked", "header", "chosen"),
    [
        (None, "", "zh-TW"),
        ("en", "zh-TW", "en"),
        ("xx", "en-GB,zh;q=0.5", "en"),
        (None, "fr, en;q=0.2, zh-TW;q=0.8", "zh-TW"),
        (None, "en;q=0, zh-Hant", "zh-TW"),
        (None, "en;q=broken", "zh-TW"),
        (None, "*", "zh-TW"),
        ("EN-us", "", "en"),
        (None, "," * 5000, "zh-TW"),
    ],
)
def test_language_by_address_then_browser_then_hall(asked: str | None, header: str, chosen: str) -> None:
    assert pages.choose_language(HALL, asked, header) == chosen


def test_every_refusal_has_plain_words() -> None:
    for language in pages.catalog().languages:
        texts = pages.catalog().all(language)
        assert not [code for code in Code if f"no_{code}" not in texts]


def test_a_refused_line_says_why() -> None:
    reasons = ("protocol_too_old", "protocol_too_new", "wrong_hall", "revoked")
    for language in pages.catalog().languages:
        words = [pages.catalog().text(language, f"refused_{reason}") for reason in reasons]
        assert len(set(words)) == len(reasons)


def test_every_state_and_stage_has_words() -> None:
    for language in pages.phone_catalog().languages:
        texts = pages.phone_catalog().all(language)
        assert not [state for state in TicketState if f"state_{state}" not in texts]
        assert not [stage for stage in get_args(Stage) if f"stage_{stage}" not in texts]


def test_every_verb_of_the_pages_has_words_and_is_one_of_the_halls() -> None:
    row = r"""{\s*verb: "(\w+)",(?: allows: "(\w+)",)? type: "(\w+)", text: "(\w+)\""""
    rows = re.findall(row, COMMANDS.read_text("utf-8"))
    asked = {verb.name for verb in LIFE.verbs if verb.command not in {None, CallNext, GiveUpTicket}}
    assert {allows or verb for verb, allows, _, _ in rows} == asked
    for verb, _, kind, text in rows:
        assert kind in rights.words("supervisor")
        assert {text, f"done_{verb}"} <= pages.catalog().all("zh-TW").keys()


@pytest.mark.parametrize(
    ("verb", "reasons"),
    [
        ("hold", list(HoldReason)),
        ("later", ["10", "20", "30", "60"]),
        ("pick", list(PickReason)),
        ("cancel", list(CancelReason)),
        ("void", [one for one in VoidReason if one is not VoidReason.BURST]),
        ("finish_as", [one for one in Outcome if one is not Outcome.SERVED]),
    ],
)
def test_every_reason_of_a_verb_is_offered_and_has_words(verb: str, reasons: list[str]) -> None:
    (offered,) = re.findall(rf'verb: "{verb}"[^}}]*reasons: \[(.*?)\]', COMMANDS.read_text("utf-8"))
    assert re.findall(r"\w+", offered) == reasons
    for language in pages.catalog().languages:
        texts = pages.catalog().all(language)
        assert len({texts[f"reason_{reason}"] for reason in reasons}) == len(reasons)


def test_the_console_knows_its_hall() -> None:
    assert page_data(pages.render_console(HALL, "en"))["hall_id"] == "yongkang"


def _used_keys() -> set[str]:
    whole = "".join(path.read_text("utf-8") for path in STATIC.glob("*.mjs"))
    return set(re.findall(r"""(?:say\(\s*"|texts\.)([a-z_]+)\b""", whole))


def _all_texts(language: str = "zh-TW") -> dict[str, str]:
    return pages.phone_catalog().all(language) | pages.catalog().all(language) | pages.staff_catalog().all(language)


def test_no_text_of_staff_hides_one_of_phones() -> None:
    catalogs = (pages.phone_catalog(), pages.catalog(), pages.staff_catalog())
    assert len(_all_texts()) == sum(len(one.all("zh-TW")) for one in catalogs)


def test_phones_carry_no_text_of_the_staffs_pages() -> None:
    source = pages.render_phone(HALL)
    assert pages.staff_catalog().text("en", "why_idle") not in source
    assert pages.catalog().text("en", "link_refused") not in source
    assert pages.staff_catalog().text("en", "why_idle") in html.unescape(pages.render_console(HALL, "en"))


def test_every_text_the_modules_ask_for_exists() -> None:
    texts = _all_texts()
    used = _used_keys()
    assert len(used) > 60, "the search for used texts finds too few"
    assert not used - texts.keys()


FAMILIES = (
    *(
        "no_",
        "wait_",
        "group_ready_",
        "refused_",
        "code_",
        "device_",
        "state_",
        "stage_",
        "link_",
        "ask_",
        "done_",
        "emergency_",
        "language_name",
        "class_",
        "anchor_",
        "hand_",
        "log_",
    ),
    *("shut_", "phone_aside_", "phone_gone_", "reason_"),
    "appointment_",
    *("work_", "pause_", "open_counter_", "pause_counter_", "close_counter_"),
    *("role_", "kind_", "fact_", "pad_", "why_", "because_", "code_hint_", "title_", "account_is_"),
)
"""Texts whose keys the modules put together from a code, a state or an action."""


def test_no_text_lies_unused() -> None:
    templates = "".join(path.read_text("utf-8") for path in TEMPLATES.glob("*.html"))
    modules = "".join(path.read_text("utf-8") for path in STATIC.glob("*.mjs"))
    known = set(re.findall(r"\$\{([a-z_]+)\}", templates)) | set(re.findall(r"\"([a-z_]+)\"", modules))
    known |= set(re.findall(r"\btexts\.([a-z_]+)", modules))
    known |= {
        f"phone_{word}{hint}"
        for word in ("old", "refused", "unknown", "no_token", "connecting")
        for hint in ("", "_hint")
    }
    known |= {"next", "recall", "arrive", "miss", "finish", "desk_issue"}
    idle = [key for key in _all_texts() if key not in known and not key.startswith(FAMILIES)]
    assert not idle


def test_the_modules_never_make_markup() -> None:
    for module in STATIC.glob("*.mjs"):
        source = module.read_text("utf-8")
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
            assert word not in source, f"{module.name} uses {word}"


def test_nothing_comes_from_elsewhere() -> None:
    for path in (*STATIC.glob("*.mjs"), *STATIC.glob("*.css"), *TEMPLATES.glob("*.html")):
        text = path.read_text("utf-8")
        assert not re.search(r"(https?:)?//[a-z0-9-]+\.[a-z]", text), path.name


def test_modules_stay_readable() -> None:
    for path in (*STATIC.glob("*.mjs"), Path(pages.__file__)):
        if path.name != "wire_types.mjs":
            assert len(path.read_text("utf-8").splitlines()) < 310, path.name
