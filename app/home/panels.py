"""What every feature's records share on the first page: what waits for whom since when, jobs, the last opened, and the doors of those who read."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select

from app.kernel import jobs, navigation
from app.kernel.actor import Actor
from app.kernel.crud import PortalModelView, view_of
from app.kernel.crud.brief import Brief, briefs
from app.kernel.db import session
from app.kernel.errors import Text
from app.kernel.formats import format_date, format_number
from app.kernel.inbox import Age, ages, duty_of, oldest_waiting
from app.kernel.job_views import LABELS
from app.kernel.listing import COUNTED, Badge, ListState
from app.kernel.panels import Door, Doors, Figure, Grid, Line, Lines, Panel, Place, Stats
from app.kernel.recent import recent
from app.kernel.roles import SIGNED_IN, Role

ADMINS = (Role.OPD_ADMIN, Role.BKPSDM_ADMIN)
READERS = (Role.AUDITOR, Role.SUPERUSER)
OLDEST = 5
TONES = {Age.TODAY: "success", Age.THREE_DAYS: "info", Age.WEEK: "warning", Age.OLDER: "danger"}


def load_queues(actor: Actor) -> Stats | Grid:
    """How much waits since when, flow by flow; each number opens its list, filtered to exactly these rows. Flows with nothing are left out, but for the first."""
    found, known = [], list(ages(actor).items())
    for model, numbers in [each for each in known if any(each[1].values())] or known[:1]:
        view = view_of(model)
        figures = [
            Figure(age.label, format_number(number), view.list_url(waiting=age.value), TONES[age] if number else "neutral")
            for age, number in numbers.items()
        ]
        found.append((model.__workflow__.title, figures))
    return Stats(found[0][1]) if len(found) == 1 else Grid((_("What waits"), *(age.label for age in TONES)), found)


def load_now(actor: Actor) -> Lines:
    """The oldest of what waits, over all flows."""
    oldest = oldest_waiting(actor, OLDEST)
    known: dict[tuple[type[Any], int], Brief] = {}
    for model in {model for model, *_rest in oldest}:
        pks = [pk for found, pk, *_rest in oldest if found is model]
        known |= {(model, pk): each for pk, each in briefs(view_of(model), actor, pks).items()}
    only_own = actor.roles <= {Role.EMPLOYEE}
    lines = []
    for model, pk, since, reason in oldest:
        each = known[model, pk]
        note = gettext("waiting since %(day)s", day=format_date(since))
        lines.append(Line(replace(each, hint="") if only_own else each, note, _act(model, pk), reason))
    more = (_("See everything"), url_for("InboxView.list")) if len(oldest) == OLDEST else None
    return Lines(lines, more, _("No record waits for your decision or correction"))


def _act(model: type[Any], pk: int) -> tuple[Text, str] | None:
    """The way to the form of what is done without a flow."""
    duty, view = duty_of(model), view_of(model)
    return (duty.act, url_for(f"{view.endpoint}.edit", pk=pk)) if duty and view.may("edit") else None


def load_jobs(actor: Actor) -> Sequence[Lines | Stats] | None:
    """One's own work in the background that runs or has failed; for the system administrator also how much has failed in all."""
    lines = []
    for job in jobs.unsettled(actor):
        label, tone = LABELS[jobs.JobStatus(job.status)]
        lines.append(Line(Brief(job.title, job.error or "", url_for("JobView.show", pk=job.id), Badge(str(label), str(tone)))))
    failed = jobs.failed_of_all() if actor.has(Role.SUPERUSER) else 0
    hint = gettext("of all people, in the last %(days)s days", days=jobs.KEEP_DAYS)
    stats = (
        [Stats((Figure(_("Failed jobs"), format_number(failed), tone="danger", icon="exclamation-octagon", hint=hint),))] if failed else []
    )
    return [*stats, *([Lines(lines, (_("My jobs"), url_for("JobView.list")))] if lines else [])] or None


def load_recent(actor: Actor) -> Lines | None:
    """The last pages of records this person opened."""
    lines = [Line(replace(each.brief, hint=""), each.kind) for each in recent(actor)]
    return Lines(lines) if lines else None


def load_doors(actor: Actor) -> Doors:
    """The lists of the menu with how much is in each and their export; all counted in one query."""
    entries = [entry for entry in navigation.entries() if entry.group]
    listed = [entry.view for entry in entries if isinstance(entry.view, PortalModelView) and entry.view.may("list")]
    counted = [view.listing.counting(actor, ListState()).scalar_subquery() for view in listed]
    numbers = dict(zip((view.endpoint for view in listed), session().execute(select(*counted)).one(), strict=True)) if counted else {}
    groups = []
    for title, members in groupby(entries, key=lambda entry: entry.group):
        doors = []
        for entry in members:
            number = numbers.get(getattr(entry.view, "endpoint", None))
            exports = entry.view in listed and entry.view.may("export")
            export_url = url_for(f"{entry.view.endpoint}.export") if exports else None
            doors.append(Door(entry.label, entry.url, entry.icon, "" if number is None else _capped(number), export_url))
        groups.append((title, doors))
    return Doors(groups)


def _capped(number: int) -> str:
    return format_number(min(number, COUNTED)) + ("+" if number > COUNTED else "")


PANELS = (
    Panel("queues", _("Waiting for you, by age"), ADMINS, load_queues, Place.NOW),
    Panel("now", _("To be done now"), (Role.EMPLOYEE, *ADMINS), load_now, Place.NOW),
    Panel("jobs", _("Work in the background"), (*ADMINS, *READERS), load_jobs, Place.NOW),
    Panel("doors", _("Lists and records"), READERS, load_doors, Place.WORK),
    Panel("recent", _("Last opened"), SIGNED_IN, load_recent, Place.BESIDE),
)
