"""Forms sent twice: a page carries a key, and the key finds the record that its first send made (G5)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Integer, String
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import Model, UtcDateTime, session, transaction
from app.kernel.errors import PortalError

Record = TypeVar("Record")


class Submission(Model):
    """A form that has been sent: the key drawn with the page, and the record it made. A second send of the same page finds the first's record (G5)."""

    __tablename__ = "submission"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int | None] = mapped_column(Integer)
    subject_type: Mapped[str] = mapped_column(String(64), nullable=False)
    subject_id: Mapped[int] = mapped_column(Integer, nullable=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False)


def once(actor: Actor, submission: str | None, model: type[Record], make: Callable[[], Record]) -> Record:
    """Run `make` in a transaction unless this page was sent before; a double or parallel send gets the first's record (G5)."""
    if not submission:
        with transaction():
            return make()
    try:
        with transaction() as current:
            if earlier := sent_before(actor, submission, model):
                return earlier
            record = make()
            current.add(
                Submission(key=submission, user_id=actor.user_id, subject_type=_type(model), subject_id=_pk(record), at=clock.now())
            )
            current.flush()
            return record
    except (IntegrityError, PortalError):
        # Refused because the first has just taken the name, the number or the period.
        if earlier := sent_before(actor, submission, model):
            return earlier
        raise


def sent_before(actor: Actor, submission: str, model: type[Record]) -> Record | None:
    """The record this page has made already, if this person sent it."""
    row = session().get(Submission, submission)
    if row is None or (row.user_id, row.subject_type) != (actor.user_id, _type(model)):
        return None
    return session().get(model, row.subject_id)


def _type(model: type[Any]) -> str:
    name: str = model.__tablename__
    return name


def _pk(record: Any) -> int:
    pk: int = record.id
    return pk
