"""`./jiaohao guides`: the service guides of a config file as text, and what they leave out, for whoever writes them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from program.config_file import ConfigError
from server.domain.config import Guide, HallConfig, Service, Texts
from server.guide_settings import PARTS
from server.settings import read_settings

EX_OK, EX_USAGE, EX_CONFIG = 0, 64, 78
_SURE = {
    "law": "read in the law",
    "published": "from a public page",
    "plan": "from a plan of the hall",
    "memory": "from memory, unconfirmed",
    "assumed": "assumed, to be confirmed",
}


def summary(hall: HallConfig) -> Iterator[str]:
    """A line for each service: in which languages its guide is, when it was checked, what it leaves out."""
    for service in hall.services:
        guide = service.guide
        languages = " ".join(guide.languages or hall.languages)
        said = [part for part in PARTS if _says(guide, part)]
        if not said and not guide.title:
            yield f"{service.service_id}: no guide"
            continue
        notes = [languages, *_standing(guide)]
        missing = [part for part in PARTS if part not in said]
        notes += [f"says nothing of {', '.join(missing)}"] if missing else []
        yield f"{service.service_id}: {'; '.join(notes)}"


def preview(service: Service, language: str) -> Iterator[str]:
    """The guide as a visitor of this language reads it, each part with how sure it is."""
    guide, sure = service.guide, dict(service.guide.certainty)

    def head(part: str) -> str:
        word = sure.get(part)
        return f"  {part}" + (f"  [{_SURE.get(word, word)}]" if word else "")

    yield f"{service.service_id}: {_in(guide.title or service.name, language)}"
    yield f"  {'; '.join(_standing(guide))}"
    for part, entries in (
        ("steps", [f"{place}. {_in(step, language)}" for place, step in enumerate(guide.steps, 1)]),
        ("papers", _papers(guide, language)),
        ("form_samples", [_with_note(_in(one.name, language), _in(one.where, language)) for one in guide.form_samples]),
        ("minutes", [] if guide.minutes is None else [str(guide.minutes)]),
        ("faq", [_with_note(_in(one.question, language), _in(one.answer, language)) for one in guide.faq]),
        *((part, [_in(getattr(guide, part), language)] if getattr(guide, part) else []) for part in _TEXTS),
    ):
        if entries:
            yield head(part)
            yield from (f"    {entry}" for entry in entries)


_TEXTS = ("notice", "deadline", "fee", "legal_basis", "contact", "progress", "interpreter")


def _standing(guide: Guide) -> list[str]:
    """How far it can be relied on."""
    compared = f"checked on {guide.checked_on}" if guide.checked_on else "never compared with the law"
    return [compared, *(["sample, to be confirmed"] if guide.sample else [])]


def _papers(guide: Guide, language: str) -> list[str]:
    if guide.no_papers:
        return ["none needed"]
    return [_with_note(_in(one.name, language), _in(one.note, language)) for one in guide.papers]


def _says(guide: Guide, part: str) -> bool:
    return getattr(guide, part) not in ((), None) or (part == "papers" and guide.no_papers)


def _in(texts: Texts, language: str) -> str:
    return dict(texts).get(language, "")


def _with_note(text: str, note: str) -> str:
    return f"{text}: {note}" if note else text


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="./jiaohao guides", description="Shows the service guides of a config file.")
    parser.add_argument("service", nargs="?", help="id of one service; left out: a line for each")
    parser.add_argument("--config", type=Path, default=Path("config.toml"), help="default: config.toml")
    parser.add_argument("--language", help="default: the hall's first")
    chosen = parser.parse_args(arguments)
    try:
        hall = read_settings(chosen.config).hall
    except ConfigError as fault:
        sys.stderr.write(f"{fault}\n")
        return EX_CONFIG
    if not chosen.service:
        sys.stdout.writelines(f"{line}\n" for line in summary(hall))
        return EX_OK
    service = hall.service(chosen.service)
    if service is None:
        known = ", ".join(one.service_id for one in hall.services)
        sys.stderr.write(f"{chosen.service} is no service; there are {known}\n")
        return EX_USAGE
    spoken = service.guide.languages or hall.languages
    language = chosen.language or hall.languages[0]
    if language not in spoken:
        sys.stderr.write(f"{chosen.service}: no texts in {language}; there are {', '.join(spoken)}\n")
        return EX_USAGE
    sys.stdout.writelines(f"{line}\n" for line in preview(service, language))
    return EX_OK


if __name__ == "__main__":
    sys.exit(main())
