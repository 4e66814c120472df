"""Sending and correcting, and the reminder of an end."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.credentials.models import Certification, Course
from app.credentials.parameters import REMIND_BEFORE
from app.credentials.services import (
    add_certification,
    add_course,
    change_certification,
    change_course,
    check_room,
    records_with,
    remind_of_ends,
)
from app.kernel import clock, settings
from app.kernel.actor import system_actor
from app.kernel.approval import take_step
from app.kernel.db import session
from app.kernel.errors import Conflict, Denied, Invalid
from app.ledger.models import JpYear
from app.notifications.models import Notification
from app.reference.models import Code
from app.reference.rules import CodeList
from app.reference.services import delete_code, retire_code
from tests.factories.accounts import make_account
from tests.factories.city import City
from tests.factories.credentials import certification_in, certification_values, course_in, course_values


@pytest.mark.manual("S12", "S19")
def test_a_course_waits_for_verification_with_all_it_says(ctx: Flask, city: City) -> None:
    actor = city.actor("owner")
    values = course_values(actor, name="  Sosialisasi   SKP ", number="20/BKPSDM/003/I/2026")
    course = add_course(actor, values, "key-1")
    assert (course.state, course.name, course.number_key) == ("waiting", "Sosialisasi SKP", "20bkpsdm003i2026")
    assert (course.employee_id, course.jp, course.course_form_label) == (city.ids["owner"], Decimal(4), "Sosialisasi")
    assert add_course(actor, values, "key-1").id == course.id
    assert session().scalar(select(func.count(Course.id))) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"course_form": "99"}, "course_form"),
        ({"classification": "zz"}, "classification"),
        ({"course_kind": "nothing"}, "course_kind"),
        ({"jp": Decimal(0)}, "jp"),
        ({"jp": Decimal("1.005")}, "jp"),
        ({"begins_on": date(2026, 1, 16), "ends_on": date(2026, 1, 15), "year": 2026}, "ends_on"),
        ({"year": 1999}, "year"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_whoever_calls(ctx: Flask, city: City, changes: dict[str, Any], field: str) -> None:
    actor = city.actor("owner")
    with pytest.raises(Invalid) as refused:
        add_course(actor, course_values(actor, **changes))
    assert set(refused.value.fields) == {field}


def test_only_people_with_a_personnel_record_enter_anything(ctx: Flask, city: City) -> None:
    with pytest.raises(Denied):
        add_course(city.actor("auditor"), course_values(city.actor("auditor")))


def test_a_returned_course_goes_back_to_the_queue_and_an_approved_one_is_locked(ctx: Flask, city: City) -> None:
    actor = city.actor("owner")
    course = course_in(city, "returned")
    values = course_values(actor, name="Sosialisasi yang benar", certificate_id=course.certificate_id)
    change_course(actor, course.id, values, course.version)
    assert (course.state, course.name) == ("waiting", "Sosialisasi yang benar")
    approved = course_in(city, "approved")
    with pytest.raises(Conflict):
        change_course(actor, approved.id, values | {"certificate_id": approved.certificate_id}, approved.version)


@pytest.mark.manual("S15")
def test_a_title_is_kept_only_where_its_place_is_ticked(ctx: Flask, city: City) -> None:
    actor = city.actor("owner")
    made = add_certification(actor, certification_values(actor, title_places=["back"], front_title="Dr.", back_title="C.PBJ"))
    assert (made.front_title, made.back_title, made.title_places) == (None, "C.PBJ", ["back"])
    with pytest.raises(Invalid) as refused:
        add_certification(actor, certification_values(actor, title_places=["front"]))
    assert set(refused.value.fields) == {"front_title"}


def test_a_retired_code_stays_with_the_record_that_has_it(ctx: Flask, city: City) -> None:
    actor, system = city.actor("owner"), system_actor()
    course = course_in(city, "returned")
    row = session().scalars(select(Code).where(Code.code_list == CodeList.COURSE_FORM, Code.code == course.course_form)).one()
    retire_code(system, row.id, clock.today() - timedelta(days=1))
    values = course_values(actor, certificate_id=course.certificate_id)
    change_course(actor, course.id, values, course.version)
    with pytest.raises(Invalid):
        add_course(actor, course_values(actor))


@pytest.mark.gate("G11")
def test_a_code_that_a_record_keeps_is_not_deleted(ctx: Flask, city: City) -> None:
    course = course_in(city)
    certification_in(city)
    for code_list, code, used in ((CodeList.COURSE_FORM, course.course_form, ["Kursus"]), (CodeList.JOB_FAMILY, "28", ["Sertifikasi"])):
        assert len(records_with(code_list, code)) == len(used)
        row = session().scalars(select(Code).where(Code.code_list == code_list, Code.code == code)).one()
        with pytest.raises(Conflict):
            delete_code(system_actor(), row.id)
    free = session().scalars(select(Code).where(Code.code_list == CodeList.JOB_FAMILY, Code.code == "01")).one()
    delete_code(system_actor(), free.id)


def told(title: str) -> int:
    return session().scalar(select(func.count(Notification.id)).where(Notification.title == title)) or 0


@pytest.mark.manual("S18")
def test_the_owner_is_told_once_at_each_mark_of_the_setting(ctx: Flask, city: City) -> None:
    make_account(city.person("owner"))
    ends = clock.today() + timedelta(days=100)
    mine = certification_in(city, "approved", valid_until=ends)
    certification_in(city, "waiting", valid_until=ends)
    runs = {}
    for left in (100, 90, 89, 31, 30, 8, 7, 7, 0):
        with clock.at(clock.now() + timedelta(days=100 - left)):
            runs[left] = runs.get(left, 0) + remind_of_ends()
    assert {left: count for left, count in runs.items() if count} == {90: 1, 30: 1, 7: 1}
    assert told("A certification ends in %(days)s days: %(subject)s") == 3
    assert mine.reminded_at == 7


def test_a_renewed_certification_is_reminded_of_anew_and_the_agency_sets_the_marks(ctx: Flask, city: City) -> None:
    make_account(city.person("owner"))
    actor = city.actor("owner")
    mine = certification_in(city, "approved", valid_until=clock.today() + timedelta(days=5))
    settings.change_setting(city.actor("bkpsdm_admin"), REMIND_BEFORE, "5")
    assert (remind_of_ends(), remind_of_ends()) == (1, 0)
    take_step(city.actor("second_bkpsdm_admin"), Certification, mine.id, "cancel", "<p>Diperpanjang.</p>")
    values = certification_values(actor, certificate_id=mine.certificate_id, valid_until=clock.today() + timedelta(days=400))
    change_certification(actor, mine.id, values, mine.version)
    assert mine.reminded_at is None
    with pytest.raises(Invalid):
        settings.change_setting(city.actor("bkpsdm_admin"), REMIND_BEFORE, "besok")


def hours(city: City, owner: str = "owner") -> tuple[Decimal, Decimal]:
    """(counted, pending) of this year's book."""
    row = session().scalar(select(JpYear).where(JpYear.year == 2026, JpYear.employee_id == city.ids[owner]))
    return (row.counted, row.pending) if row else (Decimal(), Decimal())


