"""Signing in and out. A wrong password, an unknown NIP, a closed and a locked account are answered alike and take the same time."""

from datetime import datetime, timedelta

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import ColumnElement, select

from app.accounts.models import Account
from app.accounts.queries import SignedIn, load_signed_in
from app.accounts.rules import FAILURES_ALLOWED, LOCKED_MINUTES, read_login
from app.accounts.services.hashing import password_fits
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import session, transaction
from app.kernel.errors import Denied, Invalid
from app.kernel.events import Event, publish
from app.organisation.models import Employee
from app.organisation.rules import mask_nip

STRANGER = "-"
NIP_LENGTH = 18


def sign_in(login: str, password: str, address: str | None = None) -> SignedIn | None:
    """The person whose NIP (spaces and dots allowed) or technical user name and password these are, or None."""
    name = read_login(login)
    query = select(User.id, User.password, User.active, Account.locked_until).join(Account, Account.id == User.id).where(_named(name))
    found = session().execute(query).one_or_none()
    open_now = found is not None and bool(found.active) and not _is_locked(found.locked_until)
    fits = password_fits(found.password if found is not None and open_now else None, password)
    if found is None or not fits:
        _fail(found.id if found is not None and open_now else None, name, address)
        return None
    with transaction() as current:
        account = _locked(found.id)
        if account.user.password != found.password or _is_locked(account.locked_until):
            # While the password was being checked, it was changed or other guesses had locked the account.
            return None
        account.failed_count, account.locked_until = 0, None
        account.last_sign_in_at = clock.now()
        current.flush()
        person = load_signed_in(account.id, address)
        if person is not None:
            publish(Event("account.sign_in", person.actor, account))
        return person


def sign_out(actor: Actor) -> None:
    """End the person's sessions everywhere: a cookie kept somewhere is worth nothing afterwards."""
    if actor.user_id is None:
        raise Denied
    with transaction():
        account = _locked(actor.user_id)
        account.session_epoch += 1
        publish(Event("account.sign_out", actor, account))


def choose_language(actor: Actor, language: str, offered: tuple[str, ...]) -> None:
    """Remember the language the person reads, for pages and messages."""
    if language not in offered:
        raise Invalid
    if actor.user_id is None:
        raise Denied
    with transaction():
        account = _locked(actor.user_id)
        if account.language != language:
            before, account.language = account.language, language
            publish(Event("account.language", actor, account, {"before": {"language": before}, "after": {"language": language}}))


def _is_locked(until: datetime | None) -> bool:
    return until is not None and until > clock.now()


def _named(name: str) -> ColumnElement[bool]:
    if len(name) == NIP_LENGTH and name.isdecimal():
        return User.id == select(Employee.user_id).where(Employee.nip == name).scalar_subquery()
    return User.username == name


def _fail(user_id: int | None, name: str, address: str | None) -> None:
    """Count and record the attempt. What was typed is kept only as a masked NIP: people type passwords into the wrong field."""
    typed = mask_nip(name) if len(name) == NIP_LENGTH and name.isdecimal() else ""
    with transaction():
        account = _locked(user_id) if user_id is not None else None
        if account is not None:
            account.failed_count += 1
            if account.failed_count >= FAILURES_ALLOWED:
                account.failed_count, account.locked_until = 0, clock.now() + timedelta(minutes=LOCKED_MINUTES)
        stranger = Actor(user_id=None, name=STRANGER, address=address)
        publish(Event("account.sign_in_failed", stranger, account, {"login": typed}))


def _locked(user_id: int) -> Account:
    query = select(Account).where(Account.id == user_id).with_for_update(of=Account).execution_options(populate_existing=True)
    return session().scalars(query).one()
