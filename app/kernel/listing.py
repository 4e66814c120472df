"""What a list shows and how it can be narrowed, as data: the same declaration draws the screen, the print, the Excel file and the API.

The address is the whole state of a list: what it cannot mean is answered with 400, and every row has passed `visible(model, actor)`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from app.kernel import formats
from app.kernel.actor import Actor
from app.kernel.columns import Badge, Column, Kind
from app.kernel.db import session
from app.kernel.errors import Missing, Text
from app.kernel.export.sheet import Sheet
from app.kernel.filters import Choice, Filter, FilterField
from app.kernel.restriction import usable
from app.kernel.scope import LARGEST_ID, visible

__all__ = ["Badge", "Column", "Kind", "ListState", "Listing", "Page"]

SIZES = (10, 25, 50, 100)
MOST_PER_PAGE = 100
COUNTED = 10_000
"""Rows beyond this are not counted: ten thousand cost a millisecond on every page, a million 50. They are exported, and turned to by the link to the next page."""
DEEP = 1000
"""Behind so many rows a page first finds its ids, out of an index alone if there is one, and then reads these rows."""
CHUNK = 500
OWN_NAMES = frozenset(
    {
        "page",
        "size",
        "sort",
        "columns",
        "show",
        "pks",
        "all",
        "note",
        "next",
        "format",
        "step",
        "confirmed",
        "csrf_token",
        "own",
        "after",
        "limit",
    }
)


@dataclass(frozen=True)
class ListState:
    """What the address of a list says: `values` of the filters as typed, order, page. `size` 0, `sort` "" and `columns` () mean the list's own.

    `own` says that the list is meant as it is, not the person's own view of it: an address that says nothing else says that.
    """

    values: tuple[tuple[str, str], ...] = ()
    sort: str = ""
    desc: bool = False
    page: int = 1
    size: int = 0
    columns: tuple[str, ...] = ()
    asked: bool = False
    own: bool = False
    after: str = ""

    def args(self, **changes: Any) -> dict[str, Any]:
        """The state as arguments of an address, only what differs from the list's own; `changes` are fields of the state, or names of filters (None drops one)."""
        own = {name: value for name, value in changes.items() if name in self.__dataclass_fields__}
        now = replace(self, **own) if own else self
        found = dict(now.values)
        found |= {name: value for name, value in changes.items() if name not in own}
        if now.sort:
            found["sort"] = ("-" if now.desc else "") + now.sort
        if now.page > 1:
            found["page"] = str(now.page)
            if now.after:
                found["after"] = now.after
        if now.size:
            found["size"] = str(now.size)
        if now.columns:
            found["columns"] = ",".join(now.columns)
        if now.asked:
            found["show"] = "1"
        if now.own and not any(value not in (None, "") for value in found.values()):
            found["own"] = "1"
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
    after: str = ""
    """The mark of its last row, from which the next page goes on (app/kernel/keyset.py); "" where pages are counted."""

    @property
    def total(self) -> str | int:
        """The number of rows as a person reads it; falsy for none."""
        return formats.format_number(self.count) + ("+" if self.capped else "") if self.count else 0


