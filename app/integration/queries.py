"""Reading tokens: whose call this is, and which tokens a person has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.accounts.queries import Person, load_person
from app.integration.models import ApiToken
from app.integration.rules import could_be_token
from app.kernel import clock
from app.kernel.db import session
from app.kernel.tokens import fingerprint


@dataclass(frozen=True)
class Caller(Person):
    """The person behind a token, as Flask-Login and the security manager ask for him, narrowed to the token's scopes."""

    token_id: int
    scopes: frozenset[str]
    used_at: datetime | None

    def get_id(self) -> str:
        """No cookie ever names a caller."""
        return ""


def load_caller(token: str, address: str | None = None) -> Caller | None:
    """Who calls with this token, in the roles of this moment; None if it is unknown, has expired, or the account is closed."""
    if not could_be_token(token):
        return None
    holding = select(ApiToken).where(ApiToken.token_hash == fingerprint(token), ApiToken.expires_at > clock.now())
    row = session().scalar(holding)
    person = load_person(row.user_id, row.method, address) if row is not None else None
    if row is None or person is None:
        return None
    return Caller(**vars(person), token_id=row.id, scopes=frozenset(row.scopes), used_at=row.used_at)


def tokens_of(user_id: int) -> Sequence[ApiToken]:
    """The person's tokens, the newest first; those that expired stay until he removes them."""
    return session().scalars(select(ApiToken).where(ApiToken.user_id == user_id).order_by(ApiToken.id.desc())).all()
