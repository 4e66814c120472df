"""Two campaigns in the demo: one that is over, with people whose data were deemed valid, and one that is open and waits for the employee of the first page."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.campaigns.models import Campaign, CampaignQuestion, Participation
from app.campaigns.parameters import GUIDE, SOURCE
from app.campaigns.services import add_campaign, add_question, answer_questions, confirm_data, keep_deadlines, read_guide, tell
from app.demo.plan import DOMAIN, Agency
from app.kernel import settings
from app.kernel.actor import Actor
from app.kernel.approval import take_step
from app.kernel.clock import DEFAULT_ZONE
from app.kernel.db import session
from app.kernel.scope import fetch
from app.organisation.models import Employee
from app.organisation.services import change_own

ZONE = ZoneInfo(DEFAULT_ZONE)
SEED = 20261124
QUESTIONS: tuple[dict[str, Any], ...] = (
    {"question": "Apakah data Anda sudah sesuai dengan SK terakhir?", "kind": "pilihan", "choices": "Sudah\nBelum", "must_answer": True},
    {"question": "Seberapa mudah pemeriksaan data ini?", "kind": "skala", "choices": "", "must_answer": True},
    {"question": "Saran untuk BKPSDM", "kind": "teks", "choices": "", "must_answer": False},
)
REMARKS = ("", "", "Sudah jelas.", "Mohon panduan dikirim lebih awal.")
OVER, OPEN = "Pemutakhiran data peserta Latsar", "Pemutakhiran data sebelum sertifikat akhir tahun"
BEGAN, ENDED, BEGINS, ENDS = timedelta(days=75), timedelta(days=61), timedelta(days=5), timedelta(days=9)

Happening = tuple[datetime, Callable[[], object]]
ActorOf = Callable[[str], Actor]


def happenings(agency: Agency, today: date, actor: ActorOf) -> list[Happening]:
    """Each as it was opened, and who did his part when."""
    rng, cast = Random(SEED), agency.cast
    others = [
        each.nip
        for each in agency.people
        if each.legal_position == "01" and each.arrives < today - BEGAN and each.nip not in cast.everybody
    ]
    before, now = rng.sample(others, min(30, len(others))), rng.sample(others, min(40, len(others)))
    found: list[Happening] = []
    for title, people, begins, ends in (
        (OVER, [*before, cast.supervisor], today - BEGAN, today - ENDED),
        (OPEN, [*now, cast.employee, cast.supervisor], today - BEGINS, today + ENDS),
    ):
        found.append((_at(begins, 8), partial(_open, title, people, ends, actor, cast.bkpsdm_admin)))
        doers = people[: len(people) * 2 // 3]
        for place, nip in enumerate(doers):
            found.append((_at(begins + timedelta(days=place % 4), 9, place % 59), partial(_take_part, title, nip, place, actor)))
        if ends < today:
            found.append((_at(ends + timedelta(days=1), 0, 1), keep_deadlines))
    return found


def _open(title: str, people: list[str], ends: date, actor: ActorOf, admin: str) -> None:
    values = {
        "title": title,
        "guide": settings.get(GUIDE),
        "nips": "\n".join(people),
        "data_closes_on": ends,
        "survey_closes_on": ends,
        "remind_days": "7, 3, 1",
        "source": settings.get(SOURCE),
    }
    campaign = add_campaign(actor(admin), values)
    for number, question in enumerate(QUESTIONS, start=1):
        add_question(actor(admin), {"campaign_id": campaign.id, "position": number} | question)
    take_step(actor(admin), Campaign, campaign.id, "open")
    tell()


def _take_part(title: str, nip: str, place: int, actor: ActorOf) -> None:
    person = actor(nip)
    campaign = session().scalars(select(Campaign).where(Campaign.title == title)).one()
    query = select(Participation.id).where(Participation.campaign_id == campaign.id, Participation.employee_id == person.employee_id)
    pk = session().scalars(query).one()
    record: Employee = fetch(Employee, person, person.employee_id or 0)
    missing = {
        "email_official": record.email_official or f"pegawai{record.id}@{DOMAIN}",
        "phone": record.phone or f"0812{record.id:08d}",
        "office_address": record.office_address or record.unit.name,
    }
    record = change_own(person, missing, record.version)
    read_guide(person, pk)
    confirm_data(person, pk, agreed=True, version=record.version)
    if place % 5:
        questions = session().scalars(
            select(CampaignQuestion.id).where(CampaignQuestion.campaign_id == campaign.id).order_by(CampaignQuestion.position)
        )
        first, second, third = questions.all()
        answers = {f"q{first}": "Sudah", f"q{second}": str(3 + place % 3), f"q{third}": REMARKS[place % len(REMARKS)]}
        answer_questions(person, pk, answers)


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)
