"""Campaigns over HTTP: preparing, one's own part on one page, lists of every role, the proof, and the API."""

import re
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook
from pypdf import PdfReader
from werkzeug.test import TestResponse

from app.campaigns.models import Campaign
from app.kernel.db import session
from tests.factories.accounts import People
from tests.factories.campaigns import answers_for, campaign_in, confirmed, fill_contact, part_of, typed_campaign
from tests.factories.city import City

Stage = tuple[City, People]


@pytest.fixture
def stage(people: Stage) -> Stage:
    return people


def text_of(answer: TestResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def opened(app: Flask, city: City, name: str = "owner", state: str = "open") -> tuple[int, int]:
    """The ids of a campaign and of one person's part in it."""
    with app.app_context():
        campaign = campaign_in(city, state)
        return campaign.id, part_of(city, campaign, name).id if state != "draft" else 0


@pytest.mark.manual("B1")
def test_bkpsdm_prepares_adds_questions_and_opens(app: Flask, stage: Stage) -> None:
    _city, clients = stage
    admin = clients["bkpsdm_admin"]
    page = admin.get("/campaigns/add")
    assert "tangkapan layar tidak diperlukan" in page.text
    assert "Data kepegawaian yang dimuat BKPSDM" in page.text
    with app.app_context():
        typed = {name: "" if value == [] else str(value) for name, value in typed_campaign().items()}
    typed.pop("opd_ids"), typed.pop("job_types")
    wrong = admin.post("/campaigns/add", data=typed | {"nips": "Budi", "remind_days": "besok"})
    assert wrong.status_code == 422
    assert "bukan NIP" in wrong.text
    assert "Budi" in wrong.text
    made = admin.post("/campaigns/add", data=typed)
    assert made.status_code == 302
    where = made.location
    assert "Saat ini menjangkau" in text_of(admin.get(where))
    with app.app_context():
        pk = session().query(Campaign).one().id
    form = admin.get(f"/campaign-questions/add?campaign={pk}")
    assert f'<option value="{pk}" selected>' in form.text
    assert f'<option value="{pk}">' in admin.get("/campaign-questions/add").text
    question = {"campaign_id": str(pk), "position": "1", "question": "Sudah jelas?", "kind": "pilihan", "choices": "Ya", "must_answer": "y"}
    refused = admin.post("/campaign-questions/add", data=question)
    assert refused.status_code == 422
    assert "2 sampai 20 pilihan" in refused.text
    assert admin.post("/campaign-questions/add", data=question | {"choices": "Ya\nTidak"}).location == where
    admin.post(f"/campaigns/{pk}/open")
    shown = text_of(admin.get(where))
    assert "Kemajuan per OPD" in shown
    assert "0 dari" in shown
    assert "Sudah jelas?" in shown
    assert admin.post("/campaign-questions/add", data=question | {"choices": "Ya\nTidak"}).status_code == 422


@pytest.mark.manual("B1")
@pytest.mark.manual("B5")
@pytest.mark.manual("B6")
@pytest.mark.manual("B33")
def test_an_employee_does_his_part_from_the_first_page_to_the_proof(app: Flask, stage: Stage) -> None:
    city, clients = stage
    owner = clients["owner"]
    campaign_id, pk = opened(app, city)
    home = text_of(owner.get("/"))
    assert "Periksa data Anda" in home
    assert "Baca panduan, Periksa data Anda, Isi kuesioner" in home
    page = f"/my-campaigns/show/{pk}"
    assert "0 dari 3 langkah selesai" in text_of(owner.get(page))
    assert owner.get(f"/my-campaigns/proof/{pk}").status_code == 404
    owner.post(f"/my-campaigns/guide/{pk}")
    shown = owner.get(page)
    assert "isian masih kosong" in shown.text
    assert "(belum diisi)" in shown.text
    version = re.search(r'name="person_version"[^>]*value="(\d+)"', shown.text)
    assert version
    refused = owner.post(f"/my-campaigns/confirm/{pk}", data={"agreed": "y", "person_version": version[1]})
    assert refused.status_code == 422
    assert "Lengkapi dahulu" in refused.text
    with app.app_context():
        fill_contact(city)
    stale = owner.post(f"/my-campaigns/confirm/{pk}", data={"agreed": "y", "person_version": version[1]})
    assert stale.status_code == 422
    assert "berubah sejak halaman ini dibuka" in stale.text
    version = re.search(r'name="person_version"[^>]*value="(\d+)"', stale.text)
    assert version
    unticked = owner.post(f"/my-campaigns/confirm/{pk}", data={"person_version": version[1]})
    assert unticked.status_code == 422
    assert "Centang bahwa data Anda benar" in unticked.text
    assert owner.post(f"/my-campaigns/confirm/{pk}", data={"agreed": "y", "person_version": version[1]}).status_code == 302
    with app.app_context():
        answers = answers_for(session().get_one(Campaign, campaign_id))
    first, *_rest = answers
    wrong = owner.post(f"/my-campaigns/answers/{pk}", data=answers | {first: ""})
    assert wrong.status_code == 422
    assert "Cukup jelas." in wrong.text
    assert owner.post(f"/my-campaigns/answers/{pk}", data=answers).status_code == 302
    done = text_of(owner.get(page))
    assert "3 dari 3 langkah selesai" in done
    assert "Bukti penyelesaian" in done
    assert "Dinyatakan benar oleh pegawai" in done
    proof = owner.get(f"/my-campaigns/proof/{pk}")
    printed = PdfReader(BytesIO(proof.data)).pages[0].extract_text()
    with app.app_context():
        person = city.person("owner")
        assert person.name in printed
        assert person.nip not in printed.replace(" ", "")
    assert "Selesai seluruhnya" in printed
    assert "tangkapan layar" in " ".join(printed.split())
    assert "Yang tersisa" not in text_of(owner.get("/"))


def test_nobody_opens_the_part_of_another(app: Flask, stage: Stage) -> None:
    city, clients = stage
    _campaign, pk = opened(app, city)
    for name in ("colleague", "supervisor", "opd_admin", "bkpsdm_admin"):
        for path in (f"/my-campaigns/show/{pk}", f"/my-campaigns/answers/{pk}", f"/my-campaigns/proof/{pk}"):
            assert clients[name].get(path).status_code == 404
        assert clients[name].post(f"/my-campaigns/guide/{pk}").status_code == 404
        assert clients[name].post(f"/my-campaigns/confirm/{pk}").status_code == 404


def test_each_role_sees_who_is_done_among_his_people(app: Flask, stage: Stage) -> None:
    city, clients = stage
    campaign_id, pk = opened(app, city)
    with app.app_context():
        confirmed(city, session().get_one(Campaign, campaign_id))
        owner, stranger = city.person("owner").full_name, city.person("stranger").full_name
    seen = {
        name: clients[name].get("/campaign-people/list/?show=1&size=100").text
        for name in ("supervisor", "opd_admin", "other_opd_admin", "auditor")
    }
    assert {name for name, text in seen.items() if owner in text} == {"supervisor", "opd_admin", "auditor"}
    assert {name for name, text in seen.items() if stranger in text} == {"other_opd_admin", "auditor"}
    assert clients["other_opd_admin"].get(f"/campaign-people/show/{pk}").status_code == 404
    assert clients["supervisor"].get(f"/campaign-people/show/{pk}").status_code == 200
    for name in ("supervisor", "opd_admin", "auditor"):
        assert "Yang sudah selesai" in clients[name].get(f"/campaigns/show/{campaign_id}").text
    assert "Jawaban" not in text_of(clients["supervisor"].get(f"/campaigns/show/{campaign_id}"))
    assert clients["owner"].get(f"/campaigns/show/{campaign_id}").status_code == 403
    sheet = load_workbook(BytesIO(clients["auditor"].get(f"/campaign-people/export?campaign={campaign_id}").data)).active
    assert sheet is not None
    assert any(owner in str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    assert "dari" in text_of(clients["opd_admin"].get("/"))
    assert "Kemajuan kampanye" in text_of(clients["opd_admin"].get("/"))
    assert clients["auditor"].get("/campaigns/add").status_code == 403


def test_a_draft_is_seen_by_bkpsdm_and_auditors_only(app: Flask, stage: Stage) -> None:
    city, clients = stage
    pk, _part = opened(app, city, state="draft")
    for name, status in (("bkpsdm_admin", 200), ("auditor", 200), ("opd_admin", 404), ("supervisor", 404)):
        assert clients[name].get(f"/campaigns/show/{pk}").status_code == status


def test_the_api_does_what_the_screens_do(app: Flask, stage: Stage) -> None:
    city, clients = stage
    campaign_id, pk = opened(app, city)
    owner = clients["owner"]
    with app.app_context():
        fill_contact(city)
        answers = answers_for(session().get_one(Campaign, campaign_id))
    asked = owner.get(f"/api/v1/campaigns/{campaign_id}/questions").get_json()["result"]
    assert [each["name"] for each in asked] == list(answers)
    assert asked[0]["choices"] == ["Sudah", "Belum"]
    assert [row["id"] for row in owner.get("/api/v1/campaign-people/").get_json()["result"]] == [pk]
    token = {"X-CSRFToken": ""}
    assert owner.post(f"/api/v1/campaign-people/{pk}/confirm", json={"agreed": True}, headers=token).status_code == 409
    assert owner.post(f"/api/v1/campaign-people/{pk}/guide", headers=token).get_json()["left"] == ["data", "survey"]
    assert owner.post(f"/api/v1/campaign-people/{pk}/confirm", json={"agreed": "yes"}, headers=token).status_code == 422
    assert owner.post(f"/api/v1/campaign-people/{pk}/confirm", json={"agreed": True}, headers=token).get_json()["left"] == ["survey"]
    assert owner.post(f"/api/v1/campaign-people/{pk}/answers", json=["x"], headers=token).status_code == 400
    assert owner.post(f"/api/v1/campaign-people/{pk}/answers", json=answers, headers=token).get_json()["standing"] == "done"
    assert clients["colleague"].post(f"/api/v1/campaign-people/{pk}/guide", headers=token).status_code == 404
    assert clients["bkpsdm_admin"].post(f"/api/v1/campaign-people/{pk}/guide", headers=token).status_code == 403
