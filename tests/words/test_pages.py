"""Every page of every role speaks Indonesian: nothing hard-coded, nothing English, no date of a machine, no value of a programming language.

One walk through the portal with every translation marked serves all questions; see `walk` and `pseudo`.
"""

import json
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.dates import get_month_names
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
from app.campaigns.rules import QuestionKind
from app.campaigns.services import answer_questions, keep_deadlines
from app.certificates.models import Certificate, CertificateTemplate, Correction, LearningEvent
from app.certificates.rules import PLACES, STANDARD
from app.certificates.services import add_template
from app.credentials.models import Certification, Course
from app.kernel import settings
from app.kernel.crud.exporting import EXPORT
from app.kernel.db import session
from app.kernel.jobs import Job, start_job
from app.myasn.kinds import KINDS
from app.organisation.models import CompetenceTest, Employee, Unit
from app.organisation.rules import EmployeeStatus, JobType, UnitKind
from app.plans.models import PlanRow
from app.plans.rules import Path as DevelopmentPath
from app.proposals.models import Proposal
from app.proposals.rules import Source
from app.realisations.models import ActivityReport, Realisation
from app.realisations.rules import Frequency
from app.recommendations.models import Recommendation, RecommendationLetter
from app.recommendations.rules import Funding, Verdict
from app.reference.models import Code, Training
from app.teamwork.models import TeamWork
from app.teamwork.rules import Coverage, LinkState, Seat, Validity
from app.webhooks.models import Webhook
from app.webinars.models import Webinar, WebinarSeries
from tests.factories.accounts import PASSWORD, make_account, signed_in, signed_in_city
from tests.factories.archive import document_in
from tests.factories.awards import award_in
from tests.factories.campaigns import PATHS as CAMPAIGN_PATHS
from tests.factories.campaigns import answers_for, campaign_in, confirmed
from tests.factories.certificates import PATHS as CERTIFICATE_PATHS
from tests.factories.certificates import certificate_in, correction_in, event_in
from tests.factories.credentials import PATHS as VERIFIED_PATHS
from tests.factories.credentials import certification_in, course_in
from tests.factories.organisation import employee_actor, make_employee, make_test_result
from tests.factories.phones import phone_of
from tests.factories.plans import PATHS as PLAN_PATHS
from tests.factories.plans import plan_row_in
from tests.factories.proposals import PATHS, proposal_in
from tests.factories.realisations import STATES as REALISATION_STATES
from tests.factories.realisations import realisation_in, recent
from tests.factories.recommendations import PATHS as RECOMMENDATION_PATHS
from tests.factories.recommendations import recommendation_in
from tests.factories.teamwork import PATHS as TEAM_WORK_PATHS
from tests.factories.teamwork import team_work_in
from tests.factories.webinars import PATHS as WEBINAR_PATHS
from tests.factories.webinars import attendance_of, open_session_of, registration_of, webinar_in
from tests.ground import Ground
from tests.words.pseudo import every_translation_marked, unmarked, untranslated
from tests.words.reading import page_of, texts_of
from tests.words.walk import Visit, Walk

