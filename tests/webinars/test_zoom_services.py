"""Taking in Zoom's report: who is new, that a second time changes nothing, and what the organiser's word brings about."""

from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.kernel import storage
from app.kernel.approval import take_step
from app.kernel.db import session
from app.kernel.errors import Denied, Invalid, Missing
from app.kernel.jobs import Job
from app.webinars import zoom_services
from app.webinars.attendance_models import Attendance
from app.webinars.zoom_models import ZoomPerson
from app.webinars.zoom_queries import confirmed_presence
from app.webinars.zoom_rules import FoundBy
from app.webinars.zoom_services import choose, take_in
from tests.factories.city import City
from tests.factories.webinars import attendance_of, open_session_of, registration_of, seen_in_zoom, webinar_in, zoom_report


def files() -> list[str]:
    return [str(path) for path in storage.files_folder().rglob("*") if path.is_file()]


def test_a_report_is_evidence_only_and_its_repetition_nothing(ctx: Flask, city: City) -> None:
    found = open_session_of(city)
    attendance_of(city, "owner", found)
    seat = registration_of(city, found.webinar, "colleague")
    content = zoom_report(found.webinar, (f"{seat.name.upper()}, S.E.", ""), ("Orang Lain Sekali", "lain@gmail.com"))
    before, officer = session().scalar(select(func.count(Attendance.id))), city.actor("bkpsdm_admin")
    kept = files()
    assert take_in(officer, found.webinar_id, BytesIO(content), "C:\\laporan.csv") == {"new": 2}
    assert take_in(officer, found.webinar_id, BytesIO(content), "laporan.csv") == {"unchanged": 2}
    assert files() == kept
    assert session().scalar(select(func.count(Attendance.id))) == before
    known, stranger = session().scalars(select(ZoomPerson).order_by(ZoomPerson.id)).all()
    assert (known.registration_id, known.source, known.state, known.employee_id) == (seat.id, "name", "guessed", None)
    assert (stranger.registration_id, stranger.email) == (None, "lain@gmail.com")


def test_another_report_of_the_same_webinar_adds_time_and_leaves_what_was_confirmed(ctx: Flask, city: City) -> None:
    webinar = open_session_of(city).webinar
    seat = registration_of(city, webinar)
    [record] = seen_in_zoom(city, webinar, ("Seseorang", "saya@kota.go.id"))
    choose(city.actor("bkpsdm_admin"), record.id, seat.id, record.version)
    assert (record.state, record.source, record.employee_id) == ("confirmed", FoundBy.HAND.value, seat.employee_id)
    first = record.minutes
    seen_in_zoom(city, webinar, ("Seseorang", "saya@kota.go.id"), begins=200, minutes=30)
    assert (record.minutes, record.state, record.registration_id) == (first + 30, "confirmed", seat.id)
    seen_in_zoom(city, webinar, ("Ponsel kedua", "kedua@kota.go.id"), begins=210, minutes=30)
    second = session().scalars(select(ZoomPerson).where(ZoomPerson.email == "kedua@kota.go.id")).one()
    choose(city.actor("bkpsdm_admin"), second.id, seat.id, second.version)
    presence = confirmed_presence(seat.id)
    assert presence is not None
    assert presence[2] == first + 40


def test_somebody_of_another_webinar_is_not_chosen(ctx: Flask, city: City) -> None:
    [record] = seen_in_zoom(city, open_session_of(city).webinar, ("Seseorang", ""))
    foreign = registration_of(city, webinar_in(city, "running"))
    for pk in (foreign.id, None):
        with pytest.raises(Invalid):
            choose(city.actor("bkpsdm_admin"), record.id, pk, record.version)
    with pytest.raises(Missing):
        choose(city.actor("opd_admin"), record.id, foreign.id, record.version)


def test_who_may_and_when(ctx: Flask, city: City) -> None:
    webinar, early = open_session_of(city).webinar, webinar_in(city)
    content = zoom_report(webinar, ("Ani", ""))
    for name in ("owner", "opd_admin", "auditor"):
        with pytest.raises(Denied):
            take_in(city.actor(name), webinar.id, BytesIO(content), "a.csv")
    with pytest.raises(Invalid):
        take_in(city.actor("bkpsdm_admin"), early.id, BytesIO(content), "a.csv")
    kept = files()
    with pytest.raises(Invalid) as refused:
        take_in(city.actor("bkpsdm_admin"), webinar.id, BytesIO(b"%PDF-1.7 nothing"), "a.csv")
    assert "file" in refused.value.fields
    assert files() == kept


def test_a_large_report_is_left_to_the_worker(ctx: Flask, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zoom_services, "AT_ONCE", 1)
    webinar = open_session_of(city).webinar
    started = take_in(city.actor("bkpsdm_admin"), webinar.id, BytesIO(zoom_report(webinar, ("Ani", ""), ("Budi", ""))), "a.csv")
    assert isinstance(started, Job)
    assert storage.path(started.params["file"]).is_file()


def test_a_confirmation_taken_back_is_nobodys(ctx: Flask, city: City) -> None:
    webinar = open_session_of(city).webinar
    seat = registration_of(city, webinar)
    [record] = seen_in_zoom(city, webinar, (seat.name, ""))
    for act, owner, counts in (("confirm", seat.employee_id, True), ("set_aside", None, False), ("confirm", seat.employee_id, True)):
        take_step(city.actor("bkpsdm_admin"), ZoomPerson, record.id, act)
        assert record.employee_id == owner
        assert (confirmed_presence(seat.id) is not None) is counts
