"""A campaign on a phone: from the first page through guide, data and questionnaire to the proof; and BKPSDM's page of who is done."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.looks import sideways, violations
from tests.browser.town import Town
from tests.factories.campaigns import campaign_in, fill_contact
from tests.factories.photos import jpeg


@pytest.mark.manual("B1")
@pytest.mark.manual("B5")
@pytest.mark.manual("B6")
@pytest.mark.manual("B31")
@pytest.mark.manual("B33")
def test_three_minutes_on_a_phone(enter: Any, town: Town) -> None:
    with town.app.app_context():
        campaign = campaign_in(town.city, asks_photo=True)
        fill_contact(town.city)
        title, pk = campaign.title, campaign.id
    owner = enter("owner", phone=True)
    page = owner.open("/")
    page.get_by_role("link", name="Lanjutkan").or_(page.get_by_role("link", name=title)).first.click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    found = [*sideways(page), *violations(page)]
    owner.picture("campaign-guide-phone")
    page.get_by_role("button", name="Saya sudah membaca panduan").click()
    expect(page.get_by_text("Dibaca pada")).to_be_visible()
    page.get_by_role("button", name="Nyatakan data saya benar").click()
    expect(page.get_by_role("alert").first).to_contain_text("Centang bahwa data Anda benar")
    found += [*sideways(page), *violations(page)]
    owner.picture("campaign-data-phone")
    page.get_by_label("Data saya benar").check()
    page.get_by_role("button", name="Nyatakan data saya benar").click()
    expect(page.get_by_role("alert").first).to_contain_text("Unggah foto Anda terlebih dahulu")
    page.get_by_role("link", name="Upload Photo").click()
    page.locator("input[type=file]").set_input_files({"name": "IMG_0001.JPG", "mimeType": "image/jpeg", "buffer": jpeg()})
    expect(page.get_by_role("application", name="Bagian foto yang dipakai")).to_be_focused()
    page.get_by_label("Saya setuju foto dipakai lebih dari untuk sertifikat").check()
    found += [*sideways(page), *violations(page)]
    owner.picture("campaign-photo-phone")
    page.get_by_role("button", name="Simpan perubahan").click()
    expect(owner.dialog()).to_contain_text("Berhasil di Update")
    owner.dialog().get_by_role("link", name="OK").click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    expect(page.get_by_role("img", name="Foto saya")).to_be_visible()
    page.get_by_label("Data saya benar").check()
    page.get_by_role("button", name="Nyatakan data saya benar").click()
    owner.sees_toast("Data Anda telah dinyatakan benar")
    page.get_by_role("link", name="Buka kuesioner").click()
    page.get_by_label("Sudah").check()
    page.get_by_label("4").check()
    page.get_by_label("Saran Anda").fill("Cukup jelas.")
    found += [*sideways(page), *violations(page)]
    owner.picture("campaign-survey-phone")
    page.get_by_role("button", name="Kirim kuesioner").click()
    owner.sees_toast("Kuesioner terkirim")
    expect(page.get_by_text("3 dari 3 langkah selesai")).to_be_visible()
    expect(page.get_by_role("link", name="Bukti dalam PDF")).to_be_visible()
    owner.picture("campaign-proof-phone")

    admin = enter("bkpsdm_admin")
    desk = admin.open(f"/campaigns/show/{pk}")
    expect(desk.get_by_role("table", name="Kemajuan per OPD")).to_be_visible()
    found += [*sideways(desk), *violations(desk)]
    admin.picture("campaign-desk")
    assert found == []
