"""Drafts: what a person has typed into a wizard so far, per kind and record, found again on any device until it is sent, discarded or too old."""

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import JSON, Integer, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock, settings
from app.kernel.actor import Actor
from app.kernel.approval import sent_before
from app.kernel.db import Model, Stamped, UtcDateTime, insert_into, session, transaction
from app.kernel.errors import Conflict, Denied
from app.kernel.queue import background
from app.kernel.roles import SIGNED_IN, Reach
from app.kernel.scope import Scope
from app.kernel.settings import Kind, Setting

NEW = 0
"""The record id of a draft that has no record yet."""
UNBEGUN = "unbegun"
"""What a page carries that was made before there was a draft, where others carry the key of theirs."""

KEEP_DAYS = Setting(
    "drafts.keep_days",
    Kind.INTEGER,
    30,
    lazy_gettext("Drafts are kept for so many days"),
    lazy_gettext("Counted from the last change; an older draft is removed with the files uploaded for it."),
    least=1,
    most=365,
)
Values = Mapping[str, Sequence[str]]
"""What was typed into one step: the texts a browser would send, by the name of the field."""
Record = TypeVar("Record")


class Draft(Stamped, Model):
    """One draft. `data` holds Values by step; `submission` is the key under which it becomes a record once; `version` is what the record was when editing began."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("user_id", "kind", "record_id"),)

    user_id: Mapped[int] = mapped_column(Integer, nullable=False)
    kind: Mapped[str] = mapped_column(String(64), nullable=False)
    record_id: Mapped[int] = mapped_column(Integer, nullable=False, default=NEW)
    step: Mapped[str] = mapped_column(String(64), nullable=False)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    submission: Mapped[str] = mapped_column(String(64), nullable=False)
    version: Mapped[str] = mapped_column(String(64), nullable=False, default="")
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False, index=True)

    @property
    def seen(self) -> str:
        """A sign of what stands in it: a summary is sent as it was read, or read again."""
        return hashlib.sha256(json.dumps(self.data, sort_keys=True).encode()).hexdigest()[:32]

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(user=cls.user_id, readers=dict.fromkeys(SIGNED_IN, Reach.OWN))


def my_draft(actor: Actor, kind: str, record_id: int = NEW) -> Draft | None:
    """The actor's own draft for this record (NEW: for one that is not there yet)."""
    found: Draft | None = session().scalar(_mine(actor, kind).where(Draft.record_id == record_id))
    return found


def my_drafts(actor: Actor, kind: str) -> Sequence[Draft]:
    """All of his drafts of a kind, the latest first."""
    return session().scalars(_mine(actor, kind).order_by(Draft.changed_at.desc())).all()


def save_draft(
    actor: Actor,
    kind: str,
    record_id: int,
    step: str,
    data: Mapping[str, Values],
    version: str,
    *,
    first: Mapping[str, Values] = MappingProxyType({}),
    known: str = "",
) -> Draft:
    """Write the steps of `data` into the draft, which is made if there is none; `step` is where the person goes on.

    `first` is what the steps hold that no page has written yet, `known` the key of the draft that the page was made of. Raises Denied without an
    account, Conflict if that draft has been sent or discarded meanwhile: another page's late save begins no second one (G5). An UNBEGUN page that
    would write something else over what another page has kept meanwhile raises Conflict too; the same once more is kept.
    """
    if actor.user_id is None:
        raise Denied
    with transaction() as current:
        made = {"user_id": actor.user_id, "kind": kind, "record_id": record_id, "step": step, "data": {}, "version": version}
        stamps = {"created_at": clock.now(), "changed_at": clock.now(), "submission": secrets.token_urlsafe(24)}
        # Two devices that begin at once write one draft.
        current.execute(insert_into(Draft).values(**made, **stamps).on_conflict_do_nothing())
        draft: Draft = current.scalars(_mine(actor, kind).where(Draft.record_id == record_id).with_for_update()).one()
        typed = {key: {name: list(texts) for name, texts in values.items()} for key, values in data.items()}
        if known == UNBEGUN:
            if any(draft.data.get(key, values) != values for key, values in typed.items()):
                raise Conflict(begun())
        elif known and draft.submission != known:
            raise Conflict(gone())
        draft.data = {**first, **draft.data, **typed}
        draft.step, draft.changed_at = step, clock.now()
        return draft


def follow_record(actor: Actor, kind: str, record_id: int, version: str) -> Draft | None:
    """Let the draft of a correction go on from the record as it is now, after its owner was told that it changed; None if the draft is gone."""
    with transaction() as current:
        draft: Draft | None = current.scalar(_mine(actor, kind).where(Draft.record_id == record_id).with_for_update())
        if draft is not None:
            draft.version = version
        return draft


def discard_draft(actor: Actor, kind: str, pk: int) -> bool:
    """Forget it; False if it was gone already or never his."""
    with transaction() as current:
        found = delete(Draft).where(Draft.id == pk, Draft.kind == kind, Draft.user_id == actor.user_id)
        return bool(current.execute(found).rowcount)  # type: ignore[attr-defined]


def finish(actor: Actor, kind: str, record_id: int, submission: str, model: type[Record], make: Callable[[], Record]) -> Record:
    """Let `make` write the record and forget the draft, in one transaction; a second or parallel send gets the first's record (G5).

    Raises Conflict if the draft is gone and this page made no record: it was discarded, or sent from another device with other content.
    """
    with transaction() as current:
        draft = current.scalar(_mine(actor, kind).where(Draft.record_id == record_id, Draft.submission == submission).with_for_update())
        if draft is None:
            earlier = sent_before(actor, submission, model)
            if earlier is None:
                raise Conflict(gone())
            return earlier
        record = make()
        current.delete(draft)
        return record


def gone() -> str:
    """What is said of a page whose draft is no longer there."""
    return str(_("This draft has been sent or discarded already."))


def begun() -> str:
    """What is said of a page that was opened before another one kept the draft that now stands there."""
    return str(
        _(
            "You have begun this on another page or device meanwhile. What you typed here stands below and has not been kept yet: "
            "compare, then go on to keep it instead."
        )
    )


@background("drafts.sweep", every_minutes=60)
def sweep_drafts() -> None:
    """Remove drafts nobody has touched for as long as the agency keeps them."""
    with transaction() as current:
        current.execute(delete(Draft).where(Draft.changed_at < clock.now() - timedelta(days=settings.get(KEEP_DAYS))))


def _mine(actor: Actor, kind: str) -> Any:
    return select(Draft).where(Draft.user_id == actor.user_id, Draft.kind == kind)
