"""Guides in files of their own beside the config: whole, in each language, of a service that there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from program.config_file import ConfigError
from server import guide_preview
from server.guide_files import guide_hints
from server.guide_settings import PARTS
from server.settings import read_settings
from tests.sample_tables import sample_text

ROOT = Path(__file__).parents[2]
SAMPLE = sample_text()
TITLE = '[title]\nzh-TW = "甲"\nen = "A"\n'


def hall_in(folder: Path, text: str = SAMPLE, **files: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, "utf-8")
    (folder / "guides").mkdir()
    for name, body in files.items():
        (folder / "guides" / f"{name}.toml").write_text(body, "utf-8")
    return path


def test_every_service_of_the_sample_has_one_in_five_languages_marked_as_sample() -> None:
    for service in read_settings(ROOT / "config.toml").hall.services:
        guide = service.guide
        assert guide.languages == ("zh-TW", "en", "vi", "id", "th"), service.service_id
        assert guide.sample, service.service_id
        assert guide.checked_on == "2024-10-11"
        said = {part for part in PARTS if getattr(guide, part) not in ((), None)}
        assert said >= set(PARTS) - {"notice"}, service.service_id
        assert {part for part, _ in guide.certainty} == said, f"{service.service_id}: each part says how sure it is"


def test_a_file_is_the_guide_of_the_service_it_is_called_after(tmp_path: Path) -> None:
    hall = read_settings(hall_in(tmp_path, training=TITLE + "[fee]\nzh-TW = '乙'\nen = 'B'\n")).hall
    guides = {one.service_id: one.guide for one in hall.services}
    assert guides["training"].fee == (("zh-TW", "乙"), ("en", "B"))
    assert guides["youth"].title == ()


@pytest.mark.parametrize(
    ("name", "body", "fault"),
    [
        ("training", "minuts = 3\n", "guides/training.toml: unknown key `minuts`; allowed are title, steps"),
        ("training", "[title]\nen = 'A'\n", "guides/training.toml: title: has no text in zh-TW"),
        ("training", "[title]\nen = 3\n", "guides/training.toml: title"),
        ("training", 'languages = ["zh-TW", "en", "th"]\n' + TITLE, "title: has no text in th"),
        (
            "training",
            f"title.en = '{'x' * 1998}{{d}}'\n[numbers]\nd = 9999999\n",
            "title.en: Expected `str` of length <= 2000",
        ),
        ("training", "title = \n", "guides/training.toml: line 1: "),
    ],
)
def test_a_fault_names_the_guides_file(tmp_path: Path, name: str, body: str, fault: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read_settings(hall_in(tmp_path, **{name: body}))
    assert fault in str(refused.value)


def test_every_fault_of_config_and_guides_is_named_at_once(tmp_path: Path) -> None:
    text = SAMPLE.replace('prefix = "B"', 'prefix = "b"').replace('label = "3"', 'label = "一二三四五"')
    config = hall_in(
        tmp_path,
        text,
        training="[title]\nen = 'A'\n\n[fee]\nth = 'x'\n",
        youth="steps = [\n",
        employer='checked_on = "113-10-11"\nminuts = 3\n',
        **{"reply-card": TITLE + "[deadline]\nzh-TW = '{dais}'\nen = '{days'\n"},
    )
    with pytest.raises(ConfigError) as refused:
        read_settings(config)
    prefix, label = (text[: text.index(mark)].count("\n") + 1 for mark in ('prefix = "b"', 'label = "一'))
    found = [one.removeprefix(f"{tmp_path}/") for one in str(refused.value).split("\n")]
    checks = {
        "guides/employer.toml: unknown key `minuts`; allowed are title, ": "",
        "guides/reply-card.toml: deadline.zh-TW: {dais} names no number; there are {reply_card_days}": " (line 5)",
        "guides/reply-card.toml: deadline.en: {days: braces name a number": " (line 6)",
        "guides/training.toml: title: has no text in zh-TW; needed are zh-TW, en": " (line 1)",
        "guides/training.toml: fee: `th` is no language of this hall; allowed are zh-TW, en": " (line 4)",
        "guides/youth.toml: line 2: Invalid value": "",
        "config.toml: service[1].prefix: `b` must be empty, or one or two plain capital letters": f" (line {prefix})",
        "config.toml: counter[2].label: `一二三四五` must be 1 to 4 characters": f" (line {label})",
    }
    assert len(found) == len(checks)
    for line, (start, end) in zip(found, checks.items(), strict=True):
        assert line.startswith(start)
        assert line.endswith(end)


def test_a_guide_is_checked_beside_a_config_that_is_broken(tmp_path: Path) -> None:
    text = SAMPLE.replace("recall_limit = 2", 'recall_limit = "2"').replace("[limits]", "[limits]\nnumbers = 3")
    with pytest.raises(ConfigError) as refused:
        read_settings(hall_in(tmp_path, text, youth="[title]\nen = 3\n"))
    assert [one.place for one in refused.value.alone()] == ["hall.recall_limit", "limits", "title.en"]


def test_a_guide_whose_service_is_gone_is_unread_and_said_to_be(tmp_path: Path) -> None:
    config = hall_in(tmp_path, training=TITLE, trainin=TITLE, closed="title = 3\n")
    settings = read_settings(config)
    assert settings.unread_guides == ("closed.toml", "trainin.toml")
    assert list(guide_hints(config)) == [
        f"{tmp_path}/guides/{name}.toml: is not read: there is no service `{name}`; remove the file, put the service "
        "back, or call the file after its service"
        for name in ("closed", "trainin")
    ]


HIDDEN = ("._youth.toml", ".#youth.toml", "~$youth.toml")


@pytest.mark.parametrize(
    "name", ["youth.TOML", "Youth.toml.txt", "youth.toml.bak", "youth.txt", ".youth.toml", *HIDDEN]
)
def test_a_guide_whose_name_is_not_its_services_is_said_to_be_unread(tmp_path: Path, name: str) -> None:
    config = hall_in(tmp_path, training=TITLE)
    (config.parent / "guides" / name).write_bytes(b"\x00\x05\x16\x07")
    settings = read_settings(config)
    assert next(one.guide.title for one in settings.hall.services if one.service_id == "youth") == ()
    assert settings.unread_guides == (name,)
    (line,) = guide_hints(config)
    assert line == f"{config.parent / 'guides' / name}: is not read: the guide of `youth` must be called youth.toml"


@pytest.mark.parametrize("name", ["training.toml.bak", "._training.toml", ".#training.toml", "readme.txt", ".DS_Store"])
def test_what_lies_beside_a_guide_that_is_read_is_no_matter(tmp_path: Path, name: str) -> None:
    config = hall_in(tmp_path, training=TITLE)
    (config.parent / "guides" / name).write_bytes(b"\x00\x05\x16\x07")
    assert read_settings(config).unread_guides == ()
    assert list(guide_hints(config)) == []


def test_a_guide_stands_in_one_place(tmp_path: Path) -> None:
    text = SAMPLE.replace('id = "benefit-first"', 'id = "benefit-first"\nguide = { minutes = 5 }')
    with pytest.raises(ConfigError, match=r"service\[0\]\.guide: the guide of `benefit-first` is in a file too"):
        read_settings(hall_in(tmp_path, text, **{"benefit-first": TITLE}))


def test_a_folder_that_is_named_must_be_there(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(SAMPLE, "utf-8")
    assert all(one.guide.title == () for one in read_settings(path).hall.services)
    path.write_text(SAMPLE.replace('# guides = "guides"', 'guides = "leaflets"'), "utf-8")
    with pytest.raises(ConfigError, match=r"hall\.guides: there is no folder `leaflets`"):
        read_settings(path)


def test_the_preview_reads_as_a_visitor_does(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guide_preview.main(["--config", str(ROOT / "config.toml"), "reply-card", "--language", "vi"]) == 0
    shown = capsys.readouterr().out
    assert "reply-card: Nộp thẻ trả lời giới thiệu việc\n" in shown
    assert "  deadline  [read in the law]\n    Trong 7 ngày kể từ ngày giới thiệu" in shown
    assert guide_preview.main(["--config", str(ROOT / "config.toml"), "reply-card", "--language", "ja"]) == 64
    assert "no texts in ja; there are zh-TW, en, vi, id, th" in capsys.readouterr().err
    assert guide_preview.main(["--config", str(hall_in(tmp_path, training=TITLE))]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "youth: no guide" in lines
    assert any(line.startswith("training: zh-TW en; never compared with the law; says nothing of ") for line in lines)
