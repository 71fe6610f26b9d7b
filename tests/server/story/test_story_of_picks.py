"""Who was called out of turn, as a person would tell it: to who was, and to who waited meanwhile."""

from __future__ import annotations

from server.domain.tickets import PickReason
from tests.server.domain.scene import Scene
from tests.server.story.tales import lines, words


def test_who_was_called_out_of_turn_is_told_and_who_passes_nobody_by_it_is_not() -> None:
    scene = Scene()
    first, second, third = scene.issue(), scene.issue(), scene.issue()
    scene.pick("1", first)
    scene.pick("3", third, PickReason.UNWELL)
    assert words(scene, third) == ["ticket_issued", "ticket_picked"]
    assert lines(scene, third)[1] == (
        "林小美指定叫號，不按順序，請到 3 號counter，原因：身體不適；等了不到 1 分鐘，其間同業務先叫了 1 個更早的號碼"
    )
    told = lines(scene, second)
    assert told[1:] == ["林小美不按順序，先指定叫了 A003"], "and nothing of why, which is another visitor's"
    assert lines(scene, second, "en")[1:] == ["A003 called first, out of turn, by 林小美"]
