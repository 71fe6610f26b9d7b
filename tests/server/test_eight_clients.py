"""Eight clients at one author at once: what each is told is what the model says, in the order of the log."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from random import Random

import pytest
from sqlalchemy import Engine, select

from program.clock import ManualClock
from server.author import Author
from server.domain.commands import Declined
from server.domain.events import Fact
from server.storage.chain import EventRow
from server.storage.event_codec import fact_of
from server.storage.schema import event as event_table
from server.submissions import Answer as Answered
from server.submissions import Submission
from tests.server.conftest import Authors
from tests.server.eight_clients import CLIENTS, HALL, MOST_SPELLS, Heard, Newest, Picture, agree, hollow, turn
from tests.server.hall_driver import Answer, Order
from tests.server.hall_rules import FULL
from tests.server.sample_halls import NOON

pytestmark = pytest.mark.anyio

ORDERS = 400 if FULL else 25
"""Of each client, in each of three spells or more."""
SELDOM = ("ticket_held", "by_hand_set", "served_without_number")
DAY_MS = 86_400_000


async def asked(author: Author, key: str, order: Order) -> Answer:
    outcome = await author.ask(Submission(key, order, "person:1"))
    if isinstance(outcome, Declined):
        return Answer(code=outcome.code, ticket_id=outcome.ticket_id)
    assert isinstance(outcome, Answered), outcome
    return Answer(what=outcome.what, ticket_id=outcome.ticket_id, seq=outcome.seq)


def picture(author: Author) -> Picture:
    hall = author.hall
    assert hall.config is not None
    return Picture(
        [(one.ticket_id, one.state, one.counter_id) for one in hall.tickets()],
        {one.counter_id: hall.counter(one.counter_id).calls for one in hall.config.counters},
        [one.service_id for one in hall.config.services],
    )


async def client(author: Author, name: str, who: int, newest: Newest) -> list[Heard]:
    random, heard, seen = Random(name), [], picture(author)
    for number in range(ORDERS):
        if random.random() < 0.7:
            seen = picture(author)
        key, low, order = f"{name}-{number:04}", newest.seq, turn(random, seen, who, number)
        answer = await asked(author, key, order)
        heard.append(Heard(key, order, answer, low, newest.told(answer)))
    return heard


def facts_in(store: Engine) -> list[Fact]:
    with store.connect() as connection:
        rows = connection.execute(select(event_table).order_by(event_table.c.seq)).mappings()
        return [fact_of(EventRow(**{name: row[name] for name in EventRow._fields})) for row in rows]


async def spell(author: Author, name: str, newest: Newest) -> list[Heard]:
    each = await asyncio.gather(*(client(author, f"{name}-client-{one}", one, newest) for one in range(CLIENTS)))
    return [heard for mine in each for heard in mine]


@pytest.mark.timeout(0 if FULL else 300)
@pytest.mark.parametrize("seed", range(20 if FULL else 1))
async def test_what_eight_clients_are_told_is_one_story(authors: Authors, store: Engine, seed: int) -> None:
    """Through a reload, a restart and the next day."""
    clock, newest = ManualClock(NOON), Newest()
    async with authors(config=HALL, clock=clock) as author:
        heard = await spell(author, f"{seed}-first", newest)
        await author.configure(replace(HALL, recall_limit=0))
        newest.seq = author.hall.seq
        heard += await spell(author, f"{seed}-second", newest)
    clock.advance(DAY_MS)
    async with authors(config=HALL, clock=clock) as author:
        newest.seq = author.hall.seq
        heard += await spell(author, f"{seed}-third", newest)
        for more in range(3, MOST_SPELLS):
            if hollow(heard, *SELDOM):
                heard += await spell(author, f"{seed}-more-{more}", newest)
        hall = author.hall
    model = agree(HALL, facts_in(store), heard)
    assert {one.ticket_id: one.state for one in hall.tickets()} == {key: one.state for key, one in model.visits.items()}
    assert hollow(heard, *SELDOM) == set()


async def test_a_call_that_is_said_twice_is_noticed(authors: Authors, store: Engine) -> None:
    async with authors(config=HALL) as author:
        heard = await spell(author, "planted", Newest())
    agree(HALL, facts_in(store), heard)
    call = next(one for one in heard if one.answer.what == "ticket_called")
    other = next(one for one in heard if one.answer.code == "already_called")
    twice = replace(other, answer=call.answer)
    with pytest.raises(AssertionError):
        agree(HALL, facts_in(store), [twice if one is other else one for one in heard])
