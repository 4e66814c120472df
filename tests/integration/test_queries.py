"""Whose call it is."""

from flask import Flask

from app.integration.models import ApiToken
from app.integration.queries import load_caller, tokens_of
from app.kernel.db import session
from app.kernel.roles import Role
from tests.integration.conftest import TokenOf


def test_a_caller_is_the_owner_in_all_his_roles(app: Flask, token_of: TokenOf) -> None:
    token = token_of("opd_admin", "units:read")
    with app.app_context():
        caller = load_caller(token, "10.1.1.1")
        assert caller is not None
        assert caller.actor.has(Role.OPD_ADMIN)
        assert (caller.actor.address, caller.scopes, caller.get_id()) == ("10.1.1.1", frozenset({"units:read"}), "")
        assert load_caller(token + "x") is None
        assert [row.id for row in tokens_of(caller.id)] == [session().query(ApiToken).one().id]
        assert tokens_of(caller.id + 1000) == []
