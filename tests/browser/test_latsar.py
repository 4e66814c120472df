"""The manual of B1 to B34 walked in one go: BKPSDM opens a campaign, an employee does all of it on a phone 360 px wide, an officer decides at 1280 px.

And a colleague who does nothing finds his data deemed valid after the last second of the day.
"""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from app.campaigns.models import Campaign
from app.campaigns.services import keep_deadlines
from app.kernel import clock
from app.kernel.db import session
from app.kernel.filters import midnight
from tests.browser.looks import sideways, violations
from tests.browser.test_photos import RULES, shown
from tests.browser.test_profile import FIELDS
from tests.browser.town import Town
from tests.browser.visitor import Visitor
from tests.factories.files import pdf
from tests.factories.photos import BLUE, draw, jpeg

TITLE = "Pemutakhiran data peserta Latsar"
ALL_OF_B = [f"B{number}" for number in range(1, 35)]
SOURCE = "Data kepegawaian yang dimuat BKPSDM"


class Walk:
    """What was found wrong with the pages on the way; `look` keeps a picture and asks whether the page fits and can be used by everybody."""

    def __init__(self) -> None:
        self.wrong: list[str] = []

    def look(self, visitor: Visitor, name: str) -> None:
        self.wrong += [f"{name}: {each}" for each in (*sideways(visitor.page), *violations(visitor.page))]
        visitor.picture(f"latsar-{name}")


def refused(page: Page, button: str, words: str) -> None:
    """Pressing `button` is answered by `words`, and what was typed is still there."""
    page.locator("main").get_by_role("button", name=button).click()
    expect(page.get_by_role("alert").first).to_contain_text(words)


def sent_photo(page: Page, name: str, content: bytes) -> None:
    """A photo out of the phone's own album."""
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": content})


def opened_campaign(admin: Visitor, walk: Walk, nips: list[str]) -> None:
    """B1, B7: guide, audience, deadline and a question; then it is opened."""
    desk = admin.open("/campaigns/add")
    expect(desk.locator("#guide")).to_have_value(re.compile("tangkapan layar tidak diperlukan"))
    desk.locator("#title").fill(TITLE)
    desk.get_by_label("Atau hanya untuk NIP ini").fill("\n".join(nips))
    desk.get_by_label("Batas akhir data").fill(clock.today().isoformat())
    desk.get_by_label("Minta foto").check()
    walk.look(admin, "campaign-form")
    desk.locator("main").get_by_role("button", name="Simpan").click()
    desk.get_by_role("link", name="Tambah pertanyaan").click()
    desk.locator("#question").fill("Apakah foto Anda sudah tampil?")
    desk.locator("#kind").select_option("pilihan")
    desk.locator("#choices").fill("Sudah\nBelum")
    walk.look(admin, "question-form")
    desk.locator("main").get_by_role("button", name="Simpan").click()
    desk.get_by_role("link", name="Buka kampanye", exact=True).click()
    admin.answer("Ya, buka")
    admin.sees_toast("Kampanye telah dibuka")
    walk.look(admin, "campaign-opened")


def filled_in(owner: Visitor, walk: Walk, nip: str) -> None:
    """B3, B5, B8 to B19: the twelve fields in their order, the messages, and what one changes oneself."""
    page = owner.open("/")
    page.locator("summary").filter(has_text="Akun").click()
    page.get_by_role("link", name="Profil", exact=True).click()
    page.wait_for_url("**/profile/")
    assert page.locator("main dt").evaluate_all("all => all.map(each => each.firstChild.textContent.trim())")[:12] == FIELDS
    expect(page.locator("main")).to_contain_text("isian masih kosong")
    expect(page.locator("main dd").first).to_contain_text(nip[:8])
    walk.look(owner, "profile-empty")
    page.locator("main, header").get_by_role("link", name="Update Profil").first.click()
    page.get_by_label("E-mail kedinasan").fill("saya@gmail.com")
    page.get_by_label("No. HP pribadi").fill("12345")
    page.get_by_label("Alamat kantor").fill("Jalan Merdeka 1")
    refused(page, "Simpan", "No. HP pribadi")
    walk.look(owner, "profile-refused")
    page.get_by_label("E-mail kedinasan").fill("pegawai@kota.go.id")
    page.get_by_label("No. HP pribadi").fill("081234567890")
    expect(page.get_by_label("Alamat kantor")).to_have_value("Jalan Merdeka 1")
    page.locator("main").get_by_role("button", name="Simpan").click()
    owner.sees_toast("Data Anda telah disimpan")
    expect(page.locator("main")).to_contain_text("081234567890")


