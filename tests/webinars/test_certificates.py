"""From attendance to the certificate: BKPSDM issues for a finished webinar, each exactly once, and the person sees every condition (L20, L26 to L28)."""

import json
import re
from datetime import timedelta

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from app.certificates.models import Certificate
from app.certificates.queries import conditions_of, guest_conditions
from app.certificates.rules import STANDARD, failed
from app.certificates.services import add_template, file_for, issue, issue_to_guest
from app.kernel import clock, storage
from app.kernel.approval import take_step
from app.kernel.crud.plain import version_of
from app.kernel.db import session
from app.kernel.errors import Conflict
from app.ledger.models import JpLine
from app.myasn.models import Package
from app.webinars.attendance_models import Attendance
from app.webinars.attendance_queries import own_certificate, participants, sessions_of
from app.webinars.attendance_services import change_session
from app.webinars.guest_models import GuestMail
from app.webinars.guest_services import page_of
from app.webinars.models import Registration, Webinar
from app.webinars.number_queries import numbers_of
from tests.factories.accounts import People
from tests.factories.city import City
from tests.factories.webinars import attendance_of, guest_attendance_in, open_session_of, validated_webinar_in
from tests.webinars.test_views import text_of

Stage = tuple[City, People]
KIND, OFFICER = "webinar", "second_bkpsdm_admin"


@pytest.mark.manual("L20")
@pytest.mark.gate("G1")
def test_only_validated_attendance_leads_to_a_certificate_with_the_registered_name(ctx: Flask, city: City) -> None:
    webinar, officer = validated_webinar_in(city), city.actor(OFFICER)
    owner, colleague = city.ids["owner"], city.ids["colleague"]
    made = issue(officer, KIND, webinar.id, owner)
    assert issue(officer, KIND, webinar.id, owner).id == made.id, "one person, one certificate"
    assert made.printed_name == f"{city.person('owner').name}, S.E."
    data = json.loads(made.frozen_data)
    assert (data["title"], data["jp"], data["organiser"]) == (webinar.title, webinar.jp, webinar.organiser)
    with pytest.raises(Conflict):
        issue(officer, KIND, webinar.id, colleague)
    assert participants(webinar.id) == [owner]
    assert own_certificate(owner, webinar.id) == made


@pytest.mark.manual("L27")
def test_a_webinar_names_the_template_of_its_certificates(ctx: Flask, city: City) -> None:
    officer = city.actor(OFFICER)
    named = add_template(officer, {**STANDARD, "name": "Webinar", "heading": "Piagam Webinar", "outlined": False})
    add_template(officer, {**STANDARD, "name": "Aaa"})
    webinar = validated_webinar_in(city, template_id=named.id)
    made = issue(officer, KIND, webinar.id, city.ids["owner"])
    pages = PdfReader(storage.path(made.file_key)).pages
    assert "PIAGAM WEBINAR" in pages[0].extract_text()


@pytest.mark.manual("L27")
@pytest.mark.parametrize("typed", [None, "Kebijakan data | 2\nPraktik"])
def test_page_2_holds_the_typed_subjects_or_the_titles_of_the_sessions(ctx: Flask, city: City, typed: str | None) -> None:
    webinar, officer = validated_webinar_in(city, outline=typed), city.actor(OFFICER)
    first = sessions_of(webinar.id)[0]
    change_session(officer, first.id, {"title": "Literasi data", "required": True, "jp": 3}, version_of(first))
    made = issue(officer, KIND, webinar.id, city.ids["owner"])
    assert json.loads(made.frozen_data)["outline"] == ([["Kebijakan data", "2"], ["Praktik", ""]] if typed else [["Literasi data", "3"]])
    text = PdfReader(storage.path(made.file_key)).pages[1].extract_text()
    assert "MATERI KEGIATAN" in text
    assert ("Literasi data" in text) is (typed is None)


