"""Changing one's own data: at once what the agency's table leaves to the person, by a request what an officer checks. An approved request is written as he read it."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from app.kernel.actor import Actor
from app.kernel.approval import once, start
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.scope import fetch
from app.organisation.models import Employee
from app.organisation.services import change_employee, change_own, judge_changes
from app.profile.models import ProfileChange
from app.profile.queries import field_rules, typed_now, waiting_change
from app.profile.rules import LONGEST_REASON, Way, by_field, check_ways, columns_of, differing, typed_of

Typed = Mapping[str, str | None]


def save_own(actor: Actor, typed: Typed, version: int) -> Employee:
    """Write `typed` (by field of `rules.LABELS`) into the actor's own record. Raises Denied, Conflict, Invalid with every field that is wrong or not his to change."""
    person = _me(actor)
    changes = _differing(person, typed)
    check_ways(changes, field_rules(), Way.AT_ONCE)
    try:
        columns = columns_of(changes)
        return change_own(actor, columns, version, tuple(columns))
    except Invalid as refusal:
        raise _beside(refusal) from None


def ask_change(actor: Actor, typed: Typed, reason: str, proof_id: int | None = None, submission: str | None = None) -> ProfileChange:
    """Ask an officer for other values (by field of `rules.LABELS`), with a reason and, where the table says so, a document.

    What is typed is judged and tidied now, so that the officer reads what would be written. Raises Denied, Invalid with every field that is wrong.
    """
    return once(actor, submission, ProfileChange, lambda: _ask(actor, typed, reason, proof_id))


def _ask(actor: Actor, typed: Typed, reason: str, proof_id: int | None) -> ProfileChange:
    with transaction():
        person: Employee = fetch(Employee, actor, _me(actor).id, lock=True)
        owned = ProfileChange.owned_by(actor)
        if waiting_change(actor) is not None:
            raise Invalid(_("A request of yours is being checked already. Withdraw it if you want to ask for something else."))
        asked, rules = _differing(person, typed), field_rules()
        if not asked:
            raise Invalid(_("Nothing differs from your record. Change at least one field."))
        check_ways(asked, rules, Way.OFFICER)
        wrong: dict[str, Any] = {key: _("This is needed.") for key, value in asked.items() if rules[key].required and not value}
        if not reason.strip():
            wrong["reason"] = _("A reason is required.")
        elif len(reason) > LONGEST_REASON:
            wrong["reason"] = _("At most %(count)s characters.", count=LONGEST_REASON)
        if proof_id is None and any(rules[key].proof for key in asked):
            wrong["proof_id"] = _("This change needs a document as proof.")
        try:
            tidied = typed_of(judge_changes(person, columns_of(asked)))
        except Invalid as refusal:
            wrong = by_field(refusal.fields) | wrong
        if wrong:
            raise Invalid(fields=wrong)
        new = _differing(person, tidied)
        if not new:
            raise Invalid(_("Nothing differs from your record. Change at least one field."))
        now = typed_now(person)
        values = {"old_values": {key: now[key] for key in new}, "new_values": new, "reason": reason.strip(), "proof_id": proof_id}
        return start(actor, ProfileChange(**owned, **values))


def apply_change(actor: Actor, change: ProfileChange) -> Employee:
    """Write an approved request into the record. Raises Conflict if one of its fields was changed since it was asked for."""
    person = session().get_one(Employee, change.employee_id, with_for_update=True, populate_existing=True)
    now = typed_now(person)
    if any(now[key] != old for key, old in change.old_values.items()):
        raise Conflict(
            _(
                "The record has been changed since this was asked for; refuse the request with a word about it, so that the person asks again."
            )
        )
    return change_employee(actor, person.id, columns_of(change.new_values), person.version)


def _me(actor: Actor) -> Employee:
    if actor.employee_id is None:
        raise Denied
    person: Employee = fetch(Employee, actor, actor.employee_id)
    return person


def _differing(person: Employee, typed: Typed) -> dict[str, str]:
    return differing(typed_now(person), {key: " ".join((value or "").split()) for key, value in typed.items()})


def _beside(refusal: Invalid) -> Invalid:
    return Invalid(refusal.message, fields=by_field(refusal.fields))
