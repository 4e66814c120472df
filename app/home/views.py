"""The first page, made of the panels of all features, and the search over menu and records."""

from flask import redirect, request, url_for
from flask_appbuilder import BaseView, expose
from flask_appbuilder.views import IndexView
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.kernel import clock
from app.kernel.actor import current_actor
from app.kernel.filters import LONGEST_TYPED
from app.kernel.panels import Place, panels_for
from app.kernel.recent import recent
from app.kernel.roles import Role
from app.kernel.routes import route
from app.kernel.search import SHORTEST, search


class HomeView(IndexView):
    """Strangers are sent to sign in; everyone else finds what his roles have to do and to know."""

    @expose("/")
    def index(self) -> str | Response:
        if not current_user.is_authenticated:
            return redirect(url_for("AuthDBView.login"))
        actor = current_actor()
        shown = panels_for(actor)
        page = self.render_template(
            "home/index.html",
            appbuilder=self.appbuilder,
            actor=actor,
            roles=[role.label for role in Role if actor.has(role)],
            today=clock.today(),
            panels=[each for each in shown if each.panel.place is not Place.BESIDE],
            beside=[each for each in shown if each.panel.place is Place.BESIDE],
        )
        return str(page)


class SearchView(BaseView):
    """Cari: a plain page of results; the dialog asks the same address and gets the results alone."""

    route_base = "/search"
    default_view = "index"

    @route("/")
    def index(self) -> str:
        actor = current_actor()
        text = " ".join(request.args.get("q", "").split())[:LONGEST_TYPED]
        values = {
            "text": text,
            "groups": search(actor, text),
            "too_short": 0 < len(text) < SHORTEST,
            "recent": [] if text else recent(actor),
        }
        fragment = request.headers.get("X-Requested-With") == "fetch"
        template = "home/search_options.html" if fragment else "home/search.html"
        return str(self.render_template(template, title=_("Search"), **values))
