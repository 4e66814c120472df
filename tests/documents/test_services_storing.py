"""What is kept of an upload, for whom, and for how long."""

import hashlib
from datetime import timedelta
from functools import partial
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.documents.models import Document
from app.documents.queries import find_document, own_upload
from app.documents.services import keep, storing, sweep, upload
from app.gaya.forms import CERTIFICATE
from app.gaya.models import Specimen
from app.kernel import clock, settings, storage
from app.kernel.actor import system_actor
from app.kernel.crud import create_record
from app.kernel.db import session
from app.kernel.errors import Denied, Invalid, Missing
from app.kernel.wizard import KEEP_DAYS
from tests.factories import files
from tests.factories.accounts import make_account
from tests.factories.city import City
from tests.factories.organisation import employee_actor, make_employee
from tests.proposals.test_concurrency import at_once

CONTENT = files.pdf()


def sent(city: City, name: str = "owner", content: bytes = CONTENT) -> Document:
    return upload(city.actor(name), CERTIFICATE, BytesIO(content), "Sertifikat.PDF")


def attached(city: City, document: Document) -> Specimen:
    actor = city.actor("owner")
    values = {"user_id": actor.user_id, "kind": "seminar", "name": "Seminar", "held_on": clock.today(), "hours": 4}
    return create_record(actor, Specimen, values | {"certificate_id": document.id})


def test_content_size_digest_and_kind_are_kept_as_sent(city: City) -> None:
    made = sent(city)
    assert (made.name, made.media_type, made.size, made.original_size) == ("Sertifikat.pdf", "application/pdf", len(CONTENT), None)
    assert made.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert storage.path(made.key).read_bytes() == CONTENT
    assert session().scalar(select(func.count(AuditEntry.id)).where(AuditEntry.event == "document.upload")) == 1


def test_a_refused_file_leaves_nothing(city: City) -> None:
    with pytest.raises(Invalid):
        sent(city, content=files.scripted_pdf())
    with pytest.raises(Denied):
        upload(system_actor(), CERTIFICATE, BytesIO(CONTENT), "a.pdf")
    assert session().scalar(select(func.count(Document.id))) == 0
    assert not [path for path in storage.files_folder().rglob("*.pdf") if path.read_bytes() == files.scripted_pdf()]


def test_no_more_than_the_ceiling_is_ever_read(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "CEILING", 5000)

    class Endless(BytesIO):
        taken = 0

        def read(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert size > 0
            Endless.taken += size
            return b"%PDF-" + b"0" * (size - 5)

    with pytest.raises(Invalid):
        upload(city.actor("owner"), CERTIFICATE, Endless(), "a.pdf")
    assert Endless.taken <= 5001


@pytest.mark.gate("G12")
def test_a_loose_upload_is_its_uploaders_and_an_attached_one_the_records(city: City) -> None:
    made = sent(city)
    assert find_document(city.actor("owner"), made.id).id == made.id
    for other in ("colleague", "supervisor", "opd_admin", "bkpsdm_admin", "auditor", "superuser"):
        with pytest.raises(Missing):
            find_document(city.actor(other), made.id)
    attached(city, made)
    assert find_document(city.actor("owner"), made.id).id == made.id
    with pytest.raises(Missing):
        find_document(city.actor("bkpsdm_admin"), made.id)
    with pytest.raises(Missing):
        own_upload(city.actor("owner"), made.id)


def test_uploading_without_end_is_stopped(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "MOST_LOOSE", 2)
    sent(city)
    attached(city, sent(city))
    sent(city)
    with pytest.raises(Invalid):
        sent(city)
    assert sent(city, "colleague").id


def test_parallel_uploads_do_not_pass_the_limit(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "MOST_LOOSE", 3)
    with app.app_context():
        person = make_employee()
        make_account(person)
        actor = employee_actor(person, person.user_id or 0)
        before = len(list(storage.files_folder().rglob("*.pdf")))
    answers = at_once(app, *[partial(upload, actor, CERTIFICATE, BytesIO(files.pdf()), "a.pdf") for _each in range(6)])
    assert sum(isinstance(answer, Invalid) for answer in answers) == 3
    with app.app_context():
        assert session().scalar(select(func.count(Document.id))) == 3
        assert len(list(storage.files_folder().rglob("*.pdf"))) == before + 3


def test_what_no_record_and_no_draft_wants_is_removed(ctx: Flask, city: City) -> None:
    with clock.at(clock.now() - timedelta(days=settings.get(KEEP_DAYS) + 2)):
        gone, used, held = sent(city), sent(city), sent(city)
        attached(city, used)
    fresh = sent(city)
    key, pks = gone.key, {used.id, held.id, fresh.id}
    keep(city.actor("owner"), held.id)
    assert sweep() == 1
    assert set(session().scalars(select(Document.id))) == pks
    assert not storage.path(key).exists()
    assert storage.path(fresh.key).exists()
