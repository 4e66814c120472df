"""Hours of learning on the first page: one's own as a ring, and who is short for those who lead and administer."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.crud.brief import Brief
from app.kernel.formats import format_number
from app.kernel.panels import Figure, Line, Lines, Panel, Place, Ring, Stats
from app.kernel.roles import Role
from app.ledger.listings import Progress
from app.ledger.models import book_id
from app.ledger.queries import furthest_behind, reached_and_short, sums_of, target_of
from app.ledger.rules import short_by

SHOWN = 5


def load_own(actor: Actor) -> Ring | None:
    """13 of 20 JP, with what waits for approval."""
    if actor.employee_id is None:
        return None
    year = clock.today().year
    (counted, pending), target = sums_of(actor.employee_id, year), target_of(year)
    text = gettext("%(counted)s of %(target)s JP", counted=format_number(counted), target=format_number(target))
    hint = gettext("%(jp)s JP wait for approval", jp=format_number(pending)) if pending else ""
    return Ring(int(counted * 100), int(target * 100), text, hint, (_("Open my JP book"), url_for("OwnJpBookView.show")))


def load_short(actor: Actor) -> Sequence[Stats | Lines]:
    """How many reached the target of the year and how many are short; for supervisors also who."""
    year = clock.today().year
    reached, short = reached_and_short(actor, year)

    def figure(label: str, number: int, progress: Progress, tone: str, icon: str) -> Figure:
        url = url_for("JpBookView.list", progress=progress.value)
        return Figure(label, format_number(number), url, tone if number else "neutral", icon)

    figures = (
        figure(
            gettext("Short of %(target)s JP", target=format_number(target_of(year))), short, Progress.SHORT, "warning", "hourglass-split"
        ),
        figure(gettext("Reached"), reached, Progress.REACHED, "success", "check2-circle"),
    )
    found: list[Stats | Lines] = [Stats(figures)]
    if actor.has(Role.SUPERVISOR):
        lines = []
        for person, counted in furthest_behind(actor, year, SHOWN):
            missing = format_number(short_by(counted, target_of(year)))
            note = gettext("%(counted)s JP, short by %(short)s JP", counted=format_number(counted), short=missing)
            lines.append(Line(Brief(person.full_name, "", url_for("JpBookView.show", pk=book_id(person.id, year))), note))
        if lines:
            found.append(Lines(lines))
    return found


PANELS = (
    Panel("jp", _("Hours of learning this year"), (Role.EMPLOYEE,), load_own, Place.WORK),
    Panel(
        "jp_short", _("Hours of learning of your people"), (Role.SUPERVISOR, Role.OPD_ADMIN, Role.BKPSDM_ADMIN), load_short, Place.FIGURES
    ),
)
