"""What the lists and pages of courses and certifications show."""

from collections.abc import Sequence
from datetime import timedelta

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement

from app.credentials.models import Certification, Course
from app.credentials.rules import hours_text
from app.documents.listings import document_column_of
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.filters import Choice, Option
from app.kernel.flow_views import state_column
from app.kernel.formats import format_long_date
from app.kernel.listing import Column, Kind, Listing
from app.organisation.listings import personal_listing
from app.reference.rules import CodeList
from app.verification.listings import PERSON, PROOF, code_filter, proof_filter

NUMBER = _("Certificate number")
ENDED, SOON = "ended", "soon"
SOON_DAYS = 90


def duration(course: Course) -> str:
    """Its learning hours (X2)."""
    return hours_text(course.jp)


def _ends(value: str) -> ColumnElement[bool]:
    today = clock.today()
    last = Certification.valid_until
    return last < today if value == ENDED else last.between(today, today + timedelta(days=SOON_DAYS))


def _end_options(actor: Actor) -> Sequence[Option]:
    return [(SOON, gettext("Ends within %(days)s days", days=SOON_DAYS)), (ENDED, gettext("Has ended"))]


COURSES: Listing = personal_listing(
    Course,
    columns=(
        Column("title", _("Course name"), "name", sort=Course.name, width=44),
        Column("course_form", _("Course type"), "course_form_label", sort=Course.course_form),
        Column("classification", _("Course classification"), "classification_label", sort=Course.classification, screen=False, width=36),
        Column("organiser", _("Organising institution"), sort=Course.organiser, width=36),
        Column("number", _("Course certificate number"), sort=Course.number, screen=False, width=30),
        Column("year", _("Course year"), lambda course: str(course.year), screen=False),
        Column("begins_on", _("Start date"), sort=Course.begins_on, kind=Kind.DATE),
        Column("ends_on", _("End date"), sort=Course.ends_on, kind=Kind.DATE, screen=False),
        Column("jp", _("Learning hours (JP)"), sort=Course.jp, kind=Kind.NUMBER),
        PROOF,
    ),
    filters=(
        code_filter("course_form", _("Course type"), _("All course types"), CodeList.COURSE_FORM, Course.course_form),
        code_filter("classification", _("Course classification"), _("All classifications"), CodeList.JOB_FAMILY, Course.classification),
        proof_filter(Course.certificate_id),
    ),
    default_sort="-begins_on",
    empty_title=_("No course yet"),
    empty_text=_("Enter the courses you took, with their certificate; they count once BKPSDM has verified them."),
)

CERTIFICATIONS: Listing = personal_listing(
    Certification,
    columns=(
        Column("title", _("Certification name"), "name", sort=Certification.name, width=44),
        Column(
            "classification",
            _("Certification classification"),
            "classification_label",
            sort=Certification.classification,
            screen=False,
            width=36,
        ),
        Column("organiser", _("Certifying body"), sort=Certification.organiser, width=36),
        Column("number", NUMBER, sort=Certification.number, screen=False, width=30),
        Column("certified_on", _("Date of the certificate"), sort=Certification.certified_on, kind=Kind.DATE),
        Column("valid_from", _("Validity begins"), sort=Certification.valid_from, kind=Kind.DATE, screen=False),
        Column("valid_until", _("Validity ends"), sort=Certification.valid_until, kind=Kind.DATE),
        Column("front_title", _("Front title of the certification"), screen=False),
        Column("back_title", _("Back title of the certification"), screen=False),
        PROOF,
    ),
    filters=(
        code_filter(
            "classification", _("Certification classification"), _("All classifications"), CodeList.JOB_FAMILY, Certification.classification
        ),
        Choice("ends", _("End of validity"), _("All"), _end_options, _ends),
        proof_filter(Certification.certificate_id),
    ),
    default_sort="-certified_on",
    empty_title=_("No certification yet"),
    empty_text=_("Enter the certifications you hold, with their certificate; they count once BKPSDM has verified them."),
)

COURSE_DETAIL = (
    PERSON,
    state_column(Course),
    Column("course_form", _("Course type"), "course_form_label"),
    Column("classification", _("Course classification"), "classification_label"),
    Column("title", _("Course name"), "name"),
    Column("course_kind", _("Course as SIASN names it"), "course_kind_label"),
    Column("organiser", _("Organising institution")),
    Column("number", _("Course certificate number"), copy="number"),
    Column("year", _("Course year"), lambda course: str(course.year)),
    Column("begins_on", _("Start date"), lambda course: format_long_date(course.begins_on)),
    Column("ends_on", _("End date"), lambda course: format_long_date(course.ends_on)),
    Column("duration", _("Duration (hours)"), duration),
    PROOF,
    document_column_of("certificate", _("Course certificate document")),
)
CERTIFICATION_DETAIL = (
    PERSON,
    state_column(Certification),
    Column("classification", _("Certification classification"), "classification_label"),
    Column("title", _("Certification name"), "name"),
    Column("number", NUMBER, copy="number"),
    Column("certified_on", _("Date of the certificate"), lambda record: format_long_date(record.certified_on)),
    Column("valid_from", _("Validity begins"), lambda record: format_long_date(record.valid_from)),
    Column("valid_until", _("Validity ends"), lambda record: format_long_date(record.valid_until)),
    Column("front_title", _("Front title of the certification")),
    Column("back_title", _("Back title of the certification")),
    Column("organiser", _("Organising body")),
    PROOF,
    document_column_of("certificate", _("Certification certificate document")),
)
