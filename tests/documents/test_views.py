"""Documents over HTTP: uploaded by forms and script, served to their own people only, shut off from the portal."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import files
from tests.factories.city import City

UPLOAD = "/documents/upload/specimen_certificate"


@pytest.fixture
def browsers(people: tuple[City, dict[str, FlaskClient]]) -> dict[str, FlaskClient]:
    return people[1]


def send(browser: FlaskClient, content: bytes, name: str = "sertifikat.pdf", url: str = UPLOAD) -> Any:
    return browser.post(url, data={"file": (BytesIO(content), name)}, content_type="multipart/form-data")


def test_an_upload_answers_with_what_a_form_needs(browsers: dict[str, FlaskClient]) -> None:
    content = files.pdf()
    answer = send(browsers["owner"], content)
    assert answer.status_code == 201
    assert answer.json["name"] == "sertifikat.pdf"
    assert answer.json["original_size"] is None
    assert browsers["owner"].get(answer.json["preview_url"]).data == content


@pytest.mark.gate("G9", "G12")
def test_nobody_else_finds_it(browsers: dict[str, FlaskClient], app: Flask) -> None:
    made = send(browsers["owner"], files.pdf()).json
    for name, browser in browsers.items():
        expected = 200 if name == "owner" else 404
        assert browser.get(made["preview_url"]).status_code == expected
        assert browser.get(made["download_url"]).status_code == expected
    assert app.test_client().get(made["download_url"]).status_code == 302


def test_a_preview_can_do_nothing_and_a_download_keeps_its_name(browsers: dict[str, FlaskClient]) -> None:
    made = send(browsers["owner"], files.pdf(), "Sertifikat – Rína\u202e.pdf").json
    preview, download = browsers["owner"].get(made["preview_url"]), browsers["owner"].get(made["download_url"])
    policy = preview.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert preview.headers["Content-Disposition"].startswith("inline")
    assert download.headers["Content-Disposition"].startswith("attachment")
    assert "filename*=UTF-8''Sertifikat%20%E2%80%93%20R%C3%ADna.pdf" in download.headers["Content-Disposition"]
    for answer in (preview, download):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.mimetype == "application/pdf"
        assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.gate("G14")
@pytest.mark.parametrize("name", ["sertifikat.pdf", "a;Set-Cookie: x=1.pdf", "../../config.py", "x" * 400 + ".pdf"])
def test_the_name_decides_nothing(browsers: dict[str, FlaskClient], name: str) -> None:
    refused = send(browsers["owner"], b"<html><script>alert(1)</script></html>", name)
    assert refused.status_code == 422
    assert refused.json["error"]
    made = send(browsers["owner"], files.pdf(), name)
    assert made.status_code == 201
    answer = browsers["owner"].get(made.json["download_url"])
    assert "Set-Cookie: x" not in str(answer.headers)
    assert len(made.json["name"]) <= 100
    assert "/" not in made.json["name"]


def test_what_is_larger_comes_back_smaller_with_both_sizes(browsers: dict[str, FlaskClient]) -> None:
    made = send(browsers["owner"], files.pdf_of(1024 * 1024 + 1))
    assert made.status_code == 201
    assert made.json["original_size"] == "1 MB"


def test_a_body_beyond_all_bounds_is_not_read(browsers: dict[str, FlaskClient]) -> None:
    assert send(browsers["owner"], b"%PDF-" + b"0" * (17 * 1024 * 1024)).status_code == 413


def test_nothing_sent_and_no_such_kind(browsers: dict[str, FlaskClient]) -> None:
    assert browsers["owner"].post(UPLOAD).status_code == 422
    assert send(browsers["owner"], files.pdf(), url="/documents/upload/nothing").status_code == 404
