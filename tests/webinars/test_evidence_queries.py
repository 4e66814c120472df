"""What should make the organiser look twice, and that nothing is refused because of it."""

from typing import Any

from flask import Flask

from app.kernel import clock
from app.kernel.db import session
from app.webinars.attendance_models import Attendance
from app.webinars.attendance_rules import STEP_SECONDS
from app.webinars.attendance_services import attend, present_code
from app.webinars.evidence_queries import Hint, count_hints, hints_of
from tests.factories.city import City
from tests.factories.webinars import attendance_of, open_session_of, registration_of


def _attend(city: City, found: Any, person: str, **values: Any) -> Attendance:
    registration_of(city, found.webinar, person)
    return attend(city.actor(person), found.id, values.pop("code", None) or present_code(found), **values)


def test_three_people_on_one_device_are_a_hint_and_two_are_not(ctx: Flask, city: City) -> None:
    found, admin = open_session_of(city), city.actor("second_bkpsdm_admin")
    records = [_attend(city, found, name, device="warnet") for name in ("owner", "colleague")]
    assert count_hints(admin, found.webinar_id) == []
    records.append(_attend(city, found, "supervisor", device="warnet"))
    _attend(city, found, "bkpsdm_admin", device="sendiri")
    assert count_hints(admin, found.webinar_id) == [(Hint.DEVICE, 3)]
    assert [hints_of(each) for each in records] == [[Hint.DEVICE]] * 3
    assert {each.state for each in records} == {"recorded"}, "a hint refuses nobody"


def test_a_code_of_the_step_before_is_taken_and_seen(ctx: Flask, city: City) -> None:
    found = open_session_of(city)
    code, later = present_code(found), clock.now().timestamp() + STEP_SECONDS
    with clock.at(clock.local(clock.now()).fromtimestamp(later, clock.now().tzinfo)):
        record = _attend(city, found, "owner", code=code)
    assert hints_of(record) == [Hint.DRIFT]
    assert count_hints(city.actor("auditor"), found.webinar_id) == [(Hint.DRIFT, 1)]


def test_who_was_at_two_webinars_at_once_is_seen_at_both(ctx: Flask, city: City) -> None:
    first, second = attendance_of(city), attendance_of(city)
    assert hints_of(first) == hints_of(second) == [Hint.OVERLAP]
    elsewhere = attendance_of(city, "colleague")
    assert hints_of(elsewhere) == []


def test_what_was_recorded_by_request_has_no_code_and_others_see_their_own_people_only(ctx: Flask, city: City) -> None:
    record = attendance_of(city)
    record.drift = None
    session().flush()
    webinar = record.session.webinar_id
    assert count_hints(city.actor("opd_admin"), webinar) == [(Hint.NO_CODE, 1)]
    assert count_hints(city.actor("other_opd_admin"), webinar) == []
