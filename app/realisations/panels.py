"""Activities on the first page: the reports that wait for the person who has to write them (T32)."""

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.kernel.actor import Actor
from app.kernel.crud.brief import Brief
from app.kernel.formats import format_long_date
from app.kernel.listing import Badge
from app.kernel.panels import Line, Lines, Panel, Place
from app.kernel.roles import Role
from app.realisations.queries import own_waiting

MOST = 5


def load_waiting(actor: Actor) -> Lines | None:
    """One's own reports whose period is over, the oldest first; nothing while none waits."""
    found = own_waiting(actor, MOST + 1) if actor.employee_id is not None else ()
    if not found:
        return None
    lines = []
    for report in found[:MOST]:
        url, mark = url_for("ActivityReportView.edit", pk=report.id), report.mark
        hint = gettext("Due on %(day)s", day=format_long_date(report.due_on))
        brief = Brief(report.summary, hint, url_for("ActivityReportView.show", pk=report.id), Badge(str(mark.label), mark.tone))
        lines.append(Line(brief, action=(_("Write the report"), url)))
    more = (_("All reports"), url_for("ActivityReportView.list")) if len(found) > MOST else None
    return Lines(lines, more)


PANELS = (Panel("own_reports", _("Reports to write"), (Role.EMPLOYEE,), load_waiting, Place.NOW),)
