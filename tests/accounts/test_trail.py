"""What the audit trail keeps of accounts: every step, never a password, and names a reader understands."""

import pytest
from flask import Flask
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select

from app.accounts import services
from app.accounts.models import Account, RoleAssignment
from app.accounts.queries import load_actor
from app.audit.models import AuditEntry
from app.kernel.db import session
from app.kernel.roles import Role
from tests.accounts.test_services import SYSTEM, technical, told
from tests.factories.organisation import make_employee


@pytest.fixture(autouse=True)
def _context(ctx: Flask) -> None:
    """Every test stands on a fresh database with a context."""


def test_everything_that_happened_is_in_the_audit_trail_without_any_password() -> None:
    boss = load_actor(technical("bos", Role.SUPERUSER))
    employee = make_employee()
    user, first = services.create_account(boss, employee)
    given = services.give_role(boss, user.id, Role.AUDITOR)
    _account, second = services.reset_password(boss, user.id)
    person = services.sign_in(employee.nip, second)
    services.change_password(person.actor, second, "gunung tinggi sekali")
    services.sign_out(person.actor, person.session_id)
    services.end_role(boss, given.id)
    services.deactivate_account(boss, user.id)
    assert [key for key in told() if key.startswith(("account", "role"))][-8:] == [
        "account.create",
        "role.give",
        "account.password_reset",
        "account.sign_in",
        "account.password_change",
        "account.sign_out",
        "role.end",
        "account.deactivate",
    ]
    kept = " ".join(str(row.data) for row in session().scalars(select(AuditEntry)))
    stored = session().scalars(select(User.password)).all()
    assert all(secret not in kept for secret in (first, second, "gunung tinggi sekali", *stored))


def test_an_account_and_a_role_name_themselves_for_the_audit_trail() -> None:
    target = technical()
    services.give_role(SYSTEM, target, Role.AUDITOR)
    assert session().get(Account, target).summary == "Orang teknis"
    assert session().scalars(select(RoleAssignment)).one().summary == f"Orang teknis · {Role.AUDITOR.label}"
