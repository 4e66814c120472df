"""FAB's security manager as the portal needs it: nothing of FAB's own screens, no SQL at start-up, permissions in one query."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from flask_appbuilder.security.sqla.models import Permission, PermissionView, ViewMenu, assoc_permissionview_role
from flask_appbuilder.security.sqla.models import Role as FabRole
from sqlalchemy import Engine, event, select

import config
from app import create_app
from app.accounts import services
from app.features import GRANTS
from app.kernel.access import expand, menu_grants, write_grants
from app.kernel.actor import Actor, Assignment, system_actor
from app.kernel.db import session
from app.kernel.roles import Role
from tests.factories.accounts import PASSWORD, make_account, signed_in
from tests.factories.organisation import make_employee


@contextmanager
def statements() -> Iterator[list[str]]:
    """Everything sent to any database inside the block."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def selects(sent: list[str]) -> list[str]:
    return [statement for statement in sent if statement.lstrip().upper().startswith("SELECT")]


def test_start_up_asks_the_database_nothing(app: Flask) -> None:
    with statements() as sent:
        create_app(config.Testing, SQLALCHEMY_DATABASE_URI=app.config["SQLALCHEMY_DATABASE_URI"], DATA_DIR=app.config["DATA_DIR"])
    assert sent == []


def test_none_of_fabs_security_screens_is_there(portal: Flask) -> None:
    ours = {"AuthDBView", "PasswordView"}
    found = {type(view).__name__ for view in portal.appbuilder.baseviews if "flask_appbuilder" in type(view).__module__}
    assert found <= {"UtilView"}
    assert ours <= {type(view).__name__ for view in portal.appbuilder.baseviews}


@pytest.mark.parametrize(
    "path",
    [
        "/users/list/",
        "/roles/list/",
        "/resetpassword/form",
        "/resetmypassword/form",
        "/userinfoeditview/form",
        "/api/v1/security/login",
        "/api/v1/security/users/",
        "/api/v1/menu/",
        "/api/v1/_openapi",
        "/register/form",
        "/groups/list/",
    ],
)
def test_fabs_addresses_lead_nowhere_even_for_the_superuser(app: Flask, client: FlaskClient, path: str) -> None:
    with app.app_context():
        username = make_account(None, Role.SUPERUSER)
    signed_in(client, username)
    assert client.get(path).status_code == 404
    assert client.post(path, json={"username": username, "password": PASSWORD, "provider": "db"}).status_code == 404


def test_the_permission_tables_equal_the_grants_and_a_second_writing_changes_nothing(ctx: Flask) -> None:
    assert write_grants(ctx.appbuilder, GRANTS) == 0
    link = assoc_permissionview_role.c
    rows = session().execute(
        select(FabRole.name, Permission.name, ViewMenu.name)
        .join(assoc_permissionview_role, link.role_id == FabRole.id)
        .join(PermissionView, PermissionView.id == link.permission_view_id)
        .join(Permission, Permission.id == PermissionView.permission_id)
        .join(ViewMenu, ViewMenu.id == PermissionView.view_menu_id)
    )
    triples = expand(GRANTS)
    triples |= menu_grants(ctx.appbuilder, triples)
    assert {tuple(row) for row in rows} == {(role.fab_name, permission, view) for role, permission, view in triples}


def test_a_grant_written_by_hand_is_taken_back(ctx: Flask) -> None:
    role = session().scalars(select(FabRole).where(FabRole.name == Role.EMPLOYEE.fab_name)).one()
    held = [row.id for row in role.permissions]
    other = session().scalars(select(PermissionView).where(PermissionView.id.not_in(held))).first()
    assert other is not None, "every permission is an employee's"
    link = assoc_permissionview_role
    pair = (other.id, role.id)
    session().rollback()
    with ctx.appbuilder.session.get_bind().begin() as connection:
        connection.execute(link.insert().values(permission_view_id=pair[0], role_id=pair[1]))
    assert write_grants(ctx.appbuilder, GRANTS) == 1


def test_every_permission_of_a_request_comes_from_one_query(ctx: Flask) -> None:
    manager = ctx.appbuilder.sm
    g.actor = Actor(1, "A", None, (Assignment(Role.EMPLOYEE), Assignment(Role.BKPSDM_ADMIN)))
    with statements() as sent:
        assert manager.has_access("can_change", "PasswordView")
        assert not manager.has_access("can_change", "NoSuchView")
        manager.get_user_menu_access(["Home", "Inbox"])
        manager.get_user_menu_access()
    assert len(selects(sent)) == 1


def test_a_stranger_has_no_permission_and_costs_no_query(ctx: Flask) -> None:
    with statements() as sent:
        assert not ctx.appbuilder.sm.has_access("can_change", "PasswordView")
        assert ctx.appbuilder.sm.get_user_menu_access(["Home"]) == set()
        assert not ctx.appbuilder.sm.is_item_public("can_change", "PasswordView")
    assert selects(sent) == []


def test_fabs_own_role_table_gives_nobody_anything(app: Flask, client: FlaskClient) -> None:
    """Whoever writes a role into ab_user_role past our screens has gained nothing."""
    with app.app_context():
        username = make_account(make_employee())
        user = app.appbuilder.sm.find_user(username=username)
        user.roles = session().scalars(select(FabRole)).all()
        session().commit()
    signed_in(client, username)
    with client:
        client.get("/account/password/")
        assert g.actor.roles == {Role.EMPLOYEE}


def test_a_request_knows_who_acts_and_from_where(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        username = make_account(None, Role.AUDITOR)
    signed_in(client, username)
    with client, statements() as sent:
        client.get("/account/password/", environ_base={"REMOTE_ADDR": "10.9.8.7"})
        assert g.actor.address == "10.9.8.7"
        assert g.actor.has(Role.AUDITOR)
    people = [statement for statement in selects(sent) if "ab_user" in statement or "role_assignment" in statement]
    assert len(people) == 1, "the person, his session and his roles come together"


def test_static_files_ask_for_nobody(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        username = make_account(None, Role.AUDITOR)
    signed_in(client, username)
    with statements() as sent:
        client.get("/static/js/portal.js").close()
    assert sent == []


def test_a_first_password_leads_everywhere_to_its_change(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        _user, password = services.create_technical_account(system_actor(), "baru", "Orang Baru")
        services.give_role(system_actor(), _user.id, Role.SUPERUSER)
    signed_in(client, "baru", password)
    for path in ("/", "/account/", "/inbox/", "/no/such/page"):
        assert client.get(path).location == "/account/password/", path
    api = client.get("/api/v1/anything")
    assert (api.status_code, api.content_type) == (403, "application/problem+json")
    assert client.get("/account/password/").status_code == 200
    client.post("/account/password/", data={"old": password, "password": "gunung tinggi sekali", "again": "gunung tinggi sekali"})
    assert client.get("/").status_code == 200


def test_a_first_password_may_sign_out(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        _user, password = services.create_technical_account(system_actor(), "baru", "Orang Baru")
    signed_in(client, "baru", password)
    assert client.post("/logout/").location == "/login/"


@pytest.mark.parametrize("user_id", ["4711", "kata", "-1", "1", ""])
def test_a_session_of_nobody_is_no_session(app: Flask, client: FlaskClient, user_id: str) -> None:
    with client.session_transaction() as forged:
        forged.update({"_user_id": user_id, "_fresh": True})
    answer = client.get("/account/password/")
    assert (answer.status_code, answer.location.split("?")[0]) == (302, "/login/")
