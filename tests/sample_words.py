"""What the sample hall would say on its wall in languages that only its kiosks speak: a hall that lists one of them for
its wall has to have all of this (docs/languages.md), and config.toml has not."""

from __future__ import annotations

from dataclasses import replace

from server.domain.config import HallConfig, Texts

COUNTER = {"vi": "Quầy", "id": "Loket", "th": "ช่อง"}
SHORT_NAMES = {
    "benefit-first": {"vi": "Trợ cấp lần đầu", "id": "Tunjangan pertama", "th": "ยื่นครั้งแรก"},
    "benefit-again": {"vi": "Xác nhận lại", "id": "Konfirmasi ulang", "th": "ยืนยันสิทธิ"},
    "reply-card": {"vi": "Nộp thẻ trả lời", "id": "Kartu balasan", "th": "ส่งบัตรตอบกลับ"},
    "job-seeking": {"vi": "Tìm việc", "id": "Cari kerja", "th": "หางาน"},
    "training": {"vi": "Tư vấn học nghề", "id": "Saran pelatihan", "th": "ปรึกษาฝึกอบรม"},
    "employer": {"vi": "Nhà tuyển dụng", "id": "Pemberi kerja", "th": "นายจ้าง"},
    "youth": {"vi": "Thanh niên", "id": "Kaum muda", "th": "เยาวชน"},
    "migrant-transfer": {"vi": "Chuyển chủ", "id": "Pindah majikan", "th": "เปลี่ยนนายจ้าง"},
}
NOTICES = (
    {
        "vi": "Mọi dịch vụ đều miễn phí. Đừng giao giấy tờ hay sổ tài khoản cho người lạ",
        "id": "Semua layanan gratis. Jangan serahkan dokumen atau buku tabungan kepada orang tak dikenal",
        "th": "บริการทั้งหมดฟรี อย่ามอบเอกสารหรือสมุดบัญชีให้คนแปลกหน้า",
    },
    {
        "vi": "Trong khi chờ, hãy chuẩn bị sẵn giấy tờ và mẫu đơn",
        "id": "Siapkan dokumen dan formulir selagi menunggu",
        "th": "ระหว่างรอ โปรดเตรียมเอกสารและแบบฟอร์มให้พร้อม",
    },
    {
        "vi": "Quét mã QR trên phiếu để theo dõi số của bạn",
        "id": "Pindai kode QR pada tiket untuk mengikuti nomor Anda",
        "th": "สแกนคิวอาร์โค้ดบนบัตรคิวเพื่อติดตามคิว",
    },
)


def with_words_of_the_wall(hall: HallConfig) -> HallConfig:
    """The sample hall with what its wall says in each of its languages."""
    return replace(
        hall,
        counter_noun=_also(hall.counter_noun, COUNTER, hall),
        services=tuple(
            replace(one, short_name=_also(one.short_name, SHORT_NAMES[one.service_id], hall)) for one in hall.services
        ),
        notices=tuple(_also(one, words, hall) for one, words in zip(hall.notices, NOTICES, strict=True)),
    )


def _also(texts: Texts, words: dict[str, str], hall: HallConfig) -> Texts:
    return texts + tuple((tag, words[tag]) for tag in hall.languages if tag in words)
