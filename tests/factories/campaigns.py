"""Campaigns made through the portal's own services and brought into any state by their own steps."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.campaigns.models import Campaign, Participation
from app.campaigns.services import add_campaign, add_question, confirm_data, read_guide
from app.kernel import clock
from app.kernel.approval import take_step
from app.kernel.db import session
from app.organisation.services import change_own
from tests.factories.city import City

NOTE = "Data sudah lengkap."
PATHS: dict[str, tuple[str, ...]] = {"draft": (), "open": ("open",), "closed": ("open", "close")}
QUESTIONS: tuple[dict[str, Any], ...] = (
    {"question": "Apakah foto Anda sudah tampil?", "kind": "pilihan", "choices": "Sudah\nBelum", "must_answer": True},
    {"question": "Seberapa mudah portal ini?", "kind": "skala", "choices": "", "must_answer": True},
    {"question": "Saran Anda", "kind": "teks", "choices": "", "must_answer": False},
)


def typed_campaign(**changes: Any) -> dict[str, Any]:
    """What is typed into the form: ten days for the data, twelve for the questionnaire."""
    today = clock.today()
    return {
        "title": "Pemutakhiran data peserta Latsar",
        "guide": "Periksa data Anda.\nIsi kuesioner.",
        "opd_ids": [],
        "job_types": [],
        "nips": "",
        "data_closes_on": today + timedelta(days=10),
        "survey_closes_on": today + timedelta(days=12),
        "remind_days": "7, 3, 1",
        "source": "Data kepegawaian yang dimuat BKPSDM",
    } | changes


def campaign_in(city: City, state: str = "open", *, questions: bool = True, **changes: Any) -> Campaign:
    """A campaign of BKPSDM, brought to `state` by its own steps."""
    actor = city.actor("bkpsdm_admin")
    campaign = add_campaign(actor, typed_campaign(**changes))
    for number, question in enumerate(QUESTIONS if questions else (), start=1):
        add_question(actor, {"campaign_id": campaign.id, "position": number} | question)
    for act in PATHS[state]:
        take_step(actor, Campaign, campaign.id, act, NOTE if act == "close" else None)
    return campaign


def part_of(city: City, campaign: Campaign, person: str = "owner") -> Participation:
    """The person's part in it."""
    query = select(Participation).where(Participation.campaign_id == campaign.id, Participation.employee_id == city.ids[person])
    return session().scalars(query).one()


def fill_contact(city: City, person: str = "owner") -> None:
    """What a person fills in himself."""
    values = {"email_official": "pegawai@kota.go.id", "phone": "081234567890", "office_address": "Jalan Merdeka 1"}
    change_own(city.actor(person), values, city.person(person).version)


def confirmed(city: City, campaign: Campaign, person: str = "owner") -> Participation:
    """The person has read the guide and confirmed his data."""
    fill_contact(city, person)
    part = part_of(city, campaign, person)
    read_guide(city.actor(person), part.id)
    return confirm_data(city.actor(person), part.id, agreed=True, version=city.person(person).version)


def answers_for(campaign: Campaign) -> dict[str, str]:
    """Right answers to QUESTIONS."""
    first, second, third = campaign.questions
    return {f"q{first.id}": "Sudah", f"q{second.id}": "4", f"q{third.id}": "Cukup jelas."}
