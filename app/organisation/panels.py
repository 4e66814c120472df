"""People on the first page: a supervisor's subordinates, and how complete one's own contact data are."""

from flask import url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.kernel import navigation, settings
from app.kernel.actor import Actor
from app.kernel.agency import GOVERNMENT
from app.kernel.crud import view_of
from app.kernel.db import asked_once, session
from app.kernel.formats import format_number
from app.kernel.inbox import PEOPLE, counts_of_my_people
from app.kernel.panels import Content, Door, Facts, Figure, Panel, Place, Ring, Stats, Tile, Tiles
from app.kernel.roles import Role
from app.organisation.listings import PERSON
from app.organisation.models import Employee, Unit
from app.organisation.queries import is_subordinate
from app.organisation.services.people import CONTACT

DATA, SERVICES, OTHER = _("Update my data"), _("ASN services"), _("Other services")
TILES = ((DATA, "pencil"), (SERVICES, "mortarboard"), (OTHER, "list"))
TILE_OF = {
    **dict.fromkeys(("archive", "awards", "credentials", "teamwork"), DATA),
    **dict.fromkeys(("ipasn", "ledger", "myasn", "plans", "proposals", "realisations", "recommendations"), SERVICES),
}
"""Under which tile a feature's screens stand; those of features not named here are other services."""
FOR_ADMINISTRATORS = frozenset({"accounts", "audit", "exchange", "gaya", "home", "notifications", "organisation", "reference", "webhooks"})
"""Whose screens keep the portal itself: they stand in the menu."""


def load_services(actor: Actor) -> list[Content] | None:
    """Who he is, and the four ways on from here, as MyASN's first page has them (S3)."""
    me = _me(actor)
    if me is None:
        return None
    opd = me.unit.opd
    who = Facts(
        (
            (_("Name"), me.full_name),
            (_("NIP"), me.nip),
            (_("Unit"), me.unit.name),
            (_("OPD"), opd.name if opd is not None and opd.id != me.unit_id else ""),
            (_("Agency"), settings.get(GOVERNMENT)),
        )
    )
    doors: dict[str, list[Door]] = {}
    for entry in navigation.entries():
        feature = type(entry.view).__module__.split(".")[1] if entry.view is not None else "home"
        if feature not in FOR_ADMINISTRATORS:
            doors.setdefault(str(TILE_OF.get(feature, OTHER)), []).append(Door(entry.label, entry.url, entry.icon))
    ways = [Tile(label, icon, doors=doors[str(label)]) for label, icon in TILES if str(label) in doors]
    return [who, Tiles([Tile(_("Update Profile"), "person-badge", url_for("ProfileView.show")), *ways])]


def _me(actor: Actor) -> Employee | None:
    """His own personnel record with unit and OPD, read once for the page."""
    query = select(Employee).where(Employee.id == actor.employee_id).options(joinedload(Employee.unit).joinedload(Unit.opd))
    found: Employee | None = asked_once(("me", actor.employee_id), lambda: session().scalar(query))
    return found


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
    me = _me(actor)
    row = [getattr(me, name) for name in CONTACT]
    if me is None or all(row):
        return None
    labels = {column.key: column.label for column in PERSON}
    missing = [str(labels[name]) for name, value in zip(CONTACT, row, strict=True) if not value]
    filled, wanted = len(CONTACT) - len(missing), len(CONTACT)
    text = ngettext("%(filled)s of %(num)s entry is filled in", "%(filled)s of %(num)s entries are filled in", wanted, filled=filled)
    hint = gettext("Still missing: %(names)s", names=", ".join(missing))
    return Ring(filled, wanted, text, hint, (_("Complete my profile"), url_for("ProfileView.edit")))


PANELS = (
    Panel("services", _("My profile and services"), (Role.EMPLOYEE,), load_services, Place.WORK),
    Panel("subordinates", _("My subordinates"), (Role.SUPERVISOR,), load_subordinates, Place.WORK),
    Panel("profile", _("My contact data"), (Role.EMPLOYEE,), load_profile, Place.BESIDE),
)
