"""Drawing webinars: two series, one that is over with attendance and certificates, one of three days under way, one open, and one still being prepared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.certificates.occasions import occasion_of
from app.certificates.press import press_for
from app.certificates.queries import conditions_of
from app.certificates.rules import failed
from app.certificates.services import issue
from app.demo.plan import CITY, DOMAIN, Agency
from app.kernel.actor import Actor
from app.kernel.approval import take_step, take_steps
from app.kernel.clock import DEFAULT_ZONE
from app.kernel.crud.plain import create_record
from app.kernel.db import session
from app.kernel.scope import fetch
from app.organisation.models import Employee
from app.webinars.attendance_models import Attendance, WebinarSession
from app.webinars.attendance_queries import participants, questions_of, sessions_of
from app.webinars.attendance_services import add_question, add_session, attend, close_attendance, open_attendance, present_code
from app.webinars.models import Webinar, WebinarSeries
from app.webinars.request_rules import RequestKind
from app.webinars.request_services import ask
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
OVER, BEGUN, COMING, LATER = timedelta(days=23), timedelta(days=1), timedelta(days=6), timedelta(days=34)
"""Before and after today: the finished one, the one under way, the open one, the draft."""
LIST_OPENS, LIST_CLOSES = timedelta(minutes=35), timedelta(minutes=55)
"""After ten o'clock; the webinar ends at eleven."""
QUESTIONS = (
    ("Apakah materi dapat dipakai dalam pekerjaan Anda?", "skala", None, True),
    ("Bagaimana Anda mengikuti webinar ini?", "pilihan", "Komputer kantor\nLaptop sendiri\nPonsel", True),
    ("Apa yang perlu diperbaiki?", "teks", None, False),
)
ANSWERS = (
    ("5", "4", "5", "3"),
    ("Komputer kantor", "Laptop sendiri", "Ponsel"),
    ("", "Waktu tanya jawab ditambah.", "", "", "Suara narasumber kurang keras."),
)
ABSENT, UNDECIDED = 7, 4
"""Every seventh registered person stayed away; the last four who came still wait for validation."""


@dataclass(frozen=True)
class WebinarPlan:
    """A webinar: number of its series, what is typed, its first day, who registers (NIP), whether it is published, and how many days it takes."""

    series: int
    values: Mapping[str, Any]
    day: date
    people: tuple[str, ...] = ()
    published: bool = True
    days: int = 1


