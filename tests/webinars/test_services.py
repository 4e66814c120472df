"""Entering webinars, registering, the waiting list, and what happens when the time has come."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.kernel import clock
from app.kernel.actor import system_actor
from app.kernel.approval import edit, history, take_step
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.organisation.models import Employee
from app.organisation.rules import JobType
from app.webinars.models import Registration, Webinar
from app.webinars.queries import seats_taken
from app.webinars.services import add_webinar, change_registration, change_webinar, give_seats, keep_time, register, remind
from tests.factories.city import City
from tests.factories.webinars import JOIN, registration_of, series_in, typed, webinar_in


def values_of(webinar: Webinar, **changes: Any) -> dict[str, Any]:
    kept = {name: getattr(webinar, name) for name in typed(webinar.series_id)}
    return (
        kept
        | {"opd_ids": webinar.opd_ids, "job_types": webinar.job_types}
        | {name: getattr(webinar, name) for name in ("capacity", "opens_at", "closes_at", "materials")}
        | changes
    )


# --- Webinars ---------------------------------------------------------------------------------------------------------------


@pytest.mark.manual("L2")
@pytest.mark.manual("L18")
def test_a_webinar_keeps_everything_of_the_guide(ctx: Flask, city: City) -> None:
    webinar = webinar_in(city, "draft", meeting_id="956 4304 9530", capacity=500, materials="Materi: https://a.id/1")
    assert (webinar.meeting_id, webinar.meeting_number) == ("95643049530", "956 4304 9530")
    assert (webinar.join_url, webinar.passcode, webinar.capacity, webinar.jp) == (JOIN["join_url"], JOIN["passcode"], 500, 3)
    assert webinar.series.number == 1
    assert webinar.ends_at - webinar.starts_at == timedelta(hours=2)


def test_every_wrong_field_of_a_webinar_is_named_at_once(ctx: Flask, city: City) -> None:
    now = clock.now()
    wrong = {"starts_at": now, "ends_at": now, "meeting_id": "1", "join_url": "zoom", "materials": "x"}
    wrong |= {"opens_at": now, "closes_at": now}
    with pytest.raises(Invalid) as refusal:
        add_webinar(city.actor("bkpsdm_admin"), typed(series_in(city).id, **wrong))
    assert set(refusal.value.fields) == {"ends_at", "meeting_id", "join_url", "materials", "closes_at"}
    with pytest.raises(Invalid) as refusal:
        add_webinar(city.actor("bkpsdm_admin"), typed(series_in(city).id, closes_at=now + timedelta(days=90)))
    assert set(refusal.value.fields) == {"closes_at"}


def test_only_bkpsdm_enters_webinars(ctx: Flask, city: City) -> None:
    series = series_in(city)
    for name in ("owner", "opd_admin", "auditor"):
        with pytest.raises(Denied):
            add_webinar(city.actor(name), typed(series.id))


@pytest.mark.gate("G5")
def test_sending_the_form_twice_makes_one_webinar(ctx: Flask, city: City) -> None:
    series, admin = series_in(city), city.actor("bkpsdm_admin")
    first, second = (add_webinar(admin, typed(series.id), "seite") for _send in range(2))
    assert first.id == second.id


@pytest.mark.gate("G15")
def test_more_seats_go_to_those_who_wait(ctx: Flask, city: City) -> None:
    webinar = webinar_in(city, capacity=1)
    records = [registration_of(city, webinar, name) for name in ("owner", "colleague", "supervisor")]
    assert [record.state for record in records] == ["registered", "in_line", "in_line"]
    change_webinar(city.actor("second_bkpsdm_admin"), webinar.id, values_of(webinar, capacity=2), webinar.version)
    assert [record.state for record in records] == ["registered", "registered", "in_line"]
    change_webinar(city.actor("second_bkpsdm_admin"), webinar.id, values_of(webinar, capacity=1), webinar.version)
    assert [record.state for record in records] == ["registered", "registered", "in_line"], "nobody loses a seat he has"


# --- Registering ------------------------------------------------------------------------------------------------------------


@pytest.mark.manual("L7")
@pytest.mark.manual("L8")
@pytest.mark.gate("G1")
def test_identity_comes_from_the_record_whatever_is_sent(ctx: Flask, city: City) -> None:
    person = city.person("owner")
    sent = {"name": "Orang Lain", "nip": "1" * 18, "employee_id": 99, "front_title": " Dr. ", "email": " a@kota.id "}
    record = registration_of(city, webinar_in(city), **sent)
    assert (record.employee_id, record.name, record.nip, record.job_title) == (person.id, person.name, person.nip, person.job_title)
    assert (record.front_title, record.back_title, record.email) == ("Dr.", "S.E.", "a@kota.id")
    assert record.printed_name == f"Dr. {person.name}, S.E."
    assert record.unit_name == person.unit.name


@pytest.mark.manual("L7")
@pytest.mark.gate("G3")
def test_a_later_change_of_the_person_does_not_reach_his_registration(ctx: Flask, city: City) -> None:
    record = registration_of(city, webinar_in(city))
    before = record.printed_name
    with transaction():
        city.person("owner").name = "Nama Baru"
    assert record.printed_name == before


@pytest.mark.manual("L12")
def test_nobody_registers_twice_but_may_come_back(ctx: Flask, city: City) -> None:
    webinar = webinar_in(city)
    first = registration_of(city, webinar)
    with pytest.raises(Conflict):
        registration_of(city, webinar)
    take_step(city.actor("owner"), Registration, first.id, "cancel")
    second = registration_of(city, webinar)
    assert (first.state, second.state, second.id != first.id) == ("cancelled", "registered", True)


@pytest.mark.gate("G5")
def test_a_second_send_of_the_page_gets_the_first_registration(ctx: Flask, city: City) -> None:
    webinar, owner = webinar_in(city), city.actor("owner")
    sent = {"email": "a@kota.id"}
    assert register(owner, webinar.id, sent, "seite").id == register(owner, webinar.id, sent, "seite").id


@pytest.mark.parametrize("state", ["finished", "called_off"])
def test_what_is_over_takes_no_registration(ctx: Flask, city: City, state: str) -> None:
    with pytest.raises(Conflict):
        registration_of(city, webinar_in(city, state))
    with pytest.raises(Missing):
        registration_of(city, webinar_in(city, "draft"))


def test_the_window_holds(ctx: Flask, city: City) -> None:
    now = clock.now()
    webinar = webinar_in(city, opens_at=now + timedelta(hours=1), closes_at=now + timedelta(hours=2))
    for hours, refused in ((0, True), (1.5, False), (2.5, True)):
        with clock.at(now + timedelta(hours=hours)):
            if refused:
                with pytest.raises(Conflict):
                    registration_of(city, webinar, "colleague")
            else:
                assert registration_of(city, webinar).state == "registered"


def test_an_audience_is_kept_for_sight_and_for_registration(ctx: Flask, city: City) -> None:
    webinar = webinar_in(city, opd_ids=[city.opd.id], job_types=[JobType.PELAKSANA.value, city.person("owner").job_type])
    assert registration_of(city, webinar).state == "registered"
    with pytest.raises(Missing):
        registration_of(city, webinar, "stranger")
    with pytest.raises(Conflict):
        registration_of(city, webinar, "other_opd_admin")
    others = webinar_in(city, job_types=[JobType.JPT_MADYA.value])
    with pytest.raises(Missing):
        registration_of(city, others)
    with pytest.raises(Conflict):
        registration_of(city, others, "bkpsdm_admin")


def test_who_has_no_personnel_record_or_is_no_longer_active_registers_for_nothing(ctx: Flask, city: City) -> None:
    webinar = webinar_in(city)
    with pytest.raises(Denied):
        registration_of(city, webinar, "second_bkpsdm_admin")
    with transaction():
        session().get_one(Employee, city.person("owner").id).legal_position = "88"
    with pytest.raises(Invalid):
        registration_of(city, webinar)


@pytest.mark.manual("L8")
def test_wrong_titles_and_addresses_are_named(ctx: Flask, city: City) -> None:
    with pytest.raises(Invalid) as refusal:
        registration_of(city, webinar_in(city), front_title="x" * 61, back_title="x" * 101, email="x")
    assert set(refusal.value.fields) == {"front_title", "back_title", "email"}


@pytest.mark.manual("L7")
def test_titles_and_address_are_corrected_until_the_webinar_is_over(ctx: Flask, city: City) -> None:
    webinar, owner, admin = webinar_in(city), city.actor("owner"), city.actor("second_bkpsdm_admin")
    record = registration_of(city, webinar)
    change_registration(owner, record.id, {"back_title": "S.E., M.Si.", "email": "b@kota.id"}, record.version)
    assert (record.back_title, record.email) == ("S.E., M.Si.", "b@kota.id")
    take_step(admin, Webinar, webinar.id, "start")
    take_step(admin, Webinar, webinar.id, "finish")
    with pytest.raises(Conflict):
        change_registration(owner, record.id, {"email": "c@kota.id"}, record.version)
    with pytest.raises(Conflict):
        take_step(owner, Registration, record.id, "cancel")


@pytest.mark.gate("G15")
def test_a_cancellation_promotes_the_first_who_waits_exactly_once(ctx: Flask, city: City) -> None:
    webinar = webinar_in(city, capacity=1)
    first, second, third = (registration_of(city, webinar, name) for name in ("owner", "colleague", "supervisor"))
    take_step(city.actor("owner"), Registration, first.id, "cancel")
    assert [record.state for record in (first, second, third)] == ["cancelled", "registered", "in_line"]
    take_step(city.actor("supervisor"), Registration, third.id, "cancel")
    assert [row.step for row in history(second)] == ["create", "admit"]
    assert seats_taken(webinar.id) == 1
    with transaction():
        assert give_seats(webinar) == 0


# --- Time -------------------------------------------------------------------------------------------------------------------


@pytest.mark.manual("L18")
def test_webinars_begin_and_end_at_their_time(ctx: Flask, city: City) -> None:
    webinar = webinar_in(city)
    assert keep_time() == 0
    with clock.at(webinar.starts_at):
        assert (keep_time(), webinar.state, keep_time()) == (1, "running", 0)
    with clock.at(webinar.ends_at + timedelta(minutes=59)):
        assert keep_time() == 0
    with clock.at(webinar.ends_at + timedelta(minutes=60)):
        assert (keep_time(), webinar.state) == (1, "finished")


def test_people_are_reminded_a_day_and_an_hour_before_each_once(ctx: Flask, city: City) -> None:
    webinar = webinar_in(city)
    registration_of(city, webinar)
    marks = []
    for hours in (48, 24, 23, 1, 0.5):
        with clock.at(webinar.starts_at - timedelta(hours=hours)):
            marks.append((remind(), remind()))
    assert marks == [(0, 0), (1, 0), (0, 0), (1, 0), (0, 0)]


def test_published_at_the_last_moment_only_the_hour_is_told_and_a_new_time_is_told_anew(ctx: Flask, city: City) -> None:
    webinar = webinar_in(city)
    with clock.at(webinar.starts_at - timedelta(minutes=30)):
        assert (remind(), webinar.reminded_day_at) == (1, None)
    moved = webinar.starts_at + timedelta(days=7)
    values = values_of(webinar, starts_at=moved, ends_at=moved + timedelta(hours=2))
    change_webinar(city.actor("second_bkpsdm_admin"), webinar.id, values, webinar.version)
    assert webinar.reminded_hour_at is None
    with clock.at(moved - timedelta(hours=20)):
        assert remind() == 1


def test_a_called_off_webinar_is_not_reminded_of(ctx: Flask, city: City) -> None:
    webinar = webinar_in(city, "called_off")
    with clock.at(webinar.starts_at - timedelta(minutes=30)):
        assert (remind(), keep_time()) == (0, 0)


def test_a_change_by_two_people_is_a_conflict(ctx: Flask, city: City) -> None:
    webinar, admin = webinar_in(city), city.actor("second_bkpsdm_admin")
    change_webinar(admin, webinar.id, values_of(webinar, title="Baru"), webinar.version)
    with pytest.raises(Conflict):
        change_webinar(admin, webinar.id, values_of(webinar, title="Lain"), webinar.version - 1)
    with pytest.raises(Denied):
        edit(system_actor(), Webinar, webinar.id, {"title": "x"}, webinar.version)
    assert session().scalar(select(func.count()).where(Webinar.title == "Baru")) == 1
