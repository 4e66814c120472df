"""Events of the demo agency with certificates: one whose certificates were issued, one whose attendance is validated, one still being prepared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from app.certificates.models import Certificate, LearningEvent
from app.certificates.occasions import occasion_of, source_of
from app.certificates.press import press_for
from app.certificates.queries import holders, printed_names
from app.certificates.services import add_event, add_participants, ask_correction, issue
from app.demo.plan import CITY, Agency
from app.kernel.actor import Actor
from app.kernel.approval import take_step
from app.kernel.clock import DEFAULT_ZONE
from app.kernel.db import session
from app.kernel.errors import Invalid

ZONE = ZoneInfo(DEFAULT_ZONE)
SEED = 20261124
KIND = LearningEvent.__tablename__
OUTLINE = "Standar pelayanan dan maklumat | 1\nMenjawab pengaduan | 1\nPraktik dan umpan balik | 1"


@dataclass(frozen=True)
class EventPlan:
    """An event: what is typed, its day, who took part (NIP), and how far it has come."""

    values: Mapping[str, Any]
    day: date
    people: tuple[str, ...]
    validated: bool
    issued: bool


def draw_events(agency: Agency, today: date) -> tuple[EventPlan, ...]:
    """The employee of the first page holds a certificate and has asked for another title on it."""
    rng, cast = Random(SEED), agency.cast
    active = [person.nip for person in agency.people if person.legal_position == "01" and person.arrives < today - timedelta(days=60)]
    others = [nip for nip in active if nip not in cast.everybody]
    first, second, third = (tuple(rng.sample(others, min(number, len(others)))) for number in (24, 12, 6))
    days = [today - timedelta(days=number) for number in (37, 9)] + [today + timedelta(days=16)]
    titles = ("Bimbingan Teknis Pelayanan Publik", "Lokakarya Penulisan Laporan Kinerja", "Orientasi Pengelolaan Arsip Dinamis")
    return tuple(
        EventPlan(_typed(title, day, 3), day, (cast.employee, *people), *far)
        for title, day, people, far in zip(titles, days, (first, second, third), ((True, True), (True, False), (False, False)), strict=True)
    )


def happenings(plans: tuple[EventPlan, ...], actor: Callable[[str], Actor], agency: Agency) -> list[tuple[datetime, Callable[[], None]]]:
    """What happened when: entered a week before, validated on its day, issued the day after."""
    cast, made = agency.cast, dict[int, int]()
    found: list[tuple[datetime, Callable[[], None]]] = []
    for number, plan in enumerate(plans):
        entered = plan.day - timedelta(days=21)
        found.append((_at(entered, 9), partial(_enter, made, number, plan, actor, cast.bkpsdm_admin)))
        if plan.validated:
            found.append((_at(plan.day, 16), partial(_validate, made, number, actor, cast.bkpsdm_admin)))
        if plan.issued:
            found.append((_at(plan.day + timedelta(days=1), 9), partial(_issue, made, number, actor, cast.bkpsdm_admin)))
            found.append((_at(plan.day + timedelta(days=2), 10), partial(_ask, made, number, actor, cast.employee)))
    return found


def _typed(title: str, day: date, jp: int) -> dict[str, Any]:
    place = {"organiser": f"BKPSDM {CITY}", "place": "Aula Balai Kota", "outline": OUTLINE, "template_id": None}
    return {"title": title, "begins_on": day, "ends_on": day, "jp": jp, **place}


def _enter(made: dict[int, int], number: int, plan: EventPlan, actor: Callable[[str], Actor], admin: str) -> None:
    made[number] = add_event(actor(admin), plan.values).id
    add_participants(actor(admin), made[number], "\n".join(plan.people))


def _validate(made: dict[int, int], number: int, actor: Callable[[str], Actor], admin: str) -> None:
    take_step(actor(admin), LearningEvent, made[number], "validate")


def _issue(made: dict[int, int], number: int, actor: Callable[[str], Actor], admin: str) -> None:
    """To everybody whose day can hold the hours."""
    officer, press = actor(admin), press_for(occasion_of(KIND, made[number]))
    for employee_id in source_of(KIND).people(made[number]):
        try:
            issue(officer, KIND, made[number], employee_id, press)
        except Invalid:
            continue


def _ask(made: dict[int, int], number: int, actor: Callable[[str], Actor], nip: str) -> None:
    """The first page's employee misses a title."""
    holder = actor(nip)
    if holder.employee_id not in holders(KIND, made[number]):
        return
    about = session().query(Certificate).filter_by(occasion_id=made[number], employee_id=holder.employee_id).one()
    ask_correction(
        holder, about.id, {"name": str(printed_names(about)["name"]), "back_title": "S.E., M.M.", "wish": "Gelar M.M. belum tercantum."}
    )


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour, 20), ZONE)
