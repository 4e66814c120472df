"""An import from the first file to its undoing, at a desk, on a phone, and without JavaScript."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.town import Town
from tests.browser.visitor import Visitor
from tests.exchange.files import person, workbook
from tests.factories.organisation import make_nip

pytestmark = pytest.mark.database


@pytest.fixture
def file(tmp_path: Path, town: Town) -> Path:
    """Two good people, one with a NIP that the spreadsheet has spoilt."""
    path = tmp_path / "pegawai.xlsx"
    path.write_bytes(workbook([person(3000), person(3001), person(3002, **{"N I P": 198507112011041991.0})]).read())
    return path


def upload(visitor: Visitor, file: Path) -> None:
    page = visitor.open("/imports/add?kind=employees")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Unggah dan lanjutkan").click()
    page.wait_for_url("**/imports/mapping/**")


def narrow(visitor: Visitor) -> None:
    """Nothing stands wider than the screen."""
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_a_list_of_people_is_checked_written_and_undone(enter: Any, file: Path, phone: bool) -> None:
    admin: Visitor = enter("bkpsdm_admin", phone=phone)
    page = admin.page
    device = "phone" if phone else "desk"
    upload(admin, file)
    expect(page.get_by_label("N I P dianggap sebagai")).to_have_value("nip")
    expect(page.get_by_label("No. dianggap sebagai")).to_have_value("")
    narrow(admin)
    admin.picture(f"import-{device}-mapping")
    page.get_by_role("button", name="Periksa berkas").click()
    expect(page.get_by_role("button", name="Tulis 2 baris yang benar")).to_be_visible()
    expect(admin.row("NIP:")).to_contain_text("digit terakhirnya hilang")
    narrow(admin)
    admin.picture(f"import-{device}-checked")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Unduh lembar beserta kesalahannya").click()
    assert waiting.value.suggested_filename == "pegawai-kesalahan.xlsx"
    page.get_by_role("button", name="Tulis 2 baris yang benar").click()
    expect(page.locator(".badge", has_text="Sudah ditulis")).to_be_visible()
    page.get_by_role("link", name="Baru", exact=True).click()
    expect(admin.row(make_nip(3000))).to_be_visible()
    page.get_by_role("button", name="Batalkan impor ini").click()
    admin.dialog().get_by_role("button").filter(has_not_text=re.compile("^(Tidak|Batal|Kembali)$")).last.click()
    expect(page.locator(".badge", has_text="Dibatalkan")).to_be_visible()
    admin.picture(f"import-{device}-undone")


def test_it_needs_no_javascript(enter: Any, file: Path) -> None:
    admin: Visitor = enter("bkpsdm_admin", java_script_enabled=False)
    page = admin.page
    upload(admin, file)
    page.get_by_role("button", name="Periksa berkas").click()
    page.get_by_role("button", name="Tulis 2 baris yang benar").click()
    expect(page.locator(".badge", has_text="Sudah ditulis")).to_be_visible()
