"""The screens of accounts as each role meets them, and every way to more rights that was thought of, closed."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import func, select

from app.accounts import services
from app.accounts.models import Account
from app.accounts.queries import load_actor, load_session, roles_given
from app.audit.models import AuditEntry
from app.kernel.actor import system_actor
from app.kernel.db import session
from app.kernel.formats import format_nip
from app.kernel.roles import ASSIGNABLE, SIGNED_IN, Role
from tests.accounts.test_security import selects, statements
from tests.factories.accounts import PASSWORD, make_account, signed_in
from tests.factories.organisation import make_employee, make_opd

SYSTEM = system_actor()


def user_id(username: str) -> int:
    return int(session().query(Account.id).join(Account.user).filter_by(username=username).one()[0])


def own_id(app: Flask, client: FlaskClient) -> int:
    """Who is signed in there."""
    with client.session_transaction() as kept:
        token = kept["_user_id"]
    with app.app_context():
        person = load_session(token)
        assert person is not None
        return person.id


@pytest.fixture
def as_role(app: Flask) -> Callable[[Role], FlaskClient]:
    """A client signed in as somebody who holds the role, by right."""

    def sign_in(role: Role) -> FlaskClient:
        with app.app_context():
            opd = make_opd()
            if role is Role.EMPLOYEE:
                username = make_account(make_employee())
            elif role is Role.SUPERVISOR:
                chief = make_employee()
                make_employee(supervisor=chief)
                username = make_account(chief)
            else:
                username = make_account(None, (role, opd.id) if role is Role.OPD_ADMIN else role)
        return signed_in(app.test_client(), username)

    return sign_in


@pytest.fixture
def target(app: Flask) -> int:
    """Somebody's account, with the role of an auditor."""
    with app.app_context():
        return user_id(make_account(make_employee(), Role.AUDITOR))


def state_of(app: Flask, pk: int) -> tuple[object, ...]:
    """Everything an attacker would like to change."""
    with app.app_context():
        account = session().get(Account, pk)
        assert account is not None
        roles = [(given.role, given.unit_id) for given in roles_given(pk)]
        count = session().query(Account).count()
        return account.user.password, account.user.active, account.failed_count, account.must_change_password, roles, count


@pytest.mark.parametrize("role", [role for role in SIGNED_IN if role not in (Role.BKPSDM_ADMIN, Role.SUPERUSER)])
def test_without_the_right_no_address_changes_anything(app: Flask, as_role: Callable[[Role], FlaskClient], target: int, role: Role) -> None:
    client = as_role(role)
    before = state_of(app, target)
    with app.app_context():
        (given,) = roles_given(target)
    wishes = {
        "/accounts/add": {"nip": "199003152015031901"},
        "/accounts/add/technical": {"username": "penyusup", "name": "Penyusup"},
        f"/accounts/{target}/reset": {},
        f"/accounts/{target}/close": {},
        f"/accounts/{target}/open": {},
        f"/accounts/{target}/roles": {"role": "superuser"},
        f"/accounts/roles/{given.id}/end": {},
    }
    for path, data in wishes.items():
        assert client.post(path, data=data).status_code == 403, path
    assert state_of(app, target) == before


@pytest.mark.parametrize("role", [role for role in SIGNED_IN if role not in (Role.BKPSDM_ADMIN, Role.SUPERUSER, Role.AUDITOR)])
def test_accounts_are_not_shown_to_everybody(as_role: Callable[[Role], FlaskClient], target: int, role: Role) -> None:
    client = as_role(role)
    for path in ("/accounts/list/", f"/accounts/show/{target}", "/accounts/export", "/accounts/print", "/accounts/add"):
        assert client.get(path).status_code == 403, path


@pytest.mark.parametrize("wanted", [role for role in Role if role is not Role.OPD_ADMIN])
def test_an_agency_admin_gives_no_role_above_opd_admin(
    app: Flask, as_role: Callable[[Role], FlaskClient], target: int, wanted: Role
) -> None:
    client = as_role(Role.BKPSDM_ADMIN)
    before = state_of(app, target)
    assert client.post(f"/accounts/{target}/roles", data={"role": wanted.value}).status_code in (403, 422)
    assert state_of(app, target) == before


