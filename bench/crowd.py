"""The people of the spike: accounts, sessions and registrations written in bulk, with the cookie that each of their browsers would send."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import current_app
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import insert, select, update

from app.accounts.models import Account, AccountSession
from app.accounts.queries import load_actor
from app.accounts.rules import Method
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.approval import take_step
from app.kernel.crud.plain import create_record
from app.kernel.db import session, transaction
from app.kernel.roles import Role
from app.kernel.tokens import fingerprint
from app.organisation.models import Employee
from app.webinars.attendance_queries import sessions_of
from app.webinars.attendance_services import add_session, open_attendance
from app.webinars.models import Registration, Webinar, WebinarSeries
from app.webinars.services import add_webinar
from app.webinars.workflow import REGISTERED


def officer() -> Actor:
    """The first demo account that is an officer of BKPSDM."""
    for user_id in session().scalars(select(Employee.user_id).where(Employee.user_id.is_not(None)).order_by(Employee.id)):
        actor = load_actor(int(user_id or 0))
        if actor is not None and actor.has(Role.BKPSDM_ADMIN):
            return actor
    raise RuntimeError("no demo account is an officer of BKPSDM")


def webinar_of(officer: Actor, sessions: int) -> tuple[int, list[int]]:
    """A webinar under way with the attendance of so many sessions open: its id and theirs."""
    series = create_record(officer, WebinarSeries, {"number": 901, "title": "Webinar", "code": "spike", "about": None})
    starts = clock.now() - timedelta(hours=1)
    values = {"series_id": series.id, "title": "Layanan Publik Digital", "topic": "Bekerja dengan data", "starts_at": starts}
    values |= {"ends_at": starts + timedelta(hours=6), "organiser": "BKPSDM", "speakers": "Pemateri", "jp": 3, "requirements": ""}
    webinar = add_webinar(officer, values | {"join_url": None, "meeting_id": None, "passcode": None})
    for act in ("publish", "start"):
        take_step(officer, Webinar, webinar.id, act)
    for number in range(1, sessions):
        add_session(officer, webinar.id, {"title": f"Sesi {number + 1}", "required": False, "jp": None})
    found = [each.id for each in sessions_of(webinar.id)]
    for pk in found:
        open_attendance(officer, pk)
    return webinar.id, found


def crowd_of(webinar_id: int, count: int) -> list[tuple[int, str]]:
    """So many people without an account, registered and signed in: (employee id, cookie)."""
    with transaction() as current:
        people = (
            current.execute(select(Employee).where(Employee.user_id.is_(None)).order_by(Employee.id.desc()).limit(count)).scalars().all()
        )
        users = _users(people)
        tokens = [secrets.token_urlsafe(32) for _each in people]
        now = clock.now()
        current.execute(
            insert(AccountSession),
            [
                {"user_id": users[each.nip], "token_hash": fingerprint(token), "method": Method.PASSWORD.value, "device": "", "address": ""}
                | {"started_at": now, "seen_at": now}
                for each, token in zip(people, tokens, strict=True)
            ],
        )
        current.execute(insert(Registration), [_registration(webinar_id, each) for each in people])
        return [(each.id, _cookie(token)) for each, token in zip(people, tokens, strict=True)]


def _users(people: Sequence[Employee]) -> dict[str, int]:
    """Users by NIP; their password fits nothing."""
    current = session()
    names = {"last_name": "", "password": "-", "active": True}
    current.execute(
        insert(User),
        [{"username": each.nip, "first_name": each.name[:64], "email": f"{each.nip}@bench.invalid"} | names for each in people],
    )
    rows = current.execute(select(User.username, User.id).where(User.username.in_([each.nip for each in people])))
    users: dict[str, int] = dict(rows.tuples().all())
    plain = {"must_change_password": False, "language": "id", "failed_count": 0}
    current.execute(insert(Account), [{"id": users[each.nip]} | plain for each in people])
    current.execute(update(Employee), [{"id": each.id, "user_id": users[each.nip]} for each in people])
    return users


def _registration(webinar_id: int, person: Employee) -> dict[str, Any]:
    named = {"name": person.name, "nip": person.nip, "unit_name": "Kantor", "job_title": person.job_title, "email": "pegawai@bench.invalid"}
    return (
        named
        | {"webinar_id": webinar_id, "employee_id": person.id, "unit_id": person.unit_id, "state": REGISTERED.key}
        | {"state_since": clock.now(), "version": 1}
    )


def _cookie(token: str) -> str:
    application: Any = current_app
    signer = application.session_interface.get_signing_serializer(application)
    return f"{application.config['SESSION_COOKIE_NAME']}={signer.dumps({'_user_id': token, '_fresh': True, '_permanent': True})}"
