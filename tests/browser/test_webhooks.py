"""An administrator tells another system of what happens: the form, the secret this once, a test, the delivery; then the API's own pages."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.test_menu_pages import sideways, violations
from tests.browser.town import Town
from tests.browser.visitor import Visitor
from tests.servers.receiver import Receiver, Reply

pytestmark = pytest.mark.database


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_webhook_from_the_form_to_the_delivery(enter: Any, town: Town, size: str) -> None:
    town.app.config["WEBHOOK_ALLOW_LOOPBACK"] = True
    try:
        with Receiver() as receiver:
            walk(enter("bkpsdm_admin", phone=size == "phone"), town, receiver, size)
    finally:
        town.app.config["WEBHOOK_ALLOW_LOOPBACK"] = False


def walk(visitor: Visitor, town: Town, receiver: Receiver, size: str) -> None:
    found: list[str] = []

    def look(name: str) -> None:
        visitor.picture(f"webhooks-{name}-{size}")
        found.extend(f"{name}: {complaint}" for complaint in (*sideways(page), *violations(page)))

    page = visitor.open("/webhooks/list/")
    look("none")
    page = visitor.open("/webhooks/add")
    page.locator("main input[name=name]").fill("Dasbor kota")
    page.locator("input[name=url]").fill("https://10.0.0.1/hook")
    page.locator("input[name=events]").first.check()
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("alert")).to_contain_text("jaringan yang tidak dipanggil")
    expect(page.locator("input[name=events]").first).to_be_checked()
    look("refused")
    page.locator("input[name=url]").fill(receiver.url)
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator("code [data-copy]")).to_have_attribute("data-copy", re.compile("^whsec_"))
    look("secret")
    page.get_by_role("link", name="Selesai").click()
    receiver.script(Reply(500))
    for answer in ("Tertahan", "Terkirim"):
        page.get_by_role("button", name="Kirim uji coba").click()
        expect(page.get_by_text(answer, exact=True).first).to_be_visible()
    town.proposal("owner", "forwarded")
    page.reload()
    look("show")
    page.get_by_role("link", name="Semua kiriman").click()
    expect(visitor.row("portal.test")).to_have_count(2)
    look("deliveries")
    visitor.row("Tertahan").get_by_role("link", name="portal.test").click()
    look("delivery")
    page.get_by_role("button", name="Kirim ulang").click()
    expect(page.get_by_text("Terkirim", exact=True).first).to_be_visible()
    visitor.open("/webhooks/list/")
    look("list")
    for name, path in (("tokens", "/account/tokens/"), ("api", "/api/v1/docs")):
        visitor.open(path)
        look(name)
    assert len(receiver.taken) == 3
    assert found == []
