"""More people than the demo agency has, for measuring: invented ones by the million, written in bulk into the offices that are there."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import func, select

from app.demo.tables.names import JAWA, MELAYU, MINANG
from app.kernel.actor import system_actor
from app.kernel.db import session, transaction
from app.kernel.events import Event, publish
from app.organisation.models import Employee, Unit, UnitHead
from app.organisation.rules import UnitKind
from app.organisation.services.bulk import People

AT_ONCE = 10_000
FIRST_BIRTH, BIRTHS = date(1969, 1, 1), 12_000
"""Nobody born later than 2001."""
MONTHS = (5, 6, 7, 8, 9, 10, 11)
"""Months of appointment that the agency itself does not use: its numbers and these never meet."""
FIRST_SERIAL, SERIALS = 900, 100
MOST = BIRTHS * SERIALS * len(MONTHS) // 2
JOBS = (
    ("Pengadministrasi Perkantoran", "pelaksana", None, "21"),
    ("Pengelola Layanan Operasional", "pelaksana", None, "24"),
    ("Penelaah Teknis Kebijakan", "pelaksana", None, "31"),
    ("Guru Ahli Pertama", "fungsional", "ahli_pertama", "32"),
    ("Guru Ahli Muda", "fungsional", "ahli_muda", "33"),
    ("Perawat Terampil", "fungsional", "terampil", "23"),
    ("Analis Kebijakan Ahli Muda", "fungsional", "ahli_muda", "34"),
)


def add_crowd(wanted: int, say: Callable[[str], None]) -> int:
    """Bring the agency to `wanted` people; returns how many were added. In one transaction, with one event."""
    with transaction():
        present = session().scalar(select(func.count()).select_from(Employee)) or 0
        missing = max(0, wanted - present)
        people = _drawn(missing, present)
        bulk, added = People(system_actor()), 0
        while rows := list(islice(people, AT_ONCE)):
            bulk.write(rows)
            added += len(rows)
            if added % (AT_ONCE * 10) == 0:
                say(f"  employees: {present + added}")
        if added:
            publish(Event("employee.crowd", system_actor(), None, {"added": added}))
        return added


def _drawn(count: int, first: int) -> Iterator[dict[str, Any]]:
    units = session().scalars(select(Unit.id).where(Unit.kind != UnitKind.AGENCY.value).order_by(Unit.id)).all()
    heads = dict(session().execute(select(UnitHead.unit_id, UnitHead.employee_id)).all())
    for number in range(first, min(first + count, MOST)):
        yield _person(number, units, heads)


def _person(number: int, units: Sequence[int], heads: dict[int, int]) -> dict[str, Any]:
    """The person of this number, the same every time; numbers spread over days of birth first, so that neighbours are not alike."""
    born = FIRST_BIRTH + timedelta(days=number % BIRTHS)
    rest = number // BIRTHS
    month, serial = MONTHS[rest // SERIALS % len(MONTHS)], FIRST_SERIAL + rest % SERIALS
    joined = date(born.year + 24, month, 1)
    male = number % 2 == 0
    culture = (JAWA, MELAYU, MINANG)[number % 3]
    given, second = (culture.male, culture.male_second) if male else (culture.female, culture.female_second)
    title, job_type, level, rank = JOBS[number % len(JOBS)]
    unit_id = units[number * 7 % len(units)]
    return {
        "nip": f"{born:%Y%m%d}{joined:%Y%m}{1 if male else 2}{serial}",
        "front_title": None,
        "name": f"{given[number % len(given)]} {second[number // 7 % len(second)]}",
        "back_title": ("S.E.", "S.Sos.", "S.Pd.", "A.Md.", None)[number % 5],
        "birth_place": culture.birthplaces[number % len(culture.birthplaces)],
        "birth_date": born,
        "sex": "L" if male else "P",
        "religion": "1",
        "employee_status": "pns",
        "legal_position": "01",
        "ended_on": None,
        "job_title": title,
        "job_type": job_type,
        "job_level": level,
        "rank_code": rank,
        "email_official": None,
        "phone": None,
        "office_address": None,
        "agency_origin": None,
        "joined": joined,
        "unit_id": unit_id,
        "supervisor_id": heads.get(unit_id),
    }
