"""The screens of activities: started from an accepted plan (T24 to T26), listed with their reports (T33, T34), and each report written (T35)."""

from collections.abc import Sequence
from typing import Any

from flask import flash, g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.credentials.models import Course
from app.kernel.actor import Actor, current_actor
from app.kernel.columns import Badge
from app.kernel.crud import MenuItem, PortalModelView, Related, url_for_record
from app.kernel.crud.links import offer_below, offer_beside
from app.kernel.errors import Missing, PortalError
from app.kernel.flow_views import WorkflowView
from app.kernel.formats import format_period
from app.kernel.inbox import Duty
from app.kernel.navigation import view_called
from app.kernel.roles import Role
from app.plans.listings import form_of
from app.plans.models import PlanRow
from app.plans.workflow import ACCEPTED
from app.realisations.forms import ActivityForm, ReportForm, StartForm
from app.realisations.listings import DETAIL, REALISATIONS, REPORT_DETAIL, REPORTS
from app.realisations.models import ActivityReport, Realisation
from app.realisations.queries import due_for, reports_of, rows_to_start, started
from app.realisations.rules import Mark, course_form_of
from app.realisations.services import change_activity, check_filing, check_over, closes, file_report, makes_history, start_activity
from app.realisations.workflow import CANCELLED, CLOSED, RUNNING
from app.reference.queries import choices
from app.reference.rules import CodeList

Answer = Any
START = lazy_gettext("Start the activity")
WRITE = lazy_gettext("Write the report")


class RealisationView(WorkflowView):
    """ "Laporan" (T32, T33): activities of one's own, of one's people, of the OPD, or everybody's, by who asks."""

    route_base, title, model = "/realisations", lazy_gettext("Activities and their reports"), Realisation
    form_title = lazy_gettext("Carrying out the activity")
    export_title = lazy_gettext("Realisation of competence development")
    added = lazy_gettext("The activity has been started; its reports stand below.")
    add_label = START
    listing, detail = REALISATIONS, DETAIL
    add_form, edit_form = StartForm, ActivityForm
    add_template = edit_template = "realisations/form.html"
    show_template = "realisations/show.html"
    bulk = False
    history_title = history_label = lazy_gettext("History of the activity")

    def create(self, actor: Actor, form: Any) -> Realisation:
        return start_activity(actor, form.content(), form.submission_key)

    def change(self, actor: Actor, record: Any, form: Any) -> Realisation:
        return change_activity(actor, record.id, form.content(), form.known_version)

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        """Offer the accepted rows; the one whose menu led here is chosen, and what was planned of it is proposed."""
        if record is not None:
            form.rows = [(_("Development"), record.plan_row.subject), (_("Form of development"), form_of(record.plan_row))]
            return
        rows = rows_to_start(actor)
        form.plan_row_id.choices = [(row.id, f"{row.summary} · {format_period(row.begins_on, row.ends_on)}") for row in rows]
        form.rows = []
        wanted = request.args.get("plan_row_id", "")
        row = next((row for row in rows if str(row.id) == wanted), None)
        if row is not None and not form.is_submitted():
            form.plan_row_id.data, form.cost.data = row.id, row.cost
            form.begins_on.data, form.ends_on.data, form.material.data = row.begins_on, row.ends_on, row.subject

    def after_add(self, record: Any) -> str:
        return url_for(f"{self.endpoint}.show", pk=record.id)

    def show_context(self, actor: Actor, record: Any) -> dict[str, Any]:
        """The reports with their due days (T35), and the record of the training history that the last one made."""
        reports = reports_of(record.id)
        here = url_for(f"{self.endpoint}.show", pk=record.id)
        may_write = self.may("show") and record.employee_id == actor.employee_id and record.state == RUNNING.key and _reports().may("edit")
        writable = {
            each.id: url_for("ActivityReportView.edit", pk=each.id, next=here) for each in reports if each.mark is not Mark.UPCOMING
        }
        return super().show_context(actor, record) | {
            "reports": reports,
            "write_urls": writable if may_write else {},
            "show_urls": {each.id: url_for("ActivityReportView.show", pk=each.id, next=here) for each in reports},
            "course": record.course,
            "course_url": url_for_record(record.course) if record.course and _sees_course(record.course) else None,
        }


