"""What an agency notes for the hand-over to the national service."""

from flask_babel import lazy_gettext as _

from app.kernel.settings import Kind, Setting

AGENCY_ID = Setting(
    "myasn.agency_id",
    Kind.TEXT,
    "",
    _("Key of the agency in SIASN (instansiId)"),
    _("As SIASN names the agency in its own records; exports for SIASN carry it in every row."),
)
