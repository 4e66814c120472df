"""The agency's identity: a logo that is uploaded, shown everywhere, kept for good under its own address and removed again; colours that can be read."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from app.kernel import agency, clock, settings
from app.kernel.actor import system_actor
from app.kernel.roles import Role
from tests.factories.accounts import signed_in_as
from tests.kernel.test_pictures import picture

EDIT = "/settings/agency.logo/edit"
IMAGE = re.compile(r'(?:src|href)="(/identity/[0-9a-f]{64}\.png)"')


@pytest.fixture
def admin(app: Flask) -> FlaskClient:
    return signed_in_as(app, Role.BKPSDM_ADMIN)


def upload(browser: FlaskClient, content: bytes, name: str = "logo.png", day: str = ""):
    day = day or settings.clock.today().isoformat()
    return browser.post(EDIT, data={"value": (BytesIO(content), name), "valid_from": day}, content_type="multipart/form-data")


def test_an_uploaded_logo_is_everywhere(app: Flask, admin: FlaskClient) -> None:
    assert 'enctype="multipart/form-data"' in admin.get(EDIT).text
    assert upload(admin, picture("JPEG")).status_code == 302
    stranger = app.test_client()
    page = stranger.get("/login/").text
    addresses = IMAGE.findall(page)
    assert len(addresses) == 3, "tab, top bar, sign-in card"
    assert len(set(addresses)) == 1
    answer = stranger.get(addresses[0])
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers
    assert addresses[0] in admin.get("/settings/").text
    letter = PdfReader(BytesIO(admin.get("/settings/letter.pdf").data))
    assert len(letter.pages[0].images) == 1
    assert len(PdfReader(BytesIO(admin.get("/codes/print").data)).pages[0].images) == 1


def test_another_picture_has_another_address_and_the_one_nobody_names_any_more_is_gone(app: Flask, admin: FlaskClient) -> None:
    upload(admin, picture())
    first = IMAGE.findall(admin.get("/").text)[0]
    with app.app_context():
        stored = agency.letterhead().logo_path
    assert stored is not None
    upload(admin, picture(size=(90, 90)))
    second = IMAGE.findall(admin.get("/").text)[0]
    assert first != second
    assert admin.get(second).status_code == 200
    assert admin.get(first).status_code == 404
    assert not stored.exists()


def test_the_logo_of_earlier_days_stays_for_letters_of_its_time(app: Flask, admin: FlaskClient) -> None:
    with app.app_context(), clock.at(clock.now() - timedelta(days=30)):
        agency.change_logo(system_actor(), BytesIO(picture()))
        digest = agency.agency().logo
    admin.post("/settings/logo/remove")
    assert IMAGE.findall(admin.get("/").text) == []
    assert admin.get(f"/identity/{digest}.png").status_code == 200


def test_a_logo_may_wait_for_its_day(admin: FlaskClient) -> None:
    upload(admin, picture(), day="2999-01-01")
    assert IMAGE.findall(admin.get("/").text) == []


def test_it_is_removed_with_one_button(app: Flask, admin: FlaskClient) -> None:
    assert "/settings/logo/remove" not in admin.get("/settings/").text
    upload(admin, picture())
    address = IMAGE.findall(admin.get("/").text)[0]
    assert "/settings/logo/remove" in admin.get("/settings/").text
    assert admin.post("/settings/logo/remove").status_code == 302
    assert IMAGE.findall(admin.get("/").text) == []
    assert admin.get(address).status_code == 404
    assert len(PdfReader(BytesIO(admin.get("/settings/letter.pdf").data)).pages[0].images) == 0
    with app.app_context():
        assert agency.letterhead().logo_path is None


def test_the_lines_of_the_address_stay_lines_on_letters_and_lists(app: Flask, admin: FlaskClient) -> None:
    with app.app_context():
        settings.change_setting(system_actor(), agency.ADDRESS, "Jalan Taman 12\nTelepon (0799) 550012")
    for path in ("/settings/letter.pdf", "/codes/print"):
        lines = [line.strip() for line in PdfReader(BytesIO(admin.get(path).data)).pages[0].extract_text().splitlines()]
        assert {"Jalan Taman 12", "Telepon (0799) 550012"} <= set(lines), path


@pytest.mark.parametrize(("content", "name"), [(b"<script>", "logo.png"), (b"", "logo.png"), (b"GIF89a", "logo.jpg")])
def test_what_is_no_picture_is_said_at_the_field(admin: FlaskClient, content: bytes, name: str) -> None:
    answer = upload(admin, content, name)
    assert answer.status_code == 422
    assert 'id="value-error"' in answer.text
    assert IMAGE.findall(admin.get("/").text) == []


def test_nothing_sent_is_said_at_the_field(admin: FlaskClient) -> None:
    answer = admin.post(EDIT, data={"valid_from": settings.clock.today().isoformat(), "value": "favicon.svg"})
    assert answer.status_code == 422
    assert 'id="value-error"' in answer.text


@pytest.mark.parametrize("address", ["0" * 64, "..%2f..%2fsecret_key", "x"])
def test_no_other_file_has_such_an_address(client: FlaskClient, address: str) -> None:
    assert client.get(f"/identity/{address}.png").status_code == 404


def test_an_auditor_sees_how_it_looks_and_changes_nothing(app: Flask) -> None:
    auditor = signed_in_as(app, Role.AUDITOR)
    page = auditor.get("/settings/").text
    assert "/settings/letter.pdf" in page
    assert EDIT not in page
    assert upload(auditor, picture()).status_code == 403
    assert auditor.post("/settings/logo/remove").status_code == 403


def test_the_colours_stand_in_a_sheet_of_their_own_that_needs_no_script(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        settings.change_setting(system_actor(), agency.COLOUR, "#FFE066")
    address = re.search(r'href="(/identity/ffe066-[0-9a-f]{12}\.css)"', client.get("/login/").text)
    assert address is not None
    answer = client.get(address[1])
    assert answer.mimetype == "text/css"
    assert "--brand:#ffe066;--brand-ink:#000000" in answer.text
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get("/identity/red-1.css").status_code == 404
    assert client.get("/identity/}body{-1.css").status_code == 404
