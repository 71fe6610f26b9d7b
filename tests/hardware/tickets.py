"""Tickets that the tests of the printer print."""

from dataclasses import replace

from hardware.printer.ticket_content import TicketContent, TicketLabels

QR = "https://hall.example.tw/t#mZ3kq0T1v9c8bX2yNw5LsA"

CHINESE = TicketContent(
    hall="永康就業中心",
    office="勞動部勞動力發展署雲嘉南分署",
    number="B031",
    service="給付認定服務",
    service_second="Benefit certification",
    labels=TicketLabels("等候人數", "預估等候", "取號時間", "請準備"),
    people_ahead="4 人",
    estimate="約 15–25 分鐘",
    issued_at="115/11/23（一）09:14",
    qr=QR,
    missed_rule="過號請洽服務台，免重新取號。",
    qr_caption="掃描看進度",
    footer="服務免費",
)

ENGLISH = replace(
    CHINESE,
    hall="Yongkang Employment Center",
    office="Workforce Development Agency",
    number="H128",
    service="Benefit certification",
    service_second="給付認定服務",
    labels=TicketLabels("People ahead of you", "Estimated wait", "Issued", "Please bring"),
    people_ahead="4",
    estimate="15–25 min",
    issued_at="Mon 23 Nov 2026 09:14",
    missed_rule="Missed it? Ask at the desk.",
    qr_caption="Scan to follow your number",
    footer="Free of charge",
    square_letters=False,
)

LONG_ENGLISH = replace(
    ENGLISH,
    office="Yunlin-Chiayi-Tainan Regional Branch, Workforce Development Agency, Ministry of Labor",
    service="Unemployment benefits – first application, with an interpreter for Vietnamese and Indonesian",
    estimate="between about 45 and 60 minutes",
    missed_rule="Missed your number? Ask at the reception desk. You do not need to take a new number.",
    priority=True,
    visitor_class="Priority",
    papers=("National ID card or residence permit (ARC)", "Proof of employment separation", "Bank passbook"),
)

WITH_PAPERS = replace(
    CHINESE,
    number="A012",
    priority=True,
    visitor_class="優先",
    papers=("國民身分證", "求職紀錄 2 筆以上", "存摺封面影本（限本人帳戶，第一次申請或變更帳戶時）"),
)
