"""Lists under people's hands: what is ticked stays ticked, views are kept, filters fold on a phone, selects narrow each other, nothing jumps."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.town import Town

FIRST, SECOND, THIRD = "Pelatihan Arsip Digital", "Pelatihan Gizi", "Pelatihan Pajak Daerah"
SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value; })
  .observe({ type: 'layout-shift', buffered: true });
"""


def remembered(page: Page) -> list[str]:
    """The lists of which this tab remembers ticked rows."""
    found: list[str] = page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('rows:'))")
    return found


def bar(page: Page) -> Locator:
    return page.locator("[data-bulk]")


class TestTickedRows:
    @pytest.fixture
    def proposals(self, town: Town) -> list[int]:
        return [town.proposal("owner", title=FIRST), town.proposal("colleague", title=SECOND), town.proposal("supervisor", title=THIRD)]

    def test_they_stay_over_pages_orders_and_sizes_and_go_along(self, enter: Any, town: Town, proposals: list[int]) -> None:
        visitor = enter("opd_admin")
        page = visitor.open("/proposals/list/?size=2&sort=person&state=submitted")
        page.locator("[data-row]").first.check()
        expect(bar(page)).to_contain_text("1 dipilih")
        page.get_by_role("link", name="Halaman berikutnya").click()
        expect(bar(page)).to_contain_text("1 dipilih (1 di halaman lain)")
        page.locator("[data-row]").first.check()
        expect(bar(page)).to_contain_text("2 dipilih (1 di halaman lain)")
        visitor.picture("list-selection-elsewhere")
        page.get_by_role("link", name="Tanggal Usulan").click()
        page.wait_for_url("**sort=proposed_on**")
        expect(bar(page)).to_contain_text("2 dipilih")
        page.get_by_label("Tampilkan").select_option("10")
        page.wait_for_url("**size=10**")
        assert page.locator("[data-row]:checked").count() == 2
        left = (page.locator("[data-row]:not(:checked)").get_attribute("value") or "").partition(":")[0]
        page.go_back()
        expect(bar(page)).to_contain_text("2 dipilih")
        bar(page).get_by_role("button", name="Teruskan").click()
        visitor.answer("Ya, Lanjutkan")
        expect(page.get_by_role("main")).to_contain_text("2 baris")
        assert {pk: town.state_of(pk) for pk in proposals} == {pk: "submitted" if str(pk) == left else "forwarded" for pk in proposals}
        assert remembered(page) == []

    def test_another_filter_the_button_and_leaving_forget_them(self, enter: Any, proposals: list[int]) -> None:
        visitor = enter("opd_admin")
        page = visitor.open("/proposals/list/?size=1&state=submitted")
        page.locator("[data-row]").check()
        page.get_by_role("link", name="Halaman berikutnya").click()
        bar(page).get_by_role("button", name="Kosongkan pilihan").click()
        expect(bar(page)).to_contain_text("0 dipilih")
        assert remembered(page) == []
        page.locator("[data-row]").check()
        visitor.open("/proposals/list/?size=1&state=at_opd")
        expect(bar(page)).to_contain_text("0 dipilih")
        page.locator("[data-row]").check()
        assert remembered(page) == ["rows:/proposals/list/"]
        page.locator(".topbar [data-menu]").last.locator("summary").click()
        page.get_by_role("button", name="Keluar").click()
        page.wait_for_url("**/login/**")
        assert remembered(page) == []


class TestSavedViews:
    @pytest.mark.parametrize("script", [True, False])
    def test_a_list_is_kept_found_again_and_opened_by_the_menu(self, enter: Any, town: Town, script: bool) -> None:
        town.proposal("owner", title=FIRST)
        visitor = enter("bkpsdm_admin", java_script_enabled=script)
        page = visitor.open("/proposals/list/?state=submitted&sort=-person")
        page.locator(".view-menu summary").click()
        page.get_by_role("link", name="Simpan tampilan ini").click()
        form = visitor.dialog() if script else page.get_by_role("main")
        form.get_by_label("Nama tampilan").first.fill("Baru masuk")
        form.get_by_label("Buka tampilan ini").first.check()
        visitor.picture(f"list-keep-view-{'script' if script else 'plain'}")
        form.get_by_role("button", name="Simpan", exact=True).first.click()
        expect(page.locator(".view-menu summary")).to_have_text("Tampilan: Baru masuk")
        visitor.menu("Individual Plan")
        assert "state=submitted" in page.url
        assert "sort=-person" in page.url
        page.locator(".view-menu summary").click()
        page.get_by_role("link", name="Semua", exact=True).click()
        expect(page).not_to_have_url(re.compile("state=submitted"))
        expect(page.locator(".view-menu summary")).to_have_text("Tampilan")


