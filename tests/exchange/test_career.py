"""Training history and awards out of an agency's own lists: without proof and saying so, by the rules of the forms, once, and taken back by batch."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.archive.queries import held_by, scheme
from app.awards.models import Award
from app.credentials.models import Certification, Course
from app.kernel.approval import history, take_step
from app.kernel.brought import take_back
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict, Denied
from app.kernel.importing.models import ImportBatch, ImportRow, Outcome
from app.ledger.models import JpLine
from app.ledger.queries import sums_of
from app.notifications.models import Notification
from tests.exchange.files import applied, checked, sent, spaced, undone, workbook
from tests.factories.accounts import People, make_account
from tests.factories.city import City
from tests.factories.credentials import course_in

HEADERS = (
    *("NIP", "Nama Diklat", "Jenis Diklat", "Klasifikasi", "Penyelenggara"),
    *("Nomor Sertifikat", "Tanggal Mulai", "Tanggal Selesai", "JP", "Tahun"),
)


def row(city: City, owner: str = "owner", **changes: Any) -> dict[str, Any]:
    """A good row of the list of courses: 12 JP on two days of 2024."""
    values = (
        *(spaced(city.person(owner).nip), "Bimbingan Teknis Kearsipan", "Bimbingan Teknis", "KEARSIPAN", "ANRI"),
        *("7/ANRI/2024", "05-02-2024", "6 Februari 2024", "12", None),
    )
    return dict(zip(HEADERS, values, strict=True)) | changes


def faults(batch: ImportBatch) -> dict[int, dict[str, str]]:
    rows = session().scalars(select(ImportRow).where(ImportRow.batch_id == batch.id, ImportRow.outcome == Outcome.FAULTY))
    return {each.number: each.errors or {} for each in rows}


def test_a_course_comes_in_as_approved_without_proof_and_counts(city: City) -> None:
    make_account(city.person("owner"))
    officer = city.actor("second_bkpsdm_admin")
    batch = applied("courses", workbook([row(city)], HEADERS), officer)
    assert (batch.count(Outcome.NEW), faults(batch)) == (1, {})
    made = session().scalars(select(Course)).one()
    assert (made.state, made.imported, made.certificate_id, made.lacks_proof) == ("approved", True, None, True)
    assert (made.employee_id, made.unit_id, made.course_form_label, made.classification_label, made.year, made.jp) == (
        city.ids["owner"],
        city.person("owner").unit_id,
        "Bimbingan Teknis",
        "KEARSIPAN",
        2024,
        Decimal(12),
    )
    stage = history(made)[-1]
    assert (stage.step, stage.to_state, stage.role, stage.note) == ("import", "approved", "bkpsdm_admin", f"data.xlsx (#{batch.id})")
    assert sums_of(made.employee_id, 2024) == (Decimal(12), Decimal(0))
    assert session().scalar(select(func.count(Notification.id))) == 0


def test_what_came_without_a_proof_fills_no_archive(city: City) -> None:
    applied("courses", workbook([row(city)], HEADERS), city.actor("second_bkpsdm_admin"))
    course_in(city, "approved")
    assert held_by([city.ids["owner"]], scheme())[city.ids["owner"]]["sertifikat_kursus"].approved == 1


@pytest.mark.manual("S19")
def test_no_day_holds_more_than_eight_jp_neither_with_the_book_nor_with_earlier_rows(city: City) -> None:
    officer = city.actor("second_bkpsdm_admin")
    course_in(city, "approved", begins_on=date(2024, 3, 4), ends_on=date(2024, 3, 4), jp=Decimal(5))
    one_day = {"Tanggal Selesai": None, "JP": 5, "Nomor Sertifikat": None}
    rows = [
        row(city),
        row(
            city, **one_day | {"Nama Diklat": "A", "Tanggal Mulai": "04-03-2024", "Tanggal Selesai": "04-03-2024", "Nomor Sertifikat": "1"}
        ),
        row(
            city, **one_day | {"Nama Diklat": "B", "Tanggal Mulai": "06-02-2024", "Tanggal Selesai": "06-02-2024", "Nomor Sertifikat": "2"}
        ),
        row(
            city, **{"Nama Diklat": "C", "JP": 17, "Nomor Sertifikat": "3", "Tanggal Mulai": "01-07-2024", "Tanggal Selesai": "02-07-2024"}
        ),
        row(
            city, **one_day | {"Nama Diklat": "D", "Tanggal Mulai": "03-07-2024", "Tanggal Selesai": "03-07-2024", "Nomor Sertifikat": "4"}
        ),
    ]
    for batch in (checked("courses", workbook(rows, HEADERS), officer), applied("courses", workbook(rows, HEADERS), officer)):
        assert {number: set(errors) for number, errors in faults(batch).items()} == {6: {"jp"}, 7: {"jp"}, 8: {"jp"}}
        assert batch.count(Outcome.NEW) == 2
    assert session().scalar(select(func.count(Course.id))) == 3


def test_each_wrong_cell_is_named(city: City) -> None:
    rows = [
        row(city, NIP="199001012015031999"),
        row(city, **{"Jenis Diklat": "Piknik", "Klasifikasi": None}),
        row(city, **{"Nama Diklat": "Nanti", "Tanggal Mulai": "01-01-2099", "Tanggal Selesai": "01-01-2099"}),
        row(city, **{"Nama Diklat": "Terbalik", "Tanggal Selesai": "01-02-2024"}),
        row(city, **{"Nama Diklat": "Tahun", "Tahun": 2020}),
    ]
    batch = checked("courses", workbook(rows, HEADERS), city.actor("second_bkpsdm_admin"))
    assert {number: set(errors) for number, errors in faults(batch).items()} == {
        5: {"nip"},
        6: {"course_form", "classification"},
        7: {"begins_on", "ends_on"},
        8: {"ends_on"},
        9: {"year"},
    }


def test_a_repeated_file_changes_nothing_and_a_different_one_is_refused_at_the_cell(city: City) -> None:
    officer = city.actor("second_bkpsdm_admin")
    applied("courses", workbook([row(city)], HEADERS), officer)
    assert applied("courses", workbook([row(city)], HEADERS), officer).count(Outcome.UNCHANGED) == 1
    other = row(city, **{"Penyelenggara": "BKPSDM", "Nama Diklat": "BIMBINGAN TEKNIS  KEARSIPAN"})
    assert {number: set(errors) for number, errors in faults(applied("courses", workbook([other], HEADERS), officer)).items()} == {
        5: {"organiser"}
    }
    again = row(city, **{"Nama Diklat": "Bimtek Kearsipan", "Nomor Sertifikat": "7-anri-2024"})
    assert {number: set(errors) for number, errors in faults(applied("courses", workbook([again], HEADERS), officer)).items()} == {
        5: {"number"}
    }
    assert session().scalar(select(func.count(Course.id))) == 1


def test_a_batch_is_undone_but_what_somebody_has_worked_on_stays(city: City) -> None:
    officer = city.actor("second_bkpsdm_admin")
    batch = applied("courses", workbook([row(city), row(city, "colleague")], HEADERS), officer)
    kept = session().scalars(select(Course).where(Course.employee_id == city.ids["colleague"])).one()
    take_step(officer, Course, kept.id, "cancel", "<p>Nomor keliru.</p>")
    with pytest.raises(Conflict):
        take_back(officer, Course, kept.id)
    back = undone(batch, officer)
    assert (back.counts["undone"], back.counts["kept"]) == (1, 1)
    states = dict(session().execute(select(Course.employee_id, Course.state)).all())
    assert states == {city.ids["owner"]: "deleted", city.ids["colleague"]: "returned"}
    assert session().scalar(select(func.count()).where(JpLine.employee_id == city.ids["owner"])) == 0
    assert applied("courses", workbook([row(city)], HEADERS), officer).count(Outcome.NEW) == 1


def test_nobody_brings_over_his_own_and_only_bkpsdm_brings_anything(city: City) -> None:
    batch = checked("courses", workbook([row(city, "bkpsdm_admin"), row(city)], HEADERS), city.actor("bkpsdm_admin"))
    assert {number: set(errors) for number, errors in faults(batch).items()} == {5: {"nip"}}
    for name in ("owner", "opd_admin", "auditor", "superuser"):
        for kind in ("courses", "certifications", "awards"):
            with pytest.raises(Denied):
                sent(kind, workbook([], HEADERS), city.actor(name))
    made = session().scalars(select(Course.id).where(Course.employee_id == city.ids["owner"])).all()
    assert made == []


def test_only_who_may_bring_records_over_may_take_them_back(city: City) -> None:
    applied("courses", workbook([row(city)], HEADERS), city.actor("second_bkpsdm_admin"))
    pk = session().scalars(select(Course.id)).one()
    for name in ("owner", "opd_admin", "auditor"):
        with pytest.raises(Denied):
            take_back(city.actor(name), Course, pk)
    own = course_in(city, "approved", "colleague")
    with pytest.raises(Conflict):
        take_back(city.actor("second_bkpsdm_admin"), Course, own.id)


def test_the_database_refuses_a_record_without_proof_that_nobody_brought_over(city: City) -> None:
    course = course_in(city)
    with pytest.raises(IntegrityError), transaction() as current:
        current.get_one(Course, course.id).certificate_id = None


def test_certifications(city: City) -> None:
    headers = (
        "NIP",
        "Nama Sertifikasi",
        "Klasifikasi",
        "Lembaga",
        "Nomor Sertifikat",
        "Tanggal Sertifikat",
        "Berlaku Sampai",
        "Gelar Belakang",
    )
    values = (city.person("owner").nip, "Uji Kompetensi PBJ", "28", "LKPP", "77", "21/04/2023", "20/04/2026", "C.PBJ")
    good = dict(zip(headers, values, strict=True))
    bad = good | {"Nama Sertifikasi": "Lain", "Berlaku Sampai": "20/04/2020", "Nomor Sertifikat": "78"}
    batch = applied("certifications", workbook([good, bad], headers), city.actor("second_bkpsdm_admin"))
    assert {number: set(errors) for number, errors in faults(batch).items()} == {6: {"valid_until"}}
    made = session().scalars(select(Certification)).one()
    assert (made.state, made.valid_from, made.back_title, made.lacks_proof) == ("approved", date(2023, 4, 21), "C.PBJ", True)


def test_awards(city: City) -> None:
    headers = ("NIP", "Jenis Penghargaan", "Tanggal SK", "Nomor SK", "Tahun Perolehan", "Skala", "Pejabat Pemberi")
    nip = city.person("owner").nip
    rows = [
        dict(
            zip(
                headers,
                (nip, "Satya Lencana Karya Satya X (10 tahun)", "17-08-2016", "71/TK/TAHUN 2016", None, None, "Presiden"),
                strict=True,
            )
        ),
        dict(zip(headers, (nip, "ASN Teladan", "17-08-2020", "5/A", 2020, None, None), strict=True)),
        dict(zip(headers, (nip, "karya_satya_20", "17-08-2025", "71/TK/TAHUN 2025", None, "Provinsi", None), strict=True)),
        dict(zip(headers, (nip, "ASN Terbaik", "17-08-2021", "6/A", 2020, "Kabupaten / Kota", None), strict=True)),
    ]
    officer = city.actor("second_bkpsdm_admin")
    batch = applied("awards", workbook(rows, headers), officer)
    assert {number: set(errors) for number, errors in faults(batch).items()} == {6: {"scale"}, 7: {"scale"}}
    found = {each.award_kind: each for each in session().scalars(select(Award))}
    assert {kind: (each.scale, each.award_group, each.year, each.state) for kind, each in found.items()} == {
        "karya_satya_10": ("4", "satya_lencana", 2016, "approved"),
        "terbaik": ("2", "lainnya", 2020, "approved"),
    }
    assert applied("awards", workbook(rows[:1], headers), officer).count(Outcome.UNCHANGED) == 1
    assert undone(batch, officer).counts["undone"] == 2


def test_lists_and_the_officers_screen_say_that_there_is_no_proof(app: Flask, people: tuple[City, People]) -> None:
    city, browsers = people
    with app.app_context():
        applied("courses", workbook([row(city)], HEADERS), city.actor("second_bkpsdm_admin"))
        course_in(city)
        pk = session().scalars(select(Course.id).where(Course.imported)).one()
        name = session().get_one(Course, pk).name
    for browser in (browsers["owner"], browsers["bkpsdm_admin"]):
        assert "Impor, tanpa bukti" in browser.get("/courses/list/").text
        page = browser.get(f"/courses/show/{pk}").text
        assert "Impor, tanpa bukti" in page
        assert "Dibawa masuk lewat impor" in browser.get(f"/courses/history/{pk}").text
    officer = browsers["bkpsdm_admin"]
    assert "buktinya belum pernah dilihat" in officer.get(f"/courses/review/{pk}").text
    assert name in officer.get("/courses/list/?proof=missing").text
    assert name not in officer.get("/courses/list/?proof=there").text
    assert officer.get(f"/api/v1/courses/{pk}").get_json()["proof"] == "Impor, tanpa bukti"
    assert "dibawa masuk lewat impor" in browsers["auditor"].get("/audit/list/?q=course.import").text.lower()


def test_an_owner_adds_the_proof_once_the_approval_was_cancelled(app: Flask, people: tuple[City, People]) -> None:
    city, browsers = people
    with app.app_context():
        applied("courses", workbook([row(city)], HEADERS), city.actor("second_bkpsdm_admin"))
        pk = session().scalars(select(Course.id)).one()
        take_step(city.actor("second_bkpsdm_admin"), Course, pk, "cancel", "<p>Mohon unggah sertifikat.</p>")
    owner = browsers["owner"]
    step = owner.get(f"/courses/edit/{pk}/document")
    assert step.status_code == 200
    assert owner.post(f"/courses/edit/{pk}/document", data={"go": "next"}).status_code == 422