FIRST = (
    *("/", "/account/", "/jobs/", "/jobs/1", "/notifications/telegram/", "/recap/chart.svg", "/proposals/export?format=csv"),
    *("/api/v1/proposals/", "/api/v1/proposals/1", "/api/v1/proposals/999", "/api/v1/proposals/1/steps"),
    *("/team-approvals/list/?show=1", "/team-approvals/export?show=1&format=csv", "/team-work/export?format=csv", "/api/v1/team-work/1"),
    *("/myasn/national?kind=course&format=csv", "/api/v1/myasn/", "/api/v1/myasn/1/national"),
    *("/w/seri-1", "/w/seri-2", "/webinar-sessions/add?webinar_id=1", "/api/v1/webinars/1", "/api/v1/webinar-registrations/1"),
    *(f"/api/v1/{resource}/{rest}" for resource in ("employees", "units", "trainings", "notifications") for rest in ("", "1")),
)
ROLES = ("owner", "supervisor", "opd_admin", "bkpsdm_admin", "auditor", "superuser")
WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:[-'’][^\W\d_]+)*(?!\w)")
DIGEST = re.compile(r"\b[0-9a-f]*[0-9][0-9a-f]*\b|\b[a-f]{2,}\b")
"""Pieces of a digest: a print breaks it anywhere."""
SLIP = re.compile(r"(?<!\w)[a-z0-9]{4}(?:-[a-z0-9]{4}){2}(?!\w)")
"""As the slip of a new password shows it."""
PRESENCE = re.compile(r"\b[2-9A-Z]{3}-[2-9A-Z]{3}\b|http://localhost/my-attendance/add\?session_id=\d+")
"""The live screen's code, another one every fifteen seconds, and its link for the chat."""

ENGLISH = frozenset((Path(__file__).parent / "english.txt").read_text().split("\n", 1)[1].split())
MACHINE = {
    "a day as machines write it": re.compile(r"\b(?:19|20)\d\d-[01]\d-[0-3]\d(?:T\d|\b)"),
    "a value of the programming language": re.compile(r"\b(?:None|True|False|nan|undefined|lazy)\b|\[object|<flask|%\("),
    "money without its form": re.compile(r"\bRp\.?\s?(?!\d{1,3}(?:\.\d{3})*,\d\d\b)\d"),
}
STORED: tuple[Any, ...] = (
    UnitKind,
    EmployeeStatus,
    JobType,
    Source,
    Validity,
    Coverage,
    Seat,
    LinkState,
    DevelopmentPath,
    Funding,
    Verdict,
    QuestionKind,
    Frequency,
)
SAME_EVERYWHERE = {
    "sijanaka": "the system's name in manual S28",
    "tautan sk tidak dapat dibuka": "a note somebody typed",
    "bahasa indonesia": "a language is called by its own name",
    "english": "a language is called by its own name",
    "id": "the language code in the switch",
    **dict.fromkeys(
        ("wib", "wita", "wit", "asia/jakarta", "asia/makassar", "asia/jayapura"), "the zone's name is the same in every language"
    ),
    **dict.fromkeys((month.casefold() for month in get_month_names("wide", locale="id").values()), "dates are written by Babel"),
    **dict.fromkeys((kind.value.casefold() for kinds in STORED for kind in kinds), "a stored key in the trail"),
    **dict.fromkeys(("list.export", "proposalview", "xlsx"), "the name of a task, for whoever searches the log for it"),
    "tk": "an activity code, broken by the column of a print",
    "usul": "a proposal's number, broken by the column of a print",
    "mohon disesuaikan": "a reason somebody typed",
    "sesuai kebutuhan jabatan": "a reason somebody typed",
    **dict.fromkeys(("pembentukan", "asesor", "kompetensi", "pelatihan", "teknis"), "typed, broken by a print"),
    "admin": "a role in an older label of the trail",
    "sistem": "the name under which the portal itself acts, as the trail keeps it",
    "pppk": "part of a code list's label",
    "ya": "the value of an extra column of a code, as it is typed",
    "tidak": "the value of an extra column of a code, as it is typed",
    "http://localhost": "the portal's address",
    "csv": "the name of a format",
    "siasn": "a system's name, and a column of a code list",
    "webhooks": "a loan word",
    "https": "how an address begins",
    "menit yang lalu": "written by Babel",
    "detik yang lalu": "written by Babel",
    "sertifikat.pdf": "the name of a file",
    "sertifikat": "a word of the file somebody uploaded",
    **dict.fromkeys(("admin kedua", "kedua"), "a person's name"),
    **dict.fromkeys(("nomor sertifikat tidak terbaca", "nomor sertifikat terbaca"), "a reason somebody typed"),
    **dict.fromkeys(("uji kompetensi pengadaan barang/jasa", "uji kompetensi pengadaan barang jasa", "lkpp"), "typed, broken by a print"),
    **dict.fromkeys(("uji", "kompetensi", "pengadaan", "barang", "jasa"), "typed, broken by a print"),
    **dict.fromkeys(
        ("aparatur negara kepega waian", "kepega", "waian", "kepeg", "awaian", "aparatur", "negara"), "a code's label, broken by a print"
    ),
    **dict.fromkeys(("https://8.8.8.8/kabar", "kabar"), "an address somebody typed"),
    **dict.fromkeys(("unit.change", "portal.test"), "the key of an event, for programs"),
    **dict.fromkeys(("sangat", "cukup", "kurang", "lengkap"), "the label of a score, broken by a print"),
    **dict.fromkeys(("analis arsip", "analis", "arsip"), "typed, broken by a print"),
    **dict.fromkeys(KINDS, "a stored key in the trail"),
    **dict.fromkeys(
        (
            word.casefold()
            for kind in KINDS.values()
            for word in (*kind.resource.split("/"), *(field.name for field in kind.fields))
            if word
        ),
        "an address or a field of the national web service",
    ),
    **dict.fromkeys(("json", "excel"), "the name of a format"),
    "alt": "a key of the keyboard",
    "kb": "a unit",
    "openapi": "the name of a format",
    **dict.fromkeys(("perangkat", "komputer/laptop (disarankan)"), "system requirements somebody typed"),
    "pegawai@kota.go.id": "an e-mail address somebody typed",
    "narasumber berhalangan": "a reason somebody typed",
    "gelar belum tercantum": "a reason somebody typed",
    "rev": "how a revised certificate writes its number",
    **dict.fromkeys(("etika publik", "standar pelayanan"), "a line of an outline somebody typed"),
    **dict.fromkeys(("certificate", "learning_event"), "a stored key in the trail"),
    **dict.fromkeys(("pdf", "pdf/a"), "the name of a format"),
    **dict.fromkeys(
        ("sesuai kebutuhan jabatan", "sesuai kebutuhan", "sesuai rencana pengembangan kompetensi", "sesuai rencana pengembangan"),
        "a reason somebody typed",
    ),
    "kp": "part of a decree's number, broken by the column of a print",
    **dict.fromkeys(("kota", "kota.go", "go.id"), "part of a typed address, broken by the column of a print"),
    "seri": "the code of a series, in the trail",
    "http://localhost/w/seri": "the address of a series",
    **dict.fromkeys(PLACES, "a placeholder of a certificate's text"),
    **dict.fromkeys(("etika publik", "nips"), "an example of what is typed"),
    **dict.fromkeys(
        ("data sudah lengkap", "periksa data anda", "isi kuesioner", "sudah", "belum", "cukup jelas"), "a campaign's texts, typed"
    ),
    "sha": "the name of a method",
    **dict.fromkeys(("diklat dibatalkan penyelenggara", "perlu pelatihan teknis", "perlu"), "a reason or note somebody typed"),
    "jalan merdeka": "an address somebody typed, broken by the column of a print",
    "sesi": "the name of a session, as the trail keeps it",
    "laki-laki": "the data of a campaign as they were confirmed",
}
"""Words outside the catalogue that are right there."""

KEPT_ENGLISH = {
    "dianggap valid": "the manual's own words (B7)",
    "individual plan": "the menu's name in manual P",
    "approval tim kerja": "the menu's name in manual S40",
    "ok": "the button of manual S45",
    "home": "the first step of every way in manual P3",
    "detail materi pengembangan": "a field of the form in manual T25",
    "{number:05d}": "a placeholder the administrator types",
    "{number:03d}": "a placeholder the administrator types",
    "{month}": "a placeholder the administrator types",
    "{number}": "a placeholder the administrator types",
    "{year}": "a placeholder the administrator types",
    **dict.fromkeys(("{count}", "{before}", "{after}", "{size}", "{percent}"), "a placeholder the script fills in"),
    "edit": "the button of manual P",
    "export ke excel": "the button of manual P",
    "history usulan": "the step of the menu in manual P",
    "unggah file dokumen sertifikat": "the field of MyASN in manual L36",
    "history pengajuan": "the heading of manual P",
    "input uji kompetensi": "the button of manual P",
    "go.id": "a domain",
    "kota.go": "a domain, broken by the column of a print",
    **dict.fromkeys(
        ("kursus save", "sertifikasi save", "penghargaan save"), "an address of the national web service, as the name of a sheet"
    ),
    "community of practices": "a form of learning as the regulation calls it",
    "file": "the manual's own word for a document (S13)",
    "upload": "the manual's own word (S13)",
    "input": "the manual's own word (S19)",
    "“fields”": "a name in the answers of the API",
    "“next”": "a name in the answers of the API",
    "“sort”": "a name in the answers of the API",
    "problem details": "the name of the standard (RFC 9457)",
    "“version”": "a name in the answers of the API",
    "success selesai": "a tone of the style guide, by its name in the code",
    "warning meminta": "a tone of the style guide, by its name in the code",
    "neutral diam": "a tone of the style guide, by its name in the code",
    "list.export": "the name of a task, for whoever searches the log for it",
    "update": "the menu of MyASN in manuals S9 and S20",
    **{kind.resource: "an address of the national web service" for kind in KINDS.values()},
    "unit.change": "the key of an event, for programs",
    "portal.test": "the key of an event, for programs",
    "public speaking": "the name of a course in SIASN's list",
    **dict.fromkeys(
        ("join webinar", "“join”", "audio settings", "zoom mobile app", "raise hand", "leave meeting"),
        "a button of Zoom, as the guide names it (L14 to L19)",
    ),
    "detail acara": "the guide's own words (L2)",
    "visionary leadership": "a recommendation as the assessment centre writes it",
}
"""English that stays, with its reason."""

KEPT = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, KEPT_ENGLISH))})(?!\w)")

