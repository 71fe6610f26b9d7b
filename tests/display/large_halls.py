"""Halls of any size, with numbers, labels and names as long as a hall may have them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from server.domain.config import Counter, HallConfig, NumberRange, Paper, Service, Texts
from tests.long_language import TAG, lengthened
from tests.real_hall import sample_config

HAN = "高雄市政府勞工局訓練就業中心暨永康區跨國勞動力聯合服務站失業給付初次認定專責受理窗口及諮詢台"[:45]
LATIN = (
    "Kaohsiung City Government Labor Affairs Bureau Training and Employment Center with Joint Service Station for "
    "Unemployment First Benefits Claim"
)[:140]
LABELS: dict[str, Callable[[int], str]] = {
    "plain": lambda place: str(place + 1),
    "four": lambda place: f"{(place % 20) + 1:02}-{'ABCD'[place // 20]}",
    "named": lambda place: ("服務台", "諮詢", "雇主服務", "給付三")[place % 4] if place < 4 else str(place),
}
PREFIXES: dict[str, Callable[[int], str]] = {
    "letters": lambda place: "ABCDEFGHJKLMNPQRSTUVWXYZ"[place % 24],
    "none": lambda _: "",
    "two": lambda place: "ABWMNQ"[place % 6] + "BWMQ1978"[place // 6],
}
RANGES = {"letters": NumberRange(1, 799), "none": NumberRange(1001, 9899), "two": NumberRange(1001, 1999)}


@dataclass(frozen=True)
class Kind:
    """What makes a hall hard to show."""

    services: int = 8
    counters: int = 8
    numbers: str = "letters"
    labels: str = "plain"
    names: str = "usual"
    languages: tuple[str, ...] = ("zh-TW", "en")

    def __str__(self) -> str:
        return f"{self.services}s-{self.counters}c-{self.numbers}-{self.labels}-{self.names}-{'+'.join(self.languages)}"


def large_hall(kind: Kind) -> HallConfig:
    sample = sample_config(kind.languages)
    services = tuple(_service(sample.services[place % 8], place, kind) for place in range(kind.services))
    ids = tuple(one.service_id for one in services)
    labels = LABELS[kind.labels]
    counters = tuple(Counter(f"c{place}", labels(place), ids) for place in range(kind.counters))
    return replace(
        sample,
        name=_name(sample.name, kind),
        languages=kind.languages,
        counter_noun=_texts(sample.counter_noun, kind),
        services=services,
        counters=counters,
        notices=tuple(_texts(notice, kind) for notice in sample.notices),
        missed_rule=_texts(sample.missed_rule, kind),
    )


def _service(like: Service, place: int, kind: Kind) -> Service:
    guide = like.guide
    return replace(
        like,
        service_id=f"s{place:02}",
        prefix=PREFIXES[kind.numbers](place),
        name=_name(like.name, kind, f"{place + 1:02}"),
        short_name=_texts(like.short_name, kind),
        guide=replace(
            guide,
            title=_texts(guide.title, kind),
            steps=tuple(_texts(step, kind) for step in guide.steps),
            papers=tuple(Paper(_texts(paper.name, kind), _texts(paper.note, kind)) for paper in guide.papers),
            notice=_texts(guide.notice, kind),
            legal_basis=_texts(guide.legal_basis, kind),
            deadline=_texts(guide.deadline, kind),
            fee=_texts(guide.fee, kind),
        ),
        numbers=RANGES[kind.numbers],
        offline=NumberRange(9901, 9999),
    )


def _name(texts: Texts, kind: Kind, end: str = "") -> Texts:
    """A long one as long as a hall may have, with this end."""
    if kind.names != "long":
        return _texts(texts, kind)
    longest = {tag: HAN if tag == "zh-TW" else LATIN for tag in kind.languages}
    return tuple((tag, said[: len(said) - len(end)] + end) for tag, said in longest.items())


def _texts(texts: Texts, kind: Kind) -> Texts:
    """In the hall's languages; the one that no one speaks is made from English."""
    said = dict(texts)
    if not said:
        return ()
    if TAG in kind.languages:
        said[TAG] = lengthened(said.get("en", next(iter(said.values()))))
    return tuple((tag, said[tag]) for tag in kind.languages if tag in said)
