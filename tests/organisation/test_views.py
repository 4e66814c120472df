"""The screens over HTTP: a foreign row is not found through any of them, errors stand beside their fields, refusals say why."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from app.kernel import clock
from app.kernel.db import session, transaction
from app.kernel.roles import Role
from app.organisation.models import CompetenceTest, Employee, Posting, Unit
from tests.factories.accounts import make_account, signed_in
from tests.factories.organisation import make_agency, make_employee, make_opd, make_test_result, make_unit


@dataclass
class Place:
    """Ids and sign-in names of a small agency; the records themselves belong to the context that made them."""

    opd: int
    unit: int
    other_opd: int
    root: int
    person: int
    chief: int
    stranger: int
    names: dict[str, str]


@pytest.fixture
def place(app: Flask) -> Place:
    with app.app_context():
        root = make_agency()
        opd, other_opd = make_opd("Dinas Kesehatan"), make_opd("Dinas Arsip")
        unit = make_unit(opd, name="Puskesmas Melati")
        chief = make_employee(opd, name="Ratna Kepala")
        person = make_employee(unit, supervisor=chief, name="Budi Bawahan")
        stranger = make_employee(other_opd, name="Citra Asing")
        make_test_result(person, recommendation="VISIONARY LEADERSHIP")
        names = {
            "person": make_account(person),
            "chief": make_account(chief),
            "opd_admin": make_account(make_employee(opd, name="Dewi Admin"), (Role.OPD_ADMIN, opd.id)),
            "bkpsdm": make_account(None, Role.BKPSDM_ADMIN),
            "auditor": make_account(None, Role.AUDITOR),
            "superuser": make_account(None, Role.SUPERUSER),
        }
        made = Place(opd.id, unit.id, other_opd.id, root.id, person.id, chief.id, stranger.id, names)
    return made


def text_of(answer) -> str:
    return unescape(answer.get_data(as_text=True)).replace("\u00a0", " ")


def visit(app: Flask, place: Place, who: str) -> FlaskClient:
    return signed_in(app.test_client(), place.names[who])


def valid_form(place: Place, **changes: str) -> dict[str, str]:
    form = {
        "nip": "19800101 200501 1 001",
        "name": "AHMAD YANI",
        "back_title": "S.E",
        "birth": "Jayapura;1-1-1980",
        "employee_status": "pns",
        "legal_position": "01",
        "job_title": "Arsiparis",
        "job_type": "fungsional",
        "job_level": "ahli_muda",
        "rank_code": "33",
        "opd_id": str(place.opd),
        "unit_id": str(place.unit),
    }
    return form | changes


@pytest.mark.gate("G12")
@pytest.mark.parametrize("who", ["opd_admin", "chief"])
def test_a_foreign_person_is_not_found_by_list_filter_sort_show_edit_or_select(app: Flask, place: Place, who: str) -> None:
    browser = visit(app, place, who)
    for address in (
        "/employees/list/",
        "/employees/list/?q=Citra",
        f"/employees/list/?opd={place.other_opd}",
        f"/employees/list/?opd={place.other_opd}&unit={place.other_opd}&sort=-unit&size=100",
        "/proposals/options/employee_id?q=Citra",
        "/employees/options/supervisor_id?q=Citra",
        f"/employees/options/unit?q=Dinas&opd={place.other_opd}",
    ):
        answer = browser.get(address)
        assert answer.status_code == (400 if "list/?opd" in address else answer.status_code)
        assert "Citra Asing" not in text_of(answer)
        assert "CITRA" not in text_of(answer)
    assert browser.get(f"/employees/show/{place.stranger}").status_code == 404
    if who == "opd_admin":
        assert browser.get(f"/employees/edit/{place.stranger}").status_code == 404
        assert browser.post(f"/employees/edit/{place.stranger}", data=valid_form(place, version="1")).status_code == 404
        assert browser.post(f"/employees/delete/{place.stranger}").status_code == 403


def test_the_list_filters_sorts_and_pages(app: Flask, place: Place) -> None:
    browser = visit(app, place, "bkpsdm")
    page = text_of(browser.get(f"/employees/list/?opd={place.opd}&unit={place.unit}&q=bud"))
    assert "Budi Bawahan" in page
    assert "Ratna Kepala" not in page
    assert "Puskesmas Melati" in page
    ordered = text_of(browser.get("/employees/list/?sort=-person"))
    assert ordered.index("Ratna Kepala") < ordered.index("Budi Bawahan")
    for junk in ("sort=user.password", "status=x", "job_type=x", "unit=x", "opd=9999"):
        assert browser.get(f"/employees/list/?{junk}").status_code == 400


@pytest.mark.manual("B9")
def test_bkpsdm_adds_a_person_with_the_name_put_in_order_and_titles_kept(app: Flask, place: Place) -> None:
    browser = visit(app, place, "bkpsdm")
    assert browser.get("/employees/add").status_code == 200
    answer = browser.post("/employees/add", data=valid_form(place), follow_redirects=True)
    page = text_of(answer)
    assert answer.status_code == 200
    assert "Ahmad Yani, S.E" in page
    assert "19800101 200501 1 001" in page
    assert "S.E." in page, "the better spelling is offered"
    with app.app_context():
        person = session().scalars(select(Employee).where(Employee.nip == "198001012005011001")).one()
        assert (person.name, person.back_title, person.birth_place, person.unit_id) == ("Ahmad Yani", "S.E", "Jayapura", place.unit)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("nip", "198001012014073001", "Angka ke-15"),
        ("nip", "19800101201407100", "18 angka; yang diketik 17 angka"),
        ("nip", "198001012014131001", "Angka ke-13 dan ke-14"),
        ("birth", "Jayapura,1-1-1980", "titik koma"),
        ("birth", "Jayapura;29-2-2001", "29-2-2001"),
        ("name", "Ahmad, S.E.", "gelar mempunyai kolom sendiri"),
        ("email_official", "a@gmail.com", "e-mail kedinasan"),
        ("phone", "12", "08 atau +62"),
        ("joined", "kemarin", "31-08-2022"),
        ("job_title", " ", "wajib diisi"),
    ],
)
def test_an_error_stands_beside_its_field_and_nothing_typed_is_lost(app: Flask, place: Place, field: str, typed: str, said: str) -> None:
    answer = visit(app, place, "bkpsdm").post("/employees/add", data=valid_form(place, **{field: typed}))
    page = text_of(answer)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in page
    assert said in page[page.index(f'id="{field}-error"') :]
    assert "Arsiparis" in page or field == "job_title"
    assert re.search(rf'<option value="{place.unit}" selected>Puskesmas Melati', page)


def test_a_number_that_disagrees_with_the_profile_is_a_warning_after_saving(app: Flask, place: Place) -> None:
    form = valid_form(place, birth="Jayapura;2-1-1980", sex="P")
    page = text_of(visit(app, place, "bkpsdm").post("/employees/add", data=form, follow_redirects=True))
    assert "01/01/1980" in page
    assert "berbeda" in page


def test_the_second_of_two_edits_is_told_so(app: Flask, place: Place) -> None:
    browser = visit(app, place, "bkpsdm")
    form = valid_form(place, version="1", nip="")
    with app.app_context():
        form["nip"] = session().get(Employee, place.person).nip  # type: ignore[union-attr]
    form["birth"] = "Contoh;1-1-1970"
    assert browser.post(f"/employees/edit/{place.person}", data=form).status_code == 302
    assert browser.post(f"/employees/edit/{place.person}", data=form).status_code == 409


def test_an_opd_admin_edits_his_people_but_not_their_numbers_and_not_into_another_opd(app: Flask, place: Place) -> None:
    browser = visit(app, place, "opd_admin")
    assert "Dinas Kesehatan" in text_of(browser.get(f"/employees/edit/{place.person}"))
    offered = browser.get("/employees/options/opd_id?q=Dinas").get_json()["results"]
    assert [option["text"] for option in offered] == ["Dinas Kesehatan"]
    with app.app_context():
        nip = session().get(Employee, place.person).nip  # type: ignore[union-attr]
    form = valid_form(place, version="1", nip=nip, unit_id=str(place.other_opd))
    answer = browser.post(f"/employees/edit/{place.person}", data=form)
    assert answer.status_code == 422
    assert 'id="unit_id-error"' in text_of(answer)
    answer = browser.post(f"/employees/edit/{place.person}", data=valid_form(place, version="1"))
    assert 'id="nip-error"' in text_of(answer)
    assert browser.post(f"/employees/edit/{place.person}", data=form | {"unit_id": str(place.opd)}).status_code == 302


@pytest.mark.gate("G11")
def test_a_chief_is_not_deleted_and_the_page_says_why(app: Flask, place: Place) -> None:
    page = text_of(visit(app, place, "bkpsdm").post(f"/employees/delete/{place.chief}"))
    assert "atasan langsung dari 1 pegawai" in page
    with app.app_context():
        assert session().get(Employee, place.chief) is not None


def test_competence_tests_are_shown_to_owner_supervisor_and_bkpsdm_only(app: Flask, place: Place) -> None:
    seen = {
        "person": "/profile/",
        "chief": f"/employees/show/{place.person}",
        "bkpsdm": f"/employees/show/{place.person}",
        "opd_admin": f"/employees/show/{place.person}",
        "auditor": f"/employees/show/{place.person}",
    }
    shown = {who: "VISIONARY LEADERSHIP" in text_of(visit(app, place, who).get(address)) for who, address in seen.items()}
    assert shown == {"person": True, "chief": True, "bkpsdm": True, "opd_admin": False, "auditor": False}
    for who in ("person", "chief", "opd_admin", "auditor", "superuser"):
        assert visit(app, place, who).get("/competence-tests/list/").status_code == 403


def test_bkpsdm_enters_a_result_and_a_comma_is_refused_with_the_reason(app: Flask, place: Place) -> None:
    browser = visit(app, place, "bkpsdm")
    page = text_of(browser.get(f"/competence-tests/add?employee={place.chief}"))
    assert "RATNA KEPALA" in page
    form = {"employee_id": str(place.chief), "taken_on": "2026-03-02", "score": "82,5", "box": "7", "recommendation": "Kepemimpinan"}
    answer = browser.post("/competence-tests/add", data=form)
    assert answer.status_code == 422
    assert "titik, bukan koma" in text_of(answer)
    assert browser.post("/competence-tests/add", data=form | {"score": "82.5"}).status_code == 302
    with app.app_context():
        assert session().scalars(select(CompetenceTest.box).where(CompetenceTest.employee_id == place.chief)).one() == 7
    assert "Ratna Kepala" in text_of(browser.get("/competence-tests/list/?q=ratna"))


@pytest.mark.manual("B16")
def test_everybody_sees_his_profile_and_changes_his_contact_data(app: Flask, place: Place) -> None:
    browser = visit(app, place, "person")
    assert "Budi Bawahan" in text_of(browser.get("/profile/"))
    answer = browser.post(
        "/profile/edit", data={"phone": "0711", "email_official": "b@kota.go.id", "office_address": "Jl. Melati 1", "version": "1"}
    )
    assert answer.status_code == 422
    assert 'value="b@kota.go.id"' in text_of(answer)
    answer = browser.post(
        "/profile/edit", data={"phone": "+62 812 3456 7890", "email_official": "b@kota.go.id", "version": "1"}, follow_redirects=True
    )
    assert "081234567890" in text_of(answer)
    assert visit(app, place, "auditor").get("/profile/").status_code == 403


@pytest.mark.manual("T23")
def test_a_supervisor_sees_his_direct_subordinates(app: Flask, place: Place) -> None:
    page = text_of(visit(app, place, "chief").get("/subordinates/list/"))
    assert "Budi Bawahan" in page
    assert "Citra Asing" not in page
    assert visit(app, place, "person").get("/subordinates/list/").status_code == 403


def test_bkpsdm_adds_moves_closes_and_deletes_units_and_is_told_why_not(app: Flask, place: Place) -> None:
    browser = visit(app, place, "bkpsdm")
    for address in (
        "/units/list/",
        f"/units/list/?opd={place.opd}",
        "/units/list/?q=melati",
        f"/units/show/{place.unit}",
        f"/units/edit/{place.unit}",
    ):
        assert "Melati" in text_of(browser.get(address)) or address == "/units/list/"
    form = {"code": "K1", "name": "Kelurahan Baru", "kind": "kelurahan", "parent_id": str(place.opd), "valid_from": "2026-01-01"}
    assert "Kelurahan Baru" in text_of(browser.post("/units/add", data=form, follow_redirects=True))
    answer = browser.post("/units/add", data=form)
    assert 'id="code-error"' in text_of(answer)
    with app.app_context():
        new = session().scalars(select(Unit).where(Unit.code == "K1")).one().id
    edited = form | {"version": "1", "head_id": str(place.person), "name": "Kelurahan Lama"}
    assert browser.post(f"/units/edit/{new}", data=edited).status_code == 302
    assert "Budi Bawahan" in text_of(browser.get(f"/units/show/{new}"))
    assert "masih mempunyai: 1 pegawai" in text_of(browser.post(f"/units/delete/{place.unit}"))
    assert "Tutup atau gabungkan" in text_of(browser.get(f"/units/close/{place.opd}"))
    day = {"last_day": f"{clock.today() - timedelta(days=1):%Y-%m-%d}"}
    refused = browser.post(f"/units/close/{place.opd}", data=day)
    assert refused.status_code == 422
    assert "masih mempunyai" in text_of(refused)
    assert "masih akan datang" in text_of(browser.post(f"/units/close/{place.unit}", data={"last_day": "2999-01-01"}))
    assert "telah ditutup" in text_of(browser.post(f"/units/close/{new}", data=day, follow_redirects=True))


def test_a_unit_goes_up_in_another_and_the_person_sees_where_he_was(app: Flask, place: Place) -> None:
    with app.app_context(), transaction() as current:
        current.execute(update(Posting).values(since=date(2020, 1, 1)))
    browser = visit(app, place, "bkpsdm")
    day = f"{clock.today() - timedelta(days=1):%Y-%m-%d}"
    same = browser.post(f"/units/close/{place.unit}", data={"last_day": day, "into_id": str(place.unit)})
    assert same.status_code == 422
    assert "Melati" in text_of(same)
    done = browser.post(f"/units/close/{place.unit}", data={"last_day": day, "into_id": str(place.other_opd)}, follow_redirects=True)
    assert "telah ditutup" in text_of(done)
    page = text_of(browser.get(f"/employees/show/{place.person}"))
    assert "Unit pegawai" in page
    assert "Melati" in page


def test_the_data_check_counts_lists_exports_and_leads_to_the_form(app: Flask, place: Place) -> None:
    with app.app_context(), transaction():
        session().get_one(Employee, place.person).birth_date = date(1990, 12, 31)
    browser = visit(app, place, "bkpsdm")
    overview = text_of(browser.get("/anomalies/"))
    assert "NIP dan tanggal lahir berbeda" in overview
    rows = browser.get("/anomalies/nip-birth/list/")
    assert "Budi Bawahan" in text_of(rows)
    assert f"/employees/edit/{place.person}" in rows.get_data(as_text=True)
    assert browser.get("/anomalies/nip-birth/export").status_code == 200
    assert "Budi Bawahan" in text_of(visit(app, place, "opd_admin").get("/anomalies/nip-birth/list/"))
    auditor = visit(app, place, "auditor").get("/anomalies/nip-birth/list/")
    assert "Budi Bawahan" in text_of(auditor)
    assert "/employees/edit/" not in auditor.get_data(as_text=True)
    assert visit(app, place, "person").get("/anomalies/").status_code == 403


def test_the_tree_is_read_by_auditors_and_changed_by_nobody_else(app: Flask, place: Place) -> None:
    browser = visit(app, place, "auditor")
    assert "Dinas Kesehatan" in text_of(browser.get("/units/list/"))
    for address in ("/units/add", f"/units/edit/{place.unit}", "/employees/add"):
        assert browser.get(address).status_code == 403
        assert browser.post(address, data={}).status_code == 403
    for address in (f"/units/close/{place.unit}", f"/units/delete/{place.unit}", f"/employees/delete/{place.person}"):
        assert browser.post(address).status_code == 403


@pytest.mark.manual("P6")
def test_the_selects_answer_with_values_and_texts_inside_the_reach(app: Flask, place: Place) -> None:
    browser = visit(app, place, "opd_admin")
    people = browser.get("/employees/options/supervisor_id?q=budi").get_json()["results"]
    assert [person["id"] for person in people] == [str(place.person)]
    assert people[0]["text"].endswith("] BUDI BAWAHAN")
    units = browser.get(f"/employees/options/unit?opd={place.opd}&q=melati").get_json()["results"]
    assert [unit["id"] for unit in units] == [str(place.unit)]
    assert browser.get(f"/employees/options/unit?opd={place.other_opd}").get_json() == {"results": []}


def test_a_number_that_no_row_can_have_is_turned_away(app: Flask, place: Place) -> None:
    browser = visit(app, place, "bkpsdm")
    for address in ("/employees/list/?unit=9999999999", "/employees/list/?opd=99999999999999999999", "/units/list/?opd=9999999999"):
        assert browser.get(address).status_code == 400, address
    assert browser.get("/employees/options/unit?opd=9999999999").status_code == 404
    assert browser.get("/employees/options/unit?opd=" + "9" * 90).status_code == 404
