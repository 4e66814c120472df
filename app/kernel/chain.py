"""Append-only tables whose rows are chained by SHA-256, so that an auditor can verify that none was changed, removed or put in between.

Rows are sealed as the last act of a transaction: the head row of the chain is locked only then, always in the same order, so writers queue briefly and never deadlock.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.kernel.db import Model, insert_into, session, unit_of_work

GENESIS = "0" * 64


class ChainHead(Model):
    """The last link of each chain: `position` counts rows from 1, `digest` is the hash of the last one."""

    __tablename__ = "chain_head"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    digest: Mapped[str] = mapped_column(String(64), nullable=False, default=GENESIS)


class Chained:
    """Mixin of a chained table; `chain_content` names what the hash covers."""

    __tablename__: str
    position: Mapped[int] = mapped_column(Integer, unique=True, nullable=False)
    previous: Mapped[str] = mapped_column(String(64), nullable=False)
    digest: Mapped[str] = mapped_column(String(64), nullable=False)

    def chain_content(self) -> dict[str, Any]:
        """Every column but the key and the digest itself."""
        skip = {"id", "digest"}
        return {column.key: getattr(self, column.key) for column in self.__mapper__.column_attrs if column.key not in skip}  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Break:
    """Where a chain no longer holds: `position` of the row, and `reason` missing, moved, changed or head."""

    chain: str
    position: int
    reason: str


def append(record: Chained) -> None:
    """Add `record` to its chain when the transaction commits."""
    unit = unit_of_work()
    unit.pending.setdefault(record.__tablename__, []).append(record)
    unit.before_commit["chains"] = _seal


def verify(model: type[Any]) -> Iterator[Break]:
    """Walk the chain of `model` from its first row and yield every break; nothing yielded means nothing was removed or changed."""
    name, position, digest = model.__tablename__, 0, GENESIS
    for record in session().scalars(select(model).order_by(model.position).execution_options(yield_per=1000)):
        if record.position != position + 1:
            yield Break(name, position + 1, "missing")
        if record.previous != digest:
            yield Break(name, record.position, "moved")
        if record.digest != _digest(record):
            yield Break(name, record.position, "changed")
        position, digest = record.position, record.digest
    head = session().get(ChainHead, name)
    if (head.position, head.digest) != (position, digest) if head else position > 0:
        yield Break(name, position, "head")


def _seal(current: Session) -> None:
    pending = unit_of_work().pending
    for name in sorted(pending):
        head = _lock_head(current, name)
        for record in pending[name]:
            record.position, record.previous = head.position + 1, head.digest
            record.digest = _digest(record)
            head.position, head.digest = record.position, record.digest
            current.add(record)
    pending.clear()
    current.flush()


def _lock_head(current: Session, name: str) -> ChainHead:
    lock = select(ChainHead).where(ChainHead.name == name).with_for_update().execution_options(populate_existing=True)
    head = current.scalar(lock)
    if head is None:
        current.execute(insert_into(ChainHead).values(name=name, position=0, digest=GENESIS).on_conflict_do_nothing())
        head = current.scalars(lock).one()
    return head


def _digest(record: Chained) -> str:
    content = json.dumps(record.chain_content(), sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)
    return hashlib.sha256(content.encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be chained")
