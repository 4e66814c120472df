"""Panduan: the list with its search, a guide, and the same as PDF. Open to everybody, as the manuals' guides were."""

from functools import lru_cache
from itertools import groupby

from flask import Response, request, url_for
from flask_appbuilder import BaseView, expose
from flask_babel import get_locale
from flask_babel import gettext as _

from app.guides.library import GUIDES, guide_called
from app.guides.rules import Guide
from app.kernel import agency
from app.kernel.crud.brief import Brief
from app.kernel.errors import Missing
from app.kernel.export import Letterhead, render_letter
from app.kernel.filters import LONGEST_TYPED
from app.kernel.search import SHOWN, Found


class GuideView(BaseView):
    """/guides: in the menu and at the foot of every page."""

    route_base = "/guides"
    default_view = "list"

    @expose("/")
    def list(self) -> str:
        typed = " ".join(request.args.get("q", "").split())[:LONGEST_TYPED]
        found = groupby((each for each in GUIDES if each.holds(typed)), key=lambda each: each.role)
        groups = [(role, [*guides]) for role, guides in found]
        return str(self.render_template("guides/list.html", title=_("Guides"), groups=groups, typed=typed))

    @expose("/<string:key>")
    def show(self, key: str) -> str:
        guide = _asked(key)
        crumbs = [(_("Guides"), url_for("GuideView.list")), (str(guide.title), None)]
        return str(self.render_template("guides/show.html", title=str(guide.title), guide=guide, breadcrumb=crumbs, language=_language()))

    @expose("/<string:key>.pdf")
    def pdf(self, key: str) -> Response:
        content = _paper(_asked(key).key, _language(), agency.letterhead())
        headers = {"Content-Disposition": f'inline; filename="panduan-{key}.pdf"'}
        return Response(content, mimetype="application/pdf", headers=headers)


def find_guides(text: str) -> Found:
    """For the search over everything (Ctrl+K)."""
    hits = [Brief(str(each.title), str(each.role.label), url_for("GuideView.show", key=each.key)) for each in GUIDES if each.holds(text)]
    return Found("guides", _("Guides"), hits[:SHOWN], "question-circle")


def _asked(key: str) -> Guide:
    guide = guide_called(key)
    if guide is None:
        raise Missing
    return guide


def _language() -> str:
    return str(get_locale() or "id")


@lru_cache(maxsize=64)
def _paper(key: str, _language: str, letterhead: Letterhead) -> bytes:
    """Drawn once in each language, since anybody may ask."""
    return render_letter("guides/print.html", letterhead, {"guide": guide_called(key)})
