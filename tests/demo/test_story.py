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