def asked_for_change(owner: Visitor, walk: Walk, evidence: Path) -> None:
    """B4, B6: the semicolon stays, the day exists, and what an officer checks goes to him with the document that proves it."""
    page = owner.open("/profile/")
    page.locator("main, header").get_by_role("link", name="Ajukan perubahan data").first.click()
    birth = page.get_by_label("Tempat;tanggal lahir")
    page.get_by_label("Alasan perubahan").fill("Sesuai akta kelahiran")
    page.locator("input[type=file]").set_input_files(evidence)
    expect(page.get_by_text(evidence.name)).to_be_visible()
    birth.fill("Jayapura,29-2-2000")
    refused(page, "Simpan", "titik koma")
    birth.fill("Jayapura;29-2-2001")
    refused(page, "Simpan", "29-2-2001 bukan tanggal")
    walk.look(owner, "change-refused")
    birth.fill("Jayapura;29-2-2000")
    page.locator("main").get_by_role("button", name="Simpan").click()
    page.wait_for_url("**/profile-changes/show/*")
    expect(page.get_by_role("table", name="Data lama dan data baru")).to_contain_text("Jayapura;29-2-2000")
    walk.look(owner, "change-asked")


def decided_change(officer: Visitor, walk: Walk, name: str, evidence: Path) -> None:
    """Old beside new and the evidence, on one page of the officer's desk."""
    desk = officer.open("/profile-changes/list/")
    officer.row(name).get_by_role("link").first.click()
    expect(desk.locator("main")).to_contain_text("Jayapura;29-2-2000")
    expect(desk.locator("main")).to_contain_text(evidence.name)
    walk.look(officer, "change-desk")
    desk.locator(".page-head").get_by_role("link", name="Setujui perubahan", exact=True).click()
    officer.answer("Ya, setujui perubahan")
    officer.sees_toast("Perubahan telah disetujui")


def took_photo(owner: Visitor, walk: Walk) -> None:
    """B20 to B32: the rules, a false file, one in doubt with its picture and words, then the right one cropped to 4:6."""
    page = owner.page
    page.get_by_role("link", name="Upload Photo").click()
    assert [each.strip() for each in page.locator("main ol.mb-0 li").all_inner_texts()] == RULES
    walk.look(owner, "photo-rules")
    png = BytesIO()
    draw().save(png, "PNG")
    sent_photo(page, "foto.jpg", png.getvalue())
    expect(page.get_by_role("alert").filter(has_text="bukan gambar JPG")).to_be_visible()
    walk.look(owner, "photo-no-jpg")
    sent_photo(page, "biru.jpg", jpeg(draw(back=BLUE)))
    expect(page.get_by_role("application", name="Bagian foto yang dipakai")).to_be_focused()
    page.get_by_role("button", name="Simpan perubahan").click()
    expect(page.locator("main")).to_contain_text("Foto ini diragukan portal")
    expect(page.locator("main li").filter(has_text="Latar belakang merah")).to_contain_text("diragukan")
    shown(page)
    walk.look(owner, "photo-doubted")
    page.get_by_role("link", name="Ambil foto lain").click()
    sent_photo(page, "IMG_0001.JPG", jpeg())
    expect(page.get_by_role("application", name="Bagian foto yang dipakai")).to_be_focused()
    page.get_by_role("button", name="Simpan perubahan").click()
    expect(owner.dialog()).to_contain_text("Berhasil di Update")
    shown(page)
    walk.look(owner, "photo-updated")
    owner.dialog().get_by_role("link", name="OK").click()


