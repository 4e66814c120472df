"""Uploading, replacing, and the scores that follow."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.archive.models import ArchiveDocument, ArchiveScore
from app.archive.queries import score_of
from app.archive.services import FRESH, add_document, change_document, compute, compute_due, compute_everybody
from app.awards.models import Award
from app.credentials.models import Course
from app.kernel import clock
from app.kernel.actor import system_actor
from app.kernel.approval import take_step
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.notifications.models import Notification
from app.organisation.services import change_employee, delete_employee
from app.reference.models import Code
from app.reference.rules import CodeList
from app.reference.services import add_code, change_code, delete_code
from tests.factories.accounts import make_account
from tests.factories.archive import complete, document_in, document_values
from tests.factories.awards import award_in
from tests.factories.city import City
from tests.factories.credentials import REASON, course_in
from tests.factories.organisation import make_employee


def points(city: City, owner: str = "owner") -> Decimal:
    session().expire_all()
    found = score_of(city.ids[owner])
    assert found is not None
    return found.points


@pytest.mark.manual("S6", "S7")
def test_a_document_counts_once_it_is_verified_and_no_longer_when_that_is_cancelled(ctx: Flask, city: City) -> None:
    before = points(city)
    document = document_in(city, document_type="sk_pns")
    assert (document.state, points(city)) == ("waiting", before)
    officer = city.actor("second_bkpsdm_admin")
    take_step(officer, ArchiveDocument, document.id, "approve")
    assert points(city) == before + Decimal("7.5")
    take_step(officer, ArchiveDocument, document.id, "cancel", REASON)
    assert points(city) == before


@pytest.mark.manual("S8")
def test_who_has_everything_reaches_100(ctx: Flask, city: City) -> None:
    complete(city)
    found = score_of(city.ids["owner"])
    assert found is not None
    assert (found.points, found.main, found.conditional, found.level, found.missing) == (100, 90, 10, "sangat_lengkap", 0)
    assert found.computed_at <= clock.now()


def test_courses_fill_diklat_without_an_upload(ctx: Flask, city: City) -> None:
    before = points(city)
    course = course_in(city)
    assert points(city) == before - 15, "a course that waits is a document that is not there yet"
    take_step(city.actor("second_bkpsdm_admin"), Course, course.id, "approve")
    assert points(city) == before
    course_in(city)
    assert points(city) == before - Decimal("7.5")


def test_awards_fill_their_conditional_category(ctx: Flask, city: City) -> None:
    before = points(city)
    award = award_in(city)
    assert points(city) == before - 10, "one award, and its certificate is not verified yet"
    take_step(city.actor("second_bkpsdm_admin"), Award, award.id, "approve")
    assert points(city) == before


@pytest.mark.gate("G5")
def test_a_document_sent_twice_stands_once_and_a_single_one_is_not_there_twice(ctx: Flask, city: City) -> None:
    actor = city.actor("owner")
    values = document_values(actor, document_type="sk_pns", detail="  SK   lama ", number=" 1 / 2 ")
    made = add_document(actor, values, "key-1")
    assert (made.detail, made.number, made.summary) == ("SK lama", "1 / 2", "SK PNS: SK lama")
    assert made.file_name.startswith("2024-03-01-Nomor_-_1-2-SK_PNS")
    assert add_document(actor, values, "key-1").id == made.id
    with pytest.raises(Invalid) as refused:
        add_document(actor, document_values(actor, document_type="sk_pns"))
    assert set(refused.value.fields) == {"document_type"}
    assert session().scalar(select(func.count(ArchiveDocument.id))) == 1
    take_step(actor, ArchiveDocument, made.id, "delete")
    add_document(actor, document_values(actor, document_type="sk_pns"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"document_type": "none"}, "document_type"),
        ({"document_type": "pak"}, "document_type"),
        ({"document_type": "sertifikat_kursus"}, "document_type"),
        ({"issued_on": "tomorrow"}, "issued_on"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_whoever_calls(ctx: Flask, city: City, changes: dict[str, Any], field: str) -> None:
    actor = city.actor("owner")
    if changes.get("issued_on"):
        changes = {"issued_on": clock.today() + timedelta(days=1)}
    with pytest.raises(Invalid) as refused:
        add_document(actor, document_values(actor, **changes))
    assert set(refused.value.fields) == {field}


def test_only_people_with_a_personnel_record_upload(ctx: Flask, city: City) -> None:
    with pytest.raises(Denied):
        add_document(city.actor("auditor"), document_values(city.actor("auditor")))


@pytest.mark.manual("S6")
def test_a_returned_document_is_replaced_and_waits_again_and_a_verified_one_is_locked(ctx: Flask, city: City) -> None:
    actor = city.actor("owner")
    document = document_in(city, "returned")
    first = document.file_id
    change_document(actor, document.id, document_values(actor, detail="Pengganti"), document.version)
    assert (document.state, document.detail, document.file_id != first) == ("waiting", "Pengganti", True)
    approved = document_in(city, "approved")
    with pytest.raises(Conflict):
        change_document(actor, approved.id, document_values(actor), approved.version)
    with pytest.raises(Missing):
        change_document(city.actor("stranger"), document.id, document_values(city.actor("stranger")), document.version)


def test_the_owner_is_told_in_the_words_of_the_manual(ctx: Flask, city: City) -> None:
    make_account(city.person("owner"))
    document_in(city, "approved")
    titles = set(session().scalars(select(Notification.title)))
    assert "Your document has been uploaded and verified" in titles


def test_a_change_of_status_or_job_computes_anew(ctx: Flask, city: City) -> None:
    before = points(city)
    person = city.person("owner")
    change_employee(city.actor("bkpsdm_admin"), person.id, {"employee_status": "cpns"}, person.version)
    assert points(city) == before + Decimal("22.5"), "a CPNS has no SK PNS and no promotion yet"


def test_everybody_is_computed_in_portions_and_by_age(ctx: Flask, city: City) -> None:
    people = session().scalar(select(func.count(ArchiveScore.id)))
    assert people == len(city.ids)
    with transaction() as current:
        current.delete(current.scalars(select(ArchiveScore).where(ArchiveScore.employee_id == city.ids["owner"])).one())
    assert (compute_due(), compute_due()) == (1, 0)
    with clock.at(clock.now() + FRESH + timedelta(minutes=1)):
        assert compute_due() == people
    assert compute_everybody() == people
    assert compute([]) == 0


def test_who_leaves_takes_his_score_along(ctx: Flask, city: City) -> None:
    person = make_employee(city.opd)
    assert score_of(person.id) is not None
    pk = person.id
    delete_employee(city.actor("bkpsdm_admin"), pk)
    assert score_of(pk) is None


def code_row(code_list: CodeList, code: str) -> Code:
    return session().scalars(select(Code).where(Code.code_list == code_list.value, Code.code == code)).one()


def test_the_agency_changes_a_weight_and_all_scores_follow(ctx: Flask, city: City) -> None:
    before, admin = points(city), city.actor("bkpsdm_admin")
    row = code_row(CodeList.ARCHIVE_CATEGORY, "drh")
    change_code(admin, row.id, data=row.data | {"bobot": "5"})
    compute_everybody()
    assert points(city) == before - Decimal("2.5")
    add_code(admin, CodeList.ARCHIVE_DOCUMENT, "sk_pppk", "SK PPPK", data={"kategori": "cpns", "keperluan": "wajib", "status": "pppk"})
    with pytest.raises(Invalid):
        add_code(admin, CodeList.ARCHIVE_DOCUMENT, "lain", "Lain", data={"kategori": "tidak_ada", "keperluan": "wajib"})


@pytest.mark.gate("G11")
def test_a_type_that_a_document_keeps_and_a_category_with_types_are_not_deleted(ctx: Flask, city: City) -> None:
    document_in(city)
    for code_list, code in ((CodeList.ARCHIVE_DOCUMENT, "sk_jabatan"), (CodeList.ARCHIVE_CATEGORY, "jabatan")):
        with pytest.raises(Conflict):
            delete_code(system_actor(), code_row(code_list, code).id)
    delete_code(system_actor(), code_row(CodeList.ARCHIVE_DOCUMENT, "surat_pelantikan").id)
