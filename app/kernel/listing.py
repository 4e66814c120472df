"""What a list shows and how it can be narrowed, as data: the same declaration draws the screen, the print, the Excel file and the API.

The address is the whole state of a list: what it cannot mean is answered with 400, and every row has passed `visible(model, actor)`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from markupsafe import Markup
from sqlalchemy import ColumnElement, Select, func, select
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from app.kernel import formats, richtext
from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.errors import Missing
from app.kernel.export.sheet import ExportColumn, Sheet
from app.kernel.export.sheet import Kind as ExportKind
from app.kernel.filters import Choice, Filter, FilterField, Text
from app.kernel.scope import LARGEST_ID, visible

SIZES = (10, 25, 50, 100)
MOST_PER_PAGE = 100
COUNTED = 50_000
"""Rows beyond this are not counted, only exported: nobody pages through them, and counting a million costs 50 ms on every page."""
CHUNK = 500
OWN_NAMES = frozenset(
    {"page", "size", "sort", "columns", "show", "pks", "all", "note", "next", "format", "step", "confirmed", "csrf_token"}
)


class Kind(StrEnum):
    """How a value is shown. LINES is a sequence of texts under each other; BADGE a workflow State or (label, tone)."""

    TEXT = "text"
    LINES = "lines"
    HTML = "html"
    DATE = "date"
    DATETIME = "datetime"
    MONEY = "money"
    NUMBER = "number"
    NIP = "nip"
    BADGE = "badge"


EXPORTED = {
    Kind.DATE: ExportKind.DATE,
    Kind.DATETIME: ExportKind.DATETIME,
    Kind.MONEY: ExportKind.MONEY,
    Kind.NUMBER: ExportKind.NUMBER,
    Kind.NIP: ExportKind.IDENTIFIER,
}


@dataclass(frozen=True)
class Badge:
    """A state as text and tone."""

    label: str
    tone: str


@dataclass(frozen=True)
class Column:
    """One column of a list or one line of a detail page.

    `value` is an attribute path ("employee.full_name", the key by default) or a function of the record; `sort` the SQL expression to order by, None if it
    cannot be sorted. `primary` is the heading of the row's card on a phone and links to the record. `screen`/`export` say where it appears.
    """

    key: str
    label: Text
    value: str | Callable[[Any], Any] | None = None
    sort: Any = None
    kind: Kind = Kind.TEXT
    primary: bool = False
    screen: bool = True
    export: bool = True
    cls: str = ""
    width: int | None = None

    def raw(self, record: Any) -> Any:
        """The value itself; None where a relation on the way is empty."""
        if callable(self.value):
            return self.value(record)
        found = record
        for name in (self.value or self.key).split("."):
            found = getattr(found, name) if found is not None else None
        return found

    def cell(self, record: Any) -> Any:
        """The value as a page shows it: text, Markup (cleaned), a tuple of lines, or a Badge; "" for nothing."""
        value = self.raw(record)
        if value is None:
            return ""
        match self.kind:
            case Kind.HTML:
                return Markup(richtext.clean(str(value)))  # noqa: S704 - cleaned by the allow-list
            case Kind.LINES:
                return tuple(str(line) for line in value if line)
            case Kind.BADGE:
                return as_badge(value)
            case _:
                return self._text(value)

    def exported(self, record: Any) -> Any:
        """The value for a file: dates, sums and numbers stay what they are."""
        value = self.raw(record)
        if value is None:
            return None
        match self.kind:
            case Kind.HTML:
                return richtext.plain(str(value))
            case Kind.LINES:
                return "\n".join(str(line) for line in value if line)
            case Kind.BADGE:
                return as_badge(value).label
            case _:
                return value

    @property
    def export_column(self) -> ExportColumn:
        return ExportColumn(self.key, self.label, EXPORTED.get(self.kind, ExportKind.TEXT), self.width)

    def _text(self, value: Any) -> str:
        match self.kind:
            case Kind.DATE:
                return formats.format_date(value)
            case Kind.DATETIME:
                return formats.format_datetime(value)
            case Kind.MONEY:
                return formats.format_money(value)
            case Kind.NUMBER:
                return formats.format_number(value)
            case Kind.NIP:
                return formats.format_nip(str(value))
            case _:
                return formats.plain(value)


def as_badge(value: Any) -> Badge:
    """A State or a (label, tone) pair as a Badge."""
    label, tone = value if isinstance(value, tuple) else (value.label, value.tone)
    return Badge(str(label), str(tone))


@dataclass(frozen=True)
class ListState:
    """What the address of a list says: `values` of the filters as typed, order, page. `size` 0, `sort` "" and `columns` () mean the list's own."""

    values: tuple[tuple[str, str], ...] = ()
    sort: str = ""
    desc: bool = False
    page: int = 1
    size: int = 0
    columns: tuple[str, ...] = ()
    asked: bool = False

    def args(self, **changes: Any) -> dict[str, Any]:
        """The state as arguments of an address, only what differs from the list's own; `changes` are fields of the state, or names of filters (None drops one)."""
        own = {name: value for name, value in changes.items() if name in self.__dataclass_fields__}
        now = replace(self, **own)
        found = dict(now.values)
        found |= {name: value for name, value in changes.items() if name not in own}
        if now.sort:
            found["sort"] = ("-" if now.desc else "") + now.sort
        if now.page > 1:
            found["page"] = str(now.page)
        if now.size:
            found["size"] = str(now.size)
        if now.columns:
            found["columns"] = ",".join(now.columns)
        if now.asked:
            found["show"] = "1"
        return {name: str(value) for name, value in found.items() if value not in (None, "")}

    def value(self, name: str) -> str:
        return dict(self.values).get(name, "")


