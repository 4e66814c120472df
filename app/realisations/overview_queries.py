"""What was planned against what was done (T4): trainings, JP and rupiah by OPD, form, path or month."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from sqlalchemy import ColumnElement, Select, extract, func, select

from app.kernel.db import session
from app.kernel.formats import format_month_name
from app.organisation.models import Unit
from app.organisation.queries import all_opds
from app.plans.models import PlanRow
from app.plans.rules import Path
from app.realisations.models import Realisation
from app.realisations.workflow import CANCELLED
from app.reference.queries import label
from app.reference.rules import CodeList


class Dimension(StrEnum):
    """By what plans are compared with what became of them."""

    OPD = "opd"
    FORM = "form"
    PATH = "path"
    MONTH = "month"

    @property
    def label(self) -> LazyString:
        return LABELS[self]


LABELS = {Dimension.OPD: _("OPD"), Dimension.FORM: _("Form of development"), Dimension.PATH: _("Path"), Dimension.MONTH: _("Month")}


@dataclass
class Compared:
    """One OPD, form, path or month: accepted trainings with their JP and rupiah, and those that were begun with what was reported and spent."""

    key: Any
    label: str
    planned: int = 0
    planned_jp: Decimal = Decimal(0)
    planned_cost: Decimal = Decimal(0)
    begun: int = 0
    done_jp: Decimal = Decimal(0)
    done_cost: Decimal = Decimal(0)


def compare(by: Dimension, ids: Select[Any]) -> list[Compared]:
    """The rows of `ids` and their activities without those called off; the largest plan first, months in their order. Two queries.

    A plan counts in the month in which it was to begin, its activity in the one in which it began.
    """
    found: dict[Any, Compared] = {}
    planned = select(_key(by, PlanRow.begins_on), func.count(), func.sum(PlanRow.jp), func.sum(PlanRow.cost)).select_from(PlanRow)
    planned = planned.join(Unit, Unit.id == PlanRow.unit_id).where(PlanRow.id.in_(ids))
    for key, count, jp, cost in session().execute(planned.group_by(_key(by, PlanRow.begins_on))):
        row = found.setdefault(key, Compared(key, _word(by, key)))
        row.planned, row.planned_jp, row.planned_cost = count, Decimal(jp or 0), Decimal(cost or 0)
    done = select(_key(by, Realisation.begins_on), func.count(), func.sum(Realisation.jp), func.sum(Realisation.cost))
    done = done.select_from(Realisation).join(PlanRow, PlanRow.id == Realisation.plan_row_id).join(Unit, Unit.id == PlanRow.unit_id)
    done = done.where(PlanRow.id.in_(ids), Realisation.state != CANCELLED.key)
    for key, count, jp, cost in session().execute(done.group_by(_key(by, Realisation.begins_on))):
        row = found.setdefault(key, Compared(key, _word(by, key)))
        row.begun, row.done_jp, row.done_cost = count, Decimal(jp or 0), Decimal(cost or 0)
    if by is Dimension.MONTH:
        return sorted(found.values(), key=lambda row: row.key)
    return sorted(found.values(), key=lambda row: (-row.planned_jp, row.label))


def whole_of(rows: list[Compared]) -> Compared:
    """All of them together."""
    whole = Compared(None, "")
    for row in rows:
        for name in ("planned", "planned_jp", "planned_cost", "begun", "done_jp", "done_cost"):
            setattr(whole, name, getattr(whole, name) + getattr(row, name))
    return whole


def _key(by: Dimension, begins_on: Any) -> ColumnElement[Any]:
    keys: dict[Dimension, Any] = {
        Dimension.OPD: func.coalesce(Unit.opd_id, Unit.id),
        Dimension.FORM: PlanRow.form,
        Dimension.PATH: PlanRow.development_path,
        Dimension.MONTH: extract("month", begins_on),
    }
    found: ColumnElement[Any] = keys[by]
    return found


def _word(by: Dimension, key: Any) -> str:
    match by:
        case Dimension.OPD:
            return dict(all_opds()).get(key) or session().get_one(Unit, key).name
        case Dimension.FORM:
            return label(CodeList.DEVELOPMENT_FORM, key)
        case Dimension.PATH:
            return str(Path(key).label)
        case Dimension.MONTH:
            return format_month_name(date(2000, int(key), 1))
