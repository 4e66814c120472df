"""The dashboard of plans (T4): cards that lead to their lists, activities under way, and for those who administer what was planned against what was done."""

from decimal import Decimal
from typing import Any

from flask import Response, request, url_for
from flask_appbuilder import BaseView
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import true

from app.kernel import clock, settings
from app.kernel.actor import Actor, current_actor
from app.kernel.agency import COLOUR
from app.kernel.charts import NARROW, Bar, bar_picture
from app.kernel.crud.exporting import sheet_answer
from app.kernel.export import ExportColumn, Kind, Sheet
from app.kernel.filters import Choice
from app.kernel.formats import format_number, format_period
from app.kernel.listing import COUNTED, Listing, ListState
from app.kernel.panels import Figure
from app.kernel.roles import Role
from app.kernel.routes import route
from app.organisation.models import Unit
from app.organisation.queries import opd_options
from app.plans.listings import PLAN_ROWS, administered
from app.plans.models import PlanRow
from app.plans.queries import plan_years, year_called
from app.plans.rules import Path
from app.plans.workflow import ACCEPTED, REJECTED, SENT
from app.realisations.listings import REALISATIONS
from app.realisations.overview_queries import Compared, Dimension, compare, whole_of
from app.realisations.workflow import CLOSED, RUNNING

MOST, CHARTED = 10, 12
MILLION = 1_000_000
ADMINS = (Role.OPD_ADMIN, Role.BKPSDM_ADMIN, Role.AUDITOR)


def _this_year(actor: Actor) -> str:
    """The plan of the running year, else the newest."""
    year = year_called(clock.today().year) or next(iter(plan_years()), None)
    return str(year.id) if year else ""


OVERVIEW = Listing(
    PlanRow,
    columns=(),
    filters=(
        Choice(
            "year",
            lazy_gettext("Filter by the year of the training"),
            lazy_gettext("All years"),
            lambda actor: [(year.id, str(year.year)) for year in plan_years()],
            lambda value: PlanRow.plan_year_id == int(value),
            default=_this_year,
        ),
        Choice(
            "by",
            lazy_gettext("Compared by"),
            "",
            lambda actor: [(each.value, str(each.label)) for each in Dimension],
            lambda value: true(),
            default=lambda actor: Dimension.OPD.value,
            roles=ADMINS,
        ),
        Choice("opd", lazy_gettext("OPD"), lazy_gettext("All OPDs"), opd_options, lambda value: Unit.opd_id == int(value), roles=ADMINS),
        Choice(
            "path",
            lazy_gettext("Path"),
            lazy_gettext("All paths"),
            lambda actor: [(each.value, str(each.label)) for each in Path],
            lambda value: PlanRow.development_path == value,
            roles=ADMINS,
        ),
    ),
    joins=(PlanRow.unit,),
    where=administered,
)
"""What the address may ask for; its rows are added up instead of listed."""


class PlanOverviewView(BaseView):
    """Everybody's own plans and activities at a glance; those who administer compare plan and realisation."""

    route_base = "/plan-overview"
    default_view = "index"

    @route("/")
    def index(self) -> str:
        actor = current_actor()
        state = OVERVIEW.parse(actor, request.args)
        year = state.value("year")
        running = REALISATIONS.page(actor, _asked(year, RUNNING.key, size=MOST))
        more = url_for("RealisationView.list", **_asked(year, RUNNING.key).args()) if running.pages > 1 else None
        page: dict[str, Any] = {
            "filters": OVERVIEW.fields(actor, state),
            "address": state.args(),
            "cards": _cards(actor, year),
            "running": running,
        }
        page["periods"] = {each.id: format_period(each.begins_on, each.ends_on) for each in running.rows}
        compared = _compared(actor, state) if actor.has(*ADMINS) else None
        return str(self.render_template("realisations/overview.html", title=_("Dashboard of plans"), more=more, compared=compared, **page))

    @route("/export")
    def export(self) -> Response:
        return _file("xlsx")

    @route("/print")
    def print(self) -> Response:
        return _file("pdf")


def _asked(year: str, state: str, size: int = 0) -> ListState:
    return ListState(tuple((name, value) for name, value in (("year", year), ("state", state)) if value), size=size)


def _cards(actor: Actor, year: str) -> list[Figure]:
    """Each leads to the list of exactly what it counts."""
    wanted = (
        (PLAN_ROWS, "PlanRowView.list", SENT, _("Submissions being verified"), "info", "hourglass-split"),
        (PLAN_ROWS, "PlanRowView.list", REJECTED, _("Submissions rejected"), "danger", "x-lg"),
        (PLAN_ROWS, "PlanRowView.list", ACCEPTED, _("Submissions accepted"), "success", "check2-circle"),
        (REALISATIONS, "RealisationView.list", CLOSED, _("Activities finished"), "primary", "mortarboard"),
    )
    found = []
    for listing, endpoint, state, words, tone, icon in wanted:
        asked = _asked(year, state.key)
        number = listing.count(actor, asked)
        text = format_number(min(number, COUNTED)) + ("+" if number > COUNTED else "")
        found.append(Figure(words, text, url_for(endpoint, **asked.args()), tone, icon, _("More information about it")))
    return found


def _compared(actor: Actor, state: ListState) -> dict[str, Any]:
    """The comparison with both of its pictures."""
    by = Dimension(state.value("by") or Dimension.OPD)
    rows = compare(by, OVERVIEW.ids(actor, state, PlanRow.state == ACCEPTED.key))
    charted = rows[:CHARTED]
    return {
        "by": by,
        "rows": rows,
        "whole": whole_of(rows),
        "jp_picture": _picture([(row.label, row.planned_jp, row.done_jp) for row in charted]),
        "cost_picture": _picture([(row.label, row.planned_cost / MILLION, row.done_cost / MILLION) for row in charted]),
    }


def _picture(rows: list[tuple[str, Decimal, Decimal]]) -> str:
    bars = [Bar(label, int(planned), int(done)) for label, planned, done in rows]
    return bar_picture(bars, settings.get(COLOUR), NARROW, (_("Planned"), _("Carried out"))) if bars else ""


def _file(kind: str) -> Response:
    actor = current_actor()
    state = OVERVIEW.parse(actor, request.args)
    found = _compared(actor, state)
    columns = [
        ExportColumn("label", str(found["by"].label), width=48),
        ExportColumn("planned", _("Submissions accepted"), Kind.NUMBER),
        ExportColumn("begun", _("Begun"), Kind.NUMBER),
        ExportColumn("planned_jp", _("JP planned"), Kind.NUMBER),
        ExportColumn("done_jp", _("JP carried out"), Kind.NUMBER),
        ExportColumn("planned_cost", _("Budget planned"), Kind.MONEY),
        ExportColumn("done_cost", _("Budget spent"), Kind.MONEY),
    ]
    every: list[Compared] = [*found["rows"], found["whole"]]
    rows = ((row.label or _("All"), *(getattr(row, column.key) for column in columns[1:])) for row in every)
    chosen = tuple(f"{each.label}: {each.text}" for each in OVERVIEW.fields(actor, state) if each.text and each.name != "by")
    return sheet_answer(Sheet(_("Plan and realisation"), columns, rows, chosen, actor.name, len(every)), kind)
