"""Pengajuan Rekomendasi (T28 to T31): asked for by an employee, decided by BKPSDM, answered by a letter."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms.fields.choices import SelectChoice

from app.documents.rules import name_part
from app.kernel.actor import Actor, current_actor
from app.kernel.crud import MenuItem
from app.kernel.crud.links import offer_beside
from app.kernel.errors import Missing
from app.kernel.formats import format_size
from app.kernel.job_views import file_answer
from app.kernel.listing import ListState, Page
from app.kernel.navigation import view_called
from app.kernel.public_check import write_code
from app.kernel.routes import route
from app.kernel.wizard import WizardFlowView
from app.kernel.wizard.drafts import Values
from app.plans.models import PlanRow
from app.plans.queries import forms_of
from app.plans.workflow import ACCEPTED as PLANNED
from app.recommendations.forms import RECOMMENDATION, TrainingForm
from app.recommendations.listings import DETAIL, RECOMMENDATIONS
from app.recommendations.models import Recommendation, RecommendationLetter
from app.recommendations.queries import PATHS, planned_training, planned_trainings, tally
from app.recommendations.rules import NO_COST, Funding, Verdict, Wish, departures, not_planned
from app.recommendations.services import ask, change_request, doubts, file_of, letter_address, wish_of
from app.recommendations.workflow import RECOMMENDATION_FLOW, SENT
from app.reference.queries import label
from app.reference.rules import CodeList


class RecommendationView(WizardFlowView):
    """ "Proses Pengajuan": one's own requests, one's people's, the OPD's, or everybody's, by who asks. BKPSDM decides on several at once, each with its own letter."""

    route_base, title, model, wizard = "/recommendations", lazy_gettext("Recommendations"), Recommendation, RECOMMENDATION
    listing, detail = RECOMMENDATIONS, DETAIL
    form_title = lazy_gettext("Request for a recommendation")
    export_title = lazy_gettext("Recommendations of trainings held elsewhere")
    add_label = lazy_gettext("New submission")
    added = lazy_gettext("The concept has been kept. Send it to BKPSDM when it is complete.")
    list_template = "recommendations/list.html"
    show_template = "recommendations/show.html"
    history_title = history_label = lazy_gettext("History of the submission")

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        """One's accepted planned trainings, the forms by path, and who may pay."""
        if "plan_row_id" in form:
            rows = planned_trainings(actor, record.plan_row_id if record else None)
            form.plan_row_id.choices = [(row.id, _planned(row)) for row in rows]
            asked = request.args.get("plan_row", "")
            if request.method == "GET" and record is None and any(str(row.id) == asked for row in rows):
                form.plan_row_id.data = int(asked)
        if "form" in form:
            offered = [(row, path) for path in PATHS for row in forms_of(path)]
            form.form.choices = [SelectChoice(row.code, row.label, optgroup=str(path.label)) for row, path in offered]
            form.funding.choices = TrainingForm.fundings()

    def begins_with(self, actor: Actor, step: str, values: Mapping[str, Values]) -> Mapping[str, Any]:
        """The data as the chosen planned training says it."""
        chosen = next(iter(values.get("plan", {}).get("plan_row_id", ())), "")
        row = planned_training(actor, int(chosen)) if step == "training" and chosen.isdecimal() else None
        if row is None:
            return {}
        same = {name: getattr(row, name) for name in ("form", "subject", "organiser", "begins_on", "ends_on")}
        return same | ({"cost": row.cost} if row.cost else {"funding": Funding.NONE.value})

    def warnings(self, form: Any) -> Sequence[str]:
        """Where the request departs from the plan, before it is kept (T29)."""
        row = planned_training(current_actor(), form.plan_row_id.data, getattr(form.record, "plan_row_id", None))
        if row is None:
            return [str(not_planned())]
        asked = Wish(
            form.subject.data,
            label(CodeList.DEVELOPMENT_FORM, form.form.data),
            form.organiser.data,
            form.begins_on.data,
            form.ends_on.data,
            form.cost.data or NO_COST,
        )
        return [str(text) for text in departures(asked, wish_of(row))]

    def create(self, actor: Actor, form: Any) -> Recommendation:
        return ask(actor, form.content(), form.submission_key)

    def change(self, actor: Actor, record: Any, form: Any) -> Recommendation:
        return change_request(actor, record.id, form.content(), form.known_version)

    def after_add(self, record: Any) -> str:
        return self.own_url(record.id)

    def list_context(self, actor: Actor, state: ListState, page: Page) -> dict[str, Any]:
        """ "Konsep (0)", "Pengajuan Terkirim (0)", "Diterima (0)", "Ditolak (0)" above the list (T30)."""
        numbers, chosen = tally(actor), state.value("state")
        tabs = [
            (
                SENT_TAB if each == SENT else each.label,
                numbers.get(each.key, 0),
                self.list_url(self.listing.parse(actor, {"state": each.key})),
                chosen == each.key,
            )
            for each in RECOMMENDATION_FLOW.states
            if not each.hidden
        ]
        return super().list_context(actor, state, page) | {"tabs": tabs}

    def show_context(self, actor: Actor, record: Any) -> dict[str, Any]:
        """What departs from the plan, as long as something can be done about it; the letter afterwards."""
        letter = record.letter
        more: dict[str, Any] = {"doubts": [] if letter else doubts(record), "letter": letter}
        if letter:
            more |= {
                "verdict": Verdict(letter.verdict),
                "file_url": url_for(f"{self.endpoint}.file", pk=record.id),
                "file_size": format_size(letter.file_size),
                "code": write_code(letter.code),
                "address": letter_address(letter.code),
            }
        return super().show_context(actor, record) | more

    def menus(self, actor: Actor, records: Sequence[Any], back: str) -> dict[int, tuple[MenuItem, ...]]:
        """The letter stands first, once there is one."""
        found = super().menus(actor, records, back)
        for record in records:
            if record.state in list(Verdict):
                item = MenuItem(_("Download the letter"), url_for(f"{self.endpoint}.file", pk=record.id), "download")
                found[record.id] = (*found.get(record.id, ()), item)
        return found

    @route("/<int:pk>/letter", permission="show")
    def file(self, pk: int) -> Response:
        """The letter, to everybody who sees the request: the person, his supervisor, his OPD, BKPSDM and auditors."""
        letter: RecommendationLetter | None = self.fetch(current_actor(), pk).letter
        if letter is None:
            raise Missing
        return file_answer(file_of(letter), f"{name_part(letter.number)}_{name_part(letter.printed_name)}.pdf")


SENT_TAB = lazy_gettext("Submissions sent")
"""The menu of the manual has a longer word for it than the badge."""


def _planned(row: PlanRow) -> str:
    return f"{row.summary} · {row.organiser}"


def _offer(row: Any) -> MenuItem | None:
    """In the menu of one's own accepted planned training: ask for the recommendation of it."""
    if row.state != PLANNED.key or row.development_path not in list(PATHS) or row.employee_id != current_actor().employee_id:
        return None
    view = view_called(RecommendationView.__name__)
    if view is None or not view.may("add"):
        return None
    return MenuItem(_("Ask for a recommendation"), url_for(f"{view.endpoint}.add_step", step="plan", plan_row=row.id), "file-earmark-text")


offer_beside(PlanRow, _offer)