def test_an_agency_admin_gets_no_password_of_a_higher_role(app: Flask, as_role: Callable[[Role], FlaskClient]) -> None:
    client = as_role(Role.BKPSDM_ADMIN)
    for role in ASSIGNABLE:
        if role is Role.OPD_ADMIN:
            continue
        with app.app_context():
            pk = user_id(make_account(None, role))
        before = state_of(app, pk)
        for act in ("reset", "close", "open"):
            assert client.post(f"/accounts/{pk}/{act}").status_code == 403, (role, act)
        assert state_of(app, pk) == before


@pytest.mark.parametrize("role", [Role.BKPSDM_ADMIN, Role.SUPERUSER])
def test_nobody_raises_or_resets_himself(app: Flask, as_role: Callable[[Role], FlaskClient], role: Role) -> None:
    client = as_role(role)
    own = own_id(app, client)
    before = state_of(app, own)
    with app.app_context():
        opd, (given,) = make_opd().id, roles_given(own)
    assert client.post(f"/accounts/{own}/roles", data={"role": "opd_admin", "unit": opd}).status_code == 403
    assert client.post(f"/accounts/{own}/reset").status_code == 403
    assert client.post(f"/accounts/{own}/close").status_code == 403
    assert client.post(f"/accounts/roles/{given.id}/end").status_code == 403
    assert state_of(app, own) == before


@pytest.mark.parametrize("field", ["user_id", "given_by", "id", "active", "password", "must_change_password", "locked_until", "roles"])
def test_fields_nobody_asked_for_are_ignored(app: Flask, as_role: Callable[[Role], FlaskClient], target: int, field: str) -> None:
    client = as_role(Role.SUPERUSER)
    own = own_id(app, client)
    answer = client.post(f"/accounts/{target}/roles", data={"role": "bkpsdm_admin", field: str(own)})
    assert answer.status_code == 302
    with app.app_context():
        assert {given.role for given in roles_given(target)} == {"auditor", "bkpsdm_admin"}
        assert {given.given_by for given in roles_given(target)} == {None, own}
        assert len(list(roles_given(own))) == 1


def test_opening_an_account_shows_the_password_once_and_it_works(app: Flask, as_role: Callable[[Role], FlaskClient]) -> None:
    client = as_role(Role.BKPSDM_ADMIN)
    with app.app_context():
        nip = make_employee().nip
    page = client.post("/accounts/add", data={"nip": f"{nip[:8]} {nip[8:]}"})
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    found = re.search(r'data-copy="([a-z0-9]{4}(?:-[a-z0-9]{4}){2})"', page.text)
    assert found
    again = client.post("/accounts/add", data={"nip": nip})
    assert again.status_code == 422
    assert found[1] not in again.text + client.get("/accounts/list/").text
    stranger = signed_in(app.test_client(), nip, found[1])
    assert stranger.get("/").location == "/account/password/"


def test_an_unknown_nip_is_said_beside_the_field(as_role: Callable[[Role], FlaskClient]) -> None:
    answer = as_role(Role.BKPSDM_ADMIN).post("/accounts/add", data={"nip": "199003152015031901"})
    assert answer.status_code == 422
    assert 'id="nip-error"' in answer.text


def test_only_the_superuser_opens_technical_accounts(as_role: Callable[[Role], FlaskClient]) -> None:
    data = {"username": "inspektur", "name": "Inspektur Daerah"}
    admin, boss = as_role(Role.BKPSDM_ADMIN), as_role(Role.SUPERUSER)
    assert admin.post("/accounts/add/technical", data=data).status_code == 403
    assert "/add/technical" not in admin.get("/accounts/add").text
    assert "/add/technical" in boss.get("/accounts/add").text
    assert boss.post("/accounts/add/technical", data=data).status_code == 200
    assert boss.post("/accounts/add/technical", data=data).status_code == 422


