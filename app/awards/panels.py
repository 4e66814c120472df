"""On the first page: the Satya Lencana Karya Satya one may be proposed for this year, and for officers how many may be."""

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.awards.queries import count_by_grade, own_standing
from app.kernel.actor import Actor
from app.kernel.formats import format_number
from app.kernel.panels import Call, Figure, Panel, Place, Stats
from app.kernel.roles import Role


def load_own(actor: Actor) -> Call | None:
    """That this year is the year; nothing for who holds the award or has entered it."""
    standing = own_standing(actor)
    if standing is None or not standing.eligible or standing.entry or standing.grade is None:
        return None
    text = gettext(
        "With %(years)s years of service you may be proposed for the %(award)s this year. If you hold it already, enter it.",
        years=standing.grade.years,
        award=standing.grade.label,
    )
    return Call(text, (gettext("Enter the award"), url_for("AwardView.add")), "award")


def load_eligible(actor: Actor) -> Stats | None:
    """How many may be proposed for each grade, leading to exactly these."""
    figures = [
        Figure(grade.label, format_number(number), url_for("LongServiceView.list", grade=grade.code), "info", "award")
        for grade, number in count_by_grade(actor)
    ]
    return Stats(figures) if figures else None


PANELS = (
    Panel("karya_satya", _("Satya Lencana Karya Satya"), (Role.EMPLOYEE,), load_own, Place.BESIDE),
    Panel(
        "karya_satya_proposals", _("Satya Lencana Karya Satya this year"), (Role.OPD_ADMIN, Role.BKPSDM_ADMIN), load_eligible, Place.FIGURES
    ),
)