NOT_WALKED = {
    "static": "files",
    "health": "for monitoring programs",
    "CourseView.add": "a redirect to the first step",
    "CourseView.edit": "a redirect to the first step",
    "CertificationView.add": "a redirect to the first step",
    "CertificationView.edit": "a redirect to the first step",
    "CourseView.queue": "a redirect to the oldest record",
    "CertificationView.queue": "a redirect to the oldest record",
    "ArchiveDocumentView.queue": "a redirect to the oldest record",
    "AwardView.add": "a redirect to the first step",
    "AwardView.edit": "a redirect to the first step",
    "AwardView.queue": "a redirect to the oldest record",
    "appbuilder.static": "files",
    "HubView.calendar": "a file for calendars",
    "WebinarView.calendar": "a file for calendars",
    "IdentityView.logo": "a picture",
    "UtilView.back": "a redirect",
    "NotificationView.open": "a redirect to the record",
    "JobView.download": "the file of a job; exports are read where they are asked for",
    "JobView.status": "numbers for the bar; its texts are on the job's page",
    "ProposalApi.info": "names of fields for programs",
    "AuthDBView.sso": "a redirect to the provider",
    "AuthDBView.sso_back": "a redirect from the provider",
    "DocumentView.download": "a person's file",
    "PackageView.of": "a redirect to the card",
    "PackageView.proof": "a person's file",
    "CertificateView.file": "a person's file",
    "OwnCertificateView.file": "a person's file",
    "CertificateTemplateView.sample": "a certificate; its paper is Indonesian",
    "RecommendationView.add": "a redirect to the first step",
    "RecommendationView.edit": "a redirect to the first step",
    "RecommendationView.file": "a person's file",
    "LetterCheckView.check": "behind a code that no list shows in words",
    "LetterCheckView.check_json": "names of fields for programs",
    "VerificationView.check": "behind a code that no list shows in words",
    "VerificationView.check_json": "names of fields for programs",
    "DocumentView.preview": "a person's file",
    "ImportView.corrected": "the person's own sheet; its one word of ours is read by the importer's tests",
    "SavedViewView.open": "a redirect to the list",
    **{f"GayaView.{name}": "the style guide of the demo: nothing but samples" for name in ("chart", "index", "letter", "options", "page")},
    **{
        f"SpecimenView.{name}": "the style guide of the demo: nothing but samples"
        for name in ("add", "add_step", "delete", "edit", "edit_step", "export", "list", "print", "show")
    },
}


