"""Drafts of courses and certifications: of others, of two tabs at once, of what was sent meanwhile, of hostile texts, of who has left."""

import re
from functools import partial
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import func, select

from app.credentials.models import Certification, Course
from app.kernel.approval import take_step
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict
from app.kernel.wizard import Draft
from app.kernel.wizard.drafts import save_draft
from tests.factories import files
from tests.factories.accounts import People
from tests.factories.city import City, make_city
from tests.factories.credentials import REASON, certification_in, course_in
from tests.proposals.test_concurrency import at_once

Portal = tuple[City, People]
COURSE = {"course_form": "7", "classification": "02", "name": "Kursus Arsip", "organiser": "BKPSDM", "number": "1/I/2026", "year": "2026"}
COURSE |= {"begins_on": "2026-01-15", "ends_on": "2026-01-15", "jp": "4", "go": "next"}
CERTIFIED = {"classification": "28", "name": "Uji Kompetensi", "number": "L/1", "certified_on": "2026-04-21", "valid_from": "2026-04-21"}
CERTIFIED |= {"valid_until": "2029-04-20", "organiser": "LKPP", "go": "next"}
KINDS: dict[str, dict[str, str]] = {"courses": COURSE, "certifications": CERTIFIED}
MAKERS: dict[str, Any] = {"courses": course_in, "certifications": certification_in}
STATES = ("waiting", "returned", "approved", "rejected")


def fill(browser: FlaskClient, base: str, at: str = "add") -> None:
    """Both steps, up to the summary."""
    assert browser.post(f"/{base}/{at}/data", data=KINDS[base]).status_code == 302
    proof = {"certificate_id": (BytesIO(files.pdf()), "sertifikat.pdf"), "go": "next"}
    answer = browser.post(f"/{base}/{at}/document", data=proof, content_type="multipart/form-data")
    assert answer.headers["Location"].endswith("/summary")


def hidden(page: str) -> dict[str, str]:
    """What the form of a page carries along."""
    return dict(re.findall(r'name="(submission|version)" type="hidden" value="([^"]*)"', page))


def send(browser: FlaskClient, base: str, fields: dict[str, str], at: str = "add") -> Any:
    return browser.post(f"/{base}/{at}/summary", data={"declared": "y", "go": "send"} | fields)


def drafts(app: Flask) -> list[tuple[int, str, int, Any]]:
    with app.app_context():
        return [(row.id, row.kind, row.record_id, row.data) for row in session().scalars(select(Draft).order_by(Draft.id))]


def count(app: Flask, model: type[Any]) -> int:
    with app.app_context():
        return session().scalar(select(func.count(model.id))) or 0


@pytest.mark.gate("G12")
@pytest.mark.manual("S10", "S11")
@pytest.mark.parametrize("base", KINDS)
def test_a_foreign_draft_is_not_there_for_anybody_by_any_method(app: Flask, people: Portal, base: str) -> None:
    _city, browsers = people
    fill(browsers["owner"], base)
    key = hidden(browsers["owner"].get(f"/{base}/add/summary").text)
    before = drafts(app)
    pk = before[0][0]
    other = next(each for each in KINDS if each != base)
    for name in ("colleague", "supervisor", "opd_admin", "bkpsdm_admin", "auditor"):
        browser = browsers[name]
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            for address in (f"/{base}/drafts/{pk}/discard", f"/{other}/drafts/{pk}/discard", f"/api/v1/{base}/drafts/{pk}"):
                answer = browser.open(address, method=method)
                assert answer.status_code in (302, 400, 403, 404, 405), (name, method, address)
                assert answer.status_code != 302 or answer.headers["Location"] == "/", (name, method, address)
        assert "Kursus Arsip" not in browser.get(f"/{base}/add/data").text
        send(browser, base, key)
    assert browsers["owner"].post(f"/{other}/drafts/{pk}/discard").status_code == 404, "one's own, but of the other kind"
    assert drafts(app) == before
    assert count(app, Course) + count(app, Certification) == 0


