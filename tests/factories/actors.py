"""Accounts for tests that go over HTTP: people sign in through the sign-in page with a password the tests know."""

from flask import Flask
from flask.testing import FlaskClient

from app.accounts.services import create_account, create_technical_account, give_role
from app.kernel.actor import system_actor
from app.kernel.roles import Role
from app.organisation.models import Employee
from tests.factories.city import City, make_city
from tests.factories.organisation import make_employee, make_opd

PASSWORD = "Rahasia-untuk-tes-2026"


def open_accounts(city: City) -> dict[str, str]:
    """Accounts for everyone of the city with the roles of their actors; returns the user name to sign in with, by the city's names."""
    names: dict[str, str] = {}
    for name in city.ids:
        person = city.person(name)
        user, _password = create_account(system_actor(), person, PASSWORD)
        names[name] = person.nip
        for assignment in city.actors[name].assignments:
            if assignment.role in (Role.OPD_ADMIN, Role.BKPSDM_ADMIN):
                give_role(system_actor(), user.id, assignment.role, assignment.unit_id)
    for name in ("auditor", "superuser"):
        user, _password = create_technical_account(system_actor(), f"{name}.tes", name.title(), PASSWORD)
        give_role(system_actor(), user.id, Role(name))
        names[name] = user.username
    return names


def sign_in(client: FlaskClient, username: str) -> FlaskClient:
    """Sign `username` in, the way people do."""
    answer = client.post("/login/", data={"username": username, "password": PASSWORD})
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return client


def sign_in_as(app: Flask, role: Role | None) -> FlaskClient:
    """A browser of somebody who holds `role` and nothing beyond it (None: a stranger)."""
    client = app.test_client()
    if role is None:
        return client
    with app.app_context():
        username = _holder(role)
    return sign_in(client, username)


def signed_in_city(app: Flask) -> tuple[City, dict[str, FlaskClient]]:
    """The city with a signed-in browser for everyone, by name."""
    with app.app_context():
        city = make_city()
        names = open_accounts(city)
    return city, {name: sign_in(app.test_client(), username) for name, username in names.items()}


def _holder(role: Role) -> str:
    if role in (Role.EMPLOYEE, Role.SUPERVISOR):
        person: Employee = make_employee()
        if role is Role.SUPERVISOR:
            make_employee(person.unit, supervisor=person)
        create_account(system_actor(), person, PASSWORD)
        return person.nip
    user, _password = create_technical_account(system_actor(), f"{role.value.replace('_', '.')}", role.value, PASSWORD)
    give_role(system_actor(), user.id, role, make_opd().id if role is Role.OPD_ADMIN else None)
    return user.username