@dataclass(frozen=True)
class Listing:
    """A list of `model`.

    `joins` are relations (or (target, condition) pairs) that filters and orders reach through; `options` load what the columns read (beside what a column
    says itself), so that no row costs a query of its own. `where` narrows the list for this actor beyond what he may see. With `require_click` nothing is
    listed until "Show" is pressed (S41). `in_files` are the columns of Excel and CSV where a file is to hold more than the list; `in_print` those of paper,
    which has room for fewer: without it paper holds the list's.
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
    in_files: tuple[Column, ...] = ()
    in_print: tuple[Column, ...] = ()
    _by_key: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {column.key: column for column in self.columns})
        names = [name for each in self.filters for name in each.names]
        if len(self._by_key) != len(self.columns) or len(set(names)) != len(names) or OWN_NAMES & set(names):
            raise ValueError(
                f"listing of {self.model.__name__}: two columns or filters share a name, or a filter takes one of the list's own"
            )
        if isinstance(self.default_sort, str) and self.default_sort and self.sortable(self.default_sort.removeprefix("-")) is None:
            raise ValueError(f"listing of {self.model.__name__}: {self.default_sort} cannot be sorted")

    def offered(self, actor: Actor) -> tuple[Filter, ...]:
        """The filters this person is offered; what the address says of the others is not listened to."""
        return tuple(each for each in self.filters if not (roles := getattr(each, "roles", ())) or actor.has(*roles))

    def parse(self, actor: Actor, args: Mapping[str, str]) -> ListState:
        """The state that `args` say; raises BadRequest for an order, number, column or choice that does not exist."""
        sort = args.get("sort", "")
        key = sort.removeprefix("-")
        if key and self.sortable(key) is None:
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
        page = max(1, _number(args.get("page", ""), 1))
        return ListState(values, key, sort.startswith("-"), page, size, columns, "show" in args, "own" in args, args.get("after", ""))

    def is_waiting(self, state: ListState) -> bool:
        """True while nothing is listed because nobody has asked yet (S41)."""
        return self.require_click and not state.asked

    def query(
        self, actor: Actor, state: ListState, extra: ColumnElement[bool] | None = None, columns: Sequence[Column] | None = None
    ) -> Select[Any]:
        """The rows the actor sees that match the filters, in order, with what `columns` (all by default) need."""
        return self._matching(actor, state, extra, select(self.model)).options(*self.loading(columns)).order_by(*self._order(state))

    def loading(self, columns: Sequence[Column] | None = None) -> tuple[Any, ...]:
        """The loader options for what `columns` (all by default) read."""
        return (*self.options, *(option for column in (self.columns if columns is None else columns) for option in column.load))

    def page(self, actor: Actor, state: ListState, extra: ColumnElement[bool] | None = None) -> Page:
        """The page the state asks for; a page beyond the end is the last one."""
        if self.is_waiting(state):
            return Page((), 1, 1, 0, 0, 0)
        size = state.size or self.page_sizes[0]
        start = (state.page - 1) * size
        rows = self._rows(actor, state, extra, start, size) if start < COUNTED else []
        if len(rows) < size and (rows or not start):  # its end says how many there are
            count, capped = min(start + len(rows), COUNTED), start + len(rows) > COUNTED
        else:
            count, capped = self.counted(actor, state, extra)
        pages = max(1, -(-count // size))
        number = min(state.page, pages)
        if number < state.page:
            start = (number - 1) * size
            rows = self._rows(actor, state, extra, start, size)
        return Page(rows, number, pages, count, start + 1 if rows else 0, start + len(rows), capped)

    def counted(self, actor: Actor, state: ListState, extra: ColumnElement[bool] | None = None) -> tuple[int, bool]:
        """How many rows match, at most COUNTED, and whether there are more."""
        matching = self._matching(actor, state, extra, select(self.model.id)).order_by(None).limit(COUNTED + 1)
        count = session().scalar(select(func.count()).select_from(matching.subquery())) or 0
        return min(count, COUNTED), count > COUNTED

    def _rows(self, actor: Actor, state: ListState, extra: ColumnElement[bool] | None, start: int, size: int) -> Sequence[Any]:
        return session().scalars(self._part(actor, state, extra, start, size)).unique().all()

    def _part(self, actor: Actor, state: ListState, extra: ColumnElement[bool] | None, start: int, size: int) -> Select[Any]:
        if start < DEEP:
            return self.query(actor, state, extra, self.shown_columns(state)).offset(start).limit(size)
        ids = self._matching(actor, state, extra, select(self.model.id)).order_by(*self._order(state)).offset(start).limit(size).subquery()
        query = self._joined(select(self.model)).where(self.model.id.in_(select(ids.c.id)))
        return query.options(*self.loading(self.shown_columns(state))).order_by(*self._order(state))

    def fetch(self, actor: Actor, pk: int, columns: Sequence[Column] | None = None) -> Any:
        """The record `pk` within the actor's scope, with what `columns` (the list's by default) need; raises Missing."""
        if not 0 < pk <= LARGEST_ID:
            raise Missing
        query = self._joined(select(self.model)).where(self.model.id == pk, visible(self.model, actor)).options(*self.loading(columns))
        record = session().scalars(query.execution_options(populate_existing=True)).unique().one_or_none()
        if record is None:
            raise Missing
        return record

    def rows(self, actor: Actor, state: ListState) -> Sequence[Any]:
        """The records of the page the state asks for."""
        return self.page(actor, state).rows

    def iterate(self, actor: Actor, state: ListState, columns: Sequence[Column] | None = None) -> Iterator[Any]:
        """Every matching record with what `columns` (all by default) need, in chunks, for exports; memory stays flat. Restricted data do not leave."""
        if self.is_waiting(state):
            return iter(())
        return iter(session().scalars(self.query(actor, state, usable(self.model, actor), columns).execution_options(yield_per=CHUNK)))

    def pks(self, actor: Actor, state: ListState, most: int | None = None) -> Sequence[int]:
        """The ids of every match, in the order of the list, at most `most`."""
        return session().scalars(self._matching(actor, state, None, select(self.model.id)).order_by(*self._order(state)).limit(most)).all()

    def ids(self, actor: Actor, state: ListState, extra: ColumnElement[bool] | None = None) -> Select[Any]:
        """The query for the ids of every match, in no order: a feature narrows, orders and counts it further."""
        return self._matching(actor, state, extra, select(self.model.id))

    def count(self, actor: Actor, state: ListState, most: int = COUNTED) -> int:
        """How many rows match, counted up to `most` + 1."""
        return session().scalar(self.counting(actor, state, most)) or 0

    def count_leaving(self, actor: Actor, state: ListState) -> int:
        """How many rows a file would hold: those of `iterate`."""
        matching = self._matching(actor, state, usable(self.model, actor), select(self.model.id))
        return session().scalar(select(func.count()).select_from(matching.limit(COUNTED + 1).subquery())) or 0

    def counting(self, actor: Actor, state: ListState, most: int = COUNTED) -> Select[Any]:
        """The query behind `count`, for pages that count several lists at once."""
        return select(func.count()).select_from(self._matching(actor, state, None, select(self.model.id)).limit(most + 1).subquery())

    def shown_columns(self, state: ListState) -> tuple[Column, ...]:
        """The columns on the screen, in the order of the address if it names some."""
        return tuple(self._by_key[key] for key in state.columns) or tuple(column for column in self.columns if column.screen)

    def sheet(self, actor: Actor, state: ListState, title: str, total: int | None = None, *, on_paper: bool = False) -> Sheet:
        """The matching rows as an export, never more rows than the screen would show page by page; the columns of the address, or those of a file or of paper."""
        own = (self.in_print if on_paper else self.in_files) or self.columns
        columns = tuple(self._by_key[key] for key in state.columns) or own
        exported = [column for column in columns if column.export]
        rows = (tuple(column.exported(record) for column in exported) for record in self.iterate(actor, state, exported))
        chosen = tuple(f"{each.label}: {each.text}" for each in self.fields(actor, state) if each.text)
        return Sheet(title, [column.export_column for column in exported], rows, chosen, actor.name, total)

    def fields(self, actor: Actor, state: ListState) -> Sequence[FilterField]:
        """The inputs of the filter bar, with what is chosen."""
        typed = {name: state.value(name) for each in self.offered(actor) for name in each.names}
        return [found for each in self.offered(actor) for found in each.fields(actor, typed)]

    def criteria(self, actor: Actor, state: ListState) -> Sequence[ColumnElement[bool]]:
        """What the filters of the state mean in SQL, for counts beside the list; the scope is not in it."""
        typed = {name: state.value(name) for each in self.offered(actor) for name in each.names}
        return [criterion for each in self.offered(actor) for criterion in each.criteria(actor, typed)]

    def _matching(self, actor: Actor, state: ListState, extra: ColumnElement[bool] | None, query: Select[Any]) -> Select[Any]:
        query = self._joined(query).where(visible(self.model, actor))
        if self.where is not None:
            query = query.where(self.where(actor))
        if extra is not None:
            query = query.where(extra)
        return query.where(*self.criteria(actor, state))

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
        sort = self.sortable(key)
        parts = sort if isinstance(sort, tuple) else (sort,)
        return (*(self.directed(part, desc) for part in parts), self.model.id.desc() if desc else self.model.id)

    def directed(self, part: Any, desc: bool) -> Any:
        """The order by `part`, rows without a value last; where there are none, nothing is said of them, so that an index serves."""
        directed = part.desc() if desc else part.asc()
        return directed.nulls_last() if self.may_be_null(part) else directed

    def may_be_null(self, part: Any) -> bool:
        """Whether rows of the list may have no value there."""
        column = getattr(getattr(part, "property", None), "columns", [None])[0]
        return not (column is not None and not getattr(column, "nullable", True) and getattr(part, "class_", None) is self.model)

    def sortable(self, key: str) -> Any:
        """What the list orders by under this name; None for what it cannot be sorted by."""
        column = self._by_key.get(key)
        return column.sort if column is not None else None


def _number(text: str, default: int) -> int:
    typed = text.strip()
    if not typed:
        return default
    if not typed.removeprefix("-").isdecimal() or len(typed) > 12:
        raise BadRequest
    return int(typed)
