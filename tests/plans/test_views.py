"""Plans over HTTP: form with window and gap, list of every role, files, the lock on screen and at the API, the years, copying, in bulk."""

import re
from datetime import datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from pypdf import PdfReader
from werkzeug.test import TestResponse

from app.kernel import clock
from app.kernel.approval import take_step
from app.kernel.db import session, transaction
from app.kernel.held import renew
from app.plans.models import PlanRow, PlanYear
from app.plans.queries import HELD
from app.plans.rules import levels_as_text
from tests.factories.accounts import People
from tests.factories.city import City
from tests.factories.organisation import make_test_result
from tests.factories.plans import LEVELS, NOTE, SUBJECT, next_year, plan_row_in, plan_year, planned_values, profiled

Stage = tuple[City, People]
READERS = ("owner", "supervisor", "opd_admin", "bkpsdm_admin", "auditor")
STRANGERS = ("colleague", "stranger", "other_opd_admin")


@pytest.fixture
def stage(people: Stage) -> Stage:
    return people


def text_of(answer: TestResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def typed(year: PlanYear, **changes: Any) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in (planned_values(year) | changes).items()}


def close(app: Flask) -> None:
    """The last day was yesterday."""
    with app.app_context(), transaction():
        year = session().query(PlanYear).one()
        year.closes_on = clock.today() - timedelta(days=1)
        renew(HELD)


def row_id(app: Flask, city: City, state: str = "draft", **changes: Any) -> int:
    with app.app_context():
        return plan_row_in(city, state, **changes).id


@pytest.mark.manual("T10")
@pytest.mark.manual("T6")
@pytest.mark.manual("T5")
def test_the_form_has_the_fields_of_the_manual_with_window_and_gap(app: Flask, stage: Stage) -> None:
    city, clients = stage
    with app.app_context():
        plan_year(city)
        make_test_result(city.person("owner"), score="82.50")
    text = text_of(clients["owner"].get("/plans/add"))
    wanted = ("Tahun Rencana", "Bentuk Pengembangan", "JP", "Tanggal Mulai", "Materi Pengembangan", "Anggaran yang Dibutuhkan")
    wanted += ("Lembaga Penyelenggara", "Sumber Dana", "Alasan Mengikuti Pelatihan", "Program Studi", "dapat diisi sampai")
    wanted += ("82,5 %", "17,5 poin persentase", "Cukup optimal", "Level yang dipersyaratkan jabatan")
    assert [words for words in wanted if words not in text] == []
    page = clients["owner"].get("/plans/add").text
    assert re.findall(r'<optgroup label="([^"]+)"', page)[:3] == ["Tugas Belajar", "Pelatihan Klasikal", "Pelatihan Non Klasikal"]


@pytest.mark.manual("T10")
@pytest.mark.manual("T11")
@pytest.mark.manual("T12")
def test_an_employee_plans_sees_his_list_and_sends(app: Flask, stage: Stage) -> None:
    city, clients = stage
    with app.app_context():
        year = plan_year(city)
        data = typed(year, cost="2.500.000,00", begins_on=f"{year.year}-06-08", ends_on=f"{year.year}-06-12")
    owner = clients["owner"]
    assert owner.post("/plans/add", data=data | {"jp": "40,5"}).status_code == 422
    assert owner.post("/plans/add", data=data).status_code == 302
    text = text_of(owner.get("/plans/list/"))
    for words in ("INSTANSI: Dinas Pendidikan", "ATASAN LANGSUNG", "Rp2.500.000,00", SUBJECT, "Konsep", "Belum dikirim", "8 Juni"):
        assert words in text
    assert ("Formulir" in text, "Belum lengkap" in text, "✔ Lengkap" in text) == (True, True, False)
    with app.app_context():
        profiled(city, session().query(PlanYear).one())
    assert "✔ Lengkap" in text_of(owner.get("/plans/list/"))
    with app.app_context():
        pk = session().query(PlanRow).one().id
    asked = text_of(owner.get(f"/plans/{pk}/send"))
    assert "saya menyetujui pengajuan ini berdasarkan syarat dan ketentuan yang berlaku" in asked
    assert "Ajukan Rencana" in asked
    assert owner.post(f"/plans/{pk}/send").status_code == 302
    assert "Pengajuan" in text_of(owner.get(f"/plans/show/{pk}"))


