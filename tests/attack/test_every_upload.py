"""Hostile files at every door of the portal that takes one: a clear message, and nothing kept. The doors are read from the registries and the source."""

import ast
import re
import zipfile
from collections.abc import Callable
from functools import partial
from io import BytesIO, RawIOBase
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

import app as portal_package
from app.documents import rules
from app.documents.models import Document
from app.documents.rules import FileType
from app.kernel import storage
from app.kernel.db import session
from app.kernel.errors import PortalError
from app.kernel.importing import table
from app.kernel.importing.models import ImportBatch
from app.kernel.settings import SettingValue
from app.kernel.wizard import Draft
from tests.awards.test_views import AWARD
from tests.factories import files
from tests.factories.accounts import People, signed_in_city
from tests.factories.city import City
from tests.factories.webinars import webinar_in
from tests.proposals.test_concurrency import at_once

HUGE = 200 * 1024 * 1024
DOORS = {
    "app/documents/api.py": {"request.files"},
    "app/documents/forms.py": {"FileInput"},
    "app/documents/views.py": {"request.files"},
    "app/kernel/importing/views.py": {"FileField"},
    "app/reference/forms.py": {"FileField"},
    "app/webinars/zoom_views.py": {"FileField"},
}
"""Where a file comes in: the document field with its script and its twin for programs, the import, the pictures of the agency's settings, and Zoom's report."""
HOSTILE: dict[str, Callable[[], bytes]] = {
    "picture called PDF": lambda: files.picture("PNG"),
    "scripts": files.scripted_pdf,
    "launches a program": files.launching_pdf,
    "encrypted": files.locked_pdf,
    "truncated": lambda: files.pdf()[:400],
    "program inside": files.carrying_pdf,
    "bomb": lambda: files.bomb_pdf(12_000, fill=1024 * 1024),
    "empty": lambda: b"",
}

COURSE = {
    "course_form": "7",
    "classification": "02",
    "name": "Kursus",
    "organiser": "A",
    "number": "1",
    "year": "2026",
    "begins_on": "2026-01-15",
    "ends_on": "2026-01-15",
    "jp": "4",
    "go": "next",
}


class Endless(RawIOBase):
    """What somebody sends who says it is 200 MB; whoever reads it all has lost."""

    taken = place = 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.place

    def seek(self, offset: int, whence: int = 0) -> int:
        self.place = HUGE if whence == 2 else offset
        return self.place

    def read(self, size: int = -1) -> bytes:
        assert size > 0, "read without a bound"
        self.taken += size
        return b"0" * size


