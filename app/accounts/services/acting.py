"""Acting officers (Plt., Plh.): an officer lends his decisions to a person for some days, or BKPSDM does it for him; nobody gets more than the officer has."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.acting_queries import HELD, concerned, in_days, leads, lent_in_days, may_be_named, opds_of
from app.accounts.models import ActingOfficer, RoleAssignment
from app.accounts.parameters import ACTING_DAYS
from app.accounts.rules import DELEGABLE, ActingKind, ActingState, closes_circle
from app.kernel import clock, settings
from app.kernel.actor import Actor
from app.kernel.approval import content, once
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.events import Event, publish
from app.kernel.formats import format_long_date
from app.kernel.held import renew
from app.kernel.roles import Role
from app.kernel.scope import fetch
from app.organisation.models import Employee


def appoint_deputy(actor: Actor, values: Mapping[str, Any], submission: str | None = None) -> ActingOfficer:
    """Let `deputy_id` decide in the place of `officer_id` (the actor himself unless he is a BKPSDM admin) from `begins_on` to `ends_on`, both included.

    `role` is what is lent. Only what is held in one's own right can be lent, so that nothing is lent on. Raises Denied, Invalid, Conflict.
    """
    own = actor.as_seat(None)
    names_others = own.has(Role.BKPSDM_ADMIN)
    officer_id = values.get("officer_id") if names_others and values.get("officer_id") else actor.employee_id
    if officer_id is None or not own.has(*DELEGABLE, Role.BKPSDM_ADMIN):
        raise Denied

    def make() -> ActingOfficer:
        with transaction() as current:
            officer = current.scalars(select(Employee).where(Employee.id == officer_id).with_for_update(of=Employee)).one_or_none()
            kept = _check(own, officer, names_others, values)
            acting = ActingOfficer(officer_id=officer_id, **kept)
            current.add(acting)
            current.flush()
            renew(HELD)
            publish(Event("acting_officer.create", actor, acting, {"after": content(acting)}))
            return acting

    return once(actor, submission, ActingOfficer, make)


def end_acting(actor: Actor, pk: int | str) -> ActingOfficer:
    """End it at once, also before it began: the officer himself, or BKPSDM. A second time changes nothing. Raises Missing, Denied."""
    with transaction():
        acting: ActingOfficer = fetch(ActingOfficer, actor, pk, lock=True)
        if not actor.as_seat(None).has(Role.BKPSDM_ADMIN) and acting.officer_id != actor.employee_id:
            raise Denied
        if acting.standing is ActingState.OVER:
            raise Conflict(_("This is over since the end of %(day)s.", day=format_long_date(acting.ends_on)))
        if acting.ended_at is None:
            before = content(acting)
            acting.ended_at, acting.ended_by = clock.now(), actor.user_id
            session().flush()
            renew(HELD)
            publish(Event("acting_officer.end", actor, acting, {"before": before, "after": content(acting)}))
        return acting


def renew_lent(subject: Any) -> None:
    """What an officer could lend, or his name, may have changed with this record: everybody reads it anew."""
    if not isinstance(subject, Employee) or concerned(subject.id):
        renew(HELD)


def _check(own: Actor, officer: Employee | None, names_others: bool, values: Mapping[str, Any]) -> dict[str, Any]:
    """What was chosen, as columns. Raises Invalid with every field that is wrong, Conflict where somebody acts already or a circle would close."""
    wrong: dict[str, Any] = {}
    role, kind = str(values.get("role") or ""), values.get("kind")
    begins, ends, today = values["begins_on"], values["ends_on"], clock.today()
    if kind not in list(ActingKind):
        wrong["kind"] = _("Choose an entry from the list.")
    if officer is None:
        wrong["officer_id"] = _("Choose an entry from the list.")
    elif role not in DELEGABLE or not _holds(officer, Role(role)):
        wrong["role"] = _("%(name)s does not decide in this role himself.", name=officer.full_name)
    wrong |= _wrong_days(begins, ends, today)
    deputy = session().get(Employee, values.get("deputy_id") or 0)
    nameable = select(Employee.id).where(Employee.id == (deputy.id if deputy else 0), may_be_named(None if names_others else officer))
    if deputy is None or session().scalar(nameable) is None:
        text = _("Choose somebody in service who has an account.")
        wrong["deputy_id"] = (
            text if names_others else _("Choose a colleague of your OPD who is in service and has an account; others are named by BKPSDM.")
        )
    elif officer is not None and deputy.id == officer.id:
        wrong["deputy_id"] = _("Nobody acts for himself.")
    elif deputy.id == own.employee_id:
        wrong["deputy_id"] = _("Nobody names himself.")
    elif _is_auditor(deputy):
        wrong["deputy_id"] = _("An auditor decides nothing, in nobody's place.")
    if wrong or officer is None or deputy is None:
        raise Invalid(fields=wrong)
    _check_free(officer, deputy, Role(role), begins, ends)
    number = " ".join(str(values.get("letter_number") or "").split()) or None
    return {"kind": kind, "role": role, "deputy_id": deputy.id, "begins_on": begins, "ends_on": ends, "letter_number": number}


def _wrong_days(begins: date, ends: date, today: date) -> dict[str, Any]:
    longest = settings.get(ACTING_DAYS)
    if begins < today:
        return {"begins_on": _("Not before today: what was decided cannot be lent afterwards.")}
    if ends < begins:
        return {"ends_on": _("The end comes before the beginning.")}
    if (ends - begins).days + 1 > longest:
        return {"ends_on": _("At most %(days)s days.", days=longest)}
    return {}


def _holds(officer: Employee, role: Role) -> bool:
    return leads(officer.id) if role is Role.SUPERVISOR else bool(opds_of(officer.id))


def _is_auditor(deputy: Employee) -> bool:
    query = select(RoleAssignment.id).where(
        RoleAssignment.user_id == deputy.user_id, RoleAssignment.role == Role.AUDITOR.value, RoleAssignment.ended_at.is_(None)
    )
    return session().scalar(query.limit(1)) is not None


def _check_free(officer: Employee, deputy: Employee, role: Role, begins: date, ends: date) -> None:
    same = select(ActingOfficer).where(ActingOfficer.officer_id == officer.id, ActingOfficer.role == role.value, in_days(begins, ends))
    if (other := session().scalar(same.limit(1))) is not None:
        raise Conflict(_("In these days %(name)s acts already. End that first.", name=other.deputy.full_name))
    if closes_circle(officer.id, deputy.id, lent_in_days(begins, ends)):
        text = _(
            "In these days %(deputy)s is somebody for whom %(officer)s acts: that would be a circle.",
            deputy=deputy.full_name,
            officer=officer.full_name,
        )
        raise Invalid(fields={"deputy_id": text})
