"""Every role tries to raise its own rights, by the screens, by the acting role, and by every address of the API."""

import pytest
from flask import Flask

from app.accounts.models import Account, RoleAssignment
from app.accounts.queries import load_actor, load_session
from app.accounts.services import give_role
from app.kernel.actor import system_actor
from app.kernel.db import session
from app.kernel.roles import ASSIGNABLE, SIGNED_IN, Role
from tests.factories.accounts import make_account, signed_in_as
from tests.factories.organisation import make_opd

WISHES = {"role": "superuser", "roles": ["superuser"], "user_id": 1, "unit": 1, "active": True, "assignments": ["superuser"]}


def held() -> list[tuple[int, str, int | None]]:
    return [(row.user_id, row.role, row.unit_id) for row in session().query(RoleAssignment).order_by(RoleAssignment.id)]


@pytest.mark.parametrize("role", SIGNED_IN)
def test_nobody_raises_his_own_rights_by_any_address(app: Flask, role: Role) -> None:
    client = signed_in_as(app, role)
    with client.session_transaction() as kept:
        token = kept["_user_id"]
    with app.app_context():
        person = load_session(token)
        opd = make_opd().id
        before, rights = held(), person.actor.assignments
        given = [row.id for row in session().query(RoleAssignment)]
    for wish in ASSIGNABLE:
        client.post(f"/accounts/{person.id}/roles", data={"role": wish.value, "unit": opd})
        for key in (wish.value, *(f"{wish.value}:{pk}" for pk in (*given, 1, 999))):
            client.post("/account/sessions/role", data={"role": key})
    for act in ("reset", "open", "reset-factor"):
        assert client.post(f"/accounts/{person.id}/{act}").status_code == 403, act
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/"):
            path = app.url_map.bind("localhost").build(rule.endpoint, dict.fromkeys(rule.arguments, person.id))
            for method in rule.methods & {"POST", "PUT", "PATCH"}:
                client.open(path, method=method, json=WISHES)
    client.post("/account/sessions/role", data={"role": ""})
    with app.app_context():
        assert held() == before
        assert load_actor(person.id).assignments == rights
        assert session().get(Account, person.id).user.active


@pytest.mark.parametrize("role", [role for role in SIGNED_IN if role not in (Role.SUPERUSER, Role.BKPSDM_ADMIN)])
def test_nobody_else_gives_rights_to_others_not_even_in_his_own_opd(app: Flask, role: Role) -> None:
    client = signed_in_as(app, role)
    with app.app_context():
        opd = make_opd().id
        make_account(None, name="teman")
        friend = session().query(Account.id).order_by(Account.id.desc()).first()[0]
        if role is Role.OPD_ADMIN:
            opd = session().query(RoleAssignment.unit_id).filter_by(role="opd_admin").first()[0]
        before = held()
    for wish in ASSIGNABLE:
        assert client.post(f"/accounts/{friend}/roles", data={"role": wish.value, "unit": opd}).status_code == 403
    with app.app_context():
        assert held() == before


def test_a_narrowed_session_of_an_administrator_gives_nothing_either(app: Flask) -> None:
    client = signed_in_as(app, Role.SUPERUSER)
    with app.app_context():
        make_account(None, name="teman")
        boss, friend = (row.id for row in session().query(Account.id).order_by(Account.id))
        pk = give_role(system_actor(), boss, Role.AUDITOR).id
        before = held()
    client.post("/account/sessions/role", data={"role": f"auditor:{pk}"})
    assert client.post(f"/accounts/{friend}/roles", data={"role": "superuser"}).status_code == 403
    with app.app_context():
        assert held() == before
