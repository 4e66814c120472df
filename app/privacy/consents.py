"""Consent to what goes beyond the law: given and withdrawn in one log that only grows, with the words that were agreed to."""

from functools import partial

from sqlalchemy import select

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.consent import PHOTO, Agreement, define_consent
from app.kernel.db import session, transaction
from app.kernel.errors import Denied
from app.kernel.events import Event, publish
from app.notifications.services.pairing import unlink_telegram
from app.privacy.models import Consent
from app.privacy.rules import VERSIONS, WORDS, Purpose


def note(actor: Actor, user_id: int, purpose: Purpose, given: bool) -> Consent | None:
    """Add a line to the log unless the last one says the same of the same words; None then."""
    with transaction() as current:
        last = last_of(user_id, purpose)
        version = VERSIONS[purpose]
        if (last is not None and last.given == given and (last.version == version or not given)) or (last is None and not given):
            return None
        made = Consent(user_id=user_id, purpose=purpose.value, version=version, given=given, at=clock.now())
        current.add(made)
        current.flush()
        data = {"purpose": purpose.value, "version": version}
        publish(Event("consent.give" if given else "consent.withdraw", actor, made, data))
        return made


def give(actor: Actor, purpose: Purpose) -> Consent | None:
    """Agree to the words of now. Telegram is agreed to where it is connected, not here. Raises Denied."""
    if actor.user_id is None or purpose is Purpose.TELEGRAM:
        raise Denied
    return note(actor, actor.user_id, purpose, given=True)


def withdraw(actor: Actor, purpose: Purpose) -> None:
    """Take consent back, effective with this transaction: the chat is forgotten, no message goes to it any more. Raises Denied."""
    if actor.user_id is None:
        raise Denied
    with transaction():
        if purpose is Purpose.TELEGRAM:
            unlink_telegram(actor)
        note(actor, actor.user_id, purpose, given=False)


def last_of(user_id: int, purpose: Purpose) -> Consent | None:
    """The latest line of the log about this purpose."""
    query = select(Consent).where(Consent.user_id == user_id, Consent.purpose == purpose.value).order_by(Consent.id.desc())
    return session().scalar(query.limit(1))


def has_agreed(user_id: int, purpose: Purpose) -> bool:
    """Whether the person agrees now; asked before what needs his consent is done."""
    last = last_of(user_id, purpose)
    return last is not None and last.given


define_consent(PHOTO, Agreement(WORDS[Purpose.PHOTO], partial(has_agreed, purpose=Purpose.PHOTO), partial(give, purpose=Purpose.PHOTO)))
