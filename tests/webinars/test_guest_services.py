"""Guests of other agencies: nothing is kept before they confirm; then seats, attendance, numbers and matching are those of everybody."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.kernel import clock
from app.kernel.approval import take_step
from app.kernel.crud.plain import version_of
from app.kernel.db import metadata, session, transaction
from app.kernel.errors import Conflict, Invalid, Missing
from app.kernel.outbox import Delivery, Outcome
from app.notifications.channels import Message
from app.privacy.retention_models import RetentionRule
from app.privacy.retention_services import confirm_rule, run_rule
from app.webinars.attendance_models import Attendance
from app.webinars.attendance_queries import participants
from app.webinars.attendance_services import Shown, attend_as_guest, present_code
from app.webinars.evidence_queries import count_hints
from app.webinars.guest_models import GuestMail
from app.webinars.guest_services import GuestOutbox, as_guest, ask_to_register, asked_by, confirm, guest_of, leave, page_of
from app.webinars.models import Registration, Webinar
from app.webinars.number_queries import numbers_of
from app.webinars.queries import count_registrations, registered_people, seats_taken
from tests.factories.city import City
from tests.factories.webinars import (
    GUEST,
    guest_attendance_in,
    guest_in,
    guest_request_of,
    open_session_of,
    registration_of,
    seen_in_zoom,
    webinar_in,
)

OFFICER = "second_bkpsdm_admin"


def mails() -> list[tuple[str, str]]:
    """(address, title) of every mail to guests, the first first."""
    return [(row.address, row.title) for row in session().scalars(select(GuestMail).order_by(GuestMail.id))]


def registrations(webinar: Webinar) -> int:
    return session().scalar(select(func.count()).select_from(Registration).where(Registration.webinar_id == webinar.id)) or 0


@pytest.mark.manual("L2")
@pytest.mark.manual("L11")
def test_nothing_is_kept_before_the_link_is_used_and_once_it_is_he_has_a_seat(ctx: Flask, city: City) -> None:
    webinar = webinar_in(city, guests=True)
    sealed = guest_request_of(webinar)
    assert registrations(webinar) == 0
    assert asked_by(sealed).email == GUEST["email"]
    made = confirm(sealed)
    assert (made.state, made.guest, made.employee_id, made.unit_id, made.printed_name) == (
        "registered",
        True,
        None,
        None,
        "dr. Rahma Tamu, M.Kes.",
    )
    assert made.consented_at is not None
    assert confirm(sealed).id == made.id, "a second press finds the first's"
    assert [title for _address, title in mails()] == [
        f"Konfirmasikan pendaftaran Anda: {webinar.title}",
        f"Anda telah terdaftar: {webinar.title}",
    ]
    told = session().scalars(select(GuestMail).order_by(GuestMail.id.desc())).first()
    assert told is not None
    assert "956 4304 9530" in told.text
    assert guest_of(told.link.rpartition("/g/")[2]).id == made.id
    assert registered_people(webinar) == [], "notices of the portal go to employees"


@pytest.mark.manual("L12")
def test_who_asks_again_is_sent_his_own_page_and_nobody_else_learns_of_it(ctx: Flask, city: City) -> None:
    webinar = webinar_in(city, guests=True)
    made = guest_in(webinar)
    assert ask_to_register(webinar.id, GUEST | {"email": "RAHMA@tetangga.go.id"}).email == GUEST["email"]
    assert mails()[-1] == (GUEST["email"], f"Pendaftaran Anda untuk: {webinar.title}")
    assert registrations(webinar) == 1
    other = guest_in(webinar, email="lain@tetangga.go.id")
    assert other.id != made.id


def test_links_that_are_old_changed_or_of_another_purpose_open_nothing(ctx: Flask, city: City) -> None:
    webinar = webinar_in(city, guests=True)
    sealed = guest_request_of(webinar)
    made = confirm(sealed)
    page = page_of(made).removeprefix("/g/")
    for wrong in (sealed[:-4] + "AAAA", page, "x", ""):
        with pytest.raises(Missing):
            asked_by(wrong)
    for wrong in (sealed, page[:-4] + "AAAA", "1", "x"):
        with pytest.raises(Missing):
            guest_of(wrong)
    with clock.at(clock.now() + timedelta(days=2, minutes=1)), pytest.raises(Missing):
        asked_by(sealed)


def test_only_where_the_webinar_takes_guests_and_while_registration_is_open(ctx: Flask, city: City) -> None:
    for webinar in (webinar_in(city), webinar_in(city, "draft", guests=True), webinar_in(city, "finished", guests=True)):
        with pytest.raises(Missing):
            ask_to_register(webinar.id, GUEST)
    closed = webinar_in(city, guests=True, closes_at=clock.now() + timedelta(minutes=5))
    sealed = guest_request_of(closed)
    with clock.at(clock.now() + timedelta(minutes=6)):
        with pytest.raises(Conflict):
            ask_to_register(closed.id, GUEST)
        with pytest.raises(Conflict):
            confirm(sealed)


@pytest.mark.gate("G15")
def test_guests_and_employees_share_the_seats_and_the_waiting_list(ctx: Flask, city: City) -> None:
    webinar = webinar_in(city, guests=True, capacity=1)
    first = registration_of(city, webinar, "owner")
    waiting = guest_in(webinar)
    assert (waiting.state, seats_taken(webinar.id)) == ("in_line", 1)
    assert mails()[-1][1] == f"Dalam daftar tunggu: {webinar.title}"
    take_step(city.actor("owner"), Registration, first.id, "cancel")
    session().expire_all()
    assert (waiting.state, seats_taken(webinar.id)) == ("registered", 1)
    assert mails()[-1][1] == f"Anda telah terdaftar: {webinar.title}"
    behind = registration_of(city, webinar, "colleague")
    leave(waiting)
    session().expire_all()
    assert (waiting.state, behind.state) == ("cancelled", "registered")
    assert mails()[-1][1].startswith("Pendaftaran webinar Anda")
    assert guest_in(webinar).id != waiting.id, "who left may come again"


def test_what_changes_is_told_to_guests_too(ctx: Flask, city: City) -> None:
    webinar = webinar_in(city, guests=True)
    guest_in(webinar)
    before = len(mails())
    take_step(city.actor(OFFICER), Webinar, webinar.id, "cancel", "Narasumber berhalangan.")
    assert len(mails()) == before + 1
    assert "dibatalkan" in mails()[-1][1]


@pytest.mark.manual("L20")
@pytest.mark.manual("L24")
def test_attendance_of_a_guest_is_recorded_by_the_code_of_now_once(ctx: Flask, city: City) -> None:
    found = open_session_of(city, guests=True)
    seat = guest_in(found.webinar)
    with pytest.raises(Invalid):
        attend_as_guest(as_guest(), seat, found.id, Shown("XXXXXX", "", None, {}))
    made = attend_as_guest(as_guest(), seat, found.id, Shown(present_code(found), "", "peramban", {}))
    assert (made.employee_id, made.registration_id, made.state, made.drift) == (None, seat.id, "recorded", 0)
    assert attend_as_guest(as_guest(), seat, found.id, Shown("", "", None, {})).id == made.id
    elsewhere = open_session_of(city, guests=True)
    with pytest.raises(Missing):
        attend_as_guest(as_guest(), seat, elsewhere.id, Shown(present_code(elsewhere), "", None, {}))
    take_step(city.actor(OFFICER), Attendance, made.id, "validate")
    assert count_hints(city.actor(OFFICER), found.webinar_id) == []


def test_numbers_counters_and_zoom_know_guests_apart_from_opds(ctx: Flask, city: City) -> None:
    found, admin = open_session_of(city, guests=True), city.actor(OFFICER)
    made = guest_attendance_in(found)
    registration_of(city, found.webinar, "owner")
    take_step(admin, Attendance, made.id, "validate")
    whole, rows = numbers_of(admin, found.webinar_id)
    assert (whole.registered, whole.attended, whole.validated) == (2, 1, 1)
    assert [(row.registered, row.validated) for row in rows if row.opd == "Dari luar instansi"] == [(1, 1)]
    total, by_opd = count_registrations(admin, found.webinar_id)
    assert total.registered == 2
    assert "Dari luar instansi" in {row.opd for row in by_opd}
    assert participants(found.webinar_id) == []
    (person,) = seen_in_zoom(city, found.webinar, ("dr. Rahma Tamu, M.Kes.", GUEST["email"]))
    assert person.registration_id == made.registration_id
    take_step(admin, type(person), person.id, "confirm")
    assert person.employee_id is None


def test_mails_leave_by_the_agencys_server_and_none_without_one(ctx: Flask, city: City) -> None:
    guest_request_of(webinar_in(city, guests=True))
    row = session().scalars(select(GuestMail)).one()
    assert (row.progress, row.why) == ("given_up", "Portal tidak mengirim surel."), "the tests have no mail server"
    with transaction():
        row.start_over()
    sent: list[Message] = []

    class Post:
        def send(self, message: Message) -> Delivery:
            sent.append(message)
            return Delivery(Outcome.SENT)

    assert GuestOutbox(Post()).drain(20) == 1
    assert sent[0].address == GUEST["email"]
    assert "/g/confirm/" in sent[0].link
    assert GuestOutbox(Post()).drain(20) == 0


def test_guests_are_anonymised_when_their_time_is_over_and_their_links_die(ctx: Flask, city: City) -> None:
    webinar = webinar_in(city, guests=True)
    mine = registration_of(city, webinar, "owner")
    seats = [guest_in(webinar), guest_in(webinar, email="lain@tetangga.go.id")]
    page = page_of(seats[0]).removeprefix("/g/")
    for kind in ("webinar_guests", "guest_mails"):
        rule = session().scalars(select(RetentionRule).where(RetentionRule.kind == kind)).one()
        confirm_rule(city.actor("bkpsdm_admin"), rule.id, version_of(rule))
        with transaction() as current:
            for name in ("registration", "guest_mail"):
                current.execute(update(metadata.tables[name]).values(created_at=clock.now() - timedelta(days=1000)))
        run_rule(rule.id)
    session().expire_all()
    assert {(seat.name, seat.email, seat.nip, seat.unit_name, seat.front_title) for seat in seats} == {("–", "–", "", "–", None)}
    assert mine.name == city.person("owner").name
    assert mails() == []
    with pytest.raises(Missing):
        guest_of(page)
