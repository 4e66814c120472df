"""Forms of the portal: WTForms whose own messages speak the reader's language, and the fields the stock ones lack.

What a browser sends is checked again here: a chosen record must be one the actor sees, rich text is cleaned, days come as ISO or dd-mm-yyyy.
"""

import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, ClassVar

from flask_babel import get_domain, lazy_gettext, lazy_ngettext
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import DateField as StockDateField
from wtforms import Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import Choice
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import FileInput, Select

from app.kernel import richtext
from app.kernel.actor import current_actor
from app.kernel.errors import Invalid, Missing, Text
from app.kernel.formats import format_long_date, format_money, parse_day, parse_money, plain
from app.kernel.scope import fetch
from app.kernel.stale_pages import is_stale, stale_text

__all__ = [
    "ChoiceField",
    "DateField",
    "MoneyField",
    "NumberField",
    "PortalForm",
    "RadioField",
    "RemoteSelectField",
    "RichTextField",
    "required",
    "shown_text",
    "typed_texts",
]

Search = Callable[..., Sequence[tuple[Any, str]]]
LONGEST_KEY = 64
LONGEST_TYPED, MOST_FOUND = 100, 20
NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,10})?")


class _Translations:
    """WTForms' messages through the portal's catalogue; WTForms fills in the numbers itself."""

    def gettext(self, text: str) -> str:
        return str(get_domain().get_translations().ugettext(text))

    def ngettext(self, one: str, more: str, count: int) -> str:
        return str(get_domain().get_translations().ungettext(one, more, count))


_translations = _Translations()


class PortalForm(FlaskForm):
    """Base of every form. `submission` is the key of this page (G5), `version` what the record was when the page was made.

    `summary_labels` names fields that a summary calls otherwise than the form does.
    """

    submission = HiddenField()
    version = HiddenField()
    record: Any = None
    summary_labels: ClassVar[Mapping[str, Text]] = MappingProxyType({})

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> _Translations:
            return _translations

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


class DateField(StockDateField):
    """A day by the browser's own picker; typed as ISO, dd-mm-yyyy or dd/mm/yyyy (X3)."""

    def _value(self) -> str:
        if self.raw_data:
            try:
                return parse_day(self.raw_data[0]).isoformat()
            except ValueError:
                return str(self.raw_data[0])
        return self.data.isoformat() if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data: date | None = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = parse_day(valuelist[0])
            except ValueError:
                raise ValueError(_("Write a date like 31-08-2022.")) from None


class NumberField(StringField):
    """A decimal number with a point: 90.99. A comma is refused, because 90,99 and 90.99 mean different numbers to different people (X7)."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return str(self.data) if self.data is not None else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data: Decimal | None = None
        typed = valuelist[0].strip() if valuelist else ""
        if typed:
            if not NUMBER.fullmatch(typed):
                raise ValueError(_("Number with a point, not a comma."))
            self.data = Decimal(typed)


class MoneyField(StringField):
    """A sum in rupiah: 2500000, 2.500.000 or 2.500.000,00."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:.2f}".replace(".", ",") if self.data is not None else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data: Decimal | None = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = parse_money(valuelist[0])
            except ValueError:
                raise ValueError(_("Write an amount like 2.500.000.")) from None


class RichTextField(TextAreaField):
    """Formatted text (Trix where JavaScript runs); cleaned by the allow-list, None when nothing readable is left."""

    def __init__(self, label: Any = None, validators: Any = None, **values: Any) -> None:
        values["render_kw"] = {"rich": True} | (values.get("render_kw") or {})
        super().__init__(label, validators, **values)

    def process_formdata(self, valuelist: list[str]) -> None:
        text = richtext.clean(valuelist[0]) if valuelist else ""
        self.data = text if richtext.plain(text) else None

    def pre_validate(self, form: Any) -> None:
        if self.data and len(self.data) > richtext.LONGEST:
            raise ValidationError(_("At most %(count)s characters.", count=richtext.LONGEST))


class ChoiceField(SelectField):
    """A select whose first, empty entry is `placeholder`; data is None when nothing is chosen. Set `choices` in the view's `prepare`."""

    def __init__(self, label: Any = None, validators: Any = None, placeholder: Any = None, **values: Any) -> None:
        super().__init__(label, validators, **({"choices": []} | values))
        self.placeholder = placeholder

    def iter_choices(self) -> Iterator[Any]:
        yield self._nothing()
        yield from super().iter_choices()

    def iter_groups(self) -> Iterator[Any]:
        yield ("", [self._nothing()])
        yield from super().iter_groups()

    def process_data(self, value: Any) -> None:
        self.data = value if value in (None, "") else self.coerce(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0]:
            self.data = None
            return
        super().process_formdata(valuelist)

    def pre_validate(self, form: Any) -> None:
        if self.data is None:
            return
        super().pre_validate(form)

    def _nothing(self) -> Choice:
        return Choice("", str(self.placeholder or _("Choose…")), self.data is None, {})


