"""Pages of what is wrong in the personnel data: an overview with counts, and for each anomaly a list like every other, with the way to mend it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import url_for
from flask_appbuilder import BaseView
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.kernel.actor import Actor, current_actor
from app.kernel.crud import MenuItem, PortalModelView, view_of
from app.kernel.listing import Column, Kind, Listing
from app.kernel.routes import route
from app.organisation import queries
from app.organisation.anomaly_queries import ANOMALIES, Anomaly, counts
from app.organisation.listings import PEOPLE, PERSON, UNITS
from app.organisation.models import Employee, Unit

PERMISSION = "AnomalyView"


_DIFFERENCE = Column("difference", lazy_gettext("Difference"), queries.nip_differences, kind=Kind.LINES, width=48)


def _of_person(*keys: str) -> tuple[Column, ...]:
    return tuple(column for column in PERSON if column.key in keys)


SHOWN: dict[str, tuple[Column, ...]] = {
    "nip-birth": (_DIFFERENCE,),
    "nip-sex": (_DIFFERENCE,),
    "duplicates": (Column("birth_date", lazy_gettext("Date of birth"), sort=Employee.birth_date, kind=Kind.DATE),),
    "supervisor-gone": _of_person("supervisor"),
    "circles": _of_person("supervisor"),
    "closed-unit": (Column("unit_end", lazy_gettext("Unit valid to"), "unit.valid_to", kind=Kind.DATE),),
}
"""What the list of an anomaly shows beside the usual columns, so that the mistake can be seen in its row."""


def _listing(anomaly: Anomaly) -> Listing:
    base = UNITS if anomaly.model is Unit else PEOPLE
    columns = [column for column in base.columns if column.key not in ("rank", "legal_position")]
    return replace(
        base,
        columns=(*columns, *SHOWN.get(anomaly.key, ())),
        where=anomaly.rows,
        in_files=(),
        empty_title=lazy_gettext("Nothing to mend"),
        empty_text=lazy_gettext("No row has this mistake."),
    )


class AnomalyListView(PortalModelView):
    """The rows of one anomaly; made once for each of the table."""

    class_permission_name = PERMISSION
    stands_for_records = False
    list_template = "organisation/anomaly.html"
    anomaly: Anomaly

    def menus(self, actor: Actor, records: Sequence[Any], back: str) -> dict[int, tuple[MenuItem, ...]]:
        """The way to the record, and to its form for those who may change it."""
        view: Any = view_of(self.anomaly.model)
        return {record.id: tuple(self._ways(view, record, back)) for record in records}

    def list_context(self, actor: Actor, state: Any, page: Any) -> dict[str, Any]:
        return {"anomaly": self.anomaly}

    def record_title(self, record: Any) -> str:
        return str(getattr(record, "full_name", None) or record.name)

    @staticmethod
    def _ways(view: Any, record: Any, back: str) -> list[MenuItem]:
        ways = [("edit", _("Edit"), "pencil"), ("show", _("Details"), "eye")]
        return [
            MenuItem(label, url_for(f"{view.endpoint}.{way}", pk=record.id, next=back), icon) for way, label, icon in ways if view.may(way)
        ]


class AnomalyView(BaseView):
    """The overview: each anomaly with its number of rows."""

    route_base = "/anomalies"
    default_view = "list"
    class_permission_name = PERMISSION

    @route("/")
    def list(self) -> str:
        found = counts(current_actor())
        rows = [
            {"anomaly": each, "count": found[each.key], "url": url_for(f"{view_name(each)}.list")}
            for each in sorted(ANOMALIES, key=lambda each: found[each.key] == 0)
        ]
        return str(self.render_template("organisation/anomalies.html", title=_("Data check"), rows=rows))


def view_name(anomaly: Anomaly) -> str:
    """The class, and so the endpoint, of an anomaly's list: nip-birth -> NipBirthAnomalyView."""
    return f"{anomaly.key.title().replace('-', '')}AnomalyView"


ANOMALY_VIEWS: tuple[type[AnomalyListView], ...] = tuple(
    type(
        view_name(anomaly),
        (AnomalyListView,),
        {
            "route_base": f"/anomalies/{anomaly.key}",
            "title": anomaly.title,
            "model": anomaly.model,
            "listing": _listing(anomaly),
            "anomaly": anomaly,
        },
    )
    for anomaly in ANOMALIES
)
