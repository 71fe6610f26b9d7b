"""Why a route says no: one shape for all, with a code that pages have words for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn, TypeVar

import msgspec
from litestar import Response
from litestar.exceptions import HTTPException
from litestar.openapi import ResponseSpec

from server.identity.answers import Denial, DenialCode

T = TypeVar("T")

STATUS_OF_DENIAL: Mapping[DenialCode, int] = {
    "wrong_credentials": 401,
    "totp_needed": 401,
    "not_allowed": 403,
    "unknown": 404,
    "taken": 409,
    "not_now": 409,
    "wrong_code": 422,
    "wrong_kind": 422,
    "expired_code": 422,
    "weak_password": 422,
    "locked": 429,
    "busy": 503,
}
_REASONS: Mapping[tuple[DenialCode, str], tuple[int, str]] = {
    ("not_allowed", "login"): (422, "unfit_login"),
    ("not_allowed", "name"): (422, "unfit_name"),
    ("not_allowed", "full_sign_in"): (403, "full_sign_in"),
    ("not_allowed", "not_a_counter"): (403, "not_a_counter"),
    ("not_now", ""): (409, "already_done"),
    ("not_now", "last_administrator"): (409, "last_administrator"),
    ("not_now", "too_soon"): (409, "too_soon"),
}
"""Denials whose reason people are told in words of its own."""
_OF_ROUTES: Mapping[str, int] = {"no_change": 422, "one_question": 503}
"""Codes of single routes."""
BUSY_RETRY_S = 2
STATUS_OF_CODE: Mapping[str, int] = {
    **{str(code): status for code, status in STATUS_OF_DENIAL.items()},
    **{code: status for status, code in _REASONS.values()},
    **_OF_ROUTES,
}
CODE_OF_STATUS = {
    400: "malformed",
    401: "not_signed_in",
    403: "not_allowed",
    404: "unknown",
    405: "wrong_method",
    408: "too_slow",
    413: "too_large",
    414: "too_large",
    415: "not_json",
    426: "no_socket",
    429: "too_many",
    431: "too_large",
    500: "fault",
    503: "unavailable",
}


class Refusal(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a refused request is answered. `detail` is for logs and tests, pages have words for `code`."""

    status: int
    code: str
    detail: str
    retry_after_s: int | None = None


class RouteRefused(HTTPException):
    def __init__(self, status: int, code: str, detail: str = "", retry_after_s: int | None = None) -> None:
        headers = {} if retry_after_s is None else {"retry-after": str(retry_after_s)}
        super().__init__(detail, status_code=status, headers=headers)
        self.said = Refusal(status, code, detail, retry_after_s)


def refuses(*codes: str) -> dict[int, ResponseSpec]:
    """For a route's description: the codes that it may answer, as they are told."""
    by_status: dict[int, list[str]] = {}
    for code in codes:
        by_status.setdefault(STATUS_OF_CODE[code], []).append(code)
    return {
        status: ResponseSpec(Refusal, generate_examples=False, description=", ".join(found))
        for status, found in by_status.items()
    }


def granted(answer: T | Denial) -> T:
    """The answer. Raises RouteRefused for a denial."""
    if isinstance(answer, Denial):
        _deny(answer)
    return answer


def _deny(denial: Denial) -> NoReturn:
    retry = BUSY_RETRY_S if denial.code == "busy" and denial.retry_after_s is None else denial.retry_after_s
    plain = (STATUS_OF_DENIAL[denial.code], denial.code)
    status, code = _REASONS.get((denial.code, denial.reason), plain)
    raise RouteRefused(status, code, denial.reason, retry)


def refused(_: object, fault: HTTPException) -> Response[Refusal]:
    """For Litestar."""
    status = fault.status_code
    said = (
        fault.said
        if isinstance(fault, RouteRefused)
        else Refusal(status, CODE_OF_STATUS.get(status, "refused"), fault.detail)
    )
    return Response(said, status_code=status, headers=fault.headers)
