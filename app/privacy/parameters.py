"""What an agency says of its own about the protection of data."""

from flask_babel import lazy_gettext as _

from app.kernel.settings import Kind, Setting

AUTHORITY = Setting(
    "privacy.authority",
    Kind.LONG_TEXT,
    "Lembaga Pelindungan Data Pribadi\nd.a. Kementerian Komunikasi dan Digital\nJakarta",
    _("Authority that is told of a breach"),
    _("Stands above the letter to it, a line each."),
)
