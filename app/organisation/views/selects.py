"""The server side of long selects: people, OPDs and units, inside what the actor reaches; at most 20 people a time."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access

from app.kernel.actor import current_actor
from app.organisation import queries


class OrganisationSelectView(BaseView):
    """Answers {"results": [{"value", "text"}]} to `?q=`; units depend on `?opd_id=` (or `opd`), people may."""

    route_base = "/organisation/select"

    @expose("/people")
    @has_access
    def people(self) -> ResponseReturnValue:
        active_only = request.args.get("active") == "1"
        return _results(queries.search_people(current_actor(), request.args.get("q", ""), active_only=active_only, opd_id=_opd()))

    @expose("/opds")
    @has_access
    def opds(self) -> ResponseReturnValue:
        return _results(_matching(queries.opd_options(current_actor())))

    @expose("/units")
    @has_access
    def units(self) -> ResponseReturnValue:
        return _results(_matching(queries.unit_options(current_actor(), _opd())))

    @expose("/parents")
    @has_access
    def parents(self) -> ResponseReturnValue:
        units = queries.list_units(request.args.get("q", ""))
        return _results([(unit.id, f"{unit.name} ({unit.kind_label})") for unit in units])


def _opd() -> int | None:
    return request.args.get("opd_id", type=int) or request.args.get("opd", type=int)


def _matching(options: list[tuple[int, str]]) -> list[tuple[int, str]]:
    typed = request.args.get("q", "").strip().casefold()
    return [(pk, name) for pk, name in options if typed in name.casefold()]


def _results(options: list[tuple[int, str]]) -> ResponseReturnValue:
    return {"results": [{"value": pk, "text": text} for pk, text in options[: queries.MOST_OPTIONS]]}