@dataclass(frozen=True)
class Page:
    """One page of rows; `number` from 1. `total` counts at most COUNTED rows, `capped` says that there are more."""

    rows: Sequence[Any]
    number: int
    pages: int
    count: int
    first: int
    last: int
    capped: bool = False

    @property
    def total(self) -> str | int:
        """The number of rows as a person reads it; falsy for none."""
        return formats.format_number(self.count) + ("+" if self.capped else "") if self.count else 0


@dataclass(frozen=True)
class Listing:
    """A list of `model`.

    `joins` are relations (or (target, condition) pairs) that filters and orders reach through; `options` load what the columns read, so that no row costs a
    query of its own. `where` narrows the list for this actor beyond what he may see. With `require_click` nothing is listed until "Show" is pressed (S41).
    """

    model: type[Any]
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    default_sort: str | tuple[Any, ...] = ()
    options: tuple[Any, ...] = ()
    joins: tuple[Any, ...] = ()
    where: Callable[[Actor], ColumnElement[bool]] | None = None
    page_sizes: tuple[int, ...] = SIZES
    empty_title: Text = ""
    empty_text: Text = ""
    require_click: bool = False
    _by_key: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {column.key: column for column in self.columns})
        names = [name for each in self.filters for name in each.names]
        if len(self._by_key) != len(self.columns) or len(set(names)) != len(names) or OWN_NAMES & set(names):
            raise ValueError(
                f"listing of {self.model.__name__}: two columns or filters share a name, or a filter takes one of the list's own"
            )
        if isinstance(self.default_sort, str) and self.default_sort and self._sortable(self.default_sort.removeprefix("-")) is None:
            raise ValueError(f"listing of {self.model.__name__}: {self.default_sort} cannot be sorted")

    def offered(self, actor: Actor) -> tuple[Filter, ...]:
        """The filters this person is offered; what the address says of the others is not listened to."""
        return tuple(each for each in self.filters if not (roles := getattr(each, "roles", ())) or actor.has(*roles))

    def parse(self, actor: Actor, args: Mapping[str, str]) -> ListState:
        """The state that `args` say; raises BadRequest for an order, number, column or choice that does not exist."""
        sort = args.get("sort", "")
        key = sort.removeprefix("-")
        if key and self._sortable(key) is None:
            raise BadRequest
        named = args.getlist("columns") if isinstance(args, MultiDict) else [args.get("columns", "")]
        columns = tuple(name for each in named for name in each.split(",") if name)
        if any(name not in self._by_key for name in columns) or len(set(columns)) != len(columns):
            raise BadRequest
        typed = {name: args.get(name, "").strip() for each in self.offered(actor) for name in each.names}
        for each in self.offered(actor):
            if isinstance(each, Choice) and each.default and each.key not in args:
                typed[each.key] = each.default(actor)
            each.criteria(actor, typed)
        values = tuple((name, value) for name, value in typed.items() if value)
        size = _number(args.get("size", ""), 0)
        size = max(1, min(size, MOST_PER_PAGE)) if args.get("size", "").strip() else 0
        return ListState(values, key, sort.startswith("-"), max(1, _number(args.get("page", ""), 1)), size, columns, "show" in args)

    def is_waiting(self, state: ListState) -> bool:
        """True while nothing is listed because nobody has asked yet (S41)."""
        return self.require_click and not state.asked

    def query(self, actor: Actor, state: ListState, extra: ColumnElement[bool] | None = None) -> Select[Any]:
        """The rows the actor sees that match the filters, in order, with what the columns need."""
        return self._matching(actor, state, extra, select(self.model)).options(*self.options).order_by(*self._order(state))

    def page(self, actor: Actor, state: ListState, extra: ColumnElement[bool] | None = None) -> Page:
        """The page the state asks for; a page beyond the end is the last one."""
        if self.is_waiting(state):
            return Page((), 1, 1, 0, 0, 0)
        counted = self._matching(actor, state, extra, select(self.model.id)).order_by(None).limit(COUNTED + 1)
        count = session().scalar(select(func.count()).select_from(counted.subquery())) or 0
        capped, count = count > COUNTED, min(count, COUNTED)
        size = state.size or self.page_sizes[0]
        pages = max(1, -(-count // size))
        number = min(state.page, pages)
        start = (number - 1) * size
        rows = session().scalars(self.query(actor, state, extra).offset(start).limit(size)).unique().all() if count else []
        return Page(rows, number, pages, count, start + 1 if rows else 0, start + len(rows), capped)

    def fetch(self, actor: Actor, pk: int) -> Any:
        """The record `pk` within the actor's scope, with what the columns need; raises Missing."""
        if not 0 < pk <= LARGEST_ID:
            raise Missing
        query = self._joined(select(self.model)).where(self.model.id == pk, visible(self.model, actor)).options(*self.options)
        record = session().scalars(query.execution_options(populate_existing=True)).unique().one_or_none()
        if record is None:
            raise Missing
        return record

    def rows(self, actor: Actor, state: ListState) -> Sequence[Any]:
        """The records of the page the state asks for."""
        return self.page(actor, state).rows

    def iterate(self, actor: Actor, state: ListState) -> Iterator[Any]:
        """Every matching record, in chunks, for exports; memory stays flat."""
        if self.is_waiting(state):
            return iter(())
        return iter(session().scalars(self.query(actor, state).execution_options(yield_per=CHUNK)))

    def pks(self, actor: Actor, state: ListState, most: int | None = None) -> Sequence[int]:
        """The ids of every match, in the order of the list, at most `most`."""
        return session().scalars(self._matching(actor, state, None, select(self.model.id)).order_by(*self._order(state)).limit(most)).all()

    def count(self, actor: Actor, state: ListState, most: int = COUNTED) -> int:
        """How many rows match, counted up to `most` + 1."""
        return (
            session().scalar(
                select(func.count()).select_from(self._matching(actor, state, None, select(self.model.id)).limit(most + 1).subquery())
            )
            or 0
        )

    def shown_columns(self, state: ListState) -> tuple[Column, ...]:
        """The columns on the screen, in the order of the address if it names some."""
        return tuple(self._by_key[key] for key in state.columns) or tuple(column for column in self.columns if column.screen)

    def sheet(self, actor: Actor, state: ListState, title: str, total: int | None = None) -> Sheet:
        """The matching rows as an export, never more than the screen would show page by page."""
        columns = tuple(self._by_key[key] for key in state.columns) or self.columns
        exported = [column for column in columns if column.export]
        rows = (tuple(column.exported(record) for column in exported) for record in self.iterate(actor, state))
        chosen = tuple(f"{each.label}: {each.text}" for each in self.fields(actor, state) if each.text)
        return Sheet(title, [column.export_column for column in exported], rows, chosen, actor.name, total)

    def fields(self, actor: Actor, state: ListState) -> Sequence[FilterField]:
        """The inputs of the filter bar, with what is chosen."""
        typed = {name: state.value(name) for each in self.offered(actor) for name in each.names}
        return [found for each in self.offered(actor) for found in each.fields(actor, typed)]

    def _matching(self, actor: Actor, state: ListState, extra: ColumnElement[bool] | None, query: Select[Any]) -> Select[Any]:
        typed = {name: state.value(name) for each in self.offered(actor) for name in each.names}
        query = self._joined(query).where(visible(self.model, actor))
        if self.where is not None:
            query = query.where(self.where(actor))
        if extra is not None:
            query = query.where(extra)
        return query.where(*(criterion for each in self.offered(actor) for criterion in each.criteria(actor, typed)))

    def _joined(self, query: Select[Any]) -> Select[Any]:
        for join in self.joins:
            query = query.outerjoin(*join) if isinstance(join, tuple) else query.outerjoin(join)
        return query

    def _order(self, state: ListState) -> tuple[Any, ...]:
        """The wanted order; the id comes last, so that no row appears on two pages."""
        if state.sort:
            return self._directed(state.sort, state.desc)
        if isinstance(self.default_sort, str):
            return (
                self._directed(self.default_sort.removeprefix("-"), self.default_sort.startswith("-"))
                if self.default_sort
                else (self.model.id,)
            )
        return (*self.default_sort, self.model.id)

    def _directed(self, key: str, desc: bool) -> tuple[Any, ...]:
        sort = self._sortable(key)
        parts = sort if isinstance(sort, tuple) else (sort,)
        return (*((part.desc() if desc else part.asc()).nulls_last() for part in parts), self.model.id.desc() if desc else self.model.id)

    def _sortable(self, key: str) -> Any:
        column = self._by_key.get(key)
        return column.sort if column is not None else None


def _number(text: str, default: int) -> int:
    typed = text.strip()
    if not typed:
        return default
    if not typed.removeprefix("-").isdecimal() or len(typed) > 12:
        raise BadRequest
    return int(typed)
