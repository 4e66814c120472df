"""The pages of guests: open to everybody, worth something only with the link of a mail."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.kernel.db import session
from app.webinars.attendance_models import WebinarSession
from app.webinars.attendance_services import present_code
from app.webinars.guest_models import GuestMail
from app.webinars.guest_services import page_of
from tests.factories.accounts import People
from tests.factories.city import City
from tests.factories.webinars import GUEST, guest_attendance_in, guest_in, open_session_of, question_in, webinar_in
from tests.webinars.test_views import text_of

Stage = tuple[City, People]
SENT = {name: value for name, value in GUEST.items() if name != "consent"} | {"consent": "y"}


@pytest.mark.manual("L2")
@pytest.mark.manual("L4")
@pytest.mark.manual("L10")
def test_a_stranger_registers_from_the_hub_confirms_and_sees_the_join_link_only_then(app: Flask, people: Stage) -> None:
    with app.app_context():
        webinar = webinar_in(people[0], guests=True)
        pk, code = webinar.id, webinar.series.code
    client = app.test_client()
    assert f"/g/register/{pk}" in client.get(f"/w/{code}").text
    form = client.get(f"/g/register/{pk}")
    assert "zoom.us" not in form.text
    assert client.post(f"/g/register/{pk}", data=SENT | {"consent": ""}).status_code == 422
    assert client.post(f"/g/register/{pk}", data=SENT | {"email": "salah"}).status_code == 422
    sent = client.post(f"/g/register/{pk}", data=SENT)
    assert sent.status_code == 200
    assert sent.headers["Cache-Control"] == "no-store"
    with app.app_context():
        (link,) = session().scalars(select(GuestMail.link)).all()
    path = "/g/" + link.partition("/g/")[2]
    page = client.get(path)
    assert "Rahma Tamu" in page.text
    assert "zoom.us" not in page.text
    assert "noindex" in page.headers["X-Robots-Tag"]
    answer = client.post(path)
    assert answer.status_code == 302
    own = client.get(answer.location)
    assert "zoom.us" in own.text
    assert "956 4304 9530" in own.text
    assert "dr. Rahma Tamu, M.Kes." in own.text
    calendar = client.get(f"{answer.location}/calendar.ics")
    assert calendar.mimetype == "text/calendar"
    assert client.post(f"{answer.location}/cancel").status_code == 302
    assert "zoom.us" not in client.get(answer.location).text


def test_links_that_do_not_hold_and_webinars_without_guests(app: Flask, people: Stage) -> None:
    with app.app_context():
        without = webinar_in(people[0])
        pk, code = without.id, without.series.code
    client = app.test_client()
    assert client.get(f"/g/register/{pk}").status_code == 404
    assert "/g/register" not in client.get(f"/w/{code}").text
    assert client.get("/g/confirm/x").status_code == 410
    assert client.get("/g/x").status_code == 410
    assert client.post("/g/x/cancel").status_code == client.get("/g/x/calendar.ics").status_code == 404


@pytest.mark.manual("L22")
@pytest.mark.manual("L24")
def test_a_guest_records_his_attendance_with_the_code_and_the_questions(app: Flask, people: Stage) -> None:
    with app.app_context():
        found = open_session_of(people[0], guests=True)
        name, pk = f"q{question_in(people[0], found).id}", found.id
        page = page_of(guest_in(found.webinar))
    client = app.test_client()
    assert f"{page}/attend/{pk}" in client.get(page).text
    address = f"{page}/attend/{pk}"
    assert "Apakah materi mudah dipahami?" in client.get(address).text
    assert client.post(address, data={"code": "XXXXXX", name: "Ya"}).status_code == 422
    with app.app_context():
        code = present_code(session().get_one(WebinarSession, pk))
    half = client.post(address, data={"code": code})
    assert half.status_code == 422
    ticket = re.search(r'name="ticket"[^>]*value="([^"]+)"', half.text)
    assert ticket is not None, "a right code is kept while something else is still to be filled in"
    done = client.post(address, data={"ticket": ticket[1], name: "Ya"})
    assert done.status_code == 302
    assert "Daftar hadir Anda telah tercatat." in text_of(client.get(done.location)) or "tercatat" in text_of(client.get(done.location))
    assert client.get(f"{page}/attend/999999").status_code == 404


def test_organisers_see_guests_in_lists_and_files_and_nobody_else(app: Flask, people: Stage) -> None:
    clients = people[1]
    with app.app_context():
        found = open_session_of(people[0], guests=True)
        record = guest_attendance_in(found)
        pk, seat = record.id, record.registration_id
    admin = clients["bkpsdm_admin"]
    for address in ("/webinar-registrations/list/", "/webinar-registrations/list/?guests=yes", "/webinar-attendances/list/?guests=yes"):
        page = text_of(admin.get(address))
        assert "dr. Rahma Tamu, M.Kes." in page, address
        assert "Pemerintah Kota Tetangga" in page, address
        assert "dr. Rahma Tamu" not in text_of(clients["opd_admin"].get(address)), address
    assert "Rahma Tamu" not in text_of(admin.get("/webinar-registrations/list/?guests=no"))
    assert "Dari luar instansi" in admin.get("/webinar-registrations/export?format=csv").get_data(as_text=True)
    assert "Rahma Tamu" in admin.get("/webinar-attendances/export?format=csv").get_data(as_text=True)
    for address in (f"/webinar-registrations/show/{seat}", f"/webinar-attendances/show/{pk}"):
        assert "Rahma Tamu" in text_of(admin.get(address))
        assert clients["supervisor"].get(address).status_code == 404
    assert "Dari luar instansi" in text_of(admin.get(f"/webinar-numbers/{found.webinar_id}"))
    assert admin.post(f"/webinar-attendances/{pk}/validate").status_code == 302
    with app.app_context():
        kept = " ".join(f"{entry.subject_label} {entry.data}" for entry in session().scalars(select(AuditEntry)))
    assert "Rahma" not in kept, "the trail lasts longer than the data of guests may"


def test_the_form_is_counted_by_address(app: Flask, people: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        pk = webinar_in(people[0], guests=True).id
    monkeypatch.setitem(app.config, "RATELIMIT_ENABLED", True)
    client = app.test_client()
    statuses = [client.post(f"/g/register/{pk}", data=SENT).status_code for _try in range(11)]
    assert statuses[:10] == [200] * 10
    assert statuses[10] == 429
