"""Team works on the first page: an employee's own, what must be corrected first."""

from flask import url_for
from flask_babel import lazy_gettext as _

from app.kernel.actor import Actor
from app.kernel.approval import editable
from app.kernel.columns import as_badge
from app.kernel.crud.brief import Brief
from app.kernel.formats import format_date
from app.kernel.panels import Line, Lines, Panel
from app.kernel.richtext import plain
from app.kernel.roles import Role
from app.teamwork.queries import newest_own
from app.teamwork.workflow import WITHDRAWN

SHOWN = 3


def load_own(actor: Actor) -> Lines | None:
    """His latest team works with their status and the officer's note; nothing before the first."""
    found = newest_own(actor, SHOWN)
    changeable = editable(actor, found)
    lines = []
    for each in found:
        note = plain(each.note) if each.note else ""
        brief = Brief(each.name, f"“{note}”" if note else "", url_for("TeamWorkView.show", pk=each.id), as_badge(each.state_now))
        back = each.state == WITHDRAWN.key and each.id in changeable
        action = (_("Correct it"), url_for("TeamWorkView.edit", pk=each.id)) if back else None
        lines.append(Line(brief, format_date(each.letter_on), action))
    return Lines(lines, (_("All my team works"), url_for("TeamWorkView.list"))) if lines else None


PANELS = (Panel("own_team_work", _("My team works"), (Role.EMPLOYEE,), load_own),)
