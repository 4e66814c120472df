"""What the lists of series, webinars and registrations show and filter by."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import contains_eager

from app.kernel.filters import Choice, Period, Typed
from app.kernel.flow_views import state_column, state_filter
from app.kernel.formats import format_datetime, format_nip
from app.kernel.inbox import Waits
from app.kernel.listing import Column, Kind, Listing
from app.organisation import queries as organisation
from app.organisation.listings import personal_listing
from app.organisation.models import Employee
from app.organisation.rules import JobType
from app.webinars import queries
from app.webinars.models import Registration, Webinar, WebinarSeries


def audience_text(webinar: Webinar) -> str:
    """Whom it is meant for, in words."""
    names = dict(organisation.all_opds())
    parts = [
        ", ".join(names.get(pk, "–") for pk in webinar.opd_ids),
        ", ".join(str(JobType(value).label) for value in webinar.job_types),
    ]
    return "; ".join(part for part in parts if part) or gettext("All employees")


def period_text(webinar: Webinar) -> str:
    """When it takes place: 23/11/2026 09.00 WIB – 11.00 WIB."""
    return f"{format_datetime(webinar.starts_at)} – {format_datetime(webinar.ends_at).partition(' ')[2]}"


def _seats(webinar: Webinar) -> Any:
    return webinar.capacity if webinar.capacity is not None else gettext("Without limit")


SERIES = Listing(
    WebinarSeries,
    columns=(
        Column("number", _("Series number"), sort=WebinarSeries.number, kind=Kind.NUMBER),
        Column("title", _("Title of the series"), sort=WebinarSeries.title, primary=True, width=44),
        Column("code", _("Short address"), lambda row: f"/w/{row.code}", sort=WebinarSeries.code),
    ),
    filters=(Typed((WebinarSeries.title, WebinarSeries.code)),),
    default_sort="-number",
    empty_title=_("No series yet"),
    empty_text=_("Add the series first; its webinars follow."),
)

SERIES_DETAIL = (*SERIES.columns, Column("about", _("About the series")))

WEBINARS = Listing(
    Webinar,
    columns=(
        Column("title", _("Title"), sort=Webinar.title, primary=True, width=44),
        Column("series", _("Series"), "series.summary", width=30),
        Column("starts_at", _("Begins"), sort=Webinar.starts_at, kind=Kind.DATETIME),
        Column("ends_at", _("Ends"), sort=Webinar.ends_at, kind=Kind.DATETIME, screen=False),
        Column("organiser", _("Organiser"), sort=Webinar.organiser, screen=False, width=30),
        Column("jp", _("JP"), sort=Webinar.jp, kind=Kind.NUMBER),
        Column("capacity", _("Seats"), _seats, screen=False),
        Column("audience", _("Meant for"), audience_text, screen=False, width=40),
        state_column(Webinar),
    ),
    filters=(
        Typed((Webinar.title, Webinar.topic, Webinar.speakers)),
        Choice("series", _("Series"), _("All series"), queries.series_options, lambda value: Webinar.series_id == int(value)),
        state_filter(Webinar),
        Waits(Webinar),
        Period("starts", _("Begins"), Webinar.starts_at),
    ),
    default_sort="-starts_at",
    empty_title=_("No webinars yet"),
    empty_text=_("What is open for you stands here as soon as BKPSDM publishes it."),
)

DETAIL = (
    Column("series", _("Series"), "series.summary"),
    Column("number", _("Series number"), "series.number"),
    Column("title", _("Title")),
    Column("topic", _("Topic and details")),
    Column("period", _("Day and time"), period_text),
    Column("organiser", _("Organiser")),
    Column("speakers", _("Speakers and host"), lambda row: (row.speakers or "").splitlines(), kind=Kind.LINES),
    Column("jp", _("Hours of learning (JP)"), kind=Kind.NUMBER),
    Column("capacity", _("Seats"), _seats),
    Column("audience", _("Meant for"), audience_text),
    state_column(Webinar),
)

TITLE = Column("webinar", _("Webinar"), "webinar.title", sort=Webinar.title, primary=True, width=44)
BEGINS = Column("starts_at", _("Begins"), "webinar.starts_at", sort=Webinar.starts_at, kind=Kind.DATETIME)
AT = Column("registered_at", _("Registered at"), "created_at", sort=Registration.created_at, kind=Kind.DATETIME)


def with_guests(listing: Listing, seat: Callable[[Any], Registration]) -> Listing:
    """A list of people that names each one as he registered, since guests have no record of the agency; the seat is loaded with the row."""
    who = (
        Column(
            "person",
            _("Participant"),
            lambda row: _named(seat(row)),
            sort=Registration.name,
            kind=Kind.LINES,
            primary=True,
            export=False,
            owner=True,
        ),
        Column("name", _("Full name"), lambda row: seat(row).printed_name, screen=False, width=36),
        Column("nip", _("NIP"), lambda row: seat(row).nip, kind=Kind.NIP, screen=False),
        Column("opd", _("OPD"), lambda row: _opd(row), screen=False, width=36),
    )
    rest = tuple(column for column in listing.columns if column.key not in {each.key for each in who})
    typed = Typed((Employee.name, Employee.nip, Registration.name, Registration.nip, Webinar.title))
    origin = Choice(
        "guests",
        _("Participants"),
        _("Employees and guests"),
        lambda _actor: [("no", _("Employees")), ("yes", _("Guests"))],
        lambda value: Registration.guest.is_(value == "yes"),
    )
    filters = (typed, *(each for each in listing.filters if not isinstance(each, Typed)), origin)
    return replace(listing, columns=(*who, *rest), filters=filters)


def _named(seat: Registration) -> tuple[str, ...]:
    number = gettext("NIP: %(nip)s", nip=format_nip(seat.nip)).replace(" ", "\u00a0") if seat.nip else ""
    return tuple(
        part for part in (seat.printed_name, number, gettext("Guest of %(agency)s", agency=seat.unit_name) if seat.guest else "") if part
    )


def _opd(row: Any) -> str:
    return str((row.unit.opd or row.unit).name) if row.unit is not None else gettext("From outside the agency")


_REGISTRATIONS = personal_listing(
    Registration,
    columns=(
        Column("webinar", _("Webinar"), "webinar.title", sort=Webinar.title, width=44),
        Column("unit_name", _("Work unit"), screen=False, width=36),
        Column("job_title", _("Position"), screen=False, width=36),
        Column("email", _("E-mail"), screen=False, width=30),
        AT,
    ),
    filters=(
        Choice("webinar", _("Webinar"), _("All webinars"), queries.webinar_options, lambda value: Registration.webinar_id == int(value)),
        Period("registered", _("Registered at"), Registration.created_at),
    ),
    default_sort="-registered_at",
    empty_title=_("No registrations yet"),
    empty_text=_("Who registers for a webinar stands here."),
)
REGISTRATIONS = with_guests(
    replace(
        _REGISTRATIONS,
        joins=(*_REGISTRATIONS.joins, Registration.webinar),
        options=(*_REGISTRATIONS.options, contains_eager(Registration.webinar)),
    ),
    lambda row: row,
)

MINE = Listing(
    Registration,
    columns=(TITLE, BEGINS, Column("jp", _("JP"), "webinar.jp", kind=Kind.NUMBER), AT, state_column(Registration)),
    filters=(Typed((Webinar.title,)), state_filter(Registration)),
    default_sort="-starts_at",
    where=lambda actor: Registration.employee_id == actor.employee_id,
    joins=(Registration.webinar, Registration.employee, Registration.unit),
    options=(contains_eager(Registration.webinar), contains_eager(Registration.employee), contains_eager(Registration.unit)),
    empty_title=_("No registration yet"),
    empty_text=_("Open a webinar and press Register."),
)

REGISTRATION_DETAIL = (
    Column("webinar", _("Webinar"), "webinar.title"),
    Column("period", _("Day and time"), lambda row: period_text(row.webinar)),
    Column("printed_name", _("Name as printed")),
    Column("nip", _("NIP"), kind=Kind.NIP),
    Column("unit_name", _("Work unit")),
    Column("job_title", _("Position")),
    Column("email", _("E-mail")),
    AT,
    state_column(Registration),
)
