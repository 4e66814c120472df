"""A package follows its record, its marks say who set them, and its file is no larger than MyASN takes."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.certificates.models import Certificate, LearningEvent
from app.credentials.models import Course
from app.credentials.services import change_course
from app.documents.models import Document
from app.kernel import storage
from app.kernel.actor import system_actor
from app.kernel.approval import history, take_step, take_steps
from app.kernel.brought import bring, take_back
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict
from app.myasn.kinds import KINDS, Paper
from app.myasn.models import Package
from app.myasn.queries import card_of, next_card
from app.myasn.rules import MOST_BYTES
from app.myasn.services import follow_forgotten, follow_record, keep_mark, proof_for_myasn
from app.organisation.services import move_employee
from tests.factories import files
from tests.factories.certificates import NOTE, OFFICER, certificate_in
from tests.factories.city import City
from tests.factories.credentials import REASON, certification_in, course_in, course_values, make_proof
from tests.factories.myasn import package_in


def packages() -> list[tuple[str, str, str]]:
    return [(row.subject_type, row.title, row.state) for row in session().scalars(select(Package).order_by(Package.id))]


def paper(pk: int) -> Paper:
    document = session().get_one(Document, pk)
    return Paper(document.size, document.media_type, lambda actor: storage.path(document.key))


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
    assert proof_for_myasn(owner, paper(make_proof(owner, content=content))) == content
    large = paper(make_proof(owner, content=files.scan()))
    assert large.size > MOST_BYTES
    made = proof_for_myasn(owner, large)
    assert made.startswith(b"%PDF")
    assert len(made) <= MOST_BYTES
    stubborn = paper(make_proof(owner, content=files.pdf_of(MOST_BYTES + 200_000)))
    with pytest.raises(Conflict):
        proof_for_myasn(owner, stubborn)


def test_a_record_out_of_a_spreadsheet_has_a_package_too_until_its_batch_is_undone(ctx: Flask, city: City) -> None:
    officer, person = city.actor("second_bkpsdm_admin"), city.person("owner")
    values = course_values(city.actor("owner")) | {"certificate_id": None}
    row = Course(employee_id=person.id, unit_id=person.unit_id, imported=True, number_key="1", **values)
    course = bring(officer, row, "kursus.xlsx")
    assert [state for _kind, _title, state in packages()] == ["ready"]
    take_back(officer, Course, course.id)
    assert [state for _kind, _title, state in packages()] == ["withdrawn"]


@pytest.mark.manual("L32", "L35", "L39")
def test_an_issued_certificate_has_a_package_of_its_own_accord(ctx: Flask, city: City) -> None:
    made = certificate_in(city)
    package = session().scalars(select(Package)).one()
    assert (package.subject_type, package.title, package.number, package.day) == ("certificate", made.title, made.number, made.begins_on)
    values = {name: value for name, _label, value in card_of(package, made)}
    assert values["Nama Diklat/Kursus"] == made.title
    assert (values["Penyelenggara"], values["Lokasi"], values["Jenis Diklat"]) == ("BKPSDM Kota Contoh", "Aula Balai Kota", "Seminar")
    assert made.file_name.startswith(f"{made.begins_on:%Y-%m-%d}-Nomor_-_1-BKPSDM-003-")


@pytest.mark.manual("L39")
@pytest.mark.parametrize("kind", KINDS)
def test_what_was_sent_and_is_taken_back_stays_readable(ctx: Flask, city: City, kind: str) -> None:
    package = package_in(city, "sent", kind=kind)
    record = session().get_one(KINDS[kind].model, package.subject_id)
    before = card_of(package, record)
    take_step(city.actor(OFFICER), type(record), record.id, "revoke" if kind == "certificate" else "cancel", NOTE)
    assert (package.state, package.is_open, package.sent_by is not None) == ("withdrawn", False, True)
    assert card_of(package, record) == before


def test_what_was_never_sent_is_taken_back_too(ctx: Flask, city: City) -> None:
    package = package_in(city, "ready", kind="certificate")
    take_step(city.actor(OFFICER), Certificate, package.subject_id, "revoke", NOTE)
    assert package.state == "withdrawn"


@pytest.mark.manual("L31", "L39")
def test_a_revision_takes_the_place_of_what_was_sent(ctx: Flask, city: City) -> None:
    package = package_in(city, "sent", kind="certificate")
    take_step(city.actor(OFFICER), Certificate, package.subject_id, "reissue", NOTE)
    old = session().get_one(Certificate, package.subject_id)
    fresh = session().scalars(select(Package).order_by(Package.id.desc()).limit(1)).one()
    assert (package.state, fresh.state) == ("withdrawn", "ready")
    assert next_card(package, old) == fresh.id


@pytest.mark.gate("G1")
def test_the_file_of_a_certificate_under_review_does_not_leave_for_myasn(ctx: Flask, city: City) -> None:
    made = certificate_in(city)
    found = KINDS["certificate"].paper(made)
    assert found is not None
    assert proof_for_myasn(city.actor("owner"), found).startswith(b"%PDF")
    take_step(city.actor(OFFICER), LearningEvent, made.occasion_id, "reopen", NOTE)
    with pytest.raises(Conflict):
        proof_for_myasn(city.actor("owner"), found)
    assert KINDS["certificate"].problems([made])


def test_a_mark_taken_back_and_a_package_made_late_stand_where_the_person_is_now(ctx: Flask, city: City) -> None:
    accepted, forgotten = package_in(city, "accepted"), package_in(city)
    home, away = city.person("owner").unit_id, city.other_opd_id
    with transaction():
        session().delete(forgotten)
    move_employee(system_actor(), city.ids["owner"], away)
    assert accepted.unit_id == home
    assert follow_forgotten() == 1
    late = session().scalars(select(Package).order_by(Package.id.desc()).limit(1)).one()
    assert late.unit_id == away
    take_step(city.actor("bkpsdm_admin"), Package, accepted.id, "take_back")
    assert (accepted.state, accepted.unit_id) == ("sent", away)


def test_what_stood_before_its_type_joined_gets_its_package(ctx: Flask, city: City) -> None:
    package = package_in(city, kind="certificate")
    with transaction():
        session().delete(package)
    assert packages() == []
    assert (follow_forgotten(), follow_forgotten()) == (1, 0)
    assert [state for _kind, _title, state in packages()] == ["ready"]
