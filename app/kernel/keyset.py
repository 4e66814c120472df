"""Paging by the place of the last row: a page costs the same wherever it is, and no row is missed or comes twice because others came in between.

The mark that leads to the next page holds that place, signed, so that it is what this portal wrote or it is refused.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from operator import gt, lt
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import ColumnElement, and_, or_
from werkzeug.exceptions import BadRequest

from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.listing import COUNTED, DEEP, Column, Listing, ListState, Page

READ: dict[str, Callable[[str], Any]] = {"date": date.fromisoformat, "datetime": datetime.fromisoformat, "decimal": Decimal}
KINDS = ((datetime, "datetime"), (date, "date"), (Decimal, "decimal"))


@dataclass(frozen=True)
class Part:
    """Some rows of a list, and the mark of what follows; "" at the end."""

    rows: Sequence[Any]
    after: str


def part_after(
    listing: Listing,
    actor: Actor,
    state: ListState,
    after: str,
    limit: int,
    columns: Sequence[Column] | None = None,
    extra: ColumnElement[bool] | None = None,
) -> Part:
    """At most `limit` rows behind the mark `after` ("": from the beginning) with what `columns` (all by default) need, in the order of the state; without
    one by id. Raises BadRequest for a foreign mark.
    """
    order = ("-" if state.desc else "") + state.sort
    parts = _parts(listing, state.sort)
    ordered = (*parts, listing.model.id)
    nullable = [listing.may_be_null(part) for part in parts]
    query = listing.query(actor, state, extra, columns).order_by(None)
    if after:
        query = query.where(_beyond(ordered, (*nullable, False), _read(after, order, len(ordered)), state.desc))
    for part, may_be_null in zip(ordered, (*nullable, False), strict=True):
        directed = part.desc() if state.desc else part.asc()
        query = query.order_by(directed.nulls_last() if may_be_null else directed)
    found = session().execute(query.add_columns(*parts).limit(limit + 1)).unique().all()
    rows = [row[0] for row in found[:limit]]
    last = found[limit - 1] if len(found) > limit else None
    return Part(rows, _write(order, [*last[1:], last[0].id]) if last is not None else "")


def page_of(listing: Listing, actor: Actor, state: ListState) -> Page:
    """The page the state asks for. Deep in a list the way to the next one goes on behind its last row, and so beyond the rows that are counted."""
    ordered = _ordered(listing, state)
    if not state.after or state.page < 2 or ordered is None:
        page = listing.page(actor, state)
        mark = _mark(listing, ordered, page) if ordered is not None else ""
        return replace(page, after=mark, pages=page.pages + (page.number == page.pages)) if mark else page
    size = state.size or listing.page_sizes[0]
    part = part_after(listing, actor, ordered, state.after, size, listing.shown_columns(state))
    if not part.rows:
        return listing.page(actor, state)
    first = (state.page - 1) * size + 1
    count, capped = listing.counted(actor, state) if first <= COUNTED else (COUNTED, True)
    pages = max(-(-count // size), state.page + bool(part.after))
    return Page(part.rows, state.page, pages, count, first, first + len(part.rows) - 1, capped, part.after)


def _ordered(listing: Listing, state: ListState) -> ListState | None:
    """The state with the list's own order written out; None where that has no name."""
    if state.sort:
        return state
    own = listing.default_sort
    return replace(state, sort=own.removeprefix("-"), desc=own.startswith("-")) if own and isinstance(own, str) else None


def _mark(listing: Listing, ordered: ListState, page: Page) -> str:
    """The mark of the last row of a deep page behind which there are more; "" where pages are near, or ordered by what the row itself does not hold."""
    parts = _parts(listing, ordered.sort)
    own = all(getattr(part, "class_", None) is listing.model and hasattr(part, "key") for part in parts)
    more = page.last < page.count or page.capped
    if page.last < DEEP or not more or not own or not page.rows:
        return ""
    row = page.rows[-1]
    return _write(("-" if ordered.desc else "") + ordered.sort, [*(getattr(row, part.key) for part in parts), row.id])


def _parts(listing: Listing, key: str) -> tuple[Any, ...]:
    if not key:
        return ()
    sort = listing.sortable(key)
    return sort if isinstance(sort, tuple) else (sort,)


def _beyond(columns: Sequence[Any], nullable: Sequence[bool], values: Sequence[Any], desc: bool) -> ColumnElement[bool]:
    """The criterion for the rows behind these values; rows without a value stand last in either direction."""
    beyond = lt if desc else gt
    found: ColumnElement[bool] = beyond(columns[-1], values[-1])
    for column, may_be_null, value in reversed(list(zip(columns[:-1], nullable[:-1], values[:-1], strict=True))):
        if value is None:
            found = and_(column.is_(None), found)
        elif may_be_null:
            found = or_(beyond(column, value), column.is_(None), and_(column == value, found))
        else:
            found = and_(column <= value if desc else column >= value, or_(column != value, found))
    return found


def _write(order: str, values: Sequence[Any]) -> str:
    return str(_serializer().dumps([order, *(_plain(value) for value in values)]))


def _read(mark: str, order: str, count: int) -> list[Any]:
    try:
        written, *values = _serializer().loads(mark)
    except (BadData, ValueError):
        raise BadRequest from None
    if written != order or len(values) != count:
        raise BadRequest
    return [READ[value[0]](value[1]) if isinstance(value, list) else value for value in values]


def _plain(value: Any) -> Any:
    kind = next((name for each, name in KINDS if isinstance(value, each)), None)
    return [kind, str(value) if kind == "decimal" else value.isoformat()] if kind else value


def _serializer() -> URLSafeSerializer:
    config = current_app.config
    return URLSafeSerializer([*config.get("SECRET_KEY_FALLBACKS", ()), config["SECRET_KEY"]], salt="keyset")
