"""Plt. and Plh.: who decides in whose place, until when; entered by the officer himself or by BKPSDM."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, and_
from wtforms.fields.choices import SelectChoice

from app.accounts.forms import DeputyForm, OwnDeputyForm
from app.accounts.models import ActingOfficer
from app.accounts.rules import DELEGABLE, ActingState
from app.accounts.services import appoint_deputy, end_acting
from app.kernel import clock
from app.kernel.actor import Actor, current_actor
from app.kernel.api import PortalModelApi
from app.kernel.crud import MenuItem, PortalModelView
from app.kernel.filters import Choice, Typed
from app.kernel.listing import Column, Kind, Listing
from app.kernel.roles import Role

TONES = {ActingState.COMING: "info", ActingState.NOW: "success", ActingState.OVER: "neutral", ActingState.ENDED: "neutral"}


def _standing(row: ActingOfficer) -> tuple[str, str]:
    return str(row.standing.label), TONES[row.standing]


def _stands(value: str) -> ColumnElement[bool]:
    today, open_still = clock.today(), ActingOfficer.ended_at.is_(None)
    if value == ActingState.ENDED:
        return ActingOfficer.ended_at.is_not(None)
    if value == ActingState.COMING:
        return and_(open_still, ActingOfficer.begins_on > today)
    if value == ActingState.OVER:
        return and_(open_still, ActingOfficer.ends_on < today)
    return and_(open_still, ActingOfficer.begins_on <= today, ActingOfficer.ends_on >= today)


COLUMNS = (
    Column("deputy", _("Acting officer"), "deputy.full_name", primary=True),
    Column("kind", _("Kind of acting officer"), "title"),
    Column("officer", _("In the place of"), "officer.full_name"),
    Column("role", _("Decisions that are lent"), lambda row: str(Role(row.role).label)),
    Column("begins_on", _("First day"), sort=ActingOfficer.begins_on, kind=Kind.DATE),
    Column("ends_on", _("Last day"), sort=ActingOfficer.ends_on, kind=Kind.DATE),
    Column("standing", _("Status"), _standing, kind=Kind.BADGE),
)
DETAIL = (
    *COLUMNS,
    Column("letter_number", _("Number of the order")),
    Column("ended_at", _("Ended on"), kind=Kind.DATETIME),
    Column("created_at", _("Entered on"), kind=Kind.DATETIME),
)
LISTING = Listing(
    ActingOfficer,
    COLUMNS,
    filters=(
        Typed((ActingOfficer.letter_number,), label=_("Number of the order")),
        Choice("standing", _("Status"), _("All"), lambda actor: [(each.value, each.label) for each in ActingState], _stands),
    ),
    default_sort="-begins_on",
    empty_title=_("Nobody acts for anybody"),
)


class ActingOfficerView(PortalModelView):
    """What a person sees: what he lent and what is lent to him; BKPSDM and auditors all."""

    route_base, title, model = "/acting-officers", _("Acting officers (Plt./Plh.)"), ActingOfficer
    form_title = _("Appoint an acting officer")
    listing, detail = LISTING, DETAIL
    add_form = DeputyForm
    add_label = _("Appoint an acting officer")
    deletable = True
    removed = _("The acting officer no longer decides in this place.")
    delete_template = "accounts/end_acting.html"

    def _made(self, form: Any, **values: Any) -> Any:
        """Who is not of BKPSDM lends only what is his own, so nobody asks him whose it is."""
        own = form is DeputyForm and not current_actor().has(Role.BKPSDM_ADMIN)
        return super()._made(OwnDeputyForm if own else form, **values)

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        own = actor.as_seat(None)
        roles = [role for role in DELEGABLE if own.has(role) or own.has(Role.BKPSDM_ADMIN)]
        form.role.choices = [SelectChoice(role.value, role.label) for role in roles]
        if len(roles) == 1 and not form.is_submitted():
            form.role.data = roles[0].value

    def create(self, actor: Actor, form: Any) -> ActingOfficer:
        return appoint_deputy(actor, form.content(), form.submission_key)

    def remove(self, actor: Actor, record: Any) -> None:
        end_acting(actor, record.id)

    def menus(self, actor: Actor, records: Sequence[Any], back: str) -> dict[int, tuple[MenuItem, ...]]:
        """End instead of delete, where there is something to end and it is his to do."""
        menus, everything = super().menus(actor, records, back), actor.as_seat(None).has(Role.BKPSDM_ADMIN)
        found = {}
        for record in records:
            open_still = record.standing in (ActingState.COMING, ActingState.NOW)
            ends = open_still and (everything or record.officer_id == actor.employee_id)
            items = [each for each in menus[record.id] if each.tone != "danger"]
            end = [MenuItem(gettext("End now"), each.url, "x-lg", "danger") for each in menus[record.id] if each.tone == "danger"]
            found[record.id] = (*items, *(end if ends else ()))
        return found


class ActingOfficerApi(PortalModelApi):
    """The same at the API; DELETE ends it."""

    resource_name, view, keys = "acting-officers", ActingOfficerView, ("officer_id", "deputy_id")
