"""The recapitulation of the most wanted trainings (P33): ranking, chart, print and Excel, and the merging of hand-typed titles."""

from io import BytesIO
from typing import Any

from flask import Response, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView
from flask_babel import gettext as _
from flask_babel import ngettext

from app.kernel import clock, settings
from app.kernel.actor import Actor, current_actor
from app.kernel.agency import COLOUR, letterhead, signatory
from app.kernel.charts import Bar, bar_chart
from app.kernel.crud.exporting import file_name, sheet_answer
from app.kernel.errors import Invalid
from app.kernel.export import ExportColumn, Kind, Sheet, render_letter
from app.kernel.formats import format_long_date
from app.kernel.routes import route
from app.organisation.queries import opd_options
from app.organisation.rules import JobType
from app.proposals.queries import Dimension, Rank, RecapFilter, manual_titles, periods, recap
from app.proposals.services import merge_titles
from app.proposals.workflow import PROPOSAL_FLOW
from app.reference.queries import training_groups

CHARTED = 10


class RecapView(BaseView):
    """For the BKPSDM admin and the auditor; an OPD admin sees the wishes of his own unit's tree."""

    route_base = "/recap"
    default_view = "index"

    @route("/")
    def index(self) -> str:
        actor = current_actor()
        by, chosen = _asked(actor)
        ranks = recap(actor, by, chosen)
        return self.render_template("proposals/recap.html", **_page(actor, by, chosen, ranks))

    @route("/chart.svg")
    def chart(self) -> Response:
        actor = current_actor()
        by, chosen = _asked(actor)
        bars = [Bar(rank.label, rank.count) for rank in recap(actor, by, chosen)[:CHARTED]]
        return Response(bar_chart(bars, settings.get(COLOUR), _("No proposals")), mimetype="image/svg+xml")

    @route("/export")
    def export(self) -> Response:
        actor = current_actor()
        by, chosen = _asked(actor)
        sheet = Sheet(
            title=_title(by),
            columns=[
                ExportColumn("place", _("Rank"), Kind.NUMBER),
                ExportColumn("label", str(by.label), width=60),
                ExportColumn("count", _("Proposals"), Kind.NUMBER),
                ExportColumn("opds", _("OPDs"), Kind.NUMBER),
                ExportColumn("approved", _("Approved"), Kind.NUMBER),
            ],
            rows=((rank.place, rank.label, rank.count, rank.opds, rank.approved) for rank in recap(actor, by, chosen)),
            subtitle=_subtitle(actor, chosen),
            printed_by=actor.name,
        )
        return sheet_answer(sheet, "xlsx")

    @route("/print")
    def print(self) -> Response:
        actor = current_actor()
        by, chosen = _asked(actor)
        title = _title(by)
        context = {
            "title": title,
            "subtitle": _subtitle(actor, chosen),
            "by": by,
            "ranks": recap(actor, by, chosen),
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


def _asked(actor: Actor) -> tuple[Dimension, RecapFilter]:
    """The dimension and filter of the address; raises Invalid for a value that no select offers."""
    asked = request.args
    try:
        by = Dimension(asked.get("by") or Dimension.TRAINING)
        job_type = JobType(asked["job_type"]).value if asked.get("job_type") else None
        opd_id = {str(pk): pk for pk, _name in opd_options(actor)}[asked["opd"]] if asked.get("opd") else None
        state = PROPOSAL_FLOW.state(asked["state"]).key if asked.get("state") else None
    except (KeyError, ValueError):
        raise Invalid(_("Not one of the choices.")) from None
    default = str(clock.today().year) if "period" not in asked and str(clock.today().year) in periods(actor) else None
    return by, RecapFilter(asked.get("period") or default, opd_id, job_type, state)


def _page(actor: Actor, by: Dimension, chosen: RecapFilter, ranks: list[Rank]) -> dict[str, Any]:
    address = {
        "by": by.value,
        "period": chosen.period or "",
        "opd": chosen.opd_id or "",
        "job_type": chosen.job_type or "",
        "state": chosen.state or "",
    }
    return {
        "title": _("Recap of proposals"),
        "dimensions": list(Dimension),
        "by": by,
        "chosen": chosen,
        "ranks": ranks,
        "total": sum(rank.count for rank in ranks),
        "address": address,
        "periods": periods(actor),
        "opds": opd_options(actor),
        "job_types": list(JobType),
        "states": [state for state in PROPOSAL_FLOW.states if not state.hidden],
        "charted": CHARTED,
    }


def _title(by: Dimension) -> str:
    if by is Dimension.TRAINING:
        return _("Recap of the most wanted trainings")
    return _("Recap of training proposals by %(dimension)s", dimension=str(by.label).lower())


def _subtitle(actor: Actor, chosen: RecapFilter) -> tuple[str, ...]:
    lines = []
    if chosen.period:
        lines.append(_("Period: %(period)s", period=chosen.period))
    if chosen.opd_id:
        lines.append(_("OPD: %(opd)s", opd=next((name for value, name in opd_options(actor) if str(value) == str(chosen.opd_id)), "")))
    if chosen.job_type:
        lines.append(_("Job type: %(job_type)s", job_type=JobType(chosen.job_type).label))
    if chosen.state:
        lines.append(_("Status: %(state)s", state=PROPOSAL_FLOW.state(chosen.state).label))
    return tuple(lines)
