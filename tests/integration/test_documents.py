"""A program sends the proof of a course, enters the course with it and fetches it again; what a browser may not do, it may not either."""

from io import BytesIO

import pytest
from flask import Flask

from app.documents.models import Document
from app.kernel.db import session
from tests.factories import files
from tests.factories.city import City
from tests.factories.credentials import course_in
from tests.factories.privacy import restricted
from tests.integration.conftest import Call, TokenOf

KIND = "/api/v1/documents/upload/course_certificate"
READS, WRITES = "documents:read", "documents:write"
COURSE = {
    "course_form": "7",
    "classification": "02",
    "name": "Manajemen Arsip",
    "organiser": "LAN",
    "number": "12/LAN/2026",
    "year": "2026",
    "begins_on": "2026-01-15",
    "ends_on": "2026-01-15",
    "jp": "4",
}


def sent(content: bytes, name: str = "sertifikat.pdf") -> dict[str, object]:
    return {"data": {"file": (BytesIO(content), name)}, "content_type": "multipart/form-data"}


@pytest.mark.manual("S13", "S16")
def test_a_course_is_entered_with_its_proof_and_without_a_browser(call: Call, token_of: TokenOf) -> None:
    token = token_of("owner", READS, WRITES, "courses:write", "courses:read")
    content = files.pdf(text="Sertifikat kursus")
    made = call(token, KIND, "POST", **sent(content))
    assert made.status_code == 201, made.text
    document = made.json["id"]
    assert (made.json["kind"], made.json["size"], made.json["media_type"]) == ("course_certificate", len(content), "application/pdf")
    assert [each["id"] for each in call(token, "/api/v1/documents/").json["result"]] == [document]

    entered = call(token, "/api/v1/courses/", "POST", json=COURSE | {"certificate_id": document})
    assert entered.status_code == 201, entered.text
    assert entered.json["certificate_id"] == document
    assert call(token, "/api/v1/documents/").json["result"] == [], "it belongs to the course now"
    fetched = call(token, f"/api/v1/documents/{document}/file")
    assert fetched.data == content
    assert fetched.headers["Cache-Control"] == "private, no-store"
    assert "12_LAN_2026" in fetched.headers["Content-Disposition"].replace("-", "_")


def test_a_file_is_looked_into_as_on_the_screen(app: Flask, call: Call, token_of: TokenOf) -> None:
    token = token_of("owner", READS, WRITES)
    for content in (files.picture("PNG"), files.scripted_pdf(), files.locked_pdf(), b""):
        refused = call(token, KIND, "POST", **sent(content))
        assert refused.status_code == 422
        assert refused.json["fields"]["file"]
    assert call(token, KIND, "POST", data={}).json["fields"] == {"file": "Pilih berkas."}
    assert call(token, "/api/v1/documents/upload/nothing", "POST", **sent(files.pdf())).status_code == 404
    with app.app_context():
        assert session().query(Document).count() == 0


def test_the_file_is_for_whoever_reads_its_record(app: Flask, town: City, call: Call, token_of: TokenOf) -> None:
    with app.app_context():
        document = course_in(town).certificate_id
    path = f"/api/v1/documents/{document}/file"
    seen = {name: call(token_of(name, READS), path).status_code for name in ("owner", "opd_admin", "bkpsdm_admin", "auditor")}
    assert seen == dict.fromkeys(seen, 200)
    foreign = {name: call(token_of(name, READS), path).status_code for name in ("colleague", "other_opd_admin")}
    assert foreign == dict.fromkeys(foreign, 404)
    assert call(token_of("owner", "courses:read"), path).status_code == 403, "the token lacks the scope"
    assert call(token_of("owner", READS), KIND, "POST", **sent(files.pdf())).status_code == 403


def test_a_foreign_upload_is_neither_seen_nor_taken(call: Call, token_of: TokenOf) -> None:
    document = call(token_of("owner", WRITES), KIND, "POST", **sent(files.pdf())).json["id"]
    colleague = token_of("colleague", READS, "courses:write")
    assert call(colleague, f"/api/v1/documents/{document}").status_code == 404
    assert call(colleague, f"/api/v1/documents/{document}/file").status_code == 404
    taken = call(colleague, "/api/v1/courses/", "POST", json=COURSE | {"certificate_id": document})
    assert taken.status_code == 422
    assert list(taken.json["fields"]) == ["certificate_id"]


def test_a_restricted_persons_file_goes_to_himself_only(app: Flask, town: City, call: Call, token_of: TokenOf) -> None:
    with app.app_context():
        document = course_in(town).certificate_id
        restricted(town)
    path = f"/api/v1/documents/{document}/file"
    assert call(token_of("bkpsdm_admin", READS), path).status_code == 404
    assert call(token_of("owner", READS), path).status_code == 200
