"""The filters of a list: what people type, choose or date. Each reads its own arguments, refuses junk with 400 and never reaches outside the actor's scope."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, and_
from werkzeug.exceptions import BadRequest

from app.kernel import clock, formats
from app.kernel.actor import Actor
from app.kernel.db import UtcDateTime
from app.kernel.errors import Text
from app.kernel.roles import Role
from app.kernel.scope import LARGEST_ID
from app.kernel.trigrams import containing

Option = tuple[Any, str]
FILTER_LABEL = lazy_gettext("Filter by text")
FILTER_PLACEHOLDER = lazy_gettext("Type to filter…")
LONGEST_TYPED = 200
MOST_WORDS = 8
MOST_LISTED = 200
"""Choices below another that a page holds itself; more are found by typing."""


@dataclass(frozen=True)
class FilterField:
    """One input of the filter bar, as the macro `filter_bar` reads it; `text` says in words what is chosen, "" for nothing; a `standing` choice is the list's own."""

    name: str
    kind: str
    label: str
    value: str = ""
    text: str = ""
    options: tuple[Option, ...] = ()
    placeholder: str = ""
    remote: str | None = None
    depends: str | None = None
    standing: bool = False


class Filter(Protocol):
    """What a list asks of a filter."""

    @property
    def label(self) -> Text:
        """What it is called."""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """The arguments it reads."""
        ...

    def criteria(self, actor: Actor, typed: Mapping[str, str]) -> Sequence[ColumnElement[bool]]:
        """What the arguments mean in SQL; nothing if they are empty. Raises BadRequest for what they cannot mean."""
        ...

    def fields(self, actor: Actor, typed: Mapping[str, str]) -> Sequence[FilterField]:
        """Its inputs, filled in."""
        ...


@dataclass(frozen=True)
class Typed:
    """ "Ketik untuk menyaring…": every typed word must occur in one of `columns`, whatever its case (P15); digits count as one number, spaces or not."""

    columns: tuple[Any, ...]
    key: str = "q"
    label: Text = FILTER_LABEL
    placeholder: Text = FILTER_PLACEHOLDER

    @property
    def names(self) -> tuple[str, ...]:
        return (self.key,)

    def criteria(self, actor: Actor, typed: Mapping[str, str]) -> Sequence[ColumnElement[bool]]:
        text = typed[self.key]
        if len(text) > LONGEST_TYPED or "\x00" in text:
            raise BadRequest
        words = list(dict.fromkeys(text.split()))
        if all(word.isdecimal() for word in words):
            words = ["".join(text.split())] if words else []  # a NIP as the portal writes it: 19850711 201104 1 991
        if len(words) > MOST_WORDS:
            words = [text]
        return [containing(self.columns, word) for word in words]

    def fields(self, actor: Actor, typed: Mapping[str, str]) -> Sequence[FilterField]:
        text = typed[self.key]
        return [FilterField(self.key, "search", str(self.label), text, text, placeholder=str(self.placeholder))]


