"""Making and revoking tokens, below the views."""

import pytest
from flask import Flask

from app.accounts import services as accounts
from app.accounts.queries import SignedIn
from app.audit.models import AuditEntry
from app.integration.models import ApiToken
from app.integration.rules import MOST_TOKENS
from app.integration.services import add_token, revoke_token
from app.kernel.db import session
from app.kernel.errors import Invalid, Missing
from tests.factories.accounts import PASSWORD, make_account
from tests.factories.organisation import make_employee


@pytest.fixture
def person(ctx: Flask) -> SignedIn:
    found = accounts.sign_in(make_account(make_employee()), PASSWORD)
    assert isinstance(found, SignedIn)
    return found


def test_only_the_hash_is_kept_and_both_acts_are_audited(person: SignedIn) -> None:
    token = add_token(person, "Dasbor", ["proposals:read"], 90, PASSWORD)
    row = session().query(ApiToken).one()
    stored = repr({name: value for name, value in vars(row).items() if name[0] != "_"})
    assert token not in stored
    assert row.prefix in token
    revoke_token(person.actor, row.id)
    assert session().query(ApiToken).count() == 0
    found = [
        (each.event, each.data) for each in session().query(AuditEntry).order_by(AuditEntry.position) if each.event.startswith("api_token")
    ]
    assert [key for key, _data in found] == ["api_token.make", "api_token.revoke"]
    assert token not in repr(found)


@pytest.mark.parametrize(
    "wrong", [{"password": "salah sekali ini"}, {"scopes": []}, {"days": 366}, {"days": 0}, {"name": ""}, {"name": "x" * 81}]
)
def test_refusals_make_nothing(person: SignedIn, wrong: dict[str, object]) -> None:
    values = {"name": "Dasbor", "scopes": ["units:read"], "days": 30, "password": PASSWORD} | wrong
    with pytest.raises(Invalid):
        add_token(person, **values)  # type: ignore[arg-type]
    assert session().query(ApiToken).count() == 0


def test_nobody_revokes_anothers(person: SignedIn) -> None:
    add_token(person, "Dasbor", ["units:read"], 30, PASSWORD)
    other = accounts.sign_in(make_account(make_employee()), PASSWORD)
    assert isinstance(other, SignedIn)
    with pytest.raises(Missing):
        revoke_token(other.actor, session().query(ApiToken).one().id)
    assert session().query(ApiToken).count() == 1


def test_there_are_only_so_many(person: SignedIn) -> None:
    for number in range(MOST_TOKENS):
        add_token(person, f"Program {number}", ["units:read"], 30, PASSWORD)
    with pytest.raises(Invalid):
        add_token(person, "Satu lagi", ["units:read"], 30, PASSWORD)
