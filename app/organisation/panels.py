"""People on the first page: a supervisor's subordinates, and how complete one's own contact data are."""

from flask import url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from app.kernel.actor import Actor
from app.kernel.crud import view_of
from app.kernel.db import session
from app.kernel.formats import format_number
from app.kernel.inbox import PEOPLE, counts_of_my_people
from app.kernel.panels import Figure, Panel, Place, Ring, Stats
from app.kernel.roles import Role
from app.organisation.listings import PERSON
from app.organisation.models import Employee
from app.organisation.queries import is_subordinate
from app.organisation.services.people import CONTACT


def load_subordinates(actor: Actor) -> Stats:
    """How many people report to him, and what waits for them."""
    people = session().scalar(select(func.count()).select_from(Employee).where(is_subordinate(actor))) or 0
    figures = [Figure(_("Direct subordinates"), format_number(people), url_for("SubordinateView.list"), "primary", "people")]
    for model, number in counts_of_my_people(actor).items():
        url = view_of(model).list_url(waiting=PEOPLE)
        title = model.__workflow__.title
        figures.append(Figure(title, format_number(number), url, "warning", "hourglass-split", hint=_("waiting for your subordinates")))
    return Stats(figures)


def load_profile(actor: Actor) -> Ring | None:
    """How much of what he himself keeps up to date is there; nothing when it is complete."""
    columns = [getattr(Employee, name) for name in CONTACT]
    row = session().execute(select(*columns).where(Employee.id == actor.employee_id)).one_or_none()
    if row is None or all(row):
        return None
    labels = {column.key: column.label for column in PERSON}
    missing = [str(labels[name]) for name, value in zip(CONTACT, row, strict=True) if not value]
    filled, wanted = len(CONTACT) - len(missing), len(CONTACT)
    text = ngettext("%(filled)s of %(num)s entry is filled in", "%(filled)s of %(num)s entries are filled in", wanted, filled=filled)
    hint = gettext("Still missing: %(names)s", names=", ".join(missing))
    return Ring(filled, wanted, text, hint, (_("Complete my profile"), url_for("ProfileView.edit")))


PANELS = (
    Panel("subordinates", _("My subordinates"), (Role.SUPERVISOR,), load_subordinates, Place.WORK),
    Panel("profile", _("My contact data"), (Role.EMPLOYEE,), load_profile, Place.BESIDE),
)
