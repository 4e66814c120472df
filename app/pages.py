"""What every template may use: dates and money as people read them, and the agency whose portal this is."""

from typing import Any

from flask import Flask
from flask_babel import get_locale

from app.kernel import formats
from app.kernel.agency import agency
from app.kernel.flow_views import url_for_record

FILTERS = {
    "day": formats.format_date,
    "long_day": formats.format_long_date,
    "moment": formats.format_datetime,
    "money": formats.format_money,
    "number": formats.format_number,
    "nip": formats.format_nip,
    "plain": formats.plain,
}


def register(app: Flask) -> None:
    """Add the filters and the context to `app`."""
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals["url_for_record"] = url_for_record
    app.context_processor(_frame)


def _frame() -> dict[str, Any]:
    return {"agency": agency(), "locale": str(get_locale() or "id")}