@pytest.mark.manual("L26")
@pytest.mark.gate("G1")
def test_attendance_that_is_not_accepted_afterwards_closes_the_download_too(ctx: Flask, city: City) -> None:
    webinar, officer = validated_webinar_in(city), city.actor(OFFICER)
    made = issue(officer, KIND, webinar.id, city.ids["owner"])
    assert file_for(city.actor("owner"), made).is_file()
    record = session().query(Attendance).one()
    take_step(officer, Attendance, record.id, "refuse", "Tidak hadir menurut catatan Zoom.")
    with pytest.raises(Conflict):
        file_for(city.actor("owner"), made)


def test_while_it_runs_nothing_is_issued(ctx: Flask, city: City) -> None:
    record = attendance_of(city)
    take_step(city.actor(OFFICER), Attendance, record.id, "validate")
    found = conditions_of(KIND, record.session.webinar_id, [record.employee_id])[record.employee_id]
    assert {each.key for each in failed(found)} == {"over"}
    assert conditions_of(KIND, 9999, [record.employee_id])


@pytest.mark.manual("L28")
def test_bkpsdm_issues_from_the_webinars_page_and_the_person_finds_his_conditions_and_certificate(app: Flask, people: Stage) -> None:
    city, clients = people
    with app.app_context():
        webinar = validated_webinar_in(city, "owner", "colleague").id
        own = session().query(Attendance).filter_by(employee_id=city.ids["owner"]).one()
        seat = own.registration_id
        other = session().query(Attendance).filter_by(employee_id=city.ids["colleague"]).one()
        take_step(city.actor(OFFICER), Attendance, other.id, "refuse", "Tidak hadir.")
    page = clients["owner"].get(f"/my-webinars/show/{seat}")
    assert "Syarat Mendapatkan Sertifikat" in text_of(page)
    assert "Belum terpenuhi" not in page.text
    admin = clients["bkpsdm_admin"]
    assert f"/webinars/{webinar}/issue" in admin.get(f"/webinars/show/{webinar}").text
    for name in ("owner", "opd_admin", "auditor"):
        assert clients[name].post(f"/webinars/{webinar}/issue").status_code in (302, 403), name
    with app.app_context():
        assert session().query(Certificate).count() == 0
    started = admin.post(f"/webinars/{webinar}/issue")
    assert re.search(r"/jobs/\d+", started.location)
    with app.app_context():
        made = issue(city.actor(OFFICER), KIND, webinar, city.ids["owner"]).id
        assert session().query(Certificate).count() == 1
    assert f"/my-certificates/show/{made}" in clients["owner"].get(f"/my-webinars/show/{seat}").text
    assert clients["owner"].get(f"/my-certificates/{made}/file").status_code == 200
    assert f"/webinars/{webinar}/bundle" in admin.get(f"/webinars/show/{webinar}").text
    assert "Sertifikat" in text_of(clients["auditor"].get(f"/webinars/show/{webinar}"))


def guest_with(city: City, *, jp: int = 3) -> tuple[Webinar, Registration]:
    """A finished webinar with a validated guest."""
    starts = clock.now() - timedelta(hours=1)
    found = open_session_of(city, guests=True, jp=jp, starts_at=starts, ends_at=starts + timedelta(minutes=90))
    record, officer = guest_attendance_in(found), city.actor(OFFICER)
    take_step(officer, Webinar, found.webinar_id, "finish")
    take_step(officer, Attendance, record.id, "validate")
    return found.webinar, record.registration


