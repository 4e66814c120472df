"""What leaves the portal: rows written in the transaction of their event, claimed with a lease, sent outside any transaction, then marked.

The guarantee is at-least-once. A worker that dies between the other side's "ok" and our mark leaves a leased row; when the lease ends another worker sends it
again, under the same key. Nothing is lost, nothing is sent that was rolled back, and something comes twice only after such a death.

A feature with something to send has a table (`Leaving`) and an `Outbox` that says how a row is packed and sent.
"""

import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar
from uuid import uuid4

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from sqlalchemy import CheckConstraint, ColumnElement, Index, Integer, Select, String, Update, and_, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.db import Stamped, UtcDateTime, session, transaction
from app.kernel.errors import N_

BACK_OFF = (10, 30, 120, 600, 1800, 7200, 21600)
"""Seconds to wait after the first, second, … failed try; a failure after the last one makes the row stuck (about 9 hours in all)."""

LEASE_SECONDS = 60
"""How long a worker may hold a row: longer than any sending may take, so only a dead worker loses one."""

PATIENCE = 2.0
"""Seconds a drain waits for the next row before it leaves the rest to the next run."""

LONGEST_REASON = 200
WORKER_DIED = N_("The worker stopped while sending this message, several times.")


class Progress(StrEnum):
    """How far something is on its way out."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    STUCK = "stuck"
    GIVEN_UP = "given_up"


PROGRESS_LABELS: dict[Progress, LazyString] = {
    Progress.WAITING: _("Waiting"),
    Progress.SENDING: _("Being sent"),
    Progress.SENT: _("Sent"),
    Progress.STUCK: _("Stuck"),
    Progress.GIVEN_UP: _("Given up"),
}


class Outcome(StrEnum):
    """What the other side said: sent, try later, refused for good, or it wants nothing of this kind any more."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    CLOSED = "closed"


@dataclass(frozen=True)
class Delivery:
    """The outcome, its reason for the administrator (never a secret, never an address), and seconds to wait if told. `status` is that of an HTTP answer."""

    outcome: Outcome
    reason: str = ""
    retry_after: float | None = None
    status: int | None = None


class Leaving(Stamped):
    """Mixin of a table of what leaves. `key` names the row at every try; `lease` is a worker's hold on it. The model repeats `leaving_rules` among its constraints."""

    key: Mapped[str] = mapped_column(String(80), unique=True, nullable=False)
    progress: Mapped[str] = mapped_column(String(16), nullable=False, default=Progress.WAITING.value)
    attempts: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False)
    lease: Mapped[str | None] = mapped_column(String(32))
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON), nullable=False, default="")
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def why(self) -> str:
        """The last reason: our own words in the reader's language, or the other side's answer as it came."""
        return str(gettext(self.reason)) if self.reason else ""

    def end(self, progress: Progress, reason: str = "") -> None:
        """Let go of the row, in this standing."""
        self.progress, self.reason = progress.value, reason[:LONGEST_REASON]
        self.lease = self.leased_until = None

    def start_over(self) -> None:
        """Let it go out again, at once and with all its tries."""
        self.end(Progress.WAITING)
        self.attempts, self.due_at = 0, clock.now()


def leaving_rules(table: str) -> tuple[Any, ...]:
    """The database's own refusal of standings that cannot be, and the index by which a worker finds what is due."""
    return (
        CheckConstraint(f"progress IN ({', '.join(repr(progress.value) for progress in Progress)})", name="progress"),
        CheckConstraint("(progress = 'sending') = (lease IS NOT NULL AND leased_until IS NOT NULL)", name="lease"),
        Index(f"ix_{table}_due", "progress", "due_at"),
    )


Row = TypeVar("Row", bound=Any)
Parcel = TypeVar("Parcel")


@dataclass(frozen=True)
class Claim(Generic[Parcel]):
    """A row that this worker holds under `lease`, and what it is to send."""

    pk: int
    lease: str
    attempts: int
    parcel: Parcel


@dataclass(frozen=True)
class Pause:
    """Nothing may be sent now; `seconds` until something may, None if nothing is near."""

    seconds: float | None


