"""Counting for rate limits in the portal's own database: one count for all web processes, kept over a restart, on both engines.

Flask-Limiter uses it for RATELIMIT_STORAGE_URI=database://. Only what is limited asks it, so that ordinary pages cost neither read nor write.
"""

from datetime import datetime, timedelta

from limits.storage import Storage
from sqlalchemy import Integer, String, case, delete, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import db
from app.kernel import clock
from app.kernel.db import Model, UtcDateTime, insert_into
from app.kernel.queue import background
from app.kernel.tokens import disguise


class RateCount(Model):
    """How often something limited was done before `expires_at`. `id` is a disguise: neither address nor person can be read from it."""

    __tablename__ = "rate_count"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int] = mapped_column(Integer, nullable=False)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False, index=True)


class DatabaseStorage(Storage):
    """Fixed windows as rows. It has connections of its own: a refused request is rolled back, and must count all the same."""

    STORAGE_SCHEME = ["database"]

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Add to the count in one statement, which begins anew where the window has passed; two at once lose nothing."""
        now = clock.now()
        ends = now + timedelta(seconds=expiry)
        over = RateCount.expires_at <= now
        row = insert_into(RateCount).values(id=disguise(key), count=amount, expires_at=ends)
        counted = row.on_conflict_do_update(
            index_elements=["id"],
            set_={
                "count": case((over, amount), else_=RateCount.count + amount),
                "expires_at": case((over, ends), else_=RateCount.expires_at),
            },
        )
        with db.engine.execution_options(portal_write=True).begin() as connection:
            return int(connection.execute(counted.returning(RateCount.count)).scalar_one())

    def get(self, key: str) -> int:
        found = select(RateCount.count).where(RateCount.id == disguise(key), RateCount.expires_at > clock.now())
        with db.engine.connect() as connection:
            return connection.scalar(found) or 0

    def get_expiry(self, key: str) -> float:
        with db.engine.connect() as connection:
            ends = connection.scalar(select(RateCount.expires_at).where(RateCount.id == disguise(key)))
        return (ends or clock.now()).timestamp()

    def check(self) -> bool:
        """Whether the database answers."""
        try:
            self.get("")
        except SQLAlchemyError:
            return False
        return True

    def reset(self) -> int | None:
        return _delete()

    def clear(self, key: str) -> None:
        _delete(RateCount.id == disguise(key))


@background("limits.sweep", every_minutes=30)
def sweep_counts() -> None:
    """Forget the counts whose window has passed."""
    _delete(RateCount.expires_at <= clock.now())


def _delete(*which: object) -> int:
    with db.engine.execution_options(portal_write=True).begin() as connection:
        return int(connection.execute(delete(RateCount).where(*which)).rowcount)  # type: ignore[arg-type]
