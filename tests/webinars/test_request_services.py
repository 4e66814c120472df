"""Late attendance and corrected names: asked for once, decided by the organiser, never done silently."""

from datetime import timedelta

import pytest
from flask import Flask

from app.kernel import clock
from app.kernel.approval import history, take_step
from app.kernel.errors import Conflict, Invalid
from app.webinars.attendance_queries import attendance_of as standing
from app.webinars.attendance_services import attend, close_attendance, open_attendance, present_code
from app.webinars.request_models import AttendanceRequest
from app.webinars.request_rules import RequestKind
from app.webinars.request_services import ask
from app.webinars.services import change_registration
from tests.factories.city import City
from tests.factories.webinars import attendance_of, late_request_of, names_request_of, open_session_of, registration_of

REASON = {"reason": "Listrik padam."}


def test_a_granted_late_attendance_is_recorded_and_validated_by_the_one_who_decided(ctx: Flask, city: City) -> None:
    request = late_request_of(city)
    assert standing(request.employee_id, request.session_id) is None
    take_step(city.actor("bkpsdm_admin"), AttendanceRequest, request.id, "grant")
    record = standing(request.employee_id, request.session_id)
    assert record is not None
    assert (record.state, record.drift, record.device) == ("validated", None, None)
    assert [(row.step, row.role) for row in history(record)] == [("create", "system"), ("validate", "bkpsdm_admin")]


def test_a_declined_one_records_nothing_and_may_be_asked_again(ctx: Flask, city: City) -> None:
    request = late_request_of(city)
    with pytest.raises(Conflict):
        ask(city.actor("owner"), request.session_id, RequestKind.LATE, REASON)
    take_step(city.actor("bkpsdm_admin"), AttendanceRequest, request.id, "decline", "Tidak ada bukti.")
    assert standing(request.employee_id, request.session_id) is None
    assert ask(city.actor("owner"), request.session_id, RequestKind.LATE, REASON).state == "asked"


def test_who_records_himself_while_the_request_waits_has_one_attendance(ctx: Flask, city: City) -> None:
    request, admin = late_request_of(city), city.actor("bkpsdm_admin")
    open_attendance(admin, request.session_id)
    own = attend(city.actor("owner"), request.session_id, present_code(request.session))
    take_step(admin, AttendanceRequest, request.id, "grant")
    assert own.state == "validated"


def test_it_is_asked_with_a_seat_a_reason_and_in_time(ctx: Flask, city: City) -> None:
    found = open_session_of(city)
    registration_of(city, found.webinar)
    owner = city.actor("owner")
    with pytest.raises(Conflict):
        ask(owner, found.id, RequestKind.LATE, REASON)
    close_attendance(city.actor("bkpsdm_admin"), found.id)
    with pytest.raises(Conflict):
        ask(city.actor("colleague"), found.id, RequestKind.LATE, REASON)
    for typed in ({}, {"reason": "x" * 1001}):
        with pytest.raises(Invalid) as refusal:
            ask(owner, found.id, RequestKind.LATE, typed)
        assert set(refusal.value.fields) == {"reason"}
    with clock.at(found.webinar.ends_at + timedelta(days=3, minutes=1)), pytest.raises(Conflict):
        ask(owner, found.id, RequestKind.LATE, REASON)


@pytest.mark.manual("L7")
@pytest.mark.manual("L22")
def test_names_are_corrected_by_decision_only(ctx: Flask, city: City) -> None:
    request = names_request_of(city)
    seat = request.registration
    assert seat.back_title == "S.E."
    with pytest.raises(Conflict):
        change_registration(city.actor("owner"), seat.id, {"back_title": "Dr.", "email": seat.email}, seat.version)
    take_step(city.actor("bkpsdm_admin"), AttendanceRequest, request.id, "grant")
    assert seat.back_title == "S.E., M.Si."
    assert [row.step for row in history(seat)][-1] == "edit"


def test_the_same_names_are_no_correction(ctx: Flask, city: City) -> None:
    record = attendance_of(city)
    names = {"name": record.registration.name, "back_title": "S.E."}
    for typed in (names, names | {"name": " "}, names | {"back_title": "x" * 101}):
        with pytest.raises(Invalid):
            ask(city.actor("owner"), record.session_id, RequestKind.NAMES, typed | REASON)
