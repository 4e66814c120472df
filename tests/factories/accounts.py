"""People who can sign in: an account for an employee or without one, roles given by the system, a client that is signed in.

>>> browser = signed_in(app.test_client(), make_account(make_employee(), (Role.OPD_ADMIN, opd.id)))
"""

from itertools import count

from flask.testing import FlaskClient

from app.accounts import services
from app.kernel.actor import system_actor
from app.kernel.roles import Role
from app.organisation.models import Employee

PASSWORD = "laut biru tenang"
_numbers = count(1)


def make_account(employee: Employee | None = None, *roles: Role | tuple[Role, int]) -> str:
    """Open an account with PASSWORD, not to be changed; returns the name to sign in with (the NIP, or a technical user name). A pair is a role with its unit."""
    if employee is None:
        name = f"akun{next(_numbers)}"
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