@pytest.mark.manual(*ALL_OF_B)
def test_the_manual_from_the_guide_to_the_proof(enter: Any, town: Town, tmp_path: Path) -> None:
    walk, evidence = Walk(), tmp_path / "akta-kelahiran.pdf"
    evidence.write_bytes(pdf(text="Akta kelahiran"))
    admin = enter("bkpsdm_admin")
    opened_campaign(admin, walk, [town.nips["owner"], town.nips["colleague"]])

    owner = enter("owner", phone=True)
    page = owner.open("/")
    walk.look(owner, "home")
    page.get_by_role("link", name="Lanjutkan").or_(page.get_by_role("link", name=TITLE)).first.click()
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    expect(page.locator("main")).to_contain_text("23:59:59")
    campaign_page = page.url
    walk.look(owner, "guide")
    page.get_by_role("button", name="Saya sudah membaca panduan").click()
    expect(page.get_by_text("Dibaca pada")).to_be_visible()
    filled_in(owner, walk, town.nips["owner"])
    asked_for_change(owner, walk, evidence)
    officer = enter("opd_admin")
    decided_change(officer, walk, town.full_names["owner"], evidence)

    page.goto(campaign_page)
    expect(page.locator("main")).to_contain_text("Jayapura;29-2-2000")
    expect(page.locator("main")).to_contain_text("SK CPNS")
    page.get_by_label("Data saya benar").check()
    refused(page, "Nyatakan data saya benar", "Unggah foto Anda terlebih dahulu")
    took_photo(owner, walk)
    expect(page.get_by_role("img", name="Foto saya")).to_be_visible()
    page.get_by_label("Data saya benar").check()
    walk.look(owner, "data")
    page.get_by_role("button", name="Nyatakan data saya benar").click()
    owner.sees_toast("Data Anda telah dinyatakan benar")
    page.get_by_role("link", name="Buka kuesioner").click()
    page.get_by_label("Sudah").check()
    walk.look(owner, "survey")
    page.get_by_role("button", name="Kirim kuesioner").click()
    owner.sees_toast("Kuesioner terkirim")
    expect(page.get_by_text("3 dari 3 langkah selesai")).to_be_visible()
    walk.look(owner, "proof")
    paper = page.request.get(owner.server + str(page.get_by_role("link", name="Bukti dalam PDF").get_attribute("href")))
    printed = " ".join(PdfReader(BytesIO(paper.body())).pages[0].extract_text().split())
    assert "Selesai seluruhnya" in printed
    assert "tangkapan layar" in printed

    desk = officer.open("/photos/list/?state=waiting")
    officer.row(town.full_names["owner"]).get_by_role("link").first.click()
    shown(desk)
    expect(desk.locator("main")).to_contain_text("kemeja putih", ignore_case=True)
    walk.look(officer, "photo-desk")
    desk.locator(".page-head").get_by_role("link", name="Terima foto", exact=True).click()
    officer.answer("Ya, terima foto")
    officer.sees_toast("Foto telah diterima")

    with town.app.app_context():
        closes = session().query(Campaign).one().data_closes_on
        with clock.at(midnight(closes + timedelta(days=1))):
            assert keep_deadlines() == 1
    late = enter("colleague", phone=True)
    page = late.open("/my-campaigns/list/")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.locator("main")).to_contain_text("dianggap valid", ignore_case=True)
    expect(page.locator("main")).to_contain_text(SOURCE)
    walk.look(late, "deemed-valid")
    desk = admin.open("/campaigns/list/")
    admin.row(TITLE).get_by_role("link", name=TITLE).first.click()
    expect(desk.get_by_role("table", name="Kemajuan per OPD")).to_be_visible()
    walk.look(admin, "campaign-closed")
    assert walk.wrong == []
