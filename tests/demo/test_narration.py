from __future__ import annotations

from pathlib import Path

from demo.narration import Caption, tell, told


def test_what_was_told_last_is_read(tmp_path: Path) -> None:
    file = tmp_path / "caption.json"
    assert told(file) == Caption()
    tell(file, Caption("三分鐘", "上面是螢幕", 0.25))
    tell(file, Caption("那麼，換你了", "請取號", 1.0, yours=True))
    assert told(file) == Caption("那麼，換你了", "請取號", 1.0, yours=True)
    assert [path.name for path in tmp_path.iterdir()] == ["caption.json"]
