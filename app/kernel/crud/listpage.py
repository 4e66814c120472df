"""The list of a view as a page: rows, filters, columns, saved views, and what its selects find while people type."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from flask import jsonify, redirect, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from app.kernel import saved_views
from app.kernel.actor import Actor, current_actor
from app.kernel.crud.fab import ClosedModelView
from app.kernel.crud.links import MenuItem, offered_above
from app.kernel.crud.tablehtml import TableHtml, address_of
from app.kernel.errors import Missing, Text
from app.kernel.filters import Choice, beyond_ids
from app.kernel.forms import PortalForm, RemoteSelectField
from app.kernel.keyset import page_of
from app.kernel.listing import Column, Listing, ListState, Page
from app.kernel.routes import route
from app.kernel.saved_views import SavedView
from app.kernel.scope import sees_only_own

OFFERED = 20
LONGEST_SEARCH = 100


class ListPage(ClosedModelView):
    """The two routes of a list; the rest comes from the view."""

    title: Text
    listing: Listing
    add_form: type[PortalForm] | None
    edit_form: type[PortalForm] | None
    list_template = "kernel/list.html"
    may: Callable[[str], bool]
    menus: Callable[[Actor, Sequence[Any], str], dict[int, tuple[MenuItem, ...]]]
    list_context: Callable[[Actor, ListState, Page], dict[str, Any]]
    record_title: Callable[[Any], str]
    _page: Callable[..., str]

    @route("/list/")
    def list(self) -> str | Response:
        """The rows of the address; the bare one opens the view that the person made his own."""
        actor = current_actor()
        saved = saved_views.of_list(actor, type(self).__name__)
        mine = next((each for each in saved if each.is_default), None)
        if mine is not None and not request.args and (found := self.state_of(actor, mine)) is not None:
            return redirect(self.list_url(found))
        state = self.listing.parse(actor, request.args)
        return self._page(
            self.list_template, self.title, **self.list_values(actor, replace(state, own=state.own or mine is not None), saved)
        )

    def list_values(self, actor: Actor, state: ListState, saved: Sequence[SavedView]) -> dict[str, Any]:
        """What the list's template reads, for `state`; `saved` are the person's views of this list."""
        page = page_of(self.listing, actor, state)
        here = self.list_url(state)
        columns, menus = self.columns_shown(state), self.menus(actor, page.rows, here)
        shown_at = address_of(f"{self.endpoint}.show", next=here) if self.may("show") else None
        show_url = (lambda record: shown_at(record.id)) if shown_at else None
        return dict(
            state=state,
            page=page,
            columns=columns,
            filters=self.filter_fields(actor, state),
            menus=menus,
            rows_html=lambda select: TableHtml(columns, menus, show_url, self.record_title, select).body(page.rows),
            page_url=lambda number: self.list_url(state, page=number, after=page.after if number == page.number + 1 else ""),
            reset_url=self.list_url(ListState(size=state.size, columns=state.columns, own=state.own)),
            size=state.size or self.listing.page_sizes[0],
            sizes=sorted({*self.listing.page_sizes, *([state.size] if state.size else [])}),
            kept={name: value for name, value in state.args(page=1, size=0).items() if name in ("sort", "columns")},
            waiting=self.listing.is_waiting(state),
            saved=self._saved(saved, state),
            rows_of=self.list_url(ListState(state.values, asked=state.asked)),
            add_url=url_for(f"{self.endpoint}.add", next=here) if self.may("add") else None,
            export_url=url_for(f"{self.endpoint}.export", **state.args(page=1, size=0)) if self.may("export") else None,
            print_url=url_for(f"{self.endpoint}.print", **state.args(page=1, size=0)) if self.may("print") else None,
            show_url=show_url,
            beside_links=offered_above(self.listing.model),
            **self.list_context(actor, state, page),
        )

    @route("/options/<name>", permission="list")
    def options(self, name: str) -> Response:
        """What a select offers while people type: at most twenty, inside the scope. `q` is the text, the field it depends on comes under its own name."""
        actor = current_actor()
        found = self._asked(name)
        if found is None:
            raise Missing
        text = request.args.get("q", "").replace("\x00", "")[:LONGEST_SEARCH]
        above = request.args.get(found.depends, "")[:LONGEST_SEARCH] if found.depends else ""
        if beyond_ids(above):
            raise Missing
        offered = found.found(actor, text, above) if isinstance(found, Choice) else found.found(text, above)
        answer = jsonify({"results": [{"id": str(value), "text": str(label)} for value, label in offered[:OFFERED]]})
        answer.headers["Cache-Control"] = "private, no-store"
        return answer

    def list_url(self, state: ListState | None = None, /, **changes: Any) -> str:
        """The address of the list in `state`. Whoever leads there with a filter has asked for the rows, also where nothing is listed before (S41)."""
        if self.listing.require_click and any(value for name, value in changes.items() if name not in ListState.__dataclass_fields__):
            changes.setdefault("asked", True)
        return url_for(f"{self.endpoint}.list", **(state or ListState()).args(**changes))

    def state_of(self, actor: Actor, saved: SavedView) -> ListState | None:
        """What a saved view means today; None if the list no longer knows one of its choices, columns or orders."""
        try:
            return replace(self.listing.parse(actor, saved.args), own=True)
        except BadRequest:
            return None

    def columns_shown(self, state: ListState) -> Sequence[dict[str, Any]]:
        """The columns as the macro `table` wants them, with the address that sorts by each."""
        found: list[dict[str, Any]] = []
        columns = self._on_screen(state)
        left_out = any(column.owner for column in self.listing.columns) and not any(column.owner for column in columns)
        heading = next((column for column in columns if column.primary), columns[0] if left_out else None)
        for column in columns:
            sorted_now = state.sort == column.key
            url = self.list_url(state, sort=column.key, desc=sorted_now and not state.desc, page=1) if column.sort is not None else None
            direction = ("desc" if state.desc else "asc") if sorted_now else None
            shown = {
                "key": column.key,
                "label": str(column.label),
                "sort_url": url,
                "direction": direction,
                "cls": column.cls,
                "primary": column is heading,
            }
            found.append(shown | {"column": column})
        return found

    def column_choices(self, state: ListState) -> Sequence[dict[str, Any]]:
        """Every column to tick: those on the screen first, in their order, with the addresses that move each one place forward or back."""
        shown = [column.key for column in self._on_screen(state)]
        found = []
        for column in sorted(self.listing.columns, key=lambda each: shown.index(each.key) if each.key in shown else len(shown)):
            at = shown.index(column.key) if column.key in shown else None
            choice = {"key": column.key, "label": str(column.label), "shown": at is not None}
            found.append(choice | {"forward_url": self._moved(state, shown, at, -1), "back_url": self._moved(state, shown, at, 1)})
        return found

    def _on_screen(self, state: ListState) -> Sequence[Column]:
        """The columns of the address, or those of the list; whoever sees nothing but his own rows is not told his own name on each of them."""
        columns = self.listing.shown_columns(state)
        if state.columns or not sees_only_own(self.listing.model, current_actor()):
            return columns
        return [column for column in columns if not column.owner]

    def filter_fields(self, actor: Actor, state: ListState) -> Sequence[dict[str, Any]]:
        """The inputs of the filter bar; those that search get their address."""
        found = []
        for each in self.listing.fields(actor, state):
            remote = url_for(f"{self.endpoint}.options", name=each.name) if each.kind == "remote" else None
            found.append({**vars(each), "remote": remote, "remove_url": self.list_url(state, **{each.name: None}, page=1)})
        return found

    def _saved(self, saved: Sequence[SavedView], state: ListState) -> dict[str, Any]:
        """The menu of saved views: which there are, which of them this is, and what would be kept."""
        args = replace(state, own=False).args(page=1)
        return {
            "views": saved,
            "now": next((each for each in saved if each.args == args), None),
            "list": type(self).__name__,
            "query": urlencode(args),
            "own_url": self.list_url(ListState(own=True)),
        }

    def _moved(self, state: ListState, shown: Sequence[str], at: int | None, by: int) -> str | None:
        if at is None or not 0 <= at + by < len(shown):
            return None
        order = [*shown]
        order[at], order[at + by] = order[at + by], order[at]
        return f"{self.list_url(state, columns=tuple(order))}#column-{shown[at]}"

    def _asked(self, name: str) -> Any:
        for each in self.listing.filters:
            if isinstance(each, Choice) and each.key == name and each.search:
                return each
        for method, form in (("add", self.add_form), ("edit", self.edit_form)):
            field = form(formdata=None)._fields.get(name) if form is not None and self.may(method) else None
            if isinstance(field, RemoteSelectField):
                return field
        return None
