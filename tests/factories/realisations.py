"""Activities made through the portal's own services and brought into any state by their own ways."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from app.kernel import clock
from app.kernel.approval import take_step
from app.kernel.db import session
from app.plans.models import PlanRow, PlanYear
from app.plans.queries import year_called
from app.realisations.models import ActivityReport, Realisation
from app.realisations.queries import reports_of
from app.realisations.services import file_report, start_activity
from app.reference.queries import choices
from app.reference.rules import CodeList
from tests.factories.city import City
from tests.factories.plans import next_year, plan_row_in, plan_year

STATES = ("running", "closed", "cancelled")
NOTE = "<p>Diklat dibatalkan penyelenggara.</p>"


def first_day() -> date:
    """The first day of the plan of T14's third row."""
    return date(next_year(), 6, 8)


@contextmanager
def on_day(day: date, hour: int = 9) -> Iterator[None]:
    """As if it were `day` in the agency's zone."""
    with clock.at(datetime.combine(day, time(hour), clock.zone())):
        yield


def recent(city: City, owner: str = "owner", *, days: int = 5, ago: int = 0, **changes: Any) -> Realisation:
    """An activity of `days` days that ended `ago` days before today, for pages that are asked today."""
    ends = clock.today() - timedelta(days=ago)
    begins = ends - timedelta(days=days - 1)
    known = year_called(begins.year)
    year = session().get_one(PlanYear, known.id) if known else plan_year(city, begins.year)
    row = changes.pop("row", {})
    made = plan_row_in(city, "accepted", owner, year, **row)
    return activity_of(city, owner, made, **{"begins_on": begins, "ends_on": ends} | changes)


def start_values(row: PlanRow, **changes: Any) -> dict[str, Any]:
    """What is typed into the form of T25; three days, one report."""
    return {
        "plan_row_id": row.id,
        "begins_on": first_day(),
        "ends_on": first_day() + timedelta(days=4),
        "material": "Assessment center dan umpan balik",
        "place": "Gedung diklat BKPSDM",
        "cost": Decimal(2_000_000),
        "frequency": "sekali",
    } | changes


def report_values(**changes: Any) -> dict[str, Any]:
    """What is typed into the form of T35, the last one's fields with it."""
    return {
        "jp": Decimal(20),
        "with_certificate": False,
        "certificate_number": "",
        "certificate_id": None,
        "description": "Mengikuti seluruh materi.",
        "course_form": "3",
        "classification": choices(CodeList.JOB_FAMILY, None)[0][0],
    } | changes


def activity_of(city: City, owner: str = "owner", row: PlanRow | None = None, **changes: Any) -> Realisation:
    """An activity under way of an accepted row; its days are those of the plan of next year unless `changes` say otherwise."""
    found = row or plan_row_in(city, "accepted", owner)
    return start_activity(city.actor(owner), start_values(found, **changes))


def file_next(city: City, activity: Realisation, owner: str = "owner", **changes: Any) -> ActivityReport:
    """Write the first missing report as its owner."""
    report = next(each for each in reports_of(activity.id) if each.filed_at is None)
    return file_report(city.actor(owner), report.id, report_values(**changes), report.version)


def realisation_in(city: City, state: str = "running", owner: str = "owner", **changes: Any) -> Realisation:
    """An activity brought to `state`; closed on the last day of the activity."""
    activity = activity_of(city, owner, **changes)
    if state == "cancelled":
        take_step(city.actor(owner), Realisation, activity.id, "cancel", NOTE)
    if state == "closed":
        with on_day(activity.ends_on):
            for _each in range(activity.slots):
                file_next(city, activity, owner)
    return session().get_one(Realisation, activity.id)