class TestOnAPhone:
    @pytest.mark.parametrize("script", [True, False])
    def test_the_filters_fold_behind_one_button_and_none_is_cut_off(self, enter: Any, town: Town, script: bool) -> None:
        town.proposal("owner", title=FIRST)
        visitor = enter("bkpsdm_admin", phone=True, java_script_enabled=script)
        page = visitor.open("/proposals/list/?state=submitted&period=2026")
        filters = page.get_by_role("search")
        expect(filters.get_by_label("Saring teks")).to_be_visible()
        expect(filters.get_by_label("OPD", exact=True)).to_be_hidden()
        expect(filters.locator("summary")).to_have_text("Saring (2)")
        filters.locator("summary").click()
        expect(filters.get_by_label("OPD", exact=True)).to_be_visible()
        visitor.picture(f"phone-filters-{'script' if script else 'plain'}")
        for each in filters.locator("select:visible, input:visible").all():
            box = each.bounding_box()
            assert box
            assert 0 <= box["x"] <= box["x"] + box["width"] <= 360
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        filters.get_by_role("button", name="Saring", exact=True).click()
        expect(visitor.row(FIRST)).to_have_count(1)

    def test_a_card_begins_with_what_it_is_about_and_names_nothing_empty(self, enter: Any, town: Town) -> None:
        town.proposal("owner", title=FIRST)
        visitor = enter("bkpsdm_admin", phone=True)
        page = visitor.open("/proposals/list/?columns=proposed_on,recommendation,person,title")
        card = visitor.row(FIRST)
        heads = {name: box["y"] for name in ("Pegawai", "Tanggal Usulan") if (box := card.locator(f'[data-label="{name}"]').bounding_box())}
        assert heads["Pegawai"] < heads["Tanggal Usulan"]
        expect(card.locator('[data-label="Rekomendasi"]')).to_be_hidden()
        expect(card.locator("[data-menu] summary")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 360


class TestSelectsThatNarrow:
    def test_a_unit_belongs_to_the_chosen_opd(self, enter: Any, town: Town) -> None:
        visitor = enter("bkpsdm_admin")
        page = visitor.open("/employees/list/")
        filters = page.get_by_role("search")
        filters.get_by_label("OPD", exact=True).select_option(label="Dinas Kesehatan")
        page.wait_for_url("**opd=**")
        assert self._units(page) == {"Dinas Kesehatan"}
        page.locator(".ts-dropdown [data-selectable]").first.click()
        page.wait_for_url("**unit=**")
        filters.get_by_label("OPD", exact=True).select_option(label="Dinas Pendidikan")
        page.wait_for_url(lambda url: "unit=" not in url)
        expect(page.locator(".chip")).to_have_count(1)
        assert "Dinas Kesehatan" not in self._units(page)
        expect(page.locator(".filter-remote .item")).to_have_count(0)

    def test_without_javascript_the_form_is_sent_to_narrow(self, enter: Any, town: Town) -> None:
        visitor = enter("bkpsdm_admin", java_script_enabled=False)
        page = visitor.open("/employees/list/")
        filters = page.get_by_role("search")
        assert filters.get_by_label("Unit", exact=True).locator("option").all_inner_texts() == ["Semua unit"]
        filters.get_by_label("OPD", exact=True).select_option(label="Dinas Kesehatan")
        filters.get_by_role("button", name="Saring", exact=True).click()
        expect(filters.get_by_label("Unit", exact=True)).to_contain_text("Dinas Kesehatan")
        filters.get_by_label("Unit", exact=True).select_option(index=1)
        filters.get_by_role("button", name="Saring", exact=True).click()
        expect(visitor.row(town.full_names["stranger"])).to_have_count(1)
        expect(visitor.row(town.full_names["owner"])).to_have_count(0)

    def test_a_form_without_javascript_finds_by_what_is_typed(self, enter: Any, town: Town) -> None:
        visitor = enter("bkpsdm_admin", java_script_enabled=False)
        page = visitor.open(f"/employees/edit/{town.city.ids['owner']}")
        page.get_by_label("OPD: ketik sebagian").fill("kesehatan")
        page.get_by_label("Unit: ketik sebagian").fill("zzz")
        page.get_by_role("button", name="Simpan").click()
        expect(page.get_by_role("main")).to_contain_text("Tidak ditemukan apa pun untuk “zzz”.")
        expect(page.get_by_label("OPD", exact=True)).to_have_value(str(town.city.other_opd_id))

    @staticmethod
    def _units(page: Page) -> set[str]:
        """What the select of units offers when somebody comes to it."""
        page.locator(".filter-remote").hover()
        page.locator(".filter-remote .ts-control").click()
        page.locator(".ts-dropdown [data-selectable]").first.wait_for()
        return set(page.locator(".ts-dropdown [data-selectable]").all_inner_texts())


def test_a_nip_is_copied_as_digits(enter: Any, town: Town) -> None:
    town.proposal("owner", title=FIRST)
    visitor = enter("bkpsdm_admin", permissions=["clipboard-read", "clipboard-write"])
    page = visitor.open("/proposals/list/")
    nip = town.nips["owner"]
    button = visitor.row(FIRST).get_by_role("button", name=f"Salin NIP {nip}")
    button.focus()
    page.keyboard.press("Enter")
    visitor.sees_toast("Tersalin")
    assert page.evaluate("navigator.clipboard.readText()") == nip


@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize("path", ["/proposals/list/", "/employees/list/", "/employees/add", "/competence-tests/add", "/proposals/add"])
def test_nothing_jumps_while_a_page_comes_to_life(enter: Any, town: Town, path: str, phone: bool) -> None:
    """Cumulative layout shift below 0.05, Tom Select and Trix included."""
    town.proposal("owner", title=FIRST)
    visitor = enter("bkpsdm_admin", phone=phone)
    visitor.page.add_init_script(SHIFTS)
    page = visitor.open(path)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    assert page.evaluate("window.shifted") < 0.05
