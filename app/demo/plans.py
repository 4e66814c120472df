"""Plans of two years in the demo: last year's was decided, this one is open for some days more, so that the first page can be walked from hand to hand.

The employee's supervisor has a deputy for some days, who has decided once in his place; an OPD and a person may write this plan longer.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.accounts.queries import load_actor
from app.accounts.rules import ActingKind
from app.accounts.services import appoint_deputy
from app.demo.plan import Agency, PersonPlan
from app.kernel.actor import Actor, system_actor
from app.kernel.approval import take_step
from app.kernel.clock import DEFAULT_ZONE
from app.kernel.crud.plain import create_record
from app.kernel.db import session
from app.kernel.roles import Role
from app.ledger.services import check_days
from app.organisation.models import Unit
from app.organisation.rules import UnitKind
from app.plans.models import PlanRow, PlanYear
from app.plans.queries import competences
from app.plans.services import Profile, extend_window, plan_training, record_dialogue, write_plan

ZONE = ZoneInfo(DEFAULT_ZONE)
SEED = 20261123
PEOPLE = 40
LAST_OPEN, LAST_CLOSED, OPEN_SINCE, OPEN_FOR = timedelta(days=66), timedelta(days=45), timedelta(days=18), timedelta(days=9)
DEPUTY_SINCE, DEPUTY_FOR, EXTENDED = timedelta(days=16), timedelta(days=5), timedelta(days=3)
WISHES: tuple[tuple[str, str, int | None, int, str, str, int, str], ...] = (
    ("KL03", "Pembentukan Asesor Kompetensi", 40, 5, "BKPSDM", "apbd", 2_500_000, "Menutup kesenjangan kompetensi teknis."),
    ("KL06", "Seminar manajemen aparatur sipil negara", None, 1, "BKN", "apbn", 0, "Mengikuti perubahan aturan kepegawaian."),
    ("KL11", "Sosialisasi Peraturan Pemerintah Nomor 30 Tahun 2019", 6, 1, "BKPSDM", "tanpa_biaya", 0, "Menyusun SKP dengan benar."),
    ("NKL03", "Dasar pemrograman Android", 20, 10, "Lembaga pelatihan kota", "apbd", 2_500_000, "Mengembangkan layanan unit."),
    ("NKL01", "Coaching bersama atasan", None, 1, "Unit kerja", "tanpa_biaya", 0, "Memperbaiki komunikasi tim."),
    ("KL10", "Penyusunan laporan kinerja instansi", 16, 2, "LAN", "apbd", 1_750_000, "Kebutuhan organisasi tahun depan."),
)
"""Form, material, JP (None: what the form is worth), days, organiser, source of funds, rupiah, reason."""
DECIDED = (("accept", "Sesuai kebutuhan jabatan."), ("accept", "Mendukung sasaran unit."), ("reject", "Belum menjadi prioritas unit."))
NOW = (("", ""), ("send", ""), ("accept", "Sesuai kebutuhan jabatan."), ("return", "Mohon sesuaikan waktu dengan jadwal unit."))

VALUES, KNOWN = ("92.5", "88.75", "84.2", "79.99", "90.99"), [1, 1, 2, 2, 2, 2, 2, 3, 3]
"""Performance values, and levels of the nine competences in some order."""

A_DAY = 4
"""JP of a day of a form that says itself what it is worth."""

Happening = tuple[datetime, Callable[[], object]]
ActorOf = Callable[[str], Actor]


def happenings(agency: Agency, today: date, actor: ActorOf) -> list[Happening]:
    """The years as they were opened, and every act on a plan at its moment; `actor` makes the acting person of a NIP."""
    rng = Random(SEED)
    made: dict[object, int] = {}
    found: list[Happening] = []
    for year, opens, closes, ways in (
        (today.year, today - LAST_OPEN, today - LAST_CLOSED, DECIDED),
        (today.year + 1, today - OPEN_SINCE, today + OPEN_FOR, NOW),
    ):
        found.append((_at(opens, 8, 0), partial(_open, made, year, opens, closes)))
        for place, person in enumerate(_planners(rng, agency, opens)):
            found.append(
                (
                    _at(opens + timedelta(days=1), 8, 30),
                    partial(_say, rng.choice(VALUES), rng.sample(KNOWN, len(KNOWN)), made, year, person.nip, actor),
                )
            )
            for number, (act, note) in enumerate(ways):
                wish = (place + number) % len(WISHES)
                found += _acts(
                    rng, made, year, opens, person, wish, act, note, _decider(agency, person, year > today.year, act, actor), actor
                )
    deputy = _deputy(agency)
    if deputy is not None:
        found.append((_at(today - DEPUTY_SINCE, 7, 30), partial(_lend, agency, deputy.nip, today, actor)))
        found.append((_at(today - EXTENDED, 9, 0), partial(_extend, made, today, agency, deputy.nip, actor)))
    return found


def _deputy(agency: Agency) -> PersonPlan | None:
    """The head of an office beside the supervisor's own, who acts for him."""
    above = agency.person(agency.cast.supervisor).supervisor
    others = {*agency.cast.everybody, *agency.opd_admins.values(), *agency.bkpsdm_admins, *agency.auditors}
    able = (each for each in agency.people if each.supervisor == above and each.leads and each.nip not in others)
    return next((each for each in able if each.legal_position == "01"), None)


