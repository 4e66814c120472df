"""The supervisor's side: "Verifikasi" (T16 to T19), "Bawahan Langsung" with gaps, JP and what waits (T23), and the dialogue with each of them (T15)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask import request, url_for
from flask_appbuilder import BaseView
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.exceptions import BadRequest

from app.kernel import settings
from app.kernel.actor import Actor, current_actor
from app.kernel.api import PortalModelApi
from app.kernel.crud import PortalModelView
from app.kernel.flow_views import WorkflowView
from app.kernel.routes import route
from app.kernel.scope import reached
from app.ledger.parameters import DAILY_MOST, TARGET
from app.plans.day_queries import full_days_of
from app.plans.forms import DialogueForm, PlanRowForm
from app.plans.listings import DETAIL, DIALOGUE, DIALOGUES, VERIFICATIONS
from app.plans.models import Plan, PlanDialogue, PlanRow
from app.plans.queries import (
    YearValue,
    dialogues,
    gap_of,
    level_gaps,
    open_years,
    people_to_talk_to,
    performance_bands,
    plan_of,
    plan_years,
    standard_of,
    standings,
)
from app.plans.rules import LevelGap, band_of
from app.plans.services import record_dialogue
from app.plans.workflow import SENT, SUPERVISOR


class PlanVerificationView(WorkflowView):
    """ "Verifikasi": what one's people sent, with what is needed to decide beside it; several at once with one reason and an outcome for each."""

    route_base = "/plan-verifications"
    title = lazy_gettext("Verification")
    export_title = lazy_gettext("Plans to verify")
    show_label, filter_label = lazy_gettext("Take an action"), lazy_gettext("Filter the data")
    model = PlanRow
    listing = VERIFICATIONS
    detail = DETAIL
    add_form = edit_form = PlanRowForm
    exclude_route_methods = frozenset({"add", "edit"})
    stands_for_records = searchable = False
    show_template = "plans/show.html"
    history_title = history_label = lazy_gettext("History of the submission")

    def show_context(self, actor: Actor, record: Any) -> dict[str, Any]:
        return super().show_context(actor, record) | beside_decision(actor, record)


class SubordinatePlanView(BaseView):
    """Each subordinate in a year: gap, planned JP against the target, what waits, what is unsent, the last dialogue."""

    route_base = "/plan-subordinates"
    default_view = "list"

    @route("/")
    def list(self) -> str:
        actor, years = current_actor(), plan_years()
        year = _chosen(request.args.get("year", ""))
        rows = standings(actor, year) if year else []
        values = {"rows": rows, "year": year, "years": years, "target": settings.get(TARGET)}
        return str(self.render_template("plans/subordinates.html", title=_("Plans of my subordinates"), **values))


class PlanDialogueView(PortalModelView):
    """The dialogues recorded; kept as they were written, so that they prove what came before a decision."""

    route_base, title, model = "/plan-dialogues", lazy_gettext("Dialogue of supervisor and subordinate"), PlanDialogue
    listing, detail = DIALOGUES, DIALOGUE
    add_form = DialogueForm
    add_label = lazy_gettext("Record a dialogue")

    def create(self, actor: Actor, form: Any) -> PlanDialogue:
        return record_dialogue(actor, form.content(), form.submission_key)

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        """Offer the people and years; what the address names is chosen already."""
        form.employee_id.choices = people_to_talk_to(actor)
        form.plan_year_id.choices = [(year.id, str(year.year)) for year in plan_years()]
        if form.is_submitted():
            return
        year = _chosen("")
        form.employee_id.data = _offered(form.employee_id.choices, request.args.get("employee", ""))
        form.plan_year_id.data = _offered(form.plan_year_id.choices, request.args.get("year", "")) or (year.id if year else None)

    def record_title(self, record: Any) -> str:
        return f"{self.title}: {record.employee.full_name}"


class PlanDialogueApi(PortalModelApi):
    """The same at the API."""

    resource_name, view, keys = "plan-dialogues", PlanDialogueView, ("employee_id", "unit_id", "plan_year_id", "led_by_id")


def beside_decision(actor: Actor, record: Any) -> dict[str, Any]:
    """What a row is judged by (T15, T20): the gap, for those who may read the test, and the dialogues of its year."""
    waits = record.state == SENT.key and bool(reached(PlanRow, actor, *SUPERVISOR, [record.id])) and record.employee_id != actor.employee_id
    talk = {"employee": record.employee_id, "year": record.plan_year_id, "next": request.full_path.rstrip("?")}
    plan = plan_of(record.employee_id, record.plan_year_id)
    return {
        "gap": None if record.frozen else gap_of(actor, record.employee),
        "gaps": _gaps_of(record, plan.levels if plan else {}),
        "performance": _performance_of(record, plan),
        "dialogues": dialogues(actor, record.employee_id, record.plan_year_id),
        "dialogue_url": url_for("PlanDialogueView.add", **talk) if waits else None,
        "full_days": full_days_of(actor, record),
        "daily": settings.get(DAILY_MOST),
        "own": record.employee_id == actor.employee_id,
    }


def _gaps_of(record: PlanRow, levels: Mapping[str, int]) -> list[LevelGap]:
    """As they were frozen with the row, or as they are now."""
    if record.frozen:
        return [LevelGap(**each) for each in record.frozen.get("standard", ())]
    return level_gaps(standard_of(record.employee), levels)


def _performance_of(record: PlanRow, plan: Plan | None) -> tuple[Decimal, str] | None:
    """The performance value and its category, as they were frozen with the row or as they are now; None where nothing was said."""
    if record.frozen:
        value = record.frozen.get("performance")
        return (Decimal(value), record.frozen["performance_band"]) if value else None
    if plan is None or plan.performance is None:
        return None
    return (plan.performance, band_of(plan.performance, performance_bands()))


def _chosen(typed: str) -> YearValue | None:
    """The year of the address, or the first that is open, or the latest. Raises BadRequest for one that does not exist."""
    if typed:
        found = next((year for year in plan_years() if str(year.id) == typed), None)
        if found is None:
            raise BadRequest
        return found
    return next(iter([*sorted(open_years(), key=lambda year: year.year), *plan_years()]), None)


def _offered(choices: Any, typed: str) -> int | None:
    return next((value for value, _label in choices if str(value) == typed), None)
