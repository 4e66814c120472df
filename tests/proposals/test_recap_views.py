"""The recapitulation on its page, in print and in Excel (P33)."""

import pytest
from flask import Flask

from app.kernel import clock
from app.reference.queries import find_training
from tests.proposals.test_views import People, make, pdf_text, rows_of, text


@pytest.mark.manual("P33")
def test_the_recap_is_ranked_printed_exported_and_merged(app: Flask, people: People) -> None:
    city, clients = people
    make(app, city, "submitted", title="Diklat arsip")
    make(app, city, "submitted", "stranger", title="ARSIP")
    admin = clients["bkpsdm_admin"]
    assert ">isian manual<" in text(admin, "/recap/")
    with app.app_context():
        training = find_training("Pelatihan Tata Naskah Dinas").id
    assert clients["opd_admin"].get("/recap/merge").status_code == 403
    wrong = admin.post("/recap/merge", data={"manual_key": "arsip", "training_id": ""})
    assert "Pilih jenis diklat dari daftar." in wrong.get_data(as_text=True)
    assert admin.post("/recap/merge", data={"manual_key": "arsip", "training_id": str(training)}).status_code == 302
    page = text(admin, "/recap/")
    assert "Pelatihan Tata Naskah Dinas" in page
    assert ">isian manual<" not in page
    assert rows_of(admin.get("/recap/export").data)[0][:3] == (1, "Pelatihan Tata Naskah Dinas", 2)
    assert "Pelatihan Tata Naskah Dinas" in pdf_text(admin.get("/recap/print").data)
    assert b"<svg" in admin.get("/recap/chart.svg").data
    for by in ("opd", "job_type", "period"):
        assert text(admin, f"/recap/?by={by}")
    assert admin.get("/recap/?by=password").status_code == 400


def test_all_periods_can_be_asked_for_though_the_present_one_stands_first(app: Flask, people: People) -> None:
    city, clients = people
    make(app, city, "submitted", title="Diklat arsip")
    admin, year = clients["bkpsdm_admin"], clock.today().year
    assert f'<option value="{year}" selected>' in text(admin, "/recap/")
    page = text(admin, "/recap/?period=all&by=")
    assert '<option value="all" selected>' in page
    assert "period=all" in page
    assert "Diklat arsip" in page
    assert admin.get("/recap/?period=1999").status_code == 400
