"""The screens of yearly plans: rows planned, sent and verified (T10 to T19, T23), and the years with their windows (T5, T36)."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from app.kernel import settings
from app.kernel.actor import Actor, current_actor
from app.kernel.approval import Possible
from app.kernel.crud import PortalModelView
from app.kernel.errors import Conflict, Invalid
from app.kernel.flow_views import WorkflowView
from app.kernel.listing import ListState, Page
from app.kernel.roles import Role
from app.kernel.routes import route
from app.ledger.parameters import DAILY_MOST, TARGET
from app.organisation.queries import decider_for, employee_of
from app.plans.blocks import offer
from app.plans.day_queries import full_days, planned_lines
from app.plans.extension_queries import window_for
from app.plans.forms import PlanRowForm, PlanYearForm
from app.plans.listings import DETAIL, PLAN_ROWS, PLAN_YEARS
from app.plans.models import PlanRow, PlanYear
from app.plans.queries import YearValue, gap_of, open_years, plan_years, planned, rows_to_copy
from app.plans.rules import Path, Window
from app.plans.services import change_training, check_open, copy_last_year, plan_training
from app.plans.supervisor_views import beside_decision

Answer = Any


class PlanRowView(WorkflowView):
    """ "Daftar Pengajuan": one's own plan, one's subordinates' to verify, the OPD's, or everybody's, by who asks."""

    route_base = "/plans"
    title = lazy_gettext("Detailed list of submissions")
    form_title = lazy_gettext("Submission form")
    export_title = lazy_gettext("Plan of competence development")
    add_label = lazy_gettext("New submission")
    show_label, filter_label = lazy_gettext("See the details"), lazy_gettext("Filter the data")
    model = PlanRow
    listing = PLAN_ROWS
    detail = DETAIL
    add_form = edit_form = PlanRowForm
    list_template = "plans/list.html"
    add_template = edit_template = "plans/form.html"
    show_template = "plans/show.html"
    history_title = history_label = lazy_gettext("History of the submission")

    def create(self, actor: Actor, form: Any) -> PlanRow:
        try:
            return plan_training(actor, form.content(), form.submission_key)
        except Conflict as refusal:
            # The window closed while he wrote: what he typed stays on the page.
            raise Invalid(refusal.message) from refusal

    def change(self, actor: Actor, record: Any, form: Any) -> PlanRow:
        return change_training(actor, record.id, form.content(), form.known_version)

    def check_edit(self, actor: Actor, record: Any) -> None:
        super().check_edit(actor, record)
        check_open(record.plan_year, record.employee_id)

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        """Offer the open years, the forms by path, the catalogue and the sources; show the gap beside it (T6)."""
        years = open_years(actor.employee_id)
        form.plan_year_id.choices = [(year.id, str(year.year)) for year in years]
        if record is None and len(years) == 1 and not form.is_submitted():
            form.plan_year_id.data = years[0].id
        chosen = request.args.get("path") if record is None else None
        offer([form], [record], [path for path in Path if chosen in (None, path.value)] or tuple(Path))
        person = record.employee if record else employee_of(actor)
        form.gap = gap_of(actor, person) if person else None
        form.windows = _windows(years)

    def list_context(self, actor: Actor, state: ListState, page: Page) -> dict[str, Any]:
        """The windows, and for a person's own plan his supervisor, sums and what may be copied (T12)."""
        shown = super().list_context(actor, state, page)
        years = open_years(actor.employee_id)
        own = employee_of(actor) if self.may("add") else None
        plans = [(year, planned(actor, own.id, year.id), len(rows_to_copy(actor, year))) for year in years] if own else []
        return shown | {
            "windows": _windows(years),
            "own": own,
            "decider": decider_for(own) if own else None,
            "plans": plans,
            "target": settings.get(TARGET),
            "full_days": full_days(actor, own.id, planned_lines(own.id)) if own else [],
            "daily": settings.get(DAILY_MOST),
            "paths": tuple(Path),
        }

    def show_context(self, actor: Actor, record: Any) -> dict[str, Any]:
        """The gap beside the decision, for those who may read the test, and the dialogues (T15, T20)."""
        return super().show_context(actor, record) | beside_decision(actor, record)

    @route("/copy/<int:pk>", "POST", permission="add")
    def copy(self, pk: int) -> Answer:
        """Last year's rows into the plan of year `pk`, as drafts."""
        made = copy_last_year(current_actor(), pk)
        count, left = len(made), sum(len(rows_to_copy(current_actor(), year)) for year in plan_years() if year.id == pk)
        text = ngettext("%(num)d planned training has been copied.", "%(num)d planned trainings have been copied.", count)
        if count or not left:
            flash(text if count else _("There is nothing to copy."), "success" if count else "warning")
        if left:
            more = "%(num)d planned trainings were left out, because their days hold no more JP."
            flash(ngettext("%(num)d planned training was left out, because its days hold no more JP.", more, left), "warning")
        return redirect(self.list_url())

    def _possible(self, actor: Actor, records: Sequence[Any]) -> dict[int, Possible]:
        """What the flow allows, without what the calendar does not: the owner's buttons leave with the window (T36)."""
        found = super()._possible(actor, records)
        closed = {row.id for row in records if window_for(row.plan_year, row.employee_id) is not Window.OPEN}
        return {pk: _without_own(each) if pk in closed else each for pk, each in found.items()}


class PlanYearView(PortalModelView):
    """Years to plan, each with its first and last day; opening one again is an act in the trail like every change."""

    route_base, title, model = "/plan-years", lazy_gettext("Plan years"), PlanYear
    listing, detail = PLAN_YEARS, PLAN_YEARS.columns
    add_form = edit_form = PlanYearForm
    add_label = lazy_gettext("Open a plan year")
    deletable = True


def _windows(years: Sequence[YearValue]) -> Sequence[YearValue]:
    """The open years, or where none is, the latest: its day says why nothing can be written."""
    return years or plan_years()[:1]


def _without_own(each: Possible) -> Possible:
    return Possible(tuple(step for step in each.steps if step.role is not Role.EMPLOYEE), ())
