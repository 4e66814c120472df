"""The estimate on its page, with its reasons and a what-if that stores nothing; and the competence dimension by OPD."""

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from flask import Response, request, url_for
from flask_appbuilder import BaseView
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from app.ipasn.listings import RECAP
from app.ipasn.parameters import weights, weights_since
from app.ipasn.queries import facts_of, person_of
from app.ipasn.rules import COMPONENTS, Component, Discipline, Education, Facts, Performance, estimate
from app.kernel.actor import Actor, current_actor
from app.kernel.crud.exporting import sheet_answer
from app.kernel.errors import Missing
from app.kernel.formats import format_long_date
from app.kernel.listing import ListState
from app.kernel.routes import route

Choice = TypeVar("Choice", bound=StrEnum)
MOST_JP = Decimal(9999)


class IpAsnView(BaseView):
    """IP ASN (estimasi): one's own, and for those who lead and administer their people's."""

    route_base = "/ip-asn"
    default_view = "own"

    @route("/")
    def own(self) -> Any:
        actor = current_actor()
        if actor.employee_id is None:
            raise Missing(_("Your account has no personnel record."))
        return self._show(actor.employee_id, url_for("IpAsnView.own"), others=False)

    @route("/person/<int:pk>")
    def person(self, pk: int) -> Any:
        return self._show(pk, url_for("IpAsnView.person", pk=pk), others=True)

    def _show(self, pk: int, here: str, *, others: bool) -> Any:
        person = person_of(current_actor(), pk)
        known, rules = facts_of(person), weights()
        asked, wrong = _supposed(known) if "what_if" in request.args else (known, "")
        page = self.render_template(
            "ipasn/estimate.html",
            title=_("IP ASN (estimate)"),
            person=person,
            others=others,
            here=here,
            found=estimate(asked, rules),
            facts=asked,
            supposed="what_if" in request.args and not wrong,
            wrong=wrong,
            typed=request.args.get("technical_jp", ""),
            components=COMPONENTS[asked.group],
            component=Component,
            educations=list(Education),
            performances=list(Performance),
            disciplines=list(Discipline),
            since=weights_since(),
        )
        return (str(page), 422) if wrong else str(page)


def _supposed(known: Facts) -> tuple[Facts, str]:
    """The facts with what the form says instead, and what is wrong with the typed JP; raises BadRequest for choices that do not exist."""
    typed, wrong, jp = request.args.get("technical_jp", "").strip(), "", known.technical_jp
    if typed:
        try:
            jp = Decimal(typed.replace(",", "."))
            if not jp.is_finite() or not 0 <= jp <= MOST_JP:
                raise InvalidOperation
        except InvalidOperation:
            jp, wrong = known.technical_jp, _("A number from 0 to %(most)s.", most=int(MOST_JP))
    asked = replace(
        known,
        education=_chosen(Education, "education"),
        leadership=bool(request.args.get("leadership")),
        functional=bool(request.args.get("functional")),
        technical_jp=jp,
        seminar=bool(request.args.get("seminar")),
        performance=_chosen(Performance, "performance"),
        discipline=_chosen(Discipline, "discipline"),
    )
    return asked, wrong


def _chosen(choices: type[Choice], name: str) -> Choice | None:
    value = request.args.get(name, "")
    if not value:
        return None
    try:
        return choices(value)
    except ValueError:
        raise BadRequest from None


class IpAsnOpdView(BaseView):
    """What the portal knows of whole OPDs: the competence dimension, and plainly what it does not know."""

    route_base = "/ip-asn-opd"
    default_view = "index"

    @route("/")
    def index(self) -> str:
        return str(self.render_template("ipasn/opd.html", **_by_opd(current_actor())))

    @route("/export")
    def export(self) -> Response:
        return _sheet(current_actor(), "xlsx")

    @route("/print")
    def print(self) -> Response:
        return _sheet(current_actor(), "pdf")


def _by_opd(actor: Actor) -> dict[str, Any]:
    return {"title": str(RECAP.title), "rows": RECAP.rows(actor, ListState()), "columns": RECAP.columns(), "since": weights_since()}


def _sheet(actor: Actor, kind: str) -> Response:
    page = _by_opd(actor)
    since = _("An estimate with the weights in force since %(day)s.", day=format_long_date(page["since"]))
    return sheet_answer(RECAP.sheet(actor, page["rows"], (since,)), kind)
