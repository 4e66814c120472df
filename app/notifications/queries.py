"""Reads: who a notice is for, how a person can be reached, and what a person or the administrator sees."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.acting_queries import with_deputies
from app.accounts.models import Account
from app.accounts.queries import holders
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import insert_into, session
from app.kernel.listing import Page
from app.kernel.outbox import Progress
from app.kernel.roles import Role
from app.kernel.scope import scope_of, visible
from app.notifications.channels import Channel
from app.notifications.models import (
    ChannelChoice,
    ChannelGate,
    Notification,
    OutboxMessage,
    TelegramLink,
    TelegramPairing,
)
from app.notifications.rules import Audience, Notice, Recipient, notices_offered
from app.organisation.models import Employee, Unit

LATE = timedelta(hours=1)
DEFAULT_LANGUAGE = "id"
PAGE_ROWS = 25
AT_ONCE = 500
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
NO_MAIL = (".invalid", "@localhost")
"""FAB wants an address for every account; these endings mean that there is none."""


@dataclass(frozen=True)
class Ways:
    """By which channels a person can be reached now, and what he has chosen."""

    addresses: dict[Channel, str]
    choices: dict[tuple[str, Channel], bool] = field(default_factory=dict)

    def chosen(self, notice: Notice) -> frozenset[Channel]:
        """The channels that are open, reach him, and that he wants for this notice."""
        if notice.of_account:
            return frozenset(self.addresses)
        return frozenset(channel for channel in self.addresses if self.choices.get((notice.kind, channel), channel in notice.chosen))


def page_of(query: Select[Any], number: int) -> Page:
    """The rows of page `number`, which is brought into the list's range."""
    total = session().scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    pages = max(1, -(-total // PAGE_ROWS))
    number = min(max(number, 1), pages)
    start = (number - 1) * PAGE_ROWS
    rows = session().scalars(query.limit(PAGE_ROWS).offset(start)).all()
    return Page(rows, number, pages, total, start + 1 if rows else 0, start + len(rows))


def unread_count(actor: Actor) -> int:
    """How many notifications the actor has not read."""
    return session().scalar(unread(actor)) or 0 if actor.user_id is not None else 0


def unread(actor: Actor) -> Select[Any]:
    """The query behind it: one count over an index, asked on every page."""
    return select(func.count()).where(Notification.user_id == actor.user_id, Notification.read_at.is_(None))


def notifications_of(actor: Actor) -> Select[Notification]:
    """The actor's notifications, unread ones first, then the newest."""
    return (
        select(Notification)
        .where(visible(Notification, actor))
        .order_by(Notification.read_at.is_not(None), Notification.created_at.desc(), Notification.id.desc())
    )


def not_through(actor: Actor) -> ColumnElement[bool]:
    """What the administrator should look at: stuck, or waiting for more than an hour."""
    late = and_(OutboxMessage.progress == Progress.WAITING.value, OutboxMessage.created_at < clock.now() - LATE)
    return or_(OutboxMessage.progress == Progress.STUCK.value, late)


def count_by_progress(actor: Actor) -> dict[Progress, int]:
    """How many messages stand where."""
    counted = select(OutboxMessage.progress, func.count()).where(visible(OutboxMessage, actor)).group_by(OutboxMessage.progress)
    found = {Progress(progress): number for progress, number in session().execute(counted)}
    return {progress: found.get(progress, 0) for progress in Progress}


def choices_of(actor: Actor) -> list[tuple[Notice, dict[Channel, bool]]]:
    """Every notice the actor may receive, and for each of its channels whether he wants it."""
    stored = {
        (row.kind, row.channel): row.wanted
        for row in session().scalars(select(ChannelChoice).where(ChannelChoice.user_id == actor.user_id))
    }
    return [
        (notice, {channel: stored.get((notice.kind, channel.value), channel in notice.chosen) for channel in notice.channels})
        for notice in notices_offered(actor.roles, actor.employee_id is not None)
    ]


def telegram_link_of(actor: Actor) -> TelegramLink | None:
    """The actor's link with Telegram, active or not."""
    return session().scalar(select(TelegramLink).where(visible(TelegramLink, actor)))


def pairing_is_open() -> bool:
    """True while somebody holds a token that may still be spent."""
    waiting = select(TelegramPairing.id).where(TelegramPairing.used_at.is_(None), TelegramPairing.expires_at > clock.now())
    return session().scalar(waiting.limit(1)) is not None


@dataclass(frozen=True)
class Person:
    """Whom a message goes to: language, and an address for each way he can be reached by now."""

    language: str
    addresses: dict[Channel, str]

    def address(self, channel: Channel) -> str | None:
        return self.addresses.get(channel)


def person_called(user_id: int) -> Person | None:
    """The person behind an account, or None if the account is closed."""
    open_account = select(func.coalesce(Account.language, DEFAULT_LANGUAGE)).select_from(User).outerjoin(Account, Account.id == User.id)
    language = session().scalar(open_account.where(User.id == user_id, User.active))
    return Person(language, _addresses([user_id]).get(user_id, {})) if language is not None else None


def ways_to_reach(user_ids: Collection[int], channels: Collection[Channel]) -> dict[int, Ways]:
    """For each person the open `channels` that reach him, and his choices; two queries for all of them."""
    addresses = _addresses(user_ids)
    choices: dict[int, dict[tuple[str, Channel], bool]] = {}
    for row in session().scalars(select(ChannelChoice).where(ChannelChoice.user_id.in_(user_ids))):
        choices.setdefault(row.user_id, {})[row.kind, Channel(row.channel)] = row.wanted
    return {
        user_id: Ways(
            {channel: address for channel, address in addresses.get(user_id, {}).items() if channel in channels}, choices.get(user_id, {})
        )
        for user_id in user_ids
    }


def gate_of(channel: Channel, *, lock: bool = False) -> ChannelGate:
    """The channel's row, made when first asked for; inside a transaction."""
    found = select(ChannelGate).where(ChannelGate.channel == channel.value).execution_options(populate_existing=True)
    if lock:
        found = found.with_for_update()
    gate = session().scalar(found)
    if gate is None:
        session().execute(insert_into(ChannelGate).on_conflict_do_nothing().values(channel=channel.value, next_at=LONG_AGO, offset=0))
        gate = session().scalars(found).one()
    return gate


def _addresses(user_ids: Collection[int]) -> dict[int, dict[Channel, str]]:
    rows = session().execute(
        select(User.id, func.coalesce(Employee.email_official, User.email), TelegramLink.chat_id)
        .outerjoin(Employee, Employee.user_id == User.id)
        .outerjoin(TelegramLink, and_(TelegramLink.user_id == User.id, TelegramLink.active))
        .where(User.id.in_(user_ids), User.active)
    )
    found: dict[int, dict[Channel, str]] = {}
    for user_id, email, chat_id in rows:
        ways = found.setdefault(user_id, {})
        if chat_id is not None:
            ways[Channel.TELEGRAM] = str(chat_id)
        if email and not email.endswith(NO_MAIL):
            ways[Channel.EMAIL] = email
    return found


def who_is_told(recipients: Iterable[Recipient], subject: Any) -> list[int]:
    """The open accounts of the people `recipients` mean for this record, each once, in the order of `recipients`.

    The owner and the unit come from the record's `__scope__`. An OPD admin counts only if the record's unit lies in his subtree.
    """
    found: dict[int, None] = {}
    for recipient in recipients:
        if recipient.audience is Audience.OWNER:
            told = _owner_accounts(subject)
        elif recipient.audience is Audience.SUPERVISOR:
            told = _supervisor_accounts(subject)
        elif recipient.find is not None:
            told = _employee_accounts(recipient.find(subject))
        else:
            told = _holder_accounts(recipient.role or Role.SYSTEM, subject)
        found.update(dict.fromkeys(told))
    return list(found)


def _owner_accounts(subject: Any) -> list[int]:
    scope = scope_of(type(subject))
    if scope is None or (scope.owner is None and scope.user is None):
        return []
    model = type(subject)
    if scope.owner is None:
        return list(session().scalars(select(User.id).join(model, scope.user == User.id).where(model.id == subject.id, User.active)))
    owner = select(scope.owner).where(model.id == subject.id)
    return list(session().scalars(_accounts_of(Employee.id.in_(owner))))


def _supervisor_accounts(subject: Any) -> list[int]:
    scope = scope_of(type(subject))
    if scope is None or scope.owner is None:
        return []
    person = aliased(Employee)
    owner = select(scope.owner).where(type(subject).id == subject.id)
    found = session().execute(select(person.id, person.supervisor_id).where(person.id.in_(owner))).all()
    supervisors = [row.supervisor_id for row in found if row.supervisor_id is not None]
    return _employee_accounts(with_deputies(supervisors, Role.SUPERVISOR, but=[row.id for row in found]))


def _employee_accounts(people: Sequence[int]) -> list[int]:
    """The accounts of these employees, a part at a time: a statement holds only so many values."""
    parts = (people[start : start + AT_ONCE] for start in range(0, len(people), AT_ONCE))
    return [pk for part in parts for pk in session().scalars(_accounts_of(Employee.id.in_(part)))]


def _holder_accounts(role: Role, subject: Any) -> list[int]:
    if role is not Role.OPD_ADMIN:
        return holders(role)
    scope = scope_of(type(subject))
    if scope is None or scope.unit is None:
        return []
    unit_id = select(scope.unit).where(type(subject).id == subject.id).scalar_subquery()
    path = session().scalar(select(Unit.path).where(Unit.id == unit_id))
    return holders(role, path) if path else []


def _accounts_of(people: ColumnElement[bool]) -> Select[int]:
    return select(User.id).join(Employee, Employee.user_id == User.id).where(people, User.active)