def _decider(agency: Agency, person: PersonPlan, is_now: bool, act: str, actor: ActorOf) -> Callable[[], Actor]:
    """The direct supervisor; for what is returned to the employee of the first page now, his deputy."""
    deputy = _deputy(agency)
    if is_now and act == "return" and person.nip == agency.cast.employee and deputy is not None:
        return lambda: _of_today(actor(deputy.nip))
    return lambda: actor(person.supervisor or "")


def _of_today(actor: Actor) -> Actor:
    """The person with what is lent to him today."""
    return (load_actor(actor.user_id, actor.address) if actor.user_id is not None else None) or actor


def _lend(agency: Agency, deputy: str, today: date, actor: ActorOf) -> None:
    values = {"kind": ActingKind.PLH.value, "role": Role.SUPERVISOR.value, "deputy_id": actor(deputy).employee_id}
    days = {"begins_on": today - DEPUTY_SINCE, "ends_on": today + DEPUTY_FOR}
    appoint_deputy(actor(agency.cast.supervisor), values | days | {"letter_number": f"800/117/{today.year}"})


def _extend(made: dict[object, int], today: date, agency: Agency, person: str, actor: ActorOf) -> None:
    """One OPD that is not the employee's, and one person."""
    own = agency.person(agency.cast.employee).opd
    code = next(unit.code for unit in agency.units if unit.kind is UnitKind.OPD and unit.opd != own)
    unit_id = session().scalar(select(Unit.id).where(Unit.code == code))
    year, officer, closes = made[today.year + 1], actor(agency.cast.bkpsdm_admin), today + OPEN_FOR
    for unit, employee, days, reason in (
        (unit_id, None, 11, "Penataan organisasi belum selesai."),
        (None, actor(person).employee_id, 5, "Bertugas menggantikan atasan."),
    ):
        values = {"plan_year_id": year, "unit_id": unit, "employee_id": employee, "closes_on": closes + timedelta(days=days)}
        extend_window(officer, values | {"reason": reason})


def _planners(rng: Random, agency: Agency, opens: date) -> Iterator[PersonPlan]:
    """The employee of the first page, and some more who have a direct supervisor."""
    cast = agency.person(agency.cast.employee)
    able = [
        each for each in agency.people if each.legal_position == "01" and each.supervisor and each.arrives < opens and each.nip != cast.nip
    ]
    yield cast
    yield from rng.sample(able, min(len(able), PEOPLE))


def _acts(
    rng: Random,
    made: dict[object, int],
    year: int,
    opens: date,
    person: PersonPlan,
    wish: int,
    act: str,
    note: str,
    decider: Callable[[], Actor],
    actor: ActorOf,
) -> Iterator[Happening]:
    key, day, minute = (year, person.nip, wish), opens + timedelta(days=rng.randint(1, 6)), rng.randrange(59)
    yield _at(day, 9, minute), lambda: _plan(made, key, actor(person.nip), year, wish)
    if act:
        yield _at(day, 11, minute), lambda: take_step(actor(person.nip), PlanRow, made[key], "send")
    if act not in ("", "send"):
        talked = opens + timedelta(days=3)
        yield _at(talked, 13, minute), lambda: _talk(made, actor(person.supervisor or ""), actor(person.nip), year, talked)
        yield _at(day + timedelta(days=3), 14, minute), lambda: take_step(decider(), PlanRow, made[key], act, note)


def _open(made: dict[object, int], year: int, opens: date, closes: date) -> None:
    made[year] = create_record(system_actor(), PlanYear, {"year": year, "opens_on": opens, "closes_on": closes}).id


def _say(value: str, known: list[int], made: dict[object, int], year: int, nip: str, actor: ActorOf) -> None:
    """What a person says of himself before he plans: his performance, his level of each competence."""
    levels = {each.code: level for each, level in zip(competences(), known, strict=False)}
    write_plan(actor(nip), made[year], [], [], Profile(Decimal(value), levels, 0))


def _plan(made: dict[object, int], key: object, owner: Actor, year: int, wish: int) -> None:
    form, subject, jp, days, organiser, fund, cost, reason = WISHES[wish]
    begins = _free(owner.employee_id or 0, date(year, 2 + wish, 8), days, Decimal(jp or A_DAY * days))
    values = {
        "plan_year_id": made[year],
        "form": form,
        "subject": subject,
        "jp": Decimal(jp) if jp else None,
        "begins_on": begins,
        "ends_on": begins + timedelta(days=days - 1),
        "organiser": organiser,
        "fund": fund,
        "cost": Decimal(cost),
        "reason": reason,
    }
    made[key] = plan_training(owner, values).id


def _free(employee_id: int, begins: date, days: int, jp: Decimal) -> date:
    """The first day from which the person's own records leave room for the training, week by week: they lie elsewhere on every day the demo is made."""
    weeks = (begins + timedelta(weeks=week) for week in range(20))
    return next(day for day in weeks if not check_days(employee_id, day, day + timedelta(days=days - 1), jp, strict=False))


def _talk(made: dict[object, int], supervisor: Actor, person: Actor, year: int, day: date) -> None:
    """Once for each person and year."""
    if ("talk", year, person.employee_id) in made:
        return
    notes = "Kesenjangan pada kompetensi teknis; disepakati pelatihan yang sesuai kebutuhan unit."
    values = {"employee_id": person.employee_id, "plan_year_id": made[year], "held_on": day, "notes": notes}
    made["talk", year, person.employee_id] = record_dialogue(supervisor, values).id


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)
