"""Sessions: rows that a cookie names. They end one by one, all but this one, or all; ending is deleting, and the audit trail remembers."""

import secrets

from sqlalchemy import delete, not_, update

from app.accounts.models import Account, AccountSession
from app.accounts.queries import SignedIn, load_session, still_holds
from app.accounts.rules import SEEN_EVERY, Method
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import session, transaction
from app.kernel.errors import Denied, Missing
from app.kernel.events import Event, publish
from app.kernel.roles import Role
from app.kernel.scope import fetch
from app.kernel.tokens import fingerprint

LONGEST_DEVICE, LONGEST_ADDRESS = 60, 45


def open_session(user_id: int, method: Method, device: str = "", address: str | None = None) -> SignedIn | None:
    """Begin a session under a new random token, which is stored nowhere; None if the account is closed."""
    token, now = secrets.token_urlsafe(32), clock.now()
    with transaction() as current:
        row = AccountSession(
            user_id=user_id,
            token_hash=fingerprint(token),
            method=method.value,
            device=device[:LONGEST_DEVICE],
            address=(address or "")[:LONGEST_ADDRESS],
            started_at=now,
            seen_at=now,
        )
        current.add(row)
        current.flush()
        return load_session(token, address)


def touch_session(person: SignedIn) -> None:
    """Note that the session is in use, if that was not noted for a while."""
    now = clock.now()
    if now - person.seen_at >= SEEN_EVERY:
        with transaction() as current:
            stale = update(AccountSession).where(AccountSession.id == person.session_id, AccountSession.seen_at <= now - SEEN_EVERY)
            current.execute(stale.values(seen_at=now).execution_options(synchronize_session=False))


def end_session(actor: Actor, pk: int | str) -> None:
    """End one of one's own sessions; one that is gone already is no mistake."""
    with transaction() as current:
        try:
            row: AccountSession = fetch(AccountSession, actor, pk, lock=True)
        except Missing:
            return
        publish(Event("account.session_end", actor, row))
        current.delete(row)


def end_other_sessions(actor: Actor, session_id: int) -> int:
    """End every session of one's own but this one; returns how many there were."""
    if actor.user_id is None:
        raise Denied
    with transaction():
        count = end_sessions(actor.user_id, session_id)
        if count:
            publish(Event("account.session_end_others", actor, None, {"count": count}))
        return count


def end_sessions_of(actor: Actor, user_id: int | None = None) -> int:
    """End every session of one person, or of everybody: when a machine or the database was in wrong hands. Returns how many there were."""
    if not actor.has(Role.SYSTEM):
        raise Denied
    every = delete(AccountSession) if user_id is None else delete(AccountSession).where(AccountSession.user_id == user_id)
    with transaction() as current:
        count = int(current.execute(every.execution_options(synchronize_session="fetch")).rowcount)  # type: ignore[attr-defined]
        publish(Event("account.session_end_others", actor, current.get(Account, user_id) if user_id else None, {"count": count}))
        return count


def end_sessions(user_id: int, but: int | None = None) -> int:
    """End the person's sessions everywhere, at once; `but` one of them. Inside the transaction of what makes them end."""
    mine = delete(AccountSession).where(AccountSession.user_id == user_id)
    if but is not None:
        mine = mine.where(AccountSession.id != but)
    ended = session().execute(mine.execution_options(synchronize_session="fetch"))
    return int(ended.rowcount)  # type: ignore[attr-defined]


def forget_sessions() -> int:
    """Delete the sessions whose time has passed; returns how many."""
    with transaction() as current:
        past = delete(AccountSession).where(not_(still_holds()))
        return int(current.execute(past.execution_options(synchronize_session=False)).rowcount)  # type: ignore[attr-defined]


def sign_out(actor: Actor, session_id: int) -> None:
    """End this session: its cookie, kept anywhere, is worth nothing afterwards."""
    if actor.user_id is None:
        raise Denied
    with transaction() as current:
        current.execute(delete(AccountSession).where(AccountSession.id == session_id, AccountSession.user_id == actor.user_id))
        publish(Event("account.sign_out", actor, None))


def choose_role(actor: Actor, person: SignedIn, key: str) -> None:
    """Narrow this session to one of the roles held, or widen it to all of them (""). It never holds more than the person does."""
    if key and key not in {held.key for held in person.held}:
        raise Missing
    with transaction() as current:
        mine = update(AccountSession).where(AccountSession.id == person.session_id, AccountSession.user_id == actor.user_id)
        current.execute(mine.values(acting=key or None).execution_options(synchronize_session=False))
        publish(Event("account.role_chosen", actor, None, {"before": {"acting": person.acting}, "after": {"acting": key or None}}))
