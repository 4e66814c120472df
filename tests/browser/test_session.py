"""Nothing typed is lost: not to a session that ends, a page left by mistake, a dialog closed too early; and what is kept on the device is kept for its owner."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Dialog, Page, expect

from tests.browser.town import Town
from tests.browser.visitor import Visitor

TITLE = "Pelatihan Arsip Digital"
DRAFTS = "Object.keys(localStorage).filter(key => key.startsWith('draft:'))"
LIFETIME = 14  # seconds; the warning then comes after seven


@pytest.fixture
def short_session(app: Flask) -> Iterator[None]:
    usual = app.config["PERMANENT_SESSION_LIFETIME"]
    app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(seconds=LIFETIME)
    yield
    app.config["PERMANENT_SESSION_LIFETIME"] = usual


def write(page: Page, title: str = TITLE) -> None:
    """Fill the form of a proposal in, by the second way."""
    page.get_by_label("Isi Manual").check()
    page.get_by_label("Usulan Diklat").fill(title)


def again(visitor: Visitor, username: str) -> Page:
    """Sign in on the page that is open now."""
    page = visitor.page
    page.get_by_label("NIP").fill(username)
    page.get_by_label("Kata Sandi").fill(visitor.password)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url(lambda url: "/login" not in url)
    return page


def put_back(page: Page) -> None:
    expect(page.get_by_role("status").filter(has_text="belum disimpan")).to_be_visible()
    page.get_by_role("button", name="Kembalikan isian").click()
    expect(page.get_by_label("Isi Manual")).to_be_checked()
    expect(page.get_by_label("Usulan Diklat")).to_have_value(TITLE)


@pytest.mark.slow
def test_a_warning_comes_before_the_session_ends_and_one_button_renews_it(short_session: None, enter: Any, town: Town) -> None:
    visitor: Visitor = enter("owner")
    page = visitor.open("/proposals/list/")
    warning = page.get_by_role("alertdialog", name="Sesi Anda akan segera berakhir")
    for _time in range(2):
        expect(warning).to_be_visible()
        expect(warning.get_by_role("button", name="Tetap masuk")).to_be_focused()
        expect(warning.get_by_role("timer")).to_have_text(re.compile(r"0:0[1-7]"))
        visitor.picture("session-warning")
        warning.get_by_role("button", name="Tetap masuk").click()
        expect(warning).to_be_hidden()
    visitor.open("/proposals/list/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "/login" not in page.url


@pytest.mark.slow
def test_what_was_typed_waits_behind_the_sign_in_page(short_session: None, enter: Any, town: Town) -> None:
    visitor: Visitor = enter("owner")
    page = visitor.open("/proposals/add")
    write(page)
    ended = page.get_by_role("alertdialog", name="Sesi Anda telah berakhir")
    expect(ended).to_be_visible(timeout=(LIFETIME + 5) * 1000)
    visitor.picture("session-ended")
    ended.get_by_role("link", name="Masuk").click()
    page.wait_for_url(lambda url: "/login" in url)
    again(visitor, town.usernames["owner"])
    assert "/proposals/add" in page.url
    put_back(page)
    page.get_by_role("button", name="Simpan").click()
    visitor.sees_toast("Data Berhasil Di Tambah")
    page.wait_for_function(f"({DRAFTS}).length === 0")


def test_a_form_sent_without_a_session_comes_back_filled_in(enter: Any, town: Town) -> None:
    visitor: Visitor = enter("owner")
    page = visitor.open("/proposals/add")
    write(page)
    page.context.clear_cookies()
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url(lambda url: "/login" in url)
    expect(page.get_by_role("status").filter(has_text="tersimpan di perangkat ini")).to_be_visible()
    again(visitor, town.usernames["owner"])
    visitor.picture("draft-offer")
    put_back(page)
    page.get_by_role("button", name="Simpan").click()
    visitor.sees_toast("Data Berhasil Di Tambah")
    page.wait_for_function(f"({DRAFTS}).length === 0")


def test_without_javascript_the_page_itself_keeps_what_was_typed(enter: Any, town: Town) -> None:
    visitor: Visitor = enter("owner", java_script_enabled=False)
    page = visitor.open("/proposals/add")
    write(page)
    page.context.clear_cookies()
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("heading", name="Sesi Anda telah berakhir")).to_be_visible()
    visitor.picture("session-ended-plain")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Masuk lagi").click()
    tab = opened.value
    tab.get_by_label("NIP").fill(town.usernames["owner"])
    tab.get_by_label("Kata Sandi").fill(visitor.password)
    tab.get_by_role("button", name="Masuk").click()
    tab.wait_for_url(lambda url: "/login" not in url)
    page.get_by_role("button", name="lanjutkan dengan isian saya").click()
    expect(page.get_by_role("alert")).to_contain_text("terlalu lama terbuka")
    expect(page.get_by_label("Usulan Diklat")).to_have_value(TITLE)
    page.get_by_role("button", name="Simpan").click()
    visitor.sees_toast("Data Berhasil Di Tambah")


def test_a_reason_written_in_a_dialog_comes_back_too(enter: Any, town: Town) -> None:
    town.proposal("owner", title=TITLE)
    visitor: Visitor = enter("opd_admin")
    page = visitor.open("/proposals/list/")
    visitor.choose(TITLE, "Revisi")
    visitor.answer("Ya, Lanjutkan!")
    visitor.write_reason("Sebutkan jenis arsipnya")
    page.context.clear_cookies()
    visitor.answer("Simpan")
    page.wait_for_url(lambda url: "/login" in url)
    again(visitor, town.usernames["opd_admin"])
    page.locator("trix-editor").click()
    page.get_by_role("button", name="Kembalikan isian").click()
    expect(page.locator("trix-editor")).to_contain_text("Sebutkan jenis arsipnya")
    page.get_by_role("button", name="Simpan").click()
    visitor.sees_toast("Usulan telah dikembalikan untuk direvisi.")


def test_the_next_person_at_the_device_finds_nothing(visit: Callable[..., Visitor], town: Town) -> None:
    visitor = visit()
    visitor.sign_in(town.usernames["owner"])
    page = visitor.open("/proposals/add")
    write(page)
    page.wait_for_timeout(600)
    assert len(page.evaluate(DRAFTS)) == 1
    page.context.clear_cookies()
    page.on("dialog", lambda dialog: dialog.accept())
    visitor.sign_in(town.usernames["colleague"])
    visitor.open("/proposals/add")
    page.wait_for_function(f"({DRAFTS}).length === 0")
    write(page, "Pelatihan Gizi")
    page.wait_for_timeout(600)
    assert len(page.evaluate(DRAFTS)) == 1
    page.locator(".topbar details", has_text="Akun").locator("summary").click()
    page.get_by_role("button", name="Keluar").click()
    page.wait_for_url(lambda url: "/login" in url)
    page.wait_for_function(f"() => ({DRAFTS}).length === 0")


def test_the_browser_asks_only_where_something_has_really_changed(enter: Any, town: Town) -> None:
    visitor: Visitor = enter("owner")
    page = visitor.page
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    visitor.open("/proposals/add")
    write(page)
    page.get_by_label("Usulan Diklat").fill("")
    page.get_by_label("Dari Panduan").check()
    page.get_by_role("link", name="Kembali", exact=True).click()
    page.wait_for_url(lambda url: "/list/" in url)
    assert asked == []
    visitor.open("/proposals/add")
    write(page)
    page.get_by_role("link", name="Kembali", exact=True).click()
    expect(page.get_by_label("Usulan Diklat")).to_have_value(TITLE)
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="Simpan").click()
    visitor.sees_toast("Data Berhasil Di Tambah")
    assert asked == ["beforeunload"]


def test_a_dialog_with_a_written_reason_does_not_close_by_mistake(enter: Any, town: Town) -> None:
    town.proposal("owner", title=TITLE)
    visitor: Visitor = enter("opd_admin")
    page = visitor.open("/proposals/list/")
    visitor.choose(TITLE, "Revisi")
    visitor.answer("Ya, Lanjutkan!")
    reason = page.locator("#step-reason")
    visitor.write_reason("Sebutkan jenis arsipnya")
    question = page.locator("#portal-confirm")
    for close in (lambda: page.keyboard.press("Escape"), lambda: reason.get_by_role("button", name="Tutup").last.click()):
        close()
        expect(question).to_contain_text("Yang sudah Anda tulis akan hilang.")
        question.get_by_role("button", name="Batal").click()
        expect(reason.locator("trix-editor")).to_contain_text("Sebutkan jenis arsipnya")
    visitor.picture("discard-reason")
    page.keyboard.press("Escape")
    question.get_by_role("button", name="Ya, lanjutkan").click()
    expect(reason).to_be_hidden()
    visitor.choose(TITLE, "Revisi")
    visitor.answer("Ya, Lanjutkan!")
    expect(reason.locator("trix-editor")).to_have_text("")
    reason.get_by_role("button", name="Tutup").last.click()
    expect(reason).to_be_hidden()
