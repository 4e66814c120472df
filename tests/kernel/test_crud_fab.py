"""Flask-AppBuilder's holes, one test each (design/fab.md): reproduced against our classes, so that none comes back with an update."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask, g
from flask_appbuilder.models.sqla.filters import FilterEqual
from flask_babel import force_locale
from sqlalchemy import event

from app.extensions import db
from app.kernel.crud import PortalModelView, next_url
from app.kernel.forms import PortalForm
from app.kernel.listing import Listing
from app.organisation.models import CompetenceTest, Employee
from tests.factories.city import City
from tests.factories.organisation import make_employee, make_test_result
from tests.factories.proposals import proposal_in
from tests.kernel.conftest import ClientOf
from tests.kernel.screens import RESULTS, ResultForm, ResultView
from tests.kernel.test_crud import results, training, typed


@pytest.mark.parametrize(
    "url", ["/results/action/delete/1", "/results/action_post", "/results/download/secret.txt", "/results/download/..%2Fconfig.py"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_routes_that_load_rows_or_files_past_every_filter_do_not_exist(client_of: ClientOf, url: str, method: str) -> None:
    answer = client_of("bkpsdm_admin").open(url, method=method, data={"action": "delete", "rowid": "1"})
    assert answer.status_code in (404, 405)


def test_closed_routes_have_no_permissions_either(screen_app: Flask) -> None:
    for view in screen_app.appbuilder.baseviews:  # type: ignore[attr-defined]
        if isinstance(view, PortalModelView):
            assert not {"can_action", "can_action_post", "can_download"} & set(view.base_permissions)


@pytest.mark.gate("G12")
def test_related_rows_need_the_permission_of_their_own_list_and_stay_in_scope(town: City, client_of: ClientOf) -> None:
    make_test_result(town.person("stranger"), recommendation="RAHASIA")
    row = training()
    assert client_of("bkpsdm_admin").get(f"/training-screen/show/{row.id}").text.count("<section") == 3
    assert client_of("auditor").get(f"/training-screen/show/{row.id}").text.count("<section") == 2
    assert "RAHASIA" not in client_of("owner").get(f"/training-screen/show/{row.id}").text


@pytest.mark.parametrize("sort", ["employee_id", "user.password", "recommendation", "-", "--name", "name,score", "id", "' OR 1=1"])
def test_only_declared_orders_exist(town: City, client_of: ClientOf, sort: str) -> None:
    make_test_result(town.person("owner"))
    assert client_of("bkpsdm_admin").get(f"/results/list/?sort={quote(sort)}").status_code in ((400,) if sort != "-" else (200,))


def test_fabs_own_order_page_and_size_arguments_do_nothing(town: City, client_of: ClientOf) -> None:
    for _ in range(12):
        make_test_result(make_employee(town.person("owner").unit))
    page = client_of("bkpsdm_admin").get(
        "/results/list/?_oc_ResultView=user.password&_od_ResultView=asc&psize_ResultView=-1&page_ResultView=9"
    )
    assert page.status_code == 200
    assert page.text.count("<tr>") == 11


@pytest.mark.parametrize(("size", "rows"), [("-1", 1), ("0", 1), ("100000", 100), ("11", 11)])
def test_a_page_holds_at_most_a_hundred_rows(town: City, client_of: ClientOf, size: str, rows: int) -> None:
    make_test_result(town.person("owner"))
    page = client_of("bkpsdm_admin").get(f"/results/list/?size={size}").text
    assert f"<option selected>{rows}</option>" in page


@pytest.mark.parametrize(
    "args",
    [
        "size=abc",
        "page=abc",
        "page=1.5",
        "size=1e9",
        "opd=99999",
        "opd=abc",
        "person=99999",
        "person=x",
        "taken_from=besok",
        "taken_to=2022-02-30",
        "entered_to=9999-12-31",
        "columns=password",
        "columns=name,name",
        "page=99999999999999999999",
    ],
)
def test_junk_in_the_address_is_400(town: City, client_of: ClientOf, args: str) -> None:
    assert client_of("bkpsdm_admin").get(f"/results/list/?{args}").status_code == 400


def test_the_base_class_takes_nothing_for_granted() -> None:
    for name in ("add_columns", "edit_columns", "search_columns", "related_views", "base_filters"):
        with pytest.raises(TypeError, match=name):
            type("Careless", (PortalModelView,), {"model": CompetenceTest, "listing": RESULTS, name: ["score"]})
    with pytest.raises(TypeError, match="listing"):
        type("Listless", (PortalModelView,), {"model": CompetenceTest})
    with pytest.raises(TypeError, match="listing"):
        type("Mistaken", (PortalModelView,), {"model": Employee, "listing": RESULTS})
    with pytest.raises(TypeError, match="PortalForm"):
        type("Formless", (PortalModelView,), {"model": CompetenceTest, "listing": RESULTS, "add_form": object})


def test_without_a_form_there_is_no_route_and_no_permission(screen_app: Flask) -> None:
    with screen_app.app_context():
        bare = type(
            "Bare",
            (PortalModelView,),
            {
                "model": CompetenceTest,
                "listing": Listing(CompetenceTest, RESULTS.columns[:1], joins=RESULTS.joins, options=RESULTS.options),
            },
        )()
    assert set(bare.base_permissions) == {"can_list", "can_export", "can_print"}
    assert (bare.add_form, bare.edit_form, bare.search_form) == (None, None, None)
    assert (bare.search_columns, bare.list_columns, bare.add_columns, bare.order_columns) == ([], [], [], [])


def test_a_form_holds_no_row_until_somebody_searches(town: City, client_of: ClientOf) -> None:
    people = [make_employee(town.person("owner").unit) for _ in range(30)]
    page = client_of("bkpsdm_admin").get("/results/add").text
    assert not any(person.nip in page for person in people)
    assert 'data-remote="/results/options/employee_id"' in page


@pytest.mark.gate("G12")
def test_a_select_offers_at_most_twenty_and_only_in_scope(town: City, client_of: ClientOf) -> None:
    for _ in range(30):
        make_employee(town.person("owner").unit)
    everybody = client_of("bkpsdm_admin").get("/results/options/employee_id?q=Pegawai").json["results"]
    assert len(everybody) == 20
    own = client_of("owner").get("/results/options/employee_id?q=").json["results"]
    assert [one["id"] for one in own] == [str(town.person("owner").id)]
    assert client_of("auditor").get("/results/options/employee_id").status_code == 403
    for name in ("password", "score", "taken_on", "opd", "__class__"):
        assert client_of("bkpsdm_admin").get(f"/results/options/{name}").status_code == 404


@pytest.mark.gate("G12")
@pytest.mark.parametrize("value", ["99999", "abc", "-1", "1e5", str(2**70), "1 OR 1=1"])
def test_a_posted_choice_is_asked_for_again(town: City, client_of: ClientOf, value: str) -> None:
    answer = client_of("bkpsdm_admin").post("/results/add", data=typed(town, employee_id=value))
    assert answer.status_code == 422
    assert 'id="employee_id-error"' in answer.text
    assert results() == []


def test_a_get_never_changes_anything(town: City, client_of: ClientOf) -> None:
    pk = make_test_result(town.person("owner")).id
    for url in (
        f"/results/delete/{pk}",
        f"/results/edit/{pk}?score=1",
        f"/results/add?employee_id={pk}&score=1&taken_on=2020-01-01",
        f"/results/delete/{pk}?confirmed=1",
    ):
        assert client_of("bkpsdm_admin").get(url).status_code == 200
    assert len(results()) == 1


def test_every_post_needs_the_token(town: City, client_of: ClientOf, screen_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    pk = make_test_result(town.person("owner")).id
    monkeypatch.setitem(screen_app.config, "WTF_CSRF_ENABLED", True)
    for url in (f"/results/delete/{pk}", "/results/export", "/proposals/steps/forward"):
        assert client_of("bkpsdm_admin").post(url, data=typed(town)).status_code == 400, url
    for url in (f"/results/edit/{pk}", "/results/add", "/proposals/1/forward"):  # pages that come back with what was typed
        assert client_of("bkpsdm_admin").post(url, data=typed(town)).status_code in (400, 404, 422), url
    for method, url in (
        ("POST", "/api/v1/results/"),
        ("PUT", f"/api/v1/results/{pk}"),
        ("DELETE", f"/api/v1/results/{pk}"),
        ("POST", "/api/v1/wishes/1/forward"),
    ):
        assert client_of("bkpsdm_admin").open(url, method=method, json=typed(town)).status_code == 400, url
    assert len(results()) == 1


def test_filters_of_fab_live_for_one_request(screen_app: Flask) -> None:
    """FAB issue 2366: one mutable object for all threads."""
    with screen_app.app_context():
        view = ResultView()
        with pytest.raises(AttributeError):
            view._filters = None

    def narrowed(number: int) -> list[Any]:
        with screen_app.app_context():
            view._filters.add_filter("employee_id", FilterEqual, number)
            assert view._filters is view._filters
            return view._filters.values

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(narrowed, range(200)))
    assert found == [[[number]] if isinstance(found[0][0], list) else [number] for number in range(200)]


def test_threads_never_see_each_others_filters_or_rows(town: City, client_of: ClientOf) -> None:
    people = {name: town.person(name) for name in ("owner", "colleague", "supervisor", "stranger")}
    for person in people.values():
        make_test_result(person)
    nips = {name: person.nip for name, person in people.items()}

    def ask(number: int) -> bool:
        name = list(nips)[number % len(nips)]
        page = client_of("bkpsdm_admin").get(f"/results/list/?q={nips[name]}").text
        table = page[page.index("<tbody>") :].replace(" ", "")
        return [nip for nip in nips.values() if nip in table] == [nips[name]]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(80)))


def test_what_reaches_fabs_own_queries_is_in_scope(town: City, screen_app: Flask, client_of: ClientOf) -> None:
    """Whatever of FAB's still asks the datamodel gets the base filter."""
    make_test_result(town.person("stranger"))
    own = make_test_result(town.person("owner"))
    view = next(view for view in screen_app.appbuilder.baseviews if isinstance(view, ResultView))  # type: ignore[attr-defined]
    g.actor = town.actor("owner")
    count, rows = view.datamodel.query(view._filters.get_joined_filters(view._base_filters))
    assert (count, rows) == (1, [own])


