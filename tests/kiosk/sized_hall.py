"""Halls of any size as a kiosk meets them: numbers, prefixes and names as long as halls have them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Literal

import msgspec

from kiosk.hall_facts import HallFacts
from tests.kiosk.sample_hall import sample_hall
from tests.long_language import TAG, lengthened
from wire.messages.hall import GuideView, HallView, PaperView, ServiceView, Texts, VisitorClassView
from wire.messages.tickets import ServiceState, WaitView
from wire.messages.waits import NewWait, Waits

LANGUAGES = ("zh-TW", "en", TAG)
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
HAN = "辦理中高齡者及高齡者就業促進計畫與身心障礙者職務再設計補助以及新住民獨力負擔家計者諮詢服"
LATIN = (
    "Counseling on employment promotion for middle-aged and elderly persons, persons with disabilities, "
    "indigenous peoples and sole breadwinner"
)
LONGEST: Texts = {"zh-TW": f"一{HAN}"[:45], "en": f"{LATIN}s"[:140].ljust(140, "s"), TAG: lengthened(LATIN)[:140]}

WAITS = {
    "ordinary": WaitView(says="range", low=105, high=130),
    "priority": WaitView(says="range", low=55, high=80),
}
"""As wide as they are said on any day."""

Numbers = Literal["letter", "two", "none"]
Names = Literal["usual", "longest"]


@dataclass(frozen=True)
class SizedHall:
    services: int
    numbers: Numbers = "letter"
    """A899, AB1999, or 1999 without a prefix."""
    names: Names = "usual"
    papers: int | None = None
    """To bring for each service; None: as in the sample."""
    classes: int = 1
    """Of visitors: two with as many words as in the sample, or up to six with a few."""

    @property
    def number(self) -> str:
        """The last number of the first service."""
        return {"letter": "A899", "two": "AB1999", "none": "1999"}[self.numbers]

    @property
    def facts(self) -> HallFacts:
        """All open; many wait for most."""
        hall = sample_hall()
        services = tuple(self._service(place, hall.services[place % 8]) for place in range(self.services))
        name = LONGEST if self.names == "longest" else hall.name
        states = {
            one.service_id: ServiceState(
                service_id=one.service_id, waiting=(place * 37) % 140, open=place % 7 != 6, opens_at=None
            )
            for place, one in enumerate(services)
        }
        waits = tuple(
            NewWait(service_id=one.service_id, visitor_class=visitor_class, wait=wait)
            for one in services
            for visitor_class, wait in WAITS.items()
        )
        return HallFacts(
            msgspec.structs.replace(
                hall,
                name=_spoken(name),
                languages=LANGUAGES,
                kiosk_languages=(),
                services=services,
                visitor_classes=self._classes(hall),
            ),
            states,
            waits=Waits(seq=1, at=0, good_ms=60_000, issued_now=waits),
            waits_until=10**9,
        )

    def _classes(self, hall: HallView) -> tuple[VisitorClassView, ...]:
        first = hall.visitor_classes[0]
        few: list[Texts] = [{"zh-TW": "65 歲以上", "en": "65 or over"}, {"zh-TW": "行動不便", "en": "Hard to walk"}]
        names: list[Texts] = [{"zh-TW": "高齡者", "en": "Elderly"}, {"zh-TW": "身心障礙者", "en": "Disability"}]
        return tuple(
            VisitorClassView(
                class_id=first.class_id if place == 0 else f"class-{place}",
                name=_spoken(first.name if self.classes <= 2 else names[place % 2]),
                who=_spoken(first.who if self.classes <= 2 else few[place % 2]),
                priority=place % 2 == 0,
            )
            for place in range(self.classes)
        )

    def _service(self, place: int, sample: ServiceView) -> ServiceView:
        prefixes = {
            "letter": [*LETTERS, *(f"X{one}" for one in LETTERS)],
            "two": [a + b for a, b in product("ABW", LETTERS)][1:],
            "none": [""] * 45,
        }
        name = sample.name if place < 8 else {tag: f"{text} {place + 1}" for tag, text in sample.name.items()}
        return msgspec.structs.replace(
            sample,
            service_id=f"s{place + 1}",
            prefix=prefixes[self.numbers][place],
            name=_spoken(LONGEST if self.names == "longest" else name),
            guide=self._guide(sample.guide),
            last_number=self.number,
            classes=tuple(one.class_id for one in self._classes(sample_hall())),
            only_for=(),
            announced=_spoken({"zh-TW": "快速櫃檯・限15 至 29 歲", "en": "Express counter"})
            if self.classes == 2
            else {},
        )

    def _guide(self, guide: GuideView) -> GuideView:
        papers = guide.papers if self.papers is None else (guide.papers * self.papers)[: self.papers]
        longest = self.names == "longest"
        return msgspec.structs.replace(
            guide,
            papers=tuple(
                PaperView(name=_spoken(LONGEST if longest else one.name), note=_spoken(one.note)) for one in papers
            ),
            notice=_spoken(guide.notice),
            fee=_spoken(guide.fee),
        )


def _spoken(texts: Texts) -> Texts:
    """The same in the third language too."""
    return {TAG: lengthened(texts["en"]), **texts} if texts else texts