def test_an_opd_admin_is_appointed_and_dismissed_on_the_page(app: Flask, as_role: Callable[[Role], FlaskClient]) -> None:
    client = as_role(Role.BKPSDM_ADMIN)
    with app.app_context():
        opd = make_opd("Dinas Arsip")
        opd_id, pk = opd.id, user_id(make_account(make_employee(opd)))
    missing = client.post(f"/accounts/{pk}/roles", data={"role": "opd_admin"})
    assert missing.status_code == 422
    assert 'id="unit-error"' in missing.text
    assert client.post(f"/accounts/{pk}/roles", data={"role": "opd_admin", "unit": 999_999}).status_code == 422
    assert client.post(f"/accounts/{pk}/roles", data={"role": "opd_admin", "unit": opd_id}).status_code == 302
    assert "Admin OPD" in client.get(f"/accounts/show/{pk}").text or "OPD admin" in client.get(f"/accounts/show/{pk}").text
    with app.app_context():
        (given,) = roles_given(pk)
        assert load_actor(pk).has(Role.OPD_ADMIN)
    assert client.post(f"/accounts/roles/{given.id}/end").status_code == 302
    with app.app_context():
        assert not load_actor(pk).has(Role.OPD_ADMIN)


def test_closing_and_opening_from_the_page(app: Flask, as_role: Callable[[Role], FlaskClient]) -> None:
    client = as_role(Role.SUPERUSER)
    with app.app_context():
        nip = make_account(make_employee())
        pk = user_id(nip)
    person = signed_in(app.test_client(), nip)
    client.post(f"/accounts/{pk}/close")
    assert person.get("/account/").status_code == 302
    client.post(f"/accounts/{pk}/open")
    assert signed_in(app.test_client(), nip).get("/account/").status_code == 200


def test_the_page_offers_only_what_would_be_allowed(app: Flask, as_role: Callable[[Role], FlaskClient], target: int) -> None:
    for role, offered in ((Role.SUPERUSER, True), (Role.BKPSDM_ADMIN, False), (Role.AUDITOR, False)):
        page = as_role(role).get(f"/accounts/show/{target}").text
        assert (f"/accounts/{target}/reset" in page) is offered, role
        assert (f"/accounts/{target}/close" in page) is offered, role
    assert f"/accounts/{target}/roles" not in page, "an auditor gives nothing"


def test_the_list_finds_people_by_name_nip_role_and_state(app: Flask, as_role: Callable[[Role], FlaskClient], target: int) -> None:
    client = as_role(Role.SUPERUSER)
    with app.app_context():
        nip = session().get(Account, target).user.username
    for query in ({"q": nip}, {"q": f"{nip[:8]} {nip[8:14]}"}, {"role": "auditor"}, {"state": "open", "q": nip}):
        assert format_nip(nip) in client.get("/accounts/list/", query_string=query).text, query
    for query in ({"role": "opd_admin"}, {"state": "closed"}, {"q": "tidak ada"}):
        assert format_nip(nip) not in client.get("/accounts/list/", query_string=query).text, query
    for query in ({"sort": "user.password"}, {"role": "'"}, {"state": "x"}, {"page": "x"}):
        assert client.get("/accounts/list/", query_string=query).status_code == 400, query


def test_the_list_costs_the_same_for_one_and_for_many(app: Flask, as_role: Callable[[Role], FlaskClient]) -> None:

    client = as_role(Role.SUPERUSER)
    client.get("/accounts/list/")
    with statements() as few:
        client.get("/accounts/list/")
    with app.app_context():
        for _time in range(5):
            make_account(make_employee(), Role.AUDITOR)
    with statements() as many:
        client.get("/accounts/list/")
    assert len(selects(many)) <= len(selects(few)) + 3, "the two eager loads may only now find rows"


def test_an_export_carries_no_secret(app: Flask, as_role: Callable[[Role], FlaskClient], target: int) -> None:
    text = as_role(Role.SUPERUSER).get("/accounts/export", query_string={"format": "csv"}).text
    with app.app_context():
        account = session().get(Account, target)
        assert account.user.username in text
        assert account.user.password not in text