def test_the_session_cookie_does_not_grow_with_the_pages_visited(town: City, client_of: ClientOf) -> None:
    client = client_of("bkpsdm_admin")
    for number in range(12):
        client.get(f"/results/list/?q={'x' * 150}{number}")
        client.get("/results/add")
    cookie = client.get_cookie("session")
    assert cookie is None or len(cookie.value) < 500


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/a\nb",
        "/\t/evil.example",
        "results",
        "",
        "///x",
        "/ok\\evil",
        "/" + "a" * 3000,
    ],
)
def test_the_way_back_stays_inside_the_portal(screen_app: Flask, address: str) -> None:
    with screen_app.test_request_context(f"/?next={quote(address)}"):
        assert next_url("/home") == "/home"


def test_saving_in_one_of_two_tabs_leads_back_to_that_tabs_list(town: City, client_of: ClientOf) -> None:
    client = client_of("bkpsdm_admin")
    client.get("/results/add?next=/results/list/%3Fq%3Dsatu")
    client.get("/results/add?next=/results/list/%3Fq%3Ddua")
    answer = client.post("/results/add?next=/results/list/%3Fq%3Dsatu", data=typed(town))
    assert answer.headers["Location"] == "/results/list/?q=satu"


def test_a_view_can_be_registered_in_a_second_application(screen_app: Flask, portal: Flask) -> None:
    assert screen_app is not portal
    assert "ResultView" in screen_app.blueprints
    assert "ResultView" not in portal.blueprints


