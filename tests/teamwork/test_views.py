"""Both desks over HTTP: form and list as one page, codes that cannot be missed or lost, the officer's filters, bulk approval and REST."""

import re
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from app.kernel import clock
from app.kernel.db import session
from app.teamwork.models import TeamWork
from app.teamwork.rules import LinkState
from app.teamwork.services import draw_code, note_link
from tests.factories.accounts import People
from tests.factories.city import City
from tests.factories.organisation import make_employee, make_unit
from tests.factories.teamwork import entry, team_work_in

Stage = tuple[City, People]


@pytest.fixture
def stage(people: Stage) -> Stage:
    return people


def typed(**changes: Any) -> dict[str, str]:
    return {name: str(value) for name, value in entry(**changes).items()}


def text_of(answer: TestResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def drawn(client: Any) -> str:
    answer = client.post("/team-work/code", data=typed(), headers={"X-Requested-With": "fetch"})
    assert answer.status_code == 200
    return str(answer.json["code"])


def record_named(app: Flask, name: str) -> TeamWork:
    with app.app_context():
        return session().query(TeamWork).filter_by(name=name).one()


@pytest.mark.manual("S28")
@pytest.mark.manual("S29")
@pytest.mark.manual("S32")
@pytest.mark.manual("S37")
def test_form_and_list_are_one_page_with_the_words_of_the_manual(stage: Stage) -> None:
    page = stage[1]["owner"].get("/team-work/list/").text
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    wanted = ("Form Tim Kerja", "Daftar Tim Kerja", "Tgl Surat Keputusan/ Surat Perintah Penugasan", "Keterangan SK", "Kode Kegiatan")
    wanted += (
        "[F2]: Buat Kode Baru",
        "Nama Tim Kerja/ Nama Penugasan",
        "Ruang Lingkup",
        "Kedudukan",
        "URL Bukti Dukung",
        "Simpan",
        "Batal",
    )
    assert [words for words in wanted if words not in text] == []
    assert "Belum ada tim kerja" in text


@pytest.mark.manual("S33")
@pytest.mark.manual("S34")
def test_a_choice_not_made_is_asked_for_and_a_made_up_one_refused(stage: Stage) -> None:
    owner = stage[1]["owner"]
    empty = owner.post("/team-work/add", data={})
    assert (empty.status_code, "Bukan pilihan yang berlaku" in empty.text) == (422, False)
    assert "Kedudukan : Isian ini wajib diisi." in text_of(empty)
    assert "Bukan pilihan yang berlaku" in owner.post("/team-work/add", data=typed(seat="raja")).text


@pytest.mark.manual("S37")
@pytest.mark.manual("S38")
@pytest.mark.manual("S39")
def test_the_list_has_exactly_the_columns_of_the_manual(app: Flask, stage: Stage) -> None:
    city, clients = stage
    with app.app_context():
        team_work_in(city)
        team_work_in(city, owner="colleague", name="Tim Orang Lain")
    page = clients["owner"].get("/team-work/list/").text
    heads = [re.sub(r"<[^>]+>", "", head).strip() for head in re.findall(r"<th scope=\"col\".*?</th>", page, re.DOTALL)]
    assert heads == ["Tanggal SK", "Ket SK", "Nama Tim Kerja", "Ruang Lingkup", "Kedudukan", "Status", "Catatan", "Edit"]
    for words in ("03/01/2024", "Berlaku", "INTERNAL", "Anggota", "Belum Disetujui", "Pilih"):
        assert words in page
    assert "Tim Orang Lain" not in page


@pytest.mark.manual("S31")
@pytest.mark.manual("S36")
def test_an_entry_is_saved_under_the_code_that_was_drawn(app: Flask, stage: Stage) -> None:
    owner = stage[1]["owner"]
    code = drawn(owner)
    answer = owner.post("/team-work/add", data=typed(code=code), follow_redirects=True)
    assert answer.status_code == 200
    record = record_named(app, entry()["name"])
    assert (record.code, record.state, record.coverage, record.seat) == (code, "unapproved", "INTERNAL", "ANGGOTA")


@pytest.mark.manual("S31")
def test_without_a_code_nothing_is_saved_and_nothing_typed_is_lost(app: Flask, stage: Stage) -> None:
    answer = stage[1]["owner"].post("/team-work/add", data=typed(code=""))
    assert answer.status_code == 422
    assert "Tekan “[F2]: Buat Kode Baru” untuk membuat kode kegiatan." in answer.text
    assert entry()["name"] in answer.text
    with app.app_context():
        assert session().query(TeamWork).count() == 0


@pytest.mark.manual("S31")
def test_without_javascript_the_button_gives_the_form_back_with_a_code_in_it(stage: Stage) -> None:
    answer = stage[1]["owner"].post("/team-work/code", data=typed(code="", name="Tim yang diketik"))
    assert answer.status_code == 200
    assert f'value="TK-{clock.today().year}-00001"' in answer.text
    assert "Tim yang diketik" in answer.text
    assert "notice tone-danger" not in answer.text


@pytest.mark.manual("S31")
def test_a_code_taken_meanwhile_is_said_and_another_one_stands_there(app: Flask, stage: Stage) -> None:
    city, clients = stage
    with app.app_context():
        code = team_work_in(city, owner="colleague").code
    answer = clients["owner"].post("/team-work/add", data=typed(code=code, name="Tim Kedua"))
    assert answer.status_code == 422
    assert f"Kode kegiatan {code} sudah dipakai. Kode baru sudah disiapkan; mohon simpan sekali lagi." in text_of(answer)
    offered = re.search(r'name="code" value="([^"]+)"', answer.text)
    assert offered is not None
    assert offered[1] != code
    assert clients["owner"].post("/team-work/add", data=typed(code=offered[1], name="Tim Kedua")).status_code == 302
    assert record_named(app, "Tim Kedua").code == offered[1]


@pytest.mark.manual("S37")
@pytest.mark.manual("S46")
def test_pick_loads_a_row_into_the_form_and_an_approved_one_is_locked(app: Flask, stage: Stage) -> None:
    city, clients = stage
    with app.app_context():
        first = team_work_in(city, "withdrawn", name="Tim Satu").id
        second = team_work_in(city, "approved", name="Tim Dua").id
    owner = clients["owner"]
    page = owner.get("/team-work/list/?q=Tim").text
    assert f"/team-work/edit/{first}?next=" in page
    assert f"/team-work/edit/{second}" not in page
    picked = owner.get(f"/team-work/edit/{first}?next=/team-work/list/?q%3DTim").text
    assert 'value="Tim Satu"' in picked
    assert "Tautan SK tidak dapat dibuka." in picked
    assert "data-new-code" not in picked
    assert 'value="Tim"' in picked  # the list beside it stays as it was
    assert "Hapus" in picked
    record = record_named(app, "Tim Satu")
    data = typed(code=record.code, name="Tim Satu Baru") | {"version": str(record.version)}
    answer = owner.post(f"/team-work/edit/{first}?next=/team-work/list/?q%3DTim", data=data)
    assert answer.headers["Location"] == "/team-work/list/?q=Tim"
    assert record_named(app, "Tim Satu Baru").state == "unapproved"
    assert owner.get(f"/team-work/edit/{second}").status_code == 409
    assert clients["colleague"].get(f"/team-work/edit/{first}").status_code == 404


@pytest.mark.manual("S36")
def test_delete_asks_and_the_row_is_gone(app: Flask, stage: Stage) -> None:
    city, clients = stage
    with app.app_context():
        pk = team_work_in(city, name="Tim Satu").id
    owner = clients["owner"]
    assert "Hapus tim kerja ini?" in text_of(owner.get(f"/team-work/{pk}/delete"))
    answer = owner.post(f"/team-work/{pk}/delete", follow_redirects=True)
    assert "Tim kerja telah dihapus." in answer.text
    assert "Tim Satu" not in answer.text


def test_somebody_elses_change_meanwhile_is_shown_beside_what_was_typed(app: Flask, stage: Stage) -> None:
    city, clients = stage
    with app.app_context():
        record = team_work_in(city, name="Tim Satu")
        pk, code = record.id, record.code
    data = typed(code=code) | {"version": "1"}
    assert clients["owner"].post(f"/team-work/edit/{pk}", data=data | {"name": "Dari ponsel"}).status_code == 302
    answer = clients["owner"].post(f"/team-work/edit/{pk}", data=data | {"name": "Dari meja"})
    assert answer.status_code == 409
    assert "Dari ponsel" in answer.text
    assert 'value="Dari meja"' in answer.text


@pytest.mark.manual("S41")
def test_nothing_is_listed_before_show_is_pressed(app: Flask, stage: Stage) -> None:
    city, clients = stage
    with app.app_context():
        team_work_in(city, name="Tim Satu")
    admin = clients["opd_admin"]
    for address in ("/team-approvals/list/", f"/team-approvals/list/?opd={city.opd_id}&state=proposed"):
        page = admin.get(address)
        assert "Tim Satu" not in page.text
        assert "Pilih saringan yang diperlukan, lalu tekan Tampilkan." in page.text
    assert 'name="show" value="1"' in page.text
    assert "data-autosubmit" not in page.text
    assert "Tim Satu" in admin.get("/team-approvals/list/?show=1").text


@pytest.mark.manual("S41")
@pytest.mark.manual("S43")
def test_the_officer_filters_by_parent_unit_unit_and_status(app: Flask, stage: Stage) -> None:
    city, clients = stage
    with app.app_context():
        school = make_unit(city.opd, name="SMP Negeri 1")
        city.ids["teacher"] = make_employee(school).id
        for state, name in (("unapproved", "Tim Baru"), ("approved", "Tim Sah"), ("withdrawn", "Tim Batal")):
            team_work_in(city, state, name=name)
        unit, far = city.person("owner").unit_id, school.id
        team_work_in(city, owner="stranger", name="Tim Jauh")
    admin = clients["bkpsdm_admin"]

    def shown(query: str) -> set[str]:
        page = admin.get(f"/team-approvals/list/?show=1&{query}").text
        return {name for name in ("Baru", "Sah", "Batal", "Jauh") if f"Tim {name}" in page}

    assert shown("") == {"Baru", "Sah", "Batal", "Jauh"}
    assert shown("state=proposed") == {"Baru", "Jauh"}
    assert shown("state=approved") == {"Sah"}
    assert shown(f"opd={city.opd_id}") == {"Baru", "Sah", "Batal"}
    assert shown(f"opd={city.opd_id}&unit={unit}") == {"Baru", "Sah", "Batal"}
    assert shown(f"opd={city.opd_id}&unit={far}") == set()
    page = admin.get(f"/team-approvals/list/?opd={city.opd_id}&show=1").text
    assert "SMP Negeri 1" in page  # what stands below is in the page, for those without JavaScript
    offered = admin.get(f"/team-approvals/options/unit?opd={city.opd_id}&q=SMP").json
    assert [each["text"].strip() for each in offered["results"]] == ["SMP Negeri 1"]
    assert re.findall(r'<option value="[a-z]*"[^>]*>([^<]+)</option>', page.partition('name="state"')[2].partition("</select>")[0]) == [
        "Semua",
        "Disetujui",
        "Usulan",
    ]


@pytest.mark.manual("S40")
def test_an_officer_sees_his_own_opd_only(app: Flask, stage: Stage) -> None:
    city, clients = stage
    with app.app_context():
        pk = team_work_in(city, name="Tim Satu").id
    assert "Tim Satu" in clients["opd_admin"].get("/team-approvals/list/?show=1").text
    assert "Tim Satu" not in clients["other_opd_admin"].get("/team-approvals/list/?show=1").text
    assert clients["other_opd_admin"].get(f"/team-approvals/show/{pk}").status_code == 404
    assert clients["owner"].get("/team-approvals/list/?show=1").status_code == 403
    assert "APPROVAL TIM KERJA" in clients["opd_admin"].get("/").text
    assert "APPROVAL TIM KERJA" not in clients["owner"].get("/").text


@pytest.mark.manual("S35")
@pytest.mark.manual("S42")
@pytest.mark.manual("S44")
def test_the_officer_has_what_he_must_check_on_one_line(app: Flask, stage: Stage) -> None:
    city, clients = stage
    with app.app_context():
        record = team_work_in(city)
        note_link(record.id, record.proof_url, LinkState.SIGN_IN, clock.now())
    page = clients["opd_admin"].get("/team-approvals/list/?show=1").text
    heads = [re.sub(r"<[^>]+>", "", head).strip() for head in re.findall(r"<th scope=\"col\".*?</th>", page, re.DOTALL)]
    wanted = ["Tanggal SK", "Ket SK", "NIP", "Nama", "Nama Tim Kerja", "Ruang Lingkup", "Kedudukan", "URL Bukti Dukung", "Status"]
    assert heads == ["", *wanted, "Aksi"]
    assert "data-select-all" in page
    assert f'href="{entry()["proof_url"]}" target="_blank" rel="noopener noreferrer nofollow"' in page
    assert "Cek tautan: perlu masuk" in page
    assert "<option>5</option>" in page


@pytest.mark.manual("S45")
def test_what_is_ticked_is_approved_and_what_was_skipped_is_named(app: Flask, stage: Stage) -> None:
    city, clients = stage
    with app.app_context():
        pks = [team_work_in(city, name=f"Tim {number}").id for number in range(2)]
        late = team_work_in(city, "withdrawn", name="Tim Terlambat").id
    admin = clients["opd_admin"]
    data = {"pks": ",".join(str(pk) for pk in (*pks, late)), "confirmed": "1"}
    answer = admin.post("/team-approvals/steps/approve", data=data)
    dialog = answer.text.partition('<dialog id="bulk-done"')[2].partition("</dialog>")[0]
    assert "Berhasil" in dialog
    assert "OK" in dialog
    assert "Tim Terlambat" in answer.text
    with app.app_context():
        assert [session().get_one(TeamWork, pk).state for pk in (*pks, late)] == ["approved", "approved", "withdrawn"]
    again = admin.post("/team-approvals/steps/approve", data={"pks": str(late), "confirmed": "1"})
    assert 'id="bulk-done"' not in again.text


def test_what_waits_leads_to_rows_at_once(app: Flask, stage: Stage) -> None:
    city, clients = stage
    with app.app_context():
        team_work_in(city, name="Tim Satu")
        own = team_work_in(city, "withdrawn", name="Tim Batal").id
    home = clients["opd_admin"].get("/").text
    assert "/team-approvals/list/?waiting=today&amp;show=1" in home
    assert "Tim Satu" in clients["opd_admin"].get("/team-approvals/list/?waiting=today&show=1").text
    inbox = clients["owner"].get("/inbox/").text
    assert f"/team-work/show/{own}" in inbox
    assert f"/team-work/edit/{own}" in inbox
    assert "Tim kerja saya" in clients["owner"].get("/").text


def test_an_officer_corrects_his_own_at_his_own_desk(app: Flask, stage: Stage) -> None:
    city, clients = stage
    with app.app_context():
        pk = team_work_in(city, owner="opd_admin", name="Tim Sendiri").id
    page = clients["opd_admin"].get("/team-approvals/list/?show=1").text
    assert f"/team-work/edit/{pk}" in page
    assert f"/team-approvals/{pk}/approve" not in page


def test_both_lists_go_to_excel(app: Flask, stage: Stage) -> None:
    city, clients = stage
    with app.app_context():
        record = team_work_in(city)
        code, nip = record.code, city.person("owner").nip
    for name, address in (("owner", "/team-work/export"), ("opd_admin", "/team-approvals/export?show=1")):
        answer = clients[name].get(address)
        cells = {str(cell) for row in load_workbook(BytesIO(answer.data)).active.iter_rows(values_only=True) for cell in row}
        assert {code, entry()["name"]} <= cells
        assert (nip in cells) == (name == "opd_admin")


def test_rest_draws_a_code_posts_corrects_and_decides(app: Flask, stage: Stage) -> None:
    clients = stage[1]
    owner, admin = clients["owner"], clients["opd_admin"]
    assert admin.post("/api/v1/team-work/", json=typed(code="TK-2026-00009")).status_code == 422
    code = owner.post("/api/v1/team-work/codes").json["code"]
    made = owner.post("/api/v1/team-work/", json=typed(code=code))
    assert made.status_code == 201, made.text
    pk = made.json["id"]
    assert made.json | {"state_key": "unapproved", "code": code, "letter_on": "2024-01-03", "proof_url": entry()["proof_url"]} == made.json
    assert admin.post(f"/api/v1/team-work/{pk}/approve").json["state_key"] == "approved"
    version = owner.get(f"/api/v1/team-work/{pk}").json["version"]
    assert owner.put(f"/api/v1/team-work/{pk}", json=typed(code=code, version=version)).status_code == 409
    assert admin.post(f"/api/v1/team-work/{pk}/withdraw", json={}).status_code == 422
    assert admin.post(f"/api/v1/team-work/{pk}/withdraw", json={"note": "Perbaiki tautan"}).json["state_key"] == "withdrawn"
    version = owner.get(f"/api/v1/team-work/{pk}").json["version"]
    assert owner.put(f"/api/v1/team-work/{pk}", json=typed(code=code, version=version, seat="KETUA")).json["state_key"] == "unapproved"
    assert [row["id"] for row in owner.get("/api/v1/team-work/?state=proposed").json["result"]] == [pk]
    assert clients["other_opd_admin"].get("/api/v1/team-work/").json["result"] == []
    assert clients["auditor"].post("/api/v1/team-work/codes").status_code == 403


def test_a_drawn_code_is_nobodys_until_it_is_saved(app: Flask, stage: Stage) -> None:
    city, clients = stage
    with app.app_context():
        code = draw_code(city.actor("colleague"))
    assert clients["owner"].post("/team-work/add", data=typed(code=code)).status_code == 302
    answer = clients["colleague"].post("/team-work/add", data=typed(code=code))
    assert answer.status_code == 422
    assert "sudah dipakai" in answer.text
