"""Courses, certifications, awards, archive, team work, packages and books as a hostile colleague, OPD admin, supervisor or auditor asks for them."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import func, select

from app.archive.models import ArchiveDocument
from app.awards.models import Award
from app.credentials.models import Certification, Course
from app.credentials.services import change_course
from app.documents.models import Document
from app.kernel.approval import StepHistory, edit, history, take_step
from app.kernel.db import session
from app.kernel.errors import Conflict
from app.kernel.wizard import Draft
from app.ledger.models import JpLine, book_id
from app.myasn.models import Package
from app.teamwork.models import TeamWork
from tests.factories import files
from tests.factories.accounts import People
from tests.factories.archive import document_in
from tests.factories.awards import award_in
from tests.factories.city import City, make_city
from tests.factories.credentials import REASON, certification_in, course_in, course_values, make_proof
from tests.factories.teamwork import team_work_in
from tests.proposals.test_concurrency import at_once

Portal = tuple[City, People]
YEAR = 2026
STEPS = ("approve", "return", "reject", "cancel", "delete", "withdraw", "send", "accept", "data", "document", "summary")
FORM = {"note": "<p>x</p>", "go": "next", "confirmed": "1", "name": "Diambil alih", "declared": "y"}
MODELS: tuple[Any, ...] = (Course, Certification, Award, ArchiveDocument, TeamWork, Package)


def of_stranger(city: City) -> dict[str, int]:
    """One record of each kind that belongs to the other OPD, by the view's prefix; the course twice, because only an approved one has a package."""
    approved = course_in(city, "approved", owner="stranger", name="Kursus disetujui")
    waiting = course_in(city, owner="stranger")
    package = session().scalars(select(Package.id).where(Package.subject_type == "course", Package.subject_id == approved.id)).one()
    line = session().scalars(select(JpLine.id).where(JpLine.subject_id == approved.id)).one()
    return {
        "Course": waiting.id,
        "Certification": certification_in(city, owner="stranger").id,
        "Award": award_in(city, owner="stranger").id,
        "ArchiveDocument": document_in(city, owner="stranger").id,
        "ArchiveScore": city.ids["stranger"],
        "TeamWork": team_work_in(city, owner="stranger").id,
        "TeamApproval": session().scalars(select(TeamWork.id).order_by(TeamWork.id.desc())).first() or 0,
        "Package": package,
        "JpBook": book_id(city.ids["stranger"], YEAR),
        "JpLine": line,
        "IpAsn": city.ids["stranger"],
        "LongService": city.ids["stranger"],
        "Document": waiting.certificate_id or 0,
    }


def addresses(app: Flask, pks: dict[str, int]) -> Iterator[tuple[str, str]]:
    """(method, address) of every route that takes one of these ids."""
    kinds = ("course", "certification", "award")
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        view = re.sub(r"(View|Api)$", "", rule.endpoint.partition(".")[0])
        if view not in pks or "pk" not in rule.arguments:
            continue
        more = (
            [{"step": step} for step in STEPS]
            if "step" in rule.arguments
            else [{"kind": kind} for kind in kinds]
            if "kind" in rule.arguments
            else [{}]
        )
        for each in more:
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield method, adapter.build(rule.endpoint, {"pk": pks[view], **each})


def standing() -> dict[str, Any]:
    """Everything that an attack could have changed."""
    found: dict[str, Any] = {
        model.__tablename__: [tuple(row) for row in session().execute(select(model.id, model.state, model.version).order_by(model.id))]
        for model in MODELS
    }
    return found | {
        "stages": session().scalar(select(func.count(StepHistory.id))),
        "files": session().scalar(select(func.count(Document.id))),
    }


@pytest.mark.gate("G12")
@pytest.mark.parametrize("name", ["owner", "supervisor", "opd_admin"])
def test_a_foreign_row_is_not_there_by_any_address(app: Flask, people: Portal, name: str) -> None:
    city, browsers = people
    with app.app_context():
        pks = of_stranger(city)
        before = standing()
    wrong = []
    for method, address in addresses(app, pks):
        call = {"json": FORM} if address.startswith("/api/") else {"data": FORM}
        answer = browsers[name].open(address, method=method, **({} if method == "GET" else call))
        # A redirect to the first page is FAB's refusal of the whole screen.
        refused = answer.status_code in (400, 403, 404, 405) or (answer.status_code == 302 and answer.headers["Location"] == "/")
        if not refused or any(words in answer.text for words in ("Kursus disetujui", "Tim Konsultasi")):
            wrong.append((method, address, answer.status_code))
    assert not wrong
    with app.app_context():
        assert standing() == before


@pytest.mark.gate("G12")
def test_an_auditor_reads_and_changes_nothing_by_any_address(app: Flask, people: Portal) -> None:
    city, browsers = people
    with app.app_context():
        pks = of_stranger(city)
        before = standing()
    wrong = []
    for method, address in addresses(app, pks):
        if method != "GET":
            call = {"json": FORM} if address.startswith("/api/") else {"data": FORM}
            answer = browsers["auditor"].open(address, method=method, **call)
            if answer.status_code not in (400, 403, 404, 405):
                wrong.append((method, address, answer.status_code))
    assert not wrong
    with app.app_context():
        assert standing() == before


