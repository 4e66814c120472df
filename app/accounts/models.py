"""What the portal knows of an account beyond FAB's user table, and which roles were given to whom."""

from datetime import date, datetime
from typing import Any

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import Boolean, CheckConstraint, ColumnElement, Date, ForeignKey, Index, Integer, String, false, or_
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from app.accounts.rules import DELEGABLE, ActingKind, ActingState, Method, acting_state
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import Model, Stamped, UtcDateTime
from app.kernel.roles import ASSIGNABLE, SIGNED_IN, Reach, Role
from app.kernel.scope import Scope
from app.organisation.models import Employee, Unit

READERS = {
    Role.EMPLOYEE: Reach.OWN,
    Role.SUPERVISOR: Reach.OWN,
    Role.OPD_ADMIN: Reach.OWN,
    Role.BKPSDM_ADMIN: Reach.ALL,
    Role.AUDITOR: Reach.ALL,
    Role.SUPERUSER: Reach.ALL,
    Role.SYSTEM: Reach.ALL,
}


class Account(Model):
    """The portal's side of a user; without a row here nobody signs in."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column("user_id", ForeignKey("ab_user.id"), primary_key=True, autoincrement=False)
    must_change_password: Mapped[bool] = mapped_column(Boolean, nullable=False, default=True)
    password_changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    language: Mapped[str] = mapped_column(String(8), nullable=False, default="id")
    failed_count: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_sign_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[Any] = relationship(User, lazy="joined", innerjoin=True)
    employee: Mapped[Employee | None] = relationship(
        primaryjoin=lambda: Account.id == foreign(Employee.user_id), uselist=False, viewonly=True, lazy="raise_on_sql"
    )
    given: Mapped[list["RoleAssignment"]] = relationship(
        primaryjoin=lambda: Account.id == foreign(RoleAssignment.user_id),
        order_by=lambda: RoleAssignment.id,
        viewonly=True,
        lazy="raise_on_sql",
    )

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(user=cls.id, readers=READERS)

    @property
    def summary(self) -> str:
        return f"{self.user.first_name} {self.user.last_name}".strip()

    @property
    def name(self) -> str:
        """The name with titles as the personnel record has it today; the account's own without a record."""
        return self.employee.full_name if self.employee else self.summary

    @property
    def unit_name(self) -> str:
        return self.employee.unit.name if self.employee else ""

    @property
    def roles_held(self) -> list["RoleAssignment"]:
        """The roles given that are in force today."""
        day = clock.today()
        return [given for given in self.given if given.is_in_force(day)]

    def __repr__(self) -> str:
        return self.summary


class AccountSession(Model):
    """One browser that is signed in; the row is the session, and without it the cookie is worth nothing. The cookie's token is kept as a hash only.

    `seen_at` is written every few minutes, `acting` is the key of the one held role the person narrowed this session to.
    """

    __tablename__ = "account_session"
    __table_args__ = (CheckConstraint(f"method IN ({', '.join(repr(method.value) for method in Method)})", name="method"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", ondelete="CASCADE"), nullable=False, index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, nullable=False)
    method: Mapped[str] = mapped_column(String(16), nullable=False)
    device: Mapped[str] = mapped_column(String(60), nullable=False, default="")
    address: Mapped[str] = mapped_column(String(45), nullable=False, default="")
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False, index=True)
    acting: Mapped[str | None] = mapped_column(String(40))

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(user=cls.user_id, readers=dict.fromkeys(SIGNED_IN, Reach.OWN))

    @property
    def summary(self) -> str:
        return self.device


class PasswordLink(Model):
    """The one link by which a person who forgot his password chooses a new one; only the hash of its token is kept, and the row goes when it is used."""

    __tablename__ = "password_link"

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, nullable=False)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False)


class SecondFactor(Model):
    """The authenticator app of a person: its key, sealed; `last_step` is the time step of the last code taken, so that none is taken twice.

    Until `confirmed_at` it is only being set up.
    """

    __tablename__ = "second_factor"

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    sealed_key: Mapped[str] = mapped_column(String(255), nullable=False)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_step: Mapped[int] = mapped_column(Integer, nullable=False, default=0)


