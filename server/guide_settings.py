"""A service guide as its file tells it: its table in, a `Guide` out, each text there in each of its languages."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

import msgspec

from server.domain.config import FormSample, Guide, Paper, Question
from server.guide_numbers import NumbersTable, filled
from server.setting_checks import Checks

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=2_000)]
TextTable = dict[str, Text]
Minutes = Annotated[int, msgspec.Meta(ge=1, le=480)]
Certainty = Literal["law", "published", "plan", "memory", "assumed"]
"""How sure a part of a guide is: read in the law's own text; on a public page; in a plan of the hall; remembered by
somebody; assumed by whoever wrote it."""
PARTS = (
    "steps",
    "papers",
    "notice",
    "legal_basis",
    "fee",
    "minutes",
    "deadline",
    "contact",
    "progress",
    "interpreter",
    "form_samples",
    "faq",
)
"""Of which a guide may say how sure they are."""


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class PaperTable(_Table, frozen=True):
    name: TextTable
    note: TextTable = {}


class FormSampleTable(_Table, frozen=True):
    name: TextTable
    where: TextTable = {}


class QuestionTable(_Table, frozen=True):
    question: TextTable
    answer: TextTable


class GuideTable(_Table, frozen=True):
    title: TextTable = {}
    steps: list[TextTable] = []
    papers: list[PaperTable] | None = None
    """`papers = []` says that none are needed; left out: nothing is said of them."""
    notice: TextTable = {}
    legal_basis: TextTable = {}
    fee: TextTable = {}
    minutes: Minutes | None = None
    deadline: TextTable = {}
    contact: TextTable = {}
    progress: TextTable = {}
    interpreter: TextTable = {}
    form_samples: list[FormSampleTable] = []
    faq: list[QuestionTable] = []
    checked_on: str = ""
    certainty: dict[str, Certainty] = {}
    sample: bool = False
    languages: list[str] = []
    """Those in which each of its texts is; the hall's among them. Left out: the hall's."""
    numbers: NumbersTable = {}
    """Said in its texts by name, as `server.guide_numbers` explains."""


def guide(checks: Checks, key: str, table: GuideTable) -> Guide:
    """`key` is where the guide stands, "service[3].guide"; "" for a file of its own. Raises ConfigError."""
    numbers = {**checks.numbers, **table.numbers}
    table = msgspec.convert(filled(checks, key, msgspec.to_builtins(table), numbers), GuideTable)
    at = f"{key}." if key else ""
    spoken = checks.speaking(f"{at}languages", table.languages) if table.languages else checks
    for part in table.certainty:
        if part not in PARTS:
            checks.refuse(f"{at}certainty", f"`{part}` is no part of a guide; allowed are {', '.join(PARTS)}")
    return Guide(
        title=spoken.texts(f"{at}title", table.title, optional=True),
        steps=tuple(spoken.texts(f"{at}steps[{index}]", step) for index, step in enumerate(table.steps)),
        papers=tuple(
            Paper(
                name=spoken.texts(f"{at}papers[{index}].name", paper.name),
                note=spoken.texts(f"{at}papers[{index}].note", paper.note, optional=True),
            )
            for index, paper in enumerate(table.papers or ())
        ),
        notice=spoken.texts(f"{at}notice", table.notice, optional=True),
        legal_basis=spoken.texts(f"{at}legal_basis", table.legal_basis, optional=True),
        fee=spoken.texts(f"{at}fee", table.fee, optional=True),
        minutes=table.minutes,
        deadline=spoken.texts(f"{at}deadline", table.deadline, optional=True),
        contact=spoken.texts(f"{at}contact", table.contact, optional=True),
        progress=spoken.texts(f"{at}progress", table.progress, optional=True),
        interpreter=spoken.texts(f"{at}interpreter", table.interpreter, optional=True),
        form_samples=tuple(
            FormSample(
                name=spoken.texts(f"{at}form_samples[{index}].name", one.name),
                where=spoken.texts(f"{at}form_samples[{index}].where", one.where, optional=True),
            )
            for index, one in enumerate(table.form_samples)
        ),
        faq=tuple(
            Question(
                question=spoken.texts(f"{at}faq[{index}].question", one.question),
                answer=spoken.texts(f"{at}faq[{index}].answer", one.answer),
            )
            for index, one in enumerate(table.faq)
        ),
        checked_on=_day(checks, f"{at}checked_on", table.checked_on),
        certainty=tuple(table.certainty.items()),
        sample=table.sample,
        languages=spoken.languages if spoken.languages != spoken.own else (),
        no_papers=table.papers == [],
    )


def _day(checks: Checks, key: str, text: str) -> str:
    if text and not _is_day(text):
        checks.refuse(key, f'`{text}` must be a date like "2024-10-11"')
    return text


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is not None
