"""Recommendations over HTTP: the wizard from the plan, counters, decision, letter, public check, who sees what, files and REST."""

import re
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pypdf import PdfReader
from werkzeug.test import TestResponse

from app.documents.models import Document
from app.kernel.db import session
from app.recommendations.models import Recommendation, RecommendationLetter
from tests.factories import files
from tests.factories.accounts import People
from tests.factories.city import City
from tests.factories.plans import SUBJECT, plan_row_in
from tests.factories.recommendations import NOTE, asked_values, recommendation_in

Stage = tuple[City, People]
PDF = files.pdf()
READERS = ("owner", "supervisor", "opd_admin", "bkpsdm_admin", "auditor")
STRANGERS = ("colleague", "stranger", "other_opd_admin")


def text_of(answer: TestResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def made_in(app: Flask, city: City, state: str = "draft", **changes: Any) -> int:
    with app.app_context():
        return recommendation_in(city, state, **changes).id


def code_of(app: Flask) -> str:
    with app.app_context():
        return session().query(RecommendationLetter).one().code


def proofs(first: bytes = PDF, second: bytes = PDF) -> dict[str, Any]:
    data = {"proposal_letter_id": (BytesIO(first), "usulan.pdf"), "call_letter_id": (BytesIO(second), "panggilan.pdf"), "go": "next"}
    return {"data": data, "content_type": "multipart/form-data"}


def keep(browser: FlaskClient) -> TestResponse:
    page = browser.get("/recommendations/add/summary").text
    key = page.split('name="submission" type="hidden" value="')[1].split('"')[0]
    return browser.post("/recommendations/add/summary", data={"declared": "y", "go": "send", "submission": key})


@pytest.mark.manual("T27")
@pytest.mark.manual("T28")
@pytest.mark.manual("T29")
def test_the_wizard_is_filled_in_from_the_plan_and_warns_where_one_departs(app: Flask, people: Stage) -> None:
    city, clients = people
    with app.app_context():
        row = plan_row_in(city, "accepted", organiser="LAN").id
    owner = clients["owner"]
    start = f"/recommendations/add/plan?plan_row={row}"
    assert start.replace("&", "&amp;") in owner.get("/plans/list/").text
    assert re.search(rf'<option[^>]*selected[^>]*value="{row}"|<option[^>]*value="{row}"[^>]*selected', owner.get(start).text)
    assert owner.post("/recommendations/add/plan", data={"plan_row_id": str(row), "go": "next"}).headers["Location"].endswith("/training")
    page = owner.get("/recommendations/add/training").text
    assert re.findall(r'<optgroup label="([^"]+)"', page) == ["Pelatihan Klasikal", "Pelatihan Non Klasikal"]
    for value in (SUBJECT, "LAN", "2500000,00"):
        assert f'value="{value}"' in page, value
    for words in ("Jenis Pelatihan", "Tanggal mulai pelatihan", "Besaran Biaya", "Lembaga Penyelenggara", "Anggaran BKPSDM"):
        assert words in page, words
    with app.app_context():
        days = {name: asked_values(city.actor("owner"))[name].isoformat() for name in ("begins_on", "ends_on")}
    data = {"form": "KL03", "subject": SUBJECT, "organiser": "BKN", "cost": "3.000.000", "funding": "tanpa", "go": "next", **days}
    wrong = owner.post("/recommendations/add/training", data=data)
    assert (wrong.status_code, "Pilih siapa yang menanggung biaya" in wrong.text, "BKN" in wrong.text) == (422, True, True)
    assert owner.post("/recommendations/add/training", data=data | {"funding": "pd"}).headers["Location"].endswith("/documents")
    page = owner.get("/recommendations/add/documents").text
    for words in ("Surat usulan dari PD", "Surat pemanggilan peserta", "Maksimum ukuran file adalah 1MB"):
        assert words in page, words
    assert owner.post("/recommendations/add/documents", **proofs(second=b"bukan PDF")).status_code == 422
    assert owner.post("/recommendations/add/documents", **proofs()).headers["Location"].endswith("/summary")
    summary = text_of(owner.get("/recommendations/add/summary"))
    for words in ("berbeda dari rencana: LAN", "Biaya lebih tinggi Rp500.000,00", "syarat dan ketentuan yang berlaku", "Simpan Konsep"):
        assert words in summary, words
    answer = keep(owner)
    with app.app_context():
        made = session().query(Recommendation).one()
        assert (made.state, made.plan_row_id, made.organiser) == ("draft", row, "BKN")
        assert answer.headers["Location"].endswith(f"/recommendations/show/{made.id}")


@pytest.mark.manual("T13")
def test_a_concept_is_changed_sent_and_another_deleted(app: Flask, people: Stage) -> None:
    city, clients = people
    pk, other = made_in(app, city), made_in(app, city, subject="Lain")
    owner = clients["owner"]
    assert "tidak ada dalam rencana" in text_of(owner.get(f"/recommendations/show/{pk}"))
    assert owner.get(f"/recommendations/edit/{pk}").status_code == 302
    assert SUBJECT in owner.get(f"/recommendations/edit/{pk}/training").text
    assert owner.post(f"/recommendations/{pk}/send").status_code == 302
    assert owner.get(f"/recommendations/edit/{pk}").status_code == 409
    assert owner.post(f"/recommendations/{pk}/delete").status_code == 409
    assert owner.post(f"/recommendations/{other}/delete").status_code == 302
    assert owner.get(f"/recommendations/show/{other}").status_code == 404


@pytest.mark.manual("T3")
@pytest.mark.manual("T30")
def test_the_counters_and_columns_are_those_of_the_manual(app: Flask, people: Stage) -> None:
    city, clients = people
    owner = clients["owner"]
    text = text_of(owner.get("/recommendations/list/"))
    for words in ("Konsep (0)", "Pengajuan Terkirim (0)", "Diterima (0)", "Ditolak (0)", "Tidak ada hasil yang ditemukan"):
        assert words in text, words
    assert "Proses Pengajuan" in text
    assert "Pengajuan Rekomendasi" in text
    for state, subject in (("draft", "Satu"), ("sent", "Dua"), ("accepted", "Tiga"), ("rejected", "Empat")):
        made_in(app, city, state, subject=subject)
    page = owner.get("/recommendations/list/?state=rejected")
    text = text_of(page)
    for words in ("Konsep (1)", "Pengajuan Terkirim (1)", "Diterima (1)", "Ditolak (1)"):
        assert words in text, words
    headings = [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in re.findall(r"<th[^>]*>(.*?)</th>", page.text, re.DOTALL)]
    wanted = ["Pelatihan", "Jenis Pelatihan", "Lembaga Penyelenggara", "Tanggal Pelaksanaan", "Biaya"]
    assert [each for each in headings if each in wanted] == wanted
    assert ("Empat" in text, "Satu" in text) == (True, False)


@pytest.mark.manual("T31")
def test_bkpsdm_decides_with_a_reason_and_everybody_concerned_has_the_letter(app: Flask, people: Stage) -> None:
    city, clients = people
    pk = made_in(app, city, "sent")
    desk = clients["bkpsdm_admin"]
    assert "menunggu keputusan Anda" in desk.get("/notifications/").text
    assert desk.get(f"/recommendations/{pk}/letter").status_code == 404
    assert desk.post(f"/recommendations/{pk}/accept", data={"note": "<p> </p>"}).status_code == 422
    assert desk.post(f"/recommendations/{pk}/accept", data={"note": NOTE}).status_code == 302
    assert "suratnya siap diunduh" in clients["owner"].get("/notifications/").text
    assert "Surat rekomendasi untuk perangkat daerah Anda" in clients["opd_admin"].get("/notifications/").text
    for name in READERS:
        assert f"/recommendations/{pk}/letter" in clients[name].get(f"/recommendations/show/{pk}").text, name
        answer = clients[name].get(f"/recommendations/{pk}/letter")
        assert (answer.status_code, answer.mimetype, answer.data[:4]) == (200, "application/pdf", b"%PDF"), name
        assert "800-001-BKPSDM" in answer.headers["Content-Disposition"]
    for name in STRANGERS:
        assert clients[name].get(f"/recommendations/{pk}/letter").status_code == 404, name
    assert "Sesuai rencana pengembangan kompetensi." in clients["owner"].get(f"/recommendations/history/{pk}").text


@pytest.mark.gate("G6")
@pytest.mark.manual("T31")
def test_several_are_decided_at_once_each_with_its_letter_or_its_reason(app: Flask, people: Stage) -> None:
    city, clients = people
    first, second, gone = (made_in(app, city, "sent", subject=subject) for subject in ("Satu", "Dua", "Tiga"))
    desk, owner = clients["bkpsdm_admin"], clients["owner"]
    assert 'formaction="/recommendations/steps/accept"' in desk.get("/recommendations/list/?state=sent").text
    assert owner.post(f"/recommendations/{gone}/withdraw").status_code == 302
    ticked = {"pks": [str(pk) for pk in (first, second, gone)], "confirmed": "1"}
    assert desk.post("/recommendations/steps/accept", data=ticked).status_code == 422
    clients["opd_admin"].post("/recommendations/steps/accept", data=ticked | {"note": NOTE})
    with app.app_context():
        assert session().query(RecommendationLetter).count() == 0
    text = text_of(desk.post("/recommendations/steps/accept", data=ticked | {"note": NOTE}))
    for words in ("Satu", "Dua", "Tiga", "Konsep"):
        assert words in text, words
    with app.app_context():
        letters = session().query(RecommendationLetter).order_by(RecommendationLetter.number).all()
        assert [letter.recommendation_id for letter in letters] == [first, second]
    assert clients["opd_admin"].get("/notifications/").text.count("Surat rekomendasi untuk perangkat daerah Anda") >= 2
    assert owner.post(f"/recommendations/{first}/withdraw").status_code == 409
    assert owner.get(f"/recommendations/edit/{gone}/training").status_code == 200


def test_a_returned_one_is_a_concept_again_with_the_reason_on_top(app: Flask, people: Stage) -> None:
    city, clients = people
    pk = made_in(app, city, "sent")
    assert clients["bkpsdm_admin"].post(f"/recommendations/{pk}/return", data={"note": "Unggah surat yang lengkap."}).status_code == 302
    assert "Unggah surat yang lengkap." in clients["owner"].get(f"/recommendations/show/{pk}").text
    assert "Unggah surat yang lengkap." in clients["owner"].get(f"/recommendations/edit/{pk}/documents").text
    assert "dikembalikan" in clients["owner"].get("/notifications/").text


@pytest.mark.gate("G12")
def test_each_role_sees_what_is_his_and_strangers_find_nothing(app: Flask, people: Stage) -> None:
    city, clients = people
    pk = made_in(app, city, "sent")
    with app.app_context():
        document = session().query(Document).first()
        assert document is not None
        document_id = document.id
    ways = (f"/recommendations/show/{pk}", f"/recommendations/history/{pk}", f"/api/v1/recommendations/{pk}")
    for name in READERS:
        assert SUBJECT in clients[name].get("/recommendations/list/").text, name
        for way in (*ways, f"/documents/{document_id}/download"):
            assert clients[name].get(way).status_code == 200, (name, way)
    for name in STRANGERS:
        assert SUBJECT not in clients[name].get("/recommendations/list/").text, name
        for way in (*ways, f"/documents/{document_id}/download"):
            assert clients[name].get(way).status_code == 404, (name, way)
        assert clients[name].post(f"/recommendations/{pk}/accept", data={"note": NOTE}).status_code in (403, 404)
    for name in ("auditor", "supervisor", "opd_admin"):
        assert clients[name].post(f"/recommendations/{pk}/accept", data={"note": NOTE}).status_code == 403, name
    assert clients["auditor"].get("/recommendations/add/plan").status_code == 403


@pytest.mark.manual("T30")
def test_filters_print_and_excel_say_the_same(app: Flask, people: Stage) -> None:
    city, clients = people
    made_in(app, city, "accepted")
    made_in(app, city, subject="Magang industri", form="NKL12")
    for name in ("owner", "supervisor", "opd_admin", "auditor"):
        client = clients[name]
        sheet = load_workbook(BytesIO(client.get("/recommendations/export?path=klasikal").data)).active
        cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
        assert (SUBJECT in cells, "Magang industri" in cells) == (True, False)
        assert any(cell.startswith("800/001/BKPSDM/") for cell in cells)
        paper = " ".join(PdfReader(BytesIO(client.get("/recommendations/print?path=klasikal").data)).pages[0].extract_text().split())
        for words in (SUBJECT, "Pelatihan teknis", "Rp2.500.000,00", "Diterima"):
            assert words in paper, words
        assert "Magang" not in paper


@pytest.mark.gate("G2")
@pytest.mark.manual("T31")
def test_everybody_checks_a_letter_and_learns_no_more_than_it_says(app: Flask, people: Stage) -> None:
    city, _clients = people
    made_in(app, city, "rejected")
    code, stranger = code_of(app), app.test_client()
    with app.app_context():
        person = city.person("owner")
        name, nip = person.full_name, person.nip
    answer = stranger.get(f"/r/{code}")
    text = text_of(answer)
    for words in ("Surat ini asli", "Tidak direkomendasikan", name, "••••" + nip[-4:], SUBJECT, "800/001/BKPSDM/"):
        assert words in text, words
    for hidden in (nip, "Sesuai rencana", "2.500.000", "Bidang Guru"):
        assert hidden not in answer.text, hidden
    assert ("noindex" in answer.headers["X-Robots-Tag"], answer.headers["Cache-Control"]) == (True, "no-store")
    found = stranger.get(f"/r/{code}/json").json
    assert (found["status"], found["nip"]) == ("rejected", "•" * 14 + nip[-4:])
    assert set(found) == {
        *("status", "number", "name", "nip", "title", "organiser", "begins_on", "ends_on", "issued_on", "data_sha256", "file_sha256")
    }


@pytest.mark.gate("G2")
def test_unknown_and_malformed_codes_look_alike_and_each_code_finds_its_page(app: Flask, people: Stage) -> None:
    city, _clients = people
    made_in(app, city, "accepted")
    code, stranger = code_of(app), app.test_client()
    pages = [stranger.get(f"/r/{each}") for each in ("a" * 16, "x", "'%20OR%201=1")]
    assert {answer.status_code for answer in pages} == {404}
    assert len({text_of(answer) for answer in pages}) == 1
    assert stranger.get(f"/r/{'a' * 16}/json").status_code == 404
    assert stranger.get("/r/").status_code == 200
    assert stranger.get(f"/r/?code={code[:4].upper()}-{code[4:]}").headers["Location"].endswith(f"/r/{code}")
    assert stranger.get(f"/v/{code}").headers["Location"].endswith(f"/r/{code}")


def test_the_api_asks_reads_and_decides(app: Flask, people: Stage) -> None:
    city, clients = people
    with app.app_context():
        actor = city.actor("owner")
        user = city.person("owner").user_id
        values = asked_values(actor)
        for name in ("proposal_letter_id", "call_letter_id"):
            session().get_one(Document, values[name]).user_id = user or 0
        session().commit()
    data = {name: None if value is None else str(value) for name, value in values.items()}
    made = clients["owner"].post("/api/v1/recommendations/", json=data)
    assert made.status_code == 201, made.text
    pk = made.json["id"]
    assert clients["owner"].post(f"/api/v1/recommendations/{pk}/send", json={}).status_code == 200
    assert clients["opd_admin"].post(f"/api/v1/recommendations/{pk}/accept", json={"note": NOTE}).status_code == 403
    assert clients["bkpsdm_admin"].post(f"/api/v1/recommendations/{pk}/reject", json={}).status_code == 422
    assert clients["bkpsdm_admin"].post(f"/api/v1/recommendations/{pk}/reject", json={"note": NOTE}).status_code == 200
    assert clients["owner"].put(f"/api/v1/recommendations/{pk}", json=data).status_code in (403, 409, 422)
    assert "800/001/BKPSDM/" in clients["auditor"].get(f"/api/v1/recommendations/{pk}").text


def test_the_trail_says_that_a_letter_was_issued_but_not_what_it_says(app: Flask, people: Stage) -> None:
    city, clients = people
    made_in(app, city, "accepted")
    text = text_of(clients["auditor"].get("/audit/list/"))
    assert "Surat diterbitkan" in text
    assert city.actor("second_bkpsdm_admin").name in text
