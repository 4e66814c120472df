"""Wizards over HTTP, by the specimens of the style guide: drafts at every step, one record at the end."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from wtforms import StringField

from app.documents.models import Document
from app.gaya.models import Specimen
from app.kernel import clock, settings
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict
from app.kernel.forms import PortalForm
from app.kernel.wizard import KEEP_DAYS, Draft, Wizard, WizardStep
from app.kernel.wizard.drafts import UNBEGUN, finish, my_draft, save_draft, sweep_drafts
from tests.factories import files
from tests.factories.city import City
from tests.factories.gaya import demo_mode

URL = "/specimens"
DATA = {"kind": "seminar", "name": "Seminar Arsip", "held_on": "2026-01-15", "hours": "4", "go": "next"}
PDF = files.pdf()


@pytest.fixture
def browsers(app: Flask, people: tuple[City, dict[str, FlaskClient]]) -> Iterator[dict[str, FlaskClient]]:
    with demo_mode(app):
        yield people[1]


@pytest.fixture
def owner(browsers: dict[str, FlaskClient]) -> FlaskClient:
    return browsers["owner"]


def proof(content: bytes = PDF, go: str = "next") -> dict[str, Any]:
    return {"data": {"certificate_id": (BytesIO(content), "sertifikat.pdf"), "go": go}, "content_type": "multipart/form-data"}


def fill(browser: FlaskClient, base: str = f"{URL}/add", **changes: str) -> None:
    assert browser.post(f"{base}/data", data=DATA | changes).headers["Location"].endswith(f"{base}/document")
    assert browser.post(f"{base}/document", **proof()).headers["Location"].endswith(f"{base}/summary")


def key_of(browser: FlaskClient, base: str = f"{URL}/add") -> str:
    page = browser.get(f"{base}/summary").text
    return page.split('name="submission" type="hidden" value="')[1].split('"')[0]


def send(browser: FlaskClient, key: str, base: str = f"{URL}/add", **more: str) -> Any:
    return browser.post(f"{base}/summary", data={"declared": "y", "go": "send", "submission": key} | more)


def count(app: Flask, model: type[Any]) -> int:
    with app.app_context():
        return session().scalar(select(func.count(model.id))) or 0


@pytest.mark.manual("S10", "S14")
def test_data_document_summary_and_the_record(app: Flask, owner: FlaskClient) -> None:
    assert owner.get(f"{URL}/add").headers["Location"].endswith("/add/data")
    fill(owner)
    page = owner.get(f"{URL}/add/summary").text
    for shown in ("Seminar Arsip", "Seminar<", "15 Januari 2026", "sertifikat.pdf", 'aria-current="step"'):
        assert shown in page
    answer = send(owner, key_of(owner))
    assert answer.headers["Location"].endswith(f"{URL}/list/")
    assert "Seminar Arsip" in owner.get(f"{URL}/list/").text
    assert (count(app, Specimen), count(app, Draft)) == (1, 0)


@pytest.mark.gate("G5")
def test_a_summary_sent_twice_makes_one_record(app: Flask, owner: FlaskClient) -> None:
    fill(owner)
    key = key_of(owner)
    for _again in range(2):
        answer = send(owner, key)
        assert answer.status_code == 302
        assert answer.headers["Location"].endswith(f"{URL}/list/")
    assert count(app, Specimen) == 1


def test_without_the_declaration_nothing_is_sent(app: Flask, owner: FlaskClient) -> None:
    fill(owner)
    answer = owner.post(f"{URL}/add/summary", data={"go": "send", "submission": key_of(owner)})
    assert answer.status_code == 422
    assert "has-error" in answer.text
    assert (count(app, Specimen), count(app, Draft)) == (0, 1)


def test_what_was_typed_wrongly_is_kept_and_named(app: Flask, owner: FlaskClient) -> None:
    answer = owner.post(f"{URL}/add/data", data=DATA | {"hours": "empat", "name": ""})
    assert answer.status_code == 422
    assert answer.text.count("field has-error") == 2
    assert 'value="empat"' in owner.get(f"{URL}/add/data").text
    assert owner.get(f"{URL}/add/document").headers["Location"].endswith("/add/data")


def test_back_and_forth_loses_nothing(owner: FlaskClient) -> None:
    fill(owner)
    answer = owner.post(f"{URL}/add/document", data={"go": "back"})
    assert answer.headers["Location"].endswith("/add/data")
    assert 'value="Seminar Arsip"' in owner.get(f"{URL}/add/data").text
    assert owner.post(f"{URL}/add/summary", data={"go": "back"}).headers["Location"].endswith("/add/document")


def test_an_upload_survives_errors_and_further_steps(app: Flask, owner: FlaskClient) -> None:
    owner.post(f"{URL}/add/data", data=DATA)
    assert owner.post(f"{URL}/add/document", **proof()).status_code == 302
    with app.app_context():
        kept = session().scalar(select(Document.id))
    sent = {"certificate_id": [(BytesIO(files.scripted_pdf()), "a.pdf"), str(kept)], "go": "next"}
    assert owner.post(f"{URL}/add/document", data=sent, content_type="multipart/form-data").status_code == 422
    assert f'name="certificate_id" value="{kept}"' in owner.get(f"{URL}/add/document").text


def test_a_made_up_or_foreign_document_is_not_taken(app: Flask, browsers: dict[str, FlaskClient]) -> None:
    browsers["colleague"].post(f"{URL}/add/data", data=DATA)
    browsers["colleague"].post(f"{URL}/add/document", **proof())
    with app.app_context():
        foreign = session().scalar(select(Document.id))
    browsers["owner"].post(f"{URL}/add/data", data=DATA)
    for pk in (foreign, 999_999):
        assert browsers["owner"].post(f"{URL}/add/document", data={"certificate_id": str(pk), "go": "next"}).status_code == 422


def test_a_smaller_file_is_looked_at_before_it_is_used(app: Flask, owner: FlaskClient) -> None:
    owner.post(f"{URL}/add/data", data=DATA)
    answer = owner.post(f"{URL}/add/document", **proof(files.pdf_of(1024 * 1024 + 1)))
    assert answer.status_code == 422
    assert "/preview" in answer.text
    with app.app_context():
        kept = session().scalar(select(Document.id))
    assert owner.post(f"{URL}/add/document", data={"certificate_id": str(kept), "go": "next"}).status_code == 302


def test_a_draft_is_found_on_another_device_and_can_be_discarded(app: Flask, browsers: dict[str, FlaskClient]) -> None:
    owner = browsers["owner"]
    assert owner.post(f"{URL}/add/data", data=DATA | {"go": "later"}).headers["Location"].endswith("/list/")
    owner.post(f"{URL}/add/data", data=DATA)
    with app.app_context():
        pk = session().scalar(select(Draft.id))
    page = owner.get(f"{URL}/list/").text
    assert f"{URL}/drafts/{pk}/discard" in page
    assert owner.get(f"{URL}/add").headers["Location"].endswith("/add/document")
    assert browsers["colleague"].post(f"{URL}/drafts/{pk}/discard").status_code == 404
    assert f"/drafts/{pk}/" not in browsers["colleague"].get(f"{URL}/list/").text
    assert owner.post(f"{URL}/drafts/{pk}/discard").status_code == 302
    assert owner.post(f"{URL}/drafts/{pk}/discard").status_code == 404
    assert count(app, Draft) == 0


def test_a_draft_discarded_on_another_device_is_not_sent(app: Flask, owner: FlaskClient) -> None:
    fill(owner)
    key = key_of(owner)
    with app.app_context():
        pk = session().scalar(select(Draft.id))
    owner.post(f"{URL}/drafts/{pk}/discard")
    assert send(owner, key).headers["Location"].endswith("/list/")
    assert count(app, Specimen) == 0


def version_of(page: str) -> dict[str, str]:
    """What a page carries of the draft that it was made of."""
    return {"version": page.split('name="version" type="hidden" value="')[1].split('"')[0]}


@pytest.mark.gate("G5")
@pytest.mark.manual("S10")
@pytest.mark.parametrize("go", ["next", "later"])
def test_a_first_page_opened_before_another_devices_draft_is_told_and_writes_over_nothing_unseen(owner: FlaskClient, go: str) -> None:
    here, there = (version_of(owner.get(f"{URL}/add/data").text) for _device in range(2))
    assert owner.post(f"{URL}/add/data", data=DATA | there).status_code == 302
    told = owner.post(f"{URL}/add/data", data=DATA | here | {"name": "Nama kedua", "hours": "6", "go": go})
    assert told.status_code == 409
    assert "di halaman atau perangkat lain" in told.text
    assert 'value="Nama kedua"' in told.text, "what was typed stands there"
    assert "“Seminar Arsip”" in told.text
    assert "“4”" in told.text
    assert told.text.count("Di sana tersimpan") == 2, "only what differs is named"
    assert 'value="Seminar Arsip"' in owner.get(f"{URL}/add/data").text, "the other device's page is still kept"
    assert owner.post(f"{URL}/add/data", data=DATA | version_of(told.text) | {"name": "Nama kedua", "go": go}).status_code == 302
    assert 'value="Nama kedua"' in owner.get(f"{URL}/add/data").text


def test_the_same_page_sent_twice_is_no_other_device(app: Flask, owner: FlaskClient) -> None:
    page = version_of(owner.get(f"{URL}/add/data").text)
    for _click in range(2):
        assert owner.post(f"{URL}/add/data", data=DATA | page).headers["Location"].endswith("/add/document")
    assert count(app, Draft) == 1


def test_a_correction_opened_before_another_devices_draft_is_told(app: Flask, owner: FlaskClient) -> None:
    fill(owner)
    send(owner, key_of(owner))
    with app.app_context():
        base = f"{URL}/edit/{session().scalar(select(Specimen.id))}"
    late = version_of(owner.get(f"{base}/data").text)
    assert owner.post(f"{base}/data", data=DATA | version_of(owner.get(f"{base}/data").text) | {"name": "Di ponsel"}).status_code == 302
    told = owner.post(f"{base}/data", data=DATA | late | {"name": "Di kantor", "hours": ""})
    assert told.status_code == 409
    assert "“Di ponsel”" in told.text
    assert 'value="Di kantor"' in told.text
    assert 'value="Di ponsel"' in owner.get(f"{base}/data").text


def test_editing_begins_with_the_record_and_notices_a_change_in_between(app: Flask, owner: FlaskClient) -> None:
    fill(owner)
    send(owner, key_of(owner))
    with app.app_context():
        pk = session().scalar(select(Specimen.id))
    base = f"{URL}/edit/{pk}"
    assert owner.get(base).headers["Location"].endswith(f"{base}/data")
    assert 'value="Seminar Arsip"' in owner.get(f"{base}/data").text
    owner.post(f"{base}/data", data=DATA | {"name": "Seminar Kearsipan"})
    assert owner.get(f"{base}/summary").status_code == 200
    assert send(owner, key_of(owner, base), base).status_code == 302
    with app.app_context():
        assert session().scalar(select(Specimen.name)) == "Seminar Kearsipan"
    owner.post(f"{base}/data", data=DATA | {"name": "Seminar Ketiga"})
    with app.app_context(), transaction() as current:
        current.get_one(Specimen, pk).name = "Diubah orang lain"
    assert send(owner, key_of(owner, base), base).status_code == 409
    with app.app_context():
        assert session().scalar(select(Specimen.name)) == "Diubah orang lain"
    assert count(app, Draft) == 1


@pytest.mark.gate("G12")
def test_somebody_elses_record_and_an_unknown_step_are_not_found(app: Flask, browsers: dict[str, FlaskClient]) -> None:
    fill(browsers["owner"])
    send(browsers["owner"], key_of(browsers["owner"]))
    with app.app_context():
        pk = session().scalar(select(Specimen.id))
    for name in ("colleague", "bkpsdm_admin", "auditor"):
        for url in (f"{URL}/edit/{pk}", f"{URL}/edit/{pk}/data", f"{URL}/show/{pk}"):
            assert browsers[name].get(url).status_code == 404
    assert browsers["owner"].get(f"{URL}/add/nothing").status_code == 404


def test_a_record_refused_at_the_end_keeps_the_draft(app: Flask, owner: FlaskClient) -> None:
    fill(owner)
    key = key_of(owner)
    with app.app_context(), transaction() as current:
        draft = current.scalars(select(Draft)).one()
        draft.data = {**draft.data, "data": {**draft.data["data"], "name": ["x" * 300]}}
    answer = send(owner, key)
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/add/data")
    assert (count(app, Specimen), count(app, Draft)) == (0, 1)


def test_old_drafts_leave(ctx: Flask, city: City) -> None:
    actor = city.actor("owner")
    with clock.at(clock.now() - timedelta(days=settings.get(KEEP_DAYS) + 1)):
        save_draft(actor, "old", 0, "data", {"data": {"name": ["a"]}}, "")
    save_draft(actor, "new", 0, "data", {"data": {"name": ["a"]}}, "")
    sweep_drafts()
    assert (my_draft(actor, "old"), bool(my_draft(actor, "new"))) == (None, True)


def test_a_step_saved_from_two_devices_is_one_draft(ctx: Flask, city: City) -> None:
    actor = city.actor("owner")
    first = save_draft(actor, "specimen", 0, "data", {"data": {"name": ["a"]}}, "").id
    second = save_draft(actor, "specimen", 0, "document", {"document": {"certificate_id": ["7"]}}, "")
    assert second.id == first
    assert second.data == {"data": {"name": ["a"]}, "document": {"certificate_id": ["7"]}}


def test_two_devices_that_begin_with_other_content_are_not_both_kept_unseen(ctx: Flask, city: City) -> None:
    actor = city.actor("owner")
    first = {"data": {"name": ["a"]}}
    for _again in range(2):
        save_draft(actor, "specimen", 0, "data", first, "", known=UNBEGUN)
    with pytest.raises(Conflict):
        save_draft(actor, "specimen", 0, "data", {"data": {"name": ["b"]}}, "", known=UNBEGUN)
    save_draft(actor, "specimen", 0, "document", {"document": {"certificate_id": ["7"]}}, "", known=UNBEGUN)
    draft = my_draft(actor, "specimen")
    assert draft is not None
    assert draft.data == first | {"document": {"certificate_id": ["7"]}}


def test_a_failing_record_undoes_the_end_of_the_draft(ctx: Flask, city: City) -> None:
    actor = city.actor("owner")
    draft = save_draft(actor, "specimen", 0, "data", {}, "")

    def broken() -> Specimen:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        finish(actor, "specimen", 0, draft.submission, Specimen, broken)
    assert my_draft(actor, "specimen") is not None


class OneForm(PortalForm):
    name = StringField()


class SameForm(PortalForm):
    name = StringField()


WRONG = {
    "none": (),
    "summary": (WizardStep("summary", "", OneForm),),
    "same key": (WizardStep("a", "", OneForm), WizardStep("a", "", PortalForm)),
    "same field": (WizardStep("a", "", OneForm), WizardStep("b", "", SameForm)),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_table_that_cannot_be_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="wizard"):
        Wizard("wrong", WRONG[name])