def test_a_list_costs_the_same_queries_for_ten_rows_as_for_a_hundred(town: City, client_of: ClientOf) -> None:
    for _ in range(40):
        make_test_result(make_employee(town.person("owner").unit))
    counted: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: counted.append(args[2]))
    numbers = []
    client_of("bkpsdm_admin").get("/results/list/")  # what the process holds is read once
    for size in (10, 40):
        counted.clear()
        client_of("bkpsdm_admin").get(f"/results/list/?size={size}")
        numbers.append(len(counted))
    assert numbers[0] == numbers[1] > 0


def test_forms_speak_the_readers_language(screen_app: Flask) -> None:
    with screen_app.test_request_context("/", method="POST", data={"taken_on": "x"}), force_locale("en"):
        form = ResultForm(meta={"csrf": False})
        form.validate()
        assert "This field is required." in form.score.errors
        assert issubclass(ResultForm, PortalForm)


@pytest.mark.parametrize(
    ("typed_score", "kept"),
    [("90.99", True), ("90,99", False), ("NaN", False), ("Infinity", False), ("1e5", False), ("٣", False), ("9" * 40, False)],
)
def test_a_number_is_digits_and_a_point(town: City, client_of: ClientOf, typed_score: str, kept: bool) -> None:
    answer = client_of("bkpsdm_admin").post("/results/add", data=typed(town, score=typed_score))
    assert answer.status_code == (302 if kept else 422)
    assert len(results()) == kept


