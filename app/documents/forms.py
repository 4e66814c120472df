"""DocumentField: a form's document. The file is looked into and kept as it arrives; the form carries its id, so that an error elsewhere asks for no second upload."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from wtforms import Field
from wtforms.validators import StopValidation
from wtforms.widgets import FileInput

from app.documents.models import Document
from app.documents.parameters import CEILING
from app.documents.queries import find_document, own_upload
from app.documents.rules import DocumentKind, refusal
from app.documents.services import keep, upload
from app.kernel.actor import current_actor
from app.kernel.errors import Invalid, Missing
from app.kernel.formats import format_size
from app.kernel.scope import LARGEST_ID


class DocumentField(Field):
    """Data is the document's id. Accepted are a new file, an upload of one's own that no record has, and the document the record has already.

    >>> certificate_id = DocumentField(_("Certificate"), [required()], kind=CERTIFICATE)
    """

    widget = FileInput()

    def __init__(self, label: Any = None, validators: Any = None, *, kind: DocumentKind, **values: Any) -> None:
        super().__init__(label, validators, **values)
        self.kind = kind
        self.offered = False
        self.sent = False

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data: int | None = None
        files = [each for each in valuelist if isinstance(each, FileStorage) and each.filename]
        kept = next(
            (each for each in valuelist if isinstance(each, str) and each.isdecimal() and len(each) < 11 and int(each) <= LARGEST_ID), None
        )
        if files:
            try:
                made = upload(current_actor(), self.kind, files[0].stream, files[0].filename or "")
            except Invalid as refused:
                self.data = int(kept) if kept else None
                raise ValueError(str(refused.message)) from None
            self.data, self.offered, self.sent = made.id, made.original_size is not None, True
        elif kept:
            self.data = int(kept)

    def pre_validate(self, form: Any) -> None:
        if self.data is None:
            return
        if self.data != getattr(getattr(form, "record", None), self.short_name, None):
            try:
                if own_upload(current_actor(), self.data).kind != self.kind.key:
                    raise Missing
            except Missing:
                self.data = None
                raise StopValidation(_("The file is no longer here. Choose it again.")) from None
        if self.offered:
            # Without JavaScript: the page comes back with both sizes and a preview; sending it again uses the smaller file.
            raise StopValidation(_("Look at the smaller file, then send the form again to use it, or choose another one."))

    @property
    def document(self) -> Document | None:
        """What the field holds, if the reader may see it."""
        if self.data is None:
            return None
        try:
            return find_document(current_actor(), self.data)
        except Missing:
            return None

    def typed(self) -> list[str]:
        """What a draft keeps of it."""
        return [str(self.data)] if self.data else []

    def keep(self) -> None:
        """A draft holds on to it."""
        if self.data:
            keep(current_actor(), self.data)

    def shown(self) -> str:
        """Its name, for the summary."""
        document = self.document
        return document.name if document else ""

    def texts(self) -> dict[str, str]:
        """What the script needs: where to send, the limits in bytes, and the server's own words for its refusals."""
        most = format_size(self.kind.most)
        return {
            "data-upload-url": url_for("DocumentView.upload", kind=self.kind.key),
            "data-most": str(self.kind.most),
            "data-ceiling": str(CEILING),
            "data-types": self.kind.accept,
            "data-wrong-type": refusal("type", self.kind, 0),
            "data-empty": refusal("empty", self.kind, 0),
            "data-too-large": _("The file is too large (%(size)s); the limit is %(most)s.", size="{size}", most=most),
            "data-uploading": _("Uploading… %(percent)s", percent="{percent}%"),
            "data-checking": _("The file is being checked…"),
            "data-wait": _("Wait until the file is uploaded."),
            "data-lost": _("The upload was interrupted. Choose the file again."),
            "data-uploaded": _("The file has been uploaded."),
            "data-removed": _("The file has been taken out."),
        }
