"""A package follows its record, its marks say who set them, and its file is no larger than MyASN takes."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.credentials.models import Course
from app.credentials.services import change_course
from app.documents.models import Document
from app.kernel.approval import history, take_step, take_steps
from app.kernel.brought import bring, take_back
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict
from app.myasn.models import Package
from app.myasn.rules import MOST_BYTES
from app.myasn.services import follow_record, keep_mark, proof_for_myasn
from tests.factories import files
from tests.factories.city import City
from tests.factories.credentials import REASON, certification_in, course_in, course_values, make_proof
from tests.factories.myasn import package_in


def packages() -> list[tuple[str, str, str]]:
    return [(row.subject_type, row.title, row.state) for row in session().scalars(select(Package).order_by(Package.id))]


@pytest.mark.parametrize("state", ["waiting", "returned", "rejected"])
def test_only_what_is_approved_has_a_package(ctx: Flask, city: City, state: str) -> None:
    course_in(city, state)
    assert packages() == []


def test_a_package_opens_with_the_approval_and_goes_with_it(ctx: Flask, city: City) -> None:
    course = course_in(city, "approved", name="Kursus Arsip")
    certification_in(city, "approved", name="Sertifikasi Arsip")
    assert packages() == [("course", "Kursus Arsip", "ready"), ("certification", "Sertifikasi Arsip", "ready")]
    made = session().scalars(select(Package)).first()
    assert made is not None
    assert (made.employee_id, made.unit_id, made.day, made.number) == (course.employee_id, course.unit_id, course.begins_on, course.number)
    take_step(city.actor("owner"), Package, made.id, "send")
    take_step(city.actor("bkpsdm_admin"), type(course), course.id, "cancel", REASON)
    assert made.state == "withdrawn"
    assert [row.step for row in history(made)] == ["create", "send", "withdraw"]
    follow_record(course)
    assert len(packages()) == 2


def test_what_is_approved_anew_is_a_new_package_without_marks(ctx: Flask, city: City) -> None:
    package = package_in(city, "accepted")
    officer = city.actor("bkpsdm_admin")
    course = session().get_one(type(course_in(city)), package.subject_id)
    take_step(officer, type(course), course.id, "cancel", REASON)
    values = course_values(city.actor("owner"), name="Kursus diperbaiki", certificate_id=course.certificate_id, begins_on=course.begins_on)
    change_course(city.actor("owner"), course.id, values, course.version)
    take_step(officer, type(course), course.id, "approve")
    assert [state for _kind, _title, state in packages()] == ["withdrawn", "ready"]
    fresh = session().scalars(select(Package).order_by(Package.id.desc())).first()
    assert fresh is not None
    assert (fresh.title, fresh.sent_at, fresh.accepted_by) == ("Kursus diperbaiki", None, None)


def test_a_record_is_followed_once_however_often(ctx: Flask, city: City) -> None:
    course = course_in(city, "approved")
    follow_record(course)
    follow_record(course)
    assert len(packages()) == 1


def test_marks_keep_who_and_when_and_are_audited(ctx: Flask, city: City) -> None:
    package, owner, officer = package_in(city), city.actor("owner"), city.actor("bkpsdm_admin")
    take_step(owner, Package, package.id, "send")
    assert (package.sent_by, package.accepted_by) == (owner.name, None)
    assert package.sent_at is not None
    take_step(officer, Package, package.id, "accept")
    assert (package.sent_by, package.accepted_by) == (owner.name, officer.name)
    take_step(officer, Package, package.id, "take_back")
    assert (package.state, package.sent_by, package.accepted_by, package.accepted_at) == ("sent", owner.name, None, None)
    take_step(owner, Package, package.id, "take_back")
    assert (package.state, package.sent_by, package.sent_at) == ("ready", None, None)
    seen = session().scalars(select(AuditEntry.event).where(AuditEntry.subject_type == "myasn_package").order_by(AuditEntry.id)).all()
    assert seen == ["myasn.create", "myasn.send", "myasn.accept", "myasn.take_back", "myasn.take_back"]


def test_what_myasn_has_approved_had_been_sent(ctx: Flask, city: City) -> None:
    package, owner = package_in(city), city.actor("owner")
    take_step(owner, Package, package.id, "accept")
    assert (package.sent_by, package.accepted_by) == (owner.name, owner.name)
    with transaction():
        keep_mark(city.actor("bkpsdm_admin"), package, "send")
    assert package.sent_by == owner.name


def test_many_are_marked_at_once(ctx: Flask, city: City) -> None:
    pks = [package_in(city).id, package_in(city, "sent").id, package_in(city, owner="stranger").id]
    outcomes = take_steps(city.actor("bkpsdm_admin"), Package, pks, "send")
    assert [each.ok for each in outcomes] == [True, False, True]
    assert session().scalar(select(func.count()).where(Package.state == "sent")) == 3


@pytest.mark.manual("S13", "S16")
def test_the_proof_is_no_larger_than_myasn_takes(ctx: Flask, city: City) -> None:
    owner = city.actor("owner")
    content = files.pdf()
    assert proof_for_myasn(session().get_one(Document, make_proof(owner, content=content))) == content
    large = session().get_one(Document, make_proof(owner, content=files.scan()))
    assert large.size > MOST_BYTES
    made = proof_for_myasn(large)
    assert made.startswith(b"%PDF")
    assert len(made) <= MOST_BYTES
    stubborn = session().get_one(Document, make_proof(owner, content=files.pdf_of(MOST_BYTES + 200_000)))
    with pytest.raises(Conflict):
        proof_for_myasn(stubborn)


def test_a_record_out_of_a_spreadsheet_has_a_package_too_until_its_batch_is_undone(ctx: Flask, city: City) -> None:
    officer, person = city.actor("second_bkpsdm_admin"), city.person("owner")
    values = course_values(city.actor("owner")) | {"certificate_id": None}
    row = Course(employee_id=person.id, unit_id=person.unit_id, imported=True, number_key="1", **values)
    course = bring(officer, row, "kursus.xlsx")
    assert [state for _kind, _title, state in packages()] == ["ready"]
    take_back(officer, Course, course.id)
    assert [state for _kind, _title, state in packages()] == ["withdrawn"]