@pytest.mark.parametrize("field", ["title", "title_key", "competence_kind", "valid_from"])
@pytest.mark.parametrize("value", ["x" * 5000, "'; DROP TABLE training; --", "<script>alert(1)</script>", "\u202e", "9" * 500])
def test_whatever_is_typed_the_answer_is_a_page(town: City, client_of: ClientOf, field: str, value: str) -> None:
    data = {"title": "A", "title_key": "a", "competence_kind": "teknis", "valid_from": "2020-01-01"} | {field: value}
    answer = client_of("bkpsdm_admin").post("/training-screen/add", data=data)
    assert answer.status_code in (302, 422)
    assert "<script>alert(1)" not in answer.text
    assert "<script>alert(1)" not in client_of("bkpsdm_admin").get("/training-screen/list/?show=1").text


def test_nul_is_turned_away_at_the_door(town: City, client_of: ClientOf) -> None:
    admin = client_of("bkpsdm_admin")
    data = {"title": "a\x00b", "title_key": "a", "competence_kind": "teknis", "valid_from": "2020-01-01"}
    assert admin.post("/training-screen/add", data=data).status_code == 400
    for url in ("/results/options/employee_id?q=%00", "/results/show/%00"):
        assert admin.get(url).status_code == 400


@pytest.mark.parametrize("url", ["/results/options/employee_id?q=" + "x" * 9000, "/results/options/employee_id?q=%25%5C_"])
def test_a_select_answers_whatever_is_typed(town: City, client_of: ClientOf, url: str) -> None:
    assert client_of("bkpsdm_admin").get(url).status_code == 200


@pytest.mark.parametrize("version", ["abc", "-1", "9" * 30, "1.0", ""])
def test_a_made_up_version_never_overwrites(town: City, client_of: ClientOf, version: str) -> None:
    proposal = proposal_in(town, "submitted")
    data = {"source": "manual", "manual_title": "Lain", "proposed_on": "2026-11-20", "version": version}
    assert client_of("owner").post(f"/proposals/edit/{proposal.id}", data=data).status_code == 409


def test_columns_are_chosen_without_javascript_and_kept_in_the_address(town: City, client_of: ClientOf) -> None:
    make_test_result(town.person("owner"))
    page = client_of("bkpsdm_admin").get("/results/list/?columns=score&columns=name&q=Pegawai").text
    heads = page[page.index("<thead>") : page.index("</thead>")]
    assert "sort=score" in heads
    assert "sort=name" in heads
    assert "sort=taken_on" not in heads
    assert "columns=score%2Cname" in heads or "columns=score,name" in heads
