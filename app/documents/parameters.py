"""What an agency decides about uploads on its settings screen."""

from flask_babel import lazy_gettext as _

from app.kernel.settings import Kind, Setting

MEGABYTE = 1024 * 1024
CEILING = 15 * MEGABYTE
"""Bytes. More is not read at all; up to here a PDF is made smaller."""

LIMIT = Setting(
    "documents.limit",
    Kind.INTEGER,
    MEGABYTE,
    _("Largest document in bytes"),
    _("1 MB is 1048576 bytes. A larger PDF is made smaller if it can be."),
    least=10_000,
    most=CEILING,
)
