"""Signing in. A wrong password, an unknown NIP, a closed and a locked account are answered alike and take the same time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_appbuilder.security.sqla.models import User
from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.parameters import FIRST_PASSWORD_DAYS
from app.accounts.queries import SignedIn, holders, named
from app.accounts.rules import FORGIVEN_AFTER, HALF_WAY, NIP_LENGTH, Method, lock_for, read_login
from app.accounts.services.codes import code_fits, has_factor
from app.accounts.services.hashing import password_fits
from app.accounts.services.sessions import open_session
from app.kernel import clock, settings
from app.kernel.actor import Actor
from app.kernel.db import session, transaction
from app.kernel.errors import Denied, Invalid
from app.kernel.events import Event, publish
from app.kernel.roles import Role
from app.organisation.rules import mask_nip

STRANGER = "-"


@dataclass(frozen=True)
class HalfWay:
    """Somebody whose password was right and who still owes the code of his app: what the cookie carries meanwhile. It opens nothing."""

    user_id: int
    method: str
    since: float
    password_changed: str


def sign_in(
    login: str, password: str, address: str | None = None, device: str = "", only_superusers: bool = False
) -> SignedIn | HalfWay | None:
    """The person whose NIP (spaces and dots allowed) or technical user name and password these are, in a new session, or half way to it, or None.

    With `only_superusers` everybody else is refused as if the password were wrong. Raises Denied for a first password that nobody used in time.
    """
    name = read_login(login)
    query = select(User.id, User.password, User.active, Account.locked_until).join(Account, Account.id == User.id).where(named(name))
    found = session().execute(query).one_or_none()
    open_now = found is not None and bool(found.active) and not is_locked(found.locked_until)
    fits = password_fits(found.password if found is not None and open_now else None, password)
    if found is None or not fits:
        note_failure(found.id if found is not None and open_now else None, name, address)
        return None
    with transaction():
        account = lock_account(found.id)
        if account.user.password != found.password or is_locked(account.locked_until):
            # While the password was being checked, it was changed or other guesses had locked the account.
            return None
        if only_superusers and account.id not in holders(Role.SUPERUSER):
            return None
        if first_password_ended(account.must_change_password, account.password_changed_at):
            raise Denied(_("This first password has ended. Ask your personnel officer for a new one, or choose one by e-mail."))
        return _admit(account, Method.PASSWORD, device, address, ask_code=True)


def sign_in_from_agency(claim: str, address: str | None = None, device: str = "", ask_code: bool = True) -> SignedIn | HalfWay | None:
    """The person whom the agency's own sign-in names, if he has an open account; nobody gets an account or a right by it.

    With `ask_code` whoever has a second factor here shows it as ever.
    """
    name = read_login(claim)
    pk = session().scalar(select(User.id).join(Account, Account.id == User.id).where(named(name), User.active.is_(True)))
    if pk is None:
        note_failure(None, name, address)
        return None
    with transaction():
        account = lock_account(pk)
        return _admit(account, Method.SSO, device, address, ask_code) if account.user.active else None


def _admit(account: Account, method: Method, device: str, address: str | None, ask_code: bool) -> SignedIn | HalfWay | None:
    if ask_code and has_factor(account.id):
        return HalfWay(account.id, method.value, clock.now().timestamp(), str(account.password_changed_at))
    return enter(account, method, device, address)


def finish_sign_in(half: HalfWay, code: str, address: str | None = None, device: str = "") -> SignedIn | None:
    """The second step: the session of the person, if the code is the app's or one of his recovery codes; every wrong one counts towards the lock."""
    if clock.now().timestamp() - half.since > HALF_WAY.total_seconds():
        return None
    with transaction():
        account = lock_account(half.user_id)
        if is_locked(account.locked_until) or not account.user.active or str(account.password_changed_at) != half.password_changed:
            return None
        if code_fits(account, code, address):
            return enter(account, Method(half.method), device, address)
        note_failure(account.id, "", address)
        return None


def enter(account: Account, method: Method, device: str, address: str | None) -> SignedIn | None:
    """Begin the session of somebody who has proved who he is, and forgive his failures; inside a transaction, with the account locked."""
    with transaction() as current:
        account.failed_count, account.locked_until = 0, None
        account.last_sign_in_at = clock.now()
        current.flush()
        person = open_session(account.id, method, device, address)
        if person is not None:
            publish(Event("account.sign_in", person.actor, account, {"method": method.value}))
        return person


def choose_language(actor: Actor, language: str, offered: tuple[str, ...]) -> None:
    """Remember the language the person reads, for pages and messages."""
    if language not in offered:
        raise Invalid
    if actor.user_id is None:
        raise Denied
    with transaction():
        account = lock_account(actor.user_id)
        if account.language != language:
            before, account.language = account.language, language
            publish(Event("account.language", actor, account, {"before": {"language": before}, "after": {"language": language}}))


def note_failure(user_id: int | None, name: str, address: str | None) -> None:
    """Count and record the attempt. What was typed is kept only as a masked NIP: people type passwords into the wrong field."""
    typed = mask_nip(name) if len(name) == NIP_LENGTH and name.isdecimal() else ""
    with transaction():
        account = lock_account(user_id) if user_id is not None else None
        if account is not None:
            quiet = account.locked_until is not None and account.locked_until < clock.now() - FORGIVEN_AFTER
            account.failed_count = 1 if quiet else account.failed_count + 1
            span = lock_for(account.failed_count)
            account.locked_until = clock.now() + span if span else None
        stranger = Actor(user_id=None, name=STRANGER, address=address)
        publish(Event("account.sign_in_failed", stranger, account, {"login": typed}))


def first_password_ended(must_change: bool, made_at: datetime | None) -> bool:
    """Whether the password is one that was handed out and not used in time (ASVS 6.4.1)."""
    days = timedelta(days=settings.get(FIRST_PASSWORD_DAYS))
    return must_change and made_at is not None and made_at + days <= clock.now()


def is_locked(until: datetime | None) -> bool:
    """Whether the account takes no attempt at this moment."""
    return until is not None and until > clock.now()


def lock_account(user_id: int) -> Account:
    """The account, locked and read anew, for a change in this transaction."""
    query = select(Account).where(Account.id == user_id).with_for_update(of=Account).execution_options(populate_existing=True)
    return session().scalars(query).one()
