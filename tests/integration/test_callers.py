"""Programs that call with a token: no more than its owner and its scopes allow, and no way from a token to a screen or a session."""

from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

import config
from app.accounts import services as accounts
from app.accounts.models import Account
from app.accounts.queries import roles_given
from app.integration.models import ApiToken
from app.kernel import clock
from app.kernel.actor import system_actor
from app.kernel.db import session, transaction
from app.proposals.models import Proposal
from tests.factories.accounts import PASSWORD, signed_in
from tests.factories.city import City
from tests.factories.proposals import proposal_in
from tests.integration.conftest import Call, TokenOf

PROPOSALS = "/api/v1/proposals/"


def refused(answer: TestResponse, status: int) -> None:
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json"), answer.text
    assert "Set-Cookie" not in answer.headers


def test_a_token_sees_what_its_owner_sees_and_sets_no_cookie(app: Flask, town: City, token_of: TokenOf, call: Call) -> None:
    with app.app_context():
        own, foreign = proposal_in(town, "submitted").id, proposal_in(town, "submitted", "stranger").id
    answer = call(token_of("owner"), PROPOSALS)
    assert [row["id"] for row in answer.json["result"]] == [own]
    assert "Set-Cookie" not in answer.headers
    assert {row["id"] for row in call(token_of("bkpsdm_admin"), PROPOSALS).json["result"]} == {own, foreign}
    refused(call(token_of("owner"), f"{PROPOSALS}{foreign}"), 404)


def test_writing_needs_the_scope_and_no_csrf_token(app: Flask, town: City, token_of: TokenOf, call: Call) -> None:
    with app.app_context():
        pk = proposal_in(town, "submitted").id
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        reader, writer = token_of("opd_admin", "proposals:read"), token_of("opd_admin", "proposals:write")
        refused(call(reader, f"{PROPOSALS}{pk}/forward", "POST"), 403)
        assert "proposals:write" in call(reader, f"{PROPOSALS}{pk}/forward", "POST").json["detail"]
        refused(call(writer, PROPOSALS), 403)
        assert call(writer, f"{PROPOSALS}{pk}/forward", "POST").json["state_key"] == "forwarded"
        signed = signed_in_with_csrf(app, token_of)
        assert signed.status_code == 400, "a cookie alone still needs the CSRF token"
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def signed_in_with_csrf(app: Flask, token_of: TokenOf) -> TestResponse:
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        name = session().query(Account).first()
        assert name is not None
        username = name.user.username
    client = signed_in(app.test_client(), username)
    app.config["WTF_CSRF_ENABLED"] = True
    return client.post(PROPOSALS, json={})


def test_the_header_decides_alone_beside_a_cookie(app: Flask, town: City, names: dict[str, str], token_of: TokenOf) -> None:
    """Else a page of a stranger could use somebody's cookie without a CSRF token by adding a header that means nothing."""
    client = signed_in(app.test_client(), names["bkpsdm_admin"])
    answer = client.get(PROPOSALS, headers={"Authorization": "Bearer nothing"})
    refused(answer, 401)
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    mine = client.get("/api/v1/employees/", headers={"Authorization": f"Bearer {token_of('owner')}"})
    refused(mine, 403)
    assert client.get("/api/v1/employees/").status_code == 200, "the session of the browser is as it was"


@pytest.mark.parametrize("path", ["/", "/account/", "/account/tokens/", "/proposals/list/", "/employees/list/"])
def test_a_token_opens_no_screen(path: str, token_of: TokenOf, call: Call) -> None:
    answer = call(token_of("owner"), path)
    assert answer.status_code == 302
    assert "/login/" in answer.location


def test_a_token_makes_and_revokes_no_tokens(app: Flask, token_of: TokenOf, call: Call) -> None:
    token = token_of("owner")
    assert call(token, "/account/tokens/", "POST", data={"name": "x", "scopes": "units:read", "days": "365"}).status_code == 302
    assert call(token, "/account/tokens/1/revoke", "POST").status_code == 302
    with app.app_context():
        assert session().query(ApiToken).count() == 1


