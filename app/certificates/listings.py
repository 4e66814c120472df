"""What the lists of events, participants, certificates, requests and templates show."""

from dataclasses import replace

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import contains_eager, joinedload

from app.certificates.models import Certificate, CertificateTemplate, Correction, LearningEvent, Participant
from app.certificates.queries import event_called, search_events
from app.kernel.filters import Choice, Period, Typed
from app.kernel.flow_views import state_column, state_filter
from app.kernel.formats import format_nip
from app.kernel.listing import Column, Kind, Listing
from app.organisation.listings import personal_listing
from app.organisation.models import Employee, Unit

EVENTS = Listing(
    LearningEvent,
    columns=(
        Column("title", _("Title of the event"), sort=LearningEvent.title, primary=True, width=48),
        Column("begins_on", _("First day"), sort=LearningEvent.begins_on, kind=Kind.DATE),
        Column("ends_on", _("Last day"), sort=LearningEvent.ends_on, kind=Kind.DATE),
        Column("jp", _("JP"), sort=LearningEvent.jp, kind=Kind.NUMBER),
        Column("organiser", _("Organiser"), sort=LearningEvent.organiser, width=36),
        state_column(LearningEvent),
    ),
    filters=(
        Typed((LearningEvent.title, LearningEvent.organiser)),
        state_filter(LearningEvent),
        Period("begins_on", _("First day"), LearningEvent.begins_on),
    ),
    default_sort="-begins_on",
    empty_title=_("No events yet"),
    empty_text=_("Enter an event, put its participants on the list, validate their attendance, and issue the certificates."),
)
EVENT = (*EVENTS.columns, Column("place", _("Place")), Column("template", _("Certificate template"), "template.name"))

PARTICIPANTS = Listing(
    Participant,
    columns=(
        Column("person", _("Employee"), "employee.full_name", sort=Employee.name, primary=True, width=36),
        Column("nip", _("NIP"), "employee.nip", sort=Employee.nip, kind=Kind.NIP),
        Column("opd", _("OPD"), lambda row: (row.unit.opd or row.unit).name, width=36),
        Column("event", _("Learning event"), "event.title", width=40),
    ),
    filters=(
        Typed((Employee.name, Employee.nip)),
        Choice(
            "event",
            _("Learning event"),
            _("All learning events"),
            event_called,
            lambda value: Participant.event_id == int(value),
            search=search_events,
        ),
    ),
    joins=(Participant.employee, Participant.unit),
    options=(contains_eager(Participant.employee), contains_eager(Participant.unit).joinedload(Unit.opd), joinedload(Participant.event)),
    default_sort="person",
    empty_title=_("No participants yet"),
)

ABOUT = (
    Column("number", _("Certificate number"), "full_number", sort=Certificate.number, primary=True, copy="number", width=30),
    Column("title", _("Title of the event"), sort=Certificate.title, width=44),
    Column("begins_on", _("First day"), sort=Certificate.begins_on, kind=Kind.DATE),
    Column("ends_on", _("Last day"), sort=Certificate.ends_on, kind=Kind.DATE, screen=False),
    Column("jp", _("JP"), sort=Certificate.jp, kind=Kind.NUMBER),
    Column("issued_on", _("Issued on"), sort=Certificate.issued_on, kind=Kind.DATE),
)
_CERTIFICATES = personal_listing(
    Certificate,
    columns=(*ABOUT[1:2], Column("number", _("Certificate number"), "full_number", sort=Certificate.number, width=30), *ABOUT[2:]),
    default_sort="-issued_on",
    empty_title=_("No certificates yet"),
)


def _holder(row: Certificate) -> tuple[str, ...]:
    number = gettext("NIP: %(nip)s", nip=format_nip(row.nip)).replace(" ", "\u00a0") if row.nip else ""
    guest = gettext("Guest of %(agency)s", agency=row.unit_name) if row.guest_id is not None else ""
    return tuple(part for part in (row.printed_name, number, guest) if part)


