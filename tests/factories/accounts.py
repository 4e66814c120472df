"""People who can sign in: an account for an employee or without one, roles given by the system, clients that are signed in.

>>> browser = signed_in(app.test_client(), make_account(make_employee(), (Role.OPD_ADMIN, opd.id)))
"""

from itertools import count

from flask import Flask
from flask.testing import FlaskClient

from app.accounts import services
from app.kernel.actor import system_actor
from app.kernel.roles import ASSIGNABLE, Role
from app.organisation.models import Employee
from tests.factories.city import City, make_city
from tests.factories.organisation import make_employee, make_opd

PASSWORD = "laut biru tenang"
_numbers = count(1)


def make_account(employee: Employee | None = None, *roles: Role | tuple[Role, int | None], name: str = "") -> str:
    """Open an account with PASSWORD, not to be changed; returns the name to sign in with (the NIP, or a technical user name). A pair is a role with its unit."""
    if employee is None:
        name = name or f"akun{next(_numbers)}"
        user, _password = services.create_technical_account(system_actor(), name, f"Orang {name}", PASSWORD)
    else:
        user, _password = services.create_account(system_actor(), employee, PASSWORD)
    user_id, username = user.id, user.username
    for given in roles:
        role, unit_id = given if isinstance(given, tuple) else (given, None)
        services.give_role(system_actor(), user_id, role, unit_id)
    return str(username)


def signed_in(client: FlaskClient, username: str, password: str = PASSWORD) -> FlaskClient:
    """The same client after signing in through the real form."""
    answer = client.post("/login/", data={"username": username, "password": password})
    assert answer.status_code == 302, "the sign-in was refused"
    return client


def signed_in_as(app: Flask, role: Role | None) -> FlaskClient:
    """A browser of somebody who holds `role` and nothing beyond it (None: a stranger)."""
    client = app.test_client()
    if role is None:
        return client
    with app.app_context():
        username = _holder(role)
    return signed_in(client, username)


def open_accounts(city: City) -> dict[str, str]:
    """Accounts for everyone of the city with the roles of their actors; returns the user name to sign in with, by the city's names."""
    names: dict[str, str] = {}
    for name in city.ids:
        given = [(each.role, each.unit_id) for each in city.actors[name].assignments if each.role in ASSIGNABLE]
        names[name] = make_account(city.person(name), *given)
    for role in (Role.AUDITOR, Role.SUPERUSER):
        names[role.value] = make_account(None, role, name=f"{role.value}.tes")
    return names


def open_city() -> tuple[City, dict[str, str]]:
    """The city with accounts for everyone."""
    city = make_city()
    return city, open_accounts(city)


class People(dict[str, FlaskClient]):
    """Everybody's browser by his name in the city, signed in when it is first needed."""

    def __init__(self, app: Flask, usernames: dict[str, str]) -> None:
        super().__init__()
        self.app = app
        self.usernames = usernames

    def __missing__(self, name: str) -> FlaskClient:
        self[name] = signed_in(self.app.test_client(), self.usernames[name])
        return self[name]


def signed_in_city(app: Flask) -> tuple[City, People]:
    """The same for a module that keeps one portal for all its tests; a test of its own takes the fixture `people`, which is built only once."""
    with app.app_context():
        city, usernames = open_city()
    return city, People(app, usernames)


def _holder(role: Role) -> str:
    if role is Role.EMPLOYEE:
        return make_account(make_employee())
    if role is Role.SUPERVISOR:
        leader = make_employee()
        make_employee(leader.unit, supervisor=leader)
        return make_account(leader)
    return make_account(None, (role, make_opd().id if role is Role.OPD_ADMIN else None))