@pytest.mark.manual("T16")
@pytest.mark.manual("T16a")
@pytest.mark.manual("T17")
@pytest.mark.manual("T18")
@pytest.mark.manual("T19")
def test_the_supervisor_reads_all_of_it_and_decides_with_a_reason(app: Flask, stage: Stage) -> None:
    """The sample of the manual: E-learning, 2.500.000,00, Intekno, APBD, 20 JP."""
    city, clients = stage
    pk = row_id(app, city, "sent", form="NKL03", subject="Pengenalan pemrograman Android", organiser="Intekno", jp=Decimal(20))
    supervisor = clients["supervisor"]
    text = text_of(supervisor.get(f"/plans/show/{pk}"))
    for words in ("E-learning", "2.500.000,00", "Intekno", "APBD", "Pengenalan pemrograman Android", "20", "Pengajuan"):
        assert words in text, words
    for words in ("Estimasi Biaya", "Estimasi Waktu Pelaksanaan", "Alasan Pengajuan", "Alasan Keputusan", "Terima", "Tolak"):
        assert words in text
    assert "Kembalikan ke Pengaju untuk Direvisi Kembali" in text
    for act in ("accept", "reject", "return"):
        assert supervisor.post(f"/plans/{pk}/{act}", data={"note": "<p> </p>"}).status_code == 422
    assert supervisor.post(f"/plans/{pk}/accept", data={"note": NOTE}).status_code == 302
    assert "Sesuai kebutuhan jabatan." in text_of(clients["owner"].get(f"/plans/show/{pk}"))


@pytest.mark.manual("T5")
@pytest.mark.manual("T12")
@pytest.mark.manual("T16")
@pytest.mark.manual("T17")
@pytest.mark.manual("T18")
def test_the_screens_say_what_the_manual_quotes(app: Flask, stage: Stage) -> None:
    city, clients = stage
    draft, sent = row_id(app, city), row_id(app, city, "sent", subject="Menunggu")
    owner, supervisor = clients["owner"], clients["supervisor"]
    own, verify = text_of(owner.get("/plans/list/")), text_of(supervisor.get("/plan-verifications/list/"))
    wanted = ("Kolom Pencarian", "Filter Data", "INSTANSI:", "ATASAN LANGSUNG:", "Formulir", "Tahap", "Detail", "Kirim", "Edit", "Hapus")
    wanted += (
        "Tugas Belajar",
        "Pelatihan Tugas Belajar PNS ke pendidikan tinggi formal",
        "Program peningkatan Pengetahuan PNS",
        "dan atau",
    )
    assert [words for words in wanted if words not in own] == []
    assert [words for words in ("Kolom Pencarian", "Filter Data", "Lakukan Tindakan", "Formulir") if words not in verify] == []
    assert "Rincian Pengajuan" in text_of(owner.get(f"/plans/show/{draft}"))
    assert "Verifikasi Pengajuan" not in text_of(owner.get(f"/plans/show/{draft}"))
    assert "Program Studi" not in text_of(owner.get(f"/plans/show/{draft}"))
    decide = text_of(supervisor.get(f"/plan-verifications/show/{sent}"))
    assert ("Rincian Pengajuan" in decide, "Verifikasi Pengajuan" in decide) == (True, True)
    assert ("Alasan Keputusan (belum diisi)" in decide, "90,99" in decide, "bandingkan diri Anda" in decide) == (True, True, False)


@pytest.mark.manual("T5")
@pytest.mark.parametrize(("path", "groups"), [("klasikal", ["Pelatihan Klasikal"]), ("tugas_belajar", ["Tugas Belajar"]), ("lain", None)])
def test_the_card_of_a_path_offers_its_forms(app: Flask, stage: Stage, path: str, groups: list[str] | None) -> None:
    city, clients = stage
    with app.app_context():
        plan_year(city)
    page = clients["owner"].get(f"/plans/add?path={path}").text.partition('id="training_id"')[0]
    found = re.findall(r'<optgroup label="([^"]+)"', page)
    assert found == (groups or ["Tugas Belajar", "Pelatihan Klasikal", "Pelatihan Non Klasikal"])


@pytest.mark.gate("G12")
@pytest.mark.manual("T23")
def test_each_role_sees_what_is_his_and_strangers_find_nothing(app: Flask, stage: Stage) -> None:
    city, clients = stage
    pk = row_id(app, city, "sent")
    for name in READERS:
        assert SUBJECT in clients[name].get("/plans/list/").text, name
        for way in (f"/plans/show/{pk}", f"/plans/history/{pk}", f"/api/v1/plans/{pk}"):
            assert clients[name].get(way).status_code == 200, (name, way)
    for name in STRANGERS:
        assert SUBJECT not in clients[name].get("/plans/list/").text, name
        for way in (f"/plans/show/{pk}", f"/plans/history/{pk}", f"/api/v1/plans/{pk}"):
            assert clients[name].get(way).status_code == 404, (name, way)
        assert clients[name].post(f"/plans/{pk}/accept", data={"note": NOTE}).status_code in (403, 404)


