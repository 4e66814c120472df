"""The organiser's numbers on screen and as a file: of one webinar by OPD and hour, of all by series and year."""

from typing import Any

from flask import request, url_for
from flask_appbuilder import BaseView
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from app.kernel import settings
from app.kernel.actor import Actor, current_actor
from app.kernel.agency import COLOUR
from app.kernel.charts import NARROW, Bar, bar_picture
from app.kernel.crud.exporting import sheet_answer
from app.kernel.export import ExportColumn, Kind, Sheet
from app.kernel.formats import format_datetime
from app.kernel.questionnaire.rules import QuestionKind
from app.kernel.roles import Role
from app.kernel.routes import route
from app.kernel.scope import fetch
from app.webinars.attendance_queries import answer_table, results_of, sessions_of
from app.webinars.models import Webinar
from app.webinars.number_queries import COUNTED, by_hour, by_series, numbers_of

CHARTED = 10
DESK = (Role.BKPSDM_ADMIN, Role.AUDITOR)
"""Who reads what was answered."""


class WebinarNumbersView(BaseView):
    """Registered, attended, validated, with a certificate, downloaded; and what was answered."""

    route_base = "/webinar-numbers"
    default_view = "index"

    @route("/", permission="list")
    def index(self) -> str:
        """All published webinars by series and year."""
        title = _("Webinar numbers")
        return str(self.render_template("webinars/numbers_of_all.html", title=title, rows=by_series(current_actor()), labels=_labels()))

    @route("/<int:pk>", permission="list")
    def one(self, pk: int) -> str:
        """One webinar by OPD, and when its people came."""
        actor = current_actor()
        webinar: Webinar = fetch(Webinar, actor, pk)
        whole, rows = numbers_of(actor, pk)
        hours = [(format_datetime(moment), number) for moment, number in by_hour(actor, pk)]
        crumbs = [(webinar.title, url_for("WebinarView.show", pk=pk)), (_("Numbers"), None)]
        values = {
            "title": _("Numbers: %(title)s", title=webinar.title),
            "breadcrumb": crumbs,
            "webinar": webinar,
            "whole": whole,
            "rows": rows,
            "hours": hours,
            "labels": _labels(),
            "opd_chart": _picture([(row.opd, row.attended) for row in rows[:CHARTED]]),
            "hour_chart": _picture(hours[:24]),
            "answers": [(each.name, found) for each in sessions_of(pk) if (found := results_of(actor, each.id))]
            if actor.has(*DESK)
            else (),
        }
        return str(self.render_template("webinars/numbers.html", **values))

    @route("/export", permission="export")
    def export(self) -> Response:
        """All, as a spreadsheet."""
        actor, labels = current_actor(), _labels()
        columns = [
            ExportColumn("series", _("Series"), width=48),
            ExportColumn("year", _("Year")),
            ExportColumn("webinars", _("Webinars"), Kind.NUMBER),
            *(ExportColumn(name, labels[name], Kind.NUMBER) for name in COUNTED),
        ]
        rows = [(row.series, str(row.year), row.webinars, *(getattr(row, name) for name in COUNTED)) for row in by_series(actor)]
        return sheet_answer(Sheet(_("Webinar numbers"), columns, rows, (), actor.name, len(rows)), "xlsx")

    @route("/<int:pk>/export", permission="export")
    def export_one(self, pk: int) -> Response:
        """One webinar by OPD, as a spreadsheet."""
        actor, labels = current_actor(), _labels()
        webinar: Webinar = fetch(Webinar, actor, pk)
        columns = [
            ExportColumn("opd", _("OPD"), width=48),
            *(ExportColumn(name, labels[name], Kind.NUMBER) for name in COUNTED),
        ]
        whole, found = numbers_of(actor, pk)
        rows = [(row.opd or _("All"), *(getattr(row, name) for name in COUNTED)) for row in (*found, whole)]
        return sheet_answer(_sheet(webinar, columns, rows, actor), "xlsx")

    @route("/<int:pk>/answers", permission="answers")
    def answers(self, pk: int) -> Response:
        """What was answered at attendance, one row a person but never whose, as a spreadsheet or with ?format=csv."""
        kind = request.args.get("format", "xlsx")
        if kind not in ("xlsx", "csv"):
            raise BadRequest
        actor = current_actor()
        webinar: Webinar = fetch(Webinar, actor, pk)
        questions, rows = answer_table(actor, pk)
        columns = [ExportColumn("session", _("Session"), width=24)]
        columns += [
            ExportColumn(each.name, each.text, Kind.NUMBER if each.kind is QuestionKind.SCALE else Kind.TEXT, 40) for each in questions
        ]
        title = _("Answers: %(title)s", title=webinar.title)
        return sheet_answer(Sheet(title, columns, rows, (format_datetime(webinar.starts_at),), actor.name, len(rows)), kind)


def _sheet(webinar: Webinar, columns: list[ExportColumn], rows: list[tuple[Any, ...]], actor: Actor) -> Sheet:
    title = _("Numbers: %(title)s", title=webinar.title)
    return Sheet(title, columns, rows, (format_datetime(webinar.starts_at),), actor.name, len(rows))


def _labels() -> dict[str, str]:
    return {
        "registered": _("Registered"),
        "attended": _("On an attendance list"),
        "validated": _("Attendance validated"),
        "issued": _("With a certificate"),
        "downloaded": _("Certificate downloaded"),
    }


def _picture(rows: list[tuple[str, int]]) -> str:
    return bar_picture([Bar(label, number) for label, number in rows], settings.get(COLOUR), NARROW) if rows else ""
