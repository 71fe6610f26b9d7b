from __future__ import annotations

from pathlib import Path

import pytest

from demo.story import Story


def test_page_tells_scenes_in_order_with_their_pictures(tmp_path: Path) -> None:
    story = Story(tmp_path)
    story.scene("no_server", "08:56:00").pictures.append("no_server-order.png")
    story.scene("first_call", "08:57:00", number="B001").checked.append("兩面螢幕都顯示")
    page = story.write([]).read_text("utf-8")
    assert page.index("開門之前") < page.index("「下一位」：B001") < page.index("兩面螢幕都顯示")
    assert 'src="no_server-order.png"' in page
    assert "Everything that should be seen was seen" in page


def test_problems_stand_on_top_and_cannot_inject_markup(tmp_path: Path) -> None:
    page = Story(tmp_path).write(["<script>alert(1)</script>"]).read_text("utf-8")
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert "Some things were not as they should be" in page


def test_a_scene_without_texts_is_our_mistake(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        Story(tmp_path).scene("nap", "09:00:00")


def test_what_a_caption_says_and_no_picture_of_its_scene_shows_is_a_problem(tmp_path: Path) -> None:
    story = Story(tmp_path)
    story.scene("two_calls", "09:10:00", first="D001", second="B002", apart="3").pictures.append("two-order.png")
    story.scene("appointment", "09:38:00", number="B009", time="09:40", code="ABCDEF").pictures.append("console.png")
    story.scene("recall", "09:12:00", number="D001")  # without a picture nothing is claimed to be on one
    read = {"two-order.png": "D 001 | 4 | B 0021 | 2", "console.png": "B009 | 預約 09:40", "else.png": "B002"}
    assert story.unseen(read) == ["no picture of the scene two_calls shows B002"]
    assert story.unseen({**read, "two-order.png": "D 001 | B | 002"}) == []
    assert "no picture of the scene appointment shows 09:40" in story.unseen({**read, "console.png": "B009 | 09:50"})