@pytest.mark.manual("T36")
def test_the_lock_holds_on_screen_in_bulk_and_at_the_api_and_names_the_day(app: Flask, stage: Stage) -> None:
    city, clients = stage
    draft, sent = row_id(app, city), row_id(app, city, "sent")
    owner, supervisor = clients["owner"], clients["supervisor"]
    assert "Kirim" in text_of(owner.get(f"/plans/show/{draft}"))
    with app.app_context():
        data = typed(session().query(PlanYear).one())
    close(app)
    shown = text_of(owner.get("/plans/list/"))
    assert f"Rencana tahun {next_year()} terkunci sejak berakhirnya" in shown
    assert "terkunci sejak berakhirnya" in text_of(owner.get("/plans/add"))
    assert "Kirim" not in text_of(owner.get(f"/plans/show/{draft}"))
    for way in (f"/plans/{draft}/send", f"/plans/{draft}/delete"):
        answer = owner.post(way)
        assert (answer.status_code, "terkunci" in answer.text) == (409, True)
    assert owner.get(f"/plans/edit/{draft}").status_code == 409
    assert owner.post("/plans/add", data=data).status_code == 422
    assert "terkunci" in owner.post("/plans/steps/send", data={"pks": str(draft), "confirmed": "1"}).text
    answer = owner.post(f"/api/v1/plans/{draft}/send", json={})
    assert (answer.status_code, "terkunci" in answer.text) == (409, True)
    assert owner.post("/api/v1/plans/", json=data).status_code in (409, 422)
    assert supervisor.post(f"/plans/{sent}/accept", data={"note": NOTE}).status_code == 302


@pytest.mark.manual("T36")
@pytest.mark.parametrize(("seconds", "open_still"), [(-1, True), (0, False)])
def test_screen_and_api_lock_to_the_second(app: Flask, stage: Stage, seconds: int, open_still: bool) -> None:
    """At 23:59:59 of the last day every way writes, one second later none does; the agency's day, not that of UTC, counts."""
    city, clients = stage
    draft, other = row_id(app, city), row_id(app, city, subject="Kedua")
    with app.app_context():
        year = session().query(PlanYear).one()
        data = typed(year, begins_on=f"{year.year}-10-05", ends_on=f"{year.year}-10-09")
        november = {"begins_on": f"{year.year}-11-02", "ends_on": f"{year.year}-11-06"}
        change = typed(year, subject="Diubah") | {"version": str(session().get_one(PlanRow, draft).version)}
        tomorrow = datetime.combine(clock.today() + timedelta(days=1), time(), clock.zone())
        with transaction():
            session().query(PlanYear).one().closes_on = clock.today()
        renew(HELD)
    with clock.at(tomorrow + timedelta(seconds=seconds)):
        owner = clients["owner"]
        answers = [
            owner.post("/api/v1/plans/", json=data).status_code,
            owner.put(f"/api/v1/plans/{draft}", json=change).status_code,
            owner.post("/plans/add", data=data | {"subject": "Layar"} | november).status_code,
            owner.post(f"/plans/{draft}/send").status_code,
            owner.post(f"/plans/{other}/delete").status_code,
        ]
    assert answers == ([201, 200, 302, 302, 302] if open_still else [422, 409, 422, 409, 409])


@pytest.mark.manual("T36")
def test_bkpsdm_opens_a_year_and_no_one_else(app: Flask, stage: Stage) -> None:
    clients = stage[1]
    today = clock.today()
    data = {"year": "2031", "opens_on": today.isoformat(), "closes_on": (today - timedelta(days=1)).isoformat()}
    admin = clients["bkpsdm_admin"]
    assert admin.post("/plan-years/add", data=data).status_code == 422
    data["closes_on"] = (today + timedelta(days=9)).isoformat()
    for name in ("owner", "supervisor", "opd_admin", "auditor"):
        clients[name].post("/plan-years/add", data=data)
    with app.app_context():
        assert session().query(PlanYear).count() == 0
    assert admin.post("/plan-years/add", data=data).status_code == 302
    assert "2031" in text_of(clients["auditor"].get("/plan-years/list/"))
    assert admin.post("/plan-years/add", data=data).status_code == 422


