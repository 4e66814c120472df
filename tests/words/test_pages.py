"""Every page of every role speaks Indonesian: nothing hard-coded, nothing English, no date of a machine, no value of a programming language.

One walk through the portal with every translation marked serves all questions; see `walk` and `pseudo`.
"""

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select

from app import errors
from app.accounts.queries import load_actor
from app.accounts.services import make_link, sign_in
from app.archive.models import ArchiveDocument
from app.audit.models import AuditEntry
from app.awards.models import Award
from app.campaigns.models import Campaign, CampaignQuestion
from app.campaigns.services import answer_questions, keep_deadlines
from app.certificates.models import Certificate, CertificateTemplate, Correction, LearningEvent
from app.certificates.rules import STANDARD
from app.certificates.services import add_template
from app.credentials.models import Certification, Course
from app.kernel import clock, settings
from app.kernel.crud.exporting import EXPORT
from app.kernel.db import session
from app.kernel.jobs import Job, start_job
from app.kernel.questionnaire.rules import QuestionKind
from app.organisation.models import CompetenceTest, Employee, Unit
from app.plans.models import PlanRow
from app.privacy.breach_models import Breach
from app.privacy.models import ProcessingActivity
from app.privacy.retention_models import RetentionRule
from app.privacy.rules import Wish
from app.proposals.models import Proposal
from app.realisations.models import ActivityReport, Realisation
from app.recommendations.models import Recommendation, RecommendationLetter
from app.reference.models import Code, Training
from app.teamwork.models import TeamWork
from app.webhooks.models import Webhook
from app.webinars.attendance_models import WebinarQuestion
from app.webinars.guest_services import page_of as page_of_guest
from app.webinars.models import Registration, Webinar, WebinarSeries
from app.webinars.request_models import AttendanceRequest
from app.webinars.zoom_models import ZoomPerson
from tests.factories.accounts import PASSWORD, make_account, signed_in, signed_in_city
from tests.factories.acting import lend
from tests.factories.archive import document_in
from tests.factories.awards import award_in
from tests.factories.breaches import PATHS as BREACH_PATHS
from tests.factories.breaches import breach_in
from tests.factories.campaigns import PATHS as CAMPAIGN_PATHS
from tests.factories.campaigns import answers_for, campaign_in, confirmed
from tests.factories.certificates import PATHS as CERTIFICATE_PATHS
from tests.factories.certificates import certificate_in, correction_in, event_in
from tests.factories.credentials import PATHS as VERIFIED_PATHS
from tests.factories.credentials import certification_in, course_in
from tests.factories.organisation import employee_actor, make_employee, make_test_result
from tests.factories.phones import phone_of
from tests.factories.photos import PATHS as PHOTO_PATHS
from tests.factories.photos import photo_in
from tests.factories.plans import PATHS as PLAN_PATHS
from tests.factories.plans import more_time, plan_row_in
from tests.factories.privacy import WAY as PRIVACY_WAYS
from tests.factories.privacy import request_in
from tests.factories.profile import PATHS as PROFILE_PATHS
from tests.factories.profile import change_in
from tests.factories.proposals import PATHS, proposal_in
from tests.factories.realisations import STATES as REALISATION_STATES
from tests.factories.realisations import realisation_in, recent
from tests.factories.recommendations import PATHS as RECOMMENDATION_PATHS
from tests.factories.recommendations import recommendation_in
from tests.factories.teamwork import PATHS as TEAM_WORK_PATHS
from tests.factories.teamwork import team_work_in
from tests.factories.webinars import PATHS as WEBINAR_PATHS
from tests.factories.webinars import (
    attendance_of,
    guest_in,
    guest_request_of,
    late_request_of,
    names_request_of,
    open_session_of,
    question_in,
    registration_of,
    seen_in_zoom,
    webinar_in,
)
from tests.ground import Ground
from tests.words.exceptions import FOR_PROGRAMMERS, KEPT_ENGLISH, NOISE, NOT_WALKED, PAPERS, SAME_EVERYWHERE, TAKEN_APART
from tests.words.pseudo import every_translation_marked, unmarked, untranslated
from tests.words.reading import page_of, texts_of
from tests.words.walk import Visit, Walk

