"""The desks over HTTP: the officer's way to the issued file, what each role sees, the public page, and hostile addresses."""

import re
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.certificates.models import Certificate, Correction, LearningEvent
from app.certificates.parameters import CHECKS_PER_MINUTE
from app.kernel.approval import take_step
from app.kernel.db import session
from app.kernel.jobs import Job, run_job
from tests.factories.accounts import People
from tests.factories.certificates import NOTE, OFFICER, certificate_in, correction_in, event_in, event_values
from tests.factories.city import City

Stage = tuple[City, People]


def text_of(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def made(app: Flask, city: City, **values: Any) -> dict[str, Any]:
    with app.app_context():
        found = certificate_in(city, **values)
        return {"id": found.id, "code": found.code, "event": found.occasion_id, "nip": found.nip, "sha": found.file_sha256}


@pytest.mark.manual("L28", "L29")
def test_the_first_page_and_the_own_list_lead_to_the_pdf(app: Flask, people: Stage) -> None:
    with app.app_context():
        made = certificate_in(people[0]).id
    browser = people[1]["owner"]
    home = browser.get("/").text
    assert "Sertifikat terbaru" in home
    assert f"/my-certificates/{made}/file" in home
    assert "Sertifikat terbaru" not in people[1]["stranger"].get("/").text
    assert "Bimbingan Teknis Pelayanan Publik" in browser.get("/my-certificates/list/?begins_on_from=2020-01-01").text
    assert "Bimbingan Teknis Pelayanan Publik" not in browser.get("/my-certificates/list/?begins_on_from=2099-01-01").text


@pytest.mark.manual("L28")
def test_the_officer_sends_all_holders_the_link(app: Flask, people: Stage) -> None:
    with app.app_context():
        event = certificate_in(people[0]).occasion_id
    assert people[1]["bkpsdm_admin"].post(f"/learning-events/{event}/tell").status_code == 302
    assert people[1]["owner"].post(f"/learning-events/{event}/tell").status_code in (302, 403)
    assert people[1]["auditor"].post(f"/learning-events/{event}/tell").status_code in (302, 403)


@pytest.mark.manual("L26")
@pytest.mark.manual("L28")
@pytest.mark.manual("L29")
def test_from_the_event_to_the_file_in_the_holders_hand(app: Flask, people: Stage) -> None:
    city, clients = people
    officer = clients["bkpsdm_admin"]
    typed = {name: str(value) for name, value in event_values().items() if value is not None}
    added = officer.post("/learning-events/add", data=typed)
    assert added.status_code == 302
    page = added.headers["Location"]
    pk = int(page.rstrip("/").split("/")[-1].partition("?")[0])
    with app.app_context():
        nip = city.person("owner").nip
    answer = officer.post(f"/learning-events/{pk}/participants", data={"nips": f"{nip}\nbukan siapa-siapa"}, follow_redirects=True)
    assert "bukan siapa-siapa" in text_of(answer)
    assert "Penyelenggara belum memvalidasi kehadiran." in text_of(answer)
    assert officer.post(f"/learning-events/{pk}/validate").status_code == 302
    started = officer.post(f"/learning-events/{pk}/issue")
    assert "/jobs/" in started.headers["Location"]
    with app.app_context():
        run_job(session().scalars(select(Job.id)).one())
        certificate = session().scalars(select(Certificate)).one()
        number, key = certificate.id, certificate.file_sha256
    mine = clients["owner"].get("/my-certificates/list/")
    assert "Bimbingan Teknis Pelayanan Publik" in text_of(mine)
    assert clients["owner"].get(f"/my-certificates/show/{number}").status_code == 200
    file = clients["owner"].get(f"/my-certificates/{number}/file")
    assert (file.status_code, file.mimetype) == (200, "application/pdf")
    assert sha256(file.data).hexdigest() == key
    assert "private" in file.headers["Cache-Control"]
    assert officer.get(f"/certificates/{number}/file").status_code == 200
    with app.app_context():
        first = session().get_one(Certificate, number).downloaded_at
    assert clients["owner"].get(f"/my-certificates/{number}/file").status_code == 200
    with app.app_context():
        assert session().get_one(Certificate, number).downloaded_at == first is not None, "the first time stays"
    assert "1 di antaranya sudah mengunduhnya." in text_of(officer.get(f"/learning-events/show/{pk}"))


@pytest.mark.gate("G12")
@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("owner", 404),
        ("colleague", 404),
        ("supervisor", 200),
        ("opd_admin", 200),
        ("other_opd_admin", 404),
        ("bkpsdm_admin", 200),
        ("auditor", 200),
    ],
)
def test_each_sees_the_certificates_of_his_people(app: Flask, people: Stage, name: str, status: int) -> None:
    city, clients = people
    found = made(app, city)
    answers = [clients[name].get(path).status_code for path in (f"/certificates/show/{found['id']}", f"/certificates/{found['id']}/file")]
    expected = 403 if name in ("owner", "colleague") else status
    assert answers == [expected, expected]
    assert clients[name].get(f"/api/v1/certificates/{found['id']}").status_code == (200 if name == "owner" else status)
    own = clients[name].get(f"/my-certificates/{found['id']}/file").status_code
    assert own == 200 if name == "owner" else own in (403, 404)


