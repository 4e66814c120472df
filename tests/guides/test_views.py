"""The pages of the guides: open to strangers, searched with everything else, on paper under the letterhead."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from app.guides.library import GUIDES
from tests.factories.accounts import People
from tests.factories.city import City


@pytest.mark.manual("L41")
def test_a_stranger_reads_and_prints_every_guide(client: FlaskClient) -> None:
    listed = client.get("/guides/").text
    for guide in GUIDES:
        assert f"/guides/{guide.key}" in listed
        page = client.get(f"/guides/{guide.key}")
        assert page.status_code == 200
        assert "Buka layar ini" not in page.text, "screens are for the signed-in"
        assert all(name in page.text for name in guide.pictures("id"))
    paper = client.get(f"/guides/{GUIDES[0].key}.pdf")
    assert paper.mimetype == "application/pdf"
    pages = PdfReader(BytesIO(paper.data)).pages
    assert "Mendaftar webinar" in pages[0].extract_text()
    assert sum(len(page.images) for page in pages) == len(GUIDES[0].pictures("id"))
    assert client.get("/guides/nothing").status_code == 404
    assert client.get("/guides/nothing.pdf").status_code == 404


def test_guides_are_found(client: FlaskClient) -> None:
    found = client.get("/guides/?q=kampanye+OPD").text
    assert "/guides/campaign" in found
    assert "/guides/proposal" not in found
    assert "Tidak ada panduan" in client.get("/guides/?q=<script>").text


def test_the_search_over_everything_finds_them(app: Flask, people: tuple[City, People]) -> None:
    assert "/guides/webinar" in people[1]["owner"].get("/search/?q=mengisi+daftar+hadir").text