FIRST = (
    *("/", "/account/", "/jobs/", "/jobs/1", "/notifications/telegram/", "/recap/chart.svg", "/proposals/export?format=csv"),
    *("/api/v1/proposals/", "/api/v1/proposals/1", "/api/v1/proposals/999", "/api/v1/proposals/1/steps"),
    *("/team-approvals/list/?show=1", "/team-approvals/export?show=1&format=csv", "/team-work/export?format=csv", "/api/v1/team-work/1"),
    *("/myasn/national?kind=course&format=csv", "/api/v1/myasn/", "/api/v1/myasn/1/national"),
    *(f"/attendance-requests/add?session_id={pk}&kind={kind}" for pk in range(1, 7) for kind in ("late", "names")),
    *("/webinar-questions/add?session_id=1", "/data-requests/add"),
    *("/w/seri-1", "/w/seri-2", "/webinar-sessions/add?webinar_id=1", "/api/v1/webinars/1", "/api/v1/webinar-registrations/1"),
    *(f"/api/v1/{resource}/{rest}" for resource in ("employees", "units", "trainings", "notifications") for rest in ("", "1")),
)
ROLES = ("owner", "supervisor", "opd_admin", "bkpsdm_admin", "auditor", "superuser")
WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:[-'’][^\W\d_]+)*(?!\w)")
ENGLISH = frozenset((Path(__file__).parent / "english.txt").read_text().split("\n", 1)[1].split())
MACHINE = {
    "a day as machines write it": re.compile(r"\b(?:19|20)\d\d-[01]\d-[0-3]\d(?:T\d|\b)"),
    "a value of the programming language": re.compile(r"\b(?:None|True|False|nan|undefined|lazy)\b|\[object|<flask|%\("),
    "money without its form": re.compile(r"\bRp\.?\s?(?!\d{1,3}(?:\.\d{3})*,\d\d\b)\d"),
}
KEPT = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, KEPT_ENGLISH))})(?!\w)")


