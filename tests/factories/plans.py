"""Plan years and planned trainings made through the portal's own services and brought into any state by their own steps."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from app.kernel import clock
from app.kernel.approval import take_step
from app.kernel.crud.plain import create_record
from app.kernel.db import session
from app.plans.models import Plan, PlanDialogue, PlanExtension, PlanRow, PlanYear
from app.plans.queries import has_dialogue, plan_of, year_called
from app.plans.services import Profile, extend_window, plan_training, record_dialogue, write_plan
from tests.factories.city import City

NOTE = "<p>Sesuai kebutuhan jabatan.</p>"
PATHS: dict[str, tuple[tuple[str, str], ...]] = {
    "draft": (),
    "sent": (("owner", "send"),),
    "accepted": (("owner", "send"), ("supervisor", "accept")),
    "rejected": (("owner", "send"), ("supervisor", "reject")),
    "returned": (("owner", "send"), ("supervisor", "return")),
}
SUBJECT = "Pembentukan Asesor Kompetensi"


def next_year() -> int:
    return clock.today().year + 1


def plan_year(city: City, year: int | None = None, *, opens_in: int = -30, closes_in: int = 30) -> PlanYear:
    """The plan of the next calendar year (or `year`), open now unless the days say otherwise."""
    today = clock.today()
    values = {"year": year or next_year(), "opens_on": today + timedelta(opens_in), "closes_on": today + timedelta(closes_in)}
    return create_record(city.actor("bkpsdm_admin"), PlanYear, values)


def planned_values(year: PlanYear, **changes: Any) -> dict[str, Any]:
    """What is typed into the form: the third row of T14."""
    first = date(year.year, 6, 8)
    return {
        "plan_year_id": year.id,
        "form": "KL03",
        "training_id": None,
        "subject": SUBJECT,
        "study_programme": "",
        "study_level": "",
        "begins_on": first,
        "ends_on": first + timedelta(days=4),
        "jp": Decimal(40),
        "cost": Decimal(2_500_000),
        "organiser": "BKPSDM",
        "fund": "apbd",
        "reason": "Menutup kesenjangan kompetensi.",
    } | changes


def plan_row_in(
    city: City, state: str = "draft", owner: str = "owner", year: PlanYear | None = None, *, said: bool = True, **changes: Any
) -> PlanRow:
    """A planned training of `owner`, brought to `state` by the people whose steps lead there; its year is made when there is none.

    Each lies a week behind the one before. What has to be `said` of oneself before a row is sent is said with the first.
    """
    known = year_called(next_year())
    of = year or (session().get_one(PlanYear, known.id) if known else plan_year(city))
    weeks = session().scalar(select(func.count()).where(PlanRow.employee_id == city.ids[owner], PlanRow.plan_year_id == of.id)) or 0
    days = {} if "begins_on" in changes else {key: planned_values(of)[key] + timedelta(weeks=weeks) for key in ("begins_on", "ends_on")}
    row = plan_training(city.actor(owner), planned_values(of, **days, **changes))
    if said and getattr(plan_of(row.employee_id, of.id), "performance", None) is None:
        profiled(city, of, owner)
    if PATHS[state] and owner == "owner" and not has_dialogue(row.employee_id, of.id):
        dialogue(city, of, owner)
    for person, act in PATHS[state]:
        take_step(city.actor(owner if person == "owner" else person), PlanRow, row.id, act, NOTE if person == "supervisor" else None)
    return row


LEVELS = {**{f"M.{number}": 2 for number in range(1, 9)}, "SK.1": 1}


def profiled(city: City, year: PlanYear, owner: str = "owner", performance: str = "90.99", **levels: int) -> Plan:
    """What `owner` says of himself in the plan of the year; `levels` by code, with `_` for the point."""
    plan = plan_of(city.ids[owner], year.id)
    chosen = LEVELS | {key.replace("_", "."): level for key, level in levels.items()}
    return write_plan(city.actor(owner), year.id, [], [], Profile(Decimal(performance), chosen, plan.version if plan else 0))


def dialogue(city: City, year: PlanYear, owner: str = "owner", supervisor: str = "supervisor", **changes: Any) -> PlanDialogue:
    """The dialogue of `supervisor` with `owner` about the year, held today."""
    values = {"employee_id": city.ids[owner], "plan_year_id": year.id, "held_on": clock.today(), "notes": "Perlu pelatihan teknis."}
    return record_dialogue(city.actor(supervisor), values | changes)


def more_time(city: City, owner: str = "owner", days: int = 40) -> PlanExtension:
    """A later last day for `owner` in the plan of the next year, which exists; the window of `plan_year` closes after 30 days."""
    known = year_called(next_year())
    values = {"plan_year_id": known.id if known else 0, "employee_id": city.ids[owner], "unit_id": None, "reason": "Cuti melahirkan."}
    return extend_window(city.actor("bkpsdm_admin"), values | {"closes_on": clock.today() + timedelta(days=days)})
