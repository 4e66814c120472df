"""Files and ids of files that were made to break something."""

import struct
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image

from app.kernel.errors import Invalid
from app.kernel.pictures import clean_picture
from tests.factories.accounts import signed_in_city
from tests.factories.gaya import demo_mode

COURSE = {"kind": "seminar", "name": "Seminar Arsip", "held_on": "2026-01-15", "hours": "4", "go": "next"}


@pytest.mark.gate("G14")
@pytest.mark.parametrize("tag", [0x0111, 0x014A, 0xA005])
def test_a_logo_whose_exif_says_nonsense_is_refused_and_breaks_nothing(ctx: Flask, tag: int) -> None:
    turned, text_for_a_number = struct.pack("<HHIHH", 0x0112, 3, 1, 6, 0), struct.pack("<HHI4s", tag, 2, 3, b"abc")
    exif = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 2) + turned + text_for_a_number + bytes(8)
    made = BytesIO()
    Image.new("RGB", (80, 90)).save(made, "JPEG", exif=exif)
    with pytest.raises(Invalid):
        clean_picture(BytesIO(made.getvalue()), 512)


@pytest.mark.gate("G12")
@pytest.mark.parametrize("pk", ["0", "999999", "2147483648", "9999999999", "²", "-1"])
@pytest.mark.parametrize("go", ["later", "back", "next"])
def test_a_draft_holds_on_to_no_document_of_an_impossible_number(app: Flask, pk: str, go: str) -> None:
    with demo_mode(app):
        owner = signed_in_city(app)[1]["owner"]
        owner.post("/specimens/add/data", data=COURSE)
        answer = owner.post("/specimens/add/document", data={"certificate_id": pk, "go": go})
        assert answer.status_code == (422 if go == "next" else 302)
        assert owner.get("/specimens/add/document").status_code == 200
