"""Which languages a kiosk offers."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from kiosk.offered import first_offered, offered_in_guides, offered_languages
from program.credentials import Credentials
from program.texts import read_catalog
from screen.glyphs import characters_without_glyph
from screen.guides_file import guides_file
from screen.typeface import use_typeface
from tests.kiosk.hands import running_kiosk
from tests.kiosk.sample_hall import sample_hall
from tests.kiosk.test_conductor import Stage, confirm, stage  # noqa: F401 - a fixture
from tests.kiosk.test_end import NOWHERE
from tests.real_hall import RealHall, sample_config
from wire.kept_hall import KeptHall
from wire.messages import IssueTicket

KIOSK, AROUND = read_catalog("kiosk"), read_catalog("guide")
FIVE = ("zh-TW", "en", "vi", "id", "th")


def nothing(_: str) -> str:
    return ""


def no_thai(text: str) -> str:
    return "".join(one for one in text if "ก" <= one <= "๛")


def test_the_halls_own_first_then_those_of_its_kiosks() -> None:
    hall = sample_hall()
    assert offered_languages(hall, KIOSK, nothing) == FIVE
    assert offered_languages(msgspec.structs.replace(hall, kiosk_languages=()), KIOSK, nothing) == FIVE[:2]
    assert offered_languages(msgspec.structs.replace(hall, languages=("en",)), KIOSK, nothing) == ("en", *FIVE[2:])
    walls_too = msgspec.structs.replace(hall, languages=("zh-TW", "vi"), kiosk_languages=("id",))
    assert offered_languages(walls_too, KIOSK, nothing) == ("zh-TW", "vi", "id")


def test_one_that_the_programs_do_not_speak_has_no_button() -> None:
    hall = msgspec.structs.replace(sample_hall(), languages=("zh-TW", "tl"), kiosk_languages=("ja", "vi"))
    assert offered_languages(hall, KIOSK, nothing) == ("zh-TW", "vi")
    assert offered_languages(msgspec.structs.replace(hall, languages=("tl",), kiosk_languages=()), KIOSK, nothing)


def test_one_whose_letters_this_machine_lacks_is_neither_a_button_nor_a_guide() -> None:
    hall = sample_hall()
    offered = offered_languages(hall, KIOSK, no_thai)
    assert offered == FIVE[:4]
    assert offered_in_guides(hall, offered, AROUND, no_thai) == ()


def test_before_the_hall_is_heard_those_that_it_had_or_all_that_are_whole() -> None:
    assert first_offered((), KIOSK, nothing) == ("zh-TW", "en")
    assert first_offered(("tl",), KIOSK, nothing) == ("zh-TW", "en")
    assert first_offered(("EN", "zh-tw", "vi", "th", "vi"), KIOSK, no_thai) == ("en", "zh-TW", "vi")


def test_a_kiosk_whose_server_is_not_up_offers_what_its_file_or_its_hall_named(
    qapp: QGuiApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    settings = msgspec.structs.replace(NOWHERE, state_folder=str(tmp_path))
    device = Credentials(
        server="ws://127.0.0.1:9/ws", device_id="k", kind="kiosk", name="door", hall_id="yongkang", token="t"
    )

    def buttons(*languages: str) -> list[str]:
        with running_kiosk(settings, qapp, qtbot, credentials=device, languages=languages) as hands:
            model = hands.kiosk.view.property("languages")
            (name,) = (role for role, word in model.roleNames().items() if word.data() == b"language")
            return [model.data(model.index(place, 0), name) for place in range(model.rowCount())]

    assert buttons() == ["zh-TW", "en"]
    assert buttons("en", "zh-tw", "vi", "xx") == ["en", "zh-TW", "vi"]
    heard = KeptHall(guides_file("kiosk", str(tmp_path), device))
    heard.filled(RealHall(sample_config(("zh-TW", "th"))).snapshot())
    assert buttons("en", "vi") == ["zh-TW", "th", "vi", "id"], "the hall has said so itself since"


def test_guides_speak_what_the_kiosk_does_not() -> None:
    hall = msgspec.structs.replace(sample_hall(), kiosk_languages=("id",))
    offered = offered_languages(hall, KIOSK, nothing)
    assert offered_in_guides(hall, offered, AROUND, nothing) == ("vi", "th")
    assert offered_in_guides(sample_hall(), FIVE, AROUND, nothing) == ()


def test_this_machine_draws_all_of_them(qapp: QGuiApplication) -> None:
    use_typeface(qapp)
    assert offered_languages(sample_hall(), KIOSK, characters_without_glyph) == FIVE


def test_a_number_is_asked_for_in_the_language_that_was_touched(stage: Stage) -> None:  # noqa: F811
    assert [one.language for one in stage.view._picture.languages] == list(FIVE)
    stage.view.choose_language("th")
    confirm(stage)
    ((command, _),) = stage.line.asked
    assert isinstance(command, IssueTicket)
    assert command.visit.language == "th"
