"""Asking about one's data, and what a granted request does."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select, update

from app.kernel import clock
from app.kernel.actor import Actor, system_actor
from app.kernel.approval import once, start
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict
from app.kernel.events import Event, publish
from app.kernel.saved_views import SavedView
from app.notifications.models import ChannelChoice, Notification, OutboxMessage, TelegramLink
from app.organisation.models import Employee
from app.privacy.breach_models import Breach
from app.privacy.models import DataRequest, ProcessingActivity
from app.privacy.register import ACTIVITIES, values_of
from app.privacy.rules import ANSWER_WITHIN, REMIND_BEFORE, Wish
from app.privacy.workflow import ASKED

AT_ONCE = 100
Timed = type[DataRequest] | type[Breach]
"""What has a clock of 72 hours: `due_at`, and when its officers were reminded and the auditor was told."""


def ask(actor: Actor, wish: Wish, text: str, submission: str | None = None) -> DataRequest:
    """Ask about one's own data; the clock of 72 hours starts. Raises Denied, or Conflict while the same is already asked for."""

    def make() -> DataRequest:
        mine = DataRequest.owned_by(actor)
        same = select(DataRequest.id).where(
            DataRequest.employee_id == mine["employee_id"], DataRequest.kind == wish.value, DataRequest.state == ASKED.key
        )
        if session().scalar(same.limit(1)) is not None:
            raise Conflict(_("You have asked for this already; the answer is on its way."))
        return start(actor, DataRequest(kind=wish.value, wish=text.strip(), due_at=clock.now() + ANSWER_WITHIN, **mine))

    return once(actor, submission, DataRequest, make)


def missing_activities() -> Sequence[ProcessingActivity]:
    """What the register of a new portal begins with and does not have; a portal that keeps a register of its own is left alone."""
    if session().scalar(select(ProcessingActivity.id).limit(1)) is not None:
        return ()
    return [ProcessingActivity(**values_of(activity)) for activity in ACTIVITIES]


def due_soon(model: Timed) -> Sequence[int]:
    """Records of which the officers are to be reminded."""
    return _running(model, model.reminded_at, clock.now() + REMIND_BEFORE)


def overdue(model: Timed) -> Sequence[int]:
    """Records whose 72 hours have run out, not yet put before anybody higher."""
    return _running(model, model.escalated_at, clock.now())


def remind(model: Timed, pk: int) -> bool:
    """Tell the officers that a day is left; once."""
    return _tell(model, pk, "reminded_at", "due_soon")


def escalate(model: Timed, pk: int) -> bool:
    """The time has run out: the auditor is told as well; once."""
    return _tell(model, pk, "escalated_at", "overdue")


def erase_for(actor: Actor, employee_id: int) -> int:
    """Remove what no law keeps: chosen channels, the Telegram chat, notifications and messages already read, saved views. Returns the number of rows.

    Records of service, certificates and the trail are kept (UU 20/2023, UU 43/2009): the answer says so.
    """
    with transaction() as current:
        user_id = current.scalar(select(Employee.user_id).where(Employee.id == employee_id))
        if user_id is None:
            return 0
        read = select(Notification.id).where(Notification.user_id == user_id, Notification.read_at.is_not(None))
        gone = 0
        for statement in (
            delete(ChannelChoice).where(ChannelChoice.user_id == user_id),
            delete(SavedView).where(SavedView.user_id == user_id),
            delete(OutboxMessage).where(OutboxMessage.notification_id.in_(read)),
            delete(Notification).where(Notification.user_id == user_id, Notification.read_at.is_not(None)),
            update(TelegramLink).where(TelegramLink.user_id == user_id).values(chat_id=None, active=False, ended_at=clock.now()),
        ):
            gone += current.execute(statement.execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined]
        publish(Event("employee.erase", actor, session().get(Employee, employee_id), {"count": gone}))
        return gone


def _running(model: Timed, told_at: Any, limit: datetime) -> Sequence[int]:
    """Those still where their flow begins that are due until `limit`, and of which nobody was told yet."""
    query = select(model.id).where(model.state == model.__workflow__.initial.key, told_at.is_(None), model.due_at <= limit)
    return session().scalars(query.order_by(model.due_at).limit(AT_ONCE)).all()


def _tell(model: Timed, pk: int, column: str, key: str) -> bool:
    with transaction() as current:
        found = current.scalar(select(model).where(model.id == pk).with_for_update())
        if found is None or found.state != model.__workflow__.initial.key or getattr(found, column) is not None:
            return False
        setattr(found, column, clock.now())
        current.flush()
        publish(Event(f"{model.__workflow__.name}.{key}", system_actor(), found))
        return True
