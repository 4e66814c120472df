"""The compiled plan of an OPD and of the agency (T22): by filter on screen, as a document with letterhead and signature, and as an Excel file."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.agency import signatory
from app.kernel.crud import PortalModelView
from app.kernel.db import session
from app.kernel.export import Sheet
from app.kernel.formats import format_long_date, format_money, format_nip, format_number
from app.kernel.listing import ListState, Page
from app.organisation.models import Unit
from app.organisation.queries import opd_options
from app.plans.compiled_queries import PlanSum, sums_by_opd, total_of
from app.plans.listings import COMPILED
from app.plans.models import PlanRow


class CompiledPlanView(PortalModelView):
    """BKPSDM and auditors read the agency's, an OPD admin that of his own tree."""

    route_base = "/compiled-plans"
    title = lazy_gettext("Compiled plans")
    export_title = lazy_gettext("Plan of competence development")
    model = PlanRow
    listing = COMPILED
    stands_for_records = False
    list_template = "plans/compiled.html"

    def list_context(self, actor: Actor, state: ListState, page: Page) -> dict[str, Any]:
        """The sums of all, and of each OPD with the ways to its own list and document."""
        ids = self.listing.ids(actor, state)
        sums = sums_by_opd(ids)
        ways = {each.id: self._ways(state, each) for each in sums}
        return super().list_context(actor, state, page) | {"total": total_of(ids), "sums": sums, "ways": ways}

    def sheet_of(self, actor: Actor, state: ListState, title: str, total: int, *, on_paper: bool) -> Sheet:
        """With what it adds up to, and signed by the head of the one OPD it is of, else for the agency."""
        sheet = super().sheet_of(actor, state, title, total, on_paper=on_paper)
        found = total_of(self.listing.ids(actor, state))
        return replace(sheet, subtitle=(*sheet.subtitle, in_words(found)), closing=_closing(actor, state))

    def _ways(self, state: ListState, each: PlanSum) -> Sequence[tuple[str, str, str]]:
        """(label, address, icon) of what can be had of one OPD."""
        of_opd = state.args(page=1, size=0, opd=each.id)
        return (
            (_("Details"), self.list_url(state, page=1, opd=each.id), "eye"),
            (_("Print"), url_for(f"{self.endpoint}.print", **of_opd), "printer"),
            (_("Export to Excel"), url_for(f"{self.endpoint}.export", **of_opd), "file-earmark-spreadsheet"),
        )


def in_words(found: PlanSum) -> str:
    """Trainings, people, JP and rupiah in one line."""
    trainings = ngettext("%(count)s training in the plan", "%(count)s trainings in the plan", found.rows, count=format_number(found.rows))
    people = ngettext("%(count)s person", "%(count)s people", found.people, count=format_number(found.people))
    return " · ".join((trainings, people, f"{format_number(found.jp)} JP", format_money(found.cost)))


def _closing(actor: Actor, state: ListState) -> tuple[str, ...]:
    """Place, day, and who signs; an OPD whose head is not entered leaves his lines to be filled in by hand."""
    who, own = signatory(), opd_options(actor)
    chosen = state.value("opd") or (str(own[0][0]) if len(own) == 1 else "")
    day = format_long_date(clock.today())
    first = f"{who.city}, {day}" if who.city else day
    if not chosen:
        return (first, f"{who.title},", "", "", "", "", who.name, *([who.rank] if who.rank else []))
    opd = session().get_one(Unit, int(chosen))
    head = opd.headship.employee if opd.headship else None
    title = head.job_title if head else _("Head of %(opd)s", opd=opd.name)
    rest = (head.full_name, head.rank_label, f"{_('NIP')} {format_nip(head.nip)}") if head else ("____________________", f"{_('NIP')}")
    return (first, f"{title},", "", "", "", "", *rest)