def workbook_bomb() -> bytes:
    """Forty million cells' worth of XML in a small file."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _part in range(300):
                sheet.write(b" " * 1024 * 1024)
    return made.getvalue()


def kept(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def rows() -> tuple[Any, ...]:
    session().rollback()
    return tuple(session().scalar(select(func.count(model.id))) for model in (Document, ImportBatch, SettingValue))


def test_no_door_takes_files_unknown_to_this_test() -> None:
    root, found = Path(portal_package.__file__).parent, dict[str, set[str]]()
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            asked = ast.unparse(node) if isinstance(node, ast.Attribute) and node.attr == "files" else ""
            for name in {called} & {"FileField", "MultipleFileField", "FileInput"} | {asked} & {"request.files"}:
                found.setdefault(str(path.relative_to(root.parent)), set()).add(name)
    assert found == DOORS


@pytest.mark.gate("G14")
@pytest.mark.manual("S13", "S16", "S25", "L33")
@pytest.mark.parametrize("called", HOSTILE)
def test_no_kind_of_document_takes_a_hostile_file(app: Flask, people: tuple[City, People], called: str) -> None:
    owner: FlaskClient = people[1]["owner"]
    with app.app_context():
        folder = storage.files_folder()
        before, files_before = rows(), kept(folder)
    asked = [kind for kind in rules._kinds.values() if FileType.PDF in kind.types]
    assert len(asked) >= 7
    content = HOSTILE[called]()
    for kind in asked if called != "bomb" else asked[:1]:
        sent = {"file": (BytesIO(content), "sertifikat.pdf")}
        answer = owner.post(f"/documents/upload/{kind.key}", data=sent, content_type="multipart/form-data")
        if called == "picture called PDF" and len(kind.types) > 1:
            continue
        assert answer.status_code == 422, (kind.key, answer.text)
        assert re.search(r"\w{4,} \w+", answer.json["error"]), kind.key
    with app.app_context():
        if called != "picture called PDF":
            assert rows() == before
            assert kept(folder) == files_before


@pytest.mark.gate("G14")
def test_the_form_says_it_at_the_field_and_keeps_what_was_typed(app: Flask, people: tuple[City, People]) -> None:
    owner = people[1]["owner"]
    for base, typed in (("/courses", COURSE), ("/awards", AWARD)):
        assert owner.post(f"{base}/add/data", data=typed).headers["Location"].endswith("/document")
        for called in ("scripts", "encrypted"):
            sent = {"certificate_id": (BytesIO(HOSTILE[called]()), "s.pdf"), "go": "next"}
            answer = owner.post(f"{base}/add/document", data=sent, content_type="multipart/form-data", follow_redirects=True)
            assert answer.status_code in (200, 422), base
            assert "field-error" in answer.text, (base, called)
    with app.app_context():
        assert session().scalar(select(func.count(Document.id))) == 0
        assert session().scalar(select(func.count(Draft.id))) == 2


@pytest.mark.gate("G14")
def test_two_hundred_megabytes_are_turned_away_before_they_are_read(app: Flask, people: tuple[City, People]) -> None:
    admin = people[1]["bkpsdm_admin"]
    doors = [f"/documents/upload/{kind}" for kind in rules._kinds]
    doors += [
        "/imports/add",
        "/zoom-participants/add",
        "/settings/agency.logo/edit",
        "/courses/add/document",
        "/awards/add/document",
        "/archive-documents/add",
    ]
    for address in doors:
        endless = Endless()
        answer = admin.post(address, input_stream=endless, content_length=HUGE, content_type="multipart/form-data; boundary=x")
        assert answer.status_code == 413, address
        assert "terlalu besar" in answer.text, address
        assert endless.taken < HUGE / 2, address


@pytest.mark.gate("G14")
@pytest.mark.parametrize("called", ["bomb", "picture", "truncated", "PDF"])
def test_no_import_takes_a_hostile_file(app: Flask, people: tuple[City, People], called: str) -> None:
    admin = people[1]["bkpsdm_admin"]
    content = {
        "bomb": workbook_bomb,
        "picture": lambda: files.picture("PNG"),
        "truncated": lambda: workbook_bomb()[:200],
        "PDF": files.pdf,
    }[called]()
    with app.app_context():
        webinar = webinar_in(people[0], "running").id
        folder = storage.files_folder()
        before, files_before = rows(), kept(folder)
    assert len(table._declared) >= 5
    for name in table._declared:
        sent = {"kind": name, "file": (BytesIO(content), "pegawai.xlsx")}
        answer = admin.post("/imports/add", data=sent, content_type="multipart/form-data")
        assert answer.status_code == 422, (name, called)
        assert "field-error" in answer.text, (name, called)
    sent = {"webinar_id": str(webinar), "file": (BytesIO(content), "participants.csv")}
    answer = admin.post("/zoom-participants/add", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "field-error" in answer.text
    with app.app_context():
        assert rows() == before
        assert kept(folder) == files_before


@pytest.mark.gate("G14")
@pytest.mark.parametrize("content", [files.pdf(), files.picture("PNG")[:200], b"<svg onload='alert(1)'/>"], ids=["PDF", "truncated", "SVG"])
def test_the_logo_takes_no_hostile_file(app: Flask, people: tuple[City, People], content: bytes) -> None:
    with app.app_context():
        before = rows()
    sent = {"value": (BytesIO(content), "logo.png")}
    answer = people[1]["bkpsdm_admin"].post("/settings/agency.logo/edit", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "field-error" in answer.text
    with app.app_context():
        assert rows() == before


@pytest.mark.gate("G5")
def test_two_uploads_of_one_step_at_once_leave_one_draft_and_one_record(app: Flask) -> None:
    """Two devices send their file for the same step in the same moment; either may win, and the draft holds exactly one that is there."""
    browsers = signed_in_city(app)[1]
    owner = browsers["owner"]
    assert owner.post("/courses/add/data", data=COURSE).status_code == 302
    cookies = owner.get_cookie("session")

    def send(number: int) -> int:
        device = app.test_client()
        device.set_cookie("session", cookies.value if cookies else "")
        sent = {"certificate_id": (BytesIO(files.pdf(text=f"Berkas {number}")), f"{number}.pdf"), "go": "next"}
        return int(device.post("/courses/add/document", data=sent, content_type="multipart/form-data").status_code)

    answers = at_once(app, *[partial(send, number) for number in range(2)])
    assert answers == [302, 302], [each for each in answers if isinstance(each, PortalError)]
    with app.app_context():
        draft = session().scalars(select(Draft)).one()
        [held] = draft.data["document"]["certificate_id"]
        assert session().get(Document, int(held)) is not None
    page = owner.get("/courses/add/summary")
    assert page.status_code == 200
    key = page.text.split('name="submission" type="hidden" value="')[1].split('"')[0]
    assert owner.post("/courses/add/summary", data={"declared": "y", "go": "send", "submission": key}).status_code == 302
    assert len(re.findall(r"/courses/show/(\d+)", owner.get("/courses/list/").text)) >= 1
