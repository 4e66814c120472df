"""The fields the stock ones lack: days, numbers, sums in rupiah, formatted text."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import get_decimal_symbol
from flask_babel import get_locale
from flask_babel import gettext as _
from wtforms import DateField as StockDateField
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import ValidationError

from app.kernel import richtext
from app.kernel.formats import parse_day, parse_money

FREE_NUMBER = re.compile(r"-?[0-9]{1,15}([.,][0-9]{1,2})?")
NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,10})?")


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


class FreeNumberField(NumberField):
    """A decimal number as people type it: 4,5 or 4.5. A point before three digits may mean thousands and is asked about instead of guessed."""

    def _value(self) -> str:
        if self.raw_data or self.data is None:
            return super()._value()
        return f"{self.data:f}".replace(".", get_decimal_symbol(str(get_locale() or "id")))

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data: Decimal | None = None
        typed = valuelist[0].strip() if valuelist else ""
        if typed:
            if not FREE_NUMBER.fullmatch(typed):
                raise ValueError(_("Write a number like 4.5 with at most two decimals and nothing between the thousands."))
            self.data = Decimal(typed.replace(",", "."))


class WholeNumberField(IntegerField):
    """A whole number; a refusal says so instead of speaking of integers."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            raise ValueError(_("Write a whole number, without comma or point.")) from None


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