@pytest.mark.gate("G12")
def test_a_wizard_takes_no_file_and_no_draft_of_somebody_else(app: Flask, people: Portal) -> None:
    city, browsers = people
    with app.app_context():
        loose = make_proof(city.actor("colleague"))
        kept = course_in(city, owner="colleague").certificate_id
    data = {"course_form": "7", "classification": "02", "name": "Kursus", "organiser": "A", "number": "1", "year": "2026"}
    data |= {"begins_on": "2026-01-15", "ends_on": "2026-01-15", "jp": "4", "go": "next"}
    assert browsers["colleague"].post("/courses/add/data", data=data | {"go": "later"}).status_code == 302
    owner = browsers["owner"]
    assert owner.post("/courses/add/data", data=data).status_code == 302
    for pk in (loose, kept):
        assert owner.post("/courses/add/document", data={"certificate_id": str(pk), "go": "next"}).status_code == 422
        page = owner.get("/courses/add/document").text
        assert f"/documents/{pk}/" not in page
        assert owner.get("/courses/add/summary").headers["Location"].endswith("/document")
    with app.app_context():
        theirs = session().scalars(select(Draft.id).order_by(Draft.id)).first()
    assert owner.post(f"/courses/drafts/{theirs}/discard").status_code == 404
    with app.app_context():
        assert session().get(Draft, theirs) is not None


@pytest.mark.manual("S19", "S44")
def test_nobody_verifies_his_own_record_by_screen_bulk_or_rest(app: Flask, people: Portal) -> None:
    city, browsers = people
    with app.app_context():
        own = {
            "courses": course_in(city, owner="bkpsdm_admin").id,
            "certifications": certification_in(city, owner="bkpsdm_admin").id,
            "awards": award_in(city, owner="bkpsdm_admin").id,
            "archive-documents": document_in(city, owner="bkpsdm_admin").id,
        }
        before = standing()
    admin = browsers["bkpsdm_admin"]
    for base, pk in own.items():
        assert admin.post(f"/{base}/{pk}/approve").status_code == 403, base
        assert "Tidak seorang pun memutuskan" in admin.post(f"/{base}/steps/approve", data={"pks": str(pk), "confirmed": "1"}).text
        assert admin.post(f"/api/v1/{base}/{pk}/approve", json={}).status_code == 403, base
    with app.app_context():
        assert standing() == before


@pytest.mark.manual("S19", "S44")
@pytest.mark.parametrize("kind", ["courses", "awards", "archive-documents"])
def test_what_was_changed_behind_the_officers_back_is_not_approved_unseen(app: Flask, people: Portal, kind: str) -> None:
    """The owner shows a modest course, and while the officer reads it he puts another in its place."""
    city, browsers = people
    make = {"courses": course_in, "awards": award_in, "archive-documents": document_in}[kind]
    with app.app_context():
        record = make(city)
        pk, model = record.id, type(record)
    officer = browsers["bkpsdm_admin"]
    page = officer.get(f"/{kind}/review/{pk}").text
    forms = re.findall(rf'action="(/{kind}/{pk}/approve[^"]*)"', page)
    assert forms
    with app.app_context():
        _touch(city, model, pk)
    answer = officer.post(forms[0].replace("&amp;", "&"))
    assert answer.status_code == 409
    assert "Berubah sejak ditampilkan" in answer.text
    with app.app_context():
        assert session().get_one(model, pk).state == "waiting"
    fresh = re.findall(rf'action="(/{kind}/{pk}/approve[^"]*)"', officer.get(f"/{kind}/review/{pk}").text)[0]
    assert officer.post(fresh.replace("&amp;", "&")).status_code == 302
    assert officer.post(fresh.replace("&amp;", "&")).status_code == 302, "his own second click is answered with the first's result"
    with app.app_context():
        assert session().get_one(model, pk).state == "approved"


def _touch(city: City, model: Any, pk: int) -> None:
    record = session().get_one(model, pk)
    edit(city.actor("owner"), model, pk, {"number": "999/X/2026"}, record.version)


def test_two_pages_of_one_course_do_not_overwrite_each_other(ctx: Flask, city: City) -> None:
    course, owner = course_in(city), city.actor("owner")
    version = course.version
    change_course(owner, course.id, course_values(owner, certificate_id=course.certificate_id, name="Pertama"), version)
    with pytest.raises(Conflict):
        change_course(owner, course.id, course_values(owner, certificate_id=course.certificate_id, name="Kedua"), version)
    assert session().get_one(Course, course.id).name == "Pertama"