class Outbox(ABC, Generic[Row, Parcel]):
    """One table and its way out. Any number of workers may drain it at once."""

    model: ClassVar[type[Any]]
    loads: ClassVar[tuple[Any, ...]] = ()
    """What of its relations a row is packed from."""
    waits: ClassVar[Sequence[float]] = BACK_OFF
    no_way: ClassVar[str]
    """Why a row is given up that has no way out (any more)."""

    @abstractmethod
    def candidates(self) -> Select[Any]:
        """The rows that this outbox may send at all, joined with what `gates` needs."""

    def gates(self) -> Sequence[Any]:
        """Moments before which a row stays, beside its own; NULL holds nothing up."""
        return ()

    @abstractmethod
    def pack(self, row: Row, now: datetime) -> Parcel | Pause | None:
        """What is to be sent; a Pause if not yet, None if there is no way. Inside the transaction of the claim."""

    @abstractmethod
    def send(self, parcel: Parcel) -> Delivery:
        """Send it, outside any transaction; what the other side does is no exception."""

    def settled(self, row: Row, parcel: Parcel, delivery: Delivery, now: datetime) -> None:
        """What else is to be written down, in the transaction that marks the row."""

    def drain(self, seconds: float) -> int:
        """Send what is due, for at most `seconds`; returns how many went out."""
        sent, end = 0, time.monotonic() + seconds
        while time.monotonic() < end:
            claimed = self.claim_next()
            if isinstance(claimed, Claim):
                delivery = self.send(claimed.parcel)
                self.settle(claimed, delivery)
                sent += delivery.outcome is Outcome.SENT
            elif claimed.seconds is None:
                break
            else:
                time.sleep(max(claimed.seconds, 0.01))
        return sent

    def claim_next(self) -> Claim[Parcel] | Pause:
        """Take one due row whose gates are open; two workers never hold one row."""
        with transaction() as current:
            now = clock.now()
            row = current.scalar(self._due(now))
            if row is None:
                return Pause(self._seconds_to_next(now))
            if row.attempts > len(self.waits):
                row.end(Progress.STUCK, WORKER_DIED)
                return Pause(0.0)
            parcel = self.pack(row, now)
            if parcel is None:
                row.end(Progress.GIVEN_UP, self.no_way)
                return Pause(0.0)
            if isinstance(parcel, Pause):
                return parcel
            lease = uuid4().hex
            mine = update(self.model).where(self.model.id == row.id, self._free(now))
            until = now + timedelta(seconds=LEASE_SECONDS)
            held = {"progress": Progress.SENDING.value, "lease": lease, "leased_until": until, "attempts": self.model.attempts + 1}
            if not changes_one(mine.values(**held)):
                return Pause(0.0)
            return Claim(row.id, lease, row.attempts + 1, parcel)

    def settle(self, claim: Claim[Parcel], delivery: Delivery) -> None:
        """Write down what came of it, unless the lease was lost to another worker meanwhile."""
        with transaction() as current:
            row = current.scalar(
                select(self.model)
                .where(self.model.id == claim.pk, self.model.lease == claim.lease)
                .with_for_update()
                .execution_options(populate_existing=True)
            )
            if row is None:
                return
            now = clock.now()
            if delivery.outcome is Outcome.SENT:
                row.end(Progress.SENT)
                row.sent_at = now
            elif delivery.outcome is Outcome.CLOSED:
                row.end(Progress.GIVEN_UP, self.no_way)
            elif delivery.outcome is Outcome.REFUSED:
                row.end(Progress.STUCK, delivery.reason)
            else:
                self._try_again(row, claim, delivery, now)
            self.settled(row, claim.parcel, delivery, now)

    def _try_again(self, row: Row, claim: Claim[Parcel], delivery: Delivery, now: datetime) -> None:
        wait = seconds_until_next_try(claim.attempts, delivery.retry_after, self.waits)
        if wait is None:
            row.end(Progress.STUCK, delivery.reason)
        else:
            row.end(Progress.WAITING, delivery.reason)
            row.due_at = now + timedelta(seconds=wait)

    def _due(self, now: datetime) -> Select[Any]:
        return (
            self.candidates()
            .where(self._free(now), *(or_(gate.is_(None), gate <= now) for gate in self.gates()))
            .options(*self.loads)
            .order_by(self.model.due_at, self.model.id)
            .limit(1)
            .with_for_update(of=self.model, skip_locked=True)
            .execution_options(populate_existing=True)
        )

    def _free(self, now: datetime) -> ColumnElement[bool]:
        return or_(
            and_(self.model.progress == Progress.WAITING.value, self.model.due_at <= now),
            and_(self.model.progress == Progress.SENDING.value, self.model.leased_until <= now),
        )

    def _seconds_to_next(self, now: datetime) -> float | None:
        near = now + timedelta(seconds=PATIENCE)
        rows = session().execute(
            self.candidates()
            .with_only_columns(self.model.due_at, *self.gates())
            .where(self.model.progress == Progress.WAITING.value, self.model.due_at <= near)
            .order_by(self.model.due_at)
            .limit(50)
        )
        free_at = [max(moment for moment in moments if moment is not None) for moments in rows]
        soon = [moment for moment in free_at if moment <= near]
        return max((min(soon) - now).total_seconds(), 0.0) if soon else None


def changes_one(statement: Update) -> bool:
    """Whether the statement, a claim, changed the one row it is about: who comes second changes none."""
    changed = session().execute(statement.execution_options(synchronize_session=False))
    return bool(changed.rowcount == 1)  # type: ignore[attr-defined]


def seconds_until_next_try(attempts: int, retry_after: float | None, waits: Sequence[float] = BACK_OFF) -> float | None:
    """Seconds to wait after `attempts` failed tries, at least what the other side asked for; None when it is enough."""
    if attempts > len(waits):
        return None
    return max(float(waits[attempts - 1]), retry_after or 0.0)
