"""Signing in while the account changes at the same moment."""

from datetime import timedelta

import pytest
from flask import Flask
from flask_appbuilder.security.sqla.models import User

from app.accounts.models import Account
from app.accounts.services import create_account, sign_in, signing
from app.accounts.services.hashing import hash_password, password_fits
from app.kernel import clock
from app.kernel.actor import system_actor
from app.kernel.db import transaction
from tests.factories.accounts import PASSWORD
from tests.factories.organisation import make_employee


@pytest.mark.parametrize("change", ["lock", "new password"])
def test_a_password_is_worth_nothing_once_the_account_has_changed(ctx: Flask, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    person = make_employee()
    user, _password = create_account(system_actor(), person, PASSWORD)
    pk, nip = user.id, person.nip

    def slowly(stored: str | None, password: str) -> bool:
        fits = password_fits(stored, password)
        with transaction() as current:
            if change == "lock":
                current.get_one(Account, pk).locked_until = clock.now() + timedelta(minutes=5)
            else:
                current.get_one(User, pk).password = hash_password("Yang-lain-2026")
        return fits

    assert sign_in(nip, PASSWORD) is not None
    monkeypatch.setattr(signing, "password_fits", slowly)
    assert sign_in(nip, PASSWORD) is None
