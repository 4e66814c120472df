"""Forms of the portal: WTForms whose own messages speak the reader's language, and the fields the stock ones lack.

What a browser sends is checked again here: a chosen record must be one the actor sees, rich text is cleaned, days come as ISO or dd-mm-yyyy.
"""

from wtforms import RadioField

from app.kernel.forms.choosing import LONGEST_TYPED, MOST_FOUND, ChoiceField, RemoteSelectField
from app.kernel.forms.fields import DateField, FreeNumberField, MoneyField, NumberField, RichTextField, WholeNumberField
from app.kernel.forms.form import PortalForm, required
from app.kernel.forms.reading import shown_text, typed_texts

__all__ = [
    "LONGEST_TYPED",
    "MOST_FOUND",
    "ChoiceField",
    "DateField",
    "FreeNumberField",
    "MoneyField",
    "NumberField",
    "PortalForm",
    "RadioField",
    "RemoteSelectField",
    "RichTextField",
    "WholeNumberField",
    "required",
    "shown_text",
    "typed_texts",
]
