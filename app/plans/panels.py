"""Plans on the first page: one's own towards the yearly target while the window is open, and who of one's people has sent nothing (T4)."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.kernel import settings
from app.kernel.actor import Actor
from app.kernel.formats import format_long_date, format_money, format_number
from app.kernel.panels import Call, Panel, Place, Ring
from app.kernel.roles import Role
from app.ledger.parameters import TARGET
from app.plans.queries import open_years, planned


def load_own(actor: Actor) -> Sequence[Call | Ring] | None:
    """The planned JP of the year that closes first, and what is left to do until then; nothing while no year is open."""
    years = sorted(open_years(actor.employee_id), key=lambda year: year.closes_on)
    if not years or actor.employee_id is None:
        return None
    year, target = years[0], settings.get(TARGET)
    found, day = planned(actor, actor.employee_id, year.id), format_long_date(year.closes_on)
    if not found.rows:
        text = gettext("Plan your development of %(year)s until %(day)s.", year=year.year, day=day)
        return [Call(text, (_("New submission"), url_for("PlanRowView.add")))]
    text = gettext("%(jp)s of %(target)s JP planned for %(year)s", jp=format_number(found.jp), target=format_number(target), year=year.year)
    hint = gettext("Budget needed: %(cost)s", cost=format_money(found.cost))
    if found.unsent:
        hint = gettext("%(count)s not sent yet; possible until %(day)s", count=format_number(found.unsent), day=day)
    return [Ring(int(found.jp * 100), int(target * 100), text, hint, (_("Open my plan"), url_for("PlanRowView.list", year=year.id)))]


PANELS = (Panel("own_plan", _("My plan of development"), (Role.EMPLOYEE,), load_own, Place.WORK),)
