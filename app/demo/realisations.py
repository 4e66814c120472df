"""Activities of the demo: under way, late, finished or called off, out of accepted plans; the employee of the first page has one late and one finished."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial

from sqlalchemy import select

from app.credentials.forms import COURSE_CERTIFICATE
from app.credentials.models import Course
from app.demo.credentials import certificate_pdf
from app.demo.plan import Agency
from app.demo.ways import ZONE
from app.documents.services import keep_made
from app.kernel.actor import Actor
from app.kernel.approval import take_step
from app.kernel.db import session
from app.ledger.services import check_days
from app.organisation.models import Employee
from app.plans.models import PlanRow
from app.plans.queries import year_called
from app.plans.workflow import ACCEPTED
from app.realisations.models import Realisation
from app.realisations.queries import reports_of, rows_to_start
from app.realisations.rules import Frequency, course_form_of
from app.realisations.services import file_report, remind_of_reports, start_activity
from app.reference.queries import choices
from app.reference.rules import CodeList

CALLED_OFF = "Penyelenggara membatalkan kegiatan."
PLACE, MATERIAL = "Gedung diklat BKPSDM", "Materi dan praktik sesuai kerangka acuan penyelenggara."
SAID = ("Mengikuti seluruh materi dan mengerjakan tugas.", "Menyelesaikan praktik dan menyusun rencana tindak lanjut.")

MOST_A_DAY = 8


@dataclass(frozen=True)
class Way:
    """An activity that began `begun` days ago and lasts `days`; `reports` of its reports are written, the last with a certificate if it is `certified`."""

    frequency: Frequency
    begun: int
    days: int
    reports: int = 0
    certified: bool = False
    called_off: bool = False


CAST = (Way(Frequency.WEEKLY, 24, 28, reports=1), Way(Frequency.ONCE, 34, 3, reports=1, certified=True))
OTHERS = (
    Way(Frequency.DAILY, 20, 3, reports=3),
    Way(Frequency.MONTHLY, 12, 75),
    Way(Frequency.ONCE, 5, 4),
    Way(Frequency.ONCE, 16, 5),
    Way(Frequency.ONCE, 15, 10, called_off=True),
    Way(Frequency.WEEKLY, 21, 21, reports=2, certified=True),
    Way(Frequency.ONCE, 28, 2, reports=1, certified=True),
)

Happening = tuple[datetime, Callable[[], object]]
ActorOf = Callable[[str], Actor]


def happenings(agency: Agency, today: date, actor: ActorOf) -> Iterator[Happening]:
    """Every act on an activity at its moment; `actor` makes the acting person of a NIP."""
    yield _at(today - timedelta(days=1), 6), remind_of_reports
    taken: list[str] = [agency.cast.employee]
    for way in CAST:
        yield from _way(way, today, lambda: actor(agency.cast.employee))
    for way in OTHERS:
        yield from _way(way, today, partial(_planner, taken, today.year, actor, {}))


def _way(way: Way, today: date, owner: Callable[[], Actor]) -> Iterator[Happening]:
    begins, made = today - timedelta(days=way.begun), list[int]()
    yield _at(begins, 8), lambda: made.append(_start(owner(), way, begins))
    if way.called_off:
        yield _at(begins + timedelta(days=2), 9), lambda: take_step(owner(), Realisation, made[0], "cancel", CALLED_OFF)
    length = {Frequency.DAILY: 1, Frequency.WEEKLY: 7}.get(way.frequency, way.days)
    for number in range(way.reports):
        day = begins + timedelta(days=length * (number + 1))
        yield _at(day, 15), partial(_report, owner, made, number, way.certified)


def _planner(taken: list[str], year: int, actor: ActorOf, chosen: dict[str, Actor]) -> Actor:
    """The next person with an accepted row of this year; the same one for all that follows."""
    if not chosen:
        known = year_called(year)
        rows = select(Employee.nip).join(PlanRow, PlanRow.employee_id == Employee.id)
        rows = rows.where(PlanRow.state == ACCEPTED.key, PlanRow.plan_year_id == (known.id if known else 0))
        nip = next(nip for nip in session().scalars(rows.order_by(PlanRow.id)) if nip not in taken)
        taken.append(nip)
        chosen["owner"] = actor(nip)
    return chosen["owner"]


def _start(owner: Actor, way: Way, begins: date) -> int:
    row = next(row for row in rows_to_start(owner) if row.plan_year.year <= begins.year)
    values = {
        "plan_row_id": row.id,
        "begins_on": begins,
        "ends_on": begins + timedelta(days=way.days - 1),
        "frequency": way.frequency.value,
    }
    return start_activity(owner, values | {"material": MATERIAL, "place": PLACE, "cost": row.cost}).id


def _report(owner: Callable[[], Actor], made: list[int], number: int, certified: bool) -> None:
    """The report called `number`; what the last one asks for the training history is given with each."""
    actor, report = owner(), reports_of(made[0])[number]
    activity = report.realisation
    row, last = activity.plan_row, number + 1 == activity.slots
    worth = min(int(row.jp or 0), MOST_A_DAY * ((activity.ends_on - activity.begins_on).days + 1))
    if check_days(row.employee_id, activity.begins_on, activity.ends_on, Decimal(worth), strict=False):
        return  # other learning fills these days: the report stays due
    share = worth // activity.slots
    values = {
        "jp": Decimal(worth - share * number if last else share),
        "with_certificate": certified and last,
        "certificate_number": f"{row.id:04d}/SERT/{activity.ends_on.year}",
        "certificate_id": _certificate(actor, activity) if certified and last else None,
        "description": SAID[number % len(SAID)],
        "course_form": course_form_of(row.form),
        "classification": choices(CodeList.JOB_FAMILY, None)[0][0],
    }
    file_report(actor, report.id, values, report.version)


def _certificate(owner: Actor, activity: Realisation) -> int:
    row = activity.plan_row
    said = {"number": f"{row.id:04d}/SERT/{activity.ends_on.year}", "name": row.subject, "organiser": row.organiser, "jp": row.jp}
    values = said | {"begins_on": activity.begins_on, "ends_on": activity.ends_on}
    return keep_made(owner, COURSE_CERTIFICATE, certificate_pdf(Course, values, owner.name), "sertifikat.pdf").id


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour, 5), ZONE)
