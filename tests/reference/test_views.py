"""The lists, the catalogue and the settings on screen: edited by BKPSDM, read by auditors, refusals with their reason."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.kernel import settings
from app.kernel.actor import system_actor
from app.kernel.db import session
from app.kernel.roles import Role
from app.organisation.parameters import COMPETENCE_YEARS
from app.reference import queries
from app.reference.models import Code, Training
from app.reference.rules import CodeList
from app.reference.services import seed_reference
from tests.factories.accounts import make_account, signed_in
from tests.factories.organisation import make_employee


@pytest.fixture
def names(app: Flask) -> dict[Role, str]:
    with app.app_context():
        seed_reference(system_actor())
        return {role: make_account(None, role) for role in (Role.BKPSDM_ADMIN, Role.AUDITOR, Role.SUPERUSER)}


@pytest.fixture
def admin(app: Flask, names: dict[Role, str]) -> FlaskClient:
    return signed_in(app.test_client(), names[Role.BKPSDM_ADMIN])


def text_of(answer) -> str:
    return unescape(answer.get_data(as_text=True))


def version_in(page: str) -> str:
    return re.search(r'name="version"[^>]*value="([^"]+)"', page)[1]  # type: ignore[index]


@pytest.mark.manual("P8")
def test_the_catalogue_is_listed_filtered_added_and_changed(app: Flask, admin: FlaskClient) -> None:
    page = text_of(admin.get("/trainings/list/?q=naskah&competence_kind=teknis"))
    assert "Pelatihan Tata Naskah Dinas" in page
    assert "Pelatihan SPBE" not in page
    form = {"title": "pelatihan spbe", "competence_kind": "teknis", "valid_from": "2026-01-01"}
    answer = admin.post("/trainings/add", data=form)
    assert answer.status_code == 422
    assert "Pelatihan SPBE" in text_of(answer)
    answer = admin.post("/trainings/add", data=form | {"title": "Pelatihan Baru Sekali"}, follow_redirects=True)
    assert answer.status_code == 200
    with app.app_context():
        pk = session().scalars(select(Training.id).where(Training.title == "Pelatihan Baru Sekali")).one()
    version = version_in(text_of(admin.get(f"/trainings/edit/{pk}")))
    changed = form | {"title": "Pelatihan Baru Dua Kali", "version": version}
    assert admin.post(f"/trainings/edit/{pk}", data=changed).status_code == 302
    assert admin.post(f"/trainings/edit/{pk}", data=changed | {"title": "Pelatihan Lain"}).status_code == 409


@pytest.mark.gate("G11")
def test_a_code_in_use_is_let_end_instead_of_deleted(app: Flask, admin: FlaskClient) -> None:
    with app.app_context():
        make_employee(religion="1")
        pk = session().scalars(select(Code.id).where(Code.code_list == "agama", Code.code == "1")).one()
    answer = admin.post(f"/codes/delete/{pk}")
    assert answer.status_code == 409
    assert "Islam" in text_of(answer)
    assert admin.post(f"/codes/retire/{pk}").status_code == 302
    with app.app_context():
        assert session().get(Code, pk).valid_to is not None  # type: ignore[union-attr]
        assert queries.label(CodeList.RELIGION, "1") == "Islam"


def test_extra_columns_of_a_code_are_checked_line_by_line(app: Flask, admin: FlaskClient) -> None:
    form = {"code_list": "kedudukan_hukum", "code": "05", "label": "Perbantuan", "valid_from": "2026-01-01", "extras": "aktif: mungkin"}
    answer = admin.post("/codes/add", data=form)
    assert answer.status_code == 422
    assert 'id="extras-error"' in text_of(answer)
    assert admin.post("/codes/add", data=form | {"extras": "aktif: ya"}).status_code == 302
    with app.app_context():
        assert queries.code(CodeList.LEGAL_POSITION, "05").data == {"aktif": True}  # type: ignore[union-attr]
    page = text_of(admin.get("/codes/list/?code_list=kedudukan_hukum&q=perbantuan"))
    assert "aktif: ya" in page


def test_a_setting_is_changed_from_a_day_on_and_wrong_values_stand_at_the_field(app: Flask, admin: FlaskClient) -> None:
    assert "organisation.competence_test_years" in text_of(admin.get("/settings/"))
    address = "/settings/organisation.competence_test_years/edit"
    assert 'value="3"' in text_of(admin.get(address))
    for value, day in (("99", "2999-01-01"), ("tiga", "2999-01-01"), ("5", "2001-01-01")):
        answer = admin.post(address, data={"value": value, "valid_from": day})
        assert answer.status_code == 422
    with app.app_context():
        today = settings.clock.today().isoformat()
    assert admin.post(address, data={"value": "5", "valid_from": today}).status_code == 302
    with app.app_context():
        assert settings.get(COMPETENCE_YEARS) == 5
    assert admin.get("/settings/no.such/edit").status_code == 404


def test_every_declared_setting_has_a_form(app: Flask, admin: FlaskClient) -> None:
    answers = {setting.key: admin.get(f"/settings/{setting.key}/edit").status_code for setting in settings.declared()}
    assert {key: code for key, code in answers.items() if code != 200} == {}


def test_an_auditor_reads_and_changes_nothing(app: Flask, names: dict[Role, str]) -> None:
    auditor = signed_in(app.test_client(), names[Role.AUDITOR])
    for address in ("/trainings/list/", "/codes/list/", "/settings/"):
        assert auditor.get(address).status_code == 200
    for address in ("/trainings/add", "/codes/add", "/trainings/edit/1", "/codes/edit/1", "/settings/agency.name/edit"):
        assert auditor.get(address).status_code == 403
        assert auditor.post(address, data={}).status_code == 403
    for address in ("/trainings/retire/1", "/codes/delete/1"):
        assert auditor.post(address).status_code == 403
