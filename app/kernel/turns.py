"""One after the other: what a person may have only so many of is counted while nobody else counts for the same person."""

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select

from app.kernel.actor import Actor
from app.kernel.db import session, unit_of_work


def take_turn(actor: Actor) -> None:
    """Wait until no other transaction of this person is in between counting and writing; holds until the end of the open one.

    On SQLite a writing transaction is alone anyway.
    """
    unit_of_work()
    # Weaker than FOR UPDATE: rows that only refer to the person need not wait.
    session().execute(select(User.id).where(User.id == actor.user_id).with_for_update(key_share=True))
