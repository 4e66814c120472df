"""The demo accounts that the sign-in page shows: only in demo mode, only those that exist and still have the password shown."""

from dataclasses import dataclass

from flask_appbuilder.security.sqla.models import User
from flask_babel.speaklater import LazyString
from sqlalchemy import select

from app.accounts.models import Account
from app.demo.build import PASSWORD, SUPERUSER, SUPERUSER_NAME
from app.demo.generator import cast_of
from app.kernel.db import session
from app.kernel.roles import Role
from app.organisation.rules import full_name

PARTS = {
    "employee": Role.EMPLOYEE,
    "supervisor": Role.SUPERVISOR,
    "opd_admin": Role.OPD_ADMIN,
    "bkpsdm_admin": Role.BKPSDM_ADMIN,
    "auditor": Role.AUDITOR,
}


@dataclass(frozen=True)
class DemoAccount:
    """What a visitor types to sign in as somebody."""

    role: LazyString
    name: str
    username: str
    password: str = PASSWORD


def demo_accounts() -> list[DemoAccount]:
    """The accounts to offer; empty before `flask demo` has run."""
    people = [DemoAccount(PARTS[part].label, full_name(who.front_title, who.name, who.back_title), who.nip) for part, who in cast_of()]
    offered = [*people, DemoAccount(Role.SUPERUSER.label, SUPERUSER_NAME, SUPERUSER)]
    unchanged = (
        select(User.username)
        .join(Account, Account.id == User.id)
        .where(User.username.in_([account.username for account in offered]), User.active.is_(True), Account.password_changed_at.is_(None))
    )
    present = set(session().scalars(unchanged))
    return [account for account in offered if account.username in present]
