"""The digital archive on the first page: one's own score (S3), and how complete the archives of one's people are."""

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.archive.listings import moment_of, tone_of
from app.archive.queries import distribution, levels, score_of
from app.kernel.actor import Actor
from app.kernel.formats import format_number
from app.kernel.panels import Figure, Panel, Place, Ring, Stats
from app.kernel.roles import Role
from app.reference.queries import label
from app.reference.rules import CodeList


def load_own(actor: Actor) -> Ring | None:
    """ "100 Sangat lengkap" with the moment it was computed (S3, S4)."""
    found = score_of(actor.employee_id) if actor.employee_id is not None else None
    if found is None:
        return None
    text = f"{format_number(found.points)} {label(CodeList.ARCHIVE_LEVEL, found.level)}"
    hint = gettext("Last synchronised: %(moment)s", moment=moment_of(found.computed_at))
    page = url_for("OwnArchiveView.show")
    return Ring(int(found.points * 100), 10_000, text, hint, (_("Open my archive"), page), page)


def load_people(actor: Actor) -> Stats | None:
    """How many of one's people have which label, each number leading to exactly them."""
    found = distribution(actor)
    figures = [
        Figure(
            each.label, format_number(number), url_for("ArchiveScoreView.list", level=each.key), tone_of(each.key) if number else "neutral"
        )
        for each in levels()
        for number in [found.get(each.key, 0)]
    ]
    return Stats(figures) if any(found.get(each.key) for each in levels()) else None


PANELS = (
    Panel("archive", _("Digital archive score"), (Role.EMPLOYEE,), load_own, Place.WORK),
    Panel(
        "archive_people",
        _("Digital archives of your people"),
        (Role.SUPERVISOR, Role.OPD_ADMIN, Role.BKPSDM_ADMIN),
        load_people,
        Place.FIGURES,
    ),
)
