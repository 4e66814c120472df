"""The plan of a year on one page, from T2 to T23: levels and gap on a phone, a training for a gap with one click, several rows sent at once, read by the supervisor."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from app.kernel import clock
from app.kernel.db import session
from app.reference.models import Code
from app.reference.services import add_training, change_code
from tests.browser.test_menu_pages import sideways, violations
from tests.browser.town import Town
from tests.factories.plans import plan_year

HELP, OTHER = "Pelatihan Integritas Lanjutan", "Coaching bersama atasan"


@pytest.mark.manual("T2")
@pytest.mark.manual("T6")
@pytest.mark.manual("T7")
@pytest.mark.manual("T8")
@pytest.mark.manual("T9")
@pytest.mark.manual("T10")
@pytest.mark.manual("T11")
@pytest.mark.manual("T20")
def test_a_plan_driven_by_the_gap_is_written_sent_and_decided(enter: Any, town: Town) -> None:
    with town.app.app_context():
        admin = town.city.actor("bkpsdm_admin")
        year = plan_year(town.city)
        number, pk = year.year, year.id
        for code in session().query(Code).filter(Code.code_list == "standar_jabatan"):
            change_code(admin, code.id, data=code.data | {"khusus": "M.1=3"})
        add_training(admin, HELP, "manajerial", competence="M.1", competence_level=3)
    owner = enter("owner", phone=True)
    page = owner.open("/plans/list/")
    page.get_by_role("link", name=f"Susun rencana tahun {number}").click()
    expect(page.get_by_role("heading", name="Input Standar Kompetensi Jabatan (SKJ)")).to_be_visible()
    send = page.get_by_role("button", name="Ajukan Rencana")
    expect(send).to_be_disabled()
    for place in range(9):
        page.locator(f"#level_{place}").select_option("1")
    first = page.locator("[data-competence]").first
    expect(first.locator("[data-gap-words]")).to_have_text("2 level di bawah standar · Kesenjangan kompetensi sedang")
    expect(first.locator("[data-level-text]")).to_contain_text("kapasitas pribadi")
    page.locator("#performance").fill("90.99")
    expect(page.locator("[data-performance-words]")).to_have_text("Kesenjangan kinerja rendah")
    found = [*sideways(page), *violations(page)]
    owner.picture("plans-write-phone")
    page.get_by_role("button", name="Tampilkan pelatihan untuk kesenjangan saya").click()
    page.get_by_role("button", name=f"Masukkan “{HELP}” ke rencana").click()
    expect(page.locator("#b0-subject")).to_have_value(HELP)
    page.get_by_role("button", name="Tambah Pelatihan").click()
    expect(page.locator("#b1-subject")).to_be_visible()
    for block, values in enumerate(({"jp": "16"}, {"subject": OTHER, "reason": "Komunikasi tim."})):
        typed = {"begins_on": f"{number}-03-02", "ends_on": f"{number}-03-03", "cost": "0", "organiser": "BKPSDM"} | values
        for name, value in typed.items():
            page.locator(f"#b{block}-{name}").fill(value)
        page.locator(f"#b{block}-fund").select_option("apbd")
    page.locator("#b1-form").evaluate("(each) => { each.tomselect ? each.tomselect.setValue('NKL01') : (each.value = 'NKL01') }")
    page.locator("#b1-organiser").dispatch_event("input")
    expect(page.locator("[data-jp-sum]")).to_have_text("18")
    expect(page.locator("[data-day-fullest]")).to_have_text("9")
    expect(page.locator("[data-day-over]")).to_be_visible()
    page.locator("#b1-begins_on").fill(f"{number}-03-04")
    page.locator("#b1-ends_on").fill(f"{number}-03-04")
    expect(page.locator("[data-day-fullest]")).to_have_text("8")
    expect(page.locator("[data-day-over]")).to_be_hidden()
    found += [*sideways(page), *violations(page)]
    owner.picture("plans-write-blocks-phone")
    page.locator("#agree").check()
    expect(send).to_be_enabled()
    send.click()
    page.wait_for_url(re.compile("/plans/list/"))
    for subject in (HELP, OTHER):
        expect(owner.row(subject).locator(".badge").last).to_have_text("Pengajuan")

    supervisor = enter("supervisor")
    desk = supervisor.open("/plan-dialogues/add")
    desk.get_by_label("Bawahan").select_option(index=1)
    desk.get_by_label("Tanggal dialog").fill(clock.today().isoformat())
    desk.get_by_label("Catatan dialog").fill("Kesenjangan pada integritas.")
    desk.get_by_role("button", name="Simpan").click()
    desk.wait_for_url(re.compile("/plan-dialogues/list/"))
    desk = supervisor.open(f"/plan-verifications/list/?year={pk}")
    supervisor.row(HELP).get_by_role("link", name=HELP).first.click()
    expect(desk.get_by_text("Kesenjangan kinerja rendah")).to_be_visible()
    expect(desk.get_by_text("2 level di bawah standar")).to_be_visible()
    found += [*sideways(desk), *violations(desk)]
    supervisor.picture("plans-decide-with-gap")
    desk = supervisor.open(f"/year-plans/list/?year={pk}")
    found += [*sideways(desk), *violations(desk)]
    supervisor.picture("plans-wholes")
    assert found == []
