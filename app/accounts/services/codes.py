"""The second step of signing in: whether a code is the app's at this moment, or a recovery code. Each is good for one time."""

import pyotp
from sqlalchemy import select

from app.accounts.models import Account, RecoveryCode, SecondFactor
from app.accounts.rules import CODE_DIGITS, CODE_SECONDS, read_recovery_code, step_of_code
from app.accounts.services.hashing import password_fits
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import session, transaction
from app.kernel.events import Event, publish
from app.kernel.sealing import Seal

APP_KEYS = Seal("portal: keys of authenticator apps")


def has_factor(user_id: int) -> bool:
    """Whether this person signs in with a second factor."""
    confirmed = select(SecondFactor.user_id).where(SecondFactor.user_id == user_id, SecondFactor.confirmed_at.is_not(None))
    return session().scalar(confirmed) is not None


def code_fits(account: Account, code: str, address: str | None = None) -> bool:
    """Whether the code opens the account now; then it never does again. Inside a transaction, with the account locked."""
    with transaction() as current:
        factor = current.get(SecondFactor, account.id, populate_existing=True)
        if factor is None or factor.confirmed_at is None:
            return False
        return app_code_fits(factor, code) or _recovery_code_fits(account, code, address)


def app_code_fits(factor: SecondFactor, code: str) -> bool:
    """Whether the app shows this code now, give or take thirty seconds, and has not been believed with it before."""
    key = APP_KEYS.open(factor.sealed_key)
    if key is None:
        return False
    app = pyotp.TOTP(key, digits=CODE_DIGITS, interval=CODE_SECONDS)
    step = step_of_code(code, app.generate_otp, clock.now(), factor.last_step)
    if step is None:
        return False
    factor.last_step = step
    return True


def _recovery_code_fits(account: Account, code: str, address: str | None) -> bool:
    typed = read_recovery_code(code)
    if not typed:
        return False
    with transaction() as current:
        for row in current.scalars(select(RecoveryCode).where(RecoveryCode.user_id == account.id)):
            if password_fits(row.code_hash, typed):
                current.delete(row)
                publish(Event("account.recovery_code_used", Actor(account.id, account.summary, address=address), account))
                return True
    return False
