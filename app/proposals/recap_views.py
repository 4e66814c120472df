"""The recapitulation of the most wanted trainings (P33): ranking, chart, print and Excel, and the merging of hand-typed titles."""

from io import BytesIO
from typing import Any

from flask import Response, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from sqlalchemy import true

from app.kernel import clock, settings
from app.kernel.actor import Actor, current_actor
from app.kernel.agency import COLOUR, letterhead, signatory
from app.kernel.charts import Bar, bar_chart
from app.kernel.crud.exporting import file_name, sheet_answer
from app.kernel.errors import Invalid
from app.kernel.export import ExportColumn, Kind, Sheet, render_letter
from app.kernel.filters import Choice
from app.kernel.flow_views import state_filter
from app.kernel.formats import format_long_date
from app.kernel.listing import Listing
from app.kernel.routes import route
from app.organisation.models import Unit
from app.organisation.queries import opd_options
from app.organisation.rules import JobType
from app.proposals.models import Proposal
from app.proposals.queries import Dimension, manual_titles, periods, recap
from app.proposals.services import merge_titles
from app.reference.queries import training_groups

CHARTED, ALL = 10, "all"
RECAP = Listing(
    Proposal,
    columns=(),
    filters=(
        Choice(
            "by",
            lazy_gettext("Ranked by"),
            "",
            lambda actor: [(each.value, str(each.label)) for each in Dimension],
            lambda value: true(),
            default=lambda actor: Dimension.TRAINING.value,
        ),
        Choice(
            "period",
            lazy_gettext("Period"),
            "",
            lambda actor: [(ALL, _("All periods")), *((period, period) for period in periods(actor))],
            lambda value: true() if value == ALL else Proposal.period == value,
            default=lambda actor: _this_year(actor),
            everything=ALL,
        ),
        Choice("opd", lazy_gettext("OPD"), lazy_gettext("All OPDs"), opd_options, lambda value: Unit.opd_id == int(value)),
        Choice(
            "job_type",
            lazy_gettext("Job type"),
            lazy_gettext("All job types"),
            lambda actor: [(each.value, str(each.label)) for each in JobType],
            lambda value: Proposal.job_type == value,
        ),
        state_filter(Proposal),
    ),
)
"""What the address may ask for; its rows are counted instead of listed."""


class RecapView(BaseView):
    """For the BKPSDM admin and the auditor; an OPD admin sees the wishes of his own unit's tree."""

    route_base = "/recap"
    default_view = "index"

    @route("/")
    def index(self) -> str:
        return self.render_template("proposals/recap.html", **_page(current_actor()))

    @route("/chart.svg")
    def chart(self) -> Response:
        bars = [Bar(rank.label, rank.count) for rank in _page(current_actor())["ranks"][:CHARTED]]
        return Response(bar_chart(bars, settings.get(COLOUR), _("No proposals")), mimetype="image/svg+xml")

    @route("/export")
    def export(self) -> Response:
        actor = current_actor()
        page = _page(actor)
        by = page["by"]
        sheet = Sheet(
            title=_title(by),
            columns=[
                ExportColumn("place", _("Rank"), Kind.NUMBER),
                ExportColumn("label", str(by.label), width=60),
                ExportColumn("count", _("Proposals"), Kind.NUMBER),
                ExportColumn("opds", _("OPDs"), Kind.NUMBER),
                ExportColumn("approved", _("Approved"), Kind.NUMBER),
            ],
            rows=((rank.place, rank.label, rank.count, rank.opds, rank.approved) for rank in page["ranks"]),
            subtitle=page["subtitle"],
            printed_by=actor.name,
        )
        return sheet_answer(sheet, "xlsx")

    @route("/print")
    def print(self) -> Response:
        page = _page(current_actor())
        title = _title(page["by"])
        context = page | {
            "title": title,
            "signatory": signatory(),
            "day": format_long_date(clock.today()),
        }
        content = render_letter("proposals/recap_print.html", letterhead(), context)
        return send_file(BytesIO(content), mimetype="application/pdf", download_name=file_name(title, "pdf"))

    @route("/merge", "GET", "POST")
    def merge(self) -> ResponseReturnValue:
        """Hand-typed titles that mean the same, each with a select of the catalogue entry they shall count as."""
        actor = current_actor()
        wrong, key = "", request.form.get("manual_key", "")
        if request.method == "POST":
            try:
                training_id = request.form.get("training_id", type=int)
                if training_id is None:
                    raise Invalid(_("Choose a training from the list."))
                count = merge_titles(actor, key, training_id)
            except Invalid as error:
                wrong = str(error.message)
            else:
                flash(
                    ngettext("%(num)s proposal now counts as this training.", "%(num)s proposals now count as this training.", count),
                    "success",
                )
                return redirect(url_for("RecapView.merge"))
        return self.render_template(
            "proposals/merge.html",
            title=_("Merge manual entries"),
            groups=manual_titles(actor),
            catalogue=training_groups(),
            wrong=wrong,
            wrong_key=key,
        )


def _page(actor: Actor) -> dict[str, Any]:
    """What the address asks for, counted: the filters, the ranking, and the words of both."""
    state = RECAP.parse(actor, request.args)
    by = Dimension(state.value("by") or Dimension.TRAINING)
    fields = RECAP.fields(actor, state)
    ranks = recap(actor, by, RECAP.criteria(actor, state))
    return {
        "title": _("Recap of proposals"),
        "by": by,
        "ranks": ranks,
        "total": sum(rank.count for rank in ranks),
        "address": state.args(),
        "filters": fields,
        "subtitle": tuple(f"{each.label}: {each.text}" for each in fields if each.text and each.name != "by"),
        "charted": CHARTED,
    }


def _this_year(actor: Actor) -> str:
    """The present period once there is something in it, else all."""
    year = str(clock.today().year)
    return year if year in periods(actor) else ALL


def _title(by: Dimension) -> str:
    if by is Dimension.TRAINING:
        return _("Recap of the most wanted trainings")
    return _("Recap of training proposals by %(dimension)s", dimension=str(by.label).lower())
