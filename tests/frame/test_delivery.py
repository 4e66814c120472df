"""Static files are kept for good under the digest of their content, answers are compressed, and a change of any file changes every address."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from app.delivery import digest_of
from app.kernel.roles import Role
from tests.factories.accounts import signed_in_as

OTHER = "0123456789abcdef"


@pytest.fixture
def address(app: Flask) -> str:
    with app.test_request_context():
        return url_for("static", filename="js/portal.js")


def test_a_file_under_its_digest_is_kept_for_good(client: FlaskClient, address: str) -> None:
    assert re.fullmatch(r"/static/[0-9a-f]{16}/js/portal.js", address)
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_plain_address_is_kept_for_a_while(client: FlaskClient) -> None:
    assert client.get("/static/favicon.svg").headers["Cache-Control"] == "public, max-age=3600"


def test_another_version_gets_the_present_file_but_not_to_keep(client: FlaskClient, address: str) -> None:
    answer = client.get(f"/static/{OTHER}/js/portal.js")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.data == client.get(address).data


def test_what_is_not_there_is_not_found_in_any_version(client: FlaskClient, address: str) -> None:
    for missing in (
        "/static/nothing.js",
        f"/static/{OTHER}/nothing.js",
        address.replace("portal", "nothing"),
        f"/static/{OTHER}/../../config.py",
    ):
        answer = client.get(missing)
        assert answer.status_code == 404
        assert "immutable" not in answer.headers.get("Cache-Control", "")


def test_files_that_name_each_other_stay_in_one_version(address: str) -> None:
    """Relative addresses in modules and style sheets resolve below the digest; absolute ones would not."""
    folder = Path(__file__).parents[2] / "app/static"
    own = [*folder.glob("js/*.js"), *folder.glob("css/*.css")]
    assert [path.name for path in own if re.search(r"""["'(]/static/""", path.read_text())] == []


def test_the_digest_is_of_names_and_contents(tmp_path: Path) -> None:
    file = tmp_path / "css" / "a.css"
    file.parent.mkdir()
    found = set()
    for content in ("red", "blue"):
        file.write_text(content)
        found.add(digest_of(tmp_path))
    file.rename(tmp_path / "css" / "b.css")
    found.add(digest_of(tmp_path))
    assert len(found) == 3


def test_no_folder_of_static_files_is_called_like_a_digest() -> None:
    folder = Path(__file__).parents[2] / "app/static"
    assert [path for path in folder.iterdir() if re.fullmatch("[0-9a-f]{16}", path.name)] == []


def test_static_files_carry_no_session(app: Flask, address: str) -> None:
    """What a shared cache keeps must not hand one person's session to the next."""
    client = signed_in_as(app, Role.AUDITOR)
    answer = client.get(address)
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "Set-Cookie" in client.get("/").headers


@pytest.mark.parametrize(("asked", "used", "unpack"), [("gzip, deflate, br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress)])
def test_pages_and_files_are_compressed(client: FlaskClient, address: str, asked: str, used: str, unpack: object) -> None:
    for path in ("/login/", address):
        plain = client.get(path)
        small = client.get(path, headers={"Accept-Encoding": asked})
        assert small.headers["Content-Encoding"] == used
        assert "Accept-Encoding" in small.headers["Vary"]
        assert len(small.data) < len(plain.data) / 2
        assert len(unpack(small.data)) == pytest.approx(len(plain.data), abs=200)  # type: ignore[operator]


def test_nothing_is_compressed_for_another_site(client: FlaskClient) -> None:
    """Who makes a browser ask for a page many times, with guesses in the address, learns nothing by the size of the answers (BREACH)."""
    headers = {"Accept-Encoding": "gzip, br", "Sec-Fetch-Site": "cross-site"}
    assert "Content-Encoding" not in client.get("/login/", headers=headers).headers
    assert "Content-Encoding" in client.get("/login/", headers=headers | {"Sec-Fetch-Site": "same-origin"}).headers


def test_a_file_that_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    headers = {"Accept-Encoding": "br"}
    first = client.get("/static/favicon.svg", headers=headers)
    again = client.get("/static/favicon.svg", headers=headers | {"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert not again.data
