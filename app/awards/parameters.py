"""What an agency decides about awards on its settings screen."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.awards.rules import parse_day_of_year
from app.kernel.errors import Invalid
from app.kernel.settings import Kind, Setting


def _check_day(value: Any) -> None:
    try:
        parse_day_of_year(str(value))
    except ValueError:
        raise Invalid(fields={"value": _("Write a day and a month: 31-12.")}) from None


NUMBER_NEEDED = Setting(
    "awards.nomor_sk_wajib",
    Kind.YES_NO,
    True,
    _("The number of the decree is needed"),
    _("Switched off, an award may be entered without one."),
)
COUNTED_ON = Setting(
    "awards.tanggal_hitung",
    Kind.TEXT,
    "31-12",
    _("Day up to which the years of service are counted"),
    _("Day and month of each year. Whoever has 10, 20 or 30 years by then is listed for the Satya Lencana Karya Satya of that year."),
    check=_check_day,
)