@pytest.mark.gate("G1")
def test_no_route_gives_a_file_whose_conditions_fail(app: Flask, people: Stage) -> None:
    city, clients = people
    found = made(app, city)
    with app.app_context():
        take_step(city.actor(OFFICER), LearningEvent, found["event"], "reopen", NOTE)
    assert clients["owner"].get(f"/my-certificates/{found['id']}/file").status_code == 409
    assert clients["bkpsdm_admin"].get(f"/certificates/{found['id']}/file").status_code == 409
    assert app.test_client().get(f"/v/{found['code']}/json").json["status"] == "suspended"


@pytest.mark.gate("G2")
def test_the_public_reads_what_is_printed_with_the_number_masked(app: Flask, people: Stage) -> None:
    city, _clients = people
    found = made(app, city)
    stranger = app.test_client()
    page = stranger.get(f"/v/{found['code']}")
    answer = stranger.get(f"/v/{found['code'].upper()}/json")
    assert page.status_code == answer.status_code == 200
    assert answer.json["status"] == "valid"
    assert answer.json["file_sha256"] == found["sha"]
    assert set(answer.json) == {
        "status", "number", "revision", "name", "nip", "title", "begins_on", "ends_on", "jp", "issued_on", "data_sha256", "file_sha256", "signature", "replaced_by",
    }  # fmt: skip
    for shown in (page.text, answer.text):
        assert found["nip"] not in shown
        assert found["nip"][:8] not in shown
    with app.app_context():
        take_step(city.actor(OFFICER), Certificate, found["id"], "reissue", NOTE)
    replaced = stranger.get(f"/v/{found['code']}/json").json
    assert replaced["status"] == "replaced"
    assert stranger.get(replaced["replaced_by"]).status_code == 200


