"""The base of every form: its key of the page (G5), the version it was made with, and WTForms' own messages in the reader's language."""

import secrets
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField, RadioField
from wtforms.validators import StopValidation
from wtforms.widgets import FileInput

from app.kernel import richtext
from app.kernel.errors import Invalid, Text
from app.kernel.forms.messages import Translations, translations
from app.kernel.stale_pages import is_stale, stale_text

LONGEST_KEY = 64


class PortalForm(FlaskForm):
    """Base of every form. `submission` is the key of this page (G5), `version` what the record was when the page was made.

    `summary_labels` names fields that a summary calls otherwise than the form does.
    """

    submission = HiddenField()
    version = HiddenField()
    record: Any = None
    summary_labels: ClassVar[Mapping[str, Text]] = MappingProxyType({})

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> Translations:
            return translations

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was sent, without the signs that no database or print may hold."""
            sent = super().wrap_formdata(form, formdata)
            if not sent:
                return sent
            return MultiDict(
                [(name, richtext.readable(value) if isinstance(value, str) else value) for name, value in sent.items(multi=True)]
            )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        if not self.submission.data:
            self.submission.data = secrets.token_urlsafe(24)

    def validate(self, extra_validators: Any = None) -> bool:
        """True if everything typed is right and the page was not open for too long."""
        right = bool(super().validate(extra_validators))
        if is_stale():
            if "csrf_token" in self:
                self.csrf_token.errors = ()
            self.form_errors.append(stale_text())
            return False
        return right

    @property
    def submission_key(self) -> str | None:
        """The key to hand to `once`; None for one nobody could have been given."""
        key = str(self.submission.data or "")
        return key if 0 < len(key) <= LONGEST_KEY else None

    @property
    def known_version(self) -> int:
        """The version number the page was made with; 0, which no record has, for anything else."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() and len(text) < 10 else 0

    @property
    def has_files(self) -> bool:
        """True if the page must be sent as multipart."""
        return any(isinstance(field.widget, FileInput) for field in self)

    def content(self) -> dict[str, Any]:
        """What was typed, by field name, without the hidden machinery."""
        return {field.short_name: field.data for field in self.content_fields()}

    def content_fields(self) -> Iterator[Field]:
        """The fields a person fills in."""
        return (field for field in self if field.short_name not in ("submission", "version", "csrf_token"))

    def add_errors(self, refusal: Invalid) -> None:
        """Put a service's refusal beside its fields; what has no field here stands above the form."""
        for name, message in refusal.fields.items():
            if name in self and self[name].type != "HiddenField":
                self[name].errors = (*self[name].errors, str(message))
            else:
                self.form_errors.append(str(message))
        if not refusal.fields:
            self.form_errors.append(str(refusal.message))


class required:
    """The field must be filled in; marked with a star. WTForms' own leaves out blanks-only text and lazily translated messages."""

    field_flags = {"required": True}

    def __init__(self, message: Text | None = None) -> None:
        self.message = message

    def __call__(self, form: Any, field: Field) -> None:
        if field.data is None or field.data is False or field.data == [] or (isinstance(field.data, str) and not field.data.strip()):
            if field.errors and not (isinstance(field, RadioField) and not field.raw_data):
                raise StopValidation
            field.errors = []
            raise StopValidation(str(self.message or _("This field is required.")))