@dataclass(frozen=True)
class Choice:
    """A select. `options(actor)` are the (value, label) pairs he may choose among; `where(value)` is the criterion.

    With `depends` (the name of another filter) the function is called `options(actor, its value)`. With `search(actor, text)` (or `(actor, text, value)`) the
    select asks the server as people type, and `options` then only names the chosen one: it is called `options(actor, value)` and answers [] for what is foreign;
    with both, what stands below the chosen value is also offered in the page, for those without JavaScript.
    `default(actor)` is chosen while the address says nothing, and `everything` is then the value that leaves nothing out; with `roles` only their holders
    are offered the filter.
    """

    key: str
    label: Text
    placeholder: Text
    options: Callable[..., Sequence[Option]]
    where: Callable[[str], ColumnElement[bool]]
    search: Callable[..., Sequence[Option]] | None = None
    depends: str | None = None
    default: Callable[[Actor], str] | None = None
    everything: str = ""
    roles: tuple[Role, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.key,)

    def criteria(self, actor: Actor, typed: Mapping[str, str]) -> Sequence[ColumnElement[bool]]:
        value = typed[self.key]
        if not value:
            return []
        if beyond_ids(value):
            raise BadRequest
        if self._label_of(value, self._offered(actor, typed)) is None:
            raise BadRequest
        return [self.where(value)]

    def fields(self, actor: Actor, typed: Mapping[str, str]) -> Sequence[FilterField]:
        value, offered = typed[self.key], self._offered(actor, typed)
        chosen = self._label_of(value, offered) or "" if value else ""
        return [
            FilterField(
                self.key,
                "remote" if self.search else "select",
                str(self.label),
                value,
                chosen,
                tuple((option, str(label)) for option, label in self._listed(actor, typed, offered)),
                str(self.placeholder),
                depends=self.depends,
                standing=self.default is not None and value == self.default(actor),
            )
        ]

    def found(self, actor: Actor, text: str, above: str) -> Sequence[Option]:
        """What the server offers for `text`, inside the actor's scope."""
        if self.search is None:
            return []
        return self.search(actor, text, above) if self.depends else self.search(actor, text)

    def _offered(self, actor: Actor, typed: Mapping[str, str]) -> Sequence[Option]:
        if self.search:
            return self.options(actor, typed[self.key]) if typed[self.key] else []
        return self.options(actor, typed.get(self.depends, "")) if self.depends else self.options(actor)

    def _listed(self, actor: Actor, typed: Mapping[str, str], offered: Sequence[Option]) -> Sequence[Option]:
        """What the page holds: a select that searches holds its choice and, once narrowed by another, what stands below that."""
        if self.search is None:
            return offered
        above = typed.get(self.depends, "") if self.depends else ""
        below = self.search(actor, "", above)[:MOST_LISTED] if above else []
        return [*below, *(each for each in offered if each[0] not in {value for value, _label in below})]

    @staticmethod
    def _label_of(value: str, offered: Sequence[Option]) -> str | None:
        return next((str(label) for option, label in offered if str(option) == value), None)


@dataclass(frozen=True)
class Period:
    """From a day to a day, both included, in the agency's zone; `column` holds days or instants."""

    key: str
    label: Text
    column: Any
    roles: tuple[Role, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (f"{self.key}_from", f"{self.key}_to")

    def criteria(self, actor: Actor, typed: Mapping[str, str]) -> Sequence[ColumnElement[bool]]:
        start, end = (_day(typed[name]) for name in self.names)
        found: list[ColumnElement[bool]] = []
        if isinstance(self.column.type, UtcDateTime):
            if start:
                found.append(self.column >= midnight(start))
            if end:
                found.append(self.column < midnight(end + timedelta(days=1)))
            return found
        if start:
            found.append(self.column >= start)
        if end:
            found.append(self.column <= end)
        return [and_(*found)] if found else []

    def fields(self, actor: Actor, typed: Mapping[str, str]) -> Sequence[FilterField]:
        first, last = self.names
        labels = {first: _("%(label)s from", label=self.label), last: _("%(label)s until", label=self.label)}
        days = {name: _day(typed[name]) for name in self.names}
        return [
            FilterField(name, "date", labels[name], day.isoformat() if day else "", formats.format_date(day)) for name, day in days.items()
        ]


def beyond_ids(text: str) -> bool:
    """Whether `text` is a number that no row can have: PostgreSQL refuses to compare it."""
    return text.isdecimal() and (len(text) > 18 or int(text) > LARGEST_ID)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        day = formats.parse_day(text)
    except ValueError:
        raise BadRequest from None
    # The day after and the zone's shift must still be days that exist.
    if not 1900 <= day.year <= 9000:
        raise BadRequest
    return day


def midnight(day: date) -> datetime:
    """The instant at which `day` begins in the agency's zone."""
    return datetime.combine(day, time(), clock.zone()).astimezone(UTC)
