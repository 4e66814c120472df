"""Setting up and ending the second factor: one's own after showing the password, another's by an administrator, as an audited act."""

from dataclasses import dataclass

import pyotp
from flask import current_app
from flask_appbuilder.security.sqla.models import User
from flask_babel import gettext as _
from sqlalchemy import delete, func, select

from app.accounts.models import Account, RecoveryCode, SecondFactor
from app.accounts.parameters import SECOND_FACTOR
from app.accounts.queries import Person, SignedIn
from app.accounts.rules import FRESH, Method, NeedsFactor, make_recovery_codes, needs_factor
from app.accounts.services.codes import APP_KEYS, app_code_fits, code_fits, has_factor
from app.accounts.services.guards import fetch_managed
from app.accounts.services.hashing import hash_password, password_fits
from app.accounts.services.sessions import end_sessions
from app.accounts.services.signing import is_locked, lock_account, note_failure
from app.kernel import clock, settings
from app.kernel.actor import Actor
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.events import Event, publish


@dataclass(frozen=True)
class Setup:
    """What the authenticator app is told: the key, and the same as an address for its camera."""

    key: str
    address: str


def must_set_up(person: Person) -> bool:
    """Whether the roles this person holds, chosen or not, need a second factor that he does not have."""
    elsewhere = person.method == Method.SSO and current_app.config["OIDC_CHECKS_SECOND_FACTOR"]
    if person.has_second_factor or elsewhere:
        return False
    return needs_factor(NeedsFactor(settings.get(SECOND_FACTOR)), [held.assignment.role for held in person.held])


def begin_setup(person: SignedIn, password: str) -> None:
    """Draw a key for the person's app; it counts once a code of it was typed. Raises Invalid (field "password"), Conflict."""
    prove_person(person, password)
    with transaction() as current:
        lock_account(person.id)
        if has_factor(person.id):
            raise Conflict
        current.execute(delete(SecondFactor).where(SecondFactor.user_id == person.id))
        current.add(SecondFactor(user_id=person.id, sealed_key=APP_KEYS.close(pyotp.random_base32()), last_step=0))


def setup_of(person: SignedIn, issuer: str) -> Setup | None:
    """The key that is being set up, or None."""
    factor = session().get(SecondFactor, person.id)
    key = APP_KEYS.open(factor.sealed_key) if factor is not None and factor.confirmed_at is None else None
    return Setup(key, pyotp.TOTP(key).provisioning_uri(name=person.username, issuer_name=issuer)) if key else None


def confirm_setup(person: SignedIn, code: str) -> list[str]:
    """Switch the second factor on with a first code of the app; returns the recovery codes, shown once. Other sessions end. Raises Invalid (field "code")."""
    codes = make_recovery_codes()
    hashes = [hash_password(each) for each in codes]
    with transaction() as current:
        account = lock_account(person.id)
        factor = current.get(SecondFactor, person.id, populate_existing=True)
        if factor is None or factor.confirmed_at is not None:
            raise Conflict
        if not app_code_fits(factor, code):
            raise Invalid(fields={"code": _("This is not the code that the app shows now.")})
        factor.confirmed_at = clock.now()
        _keep_codes(person.id, hashes)
        end_sessions(person.id, person.session_id)
        publish(Event("account.second_factor_on", person.actor, account))
        return codes


def renew_codes(person: SignedIn, code: str) -> list[str]:
    """Ten new recovery codes instead of the old ones, after a code. Raises Invalid (field "code")."""
    codes = make_recovery_codes()
    hashes = [hash_password(each) for each in codes]
    _prove_by_code(person, code)
    with transaction():
        account = lock_account(person.id)
        _keep_codes(person.id, hashes)
        publish(Event("account.recovery_codes", person.actor, account))
        return codes


def end_second_factor(person: SignedIn, password: str, code: str) -> None:
    """Switch one's own second factor off, after password and code. Raises Invalid (field "password" or "code")."""
    prove_person(person, password)
    _prove_by_code(person, code)
    with transaction():
        account = lock_account(person.id)
        _forget(person.id)
        end_sessions(person.id, person.session_id)
        publish(Event("account.second_factor_off", person.actor, account))


def reset_second_factor(actor: Actor, pk: int | str) -> Account:
    """Take the second factor from somebody who lost phone and codes; his sessions end, and he signs in with his password and sets it up anew."""
    with transaction():
        account = fetch_managed(actor, pk)
        lock_account(account.id)
        if has_factor(account.id):
            _forget(account.id)
            end_sessions(account.id)
            publish(Event("account.second_factor_reset", actor, account))
        return account


def codes_left(user_id: int) -> int:
    """How many recovery codes have not been used."""
    return session().scalar(select(func.count()).where(RecoveryCode.user_id == user_id)) or 0


def prove_person(person: SignedIn, password: str) -> None:
    """Ask for the present password; raises Invalid (field "password"). Whoever came through the agency's sign-in has no password here: it must have been just now."""
    if person.method == Method.SSO:
        if clock.now() - person.started_at > FRESH:
            raise Denied(_("Sign out and in again first: this is changed only shortly after signing in."))
        return
    user = session().get(User, person.id)
    account = session().get(Account, person.id)
    locked = account is None or is_locked(account.locked_until)
    if not password_fits(user.password if user is not None and not locked else None, password):
        if not locked:
            note_failure(person.id, "", person.actor.address)
        raise Invalid(fields={"password": _("This is not your present password.")})


def _prove_by_code(person: SignedIn, code: str) -> None:
    with transaction():
        account = lock_account(person.id)
        fits = not is_locked(account.locked_until) and code_fits(account, code, person.actor.address)
        if not fits and not is_locked(account.locked_until):
            note_failure(person.id, "", person.actor.address)
    if not fits:
        raise Invalid(fields={"code": _("This code is wrong or was used before.")})


def _keep_codes(user_id: int, hashes: list[str]) -> None:
    with transaction() as current:
        current.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
        current.add_all([RecoveryCode(user_id=user_id, code_hash=each) for each in hashes])


def _forget(user_id: int) -> None:
    with transaction() as current:
        current.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
        current.execute(delete(SecondFactor).where(SecondFactor.user_id == user_id))
