"""The way of a document of the archive: its owner uploads it, BKPSDM verifies it, and only then it counts (S7)."""

from flask_babel import lazy_gettext as _

from app.verification.workflow import verified_flow

ARCHIVE_FLOW = verified_flow("archive_document", _("Archive document"))
