"""Giving and ending roles. EMPLOYEE and SUPERVISOR are never given: they follow from the personnel record."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.models import Account, RoleAssignment
from app.accounts.rules import GIVERS, givable
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.approval import content
from app.kernel.db import transaction
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.events import Event, publish
from app.kernel.roles import ASSIGNABLE, Role
from app.kernel.scope import fetch
from app.organisation.models import Unit


def give_role(
    actor: Actor, user_id: int | str, role: Role, unit_id: int | None = None, valid_from: date | None = None, valid_to: date | None = None
) -> RoleAssignment:
    """Let a person act as `role` from `valid_from` (today) to `valid_to` (both inclusive). Raises Denied, Missing, Invalid, Conflict.

    Nobody gives himself anything; an OPD admin needs the unit whose subtree he administers, every other role covers the agency.
    """
    first = valid_from or clock.today()
    with transaction() as current:
        _check_giver(actor, role)
        account: Account = fetch(Account, actor, user_id, lock=True)
        if account.id == actor.user_id:
            raise Denied(_("Nobody gives himself a role."))
        _check_reach(role, unit_id)
        if valid_to is not None and valid_to < max(first, clock.today()):
            raise Invalid(fields={"valid_to": _("The last day must not be before the first, nor in the past.")})
        same = select(RoleAssignment.id).where(
            RoleAssignment.user_id == account.id,
            RoleAssignment.role == role.value,
            RoleAssignment.unit_id == unit_id if unit_id is not None else RoleAssignment.unit_id.is_(None),
            RoleAssignment.ended_at.is_(None),
            RoleAssignment.valid_to.is_(None) | (RoleAssignment.valid_to >= first),
        )
        if current.scalar(same.limit(1)):
            raise Conflict(_("%(name)s holds this role already.", name=account.summary))
        given = RoleAssignment(
            user_id=account.id,
            role=role.value,
            unit_id=unit_id,
            valid_from=first,
            valid_to=valid_to,
            given_by=actor.user_id,
            given_at=clock.now(),
        )
        current.add(given)
        current.flush()
        publish(Event("role.give", actor, given, {"after": content(given)}))
        return given


def end_role(actor: Actor, pk: int | str) -> RoleAssignment:
    """End a role at once; whoever may give it may end it, but nobody his own. Ending twice changes nothing."""
    with transaction():
        given: RoleAssignment = fetch(RoleAssignment, actor, pk, lock=True)
        _check_giver(actor, Role(given.role))
        if given.user_id == actor.user_id:
            raise Denied(_("Nobody ends his own role."))
        if given.ended_at is None:
            before = content(given)
            given.ended_at, given.ended_by = clock.now(), actor.user_id
            publish(Event("role.end", actor, given, {"before": before, "after": content(given)}))
        return given


def _check_giver(actor: Actor, role: Role) -> None:
    if not actor.has(*GIVERS) or role not in givable(actor.roles):
        raise Denied(_("You may not give this role."))


def _check_reach(role: Role, unit_id: int | None) -> None:
    if role not in ASSIGNABLE:
        raise Invalid(fields={"role": _("This role follows from the personnel record.")})
    if role is not Role.OPD_ADMIN and unit_id is not None:
        raise Invalid(fields={"unit": _("This role covers the whole agency.")})
    if role is Role.OPD_ADMIN:
        with transaction() as current:
            if unit_id is None or current.get(Unit, unit_id) is None:
                raise Invalid(fields={"unit": _("Choose the unit that the OPD admin is responsible for.")})