@pytest.mark.parametrize(
    "change", [lambda token: token[:-1], lambda token: token + "x", lambda token: token.swapcase(), lambda token: "", lambda token: "pk_"]
)
def test_what_is_nearly_a_token_is_none(change, token_of: TokenOf, call: Call) -> None:  # type: ignore[no-untyped-def]
    refused(call(change(token_of("owner")), PROPOSALS), 401)


def test_it_ends_with_its_day(app: Flask, token_of: TokenOf, call: Call) -> None:
    token = token_of("owner")
    with app.app_context(), transaction():
        session().query(ApiToken).one().expires_at = clock.now() - timedelta(seconds=1)
    refused(call(token, PROPOSALS), 401)


@pytest.mark.parametrize("end", ["password", "reset", "close"])
def test_it_ends_with_the_password_and_the_account(app: Flask, names: dict[str, str], token_of: TokenOf, call: Call, end: str) -> None:
    token = token_of("owner")
    with app.app_context():
        pk = session().query(ApiToken).one().user_id
        if end == "password":
            signed = signed_in(app.test_client(), names["owner"])
            new = "kapal kertas hanyut"
            assert signed.post("/account/password/", data={"old": PASSWORD, "password": new, "again": new}).status_code == 302
        elif end == "reset":
            accounts.reset_password(system_actor(), pk)
        else:
            accounts.deactivate_account(system_actor(), pk)
            accounts.activate_account(system_actor(), pk)
    refused(call(token, PROPOSALS), 401)
    with app.app_context():
        assert session().query(ApiToken).count() == 0


def test_it_loses_what_its_owner_loses(app: Flask, town: City, token_of: TokenOf, call: Call) -> None:
    token = token_of("opd_admin")
    assert call(token, "/api/v1/employees/").status_code == 200
    with app.app_context():
        account = session().get_one(ApiToken, 1).user_id
        for given in accounts_roles(account):
            accounts.end_role(system_actor(), given)
    refused(call(token, "/api/v1/units/"), 403)


def accounts_roles(user_id: int) -> list[int]:
    return [row.id for row in roles_given(user_id)]


def test_whoever_must_first_change_his_password_calls_nothing(app: Flask, token_of: TokenOf, call: Call) -> None:
    token = token_of("owner")
    with app.app_context(), transaction():
        session().get_one(Account, session().query(ApiToken).one().user_id).must_change_password = True
    refused(call(token, PROPOSALS), 403)


def test_calls_are_counted_for_each_token_and_for_strangers_by_address(app: Flask, token_of: TokenOf, call: Call) -> None:
    first, second = token_of("owner", "proposals:read"), token_of("owner", "proposals:read")
    app.config.update(RATELIMIT_ENABLED=True, API_RATE_LIMIT="3 per minute")
    try:
        assert [call(first, PROPOSALS).status_code for _ in range(4)] == [200, 200, 200, 429]
        assert call(second, PROPOSALS).status_code == 200
        assert [call("pk_x", PROPOSALS).status_code for _ in range(4)] == [401, 401, 401, 429]
        answer = call(first, PROPOSALS)
        refused(answer, 429)
        assert int(answer.headers["Retry-After"]) <= 60
    finally:
        app.config.update(RATELIMIT_ENABLED=False, API_RATE_LIMIT=config.Config.API_RATE_LIMIT)


def test_the_last_use_is_known_coarsely(app: Flask, token_of: TokenOf, call: Call) -> None:
    token = token_of("owner")
    call(token, PROPOSALS)
    with app.app_context():
        first = session().query(ApiToken).one().used_at
    call(token, PROPOSALS)
    with app.app_context():
        assert session().query(ApiToken).one().used_at == first is not None
        assert session().query(Proposal).count() == 0
