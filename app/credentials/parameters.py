"""What an agency decides about credentials on its settings screen."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.credentials.rules import parse_marks
from app.kernel.errors import Invalid
from app.kernel.settings import Kind, Setting


def _check_marks(value: Any) -> None:
    try:
        parse_marks(str(value))
    except ValueError:
        raise Invalid(fields={"value": _("Write days between 0 and 730, divided by commas: 90, 30, 7.")}) from None


REMIND_BEFORE = Setting(
    "credentials.remind_before",
    Kind.TEXT,
    "90, 30, 7",
    _("Remind of the end of a certification so many days before"),
    _("Several marks are divided by commas; at each the owner is told once."),
    check=_check_marks,
)