class ActivityReportView(PortalModelView):
    """Every report that is asked for, with its due day; its owner writes it ("Input laporan", T35)."""

    route_base, title, model = "/activity-reports", lazy_gettext("Schedule of reports"), ActivityReport
    form_title = lazy_gettext("Input of the report")
    export_title = lazy_gettext("Reports on activities")
    changed = lazy_gettext("The report has been saved.")
    listing, detail = REPORTS, REPORT_DETAIL
    edit_form = ReportForm
    edit_template = "realisations/report_form.html"
    show_template = "realisations/report.html"

    def change(self, actor: Actor, record: Any, form: Any) -> ActivityReport:
        report = file_report(actor, record.id, form.content(), form.known_version)
        if report.realisation.state == CLOSED.key:
            flash(_("This was the last report: the activity is finished."), "success")
            if report.realisation.course_id is not None:
                flash(_("It stands in your training history and counts once BKPSDM has verified it."), "info")
        return report

    def check_edit(self, actor: Actor, record: Any) -> None:
        check_filing(actor, record)

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        """The training history's own fields are asked only by the report that closes the activity and makes such a record."""
        if record is None:
            raise Missing
        activity = record.realisation
        form.report, form.closing, form.early = record, closes(record), ""
        form.makes_history = form.closing and makes_history(activity)
        if form.closing:
            try:
                check_over(activity)
            except PortalError as refusal:
                form.early = str(refusal.message)
        if not form.makes_history:
            del form.course_form
            del form.classification
            return
        form.course_form.choices = choices(CodeList.COURSE_FORM, None)
        form.classification.choices = choices(CodeList.JOB_FAMILY, None)
        proposed = course_form_of(activity.plan_row.form)
        if not form.is_submitted() and proposed in {key for key, _label in form.course_form.choices}:
            form.course_form.data = proposed

    def menus(self, actor: Actor, records: Sequence[Any], back: str) -> dict[int, tuple[MenuItem, ...]]:
        """Writing is offered to the owner, for what can be written now."""
        found = super().menus(actor, records, back)
        writable = {each.id for each in records if _writable(actor, each)}
        edits = {pk: url_for(f"{self.endpoint}.edit", pk=pk) for pk in found}
        menus = {}
        for pk, items in found.items():
            kept = [item for item in items if pk in writable or not item.url.startswith(edits[pk])]
            menus[pk] = tuple(
                item._replace(label=WRITE, icon="file-earmark-text") if item.url.startswith(edits[pk]) else item for item in kept
            )
        return menus

    def show_context(self, actor: Actor, record: Any) -> dict[str, Any]:
        return {"activity_url": url_for("RealisationView.show", pk=record.realisation_id)}


REPORT_DUTY = Duty(
    ActivityReport,
    lazy_gettext("Report on an activity"),
    Role.EMPLOYEE,
    due_for,
    ActivityReport.ends_on,
    lambda report: Badge(str(report.mark.label), report.mark.tone),
    WRITE,
)
"""A report waits for its owner from the last day of its period on (T32)."""


def _reports() -> Any:
    return view_called(ActivityReportView.__name__)


def _sees_course(course: Course) -> bool:
    view = view_called("CourseView")
    return view is not None and view.may("show") and course.state != "deleted"


def _writable(actor: Actor, report: ActivityReport) -> bool:
    try:
        check_filing(actor, report)
    except PortalError:
        return False
    return True


def _way_to_start(row: Any) -> MenuItem | None:
    """In the menu of one's own accepted row "Mulai" (T24), or once it has begun the way to its activity; for others nothing."""
    actor = current_actor()
    if row.state != ACCEPTED.key or row.employee_id != actor.employee_id or not actor.has(Role.EMPLOYEE):
        return None
    view = view_called(RealisationView.__name__)
    if view is None or not view.may("add"):
        return None
    if "started_rows" not in g:
        # Once for a whole page of rows.
        g.started_rows = started(actor)
    pk = g.started_rows.get(row.id)
    if pk is not None:
        return MenuItem(_("Activity and reports"), url_for("RealisationView.show", pk=pk), "journal-text")
    return MenuItem(_("Start the planned training"), url_for("RealisationView.add", plan_row_id=row.id), "box-arrow-in-right", "success")


offer_beside(PlanRow, _way_to_start)
offer_below(
    PlanRow,
    Related(
        RealisationView.__name__,
        Realisation.plan_row_id,
        lazy_gettext("What became of the plan"),
        columns=("period", "cost", "place", "jp", "state"),
        where=Realisation.state != CANCELLED.key,
    ),
)
