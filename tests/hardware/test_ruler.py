"""The ruler of a head's dots."""

from operator import attrgetter

import pytest
from PIL import ImageOps

from hardware.printer.profile import PROFILES, PrinterProfile, profile_named
from hardware.printer.ruler import ruler


@pytest.mark.parametrize(
    "profile", [*PROFILES.values(), profile_named("T-1"), profile_named("CT-S651")], ids=attrgetter("name")
)
def test_ruler_reaches_from_the_first_dot_to_the_last(profile: PrinterProfile) -> None:
    picture = ruler(profile)
    box = ImageOps.invert(picture.convert("L")).getbbox()
    assert picture.mode == "1"
    assert box is not None
    assert (picture.width, box[0], box[2]) == (profile.width_dots, 0, profile.width_dots)
    last = picture.crop((profile.width_dots - 1, 12, profile.width_dots, picture.height)).convert("L")
    assert last.getextrema() == (0, 0), "the bar at the right edge is whole"


def test_ticks_stand_every_eight_dots() -> None:
    row = ruler(PROFILES["epson-tm-t88"]).crop((0, 20, 512, 21)).convert("L").tobytes()
    assert [at for at in range(8, 504) if not row[at]] == list(range(8, 504, 8))
