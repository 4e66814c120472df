"""Campaigns on the first page: what is left to do of one's own, and how far one's people are."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.campaigns.queries import own_open, progress_of
from app.campaigns.rules import Task
from app.kernel.actor import Actor
from app.kernel.crud.brief import Brief
from app.kernel.formats import format_long_date, format_number
from app.kernel.panels import Line, Lines, Panel, Place, Ring
from app.kernel.roles import Role

SHOWN = 3


def load_own(actor: Actor) -> Sequence[Lines] | None:
    """The person's open campaigns with what is left and until when."""
    lines = []
    for part in own_open(actor)[:SHOWN]:
        page, left = url_for("MyCampaignView.show", pk=part.id), part.left
        day = part.campaign.survey_closes_on if left == (Task.SURVEY,) else part.campaign.data_closes_on
        steps = ", ".join(str(task.label) for task in left)
        note = _("Left to do: %(steps)s; until %(day)s, 23:59:59", steps=steps, day=format_long_date(day))
        lines.append(Line(Brief(part.campaign.title, "", page, None), note, (_("Go on"), page)))
    return [Lines(lines, (lazy_gettext("All my data checks"), url_for("MyCampaignView.list")))] if lines else None


def load_progress(actor: Actor) -> Sequence[Ring] | None:
    """How many of those he looks after are done, by campaign."""
    rings = []
    for campaign, counted in progress_of(actor)[:SHOWN]:
        text = _("%(done)s of %(total)s people are done", done=format_number(counted.done), total=format_number(counted.total))
        hint = _("%(title)s, until %(day)s", title=campaign.title, day=format_long_date(campaign.data_closes_on))
        rings.append(Ring(counted.done, counted.total, text, hint, (_("Who is left"), _list(campaign.id))))
    return rings or None


def _list(campaign_id: int) -> str:
    return url_for("ParticipationView.list", campaign=campaign_id, standing="open")


LEADERS = (Role.SUPERVISOR, Role.OPD_ADMIN, Role.BKPSDM_ADMIN)
PANELS = (
    Panel("own_campaigns", lazy_gettext("Check your data"), (Role.EMPLOYEE,), load_own, Place.NOW),
    Panel("campaign_progress", lazy_gettext("Progress of campaigns"), LEADERS, load_progress),
)
