"""The clock of 72 hours, and what granted requests do."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.kernel import clock
from app.kernel.approval import take_step
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict
from app.kernel.reads import SensitiveRead, reads_of, record_read
from app.kernel.restriction import not_restricted
from app.notifications.models import Notification, TelegramLink
from app.organisation.models import Employee
from app.privacy.models import DataRequest
from app.privacy.rules import Wish
from app.privacy.services import ask, escalate, remind
from app.privacy.tasks import watch_clocks
from tests.factories.accounts import People
from tests.factories.city import City


def events(key: str) -> int:
    return len(session().scalars(select(AuditEntry.id).where(AuditEntry.event == key)).all())


def test_the_clock_reminds_a_day_before_and_escalates_at_the_second(ctx: Flask, city: City) -> None:
    made = ask(city.actor("owner"), Wish.ACCESS, "Data apa saja yang ada?")
    due = made.due_at
    assert due - made.created_at >= timedelta(hours=72) - timedelta(seconds=5)
    for moment, reminded, escalated in (
        (due - timedelta(hours=24, seconds=1), 0, 0),
        (due - timedelta(hours=24), 1, 0),
        (due - timedelta(seconds=1), 1, 0),
        (due, 1, 1),
        (due + timedelta(days=1), 1, 1),
    ):
        with clock.at(moment):
            watch_clocks()
            watch_clocks()
        assert (events("data_request.due_soon"), events("data_request.overdue")) == (reminded, escalated), moment
    assert not remind(DataRequest, made.id)
    assert not escalate(DataRequest, made.id)


def test_an_answered_request_is_left_alone(ctx: Flask, city: City) -> None:
    made = ask(city.actor("owner"), Wish.ACCESS, "Data apa saja?")
    take_step(city.actor("bkpsdm_admin"), DataRequest, made.id, "grant", "Semua ada di Data Saya.")
    with clock.at(made.due_at + timedelta(days=1)):
        watch_clocks()
    assert events("data_request.overdue") == 0


def test_the_same_is_not_asked_twice_at_once(ctx: Flask, city: City) -> None:
    ask(city.actor("owner"), Wish.ERASURE, "Hapus.")
    with pytest.raises(Conflict):
        ask(city.actor("owner"), Wish.ERASURE, "Hapus!")
    assert ask(city.actor("owner"), Wish.ACCESS, "Apa saja?")
    assert ask(city.actor("colleague"), Wish.ERASURE, "Hapus.")


def test_a_granted_restriction_holds_until_it_is_closed(ctx: Flask, city: City) -> None:
    free = select(Employee.id).where(not_restricted(Employee.id))
    owner = city.ids["owner"]
    made = ask(city.actor("owner"), Wish.RESTRICTION, "Data saya sedang diperbaiki.")
    assert owner in session().scalars(free).all()
    take_step(city.actor("bkpsdm_admin"), DataRequest, made.id, "grant", "Dibatasi.")
    assert owner not in session().scalars(free).all()
    assert city.ids["colleague"] in session().scalars(free).all()
    take_step(city.actor("bkpsdm_admin"), DataRequest, made.id, "close", "Sudah diperbaiki.")
    assert owner in session().scalars(free).all()


def test_a_granted_erasure_removes_what_no_law_keeps(app: Flask, people: tuple[City, People]) -> None:
    city, _clients = people
    with app.app_context():
        user_id, other = city.person("owner").user_id, city.person("colleague").user_id
        with transaction() as current:
            for number, each in enumerate((user_id, other), start=1):
                current.add(TelegramLink(user_id=each, chat_id=number, consent_at=clock.now()))
                current.add(Notification(user_id=each, event_id=f"e{number}", kind="x", title="Lama", read_at=clock.now()))
        made = ask(city.actor("owner"), Wish.ERASURE, "Hapus yang tidak perlu.")
        take_step(city.actor("bkpsdm_admin"), DataRequest, made.id, "grant", "Dihapus; riwayat jabatan wajib disimpan.")
        session().expire_all()
        links = {link.user_id: link.chat_id for link in session().scalars(select(TelegramLink))}
        assert links == {user_id: None, other: 2}
        assert session().scalars(select(Notification.user_id).where(Notification.title == "Lama")).all() == [other]
        assert events("employee.erase") == 1
        assert session().get(Employee, city.ids["owner"])


def test_a_look_at_sensitive_data_is_noted_once_a_day_and_told_to_the_person(ctx: Flask, city: City) -> None:
    owner, supervisor = city.ids["owner"], city.actor("supervisor")
    for actor in (supervisor, supervisor, city.actor("owner")):
        record_read(actor, owner, "competence_test")
    with clock.at(clock.now() + timedelta(days=1)):
        record_read(supervisor, owner, "competence_test")
        record_read(supervisor, owner, "photo")
    session().rollback()
    found = reads_of(city.actor("owner"))
    assert [(read.reader_name, read.kind) for read in found] == [
        (supervisor.name, kind) for kind in ("photo", "competence_test", "competence_test")
    ]
    assert reads_of(city.actor("colleague")) == []
    assert reads_of(city.actor("auditor")) == ()
    assert session().query(SensitiveRead).count() == 3
