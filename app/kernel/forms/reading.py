"""What a filled field holds: as a browser would send it, and as a person reads it."""

from datetime import date

from wtforms import Field

from app.kernel import richtext
from app.kernel.formats import format_long_date, format_money, plain
from app.kernel.forms.fields import MoneyField, RichTextField


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
