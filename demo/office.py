"""The administrator's office: the first account, everybody else's, and a code for each device, by the ways that a hall
has for them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pyotp

from demo.person import Person, new_password

DeviceKind = Literal["kiosk", "display", "counter", "devices"]
StaffRole = Literal["volunteer", "clerk", "supervisor", "administrator"]


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody's own: what they sign in with."""

    login: str
    name: str
    password: str


@dataclass(frozen=True, slots=True)
class Clerkship:
    """A clerk and the PC where they are signed in."""

    account: Account
    person: Person


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What is given to a program that shall belong to the hall."""

    code: str
    fingerprint: str
    """Of the server's authority, as the program will show it too."""


class Office:
    """Raises DemoFault when the server refuses what it is asked."""

    def __init__(self, administrator: Person) -> None:
        """`administrator`: the PC where the administrator is signed in, or will be."""
        self.administrator = administrator

    async def open(self, first_code: str, account: Account) -> None:
        """Makes the hall's first account with the code that the server showed, and signs it in."""
        await self.administrator.post(
            "/api/first", code=first_code, login=account.login, name=account.name, password=account.password
        )
        if (await self.administrator.get("/api/me"))["totp"] == "needed":
            begun = await self.administrator.post("/api/totp/begin")
            await self.administrator.post("/api/totp/confirm", code=second_factor(begun["secret"]))

    async def hire(self, login: str, name: str, role: StaffRole) -> Account:
        """An account for somebody, who then chooses a password with the one-time code."""
        made = await self.administrator.post("/api/accounts", login=login, name=name, role=role)
        account = Account(login, name, new_password())
        own_pc = Person(self.administrator.url, self.administrator.authority)
        await own_pc.post("/api/password/reset", login=login, code=made["code"], new=account.password)
        return account

    async def sign_in(self, account: Account) -> Person:
        """They sit down at a PC of their own."""
        person = Person(self.administrator.url, self.administrator.authority)
        await person.sign_in(account.login, account.password)
        return person

    async def staff(self, people: Mapping[str, str]) -> dict[str, Clerkship]:
        """Clerks who are signed in, by login; `people` are logins and names."""
        accounts = await asyncio.gather(*(self.hire(login, name, "clerk") for login, name in people.items()))
        persons = await asyncio.gather(*map(self.sign_in, accounts))
        return {one.login: Clerkship(one, person) for one, person in zip(accounts, persons, strict=True)}

    async def add_device(self, kind: DeviceKind, name: str) -> DeviceCode:
        told = await self.administrator.post("/api/devices/code", kind=kind, name=name)
        return DeviceCode(told["code"], told["fingerprint"])

    async def revoke(self, name: str) -> None:
        """The device of this name is the hall's no more."""
        for device in await self.administrator.get("/api/devices"):
            if device["name"] == name:
                await self.administrator.post("/api/devices/revoke", device_id=device["device_id"])


def second_factor(secret: str) -> str:
    """What an authenticator shows for the secret now: codes go by the computers' time, also in a rehearsal."""
    return pyotp.TOTP(secret).now()
