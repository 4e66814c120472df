"""Drawing webinars: two series, one webinar that is over, one that is open with registrations, and one still being prepared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from app.demo.plan import CITY, DOMAIN, Agency
from app.kernel.actor import Actor
from app.kernel.approval import take_step
from app.kernel.clock import DEFAULT_ZONE
from app.kernel.crud.plain import create_record
from app.kernel.scope import fetch
from app.organisation.models import Employee
from app.webinars.models import Webinar, WebinarSeries
from app.webinars.services import add_webinar, keep_time, register

ZONE = ZoneInfo(DEFAULT_ZONE)
SEED = 20261123
SERIES = (
    (
        1,
        "Webinar Kota Belajar: Pelayanan Publik",
        "layanan",
        "Menjawab pengaduan, menulis surat yang dimengerti, dan melayani tanpa sekat.",
    ),
    (
        2,
        "Webinar Kota Belajar: Kecakapan Digital",
        "digital",
        "Satu jam setiap bulan untuk bekerja lebih aman dan lebih cepat dengan data.",
    ),
)
REQUIREMENTS = "Aplikasi: Zoom Desktop Client atau Zoom Mobile App\nPerangkat: Komputer/laptop (disarankan) atau ponsel pintar\nKoneksi Internet: Stabil"
OVER, COMING, LATER = timedelta(days=23), timedelta(days=6), timedelta(days=34)
"""Before and after today: the finished one, the open one, the draft."""


@dataclass(frozen=True)
class WebinarPlan:
    """A webinar: number of its series, what is typed, how many days from today it takes place, who registers (NIP), and whether it is published."""

    series: int
    values: Mapping[str, Any]
    day: date
    people: tuple[str, ...] = ()
    published: bool = True


def draw_webinars(agency: Agency, today: date) -> tuple[WebinarPlan, ...]:
    """The employee of the first page was at the finished one and has registered for the open one; the supervisor waits for a seat there."""
    rng, cast = Random(SEED), agency.cast
    active = [person.nip for person in agency.people if person.legal_position == "01" and person.arrives < today - OVER - timedelta(days=9)]
    others = [nip for nip in active if nip not in cast.everybody]
    before, now = rng.sample(others, min(60, len(others))), rng.sample(others, min(24, len(others)))
    return (
        WebinarPlan(1, _typed("Menulis Surat Dinas yang Dimengerti Warga", 3, "84512037764"), today - OVER, (cast.employee, *before)),
        WebinarPlan(
            2, _typed("Mengenali Penipuan Digital di Kantor", 3, "91730482265"), today + COMING, (*now, cast.employee, cast.supervisor)
        ),
        WebinarPlan(2, _typed("Lembar Kerja yang Menghitung Sendiri", 4, ""), today + LATER, published=False),
    )


def happenings(
    plans: tuple[WebinarPlan, ...], actor: Callable[[str], Actor], admin: str, today: date
) -> list[tuple[datetime, Callable[[], None]]]:
    """What happened when: entered and published twelve days before, registered for in the days after, begun and ended at its time."""
    made: dict[int, int] = {}
    series: dict[int, int] = {}
    opened = min(plan.day for plan in plans) - timedelta(days=14)
    found: list[tuple[datetime, Callable[[], None]]] = [(_at(opened, 8), partial(_add_series, series, actor, admin))]
    for number, plan in enumerate(plans):
        entered = min(plan.day - timedelta(days=12), today - timedelta(days=2))
        found.append((_at(entered, 9), partial(_enter, made, series, number, plan, actor, admin)))
        span = min(plan.day, today) - entered
        for place, nip in enumerate(plan.people):
            at = _at(entered, 10) + span * (place + 1) / (len(plan.people) + 2)
            found.append((at, partial(_register, made, number, nip, actor)))
        if plan.day < today:
            found += [(_at(plan.day, 9), pass_time), (_at(plan.day, 13), pass_time)]
    return found


def _typed(title: str, jp: int, meeting_id: str) -> dict[str, Any]:
    return {
        "title": title,
        "topic": "Contoh dari kantor kita sendiri, latihan singkat, dan tanya jawab.",
        "organiser": f"BKPSDM {CITY}",
        "speakers": "Narasumber: Balai Pelatihan\nPembawa acara: BKPSDM",
        "jp": jp,
        "requirements": REQUIREMENTS,
        "meeting_id": meeting_id,
        "join_url": f"https://rapat.{DOMAIN}/j/{meeting_id}" if meeting_id else None,
        "passcode": "belajar" if meeting_id else None,
        "capacity": 25 if meeting_id.startswith("9") else None,
    }


def _add_series(series: dict[int, int], actor: Callable[[str], Actor], admin: str) -> None:
    for number, title, code, about in SERIES:
        values = {"number": number, "title": title, "code": code, "about": about}
        series[number] = create_record(actor(admin), WebinarSeries, values).id


def _enter(made: dict[int, int], series: dict[int, int], number: int, plan: WebinarPlan, actor: Callable[[str], Actor], admin: str) -> None:
    times = {"starts_at": _at(plan.day, 9), "ends_at": _at(plan.day, 11)}
    webinar = add_webinar(actor(admin), {**plan.values, **times, "series_id": series[plan.series]})
    made[number] = webinar.id
    if plan.published:
        take_step(actor(admin), Webinar, webinar.id, "publish")


def _register(made: dict[int, int], number: int, nip: str, actor: Callable[[str], Actor]) -> None:
    person = actor(nip)
    record = fetch(Employee, person, person.employee_id or 0)
    titles = {"front_title": record.front_title, "back_title": record.back_title}
    register(person, made[number], {**titles, "email": record.email_official or f"pegawai{record.id}@{DOMAIN}"})


def pass_time() -> None:
    """What the worker does by itself."""
    keep_time()


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), ZONE)
