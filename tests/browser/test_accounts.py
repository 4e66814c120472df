"""A person's account on the phone: sessions, the second factor from the first code to the next sign-in, acting roles, a forgotten password."""

import re
from typing import Any

import pyotp
import pytest
from flask_appbuilder.security.sqla.models import User
from playwright.sync_api import Page, expect

from app.accounts import services
from app.accounts.queries import named
from app.kernel import clock
from app.kernel.actor import system_actor
from app.kernel.db import session
from app.kernel.roles import Role
from tests.browser.town import Town
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.database


def fits_the_phone(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def user_id(town: Town, name: str) -> int:
    with town.app.app_context():
        return session().query(User.id).filter(named(town.usernames[name])).scalar()


def test_the_second_factor_from_setting_up_to_a_recovery_code(enter: Any, visit: Any, town: Town) -> None:
    visitor: Visitor = enter("owner", phone=True)
    page = visitor.open("/account/second-factor/")
    visitor.picture("accounts-factor-off")
    page.get_by_label("Kata sandi sekarang").fill(visitor.password)
    page.get_by_role("button", name="Siapkan").click()
    key = page.locator("code [data-copy]").get_attribute("data-copy")
    visitor.picture("accounts-factor-setup")
    fits_the_phone(page)
    with town.app.app_context():
        earlier = pyotp.TOTP(key).at(int(clock.now().timestamp()) - 30)
    page.locator("input[name=code]").fill(earlier)
    page.get_by_role("button", name="Aktifkan").click()
    expect(page.locator(".recovery-codes code")).to_have_count(10)
    visitor.picture("accounts-recovery-codes")
    fits_the_phone(page)
    codes = page.locator(".recovery-codes code").all_inner_texts()
    page.get_by_role("link", name="Selesai").click()
    expect(page.get_by_text("Tersisa 10 kode pemulihan")).to_be_visible()
    visitor.picture("accounts-factor-on")
    fits_the_phone(page)

    again: Visitor = visit(phone=True)
    again.open("/login/")
    again.page.locator("input[name=username]").fill(town.usernames["owner"])
    again.page.locator("input[name=password]").fill(again.password)
    again.page.get_by_role("button", name="Masuk").click()
    expect(again.page).to_have_url(re.compile("/login/code/"))
    again.picture("accounts-code")
    fits_the_phone(again.page)
    again.page.get_by_role("link", name="Pakai kode pemulihan").click()
    again.page.get_by_label("Kode pemulihan").fill("aaaaa-bbbbb")
    again.page.get_by_role("button", name="Masuk").click()
    expect(again.page.locator(".field .invalid-feedback, .has-error").first).to_be_visible()
    again.page.get_by_label("Kode pemulihan").fill(codes[0])
    again.page.get_by_role("button", name="Masuk").click()
    again.page.wait_for_url(lambda url: "/login" not in url)


def test_a_person_ends_the_session_on_another_device(enter: Any, town: Town) -> None:
    desk: Visitor = enter("owner")
    phone: Visitor = enter("owner", phone=True)
    page = phone.open("/account/sessions/")
    expect(page.get_by_text("Sesi ini")).to_have_count(1)
    expect(page.locator("main .card")).to_have_count(2)
    phone.picture("accounts-sessions")
    fits_the_phone(page)
    page.get_by_role("button", name="Akhiri sesi di").click()
    phone.sees_toast("Sesi telah diakhiri.")
    desk.open("/account/")
    expect(desk.page).to_have_url(re.compile("/login/"))
    assert town.usernames["owner"]


def test_a_person_with_two_roles_acts_in_one_and_sees_which(enter: Any, town: Town) -> None:
    with town.app.app_context():
        services.give_role(system_actor(), user_id(town, "opd_admin"), Role.AUDITOR)
    visitor: Visitor = enter("opd_admin", phone=True)
    page = visitor.open("/account/")
    menu = page.locator("details.menu", has=page.locator("form[action*=logout]"))
    menu.locator("summary").click()
    visitor.picture("accounts-roles-menu")
    menu.get_by_role("button", name="Auditor").click()
    ribbon = page.get_by_role("complementary", name="Bertindak sebagai")
    expect(ribbon).to_contain_text("Auditor")
    visitor.picture("accounts-acting")
    fits_the_phone(page)
    ribbon.get_by_role("button", name="Semua peran saya").click()
    expect(ribbon).to_have_count(0)


def test_a_forgotten_password_is_asked_for_and_chosen_anew(visit: Any, town: Town, monkeypatch: Any) -> None:
    monkeypatch.setitem(town.app.config, "SMTP_HOST", "127.0.0.1")
    monkeypatch.setitem(town.app.config, "SMTP_PORT", 9)
    visitor: Visitor = visit(phone=True)
    page = visitor.open("/login/")
    page.get_by_role("link", name="Lupa Kata Sandi").click()
    visitor.picture("accounts-forgotten")
    fits_the_phone(page)
    page.get_by_label("NIP").fill(town.usernames["owner"])
    page.get_by_role("button", name="Kirim tautan").click()
    expect(page.get_by_text("sedang dikirim")).to_be_visible()
    visitor.picture("accounts-forgotten-sent")
    with town.app.app_context():
        token = services.make_link(user_id(town, "owner"))
    visitor.open(f"/forgotten/{token}")
    page.locator("input[name=password]").fill("pendek")
    page.locator("input[name=again]").fill("pendek")
    page.get_by_role("button", name="Simpan kata sandi baru").click()
    expect(page.get_by_text("Paling sedikit 12").first).to_be_visible()
    visitor.picture("accounts-choose-password")
    fits_the_phone(page)
    page.locator("input[name=password]").fill("gunung tinggi sekali")
    page.locator("input[name=again]").fill("gunung tinggi sekali")
    page.get_by_role("button", name="Simpan kata sandi baru").click()
    visitor.sign_in(town.usernames["owner"], "gunung tinggi sekali")
