"""From attendance to the certificate: BKPSDM issues for a finished webinar, each exactly once, and the person sees every condition (L20, L26 to L28)."""

import json
import re

import pytest
from flask import Flask
from pypdf import PdfReader

from app.certificates.models import Certificate
from app.certificates.queries import conditions_of
from app.certificates.rules import STANDARD, failed
from app.certificates.services import add_template, file_for, issue
from app.kernel import storage
from app.kernel.approval import take_step
from app.kernel.crud.plain import version_of
from app.kernel.db import session
from app.kernel.errors import Conflict
from app.webinars.attendance_models import Attendance
from app.webinars.attendance_queries import own_certificate, participants, sessions_of
from app.webinars.attendance_services import change_session
from tests.factories.accounts import People
from tests.factories.city import City
from tests.factories.webinars import attendance_of, validated_webinar_in
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