@pytest.mark.manual("L27")
@pytest.mark.manual("L30")
@pytest.mark.gate("G5")
def test_a_guest_holds_the_same_paper_without_hours_or_training_record(ctx: Flask, city: City) -> None:
    webinar, seat = guest_with(city)
    officer = city.actor(OFFICER)
    made = issue_to_guest(officer, KIND, webinar.id, seat.id)
    assert issue_to_guest(officer, KIND, webinar.id, seat.id).id == made.id, "one person, one certificate"
    assert (made.employee_id, made.guest_id, made.printed_name, made.nip) == (None, seat.id, "dr. Rahma Tamu, M.Kes.", "")
    mine = issue(officer, KIND, validated_webinar_in(city).id, city.ids["owner"])
    assert mine.number != made.number, "one series of numbers"
    text = PdfReader(file_for(officer, made)).pages[0].extract_text()
    assert "Rahma Tamu" in text
    assert "Pemerintah Kota Tetangga" in text
    assert made.counts is False
    assert session().scalars(select(JpLine.subject_id).where(JpLine.subject_type == "certificate")).all() == [mine.id]
    assert session().scalars(select(Package.subject_id).where(Package.subject_type == "certificate")).all() == [mine.id]
    whole, rows = numbers_of(officer, webinar.id)
    assert (whole.issued, [row.issued for row in rows if row.opd == "Dari luar instansi"]) == (1, [1])
    told = session().scalars(select(GuestMail).order_by(GuestMail.id.desc())).first()
    assert told is not None
    assert told.title.startswith("Sertifikat Anda")


@pytest.mark.gate("G1")
def test_what_a_guest_lacks_is_said_and_a_revoked_one_is_not_issued_again(ctx: Flask, city: City) -> None:
    found, officer = open_session_of(city, guests=True), city.actor(OFFICER)
    record = guest_attendance_in(found)
    assert {each.key for each in failed(guest_conditions(KIND, found.webinar_id, record.registration_id))} == {"over", "validated"}
    with pytest.raises(Conflict):
        issue_to_guest(officer, KIND, found.webinar_id, record.registration_id)
    webinar, seat = guest_with(city)
    made = issue_to_guest(officer, KIND, webinar.id, seat.id)
    again = take_step(officer, Certificate, made.id, "reissue", "Latar baru.")
    assert again.state == "replaced"
    (revision,) = session().scalars(select(Certificate).where(Certificate.replaces_id == made.id))
    assert (revision.number, revision.revision, revision.guest_id) == (made.number, 1, seat.id)
    take_step(officer, Certificate, revision.id, "revoke", "Keliru.")
    with pytest.raises(Conflict):
        issue_to_guest(officer, KIND, webinar.id, seat.id)


@pytest.mark.manual("L28")
@pytest.mark.gate("G2")
def test_the_bulk_issue_takes_guests_along_who_fetch_theirs_by_their_own_link(app: Flask, people: Stage) -> None:
    city, clients = people
    with app.app_context():
        webinar, seat = guest_with(city)
        pk, page = webinar.id, page_of(seat)
    admin = clients["bkpsdm_admin"]
    assert "0 dari 1 peserta" in text_of(admin.get(f"/webinars/show/{pk}"))
    assert admin.post(f"/webinars/{pk}/issue").status_code == 302
    assert "1 dari 1 peserta" in text_of(admin.get(f"/webinars/show/{pk}"))
    client = app.test_client()
    own = client.get(page)
    assert f"{page}/certificate.pdf" in own.text
    file = client.get(f"{page}/certificate.pdf")
    assert file.mimetype == "application/pdf"
    with app.app_context():
        (made,) = session().scalars(select(Certificate))
        assert made.downloaded_at is not None
        code, number = made.id, made.code
    check = client.get(f"/v/{number}")
    assert "Rahma Tamu" in check.text
    assert client.get(f"/v/{number}/json").get_json()["nip"] == ""
    listed = text_of(admin.get("/certificates/list/"))
    assert "Tamu dari Pemerintah Kota Tetangga" in listed
    assert "Rahma Tamu" in text_of(admin.get(f"/certificates/show/{code}"))
    assert "Rahma Tamu" in admin.get("/certificates/export?format=csv").get_data(as_text=True)
    assert clients["opd_admin"].get(f"/certificates/show/{code}").status_code == 404
