"""Restricted data are kept and not used: no list of the API, no file, no webhook, no photo for others; the person himself goes on."""

import json
from io import BytesIO

from flask import Flask
from flask_appbuilder import AppBuilder
from openpyxl import load_workbook
from sqlalchemy import select

from app.kernel import storage
from app.kernel.api import resources
from app.kernel.approval import take_step
from app.kernel.crud import PortalModelView
from app.kernel.db import session
from app.kernel.listing import ListState
from app.kernel.restriction import is_usable, usable
from app.kernel.scope import scope_of, visible
from app.photos.models import Photo
from app.privacy.breach_models import BreachPerson
from app.privacy.models import DataRequest
from tests.factories.accounts import People
from tests.factories.archive import document_in
from tests.factories.awards import award_in
from tests.factories.certificates import certificate_in
from tests.factories.city import City
from tests.factories.credentials import certification_in, course_in
from tests.factories.photos import photo_in
from tests.factories.plans import plan_row_in
from tests.factories.privacy import restricted
from tests.factories.profile import change_in
from tests.factories.proposals import proposal_in
from tests.factories.teamwork import team_work_in

Stage = tuple[City, People]
KEPT_FOR_PROTECTION = {DataRequest, BreachPerson}


def fill(city: City) -> None:
    """Records of the owner of many kinds."""
    proposal_in(city, "submitted", "owner", title="Pelatihan Arsip")
    course_in(city, "waiting")
    certification_in(city, "waiting")
    document_in(city, "waiting")
    award_in(city, "waiting")
    team_work_in(city)
    plan_row_in(city, "draft")
    certificate_in(city, "valid", jp=0)
    photo_in(city, "waiting")
    change_in(city, "waiting")


def owned_views(appbuilder: AppBuilder) -> list[PortalModelView]:
    """Every list of records that are somebody's, but those kept for the protection of data itself."""
    views = [view for view in appbuilder.baseviews if isinstance(view, PortalModelView)]
    screens = {type(view): view for view in (*views, *(api.screen for api in resources(appbuilder)))}
    found = [view for view in screens.values() if (scope := scope_of(view.listing.model)) is not None and scope.owner is not None]
    return [view for view in found if view.listing.model not in KEPT_FOR_PROTECTION]


def test_no_file_of_any_list_holds_a_restricted_person_but_his_own(app: Flask, people: Stage) -> None:
    city, _clients = people
    with app.app_context(), app.test_request_context():
        fill(city)
        views = owned_views(app.appbuilder)  # type: ignore[attr-defined]
        assert len(views) > 15
        state, admin, owner = ListState(asked=True), city.actor("bkpsdm_admin"), city.ids["owner"]

        def rows(name: str) -> dict[str, set[int]]:
            return {
                type(view).__name__: {row.id for row in view.listing.iterate(city.actor(name), state) if whose(view, row) == owner}
                for view in views
            }

        def whose(view: PortalModelView, row: object) -> int:
            return int(getattr(row, scope_of(view.listing.model).owner.key))  # type: ignore[union-attr]

        before, own = rows("bkpsdm_admin"), rows("owner")
        assert sum(map(bool, before.values())) >= 8, before
        pk = restricted(city)
        assert not any(rows("bkpsdm_admin").values())
        assert not any(rows("auditor").values())
        assert not any(rows("supervisor").values())
        assert rows("owner") == own
        for view in views:
            seen = session().scalars(select(view.listing.model.id).where(visible(view.listing.model, admin))).all()
            assert set(seen) >= before[type(view).__name__], "his records stay, and on screen"
            assert view.listing.count_leaving(admin, state) == len(list(view.listing.iterate(admin, state))), view
        take_step(city.actor("second_bkpsdm_admin"), DataRequest, pk, "close", "Selesai.")
        assert rows("bkpsdm_admin") == before


def test_no_answer_of_the_api_holds_one(app: Flask, people: Stage) -> None:
    city, clients = people
    admin, owner = clients["bkpsdm_admin"], clients["owner"]
    with app.app_context():
        fill(city)
        nip, name = city.person("owner").nip, city.person("owner").full_name
        with app.test_request_context():
            names = [api.resource_name for api in resources(app.appbuilder)]  # type: ignore[attr-defined]
    lists = {each: admin.get(f"/api/v1/{each}/?limit=100") for each in names}
    told = {each: answer.get_json()["result"] for each, answer in lists.items() if answer.status_code == 200}
    pks = {each: [row["id"] for row in rows if row.get("nip") == nip] for each, rows in told.items()}
    pks = {each: found for each, found in pks.items() if found}
    assert {"employees", "proposals", "courses", "awards"} <= pks.keys(), pks.keys()
    mine = {each: owner.get(f"/api/v1/{each}/").get_json() for each in ("employees", "proposals", "courses")}
    with app.app_context():
        restricted(city)
    for each in told.keys() - {"data-requests"}:  # kept for the protection of data itself
        answer = admin.get(f"/api/v1/{each}/?limit=100").text
        assert nip not in answer, each
        assert each == "units" or name not in answer, each
    for each, found in pks.items():
        assert admin.get(f"/api/v1/{each}/{found[0]}").status_code == 404, each
    assert admin.get(f"/api/v1/proposals/{pks['proposals'][0]}/steps").status_code == 404
    assert {each: owner.get(f"/api/v1/{each}/").get_json() for each in mine} == mine
    assert admin.get(f"/employees/show/{city.ids['owner']}").status_code == 200
    sheet = load_workbook(BytesIO(admin.get("/employees/export").data)).active
    assert sheet is not None
    assert nip not in json.dumps([[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)])


def test_his_photo_is_shown_to_nobody_else(app: Flask, people: Stage) -> None:
    city, clients = people
    with app.app_context():
        photo = photo_in(city, "waiting")
        address = f"/photos/{photo.id}/{photo.digest}.jpg"
        assert storage.path(photo.file_key).exists()
    assert clients["opd_admin"].get(address).status_code == 200
    with app.app_context():
        restricted(city)
        assert not is_usable(session().scalars(select(Photo)).one())
    assert clients["opd_admin"].get(address).status_code == 404
    assert clients["owner"].get(address).status_code == 200


def test_what_is_nobodys_and_what_protects_data_is_always_usable(ctx: Flask, city: City) -> None:
    restricted(city)
    request = session().scalars(select(DataRequest)).one()
    assert is_usable(request)
    assert is_usable(city.opd)
    assert not is_usable(city.person("owner"))
    assert is_usable(city.person("owner"), city.actor("owner"))
    assert is_usable(city.person("colleague"))
    criterion = usable(DataRequest, city.actor("auditor"))
    assert session().scalars(select(DataRequest.id).where(criterion)).all() == [request.id]
