"""A person at one device, and what his hands do on every page: sign in, find a row, open its menu, answer a dialog."""

import os
from pathlib import Path

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Response, ViewportSize, expect

PICTURES = os.environ.get("SCREENSHOTS")
PATIENCE = 15_000  # milliseconds: a machine that runs other things besides is no failure
PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 900}

expect.set_options(timeout=PATIENCE)


class Visitor:
    """`page` is his browser, `complaints` what the console said and which answers failed."""

    def __init__(self, context: BrowserContext, server: str, password: str) -> None:
        self.server = server
        self.password = password
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("response", self._watch)

    def open(self, path: str) -> Page:
        self.page.goto(self.server + path)
        return self.page

    def sign_in(self, username: str, password: str | None = None) -> Page:
        self.open("/login/")
        self.page.get_by_label("NIP").fill(username)
        self.page.get_by_label("Kata Sandi").fill(password or self.password)
        self.page.get_by_role("button", name="Masuk").click()
        self.page.wait_for_url(lambda url: "/login" not in url)
        return self.page

    def menu(self, name: str) -> Page:
        """Open a page by the entry of the navigation that leads there."""
        entry = self.page.get_by_role("navigation", name="Navigasi utama").get_by_role("link", name=name)
        with self.page.expect_navigation():
            entry.click()
        return self.page

    def row(self, text: str) -> Locator:
        """The row of the list that holds `text`."""
        return self.page.locator("table.data-table tbody tr").filter(has_text=text)

    def actions(self, text: str) -> list[str]:
        """Open the menu "Aksi" of that row and read it."""
        self.row(text).first.wait_for()
        menu = self.row(text).locator("[data-menu]")
        if not menu.count():
            return []
        menu.locator("summary").click()
        return [entry.strip() for entry in menu.locator(".menu-item").all_inner_texts()]

    def choose(self, text: str, entry: str) -> None:
        """Choose one entry of that row's menu."""
        menu = self.row(text).locator("[data-menu]")
        menu.locator("summary").click()
        menu.get_by_role("link", name=entry, exact=True).click()

    def dialog(self) -> Locator:
        """The dialog that is open now."""
        return self.page.locator("dialog[open]")

    def answer(self, button: str) -> None:
        """Press a button of the open dialog."""
        self.dialog().get_by_role("button", name=button, exact=True).click()

    def next_step(self) -> None:
        """Go on in a wizard, and say that one is sure (S11)."""
        self.page.get_by_role("button", name="Selanjutnya").click()
        expect(self.dialog()).to_contain_text("Apakah anda yakin?")
        self.answer("Ya")

    def write_reason(self, reason: str) -> None:
        """Fill in the rich text of FORM KETERANGAN."""
        self.dialog().locator("trix-editor").press_sequentially(reason)

    def sees_toast(self, text: str) -> None:
        """The green notice says `text`."""
        expect(self.page.locator("[data-toast=success]")).to_contain_text(text)

    def picture(self, name: str) -> None:
        """A screenshot of the whole page for people to look at, where SCREENSHOTS names a folder."""
        if PICTURES:
            self.page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _watch(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} {response.url}")
