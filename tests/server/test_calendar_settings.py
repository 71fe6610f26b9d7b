"""Lists of holidays: those that ship, a hall's own, and single days of its config file."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from program.config_file import ConfigError
from server.calendar_settings import SHIPPED, calendar_warnings
from server.domain.config import HallConfig, Interval
from server.settings import read_settings

SAMPLE = Path("config.toml").read_text(encoding="utf-8")
TW = 'calendar = ["tw"]'
DAYS = SAMPLE.index("# ----", SAMPLE.index("[hall.hours]"))


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., HallConfig]:
    def reader(calendar: str = TW, days: str = "") -> HallConfig:
        text = SAMPLE[:DAYS].replace(TW, calendar) + days + SAMPLE[DAYS:]
        (tmp_path / "config.toml").write_text(text, encoding="utf-8")
        return read_settings(tmp_path / "config.toml").hall

    return reader


def test_the_sample_knows_this_years_holidays_as_announced(read: Callable[..., HallConfig]) -> None:
    config = read()
    assert config.calendar_years == (2026,)
    dragon_boat = config.special_day("2026-06-19")
    assert dragon_boat is not None
    assert dragon_boat.name == (("zh-TW", "端午節"), ("en", "Dragon Boat Festival"))
    assert dragon_boat.hours == ()


def test_this_year_has_as_many_days_off_as_the_government_says(read: Callable[..., HallConfig]) -> None:
    """120 in 2026, weekends with them, by the letter that the list names."""
    off = {one.date for one in read().days if one.date.startswith("2026") and one.like is None and not one.hours}
    year = [date.fromordinal(day) for day in range(date(2026, 1, 1).toordinal(), date(2027, 1, 1).toordinal())]
    assert sum(day.weekday() >= 5 or day.isoformat() in off for day in year) == 120


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.toml")), ids=lambda file: file.stem)
def test_a_holiday_on_a_weekend_has_its_day_instead(file: Path) -> None:
    """Saturday's before it, Sunday's behind it, those of the New Year behind it all: every list names as many days off
    beside weekends as it has holidays."""
    listed = tomllib.loads(file.read_text(encoding="utf-8"))
    days = [(date.fromisoformat(one["date"]), one["name"]["zh-TW"]) for one in listed["day"]]
    assert listed["source"]
    assert [day for day, _ in days] == sorted(day for day, _ in days)
    for day, name in days:
        if "補假" in name:
            assert day.weekday() < 5
    own = [day for day, name in days if "補假" not in name and day.month > 2]
    for day in own:
        if day.weekday() >= 5:
            near = {other for other, name in days if "補假" in name and abs((other - day).days) <= 2}
            assert near, day


def test_a_hall_without_lists_knows_of_none(read: Callable[..., HallConfig]) -> None:
    config = read("calendar = []")
    assert (config.days, config.calendar_years) == ((), ())


def test_a_list_of_ones_own_beside_the_file(read: Callable[..., HallConfig], tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(
        'source = "ours"\nyear = 2028\nannounced = true\n'
        '[[day]]\ndate = "2028-01-03"\nname = { zh-TW = "補班", en = "Make-up" }\nlike = "fri"\n',
        encoding="utf-8",
    )
    config = read('calendar = ["tw", "ours.toml"]')
    assert config.calendar_years == (2026, 2028)
    made_up = config.special_day("2028-01-03")
    assert made_up is not None
    assert made_up.like == 4


def test_a_day_of_the_hall_wins_over_the_list(read: Callable[..., HallConfig]) -> None:
    config = read(days='[[day]]\ndate = "2026-06-19"\nhours = ["08:00-12:00"]\n')
    special = config.special_day("2026-06-19")
    assert special is not None
    assert special.hours == (Interval(480, 720),)


@pytest.mark.parametrize(
    ("calendar", "days", "key", "says"),
    [
        ('calendar = ["xx"]', "", "hall.calendar[0]", "`xx` must be one of tw, or a file"),
        ('calendar = ["../tw"]', "", "hall.calendar[0]", "must be one of tw"),
        ('calendar = ["lost.toml"]', "", "lost.toml", "cannot be read"),
        (TW, '[[day]]\ndate = "2026-2-28"\n', "day[0].date", 'must be a date like "2026-02-28"'),
        (TW, '[[day]]\ndate = "2026-02-30"\n', "day[0].date", "must be a date"),
        (TW, '[[day]]\ndate = "20260228"\n', "day[0].date", "must be a date"),
        (TW, '[[day]]\ndate = "2026-02-28"\n' * 2, "day[1].date", "taken already, by day[0]"),
        (TW, '[[day]]\ndate = "2026-02-28"\nname = { en = "x" }\n', "day[0].name", "has no text in zh-TW"),
        (TW, '[[day]]\ndate = "2026-02-28"\nhours = ["9-10"]\n', "day[0].hours[0]", "must be a time"),
        (TW, '[[day]]\ndate = "2026-02-28"\nhours = ["08:00-09:00"]\nlike = "fri"\n', "day[0].like", "not both"),
        (TW, '[[day]]\ndate = "2026-02-28"\nlike = "Friday"\n', "day[0].like", "mon"),
        (f'{TW}\nlunch = "12-13"', "", "hall.lunch[0]", "must be a time"),
        (f"{TW}\nlast_number_minutes = -1", "", "hall.last_number_minutes", ">= 0"),
    ],
)
def test_a_fault_names_file_and_key(
    read: Callable[..., HallConfig], calendar: str, days: str, key: str, says: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        read(calendar, days)
    assert f"{key}: " in str(refused.value)
    assert says in str(refused.value)


def test_a_list_with_a_day_of_another_year_is_refused(read: Callable[..., HallConfig], tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(
        'source = "ours"\nyear = 2028\nannounced = true\n[[day]]\ndate = "2029-01-01"\n', encoding="utf-8"
    )
    with pytest.raises(ConfigError, match=r"ours\.toml: day\[0\]\.date: `2029-01-01` is not of 2028"):
        read('calendar = ["ours.toml"]')


def test_lunch_and_last_number_are_the_halls_unless_a_service_has_its_own(read: Callable[..., HallConfig]) -> None:
    config = read(f'{TW}\nlunch = "12:00-13:00"\nlast_number_minutes = 30')
    assert {(one.lunch, one.last_number_minutes) for one in config.services} == {(Interval(720, 780), 30)}


def test_a_service_may_go_without_lunch_and_have_a_quota(tmp_path: Path) -> None:
    text = SAMPLE.replace(TW, f'{TW}\nlunch = "12:00-13:00"').replace(
        'prefix = "A"\n', 'prefix = "A"\nlunch = ""\nlast_number_minutes = 5\n', 1
    )
    text = text.replace('prefix = "B"\n', 'prefix = "B"\nquota = 60\n', 1)
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    first, second, *_ = read_settings(tmp_path / "config.toml").hall.services
    assert (first.lunch, first.last_number_minutes, first.quota) == (None, 5, None)
    assert second.quota == 60
    assert (second.lunch, second.last_number_minutes) == (Interval(720, 780), 0)


def test_whoever_checks_the_file_hears_of_years_that_nobody_has_confirmed(read: Callable[..., HallConfig]) -> None:
    path = Path("hall.toml")
    november, june = date(2026, 11, 27), date(2026, 6, 1)
    assert calendar_warnings(path, read(), june) == []
    (line,) = calendar_warnings(path, read(), november)
    assert line.startswith("hall.toml: hall.calendar: the holidays of 2027 follow from the law only")
    (none,) = calendar_warnings(path, read("calendar = []"), june)
    assert none == "hall.toml: hall.calendar: no holidays of 2026 are known, so the week holds on every date"
