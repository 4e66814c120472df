"""PortalModelView: list, show, add, edit and delete of one model. A view declares; this class gates, parses, calls one service and answers.

>>> class UnitView(PortalModelView):
...     route_base, title, model = "/units", _("Units"), Unit
...     listing, detail = UNITS, DETAIL
...     add_form = edit_form = UnitForm
...     deletable = True
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import and_
from sqlalchemy.exc import DataError, IntegrityError
from werkzeug.wrappers import Response

from app.kernel.actor import Actor, current_actor
from app.kernel.crud.exporting import ExportMixin
from app.kernel.crud.links import MenuItem, next_url, offered_below, remember
from app.kernel.crud.listpage import ListPage
from app.kernel.crud.plain import change_record, create_record, remove_record, version_of
from app.kernel.crud.tablehtml import address_of
from app.kernel.db import session
from app.kernel.errors import Conflict, Invalid, Missing, Text
from app.kernel.filters import Choice
from app.kernel.forms import PortalForm, RemoteSelectField
from app.kernel.listing import Column, Kind, Listing, ListState, Page
from app.kernel.routes import route

RELATED_ROWS = 10
REFUSED = (IntegrityError, DataError, OverflowError)
"""How the database says no to values that no rule foresaw."""
Answer = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Related:
    """Another view's rows on the show page: those whose `by` column holds this record's id, and only for those who may list them there.

    `columns` are the keys of those shown, by default the list's own; `where` narrows the rows.
    """

    view: str
    by: Any
    title: Text
    columns: tuple[str, ...] = ()
    where: Any = None


class PortalModelView(ExportMixin, ListPage):
    """Screens of one model. Routes exist only for what is declared: no `detail`, no show page; no `add_form`, no adding.

    Permissions are FAB's: can_list, can_show, can_add, can_edit, can_delete, can_export, can_print.
    """

    title: Text = ""
    form_title: Text = ""
    listing: Listing
    detail: tuple[Column, ...] = ()
    related: tuple[Related, ...] = ()
    add_form: type[PortalForm] | None = None
    edit_form: type[PortalForm] | None = None
    deletable = False
    exportable = True
    stands_for_records = True
    searchable = False

    added: Text = lazy_gettext("The data has been added.")
    changed: Text = lazy_gettext("The changes have been saved.")
    removed: Text = lazy_gettext("The data has been deleted.")
    add_label: Text = lazy_gettext("Add")
    show_label: Text = lazy_gettext("Details")
    filter_label: Text = lazy_gettext("Filter")

    show_template = "kernel/show.html"
    add_template = "kernel/form.html"
    edit_template = "kernel/form.html"
    delete_template = "kernel/delete.html"

    def __init_subclass__(cls, **values: Any) -> None:
        super().__init_subclass__(**values)
        if cls.model is None:
            return
        if not isinstance(getattr(cls, "listing", None), Listing) or cls.listing.model is not cls.model:
            raise TypeError(f"{cls.__name__} needs a listing of {cls.model.__name__}")
        for form in (cls.add_form, cls.edit_form):
            if form is not None and not (isinstance(form, type) and issubclass(form, PortalForm)):
                raise TypeError(f"{cls.__name__}: forms are declared, subclasses of PortalForm")
        cls.exclude_route_methods = frozenset(cls.exclude_route_methods) | cls.routes_left_out()

    @classmethod
    def routes_left_out(cls) -> frozenset[str]:
        """The routes that what is declared gives no reason for; their permissions do not exist either."""
        forms = [form for form in (cls.add_form, cls.edit_form) if form is not None]
        asks = any(isinstance(each, Choice) and each.search for each in cls.listing.filters)
        reasons = {
            "show": bool(cls.detail),
            "add": cls.add_form is not None,
            "edit": cls.edit_form is not None,
            "delete": cls.deletable,
            "export": cls.exportable,
            "print": cls.exportable,
            "options": asks or any(_asks(form) for form in forms),
        }
        return frozenset(name for name, reason in reasons.items() if not reason)

    # --- What a feature may say otherwise ---------------------------------------------------------------------------

    def create(self, actor: Actor, form: Any) -> Any:
        """Make the record of a valid form and return it; by default a plain one."""
        return create_record(actor, self._model, form.content(), form.submission_key)

    def change(self, actor: Actor, record: Any, form: Any) -> Any:
        """Write a valid form into the record; by default a plain one. `form.version.data` is what the record was when the page was made."""
        return change_record(actor, self._model, record.id, form.content(), form.version.data or "")

    def remove(self, actor: Actor, record: Any) -> None:
        """Delete the record; by default a plain one."""
        remove_record(actor, self._model, record.id)

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        """Fill choices and first values in, before a page is shown and before it is judged; `record` is None when adding."""

    def form_for(self, form: type[PortalForm] | None, sent: Mapping[str, Any]) -> type[PortalForm] | None:
        """The form of a new record, with the fields that depend on what was `sent` (by screen or REST)."""
        return form

    def record_title(self, record: Any) -> str:
        """How the record is called above its page."""
        return str(getattr(record, "summary", None) or record)

    def check_edit(self, actor: Actor, record: Any) -> None:
        """Raise Denied or Conflict when this record is not to be edited by this person now."""

    def menus(self, actor: Actor, records: Sequence[Any], back: str) -> dict[int, tuple[MenuItem, ...]]:
        """The menu of each row: only what this person may do."""
        entries = (
            ("show", self.show_label, "eye", ""),
            ("edit", _("Edit"), "pencil", ""),
            ("delete", _("Delete"), "trash", "danger"),
        )
        offered = [
            (address_of(f"{self.endpoint}.{method}", next=back), label, icon, tone)
            for method, label, icon, tone in entries
            if self.may(method)
        ]
        return {record.id: tuple(MenuItem(label, at(record.id), icon, tone) for at, label, icon, tone in offered) for record in records}

    def list_context(self, actor: Actor, state: ListState, page: Page) -> dict[str, Any]:
        """More for the list's template."""
        return {}

    def show_context(self, actor: Actor, record: Any) -> dict[str, Any]:
        """More for the show page's template."""
        return {}

    # --- Routes ---------------------------------------------------------------------------------------------------------

    @route("/show/<int:pk>")
    def show(self, pk: int) -> Answer:
        actor = current_actor()
        record = self.fetch(actor, pk)
        remember(self.endpoint, pk)
        return self._page(
            self.show_template,
            self.record_title(record),
            record=record,
            rows=[(str(column.label), column.cell(record), column.kind, column.copied(record)) for column in self.detail],
            menu=[
                item for item in self.menus(actor, [record], self.own_url(pk)).get(pk, ()) if item.url.partition("?")[0] != self.own_url(pk)
            ],
            back_url=next_url(self.list_url()),
            related=[found for each in (*self.related, *offered_below(self._model)) if (found := self._related_rows(actor, each, record))],
            **self.show_context(actor, record),
        )

    @route("/add", "GET", "POST", again=True)
    def add(self) -> Answer:
        actor = current_actor()
        form = self._made(self.form_for(self.add_form, request.form if request.method == "POST" else request.args))
        self.prepare(actor, form, None)
        if request.method == "GET":
            return self._form(self.add_template, form)
        if not form.validate():
            return self._form(self.add_template, form), 422
        try:
            record = self.create(actor, form)
        except Invalid as refusal:
            form.add_errors(refusal)
        except REFUSED:
            form.form_errors.append(_("These values cannot be saved; perhaps such an entry exists already."))
        else:
            return self.answer_added(record)
        return self._form(self.add_template, form), 422

    @route("/edit/<int:pk>", "GET", "POST", again=True)
    def edit(self, pk: int) -> Answer:
        actor = current_actor()
        record = self.fetch(actor, pk)
        self.check_edit(actor, record)
        form = self._made(self.edit_form) if request.method == "POST" else self._made(self.edit_form, obj=record)
        form.record = record
        self.prepare(actor, form, record)
        if request.method == "GET":
            form.version.data = version_of(record)
            return self._form(self.edit_template, form, record)
        if not form.validate():
            return self._form(self.edit_template, form, record), 422
        try:
            self.change(actor, record, form)
        except Invalid as refusal:
            form.add_errors(refusal)
        except REFUSED:
            form.form_errors.append(_("These values cannot be saved; perhaps such an entry exists already."))
        except Conflict as refusal:
            return self._conflict(actor, pk, form, refusal)
        else:
            flash(str(self.changed), "success")
            return redirect(next_url(self.list_url()))
        return self._form(self.edit_template, form, self.fetch(actor, pk)), 422

    @route("/delete/<int:pk>", "GET", "POST")
    def delete(self, pk: int) -> Answer:
        """GET asks, POST deletes."""
        actor = current_actor()
        record = self.fetch(actor, pk)
        if request.method == "POST":
            title = self.record_title(record)
            try:
                self.remove(actor, record)
            except Conflict as refusal:
                return self._page(
                    self.delete_template,
                    title,
                    record=self.fetch(actor, pk),
                    refusal=str(refusal.message),
                    back_url=next_url(self.list_url()),
                ), 409
            flash(str(self.removed), "success")
            return redirect(next_url(self.list_url()))
        return self._page(self.delete_template, self.record_title(record), record=record, refusal="", back_url=next_url(self.list_url()))

    # --- Parts ----------------------------------------------------------------------------------------------------------

    def fetch(self, actor: Actor, pk: int) -> Any:
        """The record, within the actor's scope, with what its columns read; raises Missing."""
        return self.listing.fetch(actor, pk, (*self.listing.columns, *self.detail))

    def may(self, method: str) -> bool:
        """True if the route exists and this person holds its permission."""
        permission = f"can_{self.get_method_permission(method)}" if hasattr(self, method) else ""
        return method not in self.exclude_route_methods and bool(self.appbuilder.sm.has_access(permission, self.class_permission_name))

    def own_url(self, pk: int) -> str:
        return url_for(f"{self.endpoint}.show", pk=pk) if self.may("show") else self.list_url()

    def answer_added(self, record: Any) -> Answer:
        """What follows a saved new record: its message, on the page it leads to."""
        flash(str(self.added), "success")
        return redirect(self.after_add(record))

    def after_add(self, record: Any) -> str:
        """Where a saved new record leads: back to the list (P14)."""
        return next_url(self.list_url())

    @property
    def _model(self) -> type[Any]:
        if self.model is None:
            raise TypeError(f"{type(self).__name__} has no model")
        return self.model

    def _page(self, template: str, title: Text, **values: Any) -> str:
        crumbs = [(str(self.title), self.list_url())] if template != self.list_template else []
        context = {"view": self, "title": str(title), "breadcrumb": [*crumbs, (str(title), None)] if crumbs else None, "Kind": Kind}
        return str(self.render_template(template, **(context | values)))

    def _form(self, template: str, form: PortalForm, record: Any = None, **values: Any) -> str:
        title = self.form_title or self.title
        action = url_for(request.endpoint or "", **(request.view_args or {}), next=request.args.get("next"))
        return self._page(template, title, form=form, record=record, form_action=action, back_url=next_url(self.list_url()), **values)

    def _conflict(self, actor: Actor, pk: int, form: PortalForm, refusal: Conflict) -> Answer:
        """Somebody else was faster: show what stands now beside what was typed; saving again then is a decision, not an accident."""
        session().expire_all()
        now = self.fetch(actor, pk)
        if version_of(now) == form.version.data:
            form.form_errors.append(str(refusal.message))
            return self._form(self.edit_template, form, now), 409
        self.check_edit(actor, now)
        standing = self._made(self.edit_form, formdata=None, obj=now)
        self.prepare(actor, standing, now)
        pairs = [(str(field.label.text), _words(standing[field.short_name]), _words(field)) for field in form.content_fields()]
        differing = [(label, theirs, mine) for label, theirs, mine in pairs if theirs != mine]
        form.version.data = version_of(now)
        return self._form(self.edit_template, form, now, differing=differing, conflict=True), 409

    def _made(self, form: type[PortalForm] | None, **values: Any) -> PortalForm:
        """A form whose selects know where to ask."""
        if form is None:
            raise Missing
        made = form(**values)
        for field in made:
            if isinstance(field, RemoteSelectField):
                field.connect(url_for(f"{self.endpoint}.options", name=field.short_name))
        return made

    def _related_rows(self, actor: Actor, each: Related, record: Any) -> dict[str, Any] | None:
        view = next((found for found in self.appbuilder.baseviews if type(found).__name__ == each.view), None)
        if view is None or not view.may("list"):
            return None
        criterion = each.by == record.id if each.where is None else and_(each.by == record.id, each.where)
        shown = ListState(size=RELATED_ROWS, columns=each.columns)
        page = view.listing.page(actor, shown, criterion)
        here = self.own_url(record.id)
        show_url = (lambda row: url_for(f"{view.endpoint}.show", pk=row.id, next=here)) if view.may("show") else None
        columns = view.columns_shown(shown)
        if not any(column["primary"] for column in columns):
            columns[0]["primary"] = True
        return {"title": str(each.title), "page": page, "columns": columns, "show_url": show_url}


def _asks(form: type[PortalForm]) -> bool:
    """True if a form, or a class it inherits from, has a select that asks the server."""
    return any(
        issubclass(getattr(value, "field_class", object), RemoteSelectField) for each in form.__mro__ for value in vars(each).values()
    )


def _words(field: Any) -> str:
    """What a field holds, as a person reads it."""
    if hasattr(field, "iter_choices"):
        return ", ".join(str(choice[1]) for choice in field.iter_choices() if choice[2])
    return str(field._value() if hasattr(field, "_value") else field.data if field.data is not None else "")