CERTIFICATES = replace(
    _CERTIFICATES,
    columns=(
        Column("person", _("Participant"), _holder, sort=Certificate.printed_name, kind=Kind.LINES, primary=True, export=False, owner=True),
        Column("name", _("Full name"), "printed_name", screen=False, width=36),
        Column("nip", _("NIP"), kind=Kind.NIP, screen=False),
        Column("opd", _("OPD"), "unit_name", screen=False, width=36),
        *_CERTIFICATES.columns[4:],
    ),
    filters=(
        Typed((Employee.name, Certificate.printed_name, Certificate.nip, Certificate.title, Certificate.number)),
        *_CERTIFICATES.filters[1:],
    ),
)
MINE = Listing(
    Certificate,
    columns=(*ABOUT, state_column(Certificate)),
    filters=(
        Typed((Certificate.title, Certificate.number)),
        state_filter(Certificate),
        Period("begins_on", _("First day"), Certificate.begins_on),
        Period("issued_on", _("Issued on"), Certificate.issued_on),
    ),
    joins=(Certificate.employee, Certificate.unit),
    options=(contains_eager(Certificate.employee), contains_eager(Certificate.unit).joinedload(Unit.opd)),
    where=lambda actor: Certificate.employee_id == actor.employee_id,
    default_sort="-issued_on",
    empty_title=_("No certificates yet"),
    empty_text=_("Once an event is over and the organiser has validated the attendance, your certificate is issued here."),
)
CERTIFICATE = (
    Column("full_number", _("Certificate number"), copy="number"),
    Column("printed_name", _("Name as printed")),
    Column("nip", _("NIP"), kind=Kind.NIP),
    Column("title", _("Title of the event")),
    Column("begins_on", _("First day"), kind=Kind.DATE),
    Column("ends_on", _("Last day"), kind=Kind.DATE),
    Column("jp", _("JP"), kind=Kind.NUMBER),
    Column("issued_on", _("Issued on"), kind=Kind.DATE),
    Column("frozen_sha256", _("Fingerprint of the data (SHA-256)")),
    Column("file_sha256", _("Fingerprint of the file (SHA-256)")),
    state_column(Certificate),
)
CORRECTIONS = personal_listing(
    Correction,
    columns=(
        Column("about", _("Certificate"), "about.full_number", width=30),
        Column("printed_name", _("Name as it should be printed"), width=40),
        Column("wish", _("What is wrong?"), sort=Correction.wish, width=48),
    ),
    default_sort="person",
    empty_title=_("No requests yet"),
)
CORRECTION = (
    Column("person", _("Employee"), lambda row: (row.employee.full_name, format_nip(row.employee.nip)), kind=Kind.LINES),
    Column("about", _("Certificate"), "about.full_number"),
    Column("event", _("Title of the event"), "about.title"),
    Column("now", _("Name as printed"), "about.printed_name"),
    Column("printed_name", _("Name as it should be printed")),
    Column("wish", _("What is wrong?")),
    state_column(Correction),
)
TEMPLATES = Listing(
    CertificateTemplate,
    columns=(
        Column("name", _("Name of the template"), sort=CertificateTemplate.name, primary=True, width=36),
        Column("heading", _("Heading"), sort=CertificateTemplate.heading),
        Column("signatory_name", _("Signatory's name with titles")),
    ),
    filters=(Typed((CertificateTemplate.name,)),),
    default_sort="name",
    empty_title=_("No templates yet"),
    empty_text=_("Certificates look as the portal came, with the agency's letterhead and signatory, until you make a template."),
)
TEMPLATE = (
    *TEMPLATES.columns,
    Column("opening", _("Line before the name")),
    Column("body", _("Text")),
    Column("colour", _("Colour")),
    Column("outlined", _("With page 2 of subjects")),
)
