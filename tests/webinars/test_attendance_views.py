"""Attendance over HTTP: the organiser's live screen, the page behind the QR code, and what others may not do."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from markupsafe import escape

from app.kernel import clock
from app.kernel.db import session
from app.webinars.attendance_models import Attendance, WebinarSession
from app.webinars.attendance_queries import count_present, sessions_of
from app.webinars.attendance_services import attend, present_code
from tests.factories.accounts import People
from tests.factories.city import City
from tests.factories.webinars import attendance_of, open_session_of, question_in, registration_of, webinar_in
from tests.webinars.test_views import text_of

Stage = tuple[City, People]
PAGE = "/my-attendance/add"


@pytest.fixture
def opened(app: Flask, people: Stage) -> int:
    """An open session; the owner and the colleague are registered."""
    with app.app_context():
        found = open_session_of(people[0], materials="Materi 1: https://contoh.go.id/materi")
        for name in ("owner", "colleague"):
            registration_of(people[0], found.webinar, name)
        return found.id


def code_now(app: Flask, pk: int) -> str:
    with app.app_context():
        return present_code(session().get_one(WebinarSession, pk))


def present(app: Flask, pk: int) -> int:
    with app.app_context():
        return count_present(pk)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    return found.group(1) if found else ""


@pytest.mark.manual("L21")
def test_the_organiser_opens_shows_and_closes_on_the_live_screen(app: Flask, people: Stage) -> None:
    admin = people[1]["bkpsdm_admin"]
    with app.app_context():
        webinar = webinar_in(people[0], "running").id
    page = admin.get(f"/webinars/show/{webinar}")
    address = re.search(r"/webinar-sessions/(\d+)/live", page.text)
    assert address
    pk = int(address.group(1))
    assert "Presensi belum dibuka" in text_of(admin.get(address.group()))
    assert admin.post(f"/webinar-sessions/{pk}/open").status_code == 302
    code = code_now(app, pk)
    screen = admin.get(address.group())
    assert f"{code[:3]}-{code[3:]}" in screen.text
    assert f"/my-attendance/add?session_id={pk}" in screen.text
    assert "data:image/svg+xml" in screen.text
    part = admin.get(address.group(), headers={"X-Requested-With": "fetch"})
    assert f"{code[:3]}-{code[3:]}" in part.text
    assert "<html" not in part.text
    assert admin.post(f"/webinar-sessions/{pk}/close").status_code == 302
    assert code[:3] not in text_of(admin.get(address.group()))


@pytest.mark.gate("G4")
def test_nobody_else_sees_the_code(app: Flask, people: Stage, opened: int) -> None:
    for name in ("owner", "colleague", "supervisor", "opd_admin", "auditor"):
        assert people[1][name].get(f"/webinar-sessions/{opened}/live").status_code in (302, 403), name
        assert people[1][name].post(f"/webinar-sessions/{opened}/close").status_code in (302, 403), name
    assert code_now(app, opened) not in people[1]["auditor"].get(f"/webinar-sessions/show/{opened}").text


@pytest.mark.manual("L22")
@pytest.mark.manual("L25")
def test_the_qr_code_leads_to_a_page_that_is_sent_once_and_confirmed_with_materials(app: Flask, people: Stage, opened: int) -> None:
    owner, city = people[1]["owner"], people[0]
    page = owner.get(f"{PAGE}?session_id={opened}&code={code_now(app, opened)}")
    with app.app_context():
        assert city.person("owner").name in page.text
    assert "Kode Anda benar" in page.text
    assert present(app, opened) == 0, "looking at the page records nothing"
    sent = {"session_id": str(opened), "ticket": hidden(page.text, "ticket"), "submission": hidden(page.text, "submission")}
    answers = [owner.post(PAGE, data=sent) for _click in range(2)]
    assert len({answer.location for answer in answers}) == 1
    confirmed = owner.get(answers[0].location)
    assert "Daftar hadir Anda telah tercatat." in text_of(confirmed)
    assert "https://contoh.go.id/materi" in confirmed.text
    assert present(app, opened) == 1
    assert "telah tercatat" in text_of(owner.get(f"{PAGE}?session_id={opened}"))
    with app.app_context():
        assert session().query(Attendance).one().device, "the browser has a mark"


@pytest.mark.gate("G4")
def test_anothers_ticket_and_an_old_code_are_refused_and_what_was_typed_stays(app: Flask, people: Stage, opened: int) -> None:
    old = code_now(app, opened)
    page = people[1]["owner"].get(f"{PAGE}?session_id={opened}&code={old}")
    stolen = {"session_id": str(opened), "ticket": hidden(page.text, "ticket")}
    assert people[1]["colleague"].post(PAGE, data=stolen).status_code == 422
    with clock.at(clock.now() + timedelta(seconds=45)):
        late = people[1]["colleague"].post(PAGE, data={"session_id": str(opened), "code": old})
        assert late.status_code == 422
        assert f'value="{old}"' in late.text
        assert "sedang tampil di layar" in text_of(late)
        shown = people[1]["colleague"].get(f"{PAGE}?session_id={opened}&code={old}")
        assert "Kode Anda benar" not in shown.text
    assert present(app, opened) == 0


def test_who_is_not_registered_is_told_so_and_without_a_session_the_open_ones_are_offered(app: Flask, people: Stage, opened: int) -> None:
    assert "Hanya peserta yang terdaftar" in text_of(people[1]["supervisor"].get(f"{PAGE}?session_id={opened}"))
    sent = {"session_id": str(opened), "code": code_now(app, opened)}
    assert people[1]["supervisor"].post(PAGE, data=sent).status_code == 409
    assert f"{PAGE}?session_id={opened}" in people[1]["owner"].get(PAGE).text
    assert "Tidak ada daftar hadir" in text_of(people[1]["supervisor"].get(PAGE))
    assert people[1]["owner"].get(f"{PAGE}?session_id=999").status_code == 404


def test_hub_registration_and_webinar_lead_to_the_open_list(app: Flask, people: Stage, opened: int) -> None:
    with app.app_context():
        webinar = session().get_one(WebinarSession, opened).webinar
        addresses = (f"/w/{webinar.series.code}", f"/webinars/show/{webinar.id}", "/my-webinars/show/1")
    for address in addresses:
        assert f"{PAGE}?session_id={opened}" in people[1]["owner"].get(address).text, address
    assert PAGE not in app.test_client().get(addresses[0]).text


@pytest.mark.manual("L26")
@pytest.mark.gate("G6")
def test_bulk_validation_says_for_every_row_what_became_of_it(app: Flask, people: Stage) -> None:
    with app.app_context():
        found = open_session_of(people[0])
        pks = [attendance_of(people[0], name, found).id for name in ("owner", "colleague", "bkpsdm_admin")]
    admin = people[1]["bkpsdm_admin"]
    done = admin.post("/webinar-attendances/steps/validate", data={"pks": ",".join(map(str, pks)), "confirmed": "1"})
    assert done.status_code == 200
    assert "Nobody decides" not in done.text
    with app.app_context():
        states = [session().get_one(Attendance, pk).state for pk in pks]
    assert states == ["validated", "validated", "recorded"], "nobody validates his own"


def test_foreign_attendance_is_not_there_and_others_lists_are_their_own(app: Flask, people: Stage) -> None:
    with app.app_context():
        pk = attendance_of(people[0]).id
    assert people[1]["owner"].get(f"/my-attendance/show/{pk}").status_code == 200
    assert people[1]["colleague"].get(f"/my-attendance/show/{pk}").status_code == 404
    assert people[1]["other_opd_admin"].get(f"/webinar-attendances/show/{pk}").status_code == 404
    assert people[1]["opd_admin"].get(f"/webinar-attendances/show/{pk}").status_code == 200


@pytest.mark.gate("G1")
def test_by_rest_one_records_oneself_only(app: Flask, people: Stage, opened: int) -> None:
    owner = people[1]["owner"]
    sent: dict[str, Any] = {"session_id": opened, "code": "XXXXXX"}
    assert owner.post("/api/v1/webinar-attendances/", json=sent).status_code == 422
    assert owner.post("/api/v1/webinar-attendances/", json=sent | {"employee_id": 1}).status_code == 422
    made = owner.post("/api/v1/webinar-attendances/", json=sent | {"code": code_now(app, opened)})
    assert made.status_code == 201, made.text
    with app.app_context():
        assert session().query(Attendance).one().employee_id == people[0].person("owner").id


def test_sessions_are_added_changed_and_taken_out_from_the_webinars_page(app: Flask, people: Stage) -> None:
    admin = people[1]["bkpsdm_admin"]
    with app.app_context():
        webinar = webinar_in(people[0]).id
    answer = admin.post("/webinar-sessions/add", data={"webinar_id": str(webinar), "title": "Praktik", "required": "y"})
    assert answer.location.endswith(f"/webinars/show/{webinar}")
    assert "Sesi 2: Praktik" in text_of(admin.get(answer.location))
    with app.app_context():
        pk = session().query(WebinarSession).filter_by(number=2).one().id
    page = admin.get(f"/webinar-sessions/edit/{pk}")
    changed = {"title": "Sore", "version": hidden(page.text, "version")}
    assert admin.post(f"/webinar-sessions/edit/{pk}", data=changed).status_code == 302
    with app.app_context():
        found = session().get_one(WebinarSession, pk)
        assert (found.title, found.required) == ("Sore", False)
    assert admin.post(f"/webinar-sessions/delete/{pk}").status_code == 302
    assert people[1]["owner"].get("/webinar-sessions/add").status_code in (302, 403)


@pytest.mark.manual("L23")
def test_the_organiser_asks_and_an_unanswered_question_keeps_what_was_typed_and_the_code(app: Flask, people: Stage, opened: int) -> None:
    admin, owner = people[1]["bkpsdm_admin"], people[1]["owner"]
    typed = {"session_id": str(opened), "position": "1", "question": "Mudah?", "kind": "pilihan", "choices": "Ya", "must_answer": "y"}
    refused = admin.post("/webinar-questions/add", data=typed)
    assert refused.status_code == 422
    assert "2 sampai 20 pilihan" in refused.text
    where = admin.post("/webinar-questions/add", data=typed | {"choices": "Ya\nTidak"}).location
    assert "Mudah?" in admin.get(where).text
    with app.app_context():
        note = question_in(people[0], session().get_one(WebinarSession, opened), position=2, question="Saran", kind="teks").id
    assert "Mudah?" in owner.get(f"{PAGE}?session_id={opened}").text
    sent = {"session_id": str(opened), "code": code_now(app, opened), f"q{note}": "Suaranya kecil"}
    missing = owner.post(PAGE, data=sent)
    assert missing.status_code == 422
    assert "Suaranya kecil" in missing.text
    assert "Kode Anda benar" in missing.text, "the code need not be typed again"
    with clock.at(clock.now() + timedelta(seconds=60)):
        again = sent | {"ticket": hidden(missing.text, "ticket"), "code": "", f"q{note - 1}": "Ya"}
        assert owner.post(PAGE, data=again).status_code == 302
    shown = admin.get(where)
    assert "Suaranya kecil" in shown.text
    assert "data:image/svg+xml;base64" in shown.text
    for name in ("owner", "opd_admin"):
        assert people[1][name].get("/webinar-questions/list/").status_code in (302, 403)


def test_rest_answers_by_the_number_of_the_question(app: Flask, people: Stage, opened: int) -> None:
    with app.app_context():
        pk = question_in(people[0], session().get_one(WebinarSession, opened)).id
    sent = {"session_id": opened, "code": code_now(app, opened)}
    refused = people[1]["owner"].post("/api/v1/webinar-attendances/", json=sent)
    assert refused.status_code == 422
    assert f"q{pk}" in refused.text
    assert people[1]["owner"].post("/api/v1/webinar-attendances/", json=sent | {f"q{pk}": "Ya"}).status_code == 201


def test_who_missed_the_list_asks_with_a_reason_and_the_organiser_decides_in_his_inbox(app: Flask, people: Stage, opened: int) -> None:
    owner, admin = people[1]["owner"], people[1]["bkpsdm_admin"]
    admin.post(f"/webinar-sessions/{opened}/close")
    closed = owner.get(f"{PAGE}?session_id={opened}")
    asking = f"/attendance-requests/add?session_id={opened}&kind=late"
    assert asking in closed.text.replace("&amp;", "&")
    sent = {"session_id": str(opened), "kind": "late", "reason": ""}
    assert owner.get(asking).status_code == 200
    assert owner.post("/attendance-requests/add", data=sent).status_code == 422
    made = owner.post("/attendance-requests/add", data=sent | {"reason": "Listrik padam."})
    assert made.status_code == 302, made.text
    assert "Listrik padam." in owner.get(made.location).text
    twice = owner.post("/attendance-requests/add", data=sent | {"reason": "Lagi."})
    assert twice.status_code == 422
    pk = made.location.rstrip("/").rsplit("/", 1)[1]
    assert people[1]["colleague"].get(f"/attendance-requests/show/{pk}").status_code == 404
    assert f"/attendance-requests/show/{pk}" in admin.get("/inbox/").text
    assert admin.post(f"/attendance-requests/{pk}/grant").status_code == 302
    assert present(app, opened) == 1


def test_the_organiser_sees_hints_numbers_and_takes_them_along(app: Flask, people: Stage, opened: int) -> None:
    admin = people[1]["bkpsdm_admin"]
    with app.app_context():
        found = session().get_one(WebinarSession, opened)
        for name in ("owner", "colleague"):
            attend(people[0].actor(name), opened, present_code(found), device="warnet")
        registration_of(people[0], found.webinar, "supervisor")
        attend(people[0].actor("supervisor"), opened, present_code(found), device="warnet")
        webinar = found.webinar_id
    page = admin.get(f"/webinars/show/{webinar}")
    address = f"/webinar-attendances/list/?webinar={webinar}&hint=device"
    assert address in page.text.replace("&amp;", "&")
    assert "Beberapa orang pada satu perangkat" in text_of(page)
    assert "warnet" not in page.text
    assert "3" in text_of(admin.get(address))
    assert admin.get("/webinar-attendances/list/?hint=luck").status_code == 400
    assert "Beberapa orang pada satu perangkat" in text_of(admin.get("/webinar-attendances/show/1"))
    numbers = admin.get(f"/webinar-numbers/{webinar}")
    assert "data:image/svg+xml;base64" in numbers.text
    assert "Hadir menurut jam" in text_of(numbers)
    assert admin.get(f"/webinar-numbers/{webinar}/export").mimetype.endswith("sheet")
    assert admin.get("/webinar-numbers/export").status_code == admin.get("/webinar-numbers/").status_code == 200
    assert people[1]["owner"].get(f"/webinar-numbers/{webinar}").status_code in (302, 403)
    with app.app_context():
        draft = webinar_in(people[0], "draft").id
    assert people[1]["opd_admin"].get(f"/webinar-numbers/{draft}").status_code == 404


@pytest.mark.manual("L23")
def test_answers_are_drawn_and_taken_along_without_names_and_questions_copied(app: Flask, people: Stage) -> None:
    city, clients = people
    with app.app_context():
        found = open_session_of(city)
        question = question_in(city, found)
        text = question_in(city, found, position=2, question="Kesan Anda?", kind="teks", choices="", must_answer=False)
        registration_of(city, found.webinar, "owner", back_title="S.Rahasia")
        answers = {f"q{question.id}": "Ya", f"q{text.id}": "Materinya jelas."}
        attend(city.actor("owner"), found.id, present_code(found), answers=answers)
        pk, source, fresh = found.webinar_id, found.id, sessions_of(webinar_in(city).id)[0].id
    page = clients["auditor"].get(f"/webinar-numbers/{pk}")
    assert "Materinya jelas." in page.text
    assert re.search(r"alt=\"[^\"]*Apakah materi mudah dipahami?", page.text)
    assert f"/webinar-numbers/{pk}/answers?format=csv" in page.text
    file = clients["auditor"].get(f"/webinar-numbers/{pk}/answers?format=csv").get_data(as_text=True)
    assert "Apakah materi mudah dipahami?" in file
    assert "Ya" in file
    assert "Materinya jelas." in file
    assert "S.Rahasia" not in file
    assert clients["bkpsdm_admin"].get(f"/webinar-numbers/{pk}/answers").mimetype.endswith("sheet")
    assert clients["bkpsdm_admin"].get(f"/webinar-numbers/{pk}/answers?format=exe").status_code == 400
    assert "Materinya jelas." not in clients["opd_admin"].get(f"/webinar-numbers/{pk}").text
    assert clients["opd_admin"].get(f"/webinar-numbers/{pk}/answers").status_code in (302, 403)
    address = f"/webinar-questions/copy/{fresh}"
    assert f'<option value="{source}"' in clients["bkpsdm_admin"].get(address).text
    assert clients["bkpsdm_admin"].post(address, data={"source_id": fresh}).status_code == 422
    answer = clients["bkpsdm_admin"].post(address, data={"source_id": source})
    assert answer.status_code == 302
    assert "Kesan Anda?" in clients["bkpsdm_admin"].get(answer.location).text
    assert clients["auditor"].get(address).status_code in (302, 403)


@pytest.mark.manual("L25")
@pytest.mark.parametrize("message", [None, "Terima kasih <b>sudah hadir</b>, sampai jumpa pada seri berikutnya."])
def test_the_confirmation_is_the_webinars_own_or_the_portals(app: Flask, people: Stage, message: str | None) -> None:
    with app.app_context():
        pk = attendance_of(people[0], "owner", open_session_of(people[0], message=message)).id
    page = people[1]["owner"].get(f"/my-attendance/show/{pk}").text
    assert str(escape(message or "Daftar hadir Anda telah tercatat.")) in page
    assert ("Daftar hadir Anda telah tercatat." in page) is (message is None)
