"""What a paper to bring looks like: which of the icons in `qml/Screen/icons` stands beside its name. Pure."""

from __future__ import annotations

from collections.abc import Mapping

SHEET = "sheet"
LOOKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("passbook", ("存摺", "帳戶", "passbook", "bank account", "bank book")),
    ("household", ("戶口名簿", "戶籍", "household")),
    ("passport", ("護照", "passport")),
    ("photo", ("照片", "相片", "大頭照", "photo")),
    ("seal", ("印章", "大小章", "seal", "stamp")),
    (
        "reply",
        (
            "回覆卡",
            "介紹卡",
            "推介卡",
            "約定卡",
            "reply card",
            "referral card",
            "introduction card",
            "appointment card",
        ),
    ),
    (
        "card",
        ("身分證", "居留證", "身心障礙證明", "健保卡", "證件", "id card", "identity", "residence", "arc", "permit"),
    ),
    ("records", ("求職紀錄", "紀錄", "履歷", "自傳", "清單", "records", "résumé", "resume", "cv", "list")),
    (
        "certificate",
        ("證明", "證書", "執照", "登記", "契約", "合約", "certificate", "diploma", "proof", "licence", "contract"),
    ),
    ("form", ("申請書", "申請表", "表", "form", "application")),
)
"""The first that names the paper wins."""


def paper_icon(name: Mapping[str, str]) -> str:
    """By what the paper is called in any language; a plain sheet where nothing is known of it."""
    said = [text.casefold() for text in name.values()]
    words = [f" {''.join(one if one.isalnum() else ' ' for one in text)} " for text in said]
    for icon, terms in LOOKS:
        for term in terms:
            if term.isascii():
                if any(f" {term}" in text for text in words):
                    return icon
            elif any(term in text for text in said):
                return icon
    return SHEET