@pytest.mark.manual("S19")
def test_a_day_holds_eight_jp_over_all_that_is_approved_or_pending(ctx: Flask, city: City) -> None:
    actor, day = city.actor("owner"), date(2026, 1, 15)
    course_in(city, "approved", begins_on=day, ends_on=day, jp=Decimal(5))
    with pytest.raises(Invalid) as refused:
        add_course(actor, course_values(actor, begins_on=day, ends_on=day, jp=Decimal(4)))
    assert set(refused.value.fields) == {"jp"}
    course_in(city, begins_on=day, ends_on=day, jp=Decimal(3))
    course_in(city, begins_on=date(2026, 1, 16), ends_on=date(2026, 1, 17), jp=Decimal(16))
    with pytest.raises(Invalid):
        add_course(actor, course_values(actor, begins_on=date(2026, 1, 20), ends_on=date(2026, 1, 20), jp=Decimal(9)))
    course_in(city, owner="colleague", begins_on=day, ends_on=day, jp=Decimal(8))
    assert hours(city) == (5, 19)


@pytest.mark.manual("S19")
def test_converted_hours_are_only_warned_about(ctx: Flask, city: City) -> None:
    day = date(2026, 1, 15)
    course = course_in(city, course_form="20", begins_on=day, ends_on=day, jp=Decimal(10))
    assert course.is_classical is False
    assert len(check_room(course.employee_id, {"course_form": "20", "begins_on": day, "ends_on": day, "jp": Decimal(10)}, course.id)) == 1


def test_the_book_follows_every_step_of_a_course(ctx: Flask, city: City) -> None:
    officer, owner, day = city.actor("bkpsdm_admin"), city.actor("owner"), date(2026, 1, 15)
    course = course_in(city, begins_on=day, ends_on=day, jp=Decimal(4))
    seen = [hours(city)]
    for act in ("approve", "cancel"):
        take_step(officer, Course, course.id, act, "<p>Alasan</p>")
        seen.append(hours(city))
    values = course_values(owner, begins_on=day, ends_on=day, jp=Decimal(6), certificate_id=course.certificate_id)
    change_course(owner, course.id, values, course.version)
    seen.append(hours(city))
    take_step(officer, Course, course.id, "reject", "<p>Alasan</p>")
    seen.append(hours(city))
    assert seen == [(0, 4), (4, 0), (0, 0), (0, 6), (0, 0)], "what was returned waits for nobody, until it is sent again"
    take_step(owner, Course, course_in(city, begins_on=day, ends_on=day).id, "delete")
    assert hours(city) == (0, 0)


@pytest.mark.manual("S19")
def test_a_returned_course_holds_neither_days_nor_jp_until_it_is_sent_again(ctx: Flask, city: City) -> None:
    day = date(2026, 1, 15)
    returned = course_in(city, "returned", begins_on=day, ends_on=day, jp=Decimal(6))
    course_in(city, begins_on=day, ends_on=day, jp=Decimal(8))
    assert hours(city) == (0, 8)
    values = {name: getattr(returned, name) for name in course_values(city.actor("owner")) if hasattr(returned, name)}
    with pytest.raises(Invalid):
        change_course(city.actor("owner"), returned.id, values, returned.version)
    change_course(
        city.actor("owner"), returned.id, values | {"begins_on": day + timedelta(1), "ends_on": day + timedelta(1)}, returned.version
    )
    assert hours(city) == (0, 14)
