"""Numbers, labels, texts and languages as halls have them are taken as they are written."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from program.config_file import ConfigError
from server.domain.config import Group, Interval, NumberRange, Shift, SlotRule
from server.domain.numbering import longest_number, number_text
from server.settings import Settings, read_settings

SAMPLE = (Path(__file__).parents[2] / "config.toml").read_text(encoding="utf-8")


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], Settings]:
    def reading(text: str) -> Settings:
        path = tmp_path / "config.toml"
        path.write_text(text, encoding="utf-8")
        return read_settings(path)

    return reading


def changed(old: str, new: str) -> str:
    assert old in SAMPLE
    return SAMPLE.replace(old, new, 1)


def test_more_numbers_want_a_later_offline_range(read: Callable[[str], Settings]) -> None:
    more = changed("recall_limit = 2", "recall_limit = 2\noffline_from = 9001")
    more = re.sub(r"(prefix = .*)", r"\1\nlast_number = 9000", more)
    assert {service.numbers for service in read(more).hall.services} == {NumberRange(1, 9000)}
    assert {service.offline for service in read(more).hall.services} == {NumberRange(9001, 9099)}
    fewer = read(changed("recall_limit = 2", "recall_limit = 2\noffline_from = 100"))
    assert {service.numbers.last for service in fewer.hall.services} == {99}
    assert {service.offline for service in fewer.hall.services} == {NumberRange(100, 198)}


def test_a_hall_may_keep_no_numbers_for_the_time_without_its_server(read: Callable[[str], Settings]) -> None:
    all_of_them = changed("recall_limit = 2", "recall_limit = 2\noffline_from = 10000").replace(
        'prefix = "A"', 'prefix = "A"\nfirst_number = 1234\nlast_number = 9999'
    )
    first, *others = read(all_of_them).hall.services
    assert (first.numbers, longest_number(first)) == (NumberRange(1234, 9999), "A9999")
    assert [longest_number(service) for service in others] == ["B799", "C799", "D799", "E799", "F799", "G799", "H799"]
    assert all(service.offline.first > service.offline.last for service in (first, *others))


def test_numbers_as_halls_have_them(read: Callable[[str], Settings]) -> None:
    """Without letters, a thousand for each service; with two letters; with a digit; one prefix for two."""
    text = SAMPLE
    for old, new in {
        "A": '""\nfirst_number = 1001\nlast_number = 1899\noffline_first_number = 1901',
        "B": '""\nfirst_number = 2001\nlast_number = 2899\noffline_first_number = 2901',
        "C": '"AB"\nfirst_number = 1\nlast_number = 1999\noffline_first_number = 9001',
        "D": '"9"',
        "E": '"Z"\nlast_number = 499\noffline_first_number = 500\noffline_last_number = 549',
        "F": '"Z"\nfirst_number = 550\nlast_number = 899\noffline_first_number = 900',
    }.items():
        text = text.replace(f'prefix = "{old}"', f"prefix = {new}")
    services = read(text).hall.services
    assert [number_text(one.prefix, one.numbers.first, one.numbers.last) for one in services] == [
        *("1001", "2001", "AB0001", "9001", "Z001", "Z550", "G001", "H001")
    ]
    assert [(one.offline.first, one.offline.last) for one in services[4:6]] == [(500, 549), (900, 998)]


def test_the_same_text_by_another_prefix_is_refused_with_both_keys(read: Callable[[str], Settings]) -> None:
    longer = 'prefix = "A"\nfirst_number = 1001\nlast_number = 1999\noffline_first_number = 10000'
    says = r"service\[1\].prefix: its numbers, A1001 to A1799, and those of service\[0\].prefix, A1001 to A1999, can be"
    with pytest.raises(ConfigError, match=says):
        read(changed('prefix = "A"', longer).replace('prefix = "B"', 'prefix = "A1"'))
    read(changed('prefix = "A"', longer).replace('prefix = "B"', 'prefix = "A2"'))


def test_labels_as_halls_have_them(read: Callable[[str], Settings]) -> None:
    text = changed('label = "3"', 'label = "服務台"').replace('label = "4"', 'label = "3A"')
    text = text.replace('label = "5"', 'label = "１"').replace('label = "1"', 'label = "A 1"')
    labels = [counter.label for counter in read(text).hall.counters]
    assert labels == ["A 1", "2", "服務台", "3A", "１", "6", "7", "8"]


@pytest.mark.parametrize("label", ["\u3164", "\ufe0f", "\u0301", "\u2800\u115f"])
def test_a_label_that_shows_nothing_is_refused(read: Callable[[str], Settings], label: str) -> None:
    with pytest.raises(ConfigError, match=r"counter\[2\]\.label: .* shows nothing"):
        read(changed('label = "3"', f'label = "{label}"'))


@pytest.mark.parametrize(
    "name",
    [
        *("永康\u3000就業中心", "永康\u00a0就業中心", "م\u200cی", "就\u00ad業", "\U0002ebf0中心", "\U000323b0中心"),
        *("中心 ✔ 🙂", "👩\u200d💼", "\U00020bb7"),
    ],
)
def test_any_line_of_text_is_taken_as_it_is_written(read: Callable[[str], Settings], name: str) -> None:
    """Full-width and no-break spaces, joiners, soft hyphens, and Han that is newer than this Python."""
    assert read(changed("永康就業中心", name)).hall.name[0] == ("zh-TW", name)


def test_languages_are_compared_without_case(read: Callable[[str], Settings]) -> None:
    hall = read(changed('languages = ["zh-TW", "en"]', 'languages = ["zh-tw", "EN"]')).hall
    assert hall == read(SAMPLE).hall
    shouted = read(changed('counter_noun = { zh-TW = "櫃檯", en', 'counter_noun = { ZH-tw = "櫃檯", En')).hall
    assert shouted == hall


def test_a_service_may_have_an_offline_range_of_its_own(read: Callable[[str], Settings]) -> None:
    own = read(changed('prefix = "A"', 'prefix = "A"\noffline_first_number = 501\noffline_last_number = 520'))
    first, *others = own.hall.services
    assert (first.numbers, first.offline) == (NumberRange(1, 500), NumberRange(501, 520))
    assert {service.offline for service in others} == {NumberRange(801, 899)}


@pytest.mark.parametrize("offline_from", [2, 100, 801, 950, 999])
def test_the_two_ranges_never_meet(read: Callable[[str], Settings], offline_from: int) -> None:
    hall = read(changed("recall_limit = 2", f"recall_limit = 2\noffline_from = {offline_from}")).hall
    for service in hall.services:
        assert service.numbers.first <= service.numbers.last < service.offline.first <= service.offline.last <= 999


def test_a_service_that_no_counter_does_is_refused(read: Callable[[str], Settings]) -> None:
    with pytest.raises(ConfigError, match=r"service\[6\]\.id: no counter does `youth`"):
        read(changed('primary = ["youth"]', 'primary = ["training"]'))


def test_note_codes_are_the_halls_own_list(read: Callable[[str], Settings]) -> None:
    hall = read(SAMPLE).hall
    assert [note.code for note in hall.notes] == ["1", "2", "3", "4"]
    assert (hall.note("3"), hall.note("9")) == (hall.notes[2], None)
    assert read(SAMPLE[: SAMPLE.index("[[note]]")] + SAMPLE[SAMPLE.index("[server]") :]).hall.notes == ()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('code = "2"', 'code = "1"', "note[1].code: `1` is taken already, by note[0]"),
        ('code = "2"', 'code = "two words"', "note[1].code"),
        ('code = "2"', 'code = "a"', "note[1].code: `a` must be 1 to 8 plain capital letters or digits"),
        ('en = "Papers checked, ready to be handled"', 'de = "x"', "note[0].text"),
    ],
)
def test_a_note_code_that_cannot_be_told_apart_or_read_is_refused(
    read: Callable[[str], Settings], old: str, new: str, says: str
) -> None:
    with pytest.raises(ConfigError, match=re.escape(says)):
        read(changed(old, new))


def test_a_counter_s_roster_and_breaks_are_read_and_checked(read: Callable[[str], Settings]) -> None:
    plan = 'roster = ["08:00-12:00 王小明", "12:00-17:00 李美華"]\nbreaks = ["12:00-12:30"]\n'
    first = read(SAMPLE.replace("[[counter]]\n", "[[counter]]\n" + plan, 1)).hall.counters[0]
    assert first.roster == (Shift(480, 720, "王小明"), Shift(720, 1020, "李美華"))
    assert first.breaks == (Interval(720, 750),)
    for wrong, key in (
        ('roster = ["08:00-12:00"]\n', "roster[0]"),
        ('roster = ["08:00-12:00 王", "11:00-13:00 李"]\n', "roster[1]"),
        ('breaks = ["12:30-12:00"]\n', "breaks[0]"),
        ('breaks = ["12:00-12:30", "12:30-13:00"]\n', "breaks[1]"),
    ):
        with pytest.raises(ConfigError, match=re.escape(f"counter[0].{key}")):
            read(SAMPLE.replace("[[counter]]\n", "[[counter]]\n" + wrong, 1))


def test_a_service_is_called_in_groups_where_the_file_says_so(read: Callable[[str], Settings]) -> None:
    first, second, *_ = read(changed('prefix = "A"', 'prefix = "A"\ngroup = { size = 3 }')).hall.services
    assert (first.group, second.group) == (Group(3, 20), None)
    text = changed('prefix = "A"', 'prefix = "A"\ngroup = { size = 2, wait_minutes = 5, at = ["09:30", "14:00"] }')
    assert read(text).hall.services[0].group == Group(2, 5, (570, 840))


@pytest.mark.parametrize(
    ("group", "why"),
    [
        ("size = 1", ">= 2"),
        ("size = 5", "<= 4"),
        ("wait_minutes = 20", "size"),
        ('size = 2, at = ["9:30"]', "must be a time"),
        ('size = 2, at = ["14:00", "09:30"]', "in order"),
        ('size = 2, at = ["09:30", "09:30"]', "once"),
    ],
)
def test_a_group_that_cannot_be_is_refused(read: Callable[[str], Settings], group: str, why: str) -> None:
    with pytest.raises(ConfigError, match=why):
        read(changed('prefix = "A"', f'prefix = "A"\ngroup = {{ {group} }}'))


def test_a_service_has_appointments_where_the_file_says_so(read: Callable[[str], Settings]) -> None:
    told = 'prefix = "A"\nappointments = { slot_minutes = 30 }'
    first, _, third, *_ = read(changed('prefix = "A"', told)).hall.services
    assert (first.appointments, third.appointments) == (SlotRule(30), None)
    hours = '{ slot_minutes = 20, capacity = 2, lead_minutes = 60, days_ahead = 7, hours = { tue = ["09:00-11:00"] } }'
    rule = read(changed('prefix = "A"', f'prefix = "A"\nappointments = {hours}')).hall.services[0].appointments
    assert rule is not None
    assert (rule.slot_minutes, rule.capacity, rule.lead_minutes, rule.days_ahead) == (20, 2, 60, 7)
    assert rule.hours is not None
    assert rule.hours.days[:3] == ((), (Interval(540, 660),), ())


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("appointments = { slot_minutes = 4 }", "appointments.slot_minutes"),
        ("appointments = { slot_minutes = 30, capacity = 0 }", "appointments.capacity"),
        ("appointments = { slot_minutes = 30, days_ahead = 91 }", "appointments.days_ahead"),
        ('appointments = { slot_minutes = 30, hours = { tue = ["11-12"] } }', "appointments.hours.tue"),
        (
            'appointments = { slot_minutes = 30, hours = { tue = ["18:00-19:00"], sun = ["09:00-10:00"] } }',
            "appointments.hours: on no",
        ),
        (
            'appointments = { slot_minutes = 30, hours = { tue = ["07:00-08:20"] } }',
            "appointments.hours: on no weekday",
        ),
        (
            'hours = { mon = ["08:00-12:00"] }\nappointments = { slot_minutes = 300 }',
            "appointments.slot_minutes: on no",
        ),
        ("appointments = { slot_minutes = 30 }\ngroup = { size = 3 }", "appointments"),
    ],
)
def test_appointments_that_cannot_be_are_refused(read: Callable[[str], Settings], text: str, key: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(key)):
        read(changed('prefix = "A"', f'prefix = "A"\n{text}'))


def test_a_kiosk_may_speak_more_than_the_wall_and_each_of_its_texts_has_to(read: Callable[[str], Settings]) -> None:
    hall = read(SAMPLE).hall
    assert (hall.languages, hall.kiosk_languages) == (("zh-TW", "en"), ("vi", "id", "th"))
    assert hall.visit_languages == ("zh-TW", "en", "vi", "id", "th")
    assert [tag for tag, _ in hall.services[0].name] == [*hall.visit_languages]
    assert [tag for tag, _ in hall.services[0].short_name] == ["zh-TW", "en"]
    assert read(changed('"vi", "id", "th"]', '"VI", "id", "th"]')).hall.kiosk_languages == hall.kiosk_languages
    for old, new, key in (
        (', vi = "Trợ cấp – nộp đơn lần đầu"', "", r"service\[0\].name: has no text in vi; needed are zh-TW, en, vi"),
        ('"vi", "id", "th"]', '"vi", "en"]', r"hall.kiosk_languages\[1\]: `en` is a language of the hall"),
        (
            '"vi", "id", "th"]',
            '"vi", "ja"]',
            r"hall.kiosk_languages\[1\]: kiosks have no texts in `ja`; there are id, th",
        ),
        ('text = { zh-TW = "等候', 'text = { vi = "Chờ", zh-TW = "等候', r"notice\[1\].text: `vi` is no language"),
    ):
        with pytest.raises(ConfigError, match=key):
            read(changed(old, new))


def test_a_guide_in_the_file_speaks_the_kiosks_languages_too(read: Callable[[str], Settings]) -> None:
    texts = 'zh-TW = "免費", en = "Free", vi = "Miễn phí", id = "Gratis", th = "ฟรี"'
    with_fee = SAMPLE.replace(
        '[[service]]\nid = "benefit-again"',
        f'[service.guide]\nfee = {{ {texts} }}\n\n[[service]]\nid = "benefit-again"',
    )
    assert read(with_fee).hall.services[0].guide.languages == ("zh-TW", "en", "vi", "id", "th")
    with pytest.raises(ConfigError, match=r"service\[0\].guide.fee: has no text in th"):
        read(with_fee.replace(', th = "ฟรี"', ""))
