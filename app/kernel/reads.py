"""Who looked at whose sensitive data: one row per reader, person, kind and day, shown to the person himself (UU 27/2022)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Date, Integer, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import db
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import Model, in_transaction, insert_into, session
from app.kernel.roles import Role

SHOWN = 200


class SensitiveRead(Model):
    """On this day this reader saw data of this `kind` (a word such as "competence_test", "photo" or "discipline") of this person."""

    __tablename__ = "sensitive_read"
    __table_args__ = (UniqueConstraint("employee_id", "day", "kind", "user_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    employee_id: Mapped[int] = mapped_column(Integer, nullable=False)
    user_id: Mapped[int] = mapped_column(Integer, nullable=False, index=True)
    reader_name: Mapped[str] = mapped_column(String(200), nullable=False)
    role: Mapped[str] = mapped_column(String(32), nullable=False)
    kind: Mapped[str] = mapped_column(String(32), nullable=False)
    day: Mapped[date] = mapped_column(Date, nullable=False)

    @property
    def role_label(self) -> str:
        return str(Role(self.role).label)


def record_read(actor: Actor, employee_id: int, kind: str) -> None:
    """Note that the actor is shown such data of somebody else; one insert, which a second look on the same day leaves as it is."""
    if actor.user_id is None or actor.employee_id == employee_id:
        return
    held = [role for role in (Role.BKPSDM_ADMIN, Role.OPD_ADMIN, Role.AUDITOR, Role.SUPERVISOR) if actor.has(role)]
    role = held[0] if held else Role.EMPLOYEE
    row = insert_into(SensitiveRead).values(
        employee_id=employee_id, user_id=actor.user_id, reader_name=actor.name, role=role.value, kind=kind, day=clock.today()
    )
    if in_transaction():
        session().execute(row.on_conflict_do_nothing())
        return
    # A connection of its own: the page has been read on the session, and stays read.
    with db.engine.execution_options(portal_write=True).begin() as connection:
        connection.execute(row.on_conflict_do_nothing())


def reads_of(actor: Actor) -> Sequence[SensitiveRead]:
    """Who saw sensitive data of the actor himself, the latest first; nothing for somebody without a personnel record."""
    if actor.employee_id is None:
        return ()
    query = select(SensitiveRead).where(SensitiveRead.employee_id == actor.employee_id)
    return session().scalars(query.order_by(SensitiveRead.day.desc(), SensitiveRead.id.desc()).limit(SHOWN)).all()
