"""What every template may use: dates and money as people read them, and the agency whose portal this is."""

from typing import Any

from flask import Flask, g
from flask_babel import get_locale
from jinja2 import pass_context
from jinja2.runtime import Context
from sqlalchemy.exc import SQLAlchemyError

from app.kernel import formats
from app.kernel.actor import Actor
from app.kernel.agency import agency
from app.kernel.crud import url_for_record
from app.kernel.crud.formhtml import attributes, look_of, select_options
from app.kernel.db import session
from app.kernel.flow_views import menu_counters
from app.kernel.inbox import counted_in_menu, frame_counts

FILTERS = {
    "day": formats.format_date,
    "long_day": formats.format_long_date,
    "moment": formats.format_datetime,
    "ago": formats.format_ago,
    "file_size": formats.format_size,
    "money": formats.format_money,
    "number": formats.format_number,
    "nip": formats.format_nip,
    "plain": formats.plain,
}


def register(app: Flask) -> None:
    """Add the filters and the context to `app`."""
    app.jinja_env.filters.update(FILTERS)
    _ask_each_time(app, "is_item_visible")
    app.jinja_env.globals |= {
        "url_for_record": url_for_record,
        "look_of": look_of,
        "select_options": select_options,
        "attributes": attributes,
    }
    app.jinja_env.globals["appbuilder"] = app.appbuilder  # type: ignore[attr-defined]
    app.context_processor(_frame)


def _ask_each_time(app: Flask, name: str) -> None:
    """Keep Jinja from answering a filter of constants once, when the template is compiled: who may see a button depends on who asks."""
    answer = app.jinja_env.filters[name]

    @pass_context
    def asked(_context: Context, *values: Any) -> Any:
        return answer(*values)

    app.jinja_env.filters[name] = asked


def _frame() -> dict[str, Any]:
    """Menu counters and the bell's number only for the signed-in; none on the page that says the database is away."""
    frame: dict[str, Any] = {"agency": None, "menu_counters": {}, "locale": str(get_locale() or "id")}
    actor = g.get("actor")
    try:
        frame["agency"] = agency()
        if isinstance(actor, Actor):
            waiting, beside = frame_counts(actor)
            frame |= {"menu_counters": menu_counters(waiting) | counted_in_menu(beside), **beside}
    except SQLAlchemyError:
        session().rollback()
    return frame
