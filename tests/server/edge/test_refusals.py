"""Every no of a JSON route has a status, and words that people read."""

from __future__ import annotations

from typing import get_args

import pytest

from server.edge.refusals import CODE_OF_STATUS, STATUS_OF_CODE, STATUS_OF_DENIAL, RouteRefused, granted
from server.identity.answers import Denial, DenialCode
from server.web.pages import catalog, staff_catalog


def test_every_denial_has_a_status() -> None:
    assert set(STATUS_OF_DENIAL) == set(get_args(DenialCode))
    assert all(400 <= status < 500 or status == 503 for status in STATUS_OF_CODE.values())


@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_every_code_has_words(language: str) -> None:
    texts = {*catalog().all(language), *staff_catalog().all(language)}
    told = {*STATUS_OF_CODE, *CODE_OF_STATUS.values(), "not_signed_in", "fault"} - {"wrong_method", "no_socket"}
    assert {code for code in told if f"no_{code}" not in texts} == set()


def test_what_may_go_well_later_says_when() -> None:
    for denial in (Denial("busy"), Denial("locked", retry_after_s=900)):
        with pytest.raises(RouteRefused) as refused:
            granted(denial)
        assert refused.value.said.retry_after_s == int(refused.value.headers["retry-after"])  # type: ignore[index]
    assert granted(7) == 7


@pytest.mark.parametrize(
    ("denial", "status", "code"),
    [
        (Denial("not_allowed"), 403, "not_allowed"),
        (Denial("not_now"), 409, "already_done"),
        (Denial("not_now", reason="last_administrator"), 409, "last_administrator"),
        (Denial("not_allowed", reason="name"), 422, "unfit_name"),
        (Denial("weak_password", reason="common"), 422, "weak_password"),
    ],
)
def test_a_reason_with_words_of_its_own_is_the_code(denial: Denial, status: int, code: str) -> None:
    with pytest.raises(RouteRefused) as refused:
        granted(denial)
    assert (refused.value.status_code, refused.value.said.code, refused.value.said.detail) == (
        status,
        code,
        denial.reason,
    )
