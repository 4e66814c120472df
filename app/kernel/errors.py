"""The four refusals of the portal; each becomes an answer in one place (`app/errors.py`), for pages and API alike."""

from collections.abc import Mapping
from typing import TypeAlias

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

Text: TypeAlias = str | LazyString
"""Words for a person: said now, or in his language when they are shown."""


def N_(msgid: str) -> str:
    """Mark a text for translation without translating it now: it is stored, and rendered in each reader's language."""
    return msgid


class PortalError(Exception):
    """A refusal with an HTTP `status` and a `message` in the reader's language; never a programming error."""

    status = 500
    default: Text = _("Something went wrong.")

    def __init__(self, message: Text | None = None) -> None:
        self.message: Text = message if message is not None else self.default
        super().__init__(str(self.status))

    def __str__(self) -> str:
        return str(self.message)


class Denied(PortalError):
    """403: this person may not do this, whatever the record."""

    status = 403
    default = _("You may not do this.")


class Missing(PortalError):
    """404: no such record for this person; a foreign record and an absent one look alike (G12)."""

    status = 404
    default = _("Not found, or not yours to see.")


class Conflict(PortalError):
    """409: the record has moved on since the page was shown, or another click was first."""

    status = 409
    default = _("The record has changed in the meantime. Reload the page and try again.")


class Changed(Conflict):
    """409: somebody has changed the record since it was shown to whoever wants to decide on it."""

    default = _("Changed since it was shown. Open it again and look at it before you decide.")


class Invalid(PortalError):
    """422: the input breaks a rule; `fields` maps a form field to its message, for the error beside the field."""

    status = 422
    default = _("Please correct the marked fields.")

    def __init__(self, message: Text | None = None, fields: Mapping[str, Text] | None = None) -> None:
        super().__init__(message)
        self.fields: dict[str, Text] = dict(fields or {})
