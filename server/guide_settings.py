"""A service guide as its file tells it: its table in, a `Guide` out, each text there in each of its languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

import msgspec

from program.config_file import Faults, decode_table
from server.domain.config import FormSample, Guide, Paper, Question, Texts
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
    at = f"{key}." if key else ""
    faults = Faults()
    spoken = checks.speaking(f"{at}languages", table.languages) if table.languages else checks
    whole = faults.of(table, _filled, checks, key, table, numbers)
    for part in table.certainty:
        faults.of(None, _known_part, checks, f"{at}certainty", part)

    def texts(place: str, said: TextTable) -> Texts:
        return faults.of((), spoken.texts, f"{at}{place}", said)

    def perhaps(place: str, said: TextTable) -> Texts:
        return faults.of((), spoken.texts, f"{at}{place}", said, optional=True)

    checked_on = faults.of("", _day, checks, f"{at}checked_on", table.checked_on)
    found = Guide(
        title=perhaps("title", whole.title),
        steps=tuple(texts(f"steps[{index}]", step) for index, step in enumerate(whole.steps)),
        papers=tuple(
            Paper(name=texts(f"papers[{index}].name", paper.name), note=perhaps(f"papers[{index}].note", paper.note))
            for index, paper in enumerate(whole.papers or ())
        ),
        notice=perhaps("notice", whole.notice),
        legal_basis=perhaps("legal_basis", whole.legal_basis),
        fee=perhaps("fee", whole.fee),
        minutes=whole.minutes,
        deadline=perhaps("deadline", whole.deadline),
        contact=perhaps("contact", whole.contact),
        progress=perhaps("progress", whole.progress),
        interpreter=perhaps("interpreter", whole.interpreter),
        form_samples=tuple(
            FormSample(
                name=texts(f"form_samples[{index}].name", one.name),
                where=perhaps(f"form_samples[{index}].where", one.where),
            )
            for index, one in enumerate(whole.form_samples)
        ),
        faq=tuple(
            Question(
                question=texts(f"faq[{index}].question", one.question),
                answer=texts(f"faq[{index}].answer", one.answer),
            )
            for index, one in enumerate(whole.faq)
        ),
        checked_on=checked_on,
        certainty=tuple(whole.certainty.items()),
        sample=whole.sample,
        languages=spoken.languages if spoken.languages != spoken.own else (),
        no_papers=whole.papers == [],
    )
    faults.settle()
    return found


def _filled(checks: Checks, key: str, table: GuideTable, numbers: Mapping[str, int]) -> GuideTable:
    return decode_table(checks.path, key, filled(checks, key, msgspec.to_builtins(table), numbers), GuideTable)


def _known_part(checks: Checks, key: str, part: str) -> None:
    if part not in PARTS:
        checks.refuse(key, f"`{part}` is no part of a guide; allowed are {', '.join(PARTS)}")


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
