"""Whether the portal can work: the database answers, and a worker has been seen lately. For monitoring; says nothing of anybody."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import String, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.db import Model, UtcDateTime, insert_into, session, transaction

WORKER = "worker"
SILENT_AFTER = timedelta(minutes=2)
"""Several of the worker's rounds; one that is silent for longer has died or cannot reach the database."""

log = logging.getLogger(__name__)


class Heartbeat(Model):
    """When a part of the portal that nobody asks over HTTP was last seen alive, or last began its turn."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False)


def beat(name: str = WORKER) -> None:
    """Note that `name` is alive. A database that is away is the next round's matter: the worker outlives it."""
    now = clock.now()
    row = insert_into(Heartbeat).values(name=name, seen_at=now)
    try:
        with transaction() as current:
            current.execute(row.on_conflict_do_update(index_elements=["name"], set_={"seen_at": now}))
    except SQLAlchemyError:
        log.exception("no sign of life could be written")


def begin_turn(name: str, pause: timedelta) -> bool:
    """Whether this worker may do `name` now: one does, of all that ask, and none again before `pause` is over, which is longer than a turn takes."""
    now = clock.now()
    row = insert_into(Heartbeat).values(name=name, seen_at=now)
    over = Heartbeat.seen_at <= now - pause
    mine = row.on_conflict_do_update(index_elements=["name"], set_={"seen_at": now}, where=over).returning(Heartbeat.name)
    with transaction() as current:
        return current.execute(mine).first() is not None


def state() -> Mapping[str, str]:
    """`database` is ok or away; `worker` is ok, silent, or unknown while the database is away."""
    try:
        seen = session().scalar(select(Heartbeat.seen_at).where(Heartbeat.name == WORKER))
    except SQLAlchemyError:
        session().rollback()
        return {"database": "away", "worker": "unknown"}
    return {"database": "ok", "worker": "ok" if seen is not None and clock.now() - seen < SILENT_AFTER else "silent"}
