"""Saved views of lists: a person's own, bounded, opened by the bare address where he says so, and harmless once they no longer fit."""

import re
from functools import partial
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from app.extensions import db
from app.kernel import saved_views
from app.kernel.actor import Actor, Assignment, system_actor
from app.kernel.db import session, transaction
from app.kernel.errors import Denied, Invalid, Missing
from app.kernel.roles import Role
from app.kernel.saved_views import SavedView
from tests.factories.accounts import make_account, signed_in_as
from tests.factories.organisation import make_employee
from tests.proposals.test_concurrency import at_once

LIST = "/employees/list/"
KEEP = "/saved-views/of/EmployeeView/keep"


@pytest.fixture
def admin(app: Flask) -> FlaskClient:
    return signed_in_as(app, Role.BKPSDM_ADMIN)


@pytest.fixture
def person(ctx: Flask) -> Actor:
    employee = make_employee()
    make_account(employee)
    return Actor(employee.user_id, employee.name, assignments=(Assignment(Role.EMPLOYEE),))


def keep(client: FlaskClient, name: str, default: bool = False, **args: str) -> str:
    """Keep the list with `args`; returns where the answer leads."""
    data = {"name": name, "query": urlencode(args)} | ({"is_default": "1"} if default else {})
    answer = client.post(KEEP, data=data)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return str(answer.headers["Location"])


def only(app: Flask) -> SavedView:
    with app.app_context():
        return session().scalars(select(SavedView)).one()


