"""The book on its page, one's own and other people's; everybody's sums of a year as a list; and the recapitulation by OPD."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import Response, current_app, request, url_for
from flask_appbuilder import BaseView
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import null, select

from app.kernel import settings
from app.kernel.actor import Actor, current_actor
from app.kernel.agency import COLOUR
from app.kernel.charts import Bar, bar_chart
from app.kernel.crud import MenuItem, PortalModelView, next_url
from app.kernel.crud.brief import kind_of
from app.kernel.crud.exporting import sheet_answer
from app.kernel.crud.links import remember
from app.kernel.db import session
from app.kernel.errors import Missing
from app.kernel.formats import format_number
from app.kernel.panels import Ring
from app.kernel.routes import route
from app.kernel.scope import visible
from app.kernel.workflow import State
from app.ledger.listings import LINES, PEOPLE, RECAP, Progress, year_typed
from app.ledger.models import JpBook, JpLine, book_id, of_book_id
from app.ledger.queries import Book, OpdRow, book_of, target_of
from app.ledger.rules import FIRST_YEAR, LAST_YEAR

CHARTED = 12


@dataclass(frozen=True)
class Origin:
    """What a line comes from: what such a record is called, its page where this person may open it, and where it stands in its flow."""

    noun: str = ""
    url: str | None = None
    state: State | None = None


def origins_of(actor: Actor, lines: Iterable[JpLine]) -> dict[int, Origin]:
    """The record behind each line; one query per kind of record."""
    found: dict[int, Origin] = {}
    known: dict[str, list[JpLine]] = {}
    for line in lines:
        known.setdefault(line.subject_type, []).append(line)
    for table, rows in known.items():
        view = _view_of_table(table)
        if view is None:
            found |= {row.id: Origin() for row in rows}
            continue
        model, ids = view.listing.model, [row.subject_id for row in rows]
        flow = getattr(model, "__workflow__", None)
        query = select(model.id, model.state if flow else null()).where(model.id.in_(ids), visible(model, actor))
        seen: dict[int, str | None] = {row[0]: row[1] for row in session().execute(query)} if view.may("show") else {}
        for row in rows:
            if row.subject_id in seen:
                state = flow.state(seen[row.subject_id]) if flow else None
                found[row.id] = Origin(kind_of(view), url_for(f"{view.endpoint}.show", pk=row.subject_id), state)
            else:
                found[row.id] = Origin(kind_of(view))
    return found


def _view_of_table(table: str) -> Any:
    views = current_app.appbuilder.baseviews  # type: ignore[attr-defined]
    named = (view for view in views if getattr(view, "stands_for_records", False) and "show" not in view.exclude_route_methods)
    return next((view for view in named if getattr(view.listing.model, "__tablename__", "") == table), None)


def page_of(actor: Actor, book: Book, others: bool) -> dict[str, Any]:
    """What the template of a book needs; the years lead to the same person's other books."""

    def address(year: int) -> str:
        if others:
            return url_for("JpBookView.show", pk=book_id(book.employee.id, year))
        return url_for("OwnJpBookView.show", year=year)

    numbers = {"counted": format_number(book.counted), "target": format_number(book.target)}
    hint = _("%(short)s JP to go", short=format_number(book.short)) if book.short else _("The target is reached.")
    ring = Ring(int(book.counted * 100), int(book.target * 100), _("%(counted)s of %(target)s JP", **numbers), hint)
    return {
        "book": book,
        "ring": ring,
        "origins": origins_of(actor, book.lines),
        "years": [(year, address(year)) for year in book.years],
        "others": others,
    }


class OwnJpBookView(BaseView):
    """Buku JP: one's own."""

    route_base = "/jp-book"
    default_view = "show"

    @route("/")
    def show(self) -> str:
        actor = current_actor()
        if actor.employee_id is None:
            raise Missing(_("Your account has no personnel record."))
        book = book_of(actor, actor.employee_id, year_typed(request.args.get("year", "")))
        return str(self.render_template("ledger/book.html", title=_("JP book"), **page_of(actor, book, others=False)))


class JpBookView(PortalModelView):
    """JP per pegawai: everybody the person may see, with his sums of a year; each leads to the book."""

    route_base, title, model = "/jp", lazy_gettext("JP per employee"), JpBook
    listing = PEOPLE
    detail = PEOPLE.columns

    def record_title(self, record: Any) -> str:
        return str(record.employee.full_name)

    @route("/show/<int:pk>")
    def show(self, pk: int) -> Any:
        actor, (employee_id, year) = current_actor(), of_book_id(pk)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise Missing
        book = book_of(actor, employee_id, year)
        remember(self.endpoint, pk)
        title = _("JP book of %(name)s", name=book.employee.full_name)
        return self._page("ledger/book.html", title, back_url=next_url(self.list_url()), **page_of(actor, book, others=True))

    def menus(self, actor: Actor, records: Sequence[Any], back: str) -> dict[int, tuple[MenuItem, ...]]:
        """One way only, and it is the name itself."""
        return {record.id: () for record in records}


class JpLineRows(PortalModelView):
    """The lines as rows of the API."""

    title, model, listing = lazy_gettext("Lines of the JP book"), JpLine, LINES
    exportable = stands_for_records = False


class JpRecapView(BaseView):
    """Rekap JP by OPD: how many reached the target, how many are short, average and total."""

    route_base = "/jp-recap"
    default_view = "index"

    @route("/")
    def index(self) -> str:
        return str(self.render_template("ledger/recap.html", **_recap(current_actor())))

    @route("/chart.svg")
    def chart(self) -> Response:
        """Where most people are short of the target, the OPD with the most of them on top."""
        rows = sorted(_recap(current_actor())["rows"], key=lambda row: (-row.short, row.opd))[:CHARTED]
        return Response(bar_chart([Bar(row.opd, row.short) for row in rows], settings.get(COLOUR), _("No data")), mimetype="image/svg+xml")

    @route("/export")
    def export(self) -> Response:
        return _sheet(current_actor(), "xlsx")

    @route("/print")
    def print(self) -> Response:
        return _sheet(current_actor(), "pdf")


def _recap(actor: Actor) -> dict[str, Any]:
    state = RECAP.asks.parse(actor, {"year": request.args.get("year", "")})
    year = year_typed(state.value("year"))
    rows = RECAP.rows(actor, state)
    people, reached = sum(row.people for row in rows), sum(row.reached for row in rows)
    total, missing = (sum((getattr(row, name) for row in rows), start=Decimal()) for name in ("total", "missing"))
    whole = OpdRow(0, _("All"), people, reached, total, missing)
    return {
        "title": str(RECAP.title),
        "year": year,
        "target": target_of(year),
        "rows": rows,
        "whole": whole,
        "columns": RECAP.columns(),
        "charted": min(CHARTED, len(rows)),
        "filters": RECAP.asks.fields(actor, state),
        "short": Progress.SHORT.value,
    }


def _sheet(actor: Actor, kind: str) -> Response:
    page = _recap(actor)
    subtitle = (_("Year: %(year)s", year=page["year"]), _("Target: %(target)s JP", target=format_number(page["target"])))
    return sheet_answer(RECAP.sheet(actor, page["rows"], subtitle), kind)
