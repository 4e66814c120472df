"""Reads: the list, the bell, what is stuck, and how a person can be reached."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from app.extensions import db
from app.kernel import clock
from app.kernel.actor import system_actor
from app.kernel.db import transaction
from app.kernel.outbox import Progress
from app.kernel.roles import Role
from app.notifications.channels import Channel
from app.notifications.listings import OUTBOX
from app.notifications.models import Notification
from app.notifications.queries import (
    count_by_progress,
    notifications_of,
    page_of,
    person_called,
    telegram_link_of,
    unread_count,
    ways_to_reach,
)
from tests.notifications.portal import a_waiting_message, acting, an_account


def test_unread_ones_come_first_then_the_newest(ctx: Flask) -> None:
    user_id = an_account()
    old, read, new = (a_notification(user_id, minutes) for minutes in (30, 20, 10))
    with transaction() as current:
        current.get_one(Notification, read).read_at = clock.now()
    assert [row.id for row in db.session.scalars(notifications_of(acting(user_id)))] == [new, old, read]


def test_pages_stay_inside_the_list(ctx: Flask) -> None:
    user_id = an_account()
    for minutes in range(30):
        a_notification(user_id, minutes)
    second = page_of(notifications_of(acting(user_id)), 2)
    assert (second.pages, second.first, second.last, second.count) == (2, 26, 30, 30)
    assert page_of(notifications_of(acting(user_id)), 99).number == 2
    assert page_of(notifications_of(acting(user_id)), -5).number == 1
    assert page_of(notifications_of(acting(an_account("other"))), 1).rows == []


def test_the_bell_costs_one_query_over_an_index(ctx: Flask) -> None:
    user_id = an_account()
    a_notification(user_id, 1)
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *arguments: asked.append(arguments[2]))
    assert unread_count(acting(user_id)) == 1
    statements = [statement for statement in asked if statement.startswith("SELECT")]
    assert len(statements) == 1
    if db.engine.dialect.name == "sqlite":
        plan = db.session.execute(db.text("EXPLAIN QUERY PLAN SELECT count(*) FROM notification WHERE user_id = 1 AND read_at IS NULL"))
        assert "ix_notification_unread" in str(plan.all())


def test_a_job_has_no_bell(ctx: Flask) -> None:
    assert unread_count(system_actor()) == 0


@pytest.mark.parametrize("role", [Role.BKPSDM_ADMIN, Role.SUPERUSER])
def test_the_administrator_sees_what_is_stuck_or_late(ctx: Flask, role: Role) -> None:
    user_id = an_account()
    late = a_waiting_message(user_id, created_at=clock.now() - timedelta(hours=2))
    stuck = a_waiting_message(user_id, progress=Progress.STUCK.value)
    a_waiting_message(user_id)
    a_waiting_message(user_id, progress=Progress.SENT.value)
    admin = acting(user_id, role)
    assert [row.id for row in OUTBOX.rows(admin, OUTBOX.parse(admin, {}))] == [late, stuck]
    assert count_by_progress(admin) == {
        Progress.WAITING: 2,
        Progress.SENDING: 0,
        Progress.SENT: 1,
        Progress.STUCK: 1,
        Progress.GIVEN_UP: 0,
    }


def test_the_outbox_is_narrowed_by_person_channel_and_standing(ctx: Flask) -> None:
    user_id = an_account("ani")
    stuck = a_waiting_message(user_id, progress=Progress.STUCK.value, reason="HTTP 500")
    admin = acting(user_id, Role.BKPSDM_ADMIN)
    for args, found in (
        ({"q": "500"}, [stuck]),
        ({"q": "502"}, []),
        ({"channel": "telegram"}, [stuck]),
        ({"channel": "email"}, []),
        ({"progress": "stuck", "sort": "-attempts"}, [stuck]),
        ({"progress": "waiting"}, []),
    ):
        assert [row.id for row in OUTBOX.rows(admin, OUTBOX.parse(admin, args))] == found


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.SUPERVISOR, Role.OPD_ADMIN, Role.AUDITOR])
def test_nobody_else_sees_the_outbox(ctx: Flask, role: Role) -> None:
    user_id = an_account()
    a_waiting_message(user_id, progress=Progress.STUCK.value)
    other = acting(user_id, role)
    assert OUTBOX.count(other, OUTBOX.parse(other, {})) == 0
    assert sum(count_by_progress(other).values()) == 0


def test_a_made_up_address_is_no_way_to_reach_anybody(ctx: Flask) -> None:
    nobody, somebody = an_account("ani"), an_account("budi", chat_id=7, email="budi@example.go.id")
    ways = ways_to_reach([nobody, somebody], [Channel.EMAIL, Channel.TELEGRAM])
    assert ways[nobody].addresses == {}
    assert ways[somebody].addresses == {Channel.TELEGRAM: "7", Channel.EMAIL: "budi@example.go.id"}


def test_a_closed_account_is_nobody(ctx: Flask) -> None:
    assert person_called(4711) is None


def test_a_person_sees_only_his_own_link(ctx: Flask) -> None:
    mine, other = an_account("ani", chat_id=7), an_account("budi")
    found = telegram_link_of(acting(mine))
    assert found is not None
    assert found.chat_id == 7
    assert telegram_link_of(acting(other)) is None


def a_notification(user_id: int, minutes_ago: int) -> int:
    with transaction() as current:
        row = Notification(
            user_id=user_id,
            event_id=f"event-{user_id}-{minutes_ago}",
            kind="test.tell/owner",
            title="Told",
            created_at=clock.now() - timedelta(minutes=minutes_ago),
        )
        current.add(row)
        current.flush()
        return row.id
