"""The lists of the book as data: everybody's sums of a year with what is missing, and the lines themselves for the API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager
from werkzeug.exceptions import BadRequest

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.errors import Missing, Text
from app.kernel.filters import FilterField, Period, Typed
from app.kernel.listing import COUNTED, Column, Kind, Listing, ListState
from app.kernel.recap import Recap
from app.kernel.scope import LARGEST_ID, visible
from app.ledger.models import JpBook, JpLine, of_book_id, people_of_books
from app.ledger.queries import recap, target_of, years_known
from app.ledger.rules import FIRST_YEAR, LAST_YEAR, short_by
from app.organisation.listings import personal_listing
from app.organisation.models import Employee
from app.organisation.queries import active


class Progress(StrEnum):
    """How far a person is from the target, as the list can be narrowed."""

    REACHED = "reached"
    SHORT = "short"
    LITTLE = "little"
    MUCH = "much"
    NOTHING = "nothing"

    @property
    def label(self) -> LazyString:
        return PROGRESS_LABELS[self]


PROGRESS_LABELS = {
    Progress.REACHED: _("Target reached"),
    Progress.SHORT: _("Short of the target"),
    Progress.LITTLE: _("Short by up to 10 JP"),
    Progress.MUCH: _("Short by more than 10 JP"),
    Progress.NOTHING: _("No approved JP yet"),
}
MUCH = Decimal(10)
YEAR_LABEL = _("Year")


@dataclass(frozen=True)
class YearFilter:
    """The year, always one (the present unless the address says another), and how far its target is."""

    label: Text = YEAR_LABEL

    @property
    def names(self) -> tuple[str, ...]:
        return ("year", "progress")

    def criteria(self, actor: Actor, typed: Mapping[str, str]) -> Sequence[ColumnElement[bool]]:
        year = year_typed(typed["year"])
        found: list[ColumnElement[bool]] = [JpBook.year == year]
        if typed["progress"]:
            found.append(self._progress(typed["progress"], target_of(year)))
        return found

    def fields(self, actor: Actor, typed: Mapping[str, str]) -> Sequence[FilterField]:
        year, asked = year_typed(typed["year"]), typed["progress"]
        years = [(each, str(each)) for each in sorted({year, *years_known()}, reverse=True)]
        chosen = str(Progress(asked).label) if asked else ""
        options = tuple((each.value, str(each.label)) for each in Progress)
        standing = year == clock.today().year
        return [
            FilterField("year", "select", str(self.label), str(year), str(year), tuple(years), standing=standing),
            FilterField("progress", "select", gettext("Target"), asked, chosen, options, gettext("All")),
        ]

    @staticmethod
    def _progress(asked: str, target: Decimal) -> ColumnElement[bool]:
        match asked:
            case Progress.REACHED:
                return JpBook.counted >= target
            case Progress.SHORT:
                return JpBook.counted < target
            case Progress.LITTLE:
                return JpBook.counted.between(target - MUCH, target - Decimal("0.01"))
            case Progress.MUCH:
                return JpBook.counted < target - MUCH
            case Progress.NOTHING:
                return JpBook.counted == Decimal()
            case _:
                raise BadRequest


def year_typed(text: str) -> int:
    """The year of an address, the present one for none; raises BadRequest for what is no year of the book."""
    if not text:
        return clock.today().year
    if not (text.isascii() and text.isdecimal() and len(text) == 4 and FIRST_YEAR <= int(text) <= LAST_YEAR):
        raise BadRequest
    return int(text)


@dataclass(frozen=True)
class YearAlone(YearFilter):
    """The year without the target, for the recapitulation."""

    @property
    def names(self) -> tuple[str, ...]:
        return ("year",)

    def criteria(self, actor: Actor, typed: Mapping[str, str]) -> Sequence[ColumnElement[bool]]:
        return super().criteria(actor, {**typed, "progress": ""})

    def fields(self, actor: Actor, typed: Mapping[str, str]) -> Sequence[FilterField]:
        return super().fields(actor, {**typed, "progress": ""})[:1]


RECAP_COLUMNS = (
    Column("opd", _("OPD"), width=48, primary=True),
    Column("people", _("Employees"), kind=Kind.NUMBER, cls="num"),
    Column("reached", _("Reached"), kind=Kind.NUMBER, cls="num"),
    Column("short", _("Short"), kind=Kind.NUMBER, cls="num"),
    Column("missing", _("Short by (JP)"), kind=Kind.NUMBER, cls="num"),
    Column("percent", _("Reached (percent)"), kind=Kind.NUMBER, cls="num"),
    Column("average", _("Average JP"), kind=Kind.NUMBER, cls="num"),
    Column("total", _("Total JP"), kind=Kind.NUMBER, cls="num"),
)
RECAP = Recap(
    _("JP recap"),
    lambda: RECAP_COLUMNS,
    lambda actor, state: recap(actor, year_typed(state.value("year"))),
    Listing(JpBook, columns=(), filters=(YearAlone(),)),
)


class BookListing(Listing):
    """A list of books, which finds one of them by its person and year instead of looking through all, and a page of them by its people."""

    def counted(self, actor: Actor, state: ListState, extra: ColumnElement[bool] | None = None) -> tuple[int, bool]:
        people = people_of_books(self._meant(actor, state, extra)).limit(COUNTED + 1).subquery()
        count = session().scalar(select(func.count()).select_from(people)) or 0
        return min(count, COUNTED), count > COUNTED

    def _part(self, actor: Actor, state: ListState, extra: ColumnElement[bool] | None, start: int, size: int) -> Select[Any]:
        order = self._order(state)
        people = people_of_books(self._meant(actor, state, extra), order).offset(start).limit(size).subquery()
        year = year_typed(state.value("year"))
        query = self._joined(select(JpBook)).where(JpBook.employee_id.in_(select(people.c.id)), JpBook.year == year)
        return query.options(*self.loading(self.shown_columns(state))).order_by(*order)

    def _meant(self, actor: Actor, state: ListState, extra: ColumnElement[bool] | None) -> list[ColumnElement[bool]]:
        narrowed = [self.where(actor)] if self.where is not None else []
        return [visible(JpBook, actor), *narrowed, *([extra] if extra is not None else []), *self.criteria(actor, state)]

    def fetch(self, actor: Actor, pk: int, columns: Sequence[Column] | None = None) -> Any:
        employee_id, year = of_book_id(pk)
        if not 0 < pk <= LARGEST_ID or not FIRST_YEAR <= year <= LAST_YEAR:
            raise Missing
        query = self._joined(select(JpBook)).where(JpBook.employee_id == employee_id, JpBook.year == year, visible(JpBook, actor))
        record = session().scalars(query.options(*self.loading(columns)).execution_options(populate_existing=True)).unique().one_or_none()
        if record is None:
            raise Missing
        return record


def _short(book: JpBook) -> Decimal:
    return short_by(book.counted, target_of(book.year))


def _status(book: JpBook) -> tuple[str, str]:
    """In words what the colour says."""
    short = _short(book)
    if not short:
        return gettext("Reached"), "success"
    return (gettext("Short"), "warning") if book.counted else (gettext("None yet"), "danger")


_people = personal_listing(
    JpBook,
    columns=(
        Column("year", YEAR_LABEL, lambda row: str(row.year), screen=False, width=8),
        Column("counted", _("Counted JP"), sort=JpBook.counted, kind=Kind.NUMBER, cls="num"),
        Column("pending", _("Waiting JP"), sort=JpBook.pending, kind=Kind.NUMBER, cls="num"),
        Column("short", _("Short by (JP)"), _short, kind=Kind.NUMBER, cls="num"),
        Column("status", _("Target"), _status, kind=Kind.BADGE),
    ),
    filters=(YearFilter(),),
    where=lambda actor: active(),
    default_sort=(JpBook.counted, Employee.name),
    empty_title=_("Nobody to show"),
)
PEOPLE = BookListing(**{each.name: getattr(_people, each.name) for each in fields(Listing) if each.init})
"""Active people with their sums of one year, those with the least first."""

LINES = Listing(
    JpLine,
    columns=(
        Column("title", _("Activity"), sort=JpLine.title, primary=True, width=40),
        Column("begins_on", _("First day"), sort=JpLine.begins_on, kind=Kind.DATE),
        Column("ends_on", _("Last day"), sort=JpLine.ends_on, kind=Kind.DATE),
        Column("jp", _("JP"), sort=JpLine.jp, kind=Kind.NUMBER),
        Column("kind", _("Kind"), "kind_label", sort=JpLine.kind),
        Column("counted", _("Counts towards the target"), lambda row: row.counted),
        Column("subject_type", _("Kind of record")),
        Column("nip", _("NIP"), "employee.nip", kind=Kind.NIP),
    ),
    filters=(Typed((JpLine.title, Employee.name, Employee.nip)), Period("ends_on", _("Last day"), JpLine.ends_on)),
    joins=(JpLine.employee,),
    options=(contains_eager(JpLine.employee),),
)
"""For the API; people read them in the book."""