@pytest.mark.gate("G5")
@pytest.mark.manual("S14", "S17")
@pytest.mark.parametrize("base", KINDS)
def test_a_summary_is_sent_as_it_was_read(app: Flask, people: Portal, base: str) -> None:
    """Two tabs of one draft: the second writes another name while the first stands at the summary."""
    _city, browsers = people
    owner = browsers["owner"]
    fill(owner, base)
    read = hidden(owner.get(f"/{base}/add/summary").text)
    assert owner.post(f"/{base}/add/data", data=KINDS[base] | {"name": "Nama kedua"}).status_code == 302
    answer = send(owner, base, read)
    assert answer.status_code == 409
    assert "Nama kedua" in answer.text
    assert "diubah di halaman lain" in answer.text
    assert count(app, Course) + count(app, Certification) == 0
    assert send(owner, base, hidden(answer.text)).status_code == 302
    assert count(app, Course) + count(app, Certification) == 1
    assert send(owner, base, hidden(answer.text)).status_code == 302, "the second click is answered with the first's record"
    assert count(app, Course) + count(app, Certification) == 1


@pytest.mark.gate("G5")
@pytest.mark.parametrize("base", KINDS)
@pytest.mark.parametrize("end", ["send", "discard"])
def test_a_late_save_of_another_tab_begins_no_second_record(app: Flask, people: Portal, base: str, end: str) -> None:
    _city, browsers = people
    owner = browsers["owner"]
    fill(owner, base)
    steps = {step: hidden(owner.get(f"/{base}/add/{step}").text) for step in ("data", "document")}
    assert all(fields["version"] for fields in steps.values())
    if end == "send":
        send(owner, base, hidden(owner.get(f"/{base}/add/summary").text))
    else:
        owner.post(f"/{base}/drafts/{drafts(app)[0][0]}/discard")
    for step, fields in steps.items():
        for go in ("next", "later", "back"):
            answer = owner.post(f"/{base}/add/{step}", data=KINDS[base] | fields | {"go": go})
            assert answer.headers["Location"].endswith(f"/{base}/list/"), (step, go)
    assert "sudah dikirim atau dibuang" in owner.get(f"/{base}/list/").text
    assert drafts(app) == []
    assert owner.post(f"/{base}/add/data", data=KINDS[base]).status_code == 302, "a page opened anew begins anew"


@pytest.mark.parametrize("base", KINDS)
def test_a_correction_of_a_record_that_was_returned_meanwhile_is_told_and_then_sent(app: Flask, people: Portal, base: str) -> None:
    city, browsers = people
    owner = browsers["owner"]
    with app.app_context():
        record = MAKERS[base](city, name="Sebelum koreksi")
        pk, model = record.id, type(record)
    fill(owner, base, at=f"edit/{pk}")
    page = owner.get(f"/{base}/edit/{pk}/summary").text
    with app.app_context():
        take_step(city.actor("bkpsdm_admin"), model, pk, "return", REASON)
    told = send(owner, base, hidden(page), f"edit/{pk}")
    assert told.status_code == 409
    assert "Konsep Anda tetap tersimpan" in told.text
    with app.app_context():
        assert session().get_one(model, pk).name == "Sebelum koreksi"
    assert send(owner, base, hidden(told.text), f"edit/{pk}").status_code == 302, "what was typed is not lost"
    with app.app_context():
        assert session().get_one(model, pk).name == KINDS[base]["name"]
    assert drafts(app) == []


@pytest.mark.gate("G5")
@pytest.mark.parametrize("state", ["approved", "rejected", "deleted"])
@pytest.mark.parametrize("base", KINDS)
def test_a_correction_kept_while_its_record_was_decided_changes_nothing(app: Flask, people: Portal, base: str, state: str) -> None:
    city, browsers = people
    owner = browsers["owner"]
    with app.app_context():
        record = MAKERS[base](city, name="Seperti diputuskan")
        pk, model = record.id, type(record)
    fill(owner, base, at=f"edit/{pk}")
    page = owner.get(f"/{base}/edit/{pk}/summary").text
    assert f"/{base}/edit/{pk}/" in owner.get(f"/{base}/list/").text
    with app.app_context():
        act = {"approved": "approve", "rejected": "reject", "deleted": "delete"}[state]
        take_step(city.actor("owner" if state == "deleted" else "bkpsdm_admin"), model, pk, act, REASON if state == "rejected" else None)
    for step in ("data", "document", "summary"):
        assert owner.get(f"/{base}/edit/{pk}/{step}").status_code in (403, 404, 409), step
        assert owner.post(f"/{base}/edit/{pk}/{step}", data=KINDS[base]).status_code in (403, 404, 409), step
    assert send(owner, base, hidden(page), f"edit/{pk}").status_code in (403, 404, 409)
    assert f"/{base}/edit/{pk}/" not in owner.get(f"/{base}/list/").text, "no way is offered that leads nowhere"
    with app.app_context():
        found = session().get_one(model, pk)
        assert (found.state, found.name) == (state, "Seperti diputuskan")