@pytest.mark.manual("T12")
@pytest.mark.manual("T16")
def test_filters_print_and_excel_say_the_same(app: Flask, stage: Stage) -> None:
    city, clients = stage
    row_id(app, city, "accepted")
    row_id(app, city, subject="Coaching bulanan", form="NKL01", jp=None)
    for name in ("owner", "opd_admin", "auditor"):
        client = clients[name]
        classical = client.get("/plans/list/?path=klasikal").text
        assert (SUBJECT in classical, "Coaching bulanan" in classical) == (True, False)
        sheet = load_workbook(BytesIO(client.get("/plans/export?path=nonklasikal").data)).active
        cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
        assert ("Coaching bulanan" in cells, SUBJECT in cells) == (True, False)
        paper = " ".join(PdfReader(BytesIO(client.get("/plans/print?path=klasikal").data)).pages[0].extract_text().split())
        for words in (SUBJECT, "Pelatihan teknis", "BKPSDM", "Rp2.500.000,00", "Diterima"):
            assert words in paper, words
        assert "Coaching" not in paper


@pytest.mark.gate("G6")
def test_ticked_rows_are_sent_and_accepted_together(app: Flask, stage: Stage) -> None:
    city, clients = stage
    pks = [row_id(app, city), row_id(app, city, subject="Kedua"), row_id(app, city, "accepted", subject="Ketiga")]
    sent = {"pks": ",".join(map(str, pks)), "confirmed": "1"}
    assert "Ketiga" in text_of(clients["owner"].post("/plans/steps/send", data=sent))
    clients["supervisor"].post("/plans/steps/accept", data=sent | {"note": NOTE})
    with app.app_context():
        assert {row.state for row in session().query(PlanRow)} == {"accepted"}


def test_last_years_plan_is_one_button_away(app: Flask, stage: Stage) -> None:
    city, clients = stage
    with app.app_context():
        before, year = plan_year(city, next_year() - 1), plan_year(city)
        plan_row_in(city, "accepted", year=before)
        pk = year.id
    assert f"Salin rencana tahun {next_year() - 1}" in text_of(clients["owner"].get("/plans/list/"))
    assert clients["owner"].post(f"/plans/copy/{pk}").status_code == 302
    assert clients["auditor"].post(f"/plans/copy/{pk}").status_code == 403
    text = text_of(clients["owner"].get(f"/plans/list/?year={pk}"))
    assert "1 rencana pelatihan telah disalin." in text
    assert "Salin rencana tahun" not in text


def test_the_first_page_calls_to_plan_and_then_shows_the_sum(app: Flask, stage: Stage) -> None:
    city, clients = stage
    assert "Rencana pengembangan saya" not in clients["owner"].get("/").text
    with app.app_context():
        plan_year(city)
    assert "Susun rencana pengembangan kompetensi tahun" in text_of(clients["owner"].get("/"))
    row_id(app, city)
    assert f"40 dari 20 JP direncanakan untuk {next_year()}" in text_of(clients["owner"].get("/"))


def test_people_are_told_of_each_step(app: Flask, stage: Stage) -> None:
    city, clients = stage
    pk = row_id(app, city, "sent")
    assert "Rencana pelatihan menunggu verifikasi Anda" in clients["supervisor"].get("/notifications/").text
    clients["supervisor"].post(f"/plans/{pk}/return", data={"note": NOTE})
    assert "Rencana pelatihan Anda dikembalikan untuk direvisi" in clients["owner"].get("/notifications/").text


@pytest.mark.manual("T10")
def test_the_api_plans_reads_and_decides(app: Flask, stage: Stage) -> None:
    city, clients = stage
    with app.app_context():
        data = typed(plan_year(city))
    made = clients["owner"].post("/api/v1/plans/", json=data)
    assert made.status_code == 201, made.text
    pk = made.json["id"]
    refused = clients["owner"].post(f"/api/v1/plans/{pk}/send", json={})
    assert (refused.status_code, "Penilaian Kinerja" in refused.text) == (409, True)
    whole = clients["owner"].get(f"/api/v1/year-plans/{clients['owner'].get('/api/v1/year-plans/').json['result'][0]['id']}").json
    said = {"performance": "90.99", "levels": levels_as_text(LEVELS), "version": str(whole["version"])}
    for wrong in ({"levels": "M.1=2, M.99=1"}, {"levels": "M.1=6"}, {"performance": "90,5"}):
        assert clients["owner"].put(f"/api/v1/year-plans/{whole['id']}", json=said | wrong).status_code == 422, wrong
    assert clients["supervisor"].put(f"/api/v1/year-plans/{whole['id']}", json=said).status_code == 403
    answer = clients["owner"].put(f"/api/v1/year-plans/{whole['id']}", json=said)
    assert (answer.status_code, answer.json["levels"]) == (200, levels_as_text(LEVELS)), answer.text
    assert clients["owner"].post(f"/api/v1/plans/{pk}/send", json={}).status_code == 200
    assert clients["supervisor"].post(f"/api/v1/plans/{pk}/accept", json={}).status_code == 422
    refused = clients["supervisor"].post(f"/api/v1/plans/{pk}/accept", json={"note": NOTE})
    assert (refused.status_code, "dialog" in refused.text) == (422, True)
    talked = {
        "employee_id": city.ids["owner"],
        "plan_year_id": data["plan_year_id"],
        "held_on": clock.today().isoformat(),
        "notes": "Perlu.",
    }
    assert clients["supervisor"].post("/api/v1/plan-dialogues/", json=talked).status_code == 201
    assert clients["supervisor"].post(f"/api/v1/plans/{pk}/accept", json={"note": NOTE}).status_code == 200
    assert clients["owner"].put(f"/api/v1/plans/{pk}", json=data).status_code in (403, 409, 422)


