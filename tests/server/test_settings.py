"""A config fault names file, key and what is allowed; whatever is in the file, nothing worse ever happens."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.config_file import ConfigError
from server.domain.commands import Leaving
from server.domain.config import Interval, NumberRange
from server.number_pace import NumberLimits
from server.settings import Settings, check, read_settings
from tests.sample_tables import sample_text
from tests.server.domain.scene import Scene

SAMPLE = (Path(__file__).parents[2] / "config.toml").read_text(encoding="utf-8")


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], Settings]:
    def reading(text: str) -> Settings:
        path = tmp_path / "config.toml"
        path.write_text(text, encoding="utf-8")
        return read_settings(path)

    return reading


def changed(old: str, new: str, count: int = 1) -> str:
    assert old in SAMPLE
    return SAMPLE.replace(old, new, count)


def test_a_language_that_only_the_wall_speaks_stands_behind_the_first(read: Callable[[str], Settings]) -> None:
    three = sample_text().replace('languages = ["zh-TW", "en"]', 'languages = ["zh-TW", "en", "vi"]', 1)
    hall = read(re.sub(r'en = ("(?:[^"\\]|\\.)*")( *)\}', r"en = \1, vi = \1 }", three)).hall
    assert hall.languages == ("zh-TW", "en", "vi")
    assert hall.name[2] == ("vi", "Yongkang Employment Center")


def test_the_sample_is_the_hall_it_describes(read: Callable[[str], Settings], tmp_path: Path) -> None:
    settings = read(SAMPLE)
    hall = settings.hall
    assert [service.prefix for service in hall.services] == list("ABCDEFGH")
    assert hall.languages == ("zh-TW", "en")
    assert hall.kiosk_languages == ("vi", "id", "th")
    assert hall.name[:2] == (("zh-TW", "永康就業中心"), ("en", "Yongkang Employment Center"))
    assert hall.day_starts_minute == 240
    assert {service.numbers for service in hall.services} == {NumberRange(1, 799)}
    assert {service.offline for service in hall.services} == {NumberRange(801, 899)}
    benefit, transfer = hall.service("benefit-first"), hall.service("migrant-transfer")
    assert benefit is not None
    assert transfer is not None
    assert benefit.hours.days[0] == (Interval(480, 1020),)
    assert benefit.hours.days[6] == ()
    assert transfer.hours.days[0] == (Interval(510, 720), Interval(810, 990))
    assert settings.ports.port == 8765
    assert settings.server.database.database == str(tmp_path / "data/hall.db")
    assert settings.server.secret_file == tmp_path / "data/phone.key"
    assert settings.server.anchors == tmp_path / "data/anchors"
    assert settings.server.keys_kept_ms == 7 * 86_400_000
    assert settings.numbers == NumberLimits(a_minute=30, at_once=20)
    assert check(tmp_path / "config.toml") == settings


def test_how_many_numbers_anybody_may_take(read: Callable[[str], Settings]) -> None:
    limits = "\n[limits]\nnumbers_a_minute = 90\nnumbers_at_once = 30\n"
    sample = SAMPLE.replace("\n[limits]\n", limits)
    assert read(sample).numbers == NumberLimits(a_minute=90, at_once=30)
    assert read(SAMPLE.replace("\n[limits]\n", "\n")).numbers == NumberLimits(a_minute=30, at_once=20)


def test_waits_are_shown_unless_the_file_says_otherwise(read: Callable[[str], Settings]) -> None:
    assert read(SAMPLE).estimate_shown
    assert not read(SAMPLE.replace("# shown = true", "shown = false")).estimate_shown


FAULTS = [
    # (what was, what is, key, what the sentence says)
    ("recall_limit = 2", "recal_limit = 2", "hall", "unknown key `recal_limit`; allowed are id, name"),
    (
        'id = "benefit-first"',
        'id = "benefit-first"\nguide = { minuts = 25 }',
        "service[0].guide",
        "unknown key `minuts`; allowed are title, steps",
    ),
    (
        'prefix = "B"',
        'prefix = "A"',
        "service[1].prefix",
        "its numbers, A001 to A799, and those of service[0].prefix, A001 to A799, can be the same: another prefix, or",
    ),
    (
        'prefix = "B"',
        'prefix = "A0"',
        "service[1].prefix",
        "A0001 to A0799, and those of service[0].prefix, A001 to A799, sound alike",
    ),
    (
        'prefix = "A"',
        'prefix = "A"\noffline_first_number = 1001',
        "service[0].offline_first_number",
        "A1001 to A1099, and those of service[0].prefix, A001 to A799, have another number of digits",
    ),
    (
        'prefix = "B"',
        'prefix = "Ｂ"',
        "service[1].prefix",
        "`Ｂ` must be empty, or one or two plain capital letters (no I",
    ),
    ('prefix = "B"', 'prefix = "I"', "service[1].prefix", "no I, no O"),
    ('prefix = "B"', 'prefix = "BO"', "service[1].prefix", "no I, no O"),
    ('prefix = "B"', 'prefix = "b"', "service[1].prefix", "plain capital letters"),
    ('prefix = "B"', 'prefix = "BCD"', "service[1].prefix", "one or two"),
    ('prefix = "B"', 'prefix = " "', "service[1].prefix", "one or two"),
    ('id = "training"', 'id = "youth"', "service[6].id", "taken already, by service[4]"),
    ('id = "2"\n', 'id = "1"\n', "counter[1].id", "taken already, by counter[0]"),
    ('label = "3"', 'label = "4"', "counter[3].label", "taken already, by counter[2]"),
    ('label = "3"', 'label = "４"', "counter[3].label", "`4` is taken already, by counter[2]"),
    ('label = "3"', 'label = "綜合服務台"', "counter[2].label", "`綜合服務台` must be 1 to 4 characters"),
    ('label = "3"', 'label = "服務\u3000"', "counter[2].label", "without spaces around"),
    ('label = "3"', 'label = ""', "counter[2].label", "is empty"),
    ('label = "3"', 'label = "3\\u200b"', "counter[2].label", "has the character U+200B"),
    ('label = "3"', 'label = "3\\n"', "counter[2].label", "has the character U+000A"),
    (
        'primary = ["youth"]',
        'primary = ["yuoth"]',
        "counter[5].primary[0]",
        "unknown service `yuoth`; allowed are benefit",
    ),
    ('backup = ["employer"]', 'backup = ["x"]', "counter[7].backup[0]", "unknown service `x`; allowed are"),
    ('backup = ["employer"]', 'backup = ["migrant-transfer"]', "counter[7].backup[0]", "named twice"),
    ('primary = ["youth"]', "primary = []", "counter[5].primary", "at least one service"),
    (
        'zh-TW = "櫃檯", en = "Counter"',
        'zh-TW = "櫃檯"',
        "hall.counter_noun",
        "has no text in en; needed are zh-TW, en",
    ),
    ('zh-TW = "櫃檯", en', 'zh-TW = "櫃檯", vi = "Quầy", en', "hall.counter_noun", "`vi` is no language of this hall"),
    (
        'zh-TW = "櫃檯"',
        'zh-TW = "\\n"',
        "hall.counter_noun.zh-TW",
        "U+000A at position 1, which has no place in one line of text",
    ),
    ('zh-TW = "櫃檯"', 'zh-TW = "櫃\\u000B檯"', "hall.counter_noun.zh-TW", "has the character U+000B"),
    ('zh-TW = "櫃檯"', 'zh-TW = "櫃\\u2028檯"', "hall.counter_noun.zh-TW", "has the character U+2028"),
    ('zh-TW = "櫃檯"', 'zh-TW = "\u3000\u200b"', "hall.counter_noun.zh-TW", "is empty"),
    ('zh-TW = "櫃檯", en', 'zh-TW = "櫃檯", zh-tw = "窗口", en', "hall.counter_noun", "`zh-tw` is named twice"),
    ('languages = ["zh-TW", "en"]', 'languages = ["zh-TW", "zh-tw"]', "hall.languages[1]", "`zh-tw` is named twice"),
    (
        'languages = ["zh-TW", "en"]',
        'languages = ["vi"]',
        "hall.languages[0]",
        "no texts in `vi`; there are en, zh-TW, and",
    ),
    ('languages = ["zh-TW", "en"]', 'languages = ["zh-TW", "ja"]', "hall.languages[1]", "Guides may speak any"),
    ('mon = ["08:00-17:00"]', 'mon = ["08:00-12:30", "12:00-17:00"]', "hall.hours.mon[1]", "overlaps or precedes"),
    ('mon = ["08:00-17:00"]', 'mon = ["13:00-17:00", "08:00-12:00"]', "hall.hours.mon[1]", "overlaps or precedes"),
    ('mon = ["08:00-17:00"]', 'mon = ["17:00-08:00"]', "hall.hours.mon[0]", "ends before it begins"),
    ('mon = ["08:00-17:00"]', 'mon = ["０８:００-17:00"]', "hall.hours.mon[0]", "`０８:００` must be a time"),
    ('mon = ["08:00-17:00"]', 'mon = ["08:00"]', "hall.hours.mon[0]", 'must look like "08:00-17:00"'),
    ('mon = ["08:00-17:00"]', 'mon = ["08:00-25:00"]', "hall.hours.mon[0]", "a time from 00:00 to 24:00"),
    ('mon = ["08:00-17:00"]', 'monday = ["08:00-17:00"]', "hall.hours", "unknown key `monday`; allowed are mon, tue"),
    ('"08:30-12:00", "13:30-16:30"', '"08:30-8:00"', "service[7].hours.mon[0]", "`8:00` must be a time"),
    ('day_starts = "04:00"', 'day_starts = "24:00"', "hall.day_starts", "from 00:00 to 23:59"),
    ('prefix = "A"', 'prefix = "A"\nlast_number = 801', "service[0].last_number", "below hall.offline_from (801)"),
    (
        'prefix = "A"',
        'prefix = "A"\noffline_first_number = 500\nlast_number = 500',
        "service[0].last_number",
        "below service[0].offline_first_number (500)",
    ),
    (
        'prefix = "A"',
        'prefix = "A"\noffline_last_number = 800',
        "service[0].offline_first_number",
        "801 is above offline_last_number, 800",
    ),
    ('prefix = "A"', 'prefix = "A"\noffline_first_number = 0', "service[0].offline_first_number", ">= 1"),
    ('prefix = "A"', 'prefix = "A"\nfirst_number = 800', "service[0].first_number", "above the last number, 799"),
    ('prefix = "A"', 'prefix = "A"\nfirst_number = 0', "service[0].first_number", ">= 1"),
    ('time_zone = "Asia/Taipei"', 'time_zone = "Asia/Taibei"', "hall.time_zone", "no time zone of the IANA list"),
    ('time_zone = "Asia/Taipei"', 'time_zone = "../../etc/passwd"', "hall.time_zone", "no time zone"),
    ('time_zone = "Asia/Taipei"', 'time_zone = "Asia"', "hall.time_zone", "no time zone"),
    ('id = "yongkang"', 'id = "Yong kang"', "hall.id", "small letters"),
    ('languages = ["zh-TW", "en"]', "languages = []", "hall.languages", "at least one language"),
    ('languages = ["zh-TW", "en"]', 'languages = ["zh-TW", "zh-TW"]', "hall.languages[1]", "named twice"),
    ('languages = ["zh-TW", "en"]', 'languages = ["中文"]', "hall.languages[0]", "language tag"),
    ('phone_url = "http:', 'phone_url = "ftp:', "hall.phone_url", "must be https://NAME/t or http://NAME/t"),
    ("8766/t", "8766/t#x", "hall.phone_url", "nothing behind /t"),
    ("port = 8765", "port = 8765\nkeys_kept_days = 0", "server.keys_kept_days", ">= 1"),
    ("[limits]", "[limits]\nnumbers_a_minute = 0", "limits.numbers_a_minute", ">= 1"),
    ("[limits]", "[limits]\nnumbers_at_once = 1000001", "limits.numbers_at_once", "<= 1000000"),
    ("[estimate]", "[estimate]\nshown = 3", "estimate.shown", "`bool`"),
    ("[limits]", "[limits]\nnumbers = 3", "limits", "allowed are numbers_a_minute, numbers_at_once"),
    ("port = 8765", "port = 99999", "server.port", "<= 65535"),
    ("port = 8765", 'port = "８７６５"', "server.port", "Expected `int`, got `str`"),
    (
        "sqlite:///data/hall.db",
        "mysql://root@db/hall",
        "server.database",
        "`mysql` is not known; allowed are sqlite:///",
    ),
    ("sqlite:///data/hall.db", "hall.db", "server.database", "is no database URL; allowed are sqlite:///"),
    ("sqlite:///data/hall.db", "sqlite://", "server.database", "needs a file"),
    ("sqlite:///data/hall.db", "postgresql+psycopg://u@h", "server.database", "names no database"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=[f"{fault[2]}: {fault[3]}" for fault in FAULTS])
def test_a_fault_names_file_key_and_what_is_allowed(
    read: Callable[[str], Settings], tmp_path: Path, fault: tuple[str, str, str, str]
) -> None:
    old, new, key, says = fault
    with pytest.raises(ConfigError) as refused:
        read(changed(old, new))
    line = str(refused.value)
    assert line.startswith(f"{tmp_path / 'config.toml'}: {key}: ")
    assert says in line.partition("\n")[0]


def test_full_width_digits_outside_quotes_are_a_fault_of_their_line(read: Callable[[str], Settings]) -> None:
    with pytest.raises(ConfigError, match=rf"line {SAMPLE[: SAMPLE.index('recall_limit')].count(chr(10)) + 1}: "):
        read(changed("recall_limit = 2", "recall_limit = ２"))


@pytest.mark.parametrize("table", ["service", "counter"])
def test_a_hall_without_services_or_counters_is_refused(read: Callable[[str], Settings], table: str) -> None:
    start, end = ("[[service]]", "[[counter]]") if table == "service" else ("[[counter]]", "[[notice]]")
    with pytest.raises(ConfigError, match=f": {table}: at least one"):
        read(SAMPLE[: SAMPLE.index(start)] + SAMPLE[SAMPLE.index(end) :])


def test_a_file_without_a_hall_is_refused(read: Callable[[str], Settings]) -> None:
    with pytest.raises(ConfigError, match="hall: this table is missing"):
        read("[server]\nport = 1\n")


def test_a_postgresql_url_stays_and_its_password_is_not_shown(read: Callable[[str], Settings]) -> None:
    settings = read(changed("sqlite:///data/hall.db", "postgresql+psycopg://jh:secret@db/hall"))
    assert settings.server.database.password == "secret"
    assert "secret@" not in repr(settings)


def test_keys_may_be_kept_longer(read: Callable[[str], Settings]) -> None:
    assert read(changed("port = 8765", "port = 8765\nkeys_kept_days = 30")).server.keys_kept_ms == 30 * 86_400_000


def test_crlf_and_byte_order_mark_change_nothing(read: Callable[[str], Settings], tmp_path: Path) -> None:
    plain = read(SAMPLE)
    (tmp_path / "config.toml").write_bytes(b"\xef\xbb\xbf" + SAMPLE.replace("\n", "\r\n").encode())
    assert read_settings(tmp_path / "config.toml") == plain


def test_the_sample_says_of_counters_what_a_call_does(read: Callable[[str], Settings]) -> None:
    """A backup service is called after who has come ten minutes later for a primary one, as the file says."""
    hall = read(SAMPLE).hall
    counter = hall.counters[0]
    scene = Scene(hall)
    first_come = scene.issue(counter.backup[0])
    scene.now += 9 * 60_000
    second = scene.issue(counter.primary[0])
    scene.now += 2 * 60_000
    third = scene.issue(counter.primary[0])
    calls = [scene.next(counter.counter_id)]
    calls += [scene.next(counter.counter_id, Leaving.SERVED) for _ in range(2)]
    assert calls == [second, first_come, third]
    assert "ten minutes" in SAMPLE


VALUES = re.compile(r'= ("[^"\n]*"|\d+|true|false|\[[^\]\n]*\])')
SPOTS = [found.span(1) for found in VALUES.finditer(SAMPLE)]
POISON = st.one_of(
    st.sampled_from(
        [
            "-1",
            "1e999",
            "nan",
            "''",
            "[]",
            "{}",
            "[[]]",
            "true",
            "2026-11-23",
            "07:00:00",
            '"\\u0000"',
            '"８"',
            "９",
            "0x7f",
        ]
    ),
    st.text(max_size=8).map(lambda text: '"' + text.replace("\\", "").replace('"', "") + '"'),
    st.integers().map(str),
)


@given(data=st.data())
def test_no_change_of_the_file_ever_gives_more_than_a_refusal(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Values swapped, lines dropped or doubled, characters struck: read or refused with its place, nothing else."""
    text = SAMPLE
    for _ in range(data.draw(st.integers(1, 3))):
        match data.draw(st.sampled_from(["value", "drop", "double", "strike", "insert"])):
            case "value":
                start, end = data.draw(st.sampled_from(SPOTS))
                text = text[:start] + data.draw(POISON) + text[end:]
            case "drop":
                lines = text.splitlines(keepends=True)
                del lines[data.draw(st.integers(0, len(lines) - 1))]
                text = "".join(lines)
            case "double":
                lines = text.splitlines(keepends=True)
                index = data.draw(st.integers(0, len(lines) - 1))
                text = "".join([*lines[:index], lines[index], *lines[index:]])
            case "strike":
                at = data.draw(st.integers(0, len(text) - 1))
                text = text[:at] + text[at + 1 :]
            case _:
                at = data.draw(st.integers(0, len(text)))
                text = text[:at] + data.draw(st.text(min_size=1, max_size=3)) + text[at:]
    path = tmp_path_factory.getbasetemp() / "mutated.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        settings = read_settings(path)
    except ConfigError as refused:
        assert all(line.startswith(f"{path}: ") for line in str(refused).split("\n"))
    else:
        assert settings.hall.services