PAPERS = (
    "CertificateTemplateView.sample",
    "CertificateView.file",
    "OwnCertificateView.file",
    "RecommendationView.file",
    "PackageView.proof",
)
"""A certificate or letter is printed in Indonesian, whoever looks at it."""
FOR_PROGRAMMERS = ("/api/v1/docs", "/api/v1/openapi.json")
"""They name parameters and values as programs send them."""


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
            registration_of(city, open_session_of(city).webinar)
            for state in PLAN_PATHS:
                plan_row_in(city, state)
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
            self.visits = [*Walk(app, people).everywhere(*FIRST, f"/forgotten/{link}", *self._addresses(app)), *self._refusals(app)]
        with app.app_context():
            texts = {text.casefold() for text in (*before, *self._typed()) if text and len(text) > 1} | SAME_EVERYWHERE.keys()
        ordered = sorted(texts, key=len, reverse=True)
        self.typed = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)")
        answered = [
            visit
            for visit in self.visits
            if visit.answer.status_code // 100 != 3 and visit.endpoint not in PAPERS and not visit.address.startswith(FOR_PROGRAMMERS)
        ]
        self.texts = [(visit, self._without_noise(visit, text)) for visit in answered for text in texts_of(visit.answer)]

    @staticmethod
    def _without_noise(visit: Visit, text: str) -> str:
        noise = {
            "AuditView.print": DIGEST,
            "AccountView.reset": SLIP,
            "WebinarSessionView.live": PRESENCE,
            "WebinarSessionView.open": PRESENCE,
        }.get(visit.endpoint)
        return noise.sub(" ", text) if noise else text

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
            *(Campaign.title, Campaign.source, CampaignQuestion.question, Employee.office_address),
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
            yield from (str(word) for pair in (data or {}).items() for word in pair)
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
        """Where `found` finds something, once a text and page."""
        met: dict[tuple[str, str], str] = {}
        for visit, text in self.texts:
            if what := found(text):
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
