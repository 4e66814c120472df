"""What an agency decides about its people's data."""

from flask_babel import lazy_gettext as _

from app.kernel.settings import Kind, Setting

EMAIL_DOMAINS = Setting(
    "organisation.email_domains",
    Kind.TEXT,
    "go.id belajar.id",
    _("Domains of official e-mail addresses"),
    _("Separated by spaces; empty lets every address in."),
)

COMPETENCE_YEARS = Setting(
    "organisation.competence_test_years",
    Kind.INTEGER,
    3,
    _("Years a competence test is valid"),
    _("The agency's setting: after these years an employee counts as not tested."),
    least=1,
    most=10,
)