@pytest.mark.gate("G5")
def test_approving_and_returning_at_once_has_one_winner(app: Flask) -> None:
    with app.app_context():
        city = make_city()
        first, second = city.actor("bkpsdm_admin"), city.actor("second_bkpsdm_admin")
    for make in (course_in, award_in, document_in) * 4:
        with app.app_context():
            record = make(city)
            pk, model = record.id, type(record)
        answers = at_once(app, partial(_decide, first, model, pk, "approve"), partial(_decide, second, model, pk, "return"))
        assert sorted(type(each).__name__ for each in answers) == ["Conflict", "str"]
        with app.app_context():
            record = session().get_one(model, pk)
            assert [row.step for row in history(record)][1:] == [{"approved": "approve", "returned": "return"}[record.state]]
            take_step(second, model, pk, "cancel", REASON) if record.state == "approved" else None
            take_step(city.actor("owner"), model, pk, "delete")


def _decide(actor: Any, model: Any, pk: int, key: str) -> str:
    return str(take_step(actor, model, pk, key, REASON if key == "return" else None).state)


@pytest.mark.manual("S6", "S13")
@pytest.mark.gate("G14")
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (lambda: files.picture("PNG"), "Ini bukan PDF"),
        (files.scripted_pdf, "skrip"),
        (files.locked_pdf, "kata sandi"),
        (lambda: files.pdf()[:400], "rusak"),
        (lambda: b"%PDF-1.7\n" + b"0" * (16 * 1024 * 1024), "terlalu besar"),
        (lambda: files.bomb_pdf(12_000, fill=1024 * 1024), "terlalu"),
    ],
    ids=["picture", "scripts", "encrypted", "truncated", "huge", "bomb"],
)
def test_the_archive_refuses_hostile_files_in_words_and_stores_nothing(
    app: Flask, people: Portal, content: Callable[[], bytes], words: str
) -> None:
    sent = {
        "document_type": "sk_pns",
        "detail": "",
        "number": "800/1/2020",
        "issued_on": "2020-01-31",
        "file_id": (BytesIO(content()), "sk.pdf"),
    }
    answer = people[1]["owner"].post("/archive-documents/add", data=sent, content_type="multipart/form-data")
    assert answer.status_code in (413, 422)
    assert words in answer.text
    with app.app_context():
        assert session().scalar(select(func.count(Document.id))) == 0


@pytest.mark.gate("G10")
def test_formulas_stay_text_in_every_export(app: Flask, people: Portal) -> None:
    city, browsers = people
    evil = '=HYPERLINK("http://jahat.example";"klik")'
    with app.app_context():
        course_in(city, "approved", name=evil, organiser="+1+1", number="@SUM(A1)")
        award_in(city, number="-2+3")
        document_in(city, detail=evil)
        team_work_in(city, name=evil)
    for who, address in (
        ("bkpsdm_admin", "/courses/export"),
        ("bkpsdm_admin", "/awards/export"),
        ("bkpsdm_admin", "/archive-documents/export"),
        ("opd_admin", "/team-approvals/export?status=all"),
        ("bkpsdm_admin", "/myasn/export"),
        ("bkpsdm_admin", "/myasn/national?kind=course&format=xlsx"),
    ):
        answer = browsers[who].get(address)
        assert answer.status_code == 200, address
        sheet = openpyxl.load_workbook(BytesIO(answer.data)).active
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert not [cell.value for cell in cells if cell.data_type == "f"], address
    lines = browsers["bkpsdm_admin"].get("/myasn/national?kind=course&format=csv").text
    assert not re.search(r'(?:^|[,;"])[=+@]', lines, re.MULTILINE), lines


@pytest.mark.gate("G9")
def test_html_in_what_people_type_is_only_text(app: Flask, people: Portal) -> None:
    city, browsers = people
    evil = '"><img src=x onerror=alert(1)>'
    with app.app_context():
        course = course_in(city, "returned", name=f"Kursus {evil}", organiser=evil)
        award = award_in(city, granted_by=evil)
        document = document_in(city, detail=evil)
        team = team_work_in(city, name=evil)
        pages = (
            (
                "owner",
                "/",
                "/inbox/",
                "/archive/",
                "/jp-book/",
                "/courses/list/",
                f"/courses/show/{course.id}",
                f"/courses/edit/{course.id}/data",
            ),
            (
                "owner",
                "/awards/list/",
                f"/awards/show/{award.id}",
                "/team-work/",
                f"/team-work/show/{team.id}",
                f"/archive-documents/show/{document.id}",
            ),
            (
                "bkpsdm_admin",
                f"/awards/review/{award.id}",
                f"/archive-documents/review/{document.id}",
                f"/archive-scores/show/{city.ids['owner']}",
            ),
        )
    for who, *addresses_of in pages:
        for address in addresses_of:
            assert "<img src=x" not in browsers[who].get(address, follow_redirects=True).text, address
    sent = {
        "document_type": "sk_pns",
        "detail": "",
        "number": "800/1/2020",
        "issued_on": "2020-01-31",
        "file_id": (BytesIO(files.pdf()), "<img src=x onerror=alert(1)>.pdf"),
    }
    answer = browsers["owner"].post("/archive-documents/add", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 302, re.findall(r'field-error".*', answer.text)
    assert "<img src=x" not in browsers["owner"].get("/archive/").text
