"""What a list says of the rows it showed: which are ticked, and what each was then, so that nothing is decided unseen."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from flask import request
from werkzeug.exceptions import BadRequest

from app.kernel import clock

Seen = dict[int, int | None]
"""By id the version that was shown; None where the page does not say."""


def tickets(rows: Mapping[int, int | None]) -> str:
    """Rows as a field of a form carries them: "12:3,14"; `read_tickets` reads it."""
    return ",".join(str(pk) if version is None else f"{pk}:{version}" for pk, version in rows.items())


def read_tickets(values: Iterable[str]) -> Seen:
    """The ticks of a list: "12:3" is record 12 as version 3 showed it, "12" is one whatever it was. Raises BadRequest."""
    return dict(_ticket(part) for value in values for part in value.split(",") if part)


def shown(rows: Iterable[Any]) -> dict[str, str]:
    """The hidden fields by which a list says when it was made, and of what."""
    return {"shown_at": clock.now().isoformat(), "shown": tickets({row.id: row.version for row in rows})}


def shown_at() -> datetime | None:
    """When the list behind this request was made, where it says so. Raises BadRequest for what is no moment."""
    text = request.form.get("shown_at", "")
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadRequest from None
    if moment.tzinfo is None:
        raise BadRequest
    return moment


def seen_version() -> int | None:
    """The version of the record that the page behind this request showed, where the page says so."""
    text = request.args.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _ticket(part: str) -> tuple[int, int | None]:
    pk, divided, version = part.partition(":")
    if not pk.isdecimal() or len(pk) > 12 or (divided and not (version.isdecimal() and len(version) < 10)):
        raise BadRequest
    return int(pk), int(version) if divided else None
