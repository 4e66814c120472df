"""Proposals over HTTP: what each person is shown, what he is refused, and that the address is no way around it."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import event, select
from werkzeug.routing import IntegerConverter

from app.audit.models import AuditEntry
from app.extensions import db
from app.kernel import clock
from app.kernel.approval import history
from app.kernel.db import session
from app.proposals.models import Proposal
from tests.factories.city import City
from tests.factories.organisation import make_test_result
from tests.factories.proposals import proposal_in
from tests.proposals.test_workflow import EDITORS, SEEN_BY, STATES, STEPS

People = tuple[City, dict[str, FlaskClient]]
PERSONS = ("owner", "supervisor", "opd_admin", "other_opd_admin", "bkpsdm_admin", "auditor")


def make(app: Flask, city: City, state: str, owner: str = "owner", **changes: object) -> int:
    with app.app_context():
        return proposal_in(city, state, owner, **changes).id


def text(client: FlaskClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, (url, answer.status_code)
    return answer.get_data(as_text=True)


def steps_shown(page: str, pk: int) -> set[str]:
    return set(re.findall(rf'href="/proposals/{pk}/(\w+)[?"]', page))


def form_of(client: FlaskClient, url: str) -> dict[str, str]:
    """The hidden fields of a form, as a browser would send them."""
    return dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*type="hidden"[^>]*value="([^"]*)"', text(client, url)))


def saved(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        return [(row.state, row.title) for row in session().scalars(select(Proposal).order_by(Proposal.id))]


@pytest.mark.manual("P30")
@pytest.mark.parametrize("state", STATES)
def test_every_person_sees_exactly_the_buttons_of_the_flow(app: Flask, people: People, state: str) -> None:
    city, clients = people
    pk = make(app, city, state)
    for person in PERSONS:
        page = text(clients[person], "/proposals/list/?state=all")
        assert steps_shown(page, pk) == STEPS.get((state, person), set()), person
        assert (f"/proposals/edit/{pk}" in page) == (person in EDITORS[state]), person
        assert (f"/proposals/history/{pk}" in page) == (person in SEEN_BY), person


@pytest.mark.gate("G12")
def test_a_foreign_proposal_is_not_found_through_any_door(app: Flask, people: People) -> None:
    city, clients = people
    pk = make(app, city, "submitted")
    stranger = clients["other_opd_admin"]
    for url in (f"/proposals/show/{pk}", f"/proposals/edit/{pk}", f"/proposals/history/{pk}", f"/proposals/{pk}/forward"):
        assert stranger.get(url).status_code == 404, url
    for url in (f"/proposals/edit/{pk}", f"/proposals/{pk}/forward", f"/proposals/{pk}/reject"):
        assert stranger.post(url, data={"note": "alasan", "version": "1"}).status_code == 404, url
    answer = stranger.post("/proposals/steps/forward", data={"pks": str(pk), "confirmed": "1"})
    assert "0" in answer.get_data(as_text=True)
    assert "Pelatihan Arsip Digital" not in answer.get_data(as_text=True)
    with app.app_context():
        assert session().get(Proposal, pk).state == "submitted"
    for url in ("/proposals/list/?state=all", "/proposals/list/?state=all&q=Arsip", "/proposals/list/?state=all&sort=-proposed_on"):
        assert "Pelatihan Arsip Digital" not in text(stranger, url)
    assert rows_of(stranger.get("/proposals/export?state=all").data) == []
    assert "Arsip Digital" not in pdf_text(stranger.get("/proposals/print?state=all").data)
    foreign_opd = f"/proposals/list/?state=all&opd={city.opd_id}"
    assert "Pelatihan Arsip Digital" not in text(stranger, foreign_opd)


def test_an_auditor_reads_everything_and_changes_nothing(app: Flask, people: People) -> None:
    city, clients = people
    pk = make(app, city, "submitted")
    auditor = clients["auditor"]
    assert "Pelatihan Arsip Digital" in text(auditor, "/proposals/list/")
    assert city.actor("owner").name in text(auditor, f"/proposals/history/{pk}")
    before = entries(app)
    for rule in app.url_map.iter_rules():
        if "POST" in rule.methods and not rule.endpoint.startswith(("AuthDBView.", "SessionView.end")):  # he stays who he is
            values = {name: pk if isinstance(kind, IntegerConverter) else "delete" for name, kind in rule._converters.items()}
            with app.test_request_context():
                url = app.url_for(rule.endpoint, **values)
            auditor.post(url, data={"note": "x", "pks": str(pk), "confirmed": "1", "version": "1"})
    own = {"account.sign_in_failed", "account.language", "account.role_chosen", "notification.choose", "telegram.link", "password.change"}
    own.add("job.start")  # asks for the data the portal holds about himself
    assert [key for key in entries(app)[len(before) :] if key not in own] == []
    assert saved(app) == [("submitted", "Pelatihan Arsip Digital")]


@pytest.mark.manual("P6")
@pytest.mark.manual("P11")
def test_the_form_knows_the_person_and_todays_date(app: Flask, people: People) -> None:
    city, clients = people
    page = text(clients["owner"], "/proposals/add")
    with app.app_context():
        person = city.person("owner")
        label, job = person.select_label, person.job_title
    for expected in (label, job, "Dinas Pendidikan", f'value="{clock.today().isoformat()}"'):
        assert expected in page
    assert page.count("readonly") >= 4


@pytest.mark.manual("P5")
@pytest.mark.manual("P12")
def test_the_talent_pool_field_is_there_only_for_the_tested(app: Flask, people: People) -> None:
    city, clients = people
    label = "Rekomendasi Dari Hasil Talentpool"
    assert label not in text(clients["owner"], "/proposals/add")
    with app.app_context():
        make_test_result(city.person("owner"))
    assert label in text(clients["owner"], "/proposals/add")
    assert label in text(clients["bkpsdm_admin"], f"/proposals/add?employee_id={city_id(city, 'owner')}")


def city_id(city: City, name: str) -> int:
    return city.actor(name).employee_id or 0


@pytest.mark.manual("P10")
@pytest.mark.manual("P13")
@pytest.mark.manual("P14")
@pytest.mark.gate("G5")
def test_saving_shows_the_toast_and_sending_twice_makes_one(app: Flask, people: People) -> None:
    _city, clients = people
    hidden = form_of(clients["owner"], "/proposals/add")
    data = hidden | {"source": "manual", "manual_title": "Pelatihan Arsip Digital", "proposed_on": clock.today().strftime("%d-%m-%Y")}
    for _click in range(2):
        answer = clients["owner"].post("/proposals/add", data=data, follow_redirects=True)
        assert answer.status_code == 200
        assert "Data Berhasil Di Tambah" in answer.get_data(as_text=True)
    assert saved(app) == [("submitted", "Pelatihan Arsip Digital")]


@pytest.mark.gate("G1")
def test_an_employee_cannot_propose_for_another_by_naming_him(app: Flask, people: People) -> None:
    city, clients = people
    data = {
        "source": "manual",
        "manual_title": "Untuk orang lain",
        "proposed_on": clock.today().isoformat(),
        "employee_id": str(city_id(city, "colleague")),
    }
    clients["owner"].post("/proposals/add", data=data)
    with app.app_context():
        (proposal,) = session().scalars(select(Proposal))
        assert proposal.employee_id == city_id(city, "owner")


@pytest.mark.manual("P18")
def test_a_refused_form_keeps_what_was_typed_and_says_why_at_the_field(app: Flask, people: People) -> None:
    city, clients = people
    make(app, city, "submitted")
    data = {"source": "manual", "manual_title": "Usulan kedua <b>", "proposed_on": clock.today().isoformat()}
    answer = clients["owner"].post("/proposals/add", data=data)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Usulan kedua &lt;b&gt;" in page
    assert re.search(r'id="proposed_on-error"[^>]*>.*Hanya bisa mengusulkan 1', page, re.DOTALL)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"source": "manual", "manual_title": " ", "proposed_on": "2026-01-05"}, "manual_title"),
        ({"source": "manual", "manual_title": "x" * 201, "proposed_on": "2026-01-05"}, "manual_title"),
        ({"source": "catalogue", "training_id": "", "proposed_on": "2026-01-05"}, "training_id"),
        ({"source": "catalogue", "training_id": "999999", "proposed_on": "2026-01-05"}, "training_id"),
        ({"source": "catalogue", "training_id": "abc", "proposed_on": "2026-01-05"}, "training_id"),
        ({"source": "manual", "manual_title": "Arsip", "proposed_on": "31-02-2026"}, "proposed_on"),
        ({"source": "manual", "manual_title": "Arsip", "proposed_on": ""}, "proposed_on"),
        ({"source": "other", "manual_title": "Arsip", "proposed_on": "2026-01-05"}, "source"),
    ],
)
def test_every_wrong_input_has_its_message_beside_it(app: Flask, people: People, data: dict[str, str], field: str) -> None:
    _city, clients = people
    answer = clients["owner"].post("/proposals/add", data=data)
    assert answer.status_code == 422
    assert re.search(rf'id="{field}-error"|<legend[^>]*>.*field-error', answer.get_data(as_text=True), re.DOTALL)
    assert saved(app) == []


@pytest.mark.manual("P29")
def test_the_admin_chooses_the_person_and_the_rest_is_filled_in(app: Flask, people: People) -> None:
    city, clients = people
    admin, pk = clients["bkpsdm_admin"], city_id(city, "owner")
    assert 'name="employee_id"' in text(admin, "/proposals/add")
    page = text(admin, f"/proposals/add?employee_id={pk}")
    assert "Dinas Pendidikan" in page
    data = {"employee_id": str(pk), "source": "manual", "manual_title": "Dari admin", "proposed_on": clock.today().isoformat()}
    assert admin.post("/proposals/add", data=data).status_code == 302
    assert "Dari admin" in text(clients["owner"], "/proposals/list/")
    assert "Dari admin" in text(clients["opd_admin"], "/proposals/list/")
    assert text(admin, "/proposals/add?employee_id=999999", 404)


@pytest.mark.manual("P6")
@pytest.mark.gate("G12")
def test_the_select_offers_people_inside_the_reach_to_those_who_may_propose(app: Flask, people: People) -> None:
    city, clients = people
    address = "/proposals/options/employee_id"
    assert f'data-remote="{address}"' in text(clients["bkpsdm_admin"], "/proposals/add")
    offered = clients["bkpsdm_admin"].get(address).get_json()["results"]
    assert {str(city_id(city, name)) for name in ("owner", "colleague", "stranger")} <= {person["id"] for person in offered}
    own = clients["owner"].get(address).get_json()["results"]
    assert [person["id"] for person in own] == [str(city_id(city, "owner"))]
    assert clients["auditor"].get(address).status_code == 404


def test_without_a_person_the_admin_is_told_at_the_select(app: Flask, people: People) -> None:
    _city, clients = people
    data = {"source": "manual", "manual_title": "Arsip", "proposed_on": clock.today().isoformat()}
    answer = clients["bkpsdm_admin"].post("/proposals/add", data=data)
    assert answer.status_code == 422
    assert 'id="employee_id-error"' in answer.get_data(as_text=True)
    assert saved(app) == []


@pytest.mark.manual("P25")
def test_a_forwarded_row_leaves_the_opd_admins_list_and_is_found_under_all(app: Flask, people: People) -> None:
    city, clients = people
    pk = make(app, city, "submitted")
    admin = clients["opd_admin"]
    assert "Pelatihan Arsip Digital" in text(admin, "/proposals/list/")
    assert admin.post(f"/proposals/{pk}/forward").status_code == 302
    assert "Pelatihan Arsip Digital" not in text(admin, "/proposals/list/")
    assert "Pelatihan Arsip Digital" in text(admin, "/proposals/list/?state=all")
    assert "Pelatihan Arsip Digital" in text(clients["bkpsdm_admin"], "/proposals/list/")


@pytest.mark.manual("P26")
def test_the_plain_page_asks_and_a_missing_reason_stands_at_the_field(app: Flask, people: People) -> None:
    city, clients = people
    pk = make(app, city, "submitted")
    admin = clients["opd_admin"]
    page = text(admin, f"/proposals/{pk}/revise")
    for words in ("Apakah Anda Ingin Merevisi Usulan Ini ?", "FORM KETERANGAN"):
        assert words in page
    with app.app_context():
        assert session().get(Proposal, pk).state == "submitted", "asking changed something"
    answer = admin.post(f"/proposals/{pk}/revise", data={"note": "<div><br></div>"})
    assert answer.status_code == 422
    assert "Keterangan wajib diisi." in answer.get_data(as_text=True)
    dirty = "<p>Mohon <b>perbaiki</b><script>alert(1)</script><img src=x onerror=y></p>"
    assert admin.post(f"/proposals/{pk}/revise", data={"note": dirty}).status_code == 302
    with app.app_context():
        assert history(session().get(Proposal, pk))[-1].note == "<p>Mohon <b>perbaiki</b></p>"


@pytest.mark.gate("G6")
def test_a_bulk_step_equals_the_single_steps_and_lists_what_was_skipped(app: Flask, people: People) -> None:
    city, clients = people
    fine, taken, own = make(app, city, "submitted"), make(app, city, "forwarded", "colleague"), make(app, city, "submitted", "opd_admin")
    foreign = make(app, city, "submitted", "stranger")
    answer = clients["opd_admin"].post(
        "/proposals/steps/reject", data={"pks": f"{fine},{taken},{own},{foreign},{fine}", "confirmed": "1", "note": "Anggaran habis"}
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    for reason in ("Langkah ini tidak berlaku lagi", "Tidak seorang pun memutuskan usulannya sendiri", "Tidak ditemukan"):
        assert reason in page
    with app.app_context():
        states = {pk: session().get(Proposal, pk).state for pk in (fine, taken, own, foreign)}
        assert states == {fine: "rejected", taken: "forwarded", own: "submitted", foreign: "submitted"}
        assert [row.note for row in history(session().get(Proposal, fine))][-1] == "Anggaran habis"


@pytest.mark.gate("G6")
def test_all_that_match_the_filter_means_exactly_those(app: Flask, people: People) -> None:
    city, clients = people
    match, other = make(app, city, "submitted", title="Arsip satu"), make(app, city, "submitted", "colleague", title="Lain")
    clients["opd_admin"].post("/proposals/steps/forward", data={"all": "1", "q": "arsip", "confirmed": "1"})
    with app.app_context():
        assert (session().get(Proposal, match).state, session().get(Proposal, other).state) == ("forwarded", "submitted")


@pytest.mark.manual("P28")
@pytest.mark.gate("G10")
def test_excel_and_print_hold_exactly_what_is_filtered(app: Flask, people: People) -> None:
    city, clients = people
    make(app, city, "submitted", title='=HYPERLINK("http://x")')
    make(app, city, "submitted", "stranger", title="Bukan yang ini")
    answer = clients["bkpsdm_admin"].get("/proposals/export?q=hyperlink")
    (row,) = rows_of(answer.data)
    assert city.actor("owner").name in row
    nip = next(value for value in row if isinstance(value, str) and re.fullmatch(r"\d{18}", value))
    assert nip == owner_nip(app, city)
    cell = next(value for value in row if isinstance(value, str) and "HYPERLINK" in value)
    assert openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0].cell(2, row.index(cell) + 1).data_type == "s"
    assert clock.today() in [value.date() if hasattr(value, "date") else value for value in row]
    printed = pdf_text(clients["bkpsdm_admin"].get("/proposals/print?q=hyperlink").data)
    assert "HYPERLINK" in printed
    assert "Bukan yang ini" not in printed


def owner_nip(app: Flask, city: City) -> str:
    with app.app_context():
        return city.person("owner").nip


@pytest.mark.parametrize(
    "url",
    [
        "?sort=password",
        "?sort=employee.user.password",
        "?page=x",
        "?state=nonsense",
        "?columns=secret",
        "?opd=1 or 1=1",
        "?proposed_from=kapan",
    ],
)
def test_junk_in_the_address_is_400_and_nothing_else(app: Flask, people: People, url: str) -> None:
    _city, clients = people
    assert clients["bkpsdm_admin"].get("/proposals/list/" + url).status_code == 400


@pytest.mark.manual("P15")
def test_a_list_page_costs_few_queries_however_many_rows(app: Flask, people: People) -> None:
    city, clients = people
    make(app, city, "submitted")
    reader = clients["bkpsdm_admin"]
    text(reader, "/proposals/list/")  # what the process holds is read once, whoever asks first
    with counted(app) as few:
        text(reader, "/proposals/list/")
    for owner in ("colleague", "supervisor", "stranger", "opd_admin", "other_opd_admin"):
        make(app, city, "submitted", owner)
    with counted(app) as many:
        text(reader, "/proposals/list/")
    assert len(many) == len(few)


def test_an_edit_conflict_shows_both_versions_and_loses_nothing(app: Flask, people: People) -> None:
    city, clients = people
    pk = make(app, city, "submitted")
    hidden = form_of(clients["owner"], f"/proposals/edit/{pk}")
    data = {"source": "manual", "manual_title": "Dari admin", "proposed_on": clock.today().isoformat(), "version": hidden["version"]}
    assert clients["opd_admin"].post(f"/proposals/edit/{pk}", data=data).status_code == 302
    answer = clients["owner"].post(f"/proposals/edit/{pk}", data=data | {"manual_title": "Dari pegawai"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Dari admin" in page
    assert "Dari pegawai" in page
    assert saved(app) == [("submitted", "Dari admin")]


def rows_of(content: bytes) -> list[tuple]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [row for row in sheet.iter_rows(min_row=2, values_only=True) if any(value is not None for value in row)]


def pdf_text(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages)


def entries(app: Flask) -> list[str]:
    with app.app_context():
        return list(session().scalars(select(AuditEntry.event).order_by(AuditEntry.position)))


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """Every statement the database was asked meanwhile."""
    seen: list[str] = []

    def listen(_connection, _cursor, statement, *_rest) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", listen)
