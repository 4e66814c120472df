"""What an agency decides about certificates on its settings screen."""

from flask_babel import lazy_gettext as _

from app.kernel.numbering import check_pattern
from app.kernel.settings import Kind, Setting

NUMBER_PATTERN = Setting(
    "certificates.number_pattern",
    Kind.TEXT,
    "{number}/BKPSDM/003/{month}/{year}",
    _("Pattern of the certificate number"),
    _("{number} is the running number of the year, {year} and {month} (Roman) are those of the day of issue."),
    check=check_pattern,
)
CHECKS_PER_MINUTE = Setting(
    "certificates.checks_per_minute",
    Kind.INTEGER,
    30,
    _("Checks of certificates a minute from one network address"),
    _("Of the public page; whoever asks more often has to wait."),
    least=5,
    most=1000,
)
COURSE_FORM = Setting(
    "certificates.course_form",
    Kind.TEXT,
    "9",
    _("Training type of the portal’s certificates in MyASN"),
    _("A code of the list “Types of courses”; 9 is “Seminar”, which counts as such in the Indeks Profesionalitas ASN."),
)
