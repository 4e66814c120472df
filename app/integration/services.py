"""Making and revoking tokens; what ends a person's sessions everywhere ends his tokens too."""

from collections.abc import Collection
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, func, select, update

from app.accounts.queries import SignedIn
from app.accounts.services import prove_person
from app.integration.models import ApiToken
from app.integration.queries import Caller
from app.integration.rules import DAYS, LONGEST_NAME, MOST_TOKENS, SHOWN, TOKEN_PREFIX, USED_EVERY, make_token
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import transaction
from app.kernel.errors import Denied, Invalid
from app.kernel.events import Event, publish
from app.kernel.scope import fetch
from app.kernel.tokens import fingerprint


def add_token(person: SignedIn, name: str, scopes: Collection[str], days: int, password: str) -> str:
    """A new token of the person's own, returned this once; raises Invalid (also for a wrong password: the token outlives the session)."""
    if not scopes:
        raise Invalid(fields={"scopes": _("Choose at least one.")})
    if days not in DAYS or not 0 < len(name) <= LONGEST_NAME:
        raise Invalid
    prove_person(person, password)
    token = make_token()
    with transaction() as current:
        if (current.scalar(select(func.count()).where(ApiToken.user_id == person.id)) or 0) >= MOST_TOKENS:
            raise Invalid(_("You have %(count)s tokens. Revoke one that is no longer used.", count=MOST_TOKENS))
        row = ApiToken(
            user_id=person.id,
            name=name,
            prefix=token[: len(TOKEN_PREFIX) + SHOWN],
            token_hash=fingerprint(token),
            method=person.method,
            scopes=sorted(scopes),
            expires_at=clock.now() + timedelta(days=days),
        )
        current.add(row)
        current.flush()
        after = {"name": row.name, "scopes": row.scopes, "expires_at": row.expires_at.isoformat()}
        publish(Event("api_token.make", person.actor, row, {"after": after}))
    return token


def revoke_token(actor: Actor, pk: int | str) -> None:
    """End one of one's own tokens at once. Raises Missing."""
    with transaction() as current:
        row: ApiToken = fetch(ApiToken, actor, pk, lock=True)
        publish(Event("api_token.revoke", actor, row, {"before": {"name": row.name, "scopes": row.scopes}}))
        current.delete(row)


def end_tokens(actor: Actor, user_id: int) -> int:
    """End all tokens of a person, inside the transaction of what makes them end; returns how many there were."""
    with transaction() as current:
        rows = current.scalars(select(ApiToken).where(ApiToken.user_id == user_id)).all()
        for row in rows:
            publish(Event("api_token.end", actor, row, {"before": {"name": row.name, "scopes": row.scopes}}))
        current.execute(delete(ApiToken).where(ApiToken.id.in_([row.id for row in rows])))
        return len(rows)


def touch_token(caller: Caller) -> None:
    """Note that the token is in use, if that was not noted for a while."""
    now = clock.now()
    if caller.used_at is None or now - caller.used_at >= USED_EVERY:
        with transaction() as current:
            mine = update(ApiToken).where(ApiToken.id == caller.token_id)
            current.execute(mine.values(used_at=now).execution_options(synchronize_session=False))


def check_scope(caller: Caller, needed: str) -> None:
    """Raises Denied, naming the scope, if the token does not have it."""
    if needed not in caller.scopes:
        raise Denied(_("This token lacks the scope %(scope)s.", scope=needed))
