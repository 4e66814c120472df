"""What is asked for with a document of the archive: which it is, what it says, and the file with its rules (S6, S13)."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import StringField, ValidationError
from wtforms.validators import Length

from app.documents.forms import DocumentField
from app.documents.rules import DocumentKind
from app.kernel import clock
from app.kernel.forms import ChoiceField, DateField, PortalForm, required

ARCHIVE_FILE = DocumentKind("archive_document", _("Archive document"))


class ArchiveDocumentForm(PortalForm):
    """One document; the choices are those of the person."""

    document_type = ChoiceField(_("Document"), [required()], placeholder=_("Choose…"), render_kw={"data-enhance": True})
    detail = StringField(
        _("What it is about"),
        [Length(max=200)],
        description=_("Where there are several: the rank, the position, the school, the year."),
    )
    number = StringField(_("Number of the document"), [required(), Length(max=100)], description=_("A dash if it has none."))
    issued_on = DateField(_("Date of the document"), [required()])
    file_id = DocumentField(_("File of the document"), [required()], kind=ARCHIVE_FILE)

    def validate_issued_on(self, field: Any) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError(str(_("The date of the document cannot lie in the future.")))
