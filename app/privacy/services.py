"""Asking about one's data, and what a granted request does."""

from collections.abc import Sequence

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
from app.privacy.models import DataRequest, ProcessingActivity
from app.privacy.register import ACTIVITIES, values_of
from app.privacy.rules import ANSWER_WITHIN, REMIND_BEFORE, Wish
from app.privacy.workflow import ASKED

AT_ONCE = 100


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


def due_soon() -> Sequence[int]:
    """Requests of which the officers are to be reminded."""
    limit = clock.now() + REMIND_BEFORE
    query = select(DataRequest.id).where(DataRequest.state == ASKED.key, DataRequest.reminded_at.is_(None), DataRequest.due_at <= limit)
    return session().scalars(query.order_by(DataRequest.due_at).limit(AT_ONCE)).all()


def overdue() -> Sequence[int]:
    """Requests whose 72 hours have run out without an answer, not yet put before anybody higher."""
    query = select(DataRequest.id).where(
        DataRequest.state == ASKED.key, DataRequest.escalated_at.is_(None), DataRequest.due_at <= clock.now()
    )
    return session().scalars(query.order_by(DataRequest.due_at).limit(AT_ONCE)).all()


def remind(pk: int) -> bool:
    """Tell the officers that a day is left; once."""
    return _tell(pk, "reminded_at", "due_soon")


def escalate(pk: int) -> bool:
    """The time has run out: the auditor and the system administrator are told as well; once."""
    return _tell(pk, "escalated_at", "overdue")


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


def _tell(pk: int, column: str, key: str) -> bool:
    with transaction() as current:
        found = current.scalar(select(DataRequest).where(DataRequest.id == pk).with_for_update())
        if found is None or found.state != ASKED.key or getattr(found, column) is not None:
            return False
        setattr(found, column, clock.now())
        current.flush()
        publish(Event(f"data_request.{key}", system_actor(), found))
        return True
