"""The auditor reads every step and can change nothing."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.town import Town

TITLE = "Pelatihan Arsip Digital"
CHANGING = {"Edit", "Teruskan", "Revisi", "Tolak", "Setujui", "Hapus"}


@pytest.mark.manual("P22")
def test_he_reads_every_proposal_and_every_stage_and_is_offered_no_step(enter: Any, town: Town) -> None:
    pk = town.proposal("owner", "revised", title=TITLE)
    town.proposal("stranger", "submitted", title="Pelatihan Gizi")
    visitor = enter("auditor")
    page = visitor.menu("Individual Plan")
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.locator("tbody input[type=checkbox]")).to_have_count(0)
    expect(page.get_by_role("link", name="Tambah", exact=True)).to_have_count(0)
    assert not CHANGING & set(visitor.actions(TITLE))
    page.get_by_role("link", name="History Usulan", exact=True).click()
    expect(visitor.dialog().get_by_role("listitem")).to_have_count(2)
    expect(visitor.dialog()).to_contain_text("Mohon disesuaikan.")
    page.keyboard.press("Escape")
    for step in ("forward", "revise", "approve", "delete"):
        token = page.locator("input[name=csrf_token]").first.get_attribute("value") or ""
        answer = page.request.post(f"{visitor.server}/proposals/{pk}/{step}", form={"csrf_token": token, "note": "x"})
        assert answer.status in (403, 409)
    assert page.request.get(f"{visitor.server}/proposals/edit/{pk}").status == 403
    assert town.state_of(pk) == "revised"


def test_the_trail_names_who_did_what_to_it(enter: Any, town: Town) -> None:
    town.proposal("owner", "approved", title=TITLE)
    visitor = enter("auditor")
    visitor.menu("Jejak Audit")
    main = visitor.page.get_by_role("main")
    expect(main).to_contain_text(town.full_names["owner"])
    expect(main).to_contain_text(town.full_names["opd_admin"])
    visitor.picture("auditor-trail")


def test_he_takes_the_list_and_the_recapitulation_along(enter: Any, town: Town) -> None:
    town.proposal("owner", "forwarded", title=TITLE)
    visitor = enter("auditor")
    for entry in ("Individual Plan", "Rekapitulasi"):
        page = visitor.menu(entry)
        with page.expect_download() as file:
            page.get_by_role("link", name="Export ke Excel", exact=True).click()
        assert file.value.suggested_filename.endswith(".xlsx")
        expect(page.get_by_role("link", name="Cetak", exact=True)).to_be_visible()


@pytest.mark.manual("P33")
def test_the_button_that_merges_is_shown_to_bkpsdm_and_never_to_him(enter: Any) -> None:
    for name, count in (("bkpsdm_admin", 1), ("auditor", 0), ("bkpsdm_admin", 1)):
        page = enter(name).menu("Rekapitulasi")
        expect(page.get_by_role("link", name="Gabungkan isian manual")).to_have_count(count)