class World:
    """What everybody was answered, and the texts that people typed into the database."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        city, browsers = signed_in_city(app)
        with app.app_context():
            proposal_in(city, "submitted", "owner", title="Pelatihan Arsip Kota")
            for number, state in enumerate(PATHS):
                person = make_employee(city.person("owner").unit, supervisor=city.person("supervisor"))
                city.ids[state], city.actors[state] = person.id, employee_actor(person, 9000 + number)
                proposal_in(city, state, state, title=f"Pelatihan Arsip {'ABCDE'[number]}")
            for state in TEAM_WORK_PATHS:
                team_work_in(city, state)
            for state in VERIFIED_PATHS:
                course_in(city, state)
                certification_in(city, state)
                document_in(city, state)
                award_in(city, state)
            for state in WEBINAR_PATHS:
                webinar_in(city, state)
            full = webinar_in(city, capacity=1)
            for person in ("colleague", "owner"):
                registration_of(city, full, person)
            registration_of(city, webinar_in(city))
            for person in ("owner", "bkpsdm_admin"):
                attendance_of(city, person)
            late_request_of(city)
            names_request_of(city)
            asked = open_session_of(city)
            for number, kind in enumerate(QuestionKind, start=1):
                question_in(city, asked, position=number, kind=kind)
            registration_of(city, asked.webinar)
            seen_in_zoom(city, asked.webinar, ("Galaxy A12", ""))
            hosting = open_session_of(city, guests=True).webinar
            sealed = guest_request_of(hosting, email="lain@tetangga.go.id")
            guests = (f"/g/register/{hosting.id}", f"/g/confirm/{sealed}", page_of_guest(guest_in(hosting)))
            for state in PLAN_PATHS:
                plan_row_in(city, state)
            lend(city, begins_on=clock.today() + timedelta(days=1))
            more_time(city)
            for state in PHOTO_PATHS:
                photo_in(city, state)
            for state in PROFILE_PATHS:
                change_in(city, state)
            request_in(city, wish=Wish.ACCESS)
            for state in sorted(PRIVACY_WAYS.keys() - {"asked", "granted"}):
                request_in(city, state)
            for state in BREACH_PATHS:
                breach_in(city, state)
            request_in(city, "granted")  # one of a kind at a time stands open
            for state in RECOMMENDATION_PATHS:
                recommendation_in(city, state)
            for state in REALISATION_STATES:
                realisation_in(city, state)
            recent(city)
            for state in CAMPAIGN_PATHS:
                campaign_in(city, state)
            keep_deadlines()
            campaign = campaign_in(city)
            answer_questions(city.actor("supervisor"), confirmed(city, campaign, "supervisor").id, answers_for(campaign))
            for state in CERTIFICATE_PATHS:
                certificate_in(city, state, jp=0)
            correction_in(city, owner="supervisor")
            event_in(city, "prepared", jp=0)
            add_template(city.actor("bkpsdm_admin"), dict(STANDARD))
            make_test_result(city.person("owner"))
            admin = load_actor(city.person("opd_admin").user_id or 0)
            assert admin is not None
            before = [*self._typed(), "nip", "pegawai.csv"]
            halfway = make_account(make_employee(city.person("owner").unit))
            phone_of(sign_in(halfway, PASSWORD))
            link = make_link(admin.user_id or 0)
        people = {
            "stranger": app.test_client(),
            "halfway": signed_in(app.test_client(), halfway),
            **{name: browsers[name] for name in ROLES},
        }
        file = (BytesIO(b"NIP\n1\n"), "pegawai.csv")
        with every_translation_marked():
            with app.app_context():
                start_job(admin, EXPORT, "Ekspor: Usulan Diklat", {"view": "ProposalView", "args": {}, "kind": "xlsx"})
            browsers["bkpsdm_admin"].post("/imports/add", data={"kind": "employees", "file": file}, content_type="multipart/form-data")
            webhook = {"name": "Dasbor kota", "url": "https://8.8.8.8/kabar", "events": "unit.change", "active": "y"}
            assert b"whsec_" in browsers["bkpsdm_admin"].post("/webhooks/add", data=webhook).data
            browsers["bkpsdm_admin"].post("/webhooks/1/test")
            self.visits = [
                *Walk(app, people).everywhere(*FIRST, *guests, f"/forgotten/{link}", *self._addresses(app)),
                *self._refusals(app),
            ]
        with app.app_context():
            texts = {text.casefold() for text in (*before, *self._typed()) if text and len(text) > 1} | SAME_EVERYWHERE.keys()
        ordered = sorted(texts, key=len, reverse=True)
        self.typed = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)")
        answered = [
            visit
            for visit in self.visits
            if visit.answer.status_code // 100 != 3
            and visit.endpoint not in (*PAPERS, *TAKEN_APART)
            and not visit.address.startswith(FOR_PROGRAMMERS)
        ]
        self.texts = [(visit, self._without_noise(visit, text)) for visit in answered for text in texts_of(visit.answer)]

    @staticmethod
    def _without_noise(visit: Visit, text: str) -> str:
        for noise in NOISE.get(visit.endpoint, ()):
            text = noise.sub(" ", text)
        return text

    @staticmethod
    def _addresses(app: Flask) -> Iterator[str]:
        """Every page without a record in its address, also where an empty list hides the link to it."""
        yield from (rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments)

    @staticmethod
    def _refusals(app: Flask) -> Iterator[Visit]:
        """Every page of error, for people and as a problem of the API."""
        for code in errors.TITLES:
            for path in ("/", "/api/"):
                with app.test_request_context(path, headers={"Accept-Language": "id"}):
                    answer = app.make_response(errors.answer(code, str(errors.TEXTS.get(code, ""))))
                yield Visit("anybody", f"{path} refused", "errors", answer)

    @staticmethod
    def _typed() -> Iterator[str]:
        columns: tuple[Any, ...] = (Unit.name, Unit.code, Code.label, Code.code, Training.title, CompetenceTest.recommendation)
        for column in (
            *columns,
            Proposal.manual_title,
            Proposal.manual_key,
            Proposal.number,
            TeamWork.name,
            TeamWork.code,
            TeamWork.proof_url,
            *(column for model in (Course, Certification) for column in (model.name, model.number, model.organiser)),
            *(column for column in (LearningEvent.title, LearningEvent.place, LearningEvent.organiser, LearningEvent.outline)),
            *(column for column in (Certificate.number, Certificate.printed_name, Certificate.code, Certificate.frozen_data)),
            *(column for column in (Correction.name, Correction.front_title, Correction.back_title, Correction.wish)),
            *(column for column in (CertificateTemplate.name, CertificateTemplate.body)),
            ArchiveDocument.detail,
            ArchiveDocument.number,
            Award.number,
            Award.granted_by,
            PlanRow.subject,
            PlanRow.organiser,
            PlanRow.reason,
            *(Recommendation.subject, Recommendation.organiser, RecommendationLetter.number, RecommendationLetter.code),
            Realisation.material,
            Realisation.place,
            ActivityReport.description,
            Webhook.name,
            Webhook.url,
            *(Webinar.title, Webinar.topic, Webinar.organiser, Webinar.join_url, Webinar.passcode, Webinar.requirements),
            *(WebinarSeries.title, WebinarSeries.code),
            *(Registration.name, Registration.unit_name, Registration.job_title, Registration.email),
            *(
                Campaign.title,
                Campaign.source,
                CampaignQuestion.question,
                WebinarQuestion.question,
                ZoomPerson.name,
                AttendanceRequest.reason,
                AttendanceRequest.back_title,
                Employee.office_address,
            ),
            *(column for column in ProcessingActivity.__table__.columns if column.key not in ("id", "created_at")),
            *(Breach.title, Breach.exposed, Breach.happened, Breach.handling),
            RetentionRule.basis,
            User.username,
            User.first_name,
            User.last_name,
        ):
            yield from session().scalars(select(column))
        for code in (*session().scalars(select(Certificate.code)), *session().scalars(select(RecommendationLetter.code))):
            yield from re.findall("....", code)
        for text in session().scalars(select(Webinar.speakers)):
            yield from (text or "").splitlines()
        for data in session().scalars(select(Code.data)):
            words = [str(word) for pair in (data or {}).items() for word in pair]
            yield from (*words, *(part.strip() for word in words if ";" in word for part in word.split(";")))
        for person in session().scalars(select(Employee)):
            yield from (person.full_name, person.name, person.birth_place, person.job_title)
        for label in (AuditEntry.subject_label, Job.title, Job.error):
            yield from (unmarked(text or "") for text in session().scalars(select(label)))
        yield from (url.partition("://")[2] for url in session().scalars(select(TeamWork.proof_url)))
        for user in session().scalars(select(User)):
            yield f"{user.first_name} {user.last_name}"
        yield from (" ".join(str(setting.default).split()) for setting in settings.declared())
        yield from (str(value) for value in STANDARD.values())

    def offences(self, found: Callable[[str], object]) -> list[str]:
        """Where `found` finds something, once a text and page; it is asked once about a text, which stands on many pages."""
        met: dict[tuple[str, str], str] = {}
        ask = cache(found)
        for visit, text in self.texts:
            if what := ask(text):
                met.setdefault((visit.endpoint, str(what)), f"{visit}: {what} in “{unmarked(text)[:160]}”")
        return sorted(met.values())


@pytest.fixture
def world(portal: Flask, ground: Ground) -> World:
    ground.renew()
    return World(portal)


@pytest.mark.looks
@pytest.mark.slow
def test_every_page_of_everybody_speaks_indonesian(world: World) -> None:
    """One test, because the walk is long: every question with what it found."""
    found = {
        "nothing fails on the way": [
            str(visit) for visit in world.visits if visit.answer.status_code >= 500 and visit.endpoint != "errors"
        ],
        "the walk reaches every page": sorted(_not_reached(world)),
        "what people did not type went through the catalogue": world.offences(lambda text: " ".join(left(world.typed, text))),
        "no English word is left": world.offences(english_in),
        **{f"nobody reads {kind}": world.offences(_finder(pattern)) for kind, pattern in MACHINE.items()},
        "every page says its language": [str(visit) for visit in world.visits if _language(visit) not in ("id", None)],
    }
    assert {question: offences for question, offences in found.items() if offences} == {}
    assert {visit.answer.status_code for visit in world.visits} >= {200, 400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503}
    assert {visit.answer.mimetype for visit in world.visits} >= {"text/html", "application/pdf", "application/problem+json", "text/csv"}


def left(typed: re.Pattern[str], text: str) -> list[str]:
    """The words of `text` that are neither translated nor typed by people."""
    return [word for word in WORD.findall(typed.sub(" ", untranslated(text).casefold())) if len(word) > 1]


def english_in(text: str) -> str:
    words = WORD.findall(KEPT.sub(" ", unmarked(text).casefold()))
    return " ".join(sorted({word for word in words if word in ENGLISH}))


def _not_reached(world: World) -> set[str]:
    walked = {visit.endpoint for visit in world.visits if visit.answer.status_code == 200}
    pages = {
        rule.endpoint for rule in world.app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.rule.startswith("/api/")
    }
    return pages - walked - NOT_WALKED.keys()


def _finder(pattern: re.Pattern[str]) -> Callable[[str], str]:
    return lambda text: " ".join(pattern.findall(unmarked(text))[:1])


def _language(visit: Visit) -> str | None:
    is_page = visit.answer.mimetype == "text/html" and visit.answer.status_code // 100 != 3
    return page_of(visit.answer.get_data(as_text=True)).language if is_page else None


def test_a_problem_of_the_api_is_told_in_the_readers_language(app: Flask) -> None:
    answer = app.test_client().get("/api/v1/proposals/1", headers={"Accept-Language": "id"})
    assert json.loads(answer.data)["title"] == "Silakan masuk"


def test_the_questions_can_fail() -> None:
    typed = re.compile("dinas kesehatan")
    assert left(typed, "‹Simpan› Delete") == ["delete"]
    assert left(typed, "‹Usulan dari ‹Dinas› 2›, Dinas Kesehatan (31/08/2022)") == []
    assert english_in("‹Simpan perubahan and close›") == "and close"
    assert MACHINE["a day as machines write it"].search("sejak 2026-11-21T08:00")
    assert MACHINE["a value of the programming language"].search("Jabatan: None")
    assert MACHINE["money without its form"].search("Rp 2500000")
    assert not MACHINE["money without its form"].search("Rp2.500.000,00")
