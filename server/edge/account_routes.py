"""Accounts of others: an administrator makes and changes them, a supervisor ends a lockout."""

from __future__ import annotations

from collections.abc import Sequence

from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from server.edge.api_words import AccountAdded, AccountTold, AddAccount, CodeMade, Done, OneAccount, SetRole
from server.edge.door import Ask, caller, needs
from server.edge.ports import Gatekeeper
from server.edge.refusals import granted, refuses
from server.identity.answers import Account


def account_routes(gatekeeper: Gatekeeper) -> Sequence[HTTPRouteHandler]:
    administers, unlocks = [needs("accounts")], [needs("unlock")]

    @get("/api/accounts", guards=unlocks, summary="Everybody's accounts")
    async def accounts() -> tuple[AccountTold, ...]:
        return tuple(map(_told, await gatekeeper.accounts()))

    @post(
        "/api/accounts",
        status_code=200,
        guards=administers,
        summary="Add an account",
        responses=refuses("taken", "unfit_login", "unfit_name"),
    )
    async def add(request: Ask, data: JSONBody[AddAccount]) -> AccountAdded:
        added = granted(await gatekeeper.add_account(_by(request), data.login, data.name, data.role))
        return AccountAdded(_told(added.account), added.code)

    @post(
        "/api/accounts/role",
        status_code=200,
        guards=administers,
        summary="Give an account another role",
        responses=refuses("unknown", "last_administrator"),
    )
    async def role(request: Ask, data: JSONBody[SetRole]) -> Done:
        granted(await gatekeeper.set_role(_by(request), data.account_id, data.role))
        return Done()

    @post(
        "/api/accounts/disable",
        status_code=200,
        guards=administers,
        summary="Nobody signs in with it any more",
        responses=refuses("unknown", "last_administrator"),
    )
    async def disable(request: Ask, data: JSONBody[OneAccount]) -> Done:
        granted(await gatekeeper.disable(_by(request), data.account_id))
        return Done()

    @post(
        "/api/accounts/enable",
        status_code=200,
        guards=administers,
        summary="A disabled account is open again",
        responses=refuses("unknown"),
    )
    async def enable(request: Ask, data: JSONBody[OneAccount]) -> Done:
        granted(await gatekeeper.enable(_by(request), data.account_id))
        return Done()

    @post(
        "/api/accounts/reset",
        status_code=200,
        guards=administers,
        summary="A one-time code for a new password",
        responses=refuses("unknown"),
    )
    async def reset(request: Ask, data: JSONBody[OneAccount]) -> CodeMade:
        return CodeMade(granted(await gatekeeper.reset_code(_by(request), data.account_id)))

    @post(
        "/api/accounts/unlock", status_code=200, guards=unlocks, summary="End a lockout", responses=refuses("unknown")
    )
    async def unlock(request: Ask, data: JSONBody[OneAccount]) -> Done:
        granted(await gatekeeper.unlock(_by(request), data.account_id))
        return Done()

    @post(
        "/api/accounts/erase",
        status_code=200,
        guards=administers,
        summary="Nobody knows any more who that was; the logs keep the id",
        responses=refuses("unknown", "last_administrator"),
    )
    async def erase(request: Ask, data: JSONBody[OneAccount]) -> Done:
        granted(await gatekeeper.erase(_by(request), data.account_id))
        return Done()

    return accounts, add, role, disable, enable, reset, unlock, erase


def _by(request: Ask) -> str:
    return caller(request).principal.actor


def _told(one: Account) -> AccountTold:
    return AccountTold(
        account_id=one.account_id,
        login=one.login,
        name=one.name,
        role=one.role,
        disabled=one.disabled,
        locked=one.locked,
        must_change=one.must_change,
        totp=one.totp,
        pin=one.pin,
        created_at=one.created_at,
        last_sign_in=one.last_sign_in,
    )
