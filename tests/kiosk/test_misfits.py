"""What the kiosk shortens is named by its key, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QGuiApplication

from kiosk.misfits import kiosk_misfits
from program.misfit import Misfit
from program.texts import Catalog, read_catalog
from screen.typeface import use_typeface
from tests.kiosk.sample_hall import sample_hall
from tests.kiosk.sized_hall import LATIN, SizedHall
from tests.long_language import TAG, catalog_with_it
from wire.messages.hall import HallView, QuestionView


@pytest.fixture(scope="module")
def catalog(qapp: QGuiApplication, tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    use_typeface(qapp)
    folder: Path = tmp_path_factory.mktemp("languages")
    return catalog_with_it("kiosk", folder)


def renamed(hall: HallView, place: int, **names: str) -> HallView:
    services = list(hall.services)
    services[place] = msgspec.structs.replace(services[place], name={**services[place].name, **names})
    return msgspec.structs.replace(hall, services=tuple(services))


def test_the_sample_hall_fits_in_each_language_of_its_kiosk(qapp: QGuiApplication) -> None:
    use_typeface(qapp)
    assert list(kiosk_misfits(sample_hall(), read_catalog("kiosk"), "en")) == []


def test_the_one_long_name_is_named_by_its_key_and_language(catalog: Catalog) -> None:
    assert set(kiosk_misfits(renamed(sample_hall(), 3, en=LATIN), catalog, "")) == {
        Misfit(surface="kiosk", key="service[3].name", language="en", text=LATIN)
    }


def test_a_second_line_is_looked_at_too(catalog: Catalog) -> None:
    hall = msgspec.structs.replace(renamed(sample_hall(), 0, vi=LATIN), languages=("zh-TW",))
    assert {(one.key, one.language) for one in kiosk_misfits(hall, catalog, "vi")} == {("service[0].name", "vi")}
    assert list(kiosk_misfits(hall, catalog, "")) == []


def test_papers_and_notices_that_are_too_long_are_named(catalog: Catalog) -> None:
    hall = sample_hall()
    guide = hall.services[0].guide
    paper = msgspec.structs.replace(guide.papers[1], name={**guide.papers[1].name, "zh-TW": "證明文件" * 60})
    papers = (guide.papers[0], paper, *guide.papers[2:])
    guide = msgspec.structs.replace(guide, papers=papers, notice={"zh-TW": "請注意" * 300})
    services = (msgspec.structs.replace(hall.services[0], guide=guide), *hall.services[1:])
    found = {one.key for one in kiosk_misfits(msgspec.structs.replace(hall, services=services), catalog, "en")}
    assert found == {"service[0].guide.papers[1].name", "service[0].guide.notice"}


def test_what_a_whole_guide_has_no_room_for_is_named(catalog: Catalog) -> None:
    hall = sample_hall()
    guide = msgspec.structs.replace(
        hall.services[0].guide,
        deadline={"zh-TW": "請於期限內辦理" * 150, "en": "Within two years"},
        faq=(QuestionView(question={"zh-TW": "多久？"}, answer={"zh-TW": "請洽服務台" * 200}),),
        contact={"zh-TW": "請洽服務台" * 20},
    )
    services = (msgspec.structs.replace(hall.services[0], guide=guide), *hall.services[1:])
    found = {one.key for one in kiosk_misfits(msgspec.structs.replace(hall, services=services), catalog, "en")}
    assert found == {"service[0].guide.deadline", "service[0].guide.faq[0].answer"}


def test_a_hall_of_the_longest_names_is_named_on_every_page(catalog: Catalog) -> None:
    hall = SizedHall(9, "two", "longest").facts.hall
    found = {(one.key, one.language) for one in kiosk_misfits(hall, catalog, "en")}
    assert {(f"service[{place}].name", tag) for place in range(9) for tag in ("zh-TW", "en", TAG)} <= found
    assert ("hall.name", "en") in found
