"""Every text that a hall brings itself, with the key of the config file under which somebody wrote it, or may write
another. Pure.

A `HallView` keeps no keys; it keeps the order, and the order is the file's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wire.messages.hall import GuideView, HallView, Texts


class HallText(NamedTuple):
    key: str
    """As faults of the file name it, places from 0: "service[3].guide.steps[0]"."""
    texts: Texts
    """By language; under "" what is the same in each, a counter's label."""

    @property
    def kind(self) -> str:
        """The key without places: "service.guide.steps"."""
        return re.sub(r"\[[0-9]+\]", "", self.key)


def hall_texts(hall: HallView) -> Iterator[HallText]:
    """Each in the file's order; one that the hall leaves out is not among them. Of guides that speak more
    languages than the hall and its kiosks, in those."""
    return (text for text in _all(hall) if text.texts)


def _all(hall: HallView) -> Iterator[HallText]:
    yield HallText("hall.name", hall.name)
    yield HallText("hall.office", hall.office)
    yield HallText("hall.counter_noun", hall.counter_noun)
    yield HallText("hall.missed_rule", hall.missed_rule)
    spoken = {*hall.languages, *hall.kiosk_languages}
    for place, service in enumerate(hall.services):
        yield HallText(f"service[{place}].name", service.name)
        yield HallText(f"service[{place}].short_name", service.short_name)
        for text in _guide(f"service[{place}].guide", service.guide):
            yield HallText(text.key, {tag: said for tag, said in text.texts.items() if tag in spoken})
    for place, counter in enumerate(hall.counters):
        yield HallText(f"counter[{place}].label", {"": counter.label})
    for place, one in enumerate(hall.visitor_classes):
        yield HallText(f"visitor_class[{place}].name", one.name)
        yield HallText(f"visitor_class[{place}].who", one.who)
    for place, notice in enumerate(hall.notices):
        yield HallText(f"notice[{place}].text", notice.text)


def _guide(key: str, guide: GuideView) -> Iterator[HallText]:
    yield HallText(f"{key}.title", guide.title)
    for place, step in enumerate(guide.steps):
        yield HallText(f"{key}.steps[{place}]", step)
    for place, paper in enumerate(guide.papers):
        yield HallText(f"{key}.papers[{place}].name", paper.name)
        yield HallText(f"{key}.papers[{place}].note", paper.note)
    yield HallText(f"{key}.notice", guide.notice)
    yield HallText(f"{key}.legal_basis", guide.legal_basis)
    yield HallText(f"{key}.fee", guide.fee)
    yield HallText(f"{key}.deadline", guide.deadline)
    yield HallText(f"{key}.contact", guide.contact)
    yield HallText(f"{key}.progress", guide.progress)
    yield HallText(f"{key}.interpreter", guide.interpreter)
    for place, form in enumerate(guide.form_samples):
        yield HallText(f"{key}.form_samples[{place}].name", form.name)
        yield HallText(f"{key}.form_samples[{place}].where", form.where)
    for place, one in enumerate(guide.faq):
        yield HallText(f"{key}.faq[{place}].question", one.question)
        yield HallText(f"{key}.faq[{place}].answer", one.answer)
