"""How long everybody will wait: the hall as it is, replayed a hundred times with times that may be.

Deterministic. A ticket lasts in run 17 as long as it lasted in run 17 of every other estimate, whoever else waits: so
two halls that differ in one thing are compared by that alone, and what is shown does not flicker.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from statistics import fmean, median

from server.domain.fairness.claims import Claim
from server.domain.fairness.who_is_next import Waiting
from server.forecast.calibration import HIGH, LOW, Calibration, part
from server.forecast.forecast import Expected, Forecast, Unknown, Wait
from server.forecast.now import Here, Now, Seat
from server.forecast.past import SLOT_MS
from server.forecast.replay import Arrival, Post, lasting, replay
from server.forecast.service_times import UNKNOWN_MS, Learnt, Times, spread

RUNS = 100
FULL_CROWD = 80
"""When more wait than this, there are fewer runs: a replay takes more steps, and the mean of many needs no more."""
FEWEST_RUNS = 20
PATTERNS = 20
"""So many ways in which others may come; each is met by several runs."""
SEED = 0
AHEAD_MS = 3 * 3_600_000
"""Who may come later than this passes nobody who waits now."""
SHOW_UP = 0.92
"""So many keep their appointment."""
PUNCTUALITY_MS = (-6 * 60_000, 7 * 60_000)
"""When they come, from their time on: mean and deviation."""
GUESS = Times(spread(UNKNOWN_MS, 30))


def estimate(
    now: Now, learnt: Learnt, calibration: Calibration | None = None, *, runs: int | None = None, seed: int = SEED
) -> Forecast:
    """`calibration` None: as on the first day."""
    return _Estimate(now, learnt, calibration or Calibration(), runs, seed).done()


class _Estimate:
    def __init__(self, now: Now, learnt: Learnt, calibration: Calibration, runs: int | None, seed: int) -> None:
        self._now = now
        self._learnt = learnt
        self._calibration = calibration
        self._seed = seed
        crowd = max(len(now.claims), 1)
        self._runs = runs or (RUNS if crowd <= FULL_CROWD else max(FEWEST_RUNS, RUNS * FULL_CROWD // crowd))
        found = {one.service_id: learnt.times_of(one.service_id, one.minutes) for one in now.services}
        self._times = {service_id: times for service_id, times in found.items() if times is not None}
        self._closes_at = {one.service_id: one.closes_at for one in now.services}
        self._waits: dict[str, list[int]] = {}
        self._asked: dict[str, list[int]] = {}

    def done(self) -> Forecast:
        now = self._now
        self._replay()
        tickets = {one.ticket_id: self._expected(one, self._waits) for one in now.claims}
        return Forecast(
            at=now.at,
            seq=now.seq,
            issued_now={_asked_for(one): self._expected(one, self._asked) for one in now.newcomers},
            tickets=tickets | dict.fromkeys(now.by_hand, Unknown.NOT_LEARNT),
        )

    def _replay(self) -> None:
        now = self._now
        at = now.at
        follows, later = self._legs()
        takes = {one.ticket_id: self._takes(one) for one in (*now.claims, *later)}
        free_at = [self._free_at(seat) for seat in now.seats]
        asked, alike = self._questions()
        everybody = Waiting(now.claims, now.policy, now.open_counters)
        everybody.prepare(seat.desk for seat in now.seats)
        patterns = [self._arrivals(run) for run in range(min(PATTERNS, self._runs))]
        for run in range(self._runs):
            posts = [Post(seat.desk, free[run], seat.away) for seat, free in zip(now.seats, free_at, strict=True)]
            arrivals, come_last = patterns[run % len(patterns)]
            lasts = come_last | {ticket_id: each[run] for ticket_id, each in takes.items()}
            found = replay(
                at,
                posts,
                everybody.copy(),
                lasting(lasts),
                arrivals=arrivals,
                follows=follows,
                asked=asked,
                whole=False,
            )
            for one in now.claims:
                if (called := found.called.get(one.ticket_id)) is not None:
                    self._waits.setdefault(one.ticket_id, []).append(called - at)
            for ticket_id, called in found.asked.items():
                for each in alike[ticket_id]:
                    self._asked.setdefault(each, []).append(called - at)

    def _expected(self, claim: Claim, found: Mapping[str, list[int]]) -> Expected:
        waits = found.get(claim.ticket_id, ())
        said = any(seat.said and seat.desk.may_call(claim) for seat in self._now.seats)
        if 2 * len(waits) <= self._runs or not said:
            return Unknown.NO_COUNTER
        times = self._times.get(claim.service_id)
        if times is None:
            return Unknown.NOT_LEARNT
        ordered = sorted(waits)
        mean = fmean(ordered)
        point = median(ordered) if mean < times.mean else mean
        low, high = self._calibration.band(point, part(ordered, LOW), part(ordered, HIGH))
        closes_at = self._closes_at.get(claim.service_id)
        if closes_at is not None and self._now.at + high > closes_at:
            return Unknown.AFTER_CLOSING
        return Wait(round(point), low, high)

    def _questions(self) -> tuple[list[Claim], dict[str, list[str]]]:
        """Who is asked about, each once; and for whom of the newcomers the same holds."""
        first: dict[tuple[object, ...], Claim] = {}
        alike: dict[str, list[str]] = {}
        for one in self._now.newcomers:
            where = tuple(seat.desk.may_call(one) for seat in self._now.seats)
            same = first.setdefault((one.service_id, one.priority, one.slot, one.officer_at, where), one)
            alike.setdefault(same.ticket_id, []).append(one.ticket_id)
        return list(first.values()), alike

    def _legs(self) -> tuple[dict[str, Claim], list[Claim]]:
        """As what each goes on to wait; it keeps its place."""
        claims = {one.ticket_id: one for one in self._now.claims}
        follows: dict[str, Claim] = {}
        for ticket_id, services in self._now.follows:
            before = claims.get(ticket_id)
            for leg, service_id in enumerate(services):
                if before is None:
                    break
                key = f"{ticket_id}+{leg}"
                after = before._replace(ticket_id=key, service_id=service_id, officer_at="", only_at="")
                follows[before.ticket_id] = after
                before = after
        return follows, list(follows.values())

    def _takes(self, claim: Claim) -> list[int]:
        random = Random(f"{self._seed} {claim.ticket_id}")  # noqa: S311 - times that may be
        return self._lasts(claim.service_id, random, self._runs)

    def _lasts(self, service_id: str, random: Random, count: int) -> list[int]:
        times = self._times.get(service_id, GUESS)
        missed, costs = self._learnt.missed.get(service_id, (0.0, 0))
        turnaround = self._learnt.turnaround_ms
        return [(costs if random.random() < missed else times.at(random.random())) + turnaround for _ in range(count)]

    def _free_at(self, seat: Seat) -> list[int]:
        ready = max(self._now.at, seat.back_at)
        if not seat.here:
            return [ready] * self._runs
        each = [self._leaves(seat.desk.counter_id, one) for one in seat.here]
        return [max(ready, *leaving) for leaving in zip(*each, strict=True)]

    def _leaves(self, counter_id: str, here: Here) -> list[int]:
        """When who is there may be gone, and the next called: of all times that are longer than it has lasted."""
        random = Random(f"{self._seed} {counter_id} {here.called_at}")  # noqa: S311 - times that may be
        times = self._times.get(here.service_id, GUESS)
        missed, costs = self._learnt.missed.get(here.service_id, (0.0, 0))
        elapsed = max(0, self._now.at - here.called_at)
        if here.came or elapsed >= costs:
            missed = 0.0
        leaves = []
        for _ in range(self._runs):
            gone, how_long = random.random(), random.random()
            lasts = costs if gone < missed else times.at(how_long, elapsed)
            leaves.append(here.called_at + lasts + self._learnt.turnaround_ms)
        return leaves

    def _arrivals(self, run: int) -> tuple[list[Arrival], dict[str, int]]:
        """Who may come, and be called before some who wait now; and how long each lasts."""
        now, learnt = self._now, self._learnt
        arrivals: list[Arrival] = []
        lasts: dict[str, int] = {}
        random = Random(f"{self._seed} run {run}")  # noqa: S311 - times that may be
        for at, one in now.returning:
            arrivals.append(Arrival(at, one))
            lasts[one.ticket_id] = self._lasts(one.service_id, random, 1)[0]
        for one in now.booked:
            keeps = self._keeps(one._replace(issue_order=one.issue_order + 1 + len(arrivals)), random)
            if keeps is not None:
                arrivals.append(keeps)
                lasts[one.ticket_id] = self._lasts(one.service_id, random, 1)[0]
        if not learnt.days:
            return arrivals, lasts
        backups = any(seat.desk.backup for seat in now.seats)
        for one in now.newcomers:
            ahead = now.policy.priority_ms if one.priority else 0
            until = min(now.at + AHEAD_MS, now.at + ahead + (now.policy.backup_ms if backups else 0))
            for at in self._comes(one, until, random):
                key = f"+{len(arrivals)}"
                order = one.issue_order + 1 + len(arrivals)
                comes = one._replace(ticket_id=key, issued_at=at, reference=at, issue_order=order)
                arrivals.append(Arrival(at, comes))
                lasts[key] = self._lasts(one.service_id, random, 1)[0]
        return arrivals, lasts

    def _keeps(self, booked: Claim, random: Random) -> Arrival | None:
        """Who has an appointment, as he may come; None: he does not."""
        slot = booked.slot or booked.reference
        stays_away, apart = random.random() >= SHOW_UP, random.gauss(*PUNCTUALITY_MS)
        if stays_away:
            return None
        at = max(self._now.at, slot + round(apart))
        if at > slot + self._now.policy.grace_ms:
            return Arrival(at, booked._replace(issued_at=at, reference=at, slot=None))
        return Arrival(at, booked._replace(issued_at=at))

    def _comes(self, kind: Claim, until: int, random: Random) -> list[int]:
        """Instants before `until`, as often as so many came at this time of the day."""
        now, learnt = self._now, self._learnt
        found: list[int] = []
        start = now.at
        while start < until:
            slot = (start - now.midnight) // SLOT_MS
            end = min(until, now.midnight + (slot + 1) * SLOT_MS)
            mean = learnt.came.get((kind.service_id, kind.visitor_class, slot), 0) / learnt.days
            if mean:
                at = start + random.expovariate(mean / SLOT_MS)
                while at < end:
                    found.append(int(at))
                    at += random.expovariate(mean / SLOT_MS)
            start = end
        return found


def _asked_for(newcomer: Claim) -> tuple[str, str]:
    """Service and class of who would come now, as he is asked about. By which class counters choose him may be another,
    and none of the hall's."""
    return newcomer.service_id, newcomer.ticket_id.partition("/")[2] or newcomer.visitor_class