def draw_webinars(agency: Agency, today: date) -> tuple[WebinarPlan, ...]:
    """The employee of the first page was at the finished one and has registered for the open one; the supervisor waits for a seat there."""
    rng, cast = Random(SEED), agency.cast
    active = [person.nip for person in agency.people if person.legal_position == "01" and person.arrives < today - OVER - timedelta(days=9)]
    others = [nip for nip in active if nip not in cast.everybody]
    before, now = rng.sample(others, min(60, len(others))), rng.sample(others, min(24, len(others)))
    return (
        WebinarPlan(1, _typed("Menulis Surat Dinas yang Dimengerti Warga", 3, "84512037764"), today - OVER, (cast.employee, *before)),
        WebinarPlan(
            1,
            _typed("Melayani Warga Berkebutuhan Khusus", 6, "88210459931"),
            today - BEGUN,
            (cast.employee, *before[: len(before) // 2]),
            days=3,
        ),
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
        if plan.day >= today:
            continue
        found.append((_at(plan.day, 9), pass_time))
        found += _attendance(made, number, plan, actor, admin)
        if plan.days == 1:
            found += [(_at(plan.day, 13), pass_time), (_at(plan.day, 14), partial(_validate, made, number, actor, admin))]
            found.append((_at(plan.day + timedelta(days=1), 8), partial(_issue, made, number, actor, admin)))
        else:
            found.append((_at(today, 0), partial(_open_second, made, number, actor, admin)))
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
    times = {"starts_at": _at(plan.day, 9), "ends_at": _at(plan.day + timedelta(days=plan.days - 1), 11)}
    webinar = add_webinar(actor(admin), {**plan.values, **times, "series_id": series[plan.series]})
    made[number] = webinar.id
    if plan.days > 1:
        add_session(actor(admin), webinar.id, {"title": "Hari kedua", "required": True})
    if plan.published:
        take_step(actor(admin), Webinar, webinar.id, "publish")


def _register(made: dict[int, int], number: int, nip: str, actor: Callable[[str], Actor]) -> None:
    person = actor(nip)
    record = fetch(Employee, person, person.employee_id or 0)
    titles = {"front_title": record.front_title, "back_title": record.back_title}
    register(person, made[number], {**titles, "email": record.email_official or f"pegawai{record.id}@{DOMAIN}"})


def _attendance(
    made: dict[int, int], number: int, plan: WebinarPlan, actor: Callable[[str], Actor], admin: str
) -> list[tuple[datetime, Callable[[], None]]]:
    """The list of the first session near its end: opened, filled in one after the other, closed; at the webinar under way somebody missed it and asks."""
    opens, closes = _at(plan.day, 10) + LIST_OPENS, _at(plan.day, 10) + LIST_CLOSES
    came = [nip for place, nip in enumerate(plan.people) if place % ABSENT != ABSENT - 1]
    away = [nip for nip in plan.people if nip not in came]
    found: list[tuple[datetime, Callable[[], None]]] = [
        (opens - timedelta(minutes=30), partial(_ask, made, number, actor, admin)),
        (opens, partial(_open, made, number, actor, admin)),
    ]
    for place, nip in enumerate(came, start=1):
        found.append((opens + (closes - opens) * place / (len(came) + 2), partial(_attend, made, number, nip, place, actor)))
    found.append((closes, partial(_close, made, number, actor, admin)))
    if away and plan.days > 1:
        found.append((closes + timedelta(minutes=40), partial(_ask_late, made, number, away[0], actor)))
    return found


def _ask(made: dict[int, int], number: int, actor: Callable[[str], Actor], admin: str) -> None:
    for position, (question, kind, choices, must) in enumerate(QUESTIONS, start=1):
        values = {"position": position, "question": question, "kind": kind, "choices": choices, "must_answer": must}
        add_question(actor(admin), {"session_id": sessions_of(made[number])[0].id, **values})


def _open(made: dict[int, int], number: int, actor: Callable[[str], Actor], admin: str) -> None:
    open_attendance(actor(admin), sessions_of(made[number])[0].id)


def _attend(made: dict[int, int], number: int, nip: str, place: int, actor: Callable[[str], Actor]) -> None:
    """By the code of the moment; three colleagues share the computer of their office."""
    found = sessions_of(made[number])[0]
    given = (ANSWERS[0][place % 4], ANSWERS[1][place % 3], ANSWERS[2][place % 5])
    answers = {each.name: answer for each, answer in zip(questions_of(found.id), given, strict=True)}
    device = "peramban ruang rapat" if 4 <= place <= 6 else f"peramban {nip}"
    attend(actor(nip), found.id, present_code(found), device=device, answers=answers)


def _close(made: dict[int, int], number: int, actor: Callable[[str], Actor], admin: str) -> None:
    close_attendance(actor(admin), sessions_of(made[number])[0].id)


def _ask_late(made: dict[int, int], number: int, nip: str, actor: Callable[[str], Actor]) -> None:
    reason = "Listrik di kantor padam saat kode ditampilkan; saya mengikuti sampai selesai lewat ponsel."
    ask(actor(nip), sessions_of(made[number])[0].id, RequestKind.LATE, {"reason": reason})


def _open_second(made: dict[int, int], number: int, actor: Callable[[str], Actor], admin: str) -> None:
    open_attendance(actor(admin), sessions_of(made[number])[-1].id)


def _validate(made: dict[int, int], number: int, actor: Callable[[str], Actor], admin: str) -> None:
    query = select(Attendance.id).join(WebinarSession).where(WebinarSession.webinar_id == made[number]).order_by(Attendance.id)
    take_steps(actor(admin), Attendance, session().scalars(query).all()[:-UNDECIDED], "validate")


def _issue(made: dict[int, int], number: int, actor: Callable[[str], Actor], admin: str) -> None:
    """To everybody who fulfils the conditions, as the job does it."""
    kind, pk = Webinar.__tablename__, made[number]
    press, people = press_for(occasion_of(kind, pk)), participants(pk)
    conditions = conditions_of(kind, pk, people)
    for employee_id in people:
        if not failed(conditions[employee_id]):
            issue(actor(admin), kind, pk, employee_id, press)


def pass_time() -> None:
    """What the worker does by itself."""
    keep_time()


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), ZONE)