class TestServices:
    def test_the_same_name_again_is_the_same_view_anew(self, person: Actor) -> None:
        saved_views.keep_view(person, "UnitView", "  Yang   baru ", {"q": "a"})
        saved_views.keep_view(person, "UnitView", "Yang baru", {"q": "b"})
        assert [(each.name, each.args) for each in saved_views.of_list(person, "UnitView")] == [("Yang baru", {"q": "b"})]
        assert saved_views.of_list(person, "EmployeeView") == []

    @pytest.mark.parametrize("name", ["", "   ", "x" * 61])
    def test_a_view_has_a_name_that_fits_a_menu(self, person: Actor, name: str) -> None:
        with pytest.raises(Invalid):
            saved_views.keep_view(person, "UnitView", name, {})

    def test_there_are_only_so_many_and_none_is_too_long(self, person: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(saved_views, "MOST", 2)
        for name in "ab":
            saved_views.keep_view(person, "UnitView", name, {})
        with pytest.raises(Invalid):
            saved_views.keep_view(person, "UnitView", "c", {})
        saved_views.keep_view(person, "UnitView", "b", {"q": "again"})
        saved_views.keep_view(person, "EmployeeView", "c", {})
        with pytest.raises(Invalid):
            saved_views.keep_view(person, "UnitView", "b", {"q": "x" * 2001})

    def test_a_list_has_one_default(self, person: Actor) -> None:
        first = saved_views.keep_view(person, "UnitView", "a", {}, is_default=True)
        second = saved_views.keep_view(person, "UnitView", "b", {}, is_default=True)
        assert [each.is_default for each in saved_views.of_list(person, "UnitView")] == [False, True]
        saved_views.change_view(person, first.id, "a", is_default=True)
        assert [each.is_default for each in saved_views.of_list(person, "UnitView")] == [True, False]
        saved_views.change_view(person, first.id, "a", is_default=False)
        assert not any(each.is_default for each in saved_views.of_list(person, "UnitView"))
        with pytest.raises(Invalid):
            saved_views.change_view(person, second.id, "a", is_default=False)

    @pytest.mark.gate("G12")
    def test_two_defaults_at_once_leave_one(self, app: Flask) -> None:
        """The index says so; without a turn the second would be told of an error of the portal."""
        with app.app_context():
            employee = make_employee()
            make_account(employee)
            person = Actor(employee.user_id, employee.name, assignments=(Assignment(Role.EMPLOYEE),))
            pks = [saved_views.keep_view(person, "UnitView", name, {}).id for name in "abc"]
        for _round in range(5):
            at_once(app, *[partial(saved_views.change_view, person, pk, f"{pk}", True) for pk in pks])
            at_once(app, *[partial(saved_views.keep_view, person, "UnitView", "baru", {}, True) for _each in pks])
            with app.app_context():
                assert [each.name for each in saved_views.of_list(person, "UnitView") if each.is_default] == ["baru"]

    def test_nobody_reaches_another_persons(self, person: Actor) -> None:
        mine = saved_views.keep_view(person, "UnitView", "a", {})
        other = make_employee()
        make_account(other)
        stranger = Actor(other.user_id, other.name, assignments=(Assignment(Role.BKPSDM_ADMIN),))
        assert saved_views.of_list(stranger, "UnitView") == []
        with pytest.raises(Missing):
            saved_views.change_view(stranger, mine.id, "b", is_default=True)
        with pytest.raises(Missing):
            saved_views.delete_view(stranger, mine.id)
        with pytest.raises(Denied):
            saved_views.keep_view(system_actor(), "UnitView", "a", {})


class TestPages:
    def test_a_view_is_kept_opened_renamed_and_deleted(self, app: Flask, admin: FlaskClient) -> None:
        where = keep(admin, "Guru PPPK", status="pppk", sort="-person", size="25", page="3", columns="unit,person", unknown="x")
        assert where == "/employees/list/?status=pppk&sort=-person&size=25&columns=unit,person"
        page = admin.get(where).get_data(as_text=True)
        assert "Tampilan: Guru PPPK" in page
        pk = only(app).id
        opened = admin.get(f"/saved-views/{pk}/")
        assert opened.headers["Location"] == where
        assert f'href="/saved-views/{pk}/"' in admin.get(LIST).get_data(as_text=True)
        changed = admin.post(f"/saved-views/{pk}/change", data={"name": "Guru"})
        assert changed.headers["Location"] == "/saved-views/of/EmployeeView/"
        assert 'value="Guru"' in admin.get(changed.headers["Location"]).get_data(as_text=True)
        assert admin.post(f"/saved-views/{pk}/delete").status_code == 302
        assert "Belum ada tampilan tersimpan" in admin.get("/saved-views/of/EmployeeView/").get_data(as_text=True)

    def test_the_page_without_script_carries_the_present_list(self, admin: FlaskClient) -> None:
        page = admin.get(f"{LIST}?status=pppk&page=2").get_data(as_text=True)
        link = re.search(r'href="(/saved-views/of/EmployeeView/\?query=[^"]*)"', page)
        assert link
        form = admin.get(link[1]).get_data(as_text=True)
        assert 'name="query" value="status=pppk"' in form

    def test_a_refused_name_brings_the_form_back(self, admin: FlaskClient) -> None:
        answer = admin.post(KEEP, data={"name": " ", "query": "status=pppk"})
        assert answer.status_code == 422
        assert 'value="status=pppk"' in answer.get_data(as_text=True)
        assert "Beri nama tampilan ini." in answer.get_data(as_text=True)

    @pytest.mark.parametrize("query", ["sort=password", "status=nobody", "columns=password", "page=x"])
    def test_only_what_the_list_itself_accepts_is_kept(self, app: Flask, admin: FlaskClient, query: str) -> None:
        assert admin.post(KEEP, data={"name": "a", "query": query}).status_code == 400
        with app.app_context():
            assert session().scalars(select(SavedView)).all() == []

    def test_a_list_that_is_not_his_is_not_his_to_keep(self, app: Flask, admin: FlaskClient) -> None:
        assert admin.post("/saved-views/of/NoSuchView/keep", data={"name": "a"}).status_code == 404
        assert admin.post("/saved-views/of/HomeView/keep", data={"name": "a"}).status_code == 404
        assert signed_in_as(app, Role.EMPLOYEE).post(KEEP, data={"name": "a"}).status_code == 403

    def test_another_persons_is_not_there(self, app: Flask, admin: FlaskClient) -> None:
        keep(admin, "Rahasia", status="pppk")
        pk, other = only(app).id, signed_in_as(app, Role.BKPSDM_ADMIN)
        assert "Rahasia" not in other.get(LIST).get_data(as_text=True)
        assert other.get(f"/saved-views/{pk}/").status_code == 404
        assert other.post(f"/saved-views/{pk}/change", data={"name": "x"}).status_code == 404
        assert other.post(f"/saved-views/{pk}/delete").status_code == 404


class TestDefault:
    def test_the_bare_address_opens_it_and_all_opens_the_list(self, admin: FlaskClient) -> None:
        where = keep(admin, "Guru", default=True, status="pppk")
        assert admin.get(LIST).headers["Location"] == where
        page = admin.get(where).get_data(as_text=True)
        assert f'href="{LIST}?own=1"' in page, "reset and All must not lead back to the default"
        assert f'href="{LIST}"' not in page.partition("<main")[2].partition('aria-label="breadcrumb"')[2].partition("filter-bar")[2]
        assert admin.get(f"{LIST}?own=1").status_code == 200
        assert admin.get(f"{LIST}?q=a").status_code == 200

    def test_one_that_no_longer_fits_opens_the_plain_list_with_a_word(self, app: Flask, admin: FlaskClient) -> None:
        keep(admin, "Guru", default=True, status="pppk")
        with app.app_context(), transaction() as current:
            found = current.scalars(select(SavedView)).one()
            found.args = {"status": "gone", "sort": "nothing"}
            pk = found.id
        assert admin.get(LIST).status_code == 200
        answer = admin.get(f"/saved-views/{pk}/")
        assert answer.headers["Location"] == f"{LIST}?own=1"
        assert "tidak sesuai lagi" in admin.get(f"{LIST}?own=1").get_data(as_text=True)

    def test_the_menu_of_views_costs_a_list_one_query(self, app: Flask, admin: FlaskClient) -> None:
        for name in ("a", "b", "c"):
            keep(admin, name, status="pppk", default=name == "b")
        asked: list[str] = []
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", lambda *values: asked.append(values[2]))
        admin.get(f"{LIST}?q=zzz")
        assert len([each for each in asked if "saved_view" in each]) == 1