@pytest.mark.manual("T3")
@pytest.mark.manual("T15")
@pytest.mark.manual("T16")
@pytest.mark.manual("T23")
def test_the_supervisor_finds_what_waits_his_people_and_the_dialogue(app: Flask, stage: Stage) -> None:
    city, clients = stage
    draft = row_id(app, city, subject="Belum dikirim")
    with app.app_context():
        row = plan_row_in(city, subject="Menunggu")
        take_step(city.actor("owner"), PlanRow, row.id, "send")
        pk, year = row.id, row.plan_year_id
    supervisor = clients["supervisor"]
    assert re.search(r"Verifikasi</span>\s*<span class=\"badge counter\">1<", supervisor.get("/").text)
    assert "Verifikasi</span><span class" not in clients["owner"].get("/").text
    text = text_of(supervisor.get("/plan-verifications/list/"))
    assert ("Menunggu" in text, "Belum dikirim" in text) == (True, False)
    assert "Belum dikirim" not in text_of(supervisor.get("/plan-verifications/list/?state=accepted"))
    text = text_of(supervisor.get("/plan-subordinates/"))
    for words in (city_name(app, city), "Belum diuji", "80", "Menunggu verifikasi: 1", "Belum dikirim: 1", "Belum ada"):
        assert words in text, words
    refused = supervisor.post(f"/plan-verifications/{pk}/accept", data={"note": NOTE})
    assert (refused.status_code, "Sesuai kebutuhan jabatan" in refused.text, "Catat dahulu dialog" in refused.text) == (422, True, True)
    assert "Catat dialog" in text_of(supervisor.get(f"/plan-verifications/show/{pk}"))
    form = supervisor.get(f"/plan-dialogues/add?employee={city.ids['owner']}&year={year}").text
    assert re.search(rf'value="{city.ids["owner"]}"[^>]* selected|selected[^>]* value="{city.ids["owner"]}"', form)
    typed_in = {
        "employee_id": city.ids["owner"],
        "plan_year_id": year,
        "held_on": clock.today().isoformat(),
        "notes": "Perlu Pelatihan Asesor.",
    }
    assert supervisor.post("/plan-dialogues/add", data=typed_in | {"notes": " "}).status_code == 422
    assert supervisor.post("/plan-dialogues/add", data=typed_in).status_code == 302
    assert "Perlu Pelatihan Asesor." in text_of(supervisor.get(f"/plan-verifications/show/{pk}"))
    assert "mencatat dialog dengan Anda" in text_of(clients["owner"].get("/notifications/"))
    assert city_name(app, city) in text_of(clients["owner"].get("/plan-dialogues/list/"))
    assert city_name(app, city) not in text_of(clients["stranger"].get("/plan-dialogues/list/"))
    ticked = {"pks": f"{pk},{draft}", "confirmed": "1", "note": NOTE}
    answer = text_of(supervisor.post("/plan-verifications/steps/accept", data=ticked))
    assert ("Menunggu" in answer, "Belum dikirim" in answer) == (True, True)
    with app.app_context():
        assert [session().get_one(PlanRow, each).state for each in (pk, draft)] == ["accepted", "draft"]
    for name in ("owner", "opd_admin", "bkpsdm_admin", "auditor"):
        assert clients[name].get("/plan-verifications/list/").status_code in (302, 403), name
        assert clients[name].get("/plan-subordinates/").status_code in (302, 403), name


def city_name(app: Flask, city: City) -> str:
    with app.app_context():
        return city.person("owner").full_name
