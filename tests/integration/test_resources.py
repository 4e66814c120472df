"""The resources over HTTP: the same rows as on the screens, in parts that neither miss nor repeat a row."""

from typing import Any

import pytest
from flask import Flask

from app.kernel.db import session, transaction
from app.notifications.models import Notification
from app.organisation.models import Employee
from tests.factories.accounts import signed_in
from tests.factories.city import City
from tests.factories.organisation import make_employee
from tests.factories.proposals import proposal_in
from tests.integration.conftest import Call, TokenOf


def walked(call: Call, token: str, path: str) -> list[dict[str, Any]]:
    """Every row, part after part."""
    rows: list[dict[str, Any]] = []
    address: str | None = path
    while address:
        answer = call(token, address)
        assert answer.status_code == 200, answer.text
        rows += answer.json["result"]
        address = answer.json["next"]
    return rows


@pytest.mark.parametrize("sort", ["", "person", "-person", "nip", "-nip", "job", "unit", "-unit", "status", "legal_position"])
def test_every_order_gives_every_row_once(app: Flask, town: City, token_of: TokenOf, call: Call, sort: str) -> None:
    with app.app_context():
        for name in ("Budi", "Sari", "Budi", "Ayu", "Sari", "Budi", "Wati"):
            make_employee(town.opd, name=name)
        wanted = sorted(session().query(Employee.id).all())
    rows = walked(call, token_of("bkpsdm_admin"), f"/api/v1/employees/?limit=2{sort and f'&sort={sort}'}")
    assert sorted(row["id"] for row in rows) == [pk for (pk,) in wanted]


def test_units_sort_by_a_day_that_most_do_not_have(town: City, token_of: TokenOf, call: Call) -> None:
    token = token_of("bkpsdm_admin")
    every = sorted(row["id"] for row in walked(call, token, "/api/v1/units/"))
    for sort in ("valid_to", "-valid_to", "valid_from", "-code"):
        assert sorted(row["id"] for row in walked(call, token, f"/api/v1/units/?limit=1&sort={sort}")) == every


def test_rows_that_come_in_between_shift_nothing(app: Flask, town: City, token_of: TokenOf, call: Call) -> None:
    token = token_of("bkpsdm_admin")
    first = call(token, "/api/v1/employees/?limit=2&sort=person").json
    with app.app_context():
        early = make_employee(town.opd, name="Aaaa Paling Depan").id
        gone = first["result"][-1]["id"]
        assert gone != early
    rest = walked(call, token, first["next"])
    seen = [row["id"] for row in (*first["result"], *rest)]
    assert len(seen) == len(set(seen))
    assert early not in seen


@pytest.mark.parametrize(
    "args",
    [
        "limit=0",
        "limit=101",
        "limit=x",
        "limit=-1",
        "limit=%D9%A1",
        "after=x",
        "page=2",
        "opdd=1",
        "sort=phone",
        "sort=",
        "sort=-",
        "limit=1&limit=2",
    ],
)
def test_junk_is_refused_and_not_read_as_no_filter(token_of: TokenOf, call: Call, args: str) -> None:
    answer = call(token_of("bkpsdm_admin"), f"/api/v1/employees/?{args}")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


def test_a_mark_belongs_to_its_order(token_of: TokenOf, call: Call) -> None:
    token = token_of("bkpsdm_admin")
    following = call(token, "/api/v1/employees/?limit=1&sort=person").json["next"]
    assert call(token, following).status_code == 200
    assert call(token, following.replace("sort=person", "sort=nip")).status_code == 400
    mark = following.partition("after=")[2].partition("&")[0]
    assert call(token, f"/api/v1/employees/?after={mark[:-2]}").status_code == 400


def test_the_scope_is_that_of_the_screens(app: Flask, town: City, token_of: TokenOf, call: Call) -> None:
    def people(name: str) -> set[int]:
        return {row["id"] for row in walked(call, token_of(name), "/api/v1/employees/")}

    with app.app_context():
        person = town.person("owner")
        own, nip, unit_id, stranger = person.id, person.nip, person.unit_id, town.person("stranger").id
    assert own in people("opd_admin")
    assert stranger not in people("opd_admin")
    assert {own, stranger} <= people("bkpsdm_admin") & people("auditor")
    assert call(token_of("owner"), "/api/v1/employees/").status_code == 403
    row = call(token_of("opd_admin"), f"/api/v1/employees/{own}").json
    assert (row["nip"], row["unit_id"]) == (nip, unit_id)


def test_a_proposal_tells_its_stages(app: Flask, town: City, token_of: TokenOf, call: Call) -> None:
    with app.app_context():
        pk, foreign = proposal_in(town, "forwarded").id, proposal_in(town, "submitted", "stranger").id
    stages = call(token_of("owner"), f"/api/v1/proposals/{pk}/steps").json["result"]
    assert [each["state_key"] for each in stages] == ["submitted", "forwarded"]
    assert call(token_of("owner"), f"/api/v1/proposals/{foreign}/steps").status_code == 404


def test_an_opd_admin_is_not_narrowed_to_his_desk(app: Flask, town: City, token_of: TokenOf, call: Call) -> None:
    with app.app_context():
        pk = proposal_in(town, "forwarded").id
    assert [row["id"] for row in call(token_of("opd_admin"), "/api/v1/proposals/").json["result"]] == [pk]
    assert call(token_of("opd_admin"), "/api/v1/proposals/?state=submitted").json["result"] == []


def test_one_reads_and_marks_only_his_own_notifications(app: Flask, town: City, token_of: TokenOf, call: Call) -> None:
    with app.app_context():
        proposal_in(town, "revised")
        owner = session().get_one(Employee, town.person("owner").id).user_id
        with transaction():
            session().add(Notification(user_id=owner, event_id="1" * 32, kind="x", title="Setup"))
    token = token_of("owner")
    rows = walked(call, token, "/api/v1/notifications/?state=unread")
    assert rows
    pk = rows[0]["id"]
    assert call(token_of("colleague"), f"/api/v1/notifications/{pk}/read", "POST").status_code == 404
    assert call(token_of("owner", "notifications:read"), f"/api/v1/notifications/{pk}/read", "POST").status_code == 403
    assert call(token, f"/api/v1/notifications/{pk}/read", "POST").json["read_at"]
    assert pk not in {row["id"] for row in walked(call, token, "/api/v1/notifications/?state=unread")}


def test_the_description_names_every_route_and_nothing_else(app: Flask, token_of: TokenOf, call: Call) -> None:
    document = call(token_of("owner"), "/api/v1/openapi.json").json
    described = {(method.upper(), path) for path, item in document["paths"].items() for method in item if method != "parameters"}
    real = {
        (method, rule.rule.replace("<int:", "{").replace("<string:", "{").replace(">", "}"))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and rule.endpoint.partition(".")[0] != "ApiDocsView"
        for method in (rule.methods or set()) & {"GET", "POST", "PUT", "DELETE"}
    }
    assert described == real


def test_the_description_is_a_page_too_in_the_readers_language(app: Flask, names: dict[str, str]) -> None:
    page = signed_in(app.test_client(), names["owner"]).get("/api/v1/docs")
    assert page.status_code == 200
    assert "/api/v1/proposals/{pk}/{step}" in page.text
    assert app.test_client().get("/api/v1/openapi.json").status_code == 401