def test_two_tabs_that_save_at_the_same_instant_keep_both_steps(app: Flask) -> None:
    with app.app_context():
        city = make_city()
        owner = city.actor("owner")
    first = {"data": {"name": ["lama"]}, "document": {"certificate_id": ["1"]}}
    for record in range(1, 11):
        calls = [
            partial(save_draft, owner, "course", record, step, {step: values}, "", first=first)
            for step, values in (("data", {"name": ["baru"]}), ("document", {"certificate_id": ["2"]}))
        ]
        assert not [each for each in at_once(app, *calls) if isinstance(each, Exception)]
        with app.app_context():
            draft = session().scalars(select(Draft).where(Draft.record_id == record)).one()
            assert draft.data == {"data": {"name": ["baru"]}, "document": {"certificate_id": ["2"]}}
    with app.app_context(), pytest.raises(Conflict):
        save_draft(owner, "course", 99, "data", {"data": {}}, "", known="a draft that was sent")
    with app.app_context():
        assert session().scalar(select(Draft.id).where(Draft.record_id == 99)) is None


HOSTILE = ["9" * 40, "-1", "NaN", "1e400", "²", "a\x01\u202eb", "x" * 20_000, "<script>alert(1)</script>", "99999-01-01", "2026-02-30"]


@pytest.mark.parametrize("base", KINDS)
def test_hostile_texts_in_any_field_are_refused_or_only_text(app: Flask, people: Portal, base: str) -> None:
    """Each in each field of each step; what was kept is shown again, and nothing breaks."""
    owner = people[1]["owner"]
    fields = [(f"/{base}/add/data", name, KINDS[base]) for name in KINDS[base] if name != "go"]
    fields += [(f"/{base}/add/data", name, KINDS[base]) for name in ("course_kind", "title_places", "front_title", "back_title", "version")]
    fields += [(f"/{base}/add/document", name, {"go": "next"}) for name in ("certificate_id", "version")]
    for text in HOSTILE:
        for address, name, right in fields:
            answer = owner.post(address, data=right | {name: text})
            assert answer.status_code in (302, 422), (name, text[:20], answer.status_code)
        owner.post(f"/{base}/add/data", data=dict.fromkeys(KINDS[base], text))
        page = owner.get(f"/{base}/add/data")
        assert page.status_code == 200, text[:20]
        assert "<script>alert(1)" not in page.text
    assert owner.get(f"/{base}/list/").status_code == 200
    assert owner.post(f"/{base}/add/data", data=KINDS[base] | {"name": "a\x00b"}).status_code == 400
    assert owner.post(f"/{base}/add/data", data=KINDS[base] | {"employee_id": "1", "state": "approved", "unit_id": "1"}).status_code == 302
    assert set(drafts(app)[0][3]["data"]) <= {*KINDS[base], "course_kind", "title_places", "front_title", "back_title"} - {"go"}


@pytest.mark.gate("G12")
@pytest.mark.parametrize("base", KINDS)
def test_who_has_left_sends_no_draft(app: Flask, people: Portal, base: str) -> None:
    _city, browsers = people
    owner = browsers["owner"]
    fill(owner, base)
    key = hidden(owner.get(f"/{base}/add/summary").text)
    with app.app_context(), transaction() as current:
        current.scalars(select(User).where(User.username == browsers.usernames["owner"])).one().active = False
    for step in ("data", "document", "summary"):
        for method in ("GET", "POST"):
            answer = owner.open(f"/{base}/add/{step}", method=method, data=KINDS[base] | key | {"declared": "y", "go": "send"})
            assert answer.status_code in (302, 401, 403)
            assert "Kursus Arsip" not in answer.text
            assert "/login" in answer.headers.get("Location", "/login")
    assert count(app, Course) + count(app, Certification) == 0
