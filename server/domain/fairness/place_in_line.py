"""Where somebody who waits stands: the reference, sooner by the head starts that the policy promises."""

from __future__ import annotations

from server.domain.fairness.claims import Claim, Desk
from server.domain.fairness.policy import Policy


def key(claim: Claim, desk: Desk, policy: Policy, open_counters: frozenset[str]) -> int:
    """The smallest is next at this counter."""
    behind = 0 if claim.service_id in desk.primary else policy.backup_ms
    if claim.officer_at:
        if claim.officer_at == desk.counter_id:
            behind -= policy.officer_ms
        elif claim.officer_at in open_counters:
            behind += policy.officer_ms
    return stand(claim, policy) + behind


def stand(claim: Claim, policy: Policy) -> int:
    """His key wherever he is drawn to no counter and held off from none."""
    return claim.reference - head_start(claim, policy)


def head_start(claim: Claim, policy: Policy) -> int:
    return max(
        policy.priority_ms if claim.priority else 0,
        policy.appointment_ms if claim.slot is not None else 0,
    )
