"""Every row of the table of a ticket's life, altered in any of its columns or left out, is noticed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import get_args

import pytest

from server.domain.commands import CallNext, MoveTicket, Refusal
from server.domain.events import TicketMoved
from server.domain.life import LIFE, CounterUse, Life, Verb
from server.domain.tickets import TicketState
from tests.server.domain.life_laws import MAY_HAPPEN, noticed


def altered(verb: Verb) -> Iterator[tuple[str, Verb]]:
    """The row with one column changed, in every way there is."""
    for state in TicketState:
        yield f"states: {state}", replace(verb, states=verb.states ^ {state})
        yield f"leads_to: {state}", replace(verb, leads_to=state)
    for kind in get_args(TicketMoved):
        yield f"event: {kind.__name__}", replace(verb, event=kind)
    for counter in CounterUse:
        yield f"counter: {counter}", replace(verb, counter=counter)
    for command in (*get_args(MoveTicket), CallNext, None):
        yield f"command: {command and command.__name__}", replace(verb, command=command)
        if command is not CallNext:
            yield f"beyond: {command and command.__name__}", replace(verb, beyond=command)
    for refusal in Refusal:
        yield f"otherwise: {refusal}", replace(verb, otherwise=refusal)
    yield f"name: {verb.name}!", replace(verb, name=f"{verb.name}!")
    yield f"rings: {not verb.rings}", replace(verb, rings=not verb.rings)
    yield f"by_itself: {not verb.by_itself}", replace(verb, by_itself=not verb.by_itself)


def tables(verb: Verb) -> Iterator[tuple[str, Life]]:
    """Every other table in which only this row is different, or missing."""
    rows = {one.name: one for one in LIFE.verbs}
    for what, row in altered(verb):
        if row != verb:
            yield what, Life(*(rows | {verb.name: row}).values())
    yield "left out", Life(*(one for one in LIFE.verbs if one != verb))


def test_halls_live_by_the_table_as_it_is() -> None:
    assert noticed(LIFE) == ""
    assert set(get_args(TicketMoved)) == MAY_HAPPEN.keys()


def test_every_column_is_altered_in_every_row() -> None:
    """A column that comes to the table later is altered here too, or this says so."""
    columns = {field.name for field in fields(Verb)}
    for verb in LIFE.verbs:
        assert {what.partition(":")[0] for what, _ in tables(verb)} == {*columns, "left out"}, verb.name


@pytest.mark.parametrize("verb", LIFE.verbs, ids=lambda verb: verb.name)
def test_a_row_altered_or_left_out_is_noticed(verb: Verb) -> None:
    unnoticed = [what for what, life in tables(verb) if not noticed(life)]
    assert "; ".join(unnoticed) == ""
    assert len(list(tables(verb))) > 40