class RecoveryCode(Model):
    """A code that stands in for the app once; only its password hash is kept, and the row goes when it is used."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", ondelete="CASCADE"), nullable=False, index=True)
    code_hash: Mapped[str] = mapped_column(String(256), nullable=False)


class RoleAssignment(Model):
    """A role given to a person for days (both inclusive); it ends early by `ended_at`. An OPD admin's role is bound to a unit's subtree."""

    __tablename__ = "role_assignment"
    __table_args__ = (
        CheckConstraint(f"role IN ({', '.join(repr(role.value) for role in ASSIGNABLE)})", name="role"),
        CheckConstraint(f"(role = '{Role.OPD_ADMIN.value}') = (unit_id IS NOT NULL)", name="unit"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="period"),
        CheckConstraint("ended_at IS NOT NULL OR ended_by IS NULL", name="ended"),
        Index("ix_role_assignment_role_unit_id", "role", "unit_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), nullable=False, index=True)
    role: Mapped[str] = mapped_column(String(32), nullable=False)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    valid_from: Mapped[date] = mapped_column(Date, nullable=False)
    valid_to: Mapped[date | None] = mapped_column(Date)
    given_by: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    unit: Mapped[Unit | None] = relationship()
    user: Mapped[Any] = relationship(User, foreign_keys=[user_id])
    giver: Mapped[Any] = relationship(User, foreign_keys=[given_by], viewonly=True)

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(user=cls.user_id, readers=READERS)

    def is_in_force(self, day: date) -> bool:
        """Whether the role is held on the day."""
        return self.ended_at is None and self.valid_from <= day and (self.valid_to is None or self.valid_to >= day)

    @property
    def role_label(self) -> str:
        return str(Role(self.role).label)

    @property
    def giver_name(self) -> str:
        """Who gave it; "" for the command line and the demo."""
        return f"{self.giver.first_name} {self.giver.last_name}".strip() if self.giver else ""

    @property
    def label(self) -> str:
        """The role with the unit it is bound to."""
        return f"{self.role_label} ({self.unit.name})" if self.unit else self.role_label

    @property
    def summary(self) -> str:
        return f"{self.user.first_name} {self.user.last_name}".strip() + f" · {self.label}"


class ActingOfficer(Stamped, Model):
    """Somebody decides in an officer's place (Plt., Plh.) from a day to a day, both to their last second in the agency's time; it ends early by `ended_at`.

    Only what the officer himself may do on the day of the act is lent: his people, or the OPDs he administers.
    """

    __tablename__ = "acting_officer"
    __table_args__ = (
        CheckConstraint(f"kind IN ({', '.join(repr(kind.value) for kind in ActingKind)})", name="kind"),
        CheckConstraint(f"role IN ({', '.join(repr(role.value) for role in DELEGABLE)})", name="role"),
        CheckConstraint("officer_id <> deputy_id", name="two_people"),
        CheckConstraint("ends_on >= begins_on", name="period"),
    )

    kind: Mapped[str] = mapped_column(String(8), nullable=False)
    role: Mapped[str] = mapped_column(String(32), nullable=False)
    officer_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), nullable=False, index=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), nullable=False, index=True)
    begins_on: Mapped[date] = mapped_column(Date, nullable=False)
    ends_on: Mapped[date] = mapped_column(Date, nullable=False, index=True)
    letter_number: Mapped[str | None] = mapped_column(String(100))
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    officer: Mapped[Employee] = relationship(foreign_keys="ActingOfficer.officer_id", lazy="joined", innerjoin=True)
    deputy: Mapped[Employee] = relationship(foreign_keys="ActingOfficer.deputy_id", lazy="joined", innerjoin=True)

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(readers=ACTING_READERS, audience=_either_of_them)

    @property
    def standing(self) -> ActingState:
        return acting_state(clock.today(), self.begins_on, self.ends_on, self.ended_at is not None)

    @property
    def title(self) -> str:
        return ActingKind(self.kind).before_name

    @property
    def summary(self) -> str:
        return f"{self.deputy.full_name}, {self.title} {self.officer.full_name}"

    def __repr__(self) -> str:
        return self.summary


ACTING_READERS = {
    **dict.fromkeys((Role.EMPLOYEE, Role.SUPERVISOR, Role.OPD_ADMIN), Reach.AUDIENCE),
    **dict.fromkeys((Role.BKPSDM_ADMIN, Role.AUDITOR, Role.SYSTEM), Reach.ALL),
}


def _either_of_them(actor: Actor, role: Role) -> ColumnElement[bool]:
    """The two people it is about; in somebody's place nobody reads more than that."""
    if actor.employee_id is None:
        return false()
    return or_(ActingOfficer.officer_id == actor.employee_id, ActingOfficer.deputy_id == actor.employee_id)