def test_ones_own_page_shows_roles_and_keeps_the_language(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        nip = make_account(make_employee(), Role.AUDITOR)
    signed_in(client, nip)
    page = client.get("/account/").text
    assert nip in page
    assert "Auditor" in page


def test_the_switch_is_kept_with_the_account_and_comes_back_on_every_device(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        nip = make_account(make_employee())
    signed_in(client, nip)
    assert '<html lang="id"' in client.get("/account/").text
    answer = client.post("/language/", data={"language": "en", "next": "/account/?a=1"})
    assert answer.headers["Location"] == "/account/?a=1"
    assert '<html lang="en"' in client.get("/account/").text
    assert client.post("/language/", data={"language": "xx"}).status_code == 422
    assert '<html lang="en"' in signed_in(app.test_client(), nip).get("/account/").text
    with app.app_context():
        account = session().scalars(select(Account).join(User, User.id == Account.id).where(User.username == nip)).one()
        assert account.language == "en"
        assert session().scalar(select(func.count()).where(AuditEntry.event == "account.language")) == 1


def test_a_stranger_keeps_his_language_in_the_session_and_is_led_nowhere_else(client: FlaskClient) -> None:
    assert '<html lang="id"' in client.get("/login/", headers={"Accept-Language": "en"}).text
    answer = client.post("/language/", data={"language": "en", "next": "https://evil.test/"})
    assert answer.headers["Location"] == "/"
    assert '<html lang="en"' in client.get("/login/").text
    assert client.post("/language/", data={"language": "../xx"}).status_code == 422
    assert client.get("/language/").status_code == 405
    assert client.get("/lang/en").status_code == 404


def test_the_switch_is_a_form_on_every_page(client: FlaskClient) -> None:
    page = client.get("/login/?next=/account/").text
    assert page.count('action="/language/"') == 2
    assert 'name="next" value="/login/?next=/account/"' in page


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"old": "salah", "password": "gunung tinggi sekali", "again": "gunung tinggi sekali"}, "old"),
        ({"old": PASSWORD, "password": "pendek", "again": "pendek"}, "password"),
        ({"old": PASSWORD, "password": "gunung tinggi sekali", "again": "gunung rendah sekali"}, "again"),
        ({"old": PASSWORD}, "password"),
    ],
)
def test_a_bad_new_password_is_said_beside_its_field(
    app: Flask, as_role: Callable[[Role], FlaskClient], data: dict[str, str], field: str
) -> None:
    client = as_role(Role.AUDITOR)
    answer = client.post("/account/password/", data=data)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "gunung tinggi sekali" not in answer.text


def test_every_form_posts_with_a_token(app: Flask, as_role: Callable[[Role], FlaskClient], target: int) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        client = app.test_client()
        with app.app_context():
            username = make_account(None, Role.SUPERUSER)
        assert client.post("/login/", data={"username": username, "password": PASSWORD}).location == "/login/"
        app.config["WTF_CSRF_ENABLED"] = False
        signed_in(client, username)
        app.config["WTF_CSRF_ENABLED"] = True
        before = state_of(app, target)
        for path in (
            f"/accounts/{target}/reset",
            f"/accounts/{target}/close",
            f"/accounts/{target}/roles",
            "/accounts/add",
            "/logout/",
            "/language/",
        ):
            assert client.post(path, data={"role": "superuser"}).status_code == 400, path
        assert state_of(app, target) == before
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_the_command_line_makes_the_first_administrator(app: Flask) -> None:
    runner = app.test_cli_runner()
    made = runner.invoke(args=["accounts", "superuser", "admin", "Administrator Portal"])
    assert made.exit_code == 0
    password = made.output.strip().removeprefix("admin: ")
    client = signed_in(app.test_client(), "admin", password)
    assert client.get("/").location == "/account/password/"
    assert runner.invoke(args=["accounts", "superuser", "admin", "Administrator Portal"]).exit_code == 1


def test_the_command_line_opens_accounts_for_a_whole_opd_once(app: Flask) -> None:
    with app.app_context():
        opd, other = make_opd(), make_opd()
        code = opd.code
        mine, theirs = make_employee(opd).nip, make_employee(other).nip
    runner = app.test_cli_runner()
    slips = runner.invoke(args=["accounts", "open", code]).output.splitlines()
    assert len(slips) == 2
    assert slips[1].startswith(mine)
    assert theirs not in "".join(slips)
    with app.app_context():
        assert services.sign_in(mine, slips[1].rpartition(",")[2]) is not None
    assert len(runner.invoke(args=["accounts", "open", code]).output.splitlines()) == 1
    assert runner.invoke(args=["accounts", "open", "TIDAK-ADA"]).exit_code == 1