@pytest.mark.gate("G2")
def test_unknown_and_malformed_codes_look_alike(app: Flask, people: Stage) -> None:
    stranger = app.test_client()
    answers = [
        stranger.get(f"/v/{code}") for code in ("abcdefghjkmnpqrs", "1", "%27%20OR%201=1", "<script>", "a" * 3000, "199001012015011001")
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert (
        len({re.sub(r"nonce=\S+|csrf_token\S+|value=\S+|next=[^\"&]*", "", answer.text.split("<main", 1)[-1]) for answer in answers}) == 1
    )
    assert {stranger.get(f"/v/{code}/json").text for code in ("abcdefghjkmnpqrs", "x")} == {stranger.get("/v/y/json").text}
    assert stranger.get("/v/").status_code == 200
    assert stranger.get("/v/?code=%3Cscript%3E").headers["Location"].endswith("/v/-")


@pytest.mark.gate("G2")
def test_asking_without_end_is_refused(app: Flask, people: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "RATELIMIT_ENABLED", True)
    stranger = app.test_client()
    answers = [stranger.get("/v/abcdefghjkmnpqrs/json").status_code for _each in range(CHECKS_PER_MINUTE.default + 1)]
    assert answers == [404] * CHECKS_PER_MINUTE.default + [429]


@pytest.mark.manual("L31")
def test_a_holder_asks_and_an_officer_decides(app: Flask, people: Stage) -> None:
    city, clients = people
    found = made(app, city)
    page = clients["owner"].get(f"/my-certificates/show/{found['id']}")
    assert f"certificate={found['id']}" in page.text
    form = clients["owner"].get(f"/certificate-corrections/add?certificate={found['id']}")
    with app.app_context():
        assert city.person("owner").name in form.text
    typed = {"about_id": found["id"], "front_title": "Ir.", "name": "Ahmad <b>Yani</b>", "back_title": "S.T.", "wish": "Gelar kurang"}
    assert clients["colleague"].post("/certificate-corrections/add", data=typed).status_code == 422
    assert clients["owner"].post("/certificate-corrections/add", data=typed).status_code == 302
    with app.app_context():
        pk = session().scalars(select(Correction.id)).one()
    assert clients["owner"].post(f"/certificate-corrections/{pk}/accept").status_code in (403, 409)
    assert clients["bkpsdm_admin"].post(f"/certificate-corrections/{pk}/accept").status_code == 302
    with app.app_context():
        names = session().scalars(select(Certificate.printed_name).order_by(Certificate.id)).all()
    assert names[-1] == "Ir. Ahmad <b>Yani</b>, S.T."
    with app.app_context():
        code = session().scalars(select(Certificate.code).order_by(Certificate.id.desc())).first()
    assert "<b>Yani</b>" not in app.test_client().get(f"/v/{code}").text


def test_a_template_is_previewed_before_it_is_saved(app: Flask, people: Stage) -> None:
    officer = people[1]["bkpsdm_admin"]
    page = officer.get("/certificate-templates/add")
    values = dict(re.findall(r'<input[^>]*name="(\w+_(?:at|x))"[^>]*value="(\d+)"', page.text))
    assert len(values) == 7
    typed = {"name": "Biru", "heading": "Sertifikat", "opening": "diberikan kepada", "colour": "#0b5394"} | values
    typed["body"] = "telah mengikuti {judul} pada {tanggal}, {jp} JP."
    shown = officer.post("/certificate-templates/preview", data=typed)
    assert (shown.status_code, shown.mimetype) == (200, "application/pdf")
    picture = officer.post("/certificate-templates/preview?as=picture", data=typed)
    assert (picture.status_code, picture.mimetype) == (200, "image/png")
    refused = officer.post("/certificate-templates/preview?as=picture", data=typed | {"opening": "王"})
    assert (refused.status_code, refused.mimetype) == (422, "text/plain")
    assert "王" in refused.text
    assert officer.post("/certificate-templates/preview", data=typed | {"photo_x": "30"}).status_code == 422
    assert officer.post("/certificate-templates/preview", data=typed | {"body": "{judul}"}).status_code == 422
    assert officer.post("/certificate-templates/preview", data=typed | {"colour": "merah"}).status_code == 422
    assert officer.post("/certificate-templates/add", data=typed).status_code == 302
    assert people[1]["owner"].get("/certificate-templates/list/").status_code == 403
    listed = officer.get("/api/v1/certificates/").json
    assert listed["result"] == []


def test_the_participants_of_an_event_are_listed_and_taken_off(app: Flask, people: Stage) -> None:
    city, clients = people
    with app.app_context():
        event = event_in(city, "prepared", people=("owner", "colleague")).id
        correction_in(city, owner="stranger")
    page = clients["bkpsdm_admin"].get(f"/event-participants/list/?event={event}")
    assert page.status_code == 200
    rows = clients["bkpsdm_admin"].get(f"/api/v1/event-participants/?event={event}").json["result"]
    assert len(rows) == 2
    assert clients["auditor"].post(f"/event-participants/delete/{rows[0]['id']}").status_code == 403
    assert clients["bkpsdm_admin"].post(f"/event-participants/delete/{rows[0]['id']}").status_code == 302
    assert len(clients["auditor"].get(f"/api/v1/event-participants/?event={event}").json["result"]) == 1
    assert clients["opd_admin"].get("/api/v1/event-participants/").status_code == 403
    for path in ("/learning-events/list/", "/certificates/list/", "/certificate-corrections/list/", "/certificate-templates/list/"):
        assert clients["auditor"].get(path).status_code == 200, path
