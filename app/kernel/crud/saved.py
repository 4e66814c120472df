"""The screens of saved views: keep the present list under a name, open it again, rename it, make it one's default, delete it."""

from typing import Any
from urllib.parse import parse_qsl

from flask import flash, redirect, request, url_for
from flask_appbuilder import BaseView
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.kernel import saved_views
from app.kernel.access import Grant
from app.kernel.actor import Actor, current_actor
from app.kernel.crud.links import view_acting_for
from app.kernel.crud.listpage import ListPage
from app.kernel.errors import Invalid
from app.kernel.listing import ListState
from app.kernel.roles import SIGNED_IN
from app.kernel.routes import LONGEST_PATH, route
from app.kernel.saved_views import SavedView
from app.kernel.scope import fetch

GRANTS = (Grant("SavedViewView", ("can_use",), SIGNED_IN),)
OWN = ListState(own=True)
Answer = str | Response | tuple[str, int]


class SavedViewView(BaseView):
    """Reached from the lists; each of them is asked whether this person may still open it."""

    route_base = "/saved-views"
    default_view = "show"

    @route("/of/<name>/", permission="use")
    def show(self, name: str) -> Answer:
        """The person's views of one list; with `query` also the form that keeps it."""
        return self._page(_list(name), request.args.get("query"))

    @route("/of/<name>/keep", "POST", permission="use")
    def keep(self, name: str) -> Answer:
        actor, view = current_actor(), _list(name)
        query = request.form.get("query", "")[:LONGEST_PATH]
        args = view.listing.parse(actor, dict(parse_qsl(query))).args(page=1)
        args.pop("own", None)
        typed = request.form.get("name", "")
        try:
            kept = saved_views.keep_view(actor, name, typed, args, "is_default" in request.form)
        except Invalid as refusal:
            return self._page(view, query, typed, refusal.fields["name"]), 422
        flash(_("The view “%(name)s” has been kept.", name=kept.name), "success")
        return redirect(_address(actor, view, kept))

    @route("/<int:pk>/", permission="use")
    def open(self, pk: int) -> Response:
        actor = current_actor()
        saved: SavedView = fetch(SavedView, actor, pk)
        return redirect(_address(actor, _list(saved.list_name), saved))

    @route("/<int:pk>/change", "POST", permission="use")
    def change(self, pk: int) -> Answer:
        try:
            saved = saved_views.change_view(current_actor(), pk, request.form.get("name", ""), "is_default" in request.form)
        except Invalid as refusal:
            saved = fetch(SavedView, current_actor(), pk)
            return self._page(_list(saved.list_name), wrong=refusal.fields["name"], wrong_pk=pk), 422
        flash(_("The changes have been saved."), "success")
        return redirect(url_for("SavedViewView.show", name=saved.list_name))

    @route("/<int:pk>/delete", "POST", permission="use")
    def delete(self, pk: int) -> Response:
        saved = saved_views.delete_view(current_actor(), pk)
        flash(_("The view “%(name)s” has been deleted.", name=saved.name), "success")
        return redirect(url_for("SavedViewView.show", name=saved.list_name))

    def _page(self, view: Any, query: str | None = None, typed: str = "", wrong: Any = "", wrong_pk: int | None = None) -> str:
        name = type(view).__name__
        saved = saved_views.of_list(current_actor(), name)
        title = _("Views of “%(list)s”", list=view.title)
        crumbs = [(str(view.title), view.list_url(OWN)), (title, None)]
        values = {"name": name, "query": query, "typed": typed, "wrong": wrong, "wrong_pk": wrong_pk, "back_url": view.list_url(OWN)}
        return str(self.render_template("kernel/saved_views.html", title=title, breadcrumb=crumbs, saved=saved, **values))


def _list(name: str) -> Any:
    """The view called `name`, if this person may open its list. Raises Missing, Denied."""
    return view_acting_for(current_actor(), name, ListPage, "list")


def _address(actor: Actor, view: Any, saved: SavedView) -> str:
    """Where a saved view leads; the plain list, with a word why, if it no longer fits the list."""
    state = view.state_of(actor, saved)
    if state is None:
        flash(_("The view “%(name)s” no longer fits this list: one of its choices is gone.", name=saved.name), "warning")
    return str(view.list_url(state or OWN))
