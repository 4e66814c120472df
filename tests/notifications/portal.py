"""A portal of just this feature and the tables under it, so that these tests and their worker processes start in a moment.

Run as a program it is a worker: `python -m tests.notifications.portal <database uri> <telegram url> <token> <seconds>`.
"""

import sys
from datetime import timedelta

from flask import Flask
from flask_appbuilder.security.sqla.models import User
from flask_babel import Babel

from app.extensions import db
from app.kernel import clock
from app.kernel.actor import Actor, Assignment
from app.kernel.db import transaction
from app.kernel.events import Event
from app.kernel.outbox import Progress
from app.kernel.roles import Role
from app.notifications.channels import Channel, Telegram
from app.notifications.models import Notification, OutboxMessage, TelegramLink
from app.notifications.services.outbox import MessageOutbox


def build(uri: str) -> Flask:
    """The application; its tables are made by `db.create_all()`. It speaks the untranslated texts, which is what these tests ask for."""
    made = Flask("portal")
    made.config.update(
        SQLALCHEMY_DATABASE_URI=uri,
        PORTAL_URL="https://portal.example.go.id",
        BABEL_DEFAULT_LOCALE="id",
        BABEL_TRANSLATION_DIRECTORIES="/nowhere",
        SECRET_KEY="test",
        TESTING=True,
    )
    db.init_app(made)
    Babel(made)
    made.add_url_rule("/notifications/<int:pk>/open", "NotificationView.open", lambda pk: "")
    return made


def an_account(name: str = "budi", chat_id: int | None = None, email: str | None = None) -> int:
    """An account, linked with a chat if one is given; returns its id."""
    with transaction() as current:
        user = User(username=name, first_name=name, last_name="Uji", email=email or f"{name}@account.invalid", active=True, password="x")
        current.add(user)
        current.flush()
        if chat_id is not None:
            current.add(TelegramLink(user_id=user.id, chat_id=chat_id, consent_at=clock.now(), active=True))
        return int(user.id)


def acting(user_id: int, *roles: Role) -> Actor:
    return Actor(user_id=user_id, name="Budi", assignments=tuple(Assignment(role) for role in roles or (Role.EMPLOYEE,)))


def a_waiting_message(user_id: int, channel: Channel = Channel.TELEGRAM, **values: object) -> int:
    """One message in the outbox, due now; returns its id."""
    event = Event("test.tell", acting(user_id))
    with transaction() as current:
        told = Notification(user_id=user_id, event_id=event.id, kind="test.tell/owner", title="Forwarded", outside="Proposal forwarded")
        current.add(told)
        current.flush()
        row = OutboxMessage(
            key=f"{event.id}-{user_id}-{channel}", notification_id=told.id, user_id=user_id, channel=channel.value, due_at=clock.now()
        )
        for name, value in values.items():
            setattr(row, name, value)
        current.add(row)
        current.flush()
        return int(row.id)


def message(pk: int) -> OutboxMessage:
    db.session.rollback()
    found = db.session.get(OutboxMessage, pk, populate_existing=True)
    assert found is not None
    return found


def progress(pk: int) -> Progress:
    return Progress(message(pk).progress)


def let_the_lease_end() -> None:
    """As if a minute had passed since the worker died."""
    with transaction() as current:
        for row in current.query(OutboxMessage).filter_by(progress=Progress.SENDING.value):
            row.leased_until = clock.now() - timedelta(seconds=1)


def make_all_due() -> None:
    with transaction() as current:
        for row in current.query(OutboxMessage).filter_by(progress=Progress.WAITING.value):
            row.due_at = clock.now() - timedelta(seconds=1)


if __name__ == "__main__":
    uri, url, token, seconds = sys.argv[1:]
    with build(uri).app_context():
        MessageOutbox({Channel.TELEGRAM: Telegram(token, url, timeout=20)}).drain(float(seconds))