class RemoteSelectField(Field):
    """One record of `model`, found by typing: `search(actor, text)` (or `(actor, text, value of the field depends names)`) lists at most twenty.

    Data is the id, `chosen` the record. What comes back is fetched again within the actor's scope: a foreign id and a made-up one are the same error at the
    field. Where no script runs, a second input of the same name takes what is typed, and saving narrows.
    """

    widget = Select()
    render_kw: dict[str, Any] | None

    def __init__(
        self,
        label: Any = None,
        validators: Any = None,
        *,
        model: type[Any],
        search: Search,
        text: str = "summary",
        placeholder: Any = None,
        depends: str | None = None,
        **values: Any,
    ) -> None:
        super().__init__(label, validators, **values)
        self.model, self.search, self.text, self.placeholder, self.depends = model, search, text, placeholder, depends
        self.chosen: Any = None
        self.typed = ""
        self.narrowed: Sequence[tuple[Any, str]] = ()

    def connect(self, url: str) -> None:
        """Say where the browser asks as people type; called by the view, which knows its addresses."""
        wanted = {"data-remote": url, "data-depends": self.depends, "data-placeholder": str(self.placeholder or _("Choose…"))}
        self.render_kw = (self.render_kw or {}) | {name: value for name, value in wanted.items() if value}

    def found(self, text: str, above: str) -> Sequence[tuple[Any, str]]:
        """What the server offers for `text`, inside the actor's scope."""
        actor = current_actor()
        return self.search(actor, text, above) if self.depends else self.search(actor, text)

    def iter_choices(self) -> Iterator[tuple[Any, str, bool, dict[str, Any]]]:
        yield ("", "", self.data is None, {})
        record = self._fetched()
        if record is not None:
            yield (self.data, str(getattr(record, self.text)), True, {})
        yield from ((value, str(label), False, {}) for value, label in self.narrowed)

    def has_groups(self) -> bool:
        return False

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data: int | None = None
        chosen, typed = ([*valuelist, "", ""])[:2]
        self.typed = " ".join(typed.split())[:LONGEST_TYPED]
        if chosen.strip():
            if not chosen.strip().isdecimal() or len(chosen.strip()) > 12:
                raise ValueError(_("Choose an entry from the list."))
            self.data = int(chosen)

    def pre_validate(self, form: Any) -> None:
        if self.typed:
            self._narrow(form)
        if self.data is not None and self._fetched() is None:
            raise StopValidation(_("Choose an entry from the list."))

    def _narrow(self, form: Any) -> None:
        """Without JavaScript the text beside the select is what people type: what it finds is chosen, or offered if it is several."""
        above = str(form[self.depends].data or "") if self.depends else ""
        found = self.found(self.typed, above)
        if len(found) == 1:
            self.data = int(found[0][0])
            return
        self.data, self.narrowed = None, found[:MOST_FOUND]
        raise StopValidation(_("Several fit; choose one of them.") if found else _("Nothing was found for “%(text)s”.", text=self.typed))

    def _fetched(self) -> Any:
        if self.data is None:
            return None
        if self.chosen is None or self.chosen.id != self.data:
            try:
                self.chosen = fetch(self.model, current_actor(), self.data)
            except Missing:
                return None
        return self.chosen


def typed_texts(field: Field) -> list[str]:
    """What a browser would send for the field as it stands: a draft keeps it, and a form read from it again is the same."""
    if hasattr(field, "typed"):
        return list(field.typed())
    if field.raw_data is not None:
        return [str(text) for text in field.raw_data if isinstance(text, str)]
    if field.data is None or field.data is False or field.data == []:
        return []
    if field.data is True:
        return ["y"]
    if hasattr(field, "iter_choices"):
        return [str(each) for each in (field.data if isinstance(field.data, list | tuple) else [field.data])]
    return [str(field._value()) if hasattr(field, "_value") else str(field.data)]


def shown_text(field: Field) -> str:
    """What the field holds, as a person reads it in a summary: labels instead of codes, 15 Januari 2026, Rp2.500.000,00; "" for nothing."""
    if hasattr(field, "shown"):
        return str(field.shown())
    if hasattr(field, "iter_choices"):
        return ", ".join(str(choice[1]) for choice in field.iter_choices() if choice[2] and choice[0] not in ("", None))
    if isinstance(field, RichTextField):
        return richtext.plain(field.data)
    if isinstance(field, MoneyField):
        return format_money(field.data)
    return format_long_date(field.data) if isinstance(field.data, date) else plain(field.data)


WTFORMS_TEXTS = (
    lazy_ngettext("Field must be at least %(min)d character long.", "Field must be at least %(min)d characters long.", 1),
    lazy_ngettext("Field cannot be longer than %(max)d character.", "Field cannot be longer than %(max)d characters.", 1),
    lazy_ngettext("Field must be exactly %(max)d character long.", "Field must be exactly %(max)d characters long.", 1),
    lazy_gettext("Field must be between %(min)d and %(max)d characters long."),
    lazy_gettext("Field must be equal to %(other_name)s."),
    lazy_gettext("Field must be between %(min)s and %(max)s."),
    lazy_gettext("Number must be at least %(min)s."),
    lazy_gettext("Number must be at most %(max)s."),
    lazy_gettext("Number must be between %(min)s and %(max)s."),
    lazy_gettext("This field is required."),
    lazy_gettext("Invalid input."),
    lazy_gettext("Invalid email address."),
    lazy_gettext("Invalid URL."),
    lazy_gettext("Invalid value, must be one of: %(values)s."),
    lazy_gettext("Invalid Choice: could not coerce."),
    lazy_gettext("Choices cannot be None."),
    lazy_gettext("Not a valid choice."),
    lazy_gettext("Not a valid integer value."),
    lazy_gettext("Not a valid decimal value."),
    lazy_gettext("Not a valid float value."),
    lazy_gettext("Not a valid date value."),
    lazy_gettext("Not a valid datetime value."),
    lazy_gettext("Not a valid time value."),
    lazy_gettext("CSRF token missing."),
    lazy_gettext("CSRF failed."),
    lazy_gettext("CSRF token expired."),
    lazy_gettext("Invalid CSRF Token."),
)
"""What WTForms itself says, named here so that the catalogue holds it."""
